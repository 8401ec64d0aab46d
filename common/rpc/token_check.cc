#include "common/rpc/token_check.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/core/error.h"
#include "common/core/status_macros.h"
#include "common/rpc/strict_json.h"

namespace interim::rpc {
namespace {

constexpr std::size_t kMaxSubjectBytes = 256;
constexpr std::size_t kMaxRoles = 32;
constexpr std::size_t kMaxRoleBytes = 64;
constexpr std::int64_t kLatestSecond = 253402300799;  // end of the year 9999

// Reads named members of the payload; the first one that is wrong wins.
class Claims {
 public:
  explicit Claims(const JsonValue& object) : object_(object) {}

  absl::StatusOr<std::string> Text(absl::string_view name, std::size_t max_bytes) const {
    const JsonValue* value = object_.Find(name);
    if (value == nullptr || value->kind != JsonValue::Kind::kString || value->text.empty() ||
        value->text.size() > max_bytes) {
      return RefuseToken("CLAIMS", absl::StrCat("claim ", name, " must be a text"));
    }
    return value->text;
  }
  absl::StatusOr<std::string> TextOr(absl::string_view name, std::size_t max_bytes) const {
    if (object_.Find(name) == nullptr) return std::string();
    return Text(name, max_bytes);
  }
  absl::StatusOr<std::int64_t> Seconds(absl::string_view name) const {
    const JsonValue* value = object_.Find(name);
    const std::optional<std::int64_t> number = value == nullptr ? std::nullopt : value->Integer();
    if (!number.has_value() || *number < 0 || *number > kLatestSecond) {
      return RefuseToken("CLAIMS",
                         absl::StrCat("claim ", name, " must be a time in whole seconds"));
    }
    return *number;
  }
  const JsonValue* Find(absl::string_view name) const { return object_.Find(name); }

