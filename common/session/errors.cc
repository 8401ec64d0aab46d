#include "common/session/errors.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "common/session/limits.h"

namespace interim::session {
namespace {

constexpr absl::Duration kRetryAfter = absl::Seconds(1);

absl::Status AboutSession(absl::StatusCode code, absl::string_view reason, absl::string_view name,
                          absl::string_view message) {
  return MakeError({.code = code,
                    .reason = std::string(reason),
                    .message = std::string(message),
                    .metadata = {{"session", std::string(name)}}});
}

}  // namespace

absl::Status SessionUnavailable(const absl::Status& cause) {
  const std::optional<ErrorSpec> spec = FindError(cause);
  const bool no_time = cause.code() == absl::StatusCode::kDeadlineExceeded;
  return MakeError({.code = no_time ? cause.code() : absl::StatusCode::kUnavailable,
                    .reason = "SESSION_UNAVAILABLE",
                    .message = "sessions cannot be reached now; records are not concerned",
                    .retry_after = spec.has_value() && spec->retry_after.has_value()
                                       ? *spec->retry_after
                                       : kRetryAfter});
}

absl::Status SessionNotConfigured() {
  return MakeError({.code = absl::StatusCode::kUnavailable,
                    .reason = "SESSION_UNAVAILABLE",
                    .message = "this server has no place for sessions",
                    .retry_after = absl::Minutes(1)});
}

absl::Status SessionConflict(absl::string_view name, std::int64_t version,
                             std::int64_t draft_version) {
  return MakeError({.code = absl::StatusCode::kAborted,
                    .reason = "SESSION_CONFLICT",
                    .message = "the draft was changed in between; read, merge, send again",
                    .metadata = {{"session", std::string(name)},
                                 {"version", absl::StrCat(version)},
                                 {"draftVersion", absl::StrCat(draft_version)}}});
}

absl::Status SessionLost(absl::string_view name) {
  return AboutSession(absl::StatusCode::kAborted, "SESSION_LOST", name,
                      "the session is not what the client holds; create it again");
}

absl::Status SessionExists(absl::string_view name) {
  return AboutSession(absl::StatusCode::kAlreadyExists, "SESSION_EXISTS", name,
                      "a session with this id is there");
}

absl::Status SessionNotFound(absl::string_view name) {
  return MakeError({.code = absl::StatusCode::kNotFound,
                    .reason = "RESOURCE_NOT_FOUND",
                    .message = absl::StrCat("resource ", name, " does not exist"),
                    .metadata = {{"resource", std::string(name)}}});
}

absl::Status SessionUnreadable(absl::string_view name) {
  return AboutSession(absl::StatusCode::kDataLoss, "SESSION_UNREADABLE", name,
                      "the session cannot be read; end it and create it again");
}

absl::Status JourneyFieldUnknown(absl::string_view field) {
  return MakeError({.code = absl::StatusCode::kInvalidArgument,
                    .reason = "JOURNEY_FIELD_UNKNOWN",
                    .message = "a journey has no such part",
                    .metadata = {{"field", std::string(field)}}});
}

absl::Status TooManyWatches() {
  return MakeError({.code = absl::StatusCode::kResourceExhausted,
                    .reason = "TOO_MANY_WATCHES",
                    .message = "this server follows as many sessions as it can",
                    .metadata = {{"limit", absl::StrCat(kMaxWatches)}},
                    .retry_after = absl::Seconds(10)});
}

}  // namespace interim::session
