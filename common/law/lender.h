#ifndef INTERIM_COMMON_LAW_LENDER_H_
#define INTERIM_COMMON_LAW_LENDER_H_

#include <vector>

#include "absl/status/statusor.h"
#include "common/law/inputs.pb.h"
#include "common/law/law_data.h"
#include "interim/type/finding.pb.h"

namespace interim::law {

// Checks registration (Waadi) and admission (Wtta) of every lender for every day of availability.
//   returns  BLOCK lender.unregistered, BLOCK or WARN lender.admission, WARN lender.doubt, OK
//            lender.fine, OK lender.not_applicable; INDETERMINATE lender.unknown. Heaviest first.
//   errors   INVALID_ARGUMENT for a role that is not set or a missing period
//   source   Waadi 7a; Wtta, Stb. 2025, 385 and Stb. 2026, 159 (R09)
absl::StatusOr<std::vector<type::Finding>> EvaluateLenders(const LawData& law,
                                                           const LenderInput& input);

}  // namespace interim::law

#endif  // INTERIM_COMMON_LAW_LENDER_H_
