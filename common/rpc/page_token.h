// Opaque page tokens: a cursor bound to the caller's organization, the method and the other
// arguments.
#ifndef INTERIM_COMMON_RPC_PAGE_TOKEN_H_
#define INTERIM_COMMON_RPC_PAGE_TOKEN_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace interim::rpc {

// What a token is good for: SHA-256 over tenant, method and the request without its page fields.
std::string PageScope(absl::string_view tenant, absl::string_view method,
                      const google::protobuf::Message& request);

// A token that continues after `cursor` within `scope`. Base64url, at most some 700 characters.
std::string MakePageToken(absl::string_view scope, absl::string_view cursor);

// The cursor in a token.
//   errors  INVALID_ARGUMENT PAGE_TOKEN_INVALID: tampered with, of another version, or of a request
//           with other arguments
absl::StatusOr<std::string> ReadPageToken(absl::string_view scope, absl::string_view token);

}  // namespace interim::rpc

#endif  // INTERIM_COMMON_RPC_PAGE_TOKEN_H_
