// Limits of sessions, each with its reason.
#ifndef INTERIM_COMMON_SESSION_LIMITS_H_
#define INTERIM_COMMON_SESSION_LIMITS_H_

#include <cstddef>
#include <cstdint>

#include "absl/time/time.h"

namespace interim::session {

// A long form on a phone has some tens of inputs.
inline constexpr int kMaxDraftEntries = 200;
inline constexpr std::size_t kMaxDraftKeyBytes = 128;
// One pasted page of text; more is a document, which belongs elsewhere.
inline constexpr std::size_t kMaxDraftValueBytes = 16 * 1024;
// Redis holds all sessions in memory, and each update sends the draft whole.
inline constexpr std::size_t kMaxDraftBytes = 64 * 1024;
// Changes a watcher may be behind before it reads the state anew; it reads whole states anyway.
inline constexpr int kFeedLength = 64;
// How long a watcher can still learn that a session was ended.
inline constexpr absl::Duration kFeedAfterEnd = absl::Seconds(60);
// Watches of one server.
inline constexpr int kMaxWatches = 2000;
// Journey parts moved by one commit: one per kind of record.
inline constexpr std::size_t kMaxMoves = 8;

}  // namespace interim::session

#endif  // INTERIM_COMMON_SESSION_LIMITS_H_
