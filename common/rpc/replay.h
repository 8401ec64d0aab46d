// Internal: answers to retries, and what is filled into a response after its commit.
#ifndef INTERIM_COMMON_RPC_REPLAY_H_
#define INTERIM_COMMON_RPC_REPLAY_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/rpc/call_state.h"
#include "common/rpc/method.h"
#include "google/protobuf/message.h"

namespace interim::rpc {

// Key of the caller's retries of one method. The party is part of it: the same person may act for
// several.
store::IdempotencyKey ReplayKey(const CallOrigin& origin, absl::string_view request_id);

// INVALID_ARGUMENT REQUEST_ID_REUSED.
absl::Status RequestIdReused(absl::string_view request_id);

// What answers a retry of the staged commit: response, relations for its projection, journey moves.
store::IdempotencyRecord MakeReplayRecord(const Method& method, const CallState& state,
                                          const StagedCommit& staged, std::string request_hash,
                                          const google::protobuf::Message& response);

// The answer given before, with the relations put into `state`; nothing for a first call.
//   errors  REQUEST_ID_REUSED, those of the store
struct Replayed {
  std::unique_ptr<google::protobuf::Message> response;
  std::vector<SessionMove> moves;
};
absl::StatusOr<std::optional<Replayed>> FindReplay(const Method& method, CallState& state,
                                                   absl::string_view request_hash);

// Sets the times of records that were just committed: those with an etag but without update_time.
void FillCommitTimes(google::protobuf::Message& response, absl::Time time);

}  // namespace interim::rpc

#endif  // INTERIM_COMMON_RPC_REPLAY_H_
