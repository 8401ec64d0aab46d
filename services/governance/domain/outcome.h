// What became of the advice, as assessment is told when an engagement closes.
#ifndef INTERIM_SERVICES_GOVERNANCE_DOMAIN_OUTCOME_H_
#define INTERIM_SERVICES_GOVERNANCE_DOMAIN_OUTCOME_H_

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "common/core/date.h"
#include "interim/assessment/v1/assessment.pb.h"
#include "interim/governance/v1/engagement.pb.h"
#include "interim/governance/v1/progress.pb.h"
#include "services/governance/domain/policy.h"

namespace interim::governance {

// The outcome of an engagement that closes on `today`: by the goals of the final evaluation, and
// ended early when it closes before its last day with goals left. Nothing when no goal was judged:
// unknown is not a failure.
//   errors  INVALID_ARGUMENT when a day of the engagement cannot be read
absl::StatusOr<std::optional<assessment::v1::RealizedOutcome>> OutcomeOf(
    const PolicyData& policy, const v1::Engagement& engagement,
    const std::vector<v1::Evaluation>& evaluations, Date today);

}  // namespace interim::governance

#endif  // INTERIM_SERVICES_GOVERNANCE_DOMAIN_OUTCOME_H_
