#include "services/cli/suite.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "common/core/status_macros.h"
#include "common/rpc/mint.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "services/cli/files.h"

namespace interim::cli {
namespace {

absl::StatusOr<std::string> Field(const google::protobuf::Struct& json, const std::string& name) {
  const auto found = json.fields().find(name);
  if (found == json.fields().end() || found->second.string_value().empty()) {
    return absl::InvalidArgumentError(absl::StrCat("suite.json has no text '", name, "'"));
  }
  return found->second.string_value();
}

}  // namespace

std::string ServerOfMethod(absl::string_view method) {
  const std::vector<std::string> parts = absl::StrSplit(method, '.');
  const auto& names = Suite::ServiceNames();
  if (parts.size() < 2 || std::find(names.begin(), names.end(), parts[1]) == names.end()) return "";
  return parts[1];
}

const std::vector<std::string>& Suite::ServiceNames() {
  static const auto* const names =
      new std::vector<std::string>{"assessment", "matching", "contracting", "governance"};
  return *names;
}

absl::StatusOr<std::unique_ptr<Suite>> Suite::Open(const std::string& folder) {
  ASSIGN_OR_RETURN(const std::string text, ReadFile(absl::StrCat(folder, "/suite.json")));
  google::protobuf::Struct json;
  if (!google::protobuf::util::JsonStringToMessage(text, &json).ok()) {
    return absl::InvalidArgumentError(absl::StrCat(folder, "/suite.json is not JSON"));
  }
  std::unique_ptr<Suite> suite(new Suite());
  suite->folder_ = folder;
  ASSIGN_OR_RETURN(suite->organization_, Field(json, "organization"));
  ASSIGN_OR_RETURN(suite->issuer_, Field(json, "issuer"));
  ASSIGN_OR_RETURN(suite->audience_, Field(json, "audience"));
  ASSIGN_OR_RETURN(suite->key_file_, Field(json, "key"));
  for (const std::string& service : ServiceNames()) {
    ASSIGN_OR_RETURN(suite->targets_[service], Field(json, service));
  }
  return suite;
}

Suite::~Suite() = default;

std::string Suite::Parent() const { return absl::StrCat("organizations/", organization_); }

rpc::Client& Suite::ClientOf(absl::string_view service) {
  std::unique_ptr<rpc::Client>& client = clients_[std::string(service)];
  if (client == nullptr) {
    client = rpc::Client::Connect({.target = targets_[std::string(service)], .health_service = ""});
  }
  return *client;
}

rpc::Client& Suite::ClientForMethod(absl::string_view method) {
  const std::string server = ServerOfMethod(method);
  return ClientOf(server.empty() ? ServiceNames().front() : server);
}

absl::StatusOr<std::string> Suite::TokenFor(const Persona& persona, int hours) {
  const std::string key =
      absl::StrCat(persona.subject, "|", absl::StrJoin(persona.roles, ","), "|", persona.party);
  const auto known = tokens_.find(key);
  if (known != tokens_.end()) return known->second;
  ASSIGN_OR_RETURN(const auto minter, rpc::Minter::ReadFile(key_file_));
  rpc::TokenClaims claims;
  claims.issuer = issuer_;
  claims.audience = audience_;
  claims.subject = persona.subject;
  claims.organization = organization_;
  claims.roles = persona.roles;
  claims.party = persona.party;
  claims.issued_at = absl::Now();
  claims.lifetime = absl::Hours(hours);
  ASSIGN_OR_RETURN(std::string token, minter->Mint(claims));
  tokens_[key] = token;
  return token;
}

}  // namespace interim::cli
