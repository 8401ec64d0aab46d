// Every failure of a store, the same words from every back end. Driver text never gets in here.
#ifndef INTERIM_COMMON_STORE_STORE_ERRORS_H_
#define INTERIM_COMMON_STORE_STORE_ERRORS_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace interim::store {

// NOT_FOUND RECORD_NOT_FOUND.
absl::Status RecordNotFound();
// ABORTED STORE_CONFLICT. Metadata: record.
absl::Status StoreConflict(absl::string_view id);
// ALREADY_EXISTS IDEMPOTENCY_RACE.
absl::Status IdempotencyRace();
// ALREADY_EXISTS INBOX_SEEN. Metadata: stream, sequence.
absl::Status InboxSeen(absl::string_view stream, std::int64_t sequence);
// RESOURCE_EXHAUSTED STORE_LIMIT. Metadata: what, limit, value.
absl::Status StoreLimit(absl::string_view what, std::int64_t limit, std::int64_t value);
// INTERNAL STORE_MISUSE. Metadata: detail.
absl::Status StoreMisuse(absl::string_view detail);
// UNAVAILABLE STORE_UNAVAILABLE, to be tried again after a second. Metadata: detail.
absl::Status StoreUnavailable(absl::string_view detail);
// DATA_LOSS STORE_DATA_LOSS. Metadata: detail.
absl::Status StoreDataLoss(absl::string_view detail);

// True for ABORTED STORE_CONFLICT, the one failure that is cured by running the use case again.
bool IsConflict(const absl::Status& status);

}  // namespace interim::store

#endif  // INTERIM_COMMON_STORE_STORE_ERRORS_H_
