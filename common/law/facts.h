#ifndef INTERIM_COMMON_LAW_FACTS_H_
#define INTERIM_COMMON_LAW_FACTS_H_

#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/core/date.h"
#include "common/core/decimal.h"
#include "common/core/money.h"

namespace google::type {
class Date;
class Decimal;
class Money;
}  // namespace google::type

namespace interim::type {
class DatePeriod;
}  // namespace interim::type

// Reading facts out of input messages; not for other folders.
namespace interim::law {

// INVALID_ARGUMENT with one bad field. `reason` in UPPER_SNAKE_CASE.
absl::Status BadFact(absl::string_view field, absl::string_view reason,
                     absl::string_view description);

// A day that must be there.
//   errors  INVALID_ARGUMENT: REQUIRED when `has` is false, DATE_INVALID for a partial or wrong day
absl::StatusOr<Date> NeedDate(bool has, const google::type::Date& date, absl::string_view field);
// A day that may be absent.
absl::StatusOr<std::optional<Date>> FindDate(bool has, const google::type::Date& date,
                                             absl::string_view field);
// An amount in euro that must be there; nanos must be whole cents.
absl::StatusOr<Money> NeedMoney(bool has, const google::type::Money& money,
                                absl::string_view field);
absl::StatusOr<std::optional<Money>> FindMoney(bool has, const google::type::Money& money,
                                               absl::string_view field);
// A number that must be there.
absl::StatusOr<Decimal> NeedDecimal(bool has, const google::type::Decimal& decimal,
                                    absl::string_view field);
absl::StatusOr<std::optional<Decimal>> FindDecimal(bool has, const google::type::Decimal& decimal,
                                                   absl::string_view field);
// A period with both ends.
absl::StatusOr<DatePeriod> NeedPeriod(bool has, const type::DatePeriod& period,
                                      absl::string_view field);

}  // namespace interim::law

#endif  // INTERIM_COMMON_LAW_FACTS_H_
