// Limits of every call, each with its reason. The same for all services.
#ifndef INTERIM_COMMON_RPC_LIMITS_H_
#define INTERIM_COMMON_RPC_LIMITS_H_

#include <cstddef>

#include "absl/time/time.h"

namespace interim::rpc {

// Largest message in either direction, in bytes: gRPC's own default, so clients need no setting.
inline constexpr int kMaxMessageBytes = 4 * 1024 * 1024;
// All metadata of a call, in bytes; a token (8 KiB at most) must fit beside the rest.
inline constexpr int kMaxMetadataBytes = 16 * 1024;
// A call without a deadline gets the default; a longer one is cut to the limit, so that a thread is
// never held by a caller who went away.
inline constexpr absl::Duration kDefaultDeadline = absl::Seconds(10);
inline constexpr absl::Duration kMaxDeadline = absl::Seconds(30);
inline constexpr absl::Duration kMaxStreamDeadline = absl::Seconds(600);
// Kept back from the deadline for the answer when a peer is asked.
inline constexpr absl::Duration kPeerReserve = absl::Milliseconds(20);

// Lists: AIP-158 page sizes.
inline constexpr int kDefaultPageSize = 50;
inline constexpr int kMaxPageSize = 500;
// Records looked at for one page; a caller with few relations gets short pages, not long waits.
inline constexpr int kMaxScannedPerPage = 5000;

// One string field: a long clause or curriculum vitae fits; more belongs into a document store.
inline constexpr std::size_t kMaxStringBytes = 64 * 1024;
// Entries of one repeated field.
inline constexpr int kMaxRepeated = 1000;
// Messages inside messages; protobuf itself stops at 100.
inline constexpr int kMaxDepth = 32;
// Messages of one client stream.
inline constexpr int kMaxStreamMessages = 100000;

// Runs of one method when its reads changed under it, and the wait before each, doubled, with
// jitter.
inline constexpr int kMaxRuns = 5;
inline constexpr absl::Duration kRerunPause = absl::Milliseconds(2);

// Packed status: with more than about 8 KiB of trailers the client loses the details.
inline constexpr std::size_t kMaxErrorMessageBytes = 1024;
inline constexpr std::size_t kMaxPackedStatusBytes = 4 * 1024;

// Answers to retries are kept at least this long.
inline constexpr absl::Duration kIdempotencyKept = absl::Hours(24);

}  // namespace interim::rpc

#endif  // INTERIM_COMMON_RPC_LIMITS_H_
