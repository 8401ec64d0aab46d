#ifndef INTERIM_COMMON_LAW_WNT_H_
#define INTERIM_COMMON_LAW_WNT_H_

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "common/core/date.h"
#include "common/core/decimal.h"
#include "common/core/money.h"
#include "common/law/inputs.pb.h"
#include "common/law/law_data.h"
#include "interim/type/finding.pb.h"

namespace interim::law {

// Pay cap of a top executive without employment (R11). Euro, VAT excluded.
struct WntResult {
  bool applies = false;
  int counted_months = 0;                  // calendar months with work, since the last restart
  std::optional<Money> absolute_cap;       // months 1..12
  std::optional<Money> hourly_cap;         // months 1..12; absent when hours are not known
  std::optional<Money> cap;                // lower of the two
  std::optional<Money> total;              // remuneration that counts for months 1..12
  std::optional<Money> excess;             // above the cap
  std::optional<Date> month_13_start;      // first day of calendar month 13
  std::optional<Money> cap_from_month_13;  // sum over the calendar years
  std::vector<type::Finding> findings;     // heaviest first, never empty
};

// Computes the cap of the first twelve calendar months and from month 13, and compares.
//   returns  BLOCK wnt.exceeds, WARN wnt.near, WARN wnt.month13, WARN wnt.year_rate, INFORM
//            wnt.publication, INDETERMINATE wnt.nofigure, OK wnt.outside or wnt.fine
//   errors   INVALID_ARGUMENT for a missing period, a month outside 1..12, an amount kind not set
//   source   WNT art. 1.1, 2.1(4), 2.3; Uitvoeringsbesluit WNT art. 4 (R11)
absl::StatusOr<WntResult> EvaluateWnt(const LawData& law, const WntInput& input);

}  // namespace interim::law

#endif  // INTERIM_COMMON_LAW_WNT_H_
