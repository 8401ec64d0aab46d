// Milestones: dated results. A hard date moves only with a decision from above the interim manager.
#ifndef INTERIM_SERVICES_GOVERNANCE_DOMAIN_MILESTONES_H_
#define INTERIM_SERVICES_GOVERNANCE_DOMAIN_MILESTONES_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/core/date.h"
#include "interim/governance/v1/decision.pb.h"
#include "interim/governance/v1/progress.pb.h"

namespace interim::governance {

// A milestone as planned: the baseline is the first planned day and never changes.
v1::Milestone PlanMilestone(const v1::Milestone& draft);

// Green when nothing moved, amber when a soft date moved, red when a hard date moved or the day
// passed undone. Done: red when later than a hard baseline, amber when later than a soft one.
absl::StatusOr<v1::TrafficLight> MilestoneLight(const v1::Milestone& milestone, Date today);

// The milestone done on `day`.
//   errors  FAILED_PRECONDITION MILESTONE_COMPLETE; INVALID_ARGUMENT for a day after `today`
absl::StatusOr<v1::Milestone> CompleteMilestone(const v1::Milestone& milestone, Date day,
                                                Date today);

// A change of the planned day.
struct Reschedule {
  Date to;
  std::string reason;
  std::string actor;
};
// The milestone moved. `decision` is the decision named by the caller, or null.
//   errors  FAILED_PRECONDITION MILESTONE_COMPLETE; FAILED_PRECONDITION HARD_DATE_NEEDS_DECISION
//           when the date is hard and the decision is absent, about something else, not taken, or
//           taken below steering
absl::StatusOr<v1::Milestone> MoveMilestone(const v1::Milestone& milestone, const Reschedule& move,
                                            const v1::Decision* decision, Date today,
                                            absl::Time now);

}  // namespace interim::governance

#endif  // INTERIM_SERVICES_GOVERNANCE_DOMAIN_MILESTONES_H_
