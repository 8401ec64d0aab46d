// Moves the facts of a case in time, for the tests of this folder.
#ifndef INTERIM_COMMON_LAW_CASE_SHIFT_H_
#define INTERIM_COMMON_LAW_CASE_SHIFT_H_

#include <cstdint>
#include <vector>

#include "common/core/date.h"
#include "common/type/convert.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/type/date.pb.h"

namespace interim::law {

// Moves every day in a message by `days`, at any depth. A pair of year and month moves with the
// middle of that month, a year alone with its middle.
inline void ShiftDays(google::protobuf::Message& message, std::int64_t days) {
  using google::protobuf::FieldDescriptor;
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  if (message.GetDescriptor() == google::type::Date::descriptor()) {
    auto& date = static_cast<google::type::Date&>(message);
    const auto day = Date::FromYmd(date.year(), date.month(), date.day());
    if (day.ok()) date = ToProto(day->AddDays(days));
    return;
  }
  const FieldDescriptor* year = message.GetDescriptor()->FindFieldByName("year");
  const FieldDescriptor* month = message.GetDescriptor()->FindFieldByName("month");
  if (year != nullptr && year->cpp_type() == FieldDescriptor::CPPTYPE_INT32) {
    const int number = month == nullptr ? 7 : reflection.GetInt32(message, month);
    const auto middle = Date::FromYmd(reflection.GetInt32(message, year), number, 15);
    if (middle.ok()) {
      const Date moved = middle->AddDays(days);
      reflection.SetInt32(&message, year, moved.year());
      if (month != nullptr) reflection.SetInt32(&message, month, moved.month());
    }
  }
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (!field->is_repeated()) {
      ShiftDays(*reflection.MutableMessage(&message, field), days);
      continue;
    }
    for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
      ShiftDays(*reflection.MutableRepeatedMessage(&message, field, i), days);
    }
  }
}

}  // namespace interim::law

#endif  // INTERIM_COMMON_LAW_CASE_SHIFT_H_
