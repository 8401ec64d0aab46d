#ifndef INTERIM_COMMON_LAW_VAT_H_
#define INTERIM_COMMON_LAW_VAT_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/core/date.h"
#include "common/core/decimal.h"
#include "common/core/money.h"
#include "common/law/inputs.pb.h"
#include "common/law/law_data.h"
#include "interim/type/finding.pb.h"

namespace interim::law {

// VAT on one supply (R07).
struct VatResult {
  VatTreatment treatment = VAT_TREATMENT_UNSPECIFIED;  // UNSPECIFIED: unclear in law
  std::optional<Decimal> rate_percent;                 // rate on the invoice, 0 without VAT
  std::optional<Money> vat;                            // on the invoice, in cents, half up
  std::optional<Money> invoice_total;                  // net + vat
  std::optional<Money> not_deductible;  // part of `vat` the customer bears; needs the percentage
  std::optional<Money> cost_to_client;  // net + not_deductible
  bool reverse_charge = false;          // the invoice says "btw verlegd"
  bool sales_list = false;              // report on the EC sales list (ICP)
  std::vector<type::Finding> findings;  // heaviest first, never empty
};

// Decides the treatment by the first row of the decision table that matches, and the amounts.
//   returns  BLOCK vat.wrong, INDETERMINATE vat.unclear, WARN vat.unvalidated_id, INFORM vat.cost,
//            OK vat.treatment
//   errors   INVALID_ARGUMENT for a supplier or place that is not set or a date that is missing
//   source   Wet OB 1968; Directive 2006/112/EC art. 44, 196 (R07)
absl::StatusOr<VatResult> EvaluateVat(const LawData& law, const VatInput& input);

// General VAT rate in percent on a day.
//   errors  OUT_OF_RANGE when no row covers the day
absl::StatusOr<Decimal> GeneralVatRate(const LawData& law, Date on);

}  // namespace interim::law

#endif  // INTERIM_COMMON_LAW_VAT_H_
