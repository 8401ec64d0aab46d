// Internal: what the caller gets to see of a response.
#ifndef INTERIM_COMMON_RPC_SHOW_H_
#define INTERIM_COMMON_RPC_SHOW_H_

#include "absl/status/status.h"
#include "common/rpc/access.h"
#include "common/rpc/call_state.h"
#include "google/protobuf/message.h"

namespace interim::rpc {

// Clears what the field table hides from the caller. A record named in the response is judged by
// the caller's relations to that record; what has no name by those to the record around it; the
// rest by what every member of the organization has.
void ProjectResponse(const AccessPolicy& access, const CallState& state,
                     google::protobuf::Message& response);

// Keeps the masked fields of the response (of each item of a list), and always the names.
void ApplyReadMask(const google::protobuf::Message& request, MessagePlan::Field mask,
                   google::protobuf::Message& response);

// INVALID_ARGUMENT REQUEST_MALFORMED: the bytes are no message of the expected type.
absl::Status MalformedRequest();

}  // namespace interim::rpc

#endif  // INTERIM_COMMON_RPC_SHOW_H_
