// KPIs: a baseline, a target, a series, and a light that compares progress with the straight line.
#ifndef INTERIM_SERVICES_GOVERNANCE_DOMAIN_KPIS_H_
#define INTERIM_SERVICES_GOVERNANCE_DOMAIN_KPIS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/core/date.h"
#include "common/core/decimal.h"
#include "common/core/error.h"
#include "interim/governance/v1/progress.pb.h"
#include "services/governance/domain/policy.pb.h"

namespace interim::governance {

// Checks a definition: name, unit and direction, days in order, a target on the better side of the
// baseline, thresholds in order.
void CheckKpi(const v1::Kpi& kpi, FieldErrors& errors);

// The KPI as stored, with the thresholds of the policy where it sets none.
v1::Kpi DefineKpi(const PolicyData& policy, const v1::Kpi& draft);

// How far the way from baseline to target is covered, in percent with one decimal; below 0 when it
// got worse, above 100 when the target is passed. For TARGET: 100 minus the distance left.
//   errors  OUT_OF_RANGE for numbers too large to compare
absl::StatusOr<Decimal> ProgressPercent(const v1::Kpi& kpi, const Decimal& value);

// The light for a value on a day: behind the straight line from baseline day to due day by more
// than the red (amber) deviation, in percentage points of the way. Where the KPI has a red or amber
// value that is compared instead. Exactly at a threshold is still the milder light.
absl::StatusOr<v1::TrafficLight> LightFor(const v1::Kpi& kpi, const Decimal& value, Date on);

// The light of the last value, judged on `today`; UNSPECIFIED without a value.
absl::StatusOr<v1::TrafficLight> LightToday(const v1::Kpi& kpi, Date today);

// The KPI with one more value.
//   errors  FAILED_PRECONDITION MEASUREMENT_ORDER; RESOURCE_EXHAUSTED when the series is full;
//           INVALID_ARGUMENT for a day before the baseline or after `today`
absl::StatusOr<v1::Kpi> AddMeasurement(const v1::Kpi& kpi, const v1::Measurement& measurement,
                                       absl::string_view recorder, Date today, absl::Time now);

// True when the last value reaches the target: on the better side of it, or for TARGET exactly.
//   errors  OUT_OF_RANGE for numbers too large to compare
absl::StatusOr<bool> IsReached(const v1::Kpi& kpi);

// The KPI on the day after it was due, or later: overdue unless its target is reached. The same KPI
// when that changes nothing.
absl::StatusOr<v1::Kpi> PassDue(const v1::Kpi& kpi, Date today);

}  // namespace interim::governance

#endif  // INTERIM_SERVICES_GOVERNANCE_DOMAIN_KPIS_H_
