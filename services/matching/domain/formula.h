// The fixed formula that combines raters, criteria, methods and references.
#ifndef INTERIM_SERVICES_MATCHING_DOMAIN_FORMULA_H_
#define INTERIM_SERVICES_MATCHING_DOMAIN_FORMULA_H_

#include <vector>

#include "absl/status/statusor.h"
#include "interim/matching/v1/selection.pb.h"
#include "services/matching/domain/evidence.h"
#include "services/matching/domain/model.pb.h"

namespace interim::matching {

// Weight of each method used, in hundredths of a percent: validity over the sum of the validities
// of the methods used, rounded half up; what rounding leaves goes to the first. Sorted as in the
// model.
//   errors  INVALID_ARGUMENT for a code the model does not know
absl::StatusOr<std::vector<v1::MethodResult>> MethodWeights(const MatchingModel& model,
                                                            const std::vector<std::string>& used);

// Shortlisted candidates, best first. Points 1..5 become 0..10,000. Per method: criteria by frozen
// weight (of those the method covered), raters averaged; then methods by weight. Only open scores
// of complete raters count. The methods and their weights are the same for all: those used for
// anybody on the shortlist; who lacks one has 0 points by it. Equal results: by candidate name.
absl::StatusOr<std::vector<v1::Finalist>> CompareFinalists(const MatchingModel& model,
                                                           const v1::Selection& selection,
                                                           const Evidence& evidence);

}  // namespace interim::matching

#endif  // INTERIM_SERVICES_MATCHING_DOMAIN_FORMULA_H_
