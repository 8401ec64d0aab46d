// The checks on one token, without files or cache. Internal to TokenVerifier.
#ifndef INTERIM_COMMON_RPC_TOKEN_CHECK_H_
#define INTERIM_COMMON_RPC_TOKEN_CHECK_H_

#include <cstdint>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/rpc/key_set.h"
#include "common/rpc/principal.h"
#include "common/rpc/token.h"

namespace interim::rpc {

// UNAUTHENTICATED with the cause in the metadata.
absl::Status RefuseToken(absl::string_view cause, absl::string_view message,
                         absl::string_view reason = "TOKEN_INVALID");

// Tokens and principals that were withdrawn; see TokenOptions::revocation_file.
struct Revocations {
  absl::flat_hash_set<std::string> token_ids;
  absl::flat_hash_map<std::string, std::int64_t> principals;  // "org/sub" -> issued before

  // errors  INVALID_ARGUMENT with the line that is not understood
  static absl::StatusOr<Revocations> Parse(absl::string_view text);
  bool Covers(absl::string_view token_id, absl::string_view principal,
              std::int64_t issued_at) const {
    if (!token_id.empty() && token_ids.contains(token_id)) return true;
    const auto found = principals.find(principal);
    return found != principals.end() && issued_at < found->second;
  }
};

// What a good token says.
struct VerifiedToken {
  Principal principal;
  std::string token_id;
  std::int64_t issued_at = 0;   // seconds since 1970
  std::int64_t expires_at = 0;  // the same
};

// Checks a token in the order: size, three parts, base64url, header, signature, issuer, audience,
// times, organization, roles, party, revocation.
//   errors  as TokenVerifier::Verify
absl::StatusOr<VerifiedToken> CheckToken(absl::string_view token, const KeySet& keys,
                                         const Revocations& revoked, const TokenOptions& options,
                                         absl::Time now);

}  // namespace interim::rpc

#endif  // INTERIM_COMMON_RPC_TOKEN_CHECK_H_
