// What a selection takes over from an accepted advice.
#ifndef INTERIM_SERVICES_MATCHING_SERVICE_FROM_ASSESSMENT_H_
#define INTERIM_SERVICES_MATCHING_SERVICE_FROM_ASSESSMENT_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "interim/matching/v1/need.pb.h"

namespace interim::matching {

// The need with everything it does not set itself filled from the advice: situations, roles,
// mandate level, duration.
//   errors  FAILED_PRECONDITION ADVICE_NOT_ACCEPTED, ADVICE_NOT_INTERIM; what assessment answers
absl::StatusOr<v1::Need> FillFromAssessment(rpc::Call& call, const std::string& assessment,
                                            const v1::Need& given);

}  // namespace interim::matching

#endif  // INTERIM_SERVICES_MATCHING_SERVICE_FROM_ASSESSMENT_H_
