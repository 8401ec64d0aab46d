#ifndef INTERIM_COMMON_LAW_LIABILITY_H_
#define INTERIM_COMMON_LAW_LIABILITY_H_

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "common/core/money.h"
#include "common/law/inputs.pb.h"
#include "common/law/law_data.h"
#include "interim/type/finding.pb.h"

namespace interim::law {

// Hirer liability on one invoice (R10).
struct LiabilityResult {
  std::optional<Money> invoice_total;   // with VAT, or net with reverse charge
  std::optional<Money> blocked_amount;  // to the G-account, in cents, half up
  std::optional<Money> normal_amount;   // the rest
  std::vector<type::Finding> findings;  // heaviest first, never empty
};

// Splits an invoice for lent labour and tells what protection is missing.
//   returns  WARN liability.open, INFORM liability.split, OK liability.not_applicable,
//            INDETERMINATE liability.unknown
//   errors   INVALID_ARGUMENT for a missing invoice date or amount
//   source   Invorderingswet 1990 art. 34, 35; Leidraad (R10)
absl::StatusOr<LiabilityResult> EvaluateLiability(const LawData& law, const LiabilityInput& input);

}  // namespace interim::law

#endif  // INTERIM_COMMON_LAW_LIABILITY_H_
