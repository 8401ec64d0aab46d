// Sizes the store accepts, the same in every back end, each with its reason.
#ifndef INTERIM_COMMON_STORE_LIMITS_H_
#define INTERIM_COMMON_STORE_LIMITS_H_

#include <cstddef>

namespace interim::store {

// A record must fit into one gRPC message (4 MiB) together with the rest of the answer.
inline constexpr std::size_t kMaxRecordBytes = 4 * 1024 * 1024 - 64 * 1024;
// A resource name has at most four levels of 63 characters and the collection names between them.
inline constexpr std::size_t kMaxIdBytes = 512;
// Collections, states, kinds, index names, method names, request ids.
inline constexpr std::size_t kMaxNameBytes = 256;
// Index values are codes, dates and resource names.
inline constexpr std::size_t kMaxIndexValueBytes = 1024;
inline constexpr std::size_t kMaxIndexFields = 64;
// Free text stated by the actor, and the list of rules of a decision.
inline constexpr std::size_t kMaxEventTextBytes = 16 * 1024;
// The unprojected response of a call; as large as a record.
inline constexpr std::size_t kMaxResponseBytes = kMaxRecordBytes;
inline constexpr std::size_t kMaxTimerPayloadBytes = 256 * 1024;
// One use case never changes more than an import batch of 1,000.
inline constexpr std::size_t kMaxWrites = 1000;
// A root record, its children (1,000 each of a few kinds) and the records they point to.
inline constexpr std::size_t kMaxReads = 10000;
inline constexpr std::size_t kMaxTimers = 1000;

inline constexpr int kMaxListLimit = 500;   // page size cap of the API
inline constexpr int kMaxFeedLimit = 1000;  // keeps one read of a feed below some 100 ms
// A read of a feed stops after this many payload bytes, and goes on with the next call.
inline constexpr std::size_t kMaxFeedBytes = 8 * 1024 * 1024;
inline constexpr int kMaxClaimLimit = 1000;
inline constexpr int kMaxSweepLimit = 10000;  // one sweep holds the writer below some 100 ms

}  // namespace interim::store

#endif  // INTERIM_COMMON_STORE_LIMITS_H_
