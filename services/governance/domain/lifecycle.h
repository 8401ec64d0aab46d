// The engagement from opening to closing: parties, plan of approach, evaluations, hand-over.
#ifndef INTERIM_SERVICES_GOVERNANCE_DOMAIN_LIFECYCLE_H_
#define INTERIM_SERVICES_GOVERNANCE_DOMAIN_LIFECYCLE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/core/date.h"
#include "common/core/error.h"
#include "interim/governance/v1/decision.pb.h"
#include "interim/governance/v1/engagement.pb.h"
#include "interim/governance/v1/progress.pb.h"
#include "services/governance/domain/parties.h"
#include "services/governance/domain/policy.pb.h"

namespace interim::governance {

// Checks an engagement before it is opened: days in order and within the longest interim term, a
// mandate level of 0 to 4.
void CheckEngagement(const PolicyData& policy, const v1::Engagement& engagement,
                     FieldErrors& errors);
// The engagement as opened, with the day on which its hand-over must have started.
//   errors  FAILED_PRECONDITION PARTY_MISSING, EVALUATOR_CONFLICTED
absl::StatusOr<v1::Engagement> Open(const PolicyData& policy, const v1::Engagement& draft);
//   errors  FAILED_PRECONDITION ENGAGEMENT_STATE_WRONG
absl::StatusOr<v1::Engagement> Start(const v1::Engagement& engagement, absl::Time now);

// What closing is judged by.
struct CloseFacts {
  std::vector<v1::HandoverItem> items;
  std::vector<v1::Evaluation> evaluations;
  std::vector<v1::Decision> decisions;
  std::vector<v1::Escalation> escalations;
  std::string waive_reason;  // of the formal client, to close with unconfirmed items
};
//   errors  FAILED_PRECONDITION ENGAGEMENT_STATE_WRONG; CLOSE_INCOMPLETE with everything missing
absl::StatusOr<v1::Engagement> Close(const PolicyData& policy, const v1::Engagement& engagement,
                                     const CloseFacts& facts, absl::Time now);

// ENGAGEMENT_STATE_WRONG unless work goes on (ACTIVE or EXITING).
absl::Status CheckRunning(const v1::Engagement& engagement);
// The same, or still being set up.
absl::Status CheckNotClosed(const v1::Engagement& engagement);

// The plan of approach as submitted on `today`.
v1::Plan SubmitPlan(const v1::Plan& draft, Date today);
// The decision of the formal client on a plan.
struct PlanChoice {
  v1::PlanOutcome outcome = v1::PLAN_OUTCOME_UNSPECIFIED;
  std::string reason;
  std::string decider;
};
//   errors  FAILED_PRECONDITION PLAN_STATE_WRONG
absl::StatusOr<v1::Plan> DecidePlan(const v1::Engagement& engagement, const v1::Plan& plan,
                                    const PlanChoice& choice, Date today);

// The first day on which a moment may be evaluated. The end is the day of the close when that is
// earlier, and has come when no mandate is in force any more.
//   errors  INVALID_ARGUMENT when a day of the engagement cannot be read
absl::StatusOr<Date> EarliestEvaluation(const PolicyData& policy, const v1::Engagement& engagement,
                                        const EvaluationMomentRule& moment);
// The evaluation as recorded by `evaluator`. A closed engagement takes only moments after its end.
//   errors  FAILED_PRECONDITION ENGAGEMENT_STATE_WRONG, EVALUATOR_CONFLICTED, EVALUATOR_WRONG,
//           EVALUATION_EARLY; ALREADY_EXISTS EVALUATION_EXISTS; INVALID_ARGUMENT for an unknown
//           moment, a mark outside 1..10, or no goals at the end
absl::StatusOr<v1::Evaluation> Evaluate(const PolicyData& policy, const v1::Engagement& engagement,
                                        const std::vector<v1::Evaluation>& earlier,
                                        const v1::Evaluation& draft, absl::string_view evaluator,
                                        Date today);

// A hand-over item as planned.
//   errors  INVALID_ARGUMENT for an unknown group, or a receiver without a part or who is the
//           interim manager
absl::StatusOr<v1::HandoverItem> PlanItem(const PolicyData& policy,
                                          const v1::Engagement& engagement,
                                          const v1::HandoverItem& draft);
// Work on the hand-over in the last weeks moves an active engagement into its exit.
v1::Engagement EnterExit(const v1::Engagement& engagement, Date today);
//   errors  FAILED_PRECONDITION RECEIVER_WRONG, HANDOVER_ITEM_CONFIRMED
absl::StatusOr<v1::HandoverItem> ConfirmItem(const v1::HandoverItem& item,
                                             absl::string_view subject, absl::string_view note,
                                             absl::Time now);

}  // namespace interim::governance

#endif  // INTERIM_SERVICES_GOVERNANCE_DOMAIN_LIFECYCLE_H_
