// Requests from text, and answers that must be there.
#ifndef INTERIM_TESTS_CONFORMANCE_REQUESTS_H_
#define INTERIM_TESTS_CONFORMANCE_REQUESTS_H_

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/testing/in_process_server.h"
#include "common/testing/matchers.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace interim::conformance {

// The answer, or an empty one and a failed test.
template <class T>
T Must(absl::StatusOr<T> result) {
  EXPECT_THAT(result, testing::IsOk());
  return result.ok() ? *std::move(result) : T();
}

// A message from text proto; a new request_id where it has one.
template <class T>
T FromText(const std::string& text) {
  T message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  const auto* id = message.GetDescriptor()->FindFieldByName("request_id");
  if (id != nullptr) message.GetReflection()->SetString(&message, id, testing::NextRequestId());
  return message;
}

// A request about one record, or below one, with more fields as text.
template <class T>
T Named(const std::string& name, const std::string& more = "") {
  return FromText<T>(absl::StrCat("name: '", name, "' ", more));
}
template <class T>
T Below(const std::string& parent, const std::string& more = "") {
  return FromText<T>(absl::StrCat("parent: '", parent, "' ", more));
}

}  // namespace interim::conformance

#endif  // INTERIM_TESTS_CONFORMANCE_REQUESTS_H_
