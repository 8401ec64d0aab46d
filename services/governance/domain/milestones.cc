#include "services/governance/domain/milestones.h"

#include "common/core/error.h"
#include "common/core/status_macros.h"
#include "common/type/convert.h"
#include "services/governance/domain/errors.h"
#include "services/governance/domain/instant.h"

namespace interim::governance {
namespace {

bool IsComplete(const v1::Milestone& milestone) { return milestone.has_complete_date(); }

// True when the decision is about this milestone and was taken by the steering body or higher. A
// milestone is named in full, so it is one of the same engagement.
bool AllowsHardMove(const v1::Milestone& milestone, const v1::Decision* decision) {
  if (decision == nullptr || decision->level() < v1::ESCALATION_LEVEL_STEERING) return false;
  if (decision->milestone() != milestone.name()) return false;
  return decision->state() == v1::DECISION_STATE_DECIDED ||
         decision->state() == v1::DECISION_STATE_RATIFIED ||
         decision->state() == v1::DECISION_STATE_EXECUTED;
}

absl::Status SetReading(v1::Milestone& milestone, Date today) {
  ASSIGN_OR_RETURN(const Date baseline,
                   DateFromProto(milestone.baseline_date(), "milestone.baseline_date"));
  const google::type::Date& now_planned =
      IsComplete(milestone) ? milestone.complete_date() : milestone.planned_date();
  ASSIGN_OR_RETURN(const Date current, DateFromProto(now_planned, "milestone.planned_date"));
  milestone.set_slip_days(static_cast<int>(baseline.DaysUntil(current)));
  ASSIGN_OR_RETURN(const v1::TrafficLight light, MilestoneLight(milestone, today));
  milestone.set_light(light);
  return absl::OkStatus();
}

}  // namespace

v1::Milestone PlanMilestone(const v1::Milestone& draft) {
  v1::Milestone milestone = draft;
  *milestone.mutable_baseline_date() = draft.planned_date();
  milestone.set_light(v1::TRAFFIC_LIGHT_GREEN);
  milestone.set_slip_days(0);
  milestone.clear_moves();
  milestone.clear_complete_date();
  return milestone;
}

absl::StatusOr<v1::TrafficLight> MilestoneLight(const v1::Milestone& milestone, Date today) {
  ASSIGN_OR_RETURN(const Date baseline,
                   DateFromProto(milestone.baseline_date(), "milestone.baseline_date"));
  ASSIGN_OR_RETURN(const Date planned,
                   DateFromProto(milestone.planned_date(), "milestone.planned_date"));
  const v1::TrafficLight late =
      milestone.is_hard() ? v1::TRAFFIC_LIGHT_RED : v1::TRAFFIC_LIGHT_AMBER;
  if (IsComplete(milestone)) {
    ASSIGN_OR_RETURN(const Date done,
                     DateFromProto(milestone.complete_date(), "milestone.complete_date"));
    return done > baseline ? late : v1::TRAFFIC_LIGHT_GREEN;
  }
  if (today > planned) return v1::TRAFFIC_LIGHT_RED;
  return planned > baseline ? late : v1::TRAFFIC_LIGHT_GREEN;
}

absl::StatusOr<v1::Milestone> CompleteMilestone(const v1::Milestone& milestone, Date day,
                                                Date today) {
  if (IsComplete(milestone)) return MilestoneComplete(milestone);
  if (day > today) {
    FieldErrors errors;
    errors.Add("complete_date", "OUT_OF_RANGE", "Not in the future.");
    return errors.ToStatus();
  }
  v1::Milestone after = milestone;
  *after.mutable_complete_date() = ToProto(day);
  RETURN_IF_ERROR(SetReading(after, today));
  return after;
}

absl::StatusOr<v1::Milestone> MoveMilestone(const v1::Milestone& milestone, const Reschedule& move,
                                            const v1::Decision* decision, Date today,
                                            absl::Time now) {
  if (IsComplete(milestone)) return MilestoneComplete(milestone);
  if (milestone.is_hard() && !AllowsHardMove(milestone, decision))
    return HardDateNeedsDecision(milestone);
  v1::Milestone after = milestone;
  v1::Move* record = after.add_moves();
  *record->mutable_from_date() = milestone.planned_date();
  *record->mutable_to_date() = ToProto(move.to);
  record->set_reason(move.reason);
  record->set_actor(move.actor);
  if (decision != nullptr) record->set_decision(decision->name());
  *record->mutable_time() = ToInstant(now);
  *after.mutable_planned_date() = ToProto(move.to);
  RETURN_IF_ERROR(SetReading(after, today));
  return after;
}

}  // namespace interim::governance
