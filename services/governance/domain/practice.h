// How the work is really done, as contracting is told for the working relation of the contract.
#ifndef INTERIM_SERVICES_GOVERNANCE_DOMAIN_PRACTICE_H_
#define INTERIM_SERVICES_GOVERNANCE_DOMAIN_PRACTICE_H_

#include <optional>

#include "absl/strings/string_view.h"
#include "common/core/date.h"
#include "interim/contracting/v1/contracting_service.pb.h"
#include "interim/governance/v1/decision.pb.h"
#include "interim/governance/v1/engagement.pb.h"
#include "interim/governance/v1/progress.pb.h"

namespace interim::governance {

// What was seen. Nothing when it says nothing about the working relation.
using Practice = std::optional<contracting::v1::PracticeFact>;

// Use of the mandate: the interim manager took the decision with this step, inside the mandate or
// under the emergency rule outside it. Passing a matter on and acts of others are no use.
Practice MandateUse(const v1::Engagement& engagement, const v1::Decision& before,
                    const v1::Decision& after);
// The client met about the assignment: it decided on the plan of approach, or evaluated.
Practice MeetingOnPlan(const v1::Plan& decided);
// `name` of the evaluation, which is being recorded.
Practice MeetingToEvaluate(const v1::Evaluation& evaluation, absl::string_view name);
// A result was accepted: by the receiver of a hand-over item, or a milestone by somebody else than
// the interim manager (`actor`).
Practice ItemAccepted(const v1::HandoverItem& confirmed);
Practice MilestoneAccepted(const v1::Engagement& engagement, const v1::Milestone& done,
                           absl::string_view actor);

// What is told of it: nothing without a contract, or on a day outside the engagement.
std::optional<contracting::v1::RecordPracticeRequest> ToTell(const v1::Engagement& engagement,
                                                             const Practice& practice);

}  // namespace interim::governance

#endif  // INTERIM_SERVICES_GOVERNANCE_DOMAIN_PRACTICE_H_
