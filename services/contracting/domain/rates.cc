#include "services/contracting/domain/rates.h"

#include "services/contracting/domain/values.h"

namespace interim::contracting {
namespace {

constexpr int kDaysOfWeek = 7;
constexpr int kDaysPerRestMonth = 30;

std::optional<Money> Cents(const Ratio& value) {
  absl::StatusOr<Money> money = value.ToMoney("EUR");
  if (!money.ok()) return std::nullopt;
  return *money;
}

// Months of a period for a monthly price: elapsed months, each day left over a thirtieth.
Ratio MonthsOf(const DatePeriod& period) {
  MonthsAndDays elapsed = period.ElapsedMonths();
  return Ratio(elapsed.months) + Ratio(elapsed.days) / Ratio(kDaysPerRestMonth);
}

}  // namespace

RateBasis BasisOf(const Catalogs& catalogs, const v1::Rate& rate) {
  const HouseFigures& figures = catalogs.figures();
  return {.hours_per_day = FindDecimal(rate.has_hours_per_day(), rate.hours_per_day())
                               .value_or(Figure(figures.hours_per_day())),
          .days_per_month = FindDecimal(rate.has_days_per_month(), rate.days_per_month())
                                .value_or(Figure(figures.days_per_month()))};
}

std::optional<Ratio> HourlyRate(const Catalogs& catalogs, const v1::Rate& rate) {
  std::optional<Money> amount = FindMoney(rate.has_amount(), rate.amount());
  if (!amount) return std::nullopt;
  RateBasis basis = BasisOf(catalogs, rate);
  if (basis.hours_per_day <= Decimal(0) || basis.days_per_month <= Decimal(0)) return std::nullopt;
  switch (rate.unit()) {
    case v1::RATE_UNIT_HOUR:
      return Ratio(*amount);
    case v1::RATE_UNIT_DAY:
      return Ratio(*amount) / Ratio(basis.hours_per_day);
    case v1::RATE_UNIT_MONTH:
    case v1::RATE_UNIT_RETAINER:
      return Ratio(*amount) / Ratio(basis.days_per_month) / Ratio(basis.hours_per_day);
    default:
      return std::nullopt;
  }
}

std::optional<Money> ConvertRate(const Catalogs& catalogs, const v1::Rate& rate,
                                 v1::RateUnit unit) {
  std::optional<Ratio> hourly = HourlyRate(catalogs, rate);
  if (!hourly) return std::nullopt;
  RateBasis basis = BasisOf(catalogs, rate);
  switch (unit) {
    case v1::RATE_UNIT_HOUR:
      return Cents(*hourly);
    case v1::RATE_UNIT_DAY:
      return Cents(*hourly * Ratio(basis.hours_per_day));
    case v1::RATE_UNIT_MONTH:
      return Cents(*hourly * Ratio(basis.hours_per_day) * Ratio(basis.days_per_month));
    default:
      return std::nullopt;
  }
}

Ratio WorkingDays(const DatePeriod& period, const Decimal& days_per_week) {
  return Ratio(period.days()) * Ratio(days_per_week) / Ratio(kDaysOfWeek);
}

std::optional<Ratio> PlannedHours(const Catalogs& catalogs, const DatePeriod& period,
                                  const v1::BriefDuration& duration) {
  std::optional<Decimal> days = FindDecimal(duration.has_days_per_week(), duration.days_per_week());
  if (!days) return std::nullopt;
  Decimal hours = FindDecimal(duration.has_hours_per_day(), duration.hours_per_day())
                      .value_or(Figure(catalogs.figures().hours_per_day()));
  return WorkingDays(period, *days) * Ratio(hours);
}

std::optional<DatePeriod> PeriodOf(const v1::BriefDuration& duration) {
  std::optional<Date> start = FindDate(duration.has_start_date(), duration.start_date());
  std::optional<Date> end = FindDate(duration.has_end_date(), duration.end_date());
  if (!start || !end) return std::nullopt;
  absl::StatusOr<DatePeriod> period = DatePeriod::Make(*start, *end);
  if (!period.ok()) return std::nullopt;
  return *period;
}

std::optional<Money> PlannedFee(const Catalogs& catalogs, const v1::Brief& brief) {
  std::optional<DatePeriod> period = PeriodOf(brief.duration());
  if (!period) return std::nullopt;
  std::optional<Ratio> hours = PlannedHours(catalogs, *period, brief.duration());
  if (!hours) return std::nullopt;
  return PlannedFee(catalogs, brief.budget().rate(), *period, *hours);
}

std::optional<Money> PlannedFee(const Catalogs& catalogs, const v1::Rate& rate,
                                const DatePeriod& period, const Ratio& hours) {
  std::optional<Money> amount = FindMoney(rate.has_amount(), rate.amount());
  if (!amount) return std::nullopt;
  Ratio fee(*amount);
  if (rate.unit() == v1::RATE_UNIT_MONTH || rate.unit() == v1::RATE_UNIT_RETAINER) {
    fee = fee * MonthsOf(period);
  } else if (rate.unit() != v1::RATE_UNIT_FIXED) {
    std::optional<Ratio> hourly = HourlyRate(catalogs, rate);
    if (!hourly) return std::nullopt;
    fee = *hourly * hours;
  }
  std::optional<Money> success = FindMoney(rate.has_success_fee(), rate.success_fee());
  if (success) fee = fee + Ratio(*success);
  return Cents(fee);
}

}  // namespace interim::contracting
