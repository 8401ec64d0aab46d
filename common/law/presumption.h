#ifndef INTERIM_COMMON_LAW_PRESUMPTION_H_
#define INTERIM_COMMON_LAW_PRESUMPTION_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/core/date.h"
#include "common/core/decimal.h"
#include "common/law/inputs.pb.h"
#include "common/law/law_data.h"
#include "interim/type/finding.pb.h"

namespace interim::law {

// Outcome of the hourly-rate presumption (R06).
struct PresumptionResult {
  std::optional<Decimal> rate_per_hour;  // fee / all hours, VAT excluded, unrounded to 6 decimals
  std::vector<type::Finding> findings;   // exactly one
};

// Tells whether the worker could rely on the presumption of employment. The amount is compared
// unrounded; the last day of the period picks the row.
//   returns  WARN presumption.hit, INDETERMINATE presumption.unsettled (between the amount in the
//            act and the communicated one), OK presumption.none
//   errors   INVALID_ARGUMENT for hours <= 0 or a missing period
//   source   BW 7:610aa (R06)
absl::StatusOr<PresumptionResult> EvaluatePresumption(const LawData& law,
                                                      const PresumptionInput& input);

}  // namespace interim::law

#endif  // INTERIM_COMMON_LAW_PRESUMPTION_H_
