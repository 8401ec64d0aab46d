#include "common/type/convert.h"

#include <cstdint>
#include <limits>
#include <string>

#include "absl/strings/str_cat.h"
#include "google/protobuf/repeated_field.h"
#include "google/type/date.pb.h"
#include "google/type/decimal.pb.h"
#include "google/type/money.pb.h"
#include "interim/type/date_period.pb.h"
#include "interim/type/localized_text.pb.h"

namespace interim {
namespace {

constexpr std::int64_t kCentsPerUnit = 100;
constexpr std::int32_t kNanosPerCent = 10000000;

// Turns a Read... function into a ...FromProto function.
template <typename T, typename Message>
absl::StatusOr<T> ReadOne(std::optional<T> (*read)(const Message&, absl::string_view, FieldErrors&),
                          const Message& message, absl::string_view field_path) {
  FieldErrors errors;
  std::optional<T> value = read(message, field_path, errors);
  if (!value.has_value()) return errors.ToStatus();
  return *std::move(value);
}

// Adds the reason and message of a failed factory for one field.
void AddStatus(const absl::Status& status, absl::string_view field_path, FieldErrors& errors) {
  errors.Add(field_path, ReasonOf(status), std::string(status.message()));
}

}  // namespace

std::optional<Date> ReadDate(const google::type::Date& message, absl::string_view field_path,
                             FieldErrors& errors) {
  if (message.year() == 0 && message.month() == 0 && message.day() == 0) {
    errors.Add(field_path, "REQUIRED", "A date is needed here.");
    return std::nullopt;
  }
  const auto date = Date::FromYmd(message.year(), message.month(), message.day());
  if (!date.ok()) {
    AddStatus(date.status(), field_path, errors);
    return std::nullopt;
  }
  return *date;
}

absl::StatusOr<Date> DateFromProto(const google::type::Date& message,
                                   absl::string_view field_path) {
  return ReadOne(&ReadDate, message, field_path);
}

google::type::Date ToProto(Date date) {
  google::type::Date message;
  message.set_year(date.year());
  message.set_month(date.month());
  message.set_day(date.day());
  return message;
}

std::optional<DatePeriod> ReadDatePeriod(const type::DatePeriod& message,
                                         absl::string_view field_path, FieldErrors& errors) {
  const auto start =
      ReadDate(message.start_date(), absl::StrCat(field_path, ".start_date"), errors);
  const auto end = ReadDate(message.end_date(), absl::StrCat(field_path, ".end_date"), errors);
  if (!start.has_value() || !end.has_value()) return std::nullopt;
  const auto period = DatePeriod::Make(*start, *end);
  if (!period.ok()) {
    AddStatus(period.status(), absl::StrCat(field_path, ".end_date"), errors);
    return std::nullopt;
  }
  return *period;
}

absl::StatusOr<DatePeriod> DatePeriodFromProto(const type::DatePeriod& message,
                                               absl::string_view field_path) {
  return ReadOne(&ReadDatePeriod, message, field_path);
}

type::DatePeriod ToProto(const DatePeriod& period) {
  type::DatePeriod message;
  *message.mutable_start_date() = ToProto(period.start());
  *message.mutable_end_date() = ToProto(period.end());
  return message;
}

std::optional<Money> ReadMoney(const google::type::Money& message, absl::string_view field_path,
                               FieldErrors& errors) {
  if (message.currency_code().empty()) {
    errors.Add(absl::StrCat(field_path, ".currency_code"), "REQUIRED",
               "An amount needs a currency.");
    return std::nullopt;
  }
  const std::int32_t nanos = message.nanos();
  const bool in_range = nanos > -kCentsPerUnit * kNanosPerCent &&
                        nanos < kCentsPerUnit * kNanosPerCent && nanos % kNanosPerCent == 0;
  const bool signs_agree =
      (message.units() <= 0 || nanos >= 0) && (message.units() >= 0 || nanos <= 0);
  if (!in_range || !signs_agree) {
    errors.Add(absl::StrCat(field_path, ".nanos"), "AMOUNT_INVALID",
               "Nanos are whole cents (a multiple of 10,000,000 below one unit) with the sign of "
               "units.");
    return std::nullopt;
  }
  std::int64_t cents = 0;
  if (__builtin_mul_overflow(message.units(), kCentsPerUnit, &cents) ||
      __builtin_add_overflow(cents, std::int64_t{nanos / kNanosPerCent}, &cents)) {
    errors.Add(absl::StrCat(field_path, ".units"), "OUT_OF_RANGE", "The amount is too large.");
    return std::nullopt;
  }
  auto money = Money::Make(cents, message.currency_code());
  if (!money.ok()) {
    AddStatus(money.status(), absl::StrCat(field_path, ".currency_code"), errors);
    return std::nullopt;
  }
  return *std::move(money);
}

absl::StatusOr<Money> MoneyFromProto(const google::type::Money& message,
                                     absl::string_view field_path) {
  return ReadOne(&ReadMoney, message, field_path);
}

google::type::Money ToProto(const Money& money) {
  google::type::Money message;
  message.set_currency_code(money.currency());
  message.set_units(money.cents() / kCentsPerUnit);
  message.set_nanos(static_cast<std::int32_t>(money.cents() % kCentsPerUnit) * kNanosPerCent);
  return message;
}

std::optional<Decimal> ReadDecimal(const google::type::Decimal& message,
                                   absl::string_view field_path, FieldErrors& errors) {
  if (message.value().empty()) {
    errors.Add(field_path, "REQUIRED", "A decimal number is needed here.");
    return std::nullopt;
  }
  const auto value = Decimal::Parse(message.value());
  if (!value.ok()) {
    errors.Add(
        field_path,
        value.status().code() == absl::StatusCode::kOutOfRange ? "OUT_OF_RANGE" : "DECIMAL_INVALID",
        std::string(value.status().message()));
    return std::nullopt;
  }
  return *value;
}

absl::StatusOr<Decimal> DecimalFromProto(const google::type::Decimal& message,
                                         absl::string_view field_path) {
  return ReadOne(&ReadDecimal, message, field_path);
}

google::type::Decimal ToProto(const Decimal& value) {
  google::type::Decimal message;
  message.set_value(value.ToString());
  return message;
}

void AppendParams(const TextParams& params,
                  google::protobuf::RepeatedPtrField<type::TextParam>* out) {
  for (const auto& [name, value] : params) {
    type::TextParam* param = out->Add();
    param->set_name(name);
    param->set_value(value);
  }
}

TextParams ParamsFromProto(const google::protobuf::RepeatedPtrField<type::TextParam>& params) {
  TextParams result;
  for (const type::TextParam& param : params) result.emplace_back(param.name(), param.value());
  return result;
}

}  // namespace interim