 private:
  const JsonValue& object_;
};

absl::Status CheckHeader(const JsonValue& header, const KeySet& keys, const KeySet::Key*& key) {
  const auto text = [&header](absl::string_view name) -> absl::string_view {
    const JsonValue* value = header.Find(name);
    return value != nullptr && value->kind == JsonValue::Kind::kString ? value->text
                                                                       : absl::string_view();
  };
  const absl::string_view algorithm = text("alg");
  if (algorithm != "ES256" && algorithm != "RS256") {
    return RefuseToken("ALGORITHM", "only ES256 and RS256 are accepted");
  }
  if (!absl::EqualsIgnoreCase(text("typ"), "JWT") &&
      !absl::EqualsIgnoreCase(text("typ"), "at+jwt")) {
    return RefuseToken("TYPE", "typ must be JWT or at+jwt");
  }
  if (header.Find("crit") != nullptr) return RefuseToken("CRITICAL", "crit is not supported");
  for (absl::string_view name : {"jku", "jwk", "x5u"}) {
    if (header.Find(name) != nullptr) return RefuseToken("HEADER", "keys come from our file alone");
  }
  key = keys.Find(text("kid"));
  if (key == nullptr) return RefuseToken("KEY", "unknown kid");
  if ((algorithm == "ES256") != (key->algorithm == TokenAlgorithm::kEs256)) {
    return RefuseToken("ALGORITHM", "alg does not fit the key");
  }
  return absl::OkStatus();
}

absl::Status CheckAudience(const JsonValue* value, absl::string_view audience) {
  if (value == nullptr) return RefuseToken("CLAIMS", "claim aud is missing");
  if (value->kind == JsonValue::Kind::kString) {
    return value->text == audience ? absl::OkStatus()
                                   : RefuseToken("AUDIENCE", "for another audience");
  }
  if (value->kind != JsonValue::Kind::kArray)
    return RefuseToken("CLAIMS", "aud must be a text or list");
  bool found = false;
  for (const JsonValue& item : value->items) {
    if (item.kind != JsonValue::Kind::kString) return RefuseToken("CLAIMS", "aud holds no text");
    found = found || item.text == audience;
  }
  return found ? absl::OkStatus() : RefuseToken("AUDIENCE", "for another audience");
}

absl::StatusOr<std::vector<std::string>> ReadRoles(const JsonValue* value) {
  if (value == nullptr || value->kind != JsonValue::Kind::kArray || value->items.empty() ||
      value->items.size() > kMaxRoles) {
    return RefuseToken("ROLES", "roles must be a list of 1 to 32 texts");
  }
  std::vector<std::string> roles;
  for (const JsonValue& item : value->items) {
    if (item.kind != JsonValue::Kind::kString || item.text.empty() ||
        item.text.size() > kMaxRoleBytes) {
      return RefuseToken("ROLES", "a role is not a text");
    }
    roles.push_back(item.text);
  }
  return roles;
}

// "" or "suppliers/s1": a collection and an id.
absl::Status CheckParty(absl::string_view party) {
  if (party.empty()) return absl::OkStatus();
  const std::vector<absl::string_view> parts = absl::StrSplit(party, '/');
  const bool known = parts.size() == 2 && (parts[0] == "suppliers" || parts[0] == "candidates" ||
                                           parts[0] == "supervisors");
  if (!known || !IsResourceId(parts[1])) return RefuseToken("PARTY", "party is not understood");
  return absl::OkStatus();
}

absl::Status CheckTimes(const Claims& claims, const TokenOptions& options, absl::Time now,
                        std::int64_t& issued_at, std::int64_t& expires_at) {
  ASSIGN_OR_RETURN(expires_at, claims.Seconds("exp"));
  ASSIGN_OR_RETURN(issued_at, claims.Seconds("iat"));
  if (now >= absl::FromUnixSeconds(expires_at) + options.leeway) {
    return RefuseToken("EXPIRED", "the token has expired", "TOKEN_EXPIRED");
  }
  if (claims.Find("nbf") != nullptr) {
    ASSIGN_OR_RETURN(const std::int64_t not_before, claims.Seconds("nbf"));
    if (now < absl::FromUnixSeconds(not_before) - options.leeway) {
      return RefuseToken("NOT_YET_VALID", "the token is not valid yet");
    }
  }
  if (now < absl::FromUnixSeconds(issued_at) - options.leeway) {
    return RefuseToken("ISSUED_IN_FUTURE", "the token was issued in the future");
  }
  return absl::OkStatus();
}

absl::StatusOr<VerifiedToken> CheckClaims(const JsonValue& payload, const TokenOptions& options,
                                          absl::Time now) {
  const Claims claims(payload);
  ASSIGN_OR_RETURN(const std::string issuer, claims.Text("iss", kMaxTokenBytes));
  if (issuer != options.issuer) return RefuseToken("ISSUER", "from another issuer");
  RETURN_IF_ERROR(CheckAudience(claims.Find("aud"), options.audience));
  std::int64_t issued_at = 0;
  std::int64_t expires_at = 0;
  RETURN_IF_ERROR(CheckTimes(claims, options, now, issued_at, expires_at));
  ASSIGN_OR_RETURN(std::string subject, claims.Text("sub", kMaxSubjectBytes));
  ASSIGN_OR_RETURN(const std::string organization, claims.Text("org", kMaxSubjectBytes));
  absl::StatusOr<TenantId> tenant = TenantId::Parse(organization);
  if (!tenant.ok()) return RefuseToken("ORGANIZATION", "org is not an organization id");
  ASSIGN_OR_RETURN(std::vector<std::string> roles, ReadRoles(claims.Find("roles")));
  ASSIGN_OR_RETURN(std::string party, claims.TextOr("party", kMaxSubjectBytes));
  RETURN_IF_ERROR(CheckParty(party));
  ASSIGN_OR_RETURN(std::string token_id, claims.TextOr("jti", kMaxSubjectBytes));
  return VerifiedToken{.principal = {.organization = *std::move(tenant),
                                     .subject = std::move(subject),
                                     .roles = std::move(roles),
                                     .party = std::move(party)},
                       .token_id = std::move(token_id),
                       .issued_at = issued_at,
                       .expires_at = expires_at};
}

absl::StatusOr<JsonValue> DecodeJsonPart(absl::string_view part, absl::string_view cause) {
  const std::optional<std::string> bytes = DecodeBase64Url(part);
  if (!bytes.has_value()) return RefuseToken("ENCODING", "not base64url");
  absl::StatusOr<JsonValue> value = ParseStrictJson(*bytes);
  if (!value.ok() || value->kind != JsonValue::Kind::kObject) {
    return RefuseToken(cause, absl::StrCat("not a JSON object: ", value.status().message()));
  }
  return value;
}

}  // namespace

absl::Status RefuseToken(absl::string_view cause, absl::string_view message,
                         absl::string_view reason) {
  return MakeError({.code = absl::StatusCode::kUnauthenticated,
                    .reason = std::string(reason),
                    .message = std::string(message),
                    .metadata = {{"cause", std::string(cause)}}});
}

absl::StatusOr<Revocations> Revocations::Parse(absl::string_view text) {
  Revocations result;
  int number = 0;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    line = absl::StripAsciiWhitespace(line.substr(0, line.find('#')));
    if (line.empty()) continue;
    const std::vector<absl::string_view> words =
        absl::StrSplit(line, absl::ByAnyChar(" \t"), absl::SkipEmpty());
    std::int64_t before = INT64_MAX;
    if (words.size() == 2 && words[0] == "jti") {
      result.token_ids.insert(std::string(words[1]));
    } else if ((words.size() == 2 || (words.size() == 3 && absl::SimpleAtoi(words[2], &before))) &&
               words[0] == "principal" && absl::StrContains(words[1], '/')) {
      result.principals[std::string(words[1])] = before;
    } else {
      return absl::InvalidArgumentError(absl::StrCat("line ", number, " is not understood"));
    }
  }
  return result;
}

absl::StatusOr<VerifiedToken> CheckToken(absl::string_view token, const KeySet& keys,
                                         const Revocations& revoked, const TokenOptions& options,
                                         absl::Time now) {
  if (token.size() > kMaxTokenBytes) return RefuseToken("SIZE", "the token is longer than 8 KiB");
  const std::vector<absl::string_view> parts = absl::StrSplit(token, '.');
  if (parts.size() != 3) return RefuseToken("FORMAT", "a token has three parts");
  ASSIGN_OR_RETURN(const JsonValue header, DecodeJsonPart(parts[0], "HEADER"));
  const std::optional<std::string> signature = DecodeBase64Url(parts[2]);
  if (!signature.has_value()) return RefuseToken("ENCODING", "not base64url");
  const KeySet::Key* key = nullptr;
  RETURN_IF_ERROR(CheckHeader(header, keys, key));
  const absl::string_view signed_part = token.substr(0, parts[0].size() + 1 + parts[1].size());
  if (!VerifySignature(*key, signed_part, *signature)) {
    return RefuseToken("SIGNATURE", "the signature is wrong");
  }
  ASSIGN_OR_RETURN(const JsonValue payload, DecodeJsonPart(parts[1], "CLAIMS"));
  ASSIGN_OR_RETURN(VerifiedToken verified, CheckClaims(payload, options, now));
  const std::string principal =
      absl::StrCat(verified.principal.organization.value(), "/", verified.principal.subject);
  if (revoked.Covers(verified.token_id, principal, verified.issued_at)) {
    return RefuseToken("REVOKED", "the token was withdrawn", "TOKEN_REVOKED");
  }
  return verified;
}

}  // namespace interim::rpc
