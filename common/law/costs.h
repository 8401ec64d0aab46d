#ifndef INTERIM_COMMON_LAW_COSTS_H_
#define INTERIM_COMMON_LAW_COSTS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/core/decimal.h"
#include "common/core/money.h"
#include "common/law/inputs.pb.h"
#include "common/law/law_data.h"
#include "interim/type/finding.pb.h"

namespace interim::law {

// One named part of a cost, rounded half up to cents.
struct CostPart {
  std::string key;  // text key, for example "cost.vacancy"
  Money amount;
};

// Break-even in months: how long an interim may stay before the permanent hire becomes cheaper.
struct BreakEven {
  bool with_vacancy_cost = false;
  bool with_exit_cost = false;
  std::optional<Decimal> months;  // absent when the interim costs less per month: no break-even
};

// How one figure moves the break-even.
struct Sensitivity {
  std::string key;                  // "day_rate", "yearly_salary", "vacancy_months", ...
  Decimal change_percent;           // for example -10 or 10
  std::optional<Decimal> months;    // break-even with all costs after the change
  std::optional<Money> difference;  // permanent minus interim over the period after the change
};

// Comparison of an interim manager with a permanent hire over the same period.
struct CostComparisonResult {
  Money interim_total;
  Money interim_per_month;  // without expenses
  Money permanent_total;    // with vacancy, without exit cost
  Money permanent_total_with_exit;
  Money permanent_per_month;  // m
  std::vector<CostPart> interim_parts;
  std::vector<CostPart> permanent_parts;
  std::vector<BreakEven> break_even;  // four: with and without vacancy and exit cost
  std::vector<Sensitivity> sensitivity;
  std::optional<Money> net_benefit;  // of the interim, when a benefit is given
  std::optional<Decimal> return_percent;
  // Hours or days in which nobody serves: the permanent hire delivers nothing in the vacancy.
  std::optional<Decimal> months_without_service;
  std::vector<type::Finding> findings;  // INFORM cost.comparison, INFORM vat.cost, INDETERMINATE
};

// Computes both sides, break-even with and without vacancy and exit cost, and the sensitivity.
//   errors  INVALID_ARGUMENT for a missing price, salary or months <= 0
//   source  cost formulas: own definition (R15); VAT: R07
absl::StatusOr<CostComparisonResult> CompareCosts(const LawData& law,
                                                  const CostComparisonInput& input);

// What the manager gets when the bureau keeps `margin_percent` of the client's price.
// 140 with a margin of 25% gives 105.
//   errors  INVALID_ARGUMENT outside 0..100
absl::StatusOr<Money> RateAfterMargin(const Money& client_price, const Decimal& margin_percent);

// The mark-up on the manager's rate that equals a margin on the client's price, in percent with
// two decimals: 25 gives 33.33.
//   errors  INVALID_ARGUMENT outside 0..<100
absl::StatusOr<Decimal> MarkupFromMargin(const Decimal& margin_percent);

// The margin on the client's price that equals a mark-up on the manager's rate: 33.33 gives 25.00.
//   errors  INVALID_ARGUMENT below 0
absl::StatusOr<Decimal> MarginFromMarkup(const Decimal& markup_percent);

}  // namespace interim::law

#endif  // INTERIM_COMMON_LAW_COSTS_H_
