// GoogleMock matchers for statuses and messages.
//
//   EXPECT_THAT(result, IsOk());
//   EXPECT_THAT(result, StatusIs(absl::StatusCode::kFailedPrecondition, "CONTRACT_NOT_DRAFT"));
//   EXPECT_THAT(result, HasReason("CONTRACT_NOT_DRAFT"));
//   EXPECT_THAT(result, HasField("brief.goals[2].due_date"));
//   EXPECT_THAT(result, HasMetadata("limit", "500"));
//   EXPECT_THAT(message, EqualsProto(R"pb(name: "x" count: 3)pb"));
#ifndef INTERIM_COMMON_TESTING_MATCHERS_H_
#define INTERIM_COMMON_TESTING_MATCHERS_H_

#include <memory>
#include <optional>
#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/core/error.h"
#include "gmock/gmock.h"
#include "google/protobuf/message.h"
#include "google/protobuf/text_format.h"

namespace interim::testing {

inline const absl::Status& StatusOf(const absl::Status& status) { return status; }
template <class T>
const absl::Status& StatusOf(const absl::StatusOr<T>& result) {
  return result.status();
}

// Code, reason, metadata and fields in one line, for failures of a test.
inline std::string Describe(const absl::Status& status) {
  std::string text = status.ToString(absl::StatusToStringMode::kWithNoExtraData);
  const std::optional<ErrorSpec> spec = FindError(status);
  if (!spec.has_value()) return text;
  absl::StrAppend(&text, " reason=", spec->reason);
  for (const auto& [key, value] : spec->metadata) absl::StrAppend(&text, " ", key, "=", value);
  for (const FieldViolation& field : spec->fields) {
    absl::StrAppend(&text, " ", field.field, ":", field.reason);
  }
  for (const PreconditionViolation& violation : spec->preconditions) {
    absl::StrAppend(&text, " [", violation.type, " ", violation.subject, "]");
  }
  return text;
}

MATCHER(IsOk, "is OK") {
  *result_listener << Describe(StatusOf(arg));
  return StatusOf(arg).ok();
}

MATCHER_P(StatusIs, code, "has that code") {
  *result_listener << Describe(StatusOf(arg));
  return StatusOf(arg).code() == code;
}

MATCHER_P2(StatusIs, code, reason, "has that code and reason") {
  *result_listener << Describe(StatusOf(arg));
  return StatusOf(arg).code() == code && ReasonOf(StatusOf(arg)) == reason;
}

MATCHER_P(HasReason, reason, "has reason " + ::testing::PrintToString(reason)) {
  *result_listener << Describe(StatusOf(arg));
  return ReasonOf(StatusOf(arg)) == reason;
}

MATCHER_P(HasField, field, "names bad field " + ::testing::PrintToString(field)) {
  *result_listener << Describe(StatusOf(arg));
  const std::optional<ErrorSpec> spec = FindError(StatusOf(arg));
  if (!spec.has_value()) return false;
  for (const FieldViolation& violation : spec->fields) {
    if (violation.field == field) return true;
  }
  return false;
}

MATCHER_P2(HasMetadata, key, value, "has that metadata") {
  *result_listener << Describe(StatusOf(arg));
  const std::optional<ErrorSpec> spec = FindError(StatusOf(arg));
  if (!spec.has_value()) return false;
  for (const auto& [name, found] : spec->metadata) {
    if (name == key) return found == value;
  }
  return false;
}

// Equal to the message written as text proto, field by field.
MATCHER_P(EqualsProto, text, "equals " + std::string(text)) {
  const google::protobuf::Message& message = arg;
  std::unique_ptr<google::protobuf::Message> expected(message.New());
  if (!google::protobuf::TextFormat::ParseFromString(text, expected.get())) {
    *result_listener << "the expected text does not parse";
    return false;
  }
  *result_listener << message.ShortDebugString();
  return message.SerializeAsString() == expected->SerializeAsString();
}

}  // namespace interim::testing

#endif  // INTERIM_COMMON_TESTING_MATCHERS_H_
