#include "common/store/store_errors.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/core/error.h"

namespace interim::store {
namespace {

constexpr absl::Duration kRetryAfter = absl::Seconds(1);

}  // namespace

absl::Status RecordNotFound() {
  return MakeError({.code = absl::StatusCode::kNotFound,
                    .reason = "RECORD_NOT_FOUND",
                    .message = "The record does not exist."});
}

absl::Status StoreConflict(absl::string_view id) {
  return MakeError({.code = absl::StatusCode::kAborted,
                    .reason = "STORE_CONFLICT",
                    .message = "A record that was read has changed in the meantime.",
                    .metadata = {{"record", std::string(id)}}});
}

absl::Status IdempotencyRace() {
  return MakeError({.code = absl::StatusCode::kAlreadyExists,
                    .reason = "IDEMPOTENCY_RACE",
                    .message = "A request with this request_id has been committed."});
}

absl::Status InboxSeen(absl::string_view stream, std::int64_t sequence) {
  return MakeError(
      {.code = absl::StatusCode::kAlreadyExists,
       .reason = "INBOX_SEEN",
       .message = "This event was handled before.",
       .metadata = {{"stream", std::string(stream)}, {"sequence", absl::StrCat(sequence)}}});
}

absl::Status StoreLimit(absl::string_view what, std::int64_t limit, std::int64_t value) {
  return MakeError({.code = absl::StatusCode::kResourceExhausted,
                    .reason = "STORE_LIMIT",
                    .message = absl::StrCat("Too large to be stored: ", what, "."),
                    .metadata = {{"what", std::string(what)},
                                 {"limit", absl::StrCat(limit)},
                                 {"value", absl::StrCat(value)}}});
}

absl::Status StoreMisuse(absl::string_view detail) {
  return MakeError({.code = absl::StatusCode::kInternal,
                    .reason = "STORE_MISUSE",
                    .message = absl::StrCat("The store was called wrongly: ", detail, "."),
                    .metadata = {{"detail", std::string(detail)}}});
}

absl::Status StoreUnavailable(absl::string_view detail) {
  return MakeError({.code = absl::StatusCode::kUnavailable,
                    .reason = "STORE_UNAVAILABLE",
                    .message = "The store cannot answer now.",
                    .metadata = {{"detail", std::string(detail)}},
                    .retry_after = kRetryAfter});
}

absl::Status StoreDataLoss(absl::string_view detail) {
  return MakeError({.code = absl::StatusCode::kDataLoss,
                    .reason = "STORE_DATA_LOSS",
                    .message = "Something that was stored cannot be read.",
                    .metadata = {{"detail", std::string(detail)}}});
}

bool IsConflict(const absl::Status& status) {
  return absl::IsAborted(status) && ReasonOf(status) == "STORE_CONFLICT";
}

}  // namespace interim::store
