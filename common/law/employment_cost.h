#ifndef INTERIM_COMMON_LAW_EMPLOYMENT_COST_H_
#define INTERIM_COMMON_LAW_EMPLOYMENT_COST_H_

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

// Employer cost of an employee over one calendar year (R15). Rounded half up to cents, once each.
struct EmploymentCostResult {
  std::optional<Money> gross;
  std::optional<Decimal> premium_percent;  // AWf or Ufo + Aof + childcare + Whk + Zvw
  std::optional<Money> premiums;           // absent when no row of the year is loaded
  std::optional<Money> pension;
  std::optional<Money> transition_reserve;
  std::optional<Money> total;
  std::vector<type::Finding> findings;  // INFORM cost.employment or INDETERMINATE cost.no_figures
};

// Computes the employer cost for one year.
//   errors  INVALID_ARGUMENT when neither or both of monthly_wage and gross_year are given
//   source  Wfsv, Zvw, WML (R15)
absl::StatusOr<EmploymentCostResult> EvaluateEmploymentCost(const LawData& law,
                                                            const EmploymentCostInput& input);

// Checks a wage per hour against the minimum wage of the day worked.
//   returns  BLOCK wage.below_minimum, OK, INDETERMINATE without a row
//   errors   INVALID_ARGUMENT for a missing date or amount
absl::StatusOr<std::vector<type::Finding>> EvaluateMinimumWage(const LawData& law,
                                                               const MinimumWageInput& input);

// Transition payment at the end of employment (R15).
struct TransitionResult {
  std::optional<Money> payment;         // absent when the maximum of the year is not loaded
  std::vector<type::Finding> findings;  // one
};

// One third of a monthly wage per year of service, part years pro rata, with the yearly maximum.
//   errors  INVALID_ARGUMENT for missing dates or amount, or an end before the start
//   source  BW 7:673
absl::StatusOr<TransitionResult> EvaluateTransition(const LawData& law,
                                                    const TransitionInput& input);

}  // namespace interim::law

#endif  // INTERIM_COMMON_LAW_EMPLOYMENT_COST_H_
