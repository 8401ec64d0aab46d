// The hash chain over a tenant's events, and the verifier that needs nothing but the feed.
//
// payload hash = SHA-256(0x03 || salt || bytes)
// event hash   = SHA-256(0x02 || previous hash || canonical bytes)
//
// Canonical bytes: one format byte (1), then the fields in the order of EncodeEvent. Integers are 8
// bytes big endian, texts their length (4 bytes big endian) and bytes, lists their count and
// entries. The tenant is part of it, so that a chain cannot be passed off as another
// organization's.
#ifndef INTERIM_COMMON_STORE_EVENT_CHAIN_H_
#define INTERIM_COMMON_STORE_EVENT_CHAIN_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/core/tenant.h"
#include "common/store/store.h"

namespace interim::store {

inline constexpr int kSaltBytes = 16;

// What the first event of a chain names as the hash before it: 32 zero bytes.
const std::string& GenesisHash();

// Hash that an event holds of its payload; 32 bytes.
std::string ComputePayloadHash(absl::string_view salt, absl::string_view bytes);

// Canonical bytes of an event without its own two chain hashes.
std::string EncodeEvent(absl::string_view tenant, const Event& event);

// Hash of an event from all its other fields, `previous_hash` included; 32 bytes.
std::string ComputeEventHash(absl::string_view tenant, const Event& event);

// Reads the next entries after a sequence, with payloads, at most `limit`; empty at the end.
using FeedReader =
    std::function<absl::StatusOr<std::vector<FeedEntry>>(std::int64_t after, int limit)>;

struct ChainReport {
  bool intact = false;
  std::int64_t event_count = 0;   // events read and found good
  std::int64_t erased_count = 0;  // payloads that are erased, their hashes still in the chain
  FeedHead head;                  // last good event
  std::int64_t bad_sequence = 0;  // where the first fault is; 0 when intact
  std::string problem;            // what is wrong there, in words for an auditor
};

// Walks a whole chain from its first event and stops at the first fault: a changed event or
// payload, a missing, added or reordered event. A cut tail shows only against `expected`, a head
// that was recorded elsewhere before.
//   returns  a report, also when the chain is broken
//   errors   those of `read`
absl::StatusOr<ChainReport> VerifyChain(absl::string_view tenant, const FeedReader& read,
                                        const std::optional<FeedHead>& expected = std::nullopt);

// The same over a store, against the head the store itself reports.
absl::StatusOr<ChainReport> VerifyStore(Store& store, const TenantId& tenant);

}  // namespace interim::store

#endif  // INTERIM_COMMON_STORE_EVENT_CHAIN_H_
