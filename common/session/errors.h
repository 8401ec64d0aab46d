// Failures of sessions, one function each.
#ifndef INTERIM_COMMON_SESSION_ERRORS_H_
#define INTERIM_COMMON_SESSION_ERRORS_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace interim::session {

// UNAVAILABLE, SESSION_UNAVAILABLE, with a retry delay. `cause` is logged where it arose.
absl::Status SessionUnavailable(const absl::Status& cause);
// The same where no Redis is configured.
absl::Status SessionNotConfigured();
// ABORTED, SESSION_CONFLICT. Metadata: session, version, draftVersion.
absl::Status SessionConflict(absl::string_view name, std::int64_t version,
                             std::int64_t draft_version);
// ABORTED, SESSION_LOST. Metadata: session.
absl::Status SessionLost(absl::string_view name);
// ALREADY_EXISTS, SESSION_EXISTS. Metadata: session.
absl::Status SessionExists(absl::string_view name);
// NOT_FOUND, RESOURCE_NOT_FOUND. Metadata: resource. The same as for any absent record.
absl::Status SessionNotFound(absl::string_view name);
// DATA_LOSS, SESSION_UNREADABLE. Metadata: session.
absl::Status SessionUnreadable(absl::string_view name);
// INVALID_ARGUMENT, JOURNEY_FIELD_UNKNOWN. Metadata: field. A mistake of ours.
absl::Status JourneyFieldUnknown(absl::string_view field);
// RESOURCE_EXHAUSTED, TOO_MANY_WATCHES, with a retry delay. Metadata: limit.
absl::Status TooManyWatches();

}  // namespace interim::session

#endif  // INTERIM_COMMON_SESSION_ERRORS_H_
