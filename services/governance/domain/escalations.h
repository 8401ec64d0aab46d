// The escalation ladder: a question moves up when a level does not answer in time.
#ifndef INTERIM_SERVICES_GOVERNANCE_DOMAIN_ESCALATIONS_H_
#define INTERIM_SERVICES_GOVERNANCE_DOMAIN_ESCALATIONS_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/core/date.h"
#include "interim/governance/v1/decision.pb.h"
#include "interim/governance/v1/engagement.pb.h"
#include "services/governance/domain/parties.h"
#include "services/governance/domain/policy.pb.h"

namespace interim::governance {

// The n-th Dutch working day after a day, holidays left out.
//   errors  OUT_OF_RANGE when the holidays of that year are not loaded
using WorkingDaysAfter = std::function<absl::StatusOr<Date>(Date day, int count)>;

// What the clock of one level is read with.
struct LadderClock {
  const PolicyData& policy;
  const WorkingDaysAfter& working_days_after;
  v1::CadenceMode mode = v1::CADENCE_MODE_NORMAL;
  // The levels somebody holds, from low to high (FilledLevels); the others are passed over.
  std::vector<v1::EscalationLevel> filled;
};

// When a level that gets a question at `now` must have answered: at the end of its last working
// day, or in a crisis so many hours later.
//   errors  OUT_OF_RANGE when holidays are not loaded; INVALID_ARGUMENT for a level without clock
absl::StatusOr<absl::Time> DueTime(const LadderClock& clock, v1::EscalationLevel level,
                                   absl::Time now);

// Starts an escalation at `level`, or the next one that somebody holds; the sponsor is skipped when
// part of the issue.
//   errors  INVALID_ARGUMENT when nobody holds that level or one above
absl::StatusOr<v1::Escalation> StartEscalation(const LadderClock& clock,
                                               const v1::Escalation& draft,
                                               v1::EscalationLevel level, absl::string_view actor,
                                               absl::Time now);

// Moves an escalation up after its clock ran out; with nobody above it is EXHAUSTED where it is. An
// escalation that has ended or is not due comes back unchanged.
absl::StatusOr<v1::Escalation> TimeOut(const LadderClock& clock, const v1::Escalation& escalation,
                                       absl::Time now);

// Somebody at the level, or above it, takes it up or ends it.
//   errors  FAILED_PRECONDITION ESCALATION_STATE_WRONG; FAILED_PRECONDITION DECIDER_LEVEL_WRONG
absl::StatusOr<v1::Escalation> Acknowledge(const v1::Escalation& escalation, const Actor& actor);
absl::StatusOr<v1::Escalation> Resolve(const v1::Escalation& escalation, const Actor& actor,
                                       absl::string_view resolution, absl::Time now);

// True while the clock runs.
bool IsRunning(const v1::Escalation& escalation);

}  // namespace interim::governance

#endif  // INTERIM_SERVICES_GOVERNANCE_DOMAIN_ESCALATIONS_H_
