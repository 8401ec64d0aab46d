#ifndef INTERIM_COMMON_CATALOGUE_CONVERSIONS_H_
#define INTERIM_COMMON_CATALOGUE_CONVERSIONS_H_

#include "absl/status/statusor.h"
#include "common/core/decimal.h"
#include "common/core/money.h"

namespace interim::catalogue {

// Price of a day from a price per hour.
//   hours_per_day  above 0; 8 unless the contract says otherwise (parameter HOURS_PER_DAY)
//   errors         INVALID_ARGUMENT RATE_INVALID; OUT_OF_RANGE DECIMAL_OVERFLOW
absl::StatusOr<Money> HourlyToDaily(const Money& hourly, const Decimal& hours_per_day);

// Price of an hour from a price per day, rounded half up to cents.
absl::StatusOr<Money> DailyToHourly(const Money& daily, const Decimal& hours_per_day);

// A margin is a share of what the client pays, a mark-up a share of what the manager gets; mixing
// them up is the classic mistake. Both in percent: margin 20 is mark-up 25, because 20 / (100 -
// 20).
//   margin   0 or more, below 100
//   returns  exact ratio in percent
//   errors   INVALID_ARGUMENT MARGIN_INVALID
absl::StatusOr<Ratio> MarginToMarkup(const Decimal& margin_percent);

// The other way round: mark-up 25 is margin 20. `markup_percent` 0 or more.
absl::StatusOr<Ratio> MarkupToMargin(const Decimal& markup_percent);

// What the manager gets when the client pays `client_rate` and the bureau keeps `margin_percent` of
// it; rounded half up to cents.
absl::StatusOr<Money> PurchaseRate(const Money& client_rate, const Decimal& margin_percent);

// What the client pays when the manager gets `purchase_rate`; rounded half up to cents.
absl::StatusOr<Money> ClientRate(const Money& purchase_rate, const Decimal& margin_percent);

}  // namespace interim::catalogue

#endif  // INTERIM_COMMON_CATALOGUE_CONVERSIONS_H_
