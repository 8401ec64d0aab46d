#ifndef INTERIM_COMMON_LAW_CLAUSES_H_
#define INTERIM_COMMON_LAW_CLAUSES_H_

#include <vector>

#include "absl/status/statusor.h"
#include "common/law/inputs.pb.h"
#include "common/law/law_data.h"
#include "interim/type/finding.pb.h"

namespace interim::law {

// Judges restrictive clauses for the contract form.
//   returns  one finding per clause, heaviest first: BLOCK clause.noncompete, WARN
//            clause.directhire, WARN clause.exclusivity, WARN clause.wide, OK clause.fine
//   errors   INVALID_ARGUMENT for a form or kind that is not set or a missing date
//   source   BW 7:653; Waadi 9a (R04)
absl::StatusOr<std::vector<type::Finding>> EvaluateClauses(const LawData& law,
                                                           const ClauseInput& input);

}  // namespace interim::law

#endif  // INTERIM_COMMON_LAW_CLAUSES_H_
