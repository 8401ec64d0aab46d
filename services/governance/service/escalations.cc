#include "services/governance/domain/escalations.h"

#include <optional>
#include <utility>

#include "common/core/error.h"
#include "services/governance/domain/errors.h"
#include "services/governance/domain/instant.h"
#include "services/governance/domain/lifecycle.h"
#include "services/governance/service/decisions.h"

namespace interim::governance {
namespace {

// An escalation is about the engagement, or a decision or milestone of it that exists.
absl::Status CheckSubject(rpc::Call& call, const v1::Engagement& engagement,
                          const std::string& subject) {
  if (subject == engagement.name()) return absl::OkStatus();
  const auto name = ResourceName::Parse(subject);
  if (name.ok() && name->parent() == engagement.name()) {
    if (name->collection() == rpc::Resource<v1::Decision>::kCollection) {
      return call.Load<v1::Decision>(subject).status();
    }
    if (name->collection() == rpc::Resource<v1::Milestone>::kCollection) {
      return call.Load<v1::Milestone>(subject).status();
    }
  }
  FieldErrors errors;
  errors.Add("escalation.subject", "UNKNOWN", "The engagement, or a decision or milestone of it.");
  return errors.ToStatus();
}

// The decision that waits for this escalation, or nothing. A subject that names none is no reason
// to fail: the escalation then stands by itself.
absl::StatusOr<std::optional<rpc::Stored<v1::Decision>>> DecisionWaiting(
    rpc::Call& call, const v1::Escalation& escalation) {
  using Found = std::optional<rpc::Stored<v1::Decision>>;
  const auto name = ResourceName::Parse(escalation.subject());
  if (!name.ok() || name->collection() != rpc::Resource<v1::Decision>::kCollection) {
    return Found();
  }
  auto decision = call.Load<v1::Decision>(escalation.subject());
  if (absl::IsNotFound(decision.status())) return Found();
  RETURN_IF_ERROR(decision.status());
  const bool waits = (*decision)->state() == v1::DECISION_STATE_ESCALATED ||
                     (*decision)->state() == v1::DECISION_STATE_OUT_OF_MANDATE;
  if (!waits || (*decision)->escalation() != escalation.name()) return Found();
  return Found(*std::move(decision));
}

}  // namespace

absl::StatusOr<v1::Escalation> Decisions::Escalate(rpc::Call& call,
                                                   const v1::EscalateRequest& request) {
  ASSIGN_OR_RETURN(const auto engagement, call.Load<v1::Engagement>(request.parent()));
  RETURN_IF_ERROR(CheckRunning(*engagement));
  RETURN_IF_ERROR(CheckSubject(call, *engagement, request.escalation().subject()));
  ASSIGN_OR_RETURN(
      const v1::Escalation escalation,
      StartEscalation(data_.Clock(*engagement), request.escalation(), v1::ESCALATION_LEVEL_SPONSOR,
                      call.principal().subject, call.now()));
  rpc::Commit commit = call.Begin("escalation.started");
  const std::string name = commit.Create(engagement.id(), escalation);
  commit.SetTimer(name, kEscalationTimer, FromInstant(escalation.due_time()));
  RETURN_IF_ERROR(call.Finish(std::move(commit)));
  return call.Committed(name, escalation);
}

absl::StatusOr<v1::Escalation> Decisions::Acknowledge(
    rpc::Call& call, const v1::AcknowledgeEscalationRequest& request) {
  ASSIGN_OR_RETURN(const auto loaded, LoadWithEngagement<v1::Escalation>(call, request.name()));
  RETURN_IF_ERROR(CheckNotClosed(*loaded.engagement));
  ASSIGN_OR_RETURN(const auto after,
                   governance::Acknowledge(*loaded.record, CallerOf(call, *loaded.engagement)));
  return call.Commit(loaded.record, after, "escalation.acknowledged");
}

absl::StatusOr<v1::Escalation> Decisions::Resolve(rpc::Call& call,
                                                  const v1::ResolveEscalationRequest& request) {
  ASSIGN_OR_RETURN(const auto loaded, LoadWithEngagement<v1::Escalation>(call, request.name()));
  RETURN_IF_ERROR(CheckNotClosed(*loaded.engagement));
  ASSIGN_OR_RETURN(const auto waiting, DecisionWaiting(call, *loaded.record));
  if (waiting) return DecisionPending(**waiting);
  ASSIGN_OR_RETURN(const auto after,
                   governance::Resolve(*loaded.record, CallerOf(call, *loaded.engagement),
                                       request.resolution(), call.now()));
  rpc::Commit commit = call.Begin("escalation.resolved");
  commit.Update(loaded.record, after);
  commit.CancelTimer(request.name(), kEscalationTimer);
  RETURN_IF_ERROR(call.Finish(std::move(commit)));
  return call.Committed(loaded.record.id(), after);
}

absl::StatusOr<v1::Escalation> Decisions::GetEscalation(rpc::Call& call,
                                                        const v1::GetEscalationRequest& request) {
  ASSIGN_OR_RETURN(const auto loaded, LoadWithEngagement<v1::Escalation>(call, request.name()));
  return *loaded.record;
}

absl::StatusOr<v1::ListEscalationsResponse> Decisions::ListEscalations(
    rpc::Call& call, const v1::ListEscalationsRequest& request) {
  ASSIGN_OR_RETURN(const auto engagement, call.Load<v1::Engagement>(request.parent()));
  ASSIGN_OR_RETURN(auto page,
                   call.List<v1::Escalation>({.parent = engagement.id(), .filters = {}}));
  v1::ListEscalationsResponse response;
  for (v1::Escalation& escalation : page.items) {
    *response.add_escalations() = std::move(escalation);
  }
  response.set_next_page_token(page.next_page_token);
  return response;
}

absl::Status Decisions::OnEscalationDue(rpc::Call& call, const store::Timer& timer) {
  ASSIGN_OR_RETURN(const ResourceName timed, ResourceName::Make(call.tenant(), timer.resource));
  ASSIGN_OR_RETURN(const auto loaded, LoadWithEngagement<v1::Escalation>(call, timed.ToString()));
  // Nothing moves any more in a closed engagement; it cannot be closed with a clock running.
  if (!CheckNotClosed(*loaded.engagement).ok()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const v1::Escalation after,
                   TimeOut(data_.Clock(*loaded.engagement), *loaded.record, call.now()));
  if (!IsRunning(*loaded.record) || after.steps_size() == loaded.record->steps_size()) {
    return absl::OkStatus();
  }
  rpc::Commit commit = call.Begin("escalation.timed_out");
  commit.Update(loaded.record, after);
  if (IsRunning(after)) {
    commit.SetTimer(timed.ToString(), kEscalationTimer, FromInstant(after.due_time()));
  } else {
    commit.CancelTimer(timed.ToString(), kEscalationTimer);
  }
  ASSIGN_OR_RETURN(const auto decision, DecisionWaiting(call, *loaded.record));
  if (decision && (*decision)->level() != after.level()) {
    v1::Decision moved = **decision;
    moved.set_level(after.level());
    commit.Update(*decision, moved);
  }
  return call.Finish(std::move(commit));
}

}  // namespace interim::governance
