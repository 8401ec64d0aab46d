#ifndef INTERIM_COMMON_LAW_PROCUREMENT_H_
#define INTERIM_COMMON_LAW_PROCUREMENT_H_

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "common/core/date.h"
#include "common/core/money.h"
#include "common/law/inputs.pb.h"
#include "common/law/law_data.h"
#include "interim/type/finding.pb.h"

namespace interim::law {

// Procedure for one procurement (R14).
struct ProcurementResult {
  std::optional<Money> value;           // with options, extensions and like contracts
  std::optional<Money> threshold;       // absent without a row for the day
  std::vector<type::Finding> findings;  // heaviest first, never empty
};

// Compares the value with the threshold of the day the procedure starts and with the own policy.
//   returns  BLOCK procure.eu, WARN procure.policy, OK procure.fine, OK procure.outside,
//            INDETERMINATE procure.unknown or procure.nofigure
//   errors   INVALID_ARGUMENT for a missing date or value
//   source   Aanbestedingswet 2012; Directive 2014/24/EU (R14)
absl::StatusOr<ProcurementResult> EvaluateProcurement(const LawData& law,
                                                      const ProcurementInput& input);

// The answer about the threshold alone, without texts, sources and own policy: for bulk what-ifs.
enum class ThresholdVerdict { kUnknown, kBelow, kEuropean };

// Compares `value` with the threshold of the day a procedure starts.
//   returns  kUnknown without a row for the day or with an authority that is not assessed
//   source   Directive 2014/24/EU (R14); the same rows as EvaluateProcurement
ThresholdVerdict JudgeThreshold(const LawData& law, ProcurementInput::Authority authority,
                                ProcurementInput::Service service, const Money& value, Date on);

}  // namespace interim::law

#endif  // INTERIM_COMMON_LAW_PROCUREMENT_H_
