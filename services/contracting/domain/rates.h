// Rate units, conversions between them, and the planned fee. Exact; rounded once to cents.
#ifndef INTERIM_SERVICES_CONTRACTING_DOMAIN_RATES_H_
#define INTERIM_SERVICES_CONTRACTING_DOMAIN_RATES_H_

#include <optional>

#include "common/core/date.h"
#include "common/core/decimal.h"
#include "common/core/money.h"
#include "interim/contracting/v1/brief.pb.h"
#include "services/contracting/domain/catalogs.h"

namespace interim::contracting {

// What a conversion rests on: the rate's own figures, else the house figures.
struct RateBasis {
  Decimal hours_per_day;
  Decimal days_per_month;
};
RateBasis BasisOf(const Catalogs& catalogs, const v1::Rate& rate);

// Price per hour, exact. Nothing for a fixed price or an incomplete rate.
std::optional<Ratio> HourlyRate(const Catalogs& catalogs, const v1::Rate& rate);
// The same price in another unit (HOUR, DAY, MONTH), rounded half up to cents.
std::optional<Money> ConvertRate(const Catalogs& catalogs, const v1::Rate& rate, v1::RateUnit unit);

// Working days in a period at `days_per_week`: calendar days x days_per_week / 7, exact.
Ratio WorkingDays(const DatePeriod& period, const Decimal& days_per_week);

// Hours planned over a period. Nothing when `days_per_week` cannot be read.
std::optional<Ratio> PlannedHours(const Catalogs& catalogs, const DatePeriod& period,
                                  const v1::BriefDuration& duration);

// Rate times planned effort over the period, plus a success fee; for a fixed price that price.
// Nothing when rate, period or effort is missing.
std::optional<Money> PlannedFee(const Catalogs& catalogs, const v1::Brief& brief);
std::optional<Money> PlannedFee(const Catalogs& catalogs, const v1::Rate& rate,
                                const DatePeriod& period, const Ratio& hours);

// The period of a brief; nothing without both dates in order.
std::optional<DatePeriod> PeriodOf(const v1::BriefDuration& duration);

}  // namespace interim::contracting

#endif  // INTERIM_SERVICES_CONTRACTING_DOMAIN_RATES_H_
