#include "services/governance/domain/escalations.h"

#include "absl/strings/str_cat.h"
#include "common/core/clock.h"
#include "common/core/error.h"
#include "common/core/status_macros.h"
#include "services/governance/domain/errors.h"
#include "services/governance/domain/instant.h"
#include "services/governance/domain/policy.h"

namespace interim::governance {
namespace {

constexpr absl::string_view kClockActor = "service:governance";

void AddStep(v1::Escalation& escalation, v1::EscalationLevel level, v1::StepCause cause,
             absl::string_view actor, absl::Time now) {
  v1::EscalationStep* step = escalation.add_steps();
  step->set_level(level);
  step->set_cause(cause);
  step->set_actor(std::string(actor));
  *step->mutable_time() = ToInstant(now);
}

// The lowest level somebody holds that is `from` or above; UNSPECIFIED when there is none.
v1::EscalationLevel FilledFrom(const LadderClock& clock, v1::EscalationLevel from) {
  if (from == v1::ESCALATION_LEVEL_UNSPECIFIED) return from;
  for (v1::EscalationLevel level : clock.filled) {
    if (level >= from) return level;
  }
  return v1::ESCALATION_LEVEL_UNSPECIFIED;
}

absl::Status CheckMayAct(const v1::Escalation& escalation, const Actor& actor) {
  if (!IsRunning(escalation) && escalation.state() != v1::ESCALATION_STATE_EXHAUSTED) {
    return EscalationStateWrong(escalation);
  }
  if (actor.level < escalation.level()) return DeciderLevelWrong(escalation.level());
  return absl::OkStatus();
}

}  // namespace

bool IsRunning(const v1::Escalation& escalation) {
  return escalation.state() == v1::ESCALATION_STATE_RUNNING ||
         escalation.state() == v1::ESCALATION_STATE_ACKNOWLEDGED;
}

absl::StatusOr<absl::Time> DueTime(const LadderClock& clock, v1::EscalationLevel level,
                                   absl::Time now) {
  const LadderStep* step = FindStep(clock.policy, level);
  if (step == nullptr) {
    return absl::InvalidArgumentError(absl::StrCat("Level ", ShortName(level), " has no clock."));
  }
  if (clock.mode == v1::CADENCE_MODE_CRISIS) return now + absl::Hours(step->crisis_hours());
  ASSIGN_OR_RETURN(const Date last,
                   clock.working_days_after(AmsterdamDate(now), step->working_days()));
  return StartOfAmsterdamDay(last.AddDays(1));
}

absl::StatusOr<v1::Escalation> StartEscalation(const LadderClock& clock,
                                               const v1::Escalation& draft,
                                               v1::EscalationLevel level, absl::string_view actor,
                                               absl::Time now) {
  v1::Escalation escalation = draft;
  if (draft.is_sponsor_conflicted() && level <= v1::ESCALATION_LEVEL_SPONSOR) {
    level = v1::ESCALATION_LEVEL_STEERING;
  }
  level = FilledFrom(clock, level);
  ASSIGN_OR_RETURN(const absl::Time due, DueTime(clock, level, now));
  escalation.set_state(v1::ESCALATION_STATE_RUNNING);
  escalation.set_level(level);
  *escalation.mutable_due_time() = ToInstant(due);
  AddStep(escalation, level, v1::STEP_CAUSE_RAISED, actor, now);
  return escalation;
}

absl::StatusOr<v1::Escalation> TimeOut(const LadderClock& clock, const v1::Escalation& escalation,
                                       absl::Time now) {
  if (!IsRunning(escalation) || now < FromInstant(escalation.due_time())) return escalation;
  v1::Escalation after = escalation;
  const v1::EscalationLevel next = FilledFrom(clock, LevelAbove(escalation.level()));
  if (next == v1::ESCALATION_LEVEL_UNSPECIFIED) {
    after.set_state(v1::ESCALATION_STATE_EXHAUSTED);
    AddStep(after, escalation.level(), v1::STEP_CAUSE_TIMED_OUT, kClockActor, now);
    return after;
  }
  ASSIGN_OR_RETURN(const absl::Time due, DueTime(clock, next, now));
  after.set_state(v1::ESCALATION_STATE_RUNNING);
  after.set_level(next);
  *after.mutable_due_time() = ToInstant(due);
  AddStep(after, next, v1::STEP_CAUSE_TIMED_OUT, kClockActor, now);
  return after;
}

absl::StatusOr<v1::Escalation> Acknowledge(const v1::Escalation& escalation, const Actor& actor) {
  RETURN_IF_ERROR(CheckMayAct(escalation, actor));
  v1::Escalation after = escalation;
  if (IsRunning(escalation)) after.set_state(v1::ESCALATION_STATE_ACKNOWLEDGED);
  return after;
}

absl::StatusOr<v1::Escalation> Resolve(const v1::Escalation& escalation, const Actor& actor,
                                       absl::string_view resolution, absl::Time now) {
  RETURN_IF_ERROR(CheckMayAct(escalation, actor));
  v1::Escalation after = escalation;
  after.set_state(v1::ESCALATION_STATE_RESOLVED);
  after.set_resolution(std::string(resolution));
  *after.mutable_resolve_time() = ToInstant(now);
  return after;
}

}  // namespace interim::governance
