// Verifies bearer tokens (JWT, RFC 7519) against a key set read from a file.
#ifndef INTERIM_COMMON_RPC_TOKEN_H_
#define INTERIM_COMMON_RPC_TOKEN_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/rpc/principal.h"

namespace interim::rpc {

// Longest token that is looked at, in bytes.
inline constexpr std::size_t kMaxTokenBytes = 8 * 1024;

struct TokenOptions {
  // JSON Web Key Set (RFC 7517). Keys for signatures with ES256 or RS256 and a `kid`; other keys
  // are passed over. Reread when the file changes; a broken new file leaves the old keys in place
  // and is tried again after `reread_after`.
  std::string key_set_file;
  std::string issuer;                         // `iss` must be this
  std::string audience;                       // `aud` must be this or contain it
  absl::Duration leeway = absl::Seconds(60);  // for `exp`, `nbf` and `iat`
  // Optional. One entry a line, '#' starts a comment:
  //   jti <token id>
  //   principal <organization>/<sub> [<unix seconds>]   tokens issued before that time; all without
  //   it
  std::string revocation_file;
  absl::Duration cache_for = absl::Seconds(60);    // longest life of a cached result
  absl::Duration reread_after = absl::Seconds(1);  // files are looked at no more often than this
  std::size_t cache_entries = 65536;               // about; the cache is emptied when full
  // Told once per change between "files are fine" and "a changed file cannot be used" (the status
  // says which and why). Called from a thread that verifies; must be quick. May be empty.
  std::function<void(const absl::Status&)> on_reread;
};

// Thread-safe. The same token is verified once and then answered from a cache (key: its SHA-256).
class TokenVerifier {
 public:
  // Reads the files.
  //   errors  FAILED_PRECONDITION KEY_SET_INVALID, REVOCATIONS_INVALID (unreadable or refused; the
  //           message says what is wrong), INVALID_ARGUMENT TOKEN_OPTIONS_INVALID
  static absl::StatusOr<std::unique_ptr<TokenVerifier>> Create(TokenOptions options);
  ~TokenVerifier();
  TokenVerifier(const TokenVerifier&) = delete;
  TokenVerifier& operator=(const TokenVerifier&) = delete;

  // Who sent `token` (without "Bearer ").
  //   now      system time
  //   errors   UNAUTHENTICATED with reason TOKEN_MISSING (empty), TOKEN_EXPIRED, TOKEN_REVOKED or
  //            TOKEN_INVALID; metadata `cause` names the check that failed (see TokenCause)
  absl::StatusOr<Principal> Verify(absl::string_view token, absl::Time now);

  // OK, or why the latest reread of a changed file failed (the old content is still used).
  absl::Status reread_status() const;
  // Tokens answered from the cache so far; for tests and metrics.
  std::size_t cache_hits() const;

 private:
  struct Impl;
  explicit TokenVerifier(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// The metadata `cause` of a status made by Verify, for example "SIGNATURE"; "" for another status.
// Values: MISSING, SIZE, FORMAT, ENCODING, HEADER, ALGORITHM, TYPE, CRITICAL, KEY, SIGNATURE,
// CLAIMS, ISSUER, AUDIENCE, EXPIRED, NOT_YET_VALID, ISSUED_IN_FUTURE, ORGANIZATION, ROLES, PARTY,
// REVOKED.
std::string TokenCause(const absl::Status& status);

}  // namespace interim::rpc

#endif  // INTERIM_COMMON_RPC_TOKEN_H_
