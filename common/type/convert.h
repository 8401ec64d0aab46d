#ifndef INTERIM_COMMON_TYPE_CONVERT_H_
#define INTERIM_COMMON_TYPE_CONVERT_H_

#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/core/date.h"
#include "common/core/decimal.h"
#include "common/core/error.h"
#include "common/core/money.h"
#include "common/core/params.h"

namespace google::protobuf {
template <typename T>
class RepeatedPtrField;
}  // namespace google::protobuf
namespace google::type {
class Date;
class Decimal;
class Money;
}  // namespace google::type
namespace interim::type {
class DatePeriod;
class TextParam;
}  // namespace interim::type

// Where core values and proto messages meet. Each kind can be read in two ways:
//   Read...(message, field_path, errors)  adds a bad field to `errors` and returns nothing, so that
//   a
//                                         request reports all of them at once
//   ...FromProto(message, field_path)     one value; INVALID_ARGUMENT FIELDS_INVALID naming the
//   path
// Reasons per field: REQUIRED (absent, or all zero), DATE_INVALID, PERIOD_INVALID, AMOUNT_INVALID,
// CURRENCY_INVALID, DECIMAL_INVALID, OUT_OF_RANGE.

namespace interim {

// A full date; partial dates (year, month or day zero) are refused.
std::optional<Date> ReadDate(const google::type::Date& message, absl::string_view field_path,
                             FieldErrors& errors);
absl::StatusOr<Date> DateFromProto(const google::type::Date& message, absl::string_view field_path);
google::type::Date ToProto(Date date);

// Both ends required and in order; paths of the parts end in ".start_date" and ".end_date".
std::optional<DatePeriod> ReadDatePeriod(const type::DatePeriod& message,
                                         absl::string_view field_path, FieldErrors& errors);
absl::StatusOr<DatePeriod> DatePeriodFromProto(const type::DatePeriod& message,
                                               absl::string_view field_path);
type::DatePeriod ToProto(const DatePeriod& period);

// Currency required; nanos whole cents and of the same sign as units.
std::optional<Money> ReadMoney(const google::type::Money& message, absl::string_view field_path,
                               FieldErrors& errors);
absl::StatusOr<Money> MoneyFromProto(const google::type::Money& message,
                                     absl::string_view field_path);
google::type::Money ToProto(const Money& money);

// An empty value is REQUIRED, not zero.
std::optional<Decimal> ReadDecimal(const google::type::Decimal& message,
                                   absl::string_view field_path, FieldErrors& errors);
absl::StatusOr<Decimal> DecimalFromProto(const google::type::Decimal& message,
                                         absl::string_view field_path);
google::type::Decimal ToProto(const Decimal& value);

// Text parameters, order kept.
void AppendParams(const TextParams& params,
                  google::protobuf::RepeatedPtrField<type::TextParam>* out);
TextParams ParamsFromProto(const google::protobuf::RepeatedPtrField<type::TextParam>& params);

}  // namespace interim

#endif  // INTERIM_COMMON_TYPE_CONVERT_H_
