#include "services/governance/domain/kpis.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "common/core/status_macros.h"
#include "common/type/convert.h"
#include "services/governance/domain/errors.h"
#include "services/governance/domain/instant.h"
#include "services/governance/domain/limits.h"

namespace interim::governance {
namespace {

absl::StatusOr<Ratio> ExactProgress(const v1::Kpi& kpi, const Decimal& value) {
  ASSIGN_OR_RETURN(const Decimal baseline, DecimalFromProto(kpi.baseline(), "kpi.baseline"));
  ASSIGN_OR_RETURN(const Decimal target, DecimalFromProto(kpi.target(), "kpi.target"));
  if (baseline == target) {  // to be held
    const bool is_better = (kpi.direction() == v1::KPI_DIRECTION_UP && target < value) ||
                           (kpi.direction() == v1::KPI_DIRECTION_DOWN && value < target);
    return Ratio(value == target || is_better ? 100 : 0);
  }
  if (kpi.direction() != v1::KPI_DIRECTION_TARGET) {
    return Ratio(100) * (Ratio(value) - Ratio(baseline)) / (Ratio(target) - Ratio(baseline));
  }
  const auto distance = [](const Decimal& a, const Decimal& b) {
    return a < b ? Ratio(b) - Ratio(a) : Ratio(a) - Ratio(b);
  };
  return Ratio(100) - Ratio(100) * distance(value, target) / distance(baseline, target);
}

absl::StatusOr<Ratio> ExpectedProgress(const v1::Kpi& kpi, Date on) {
  ASSIGN_OR_RETURN(const Date start, DateFromProto(kpi.baseline_date(), "kpi.baseline_date"));
  ASSIGN_OR_RETURN(const Date due, DateFromProto(kpi.due_date(), "kpi.due_date"));
  const std::int64_t way = start.DaysUntil(due);
  const std::int64_t gone = std::clamp<std::int64_t>(start.DaysUntil(on), 0, way);
  if (way == 0) return Ratio(100);
  return Ratio(100) * Ratio(gone) / Ratio(way);
}

bool IsWorse(const v1::Kpi& kpi, const Decimal& value, const Decimal& limit,
             const Decimal& target) {
  switch (kpi.direction()) {
    case v1::KPI_DIRECTION_UP:
      return value < limit;
    case v1::KPI_DIRECTION_DOWN:
      return limit < value;
    default: {  // the limit is a distance
      const Ratio distance =
          value < target ? Ratio(target) - Ratio(value) : Ratio(value) - Ratio(target);
      return distance.Compare(Ratio(limit)).value_or(0) > 0;
    }
  }
}

// By the values at which the KPI turns, where it has any.
absl::StatusOr<v1::TrafficLight> LightByValue(const v1::Kpi& kpi, const Decimal& value) {
  ASSIGN_OR_RETURN(const Decimal target, DecimalFromProto(kpi.target(), "kpi.target"));
  if (kpi.has_red_value()) {
    ASSIGN_OR_RETURN(const Decimal red, DecimalFromProto(kpi.red_value(), "kpi.red_value"));
    if (IsWorse(kpi, value, red, target)) return v1::TRAFFIC_LIGHT_RED;
  }
  if (kpi.has_amber_value()) {
    ASSIGN_OR_RETURN(const Decimal amber, DecimalFromProto(kpi.amber_value(), "kpi.amber_value"));
    if (IsWorse(kpi, value, amber, target)) return v1::TRAFFIC_LIGHT_AMBER;
  }
  return v1::TRAFFIC_LIGHT_GREEN;
}

void CheckTurns(const v1::Kpi& kpi, FieldErrors& errors) {
  std::optional<Decimal> amber;
  std::optional<Decimal> red;
  if (kpi.has_amber_value()) amber = ReadDecimal(kpi.amber_value(), "kpi.amber_value", errors);
  if (kpi.has_red_value()) red = ReadDecimal(kpi.red_value(), "kpi.red_value", errors);
  if (!amber || !red) return;
  const bool wrong = kpi.direction() == v1::KPI_DIRECTION_UP ? *amber < *red : *red < *amber;
  if (wrong) errors.Add("kpi.red_value", "ORDER", "On the worse side of the amber value.");
}

absl::Status SeriesFull() {
  ErrorSpec spec;
  spec.code = absl::StatusCode::kResourceExhausted;
  spec.reason = "LIMIT_EXCEEDED";
  spec.message = absl::StrCat("A KPI holds at most ", kMaxMeasurements, " values.");
  spec.metadata = {{"limit", absl::StrCat(kMaxMeasurements)}};
  return MakeError(std::move(spec));
}

absl::Status CheckDay(const v1::Kpi& kpi, Date day, Date today) {
  FieldErrors errors;
  const auto start = DateFromProto(kpi.baseline_date(), "kpi.baseline_date");
  if (start.ok() && day < *start) {
    errors.Add("measurement.measure_date", "OUT_OF_RANGE",
               absl::StrCat("Not before the baseline of ", start->ToString(), "."));
  }
  if (day > today) errors.Add("measurement.measure_date", "OUT_OF_RANGE", "Not in the future.");
  return errors.ToStatus();
}

}  // namespace

void CheckKpi(const v1::Kpi& kpi, FieldErrors& errors) {
  const auto need = [&errors](bool is_set, absl::string_view field) {
    if (!is_set) errors.Add(field, "REQUIRED", "The catalogue does not know this KPI; state it.");
  };
  need(!kpi.display_name().empty(), "kpi.display_name");
  need(!kpi.unit().empty(), "kpi.unit");
  need(kpi.direction() != v1::KPI_DIRECTION_UNSPECIFIED, "kpi.direction");
  CheckTurns(kpi, errors);
  const auto start = ReadDate(kpi.baseline_date(), "kpi.baseline_date", errors);
  const auto due = ReadDate(kpi.due_date(), "kpi.due_date", errors);
  if (start && due && *due < *start) {
    errors.Add("kpi.due_date", "ORDER", "Not before the day of the baseline.");
  }
  const auto baseline = ReadDecimal(kpi.baseline(), "kpi.baseline", errors);
  const auto target = ReadDecimal(kpi.target(), "kpi.target", errors);
  if (baseline && target) {
    if (kpi.direction() == v1::KPI_DIRECTION_UP && *target < *baseline) {
      errors.Add("kpi.target", "DIRECTION", "Higher is better, so not below the baseline.");
    }
    if (kpi.direction() == v1::KPI_DIRECTION_DOWN && *target > *baseline) {
      errors.Add("kpi.target", "DIRECTION", "Lower is better, so not above the baseline.");
    }
  }
  if (!kpi.has_amber_deviation_percent() || !kpi.has_red_deviation_percent()) return;
  const auto amber =
      ReadDecimal(kpi.amber_deviation_percent(), "kpi.amber_deviation_percent", errors);
  const auto red = ReadDecimal(kpi.red_deviation_percent(), "kpi.red_deviation_percent", errors);
  if (amber && red && *red < *amber) {
    errors.Add("kpi.red_deviation_percent", "ORDER", "Not below the amber deviation.");
  }
}

v1::Kpi DefineKpi(const PolicyData& policy, const v1::Kpi& draft) {
  v1::Kpi kpi = draft;
  if (!kpi.has_amber_deviation_percent()) {
    kpi.mutable_amber_deviation_percent()->set_value(policy.kpi_amber_percent());
  }
  if (!kpi.has_red_deviation_percent()) {
    kpi.mutable_red_deviation_percent()->set_value(policy.kpi_red_percent());
  }
  kpi.clear_measurements();
  kpi.clear_light();
  kpi.clear_progress_percent();
  kpi.clear_is_overdue();
  return kpi;
}

absl::StatusOr<Decimal> ProgressPercent(const v1::Kpi& kpi, const Decimal& value) {
  ASSIGN_OR_RETURN(const Ratio progress, ExactProgress(kpi, value));
  return progress.RoundHalfUp(1);
}

absl::StatusOr<v1::TrafficLight> LightToday(const v1::Kpi& kpi, Date today) {
  if (kpi.measurements().empty()) return v1::TRAFFIC_LIGHT_UNSPECIFIED;
  ASSIGN_OR_RETURN(const Decimal value, DecimalFromProto(kpi.measurements().rbegin()->value(),
                                                         "kpi.measurements.value"));
  return LightFor(kpi, value, today);
}

absl::StatusOr<v1::TrafficLight> LightFor(const v1::Kpi& kpi, const Decimal& value, Date on) {
  if (kpi.has_amber_value() || kpi.has_red_value()) return LightByValue(kpi, value);
  ASSIGN_OR_RETURN(const Ratio progress, ExactProgress(kpi, value));
  ASSIGN_OR_RETURN(const Ratio expected, ExpectedProgress(kpi, on));
  const Ratio behind = expected - progress;
  ASSIGN_OR_RETURN(const Decimal red,
                   DecimalFromProto(kpi.red_deviation_percent(), "kpi.red_deviation_percent"));
  ASSIGN_OR_RETURN(const int past_red, behind.Compare(Ratio(red)));
  if (past_red > 0) return v1::TRAFFIC_LIGHT_RED;
  ASSIGN_OR_RETURN(const Decimal amber,
                   DecimalFromProto(kpi.amber_deviation_percent(), "kpi.amber_deviation_percent"));
  ASSIGN_OR_RETURN(const int past_amber, behind.Compare(Ratio(amber)));
  return past_amber > 0 ? v1::TRAFFIC_LIGHT_AMBER : v1::TRAFFIC_LIGHT_GREEN;
}

absl::StatusOr<v1::Kpi> AddMeasurement(const v1::Kpi& kpi, const v1::Measurement& measurement,
                                       absl::string_view recorder, Date today, absl::Time now) {
  ASSIGN_OR_RETURN(const Date day,
                   DateFromProto(measurement.measure_date(), "measurement.measure_date"));
  ASSIGN_OR_RETURN(const Decimal value, DecimalFromProto(measurement.value(), "measurement.value"));
  RETURN_IF_ERROR(CheckDay(kpi, day, today));
  if (kpi.measurements_size() >= kMaxMeasurements) return SeriesFull();
  if (!kpi.measurements().empty()) {
    const v1::Measurement& last = *kpi.measurements().rbegin();
    ASSIGN_OR_RETURN(const Date last_day, DateFromProto(last.measure_date(), "measure_date"));
    if (day <= last_day) return MeasurementOrder(last_day);
  }
  v1::Kpi after = kpi;
  ASSIGN_OR_RETURN(const v1::TrafficLight light, LightFor(kpi, value, day));
  ASSIGN_OR_RETURN(const Decimal progress, ProgressPercent(kpi, value));
  v1::Measurement* added = after.add_measurements();
  *added = measurement;
  added->set_recorder(std::string(recorder));
  added->set_light(light);
  *added->mutable_record_time() = ToInstant(now);
  after.set_light(light);
  *after.mutable_progress_percent() = ToProto(progress);
  ASSIGN_OR_RETURN(const bool reached, IsReached(after));
  if (reached) after.set_is_overdue(false);
  return after;
}

absl::StatusOr<bool> IsReached(const v1::Kpi& kpi) {
  if (kpi.measurements().empty()) return false;
  ASSIGN_OR_RETURN(const Decimal value, DecimalFromProto(kpi.measurements().rbegin()->value(),
                                                         "kpi.measurements.value"));
  ASSIGN_OR_RETURN(const Decimal target, DecimalFromProto(kpi.target(), "kpi.target"));
  switch (kpi.direction()) {
    case v1::KPI_DIRECTION_UP:
      return !(value < target);
    case v1::KPI_DIRECTION_DOWN:
      return !(target < value);
    default: {
      if (!kpi.has_amber_value()) return !(value < target) && !(target < value);
      ASSIGN_OR_RETURN(const Decimal amber, DecimalFromProto(kpi.amber_value(), "kpi.amber_value"));
      return !IsWorse(kpi, value, amber, target);  // as near as the light calls green
    }
  }
}

absl::StatusOr<v1::Kpi> PassDue(const v1::Kpi& kpi, Date today) {
  ASSIGN_OR_RETURN(const Date due, DateFromProto(kpi.due_date(), "kpi.due_date"));
  ASSIGN_OR_RETURN(const bool reached, IsReached(kpi));
  v1::Kpi after = kpi;
  if (due < today && !reached) after.set_is_overdue(true);
  return after;
}

}  // namespace interim::governance
