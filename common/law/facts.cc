#include "common/law/facts.h"

#include "common/core/error.h"
#include "common/core/status_macros.h"
#include "common/type/convert.h"
#include "google/type/date.pb.h"
#include "google/type/decimal.pb.h"
#include "google/type/money.pb.h"
#include "interim/type/date_period.pb.h"

namespace interim::law {

absl::Status BadFact(absl::string_view field, absl::string_view reason,
                     absl::string_view description) {
  FieldErrors errors;
  errors.Add(field, reason, description);
  return errors.ToStatus();
}

absl::StatusOr<Date> NeedDate(bool has, const google::type::Date& date, absl::string_view field) {
  if (!has) return BadFact(field, "REQUIRED", "the day is needed");
  return DateFromProto(date, field);
}

absl::StatusOr<std::optional<Date>> FindDate(bool has, const google::type::Date& date,
                                             absl::string_view field) {
  if (!has) return std::optional<Date>();
  ASSIGN_OR_RETURN(const Date day, DateFromProto(date, field));
  return std::optional<Date>(day);
}

absl::StatusOr<Money> NeedMoney(bool has, const google::type::Money& money,
                                absl::string_view field) {
  if (!has) return BadFact(field, "REQUIRED", "the amount is needed");
  ASSIGN_OR_RETURN(const Money amount, MoneyFromProto(money, field));
  if (amount.currency() != "EUR") {
    return BadFact(field, "CURRENCY_INVALID", "Dutch rules are evaluated in EUR");
  }
  return amount;
}

absl::StatusOr<std::optional<Money>> FindMoney(bool has, const google::type::Money& money,
                                               absl::string_view field) {
  if (!has) return std::optional<Money>();
  ASSIGN_OR_RETURN(const Money amount, NeedMoney(true, money, field));
  return std::optional<Money>(amount);
}

absl::StatusOr<Decimal> NeedDecimal(bool has, const google::type::Decimal& decimal,
                                    absl::string_view field) {
  if (!has) return BadFact(field, "REQUIRED", "the number is needed");
  return DecimalFromProto(decimal, field);
}

absl::StatusOr<std::optional<Decimal>> FindDecimal(bool has, const google::type::Decimal& decimal,
                                                   absl::string_view field) {
  if (!has) return std::optional<Decimal>();
  ASSIGN_OR_RETURN(const Decimal number, DecimalFromProto(decimal, field));
  return std::optional<Decimal>(number);
}

absl::StatusOr<DatePeriod> NeedPeriod(bool has, const type::DatePeriod& period,
                                      absl::string_view field) {
  if (!has) return BadFact(field, "REQUIRED", "the period is needed");
  return DatePeriodFromProto(period, field);
}

}  // namespace interim::law
