#ifndef INTERIM_COMMON_LAW_PROBATION_H_
#define INTERIM_COMMON_LAW_PROBATION_H_

#include <vector>

#include "absl/status/statusor.h"
#include "common/law/inputs.pb.h"
#include "common/law/law_data.h"
#include "interim/type/finding.pb.h"

namespace interim::law {

// Refuses a void probation clause.
//   returns  BLOCK probation.void, OK probation.fine; exactly one finding
//   errors   INVALID_ARGUMENT for a term that is not set or missing dates
//   source   BW 7:652 (R03)
absl::StatusOr<std::vector<type::Finding>> EvaluateProbation(const LawData& law,
                                                             const ProbationInput& input);

}  // namespace interim::law

#endif  // INTERIM_COMMON_LAW_PROBATION_H_
