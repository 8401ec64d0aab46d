#include "services/governance/service/decisions.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "common/type/convert.h"
#include "services/governance/domain/errors.h"
#include "services/governance/domain/gates.h"
#include "services/governance/domain/instant.h"
#include "services/governance/domain/lifecycle.h"
#include "services/governance/service/tell_contract.h"

namespace interim::governance {
namespace {

absl::StatusOr<Date> NotifyDay(const rpc::Call& call, const v1::NotifyDecisionRequest& request) {
  if (!request.has_notify_date()) return call.today();
  ASSIGN_OR_RETURN(const Date day, DateFromProto(request.notify_date(), "notify_date"));
  if (day > call.today()) {
    FieldErrors errors;
    errors.Add("notify_date", "OUT_OF_RANGE", "Not in the future.");
    return errors.ToStatus();
  }
  return day;
}

}  // namespace

v1::Decision Decisions::Worded(rpc::Call& call, v1::Decision decision) const {
  if (decision.has_authority()) {
    decision.mutable_authority()->set_reason(call.Text(
        absl::StrCat("authority.", v1::AuthorityOutcome_Name(decision.authority().outcome()))));
  }
  return decision;
}

absl::StatusOr<v1::Decision> Decisions::Raise(rpc::Call& call,
                                              const v1::RaiseDecisionRequest& request) {
  ASSIGN_OR_RETURN(const auto engagement, call.Load<v1::Engagement>(request.parent()));
  FieldErrors errors;
  CheckDecisionDraft(data_.policy, *engagement, request.decision(), errors);
  RETURN_IF_ERROR(errors.ToStatus());
  RETURN_IF_ERROR(CheckRunning(*engagement));
  if (!request.decision().milestone().empty()) {
    RETURN_IF_ERROR(call.Load<v1::Milestone>(request.decision().milestone()).status());
  }
  ASSIGN_OR_RETURN(v1::Decision decision,
                   governance::Raise(data_.policy, *engagement, request.decision(),
                                     call.principal().subject, call.now()));
  ASSIGN_OR_RETURN(const auto gate, GateFor({.law = data_.law, .policy = data_.policy}, *engagement,
                                            decision, call.today()));
  rpc::Commit commit = call.Begin("decision.raised");
  if (gate) decision.set_gate_id(gate->gate_id());
  const std::string name = commit.Create(engagement.id(), decision);
  // The engagement is rewritten with every decision, so that closing it never misses one.
  v1::Engagement after = *engagement;
  if (gate) {
    *after.add_gates() = *gate;
    after.mutable_gates()->rbegin()->set_subject(name);
    commit.Rule(gate->rule_id(), "");
  }
  commit.Update(engagement, after);
  commit.About(name);
  RETURN_IF_ERROR(call.Finish(std::move(commit)));
  return Worded(call, call.Committed(name, decision));
}

absl::Status Decisions::StartFor(rpc::Call& call, const rpc::Stored<v1::Engagement>& engagement,
                                 const std::string& decision_name, v1::EscalationLevel level,
                                 v1::Decision& decision, rpc::Commit& commit) {
  v1::Escalation draft;
  draft.set_subject(decision_name);
  draft.set_issue(decision.title());
  draft.set_effect(decision.effect());
  *draft.mutable_options() = decision.options();
  draft.set_recommendation(decision.recommendation());
  ASSIGN_OR_RETURN(const v1::Escalation escalation,
                   StartEscalation(data_.Clock(*engagement), draft, level, call.principal().subject,
                                   call.now()));
  const std::string name = commit.Create(engagement.id(), escalation);
  commit.SetTimer(name, kEscalationTimer, FromInstant(escalation.due_time()));
  decision.set_escalation(name);
  decision.set_level(escalation.level());
  return absl::OkStatus();
}

absl::Status Decisions::EndFor(rpc::Call& call, const v1::Engagement& engagement,
                               const v1::Decision& decision, absl::string_view resolution,
                               rpc::Commit& commit) {
  if (decision.escalation().empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto escalation, call.Load<v1::Escalation>(decision.escalation()));
  if (escalation->state() == v1::ESCALATION_STATE_RESOLVED) return absl::OkStatus();
  // The decision decides who may end it; the escalation only follows.
  Actor actor = CallerOf(call, engagement);
  actor.level = std::max(actor.level, escalation->level());
  ASSIGN_OR_RETURN(const v1::Escalation ended,
                   governance::Resolve(*escalation, actor, resolution, call.now()));
  commit.Update(escalation, ended);
  commit.CancelTimer(decision.escalation(), kEscalationTimer);
  return absl::OkStatus();
}

absl::StatusOr<v1::Decision> Decisions::Decide(rpc::Call& call,
                                               const v1::DecideDecisionRequest& request) {
  ASSIGN_OR_RETURN(auto loaded, LoadWithEngagement<v1::Decision>(call, request.name()));
  RETURN_IF_ERROR(CheckRunning(*loaded.engagement));
  const Choice choice{
      .option = request.chosen_option(),
      .reason = request.reason(),
      .four_eyes_subject = request.four_eyes_subject(),
      .departs_from_advice = request.has_departs_from_advice()
                                 ? std::optional<bool>(request.departs_from_advice())
                                 : std::nullopt,
      .is_emergency = request.is_emergency()};
  ASSIGN_OR_RETURN(DecideResult result,
                   governance::Decide(data_.policy, *loaded.engagement, *loaded.record,
                                      CallerOf(call, *loaded.engagement), choice, call.now()));
  return Conclude(call, loaded, std::move(result), "decision.decided", request.reason());
}

absl::StatusOr<v1::Decision> Decisions::Confirm(rpc::Call& call,
                                                const v1::ConfirmDecisionRequest& request) {
  ASSIGN_OR_RETURN(auto loaded, LoadWithEngagement<v1::Decision>(call, request.name()));
  RETURN_IF_ERROR(CheckRunning(*loaded.engagement));
  ASSIGN_OR_RETURN(DecideResult result,
                   governance::Confirm(data_.policy, *loaded.engagement, *loaded.record,
                                       call.principal().subject, call.now()));
  return Conclude(call, loaded, std::move(result), "decision.confirmed", "");
}

absl::StatusOr<v1::Decision> Decisions::Withdraw(rpc::Call& call,
                                                 const v1::WithdrawDecisionRequest& request) {
  ASSIGN_OR_RETURN(auto loaded, LoadWithEngagement<v1::Decision>(call, request.name()));
  RETURN_IF_ERROR(CheckRunning(*loaded.engagement));
  ASSIGN_OR_RETURN(DecideResult result,
                   governance::Withdraw(*loaded.engagement, *loaded.record,
                                        CallerOf(call, *loaded.engagement), request.reason()));
  return Conclude(call, loaded, std::move(result), "decision.withdrawn", request.reason());
}

absl::StatusOr<v1::Decision> Decisions::Conclude(rpc::Call& call,
                                                 const WithEngagement<v1::Decision>& loaded,
                                                 DecideResult result, absl::string_view event,
                                                 absl::string_view reason) {
  const std::string& name = loaded.record->name();
  const bool escalated = result.escalate_to.has_value();
  rpc::Commit commit = call.Begin(escalated ? "decision.escalated" : event);
  if (escalated) {
    RETURN_IF_ERROR(
        StartFor(call, loaded.engagement, name, *result.escalate_to, result.decision, commit));
  } else {
    RETURN_IF_ERROR(EndFor(call, *loaded.engagement, *loaded.record, reason, commit));
  }
  commit.Update(loaded.record, result.decision);
  commit.Update(loaded.engagement, result.engagement);
  commit.About(name);
  commit.Reason(reason);
  TellPractice(*loaded.engagement, MandateUse(*loaded.engagement, *loaded.record, result.decision),
               commit);
  RETURN_IF_ERROR(call.Finish(std::move(commit)));
  return Worded(call, call.Committed(loaded.record.id(), result.decision));
}

absl::StatusOr<v1::Decision> Decisions::Ratify(rpc::Call& call,
                                               const v1::RatifyDecisionRequest& request) {
  ASSIGN_OR_RETURN(auto loaded, LoadWithEngagement<v1::Decision>(call, request.name()));
  RETURN_IF_ERROR(CheckNotClosed(*loaded.engagement));
  DecideResult result{.decision = {}, .engagement = *loaded.engagement, .escalate_to = {}};
  ASSIGN_OR_RETURN(
      result.decision,
      governance::Ratify(*loaded.record, CallerOf(call, *loaded.engagement), request.reason()));
  return Conclude(call, loaded, std::move(result), "decision.ratified", request.reason());
}

absl::StatusOr<v1::Decision> Decisions::Reverse(rpc::Call& call,
                                                const v1::ReverseDecisionRequest& request) {
  ASSIGN_OR_RETURN(auto loaded, LoadWithEngagement<v1::Decision>(call, request.name()));
  RETURN_IF_ERROR(CheckNotClosed(*loaded.engagement));
  DecideResult result;
  ASSIGN_OR_RETURN(
      result.decision,
      governance::Reverse(*loaded.record, CallerOf(call, *loaded.engagement), request.reason()));
  ASSIGN_OR_RETURN(result.engagement, Undo(*loaded.engagement, *loaded.record));
  return Conclude(call, loaded, std::move(result), "decision.reversed", request.reason());
}

absl::StatusOr<v1::Decision> Decisions::Notify(rpc::Call& call,
                                               const v1::NotifyDecisionRequest& request) {
  ASSIGN_OR_RETURN(auto loaded, LoadWithEngagement<v1::Decision>(call, request.name()));
  RETURN_IF_ERROR(CheckNotClosed(*loaded.engagement));
  if (loaded.record->state() != v1::DECISION_STATE_DECIDED &&
      loaded.record->state() != v1::DECISION_STATE_RATIFIED) {
    return DecisionStateWrong(*loaded.record, "DECIDED or RATIFIED");
  }
  if (loaded.record->gate_id().empty()) return GateStateWrong("", "NOT_APPLICABLE");
  ASSIGN_OR_RETURN(const Date day, NotifyDay(call, request));
  ASSIGN_OR_RETURN(const auto engagement,
                   NotifyCouncil(data_.law, *loaded.engagement, *loaded.record, day));
  v1::Decision after = *loaded.record;
  const v1::Gate* gate = FindGate(engagement, after.gate_id());
  if (gate->has_earliest_execution_date()) {
    *after.mutable_earliest_execution_date() = gate->earliest_execution_date();
  }
  rpc::Commit commit = call.Begin("decision.notified");
  commit.Update(loaded.record, after);
  commit.Update(loaded.engagement, engagement);
  commit.About(request.name());
  commit.Rule(gate->rule_id(), "");
  RETURN_IF_ERROR(call.Finish(std::move(commit)));
  return Worded(call, call.Committed(loaded.record.id(), after));
}

absl::StatusOr<v1::Decision> Decisions::Execute(rpc::Call& call,
                                                const v1::ExecuteDecisionRequest& request) {
  ASSIGN_OR_RETURN(auto loaded, LoadWithEngagement<v1::Decision>(call, request.name()));
  RETURN_IF_ERROR(CheckRunning(*loaded.engagement));
  ASSIGN_OR_RETURN(const auto after, governance::Execute(data_.law, *loaded.engagement,
                                                         *loaded.record, call.today(), call.now()));
  ASSIGN_OR_RETURN(const auto committed, call.Commit(loaded.record, after, "decision.executed"));
  return Worded(call, committed);
}

absl::StatusOr<v1::Decision> Decisions::Get(rpc::Call& call,
                                            const v1::GetDecisionRequest& request) {
  ASSIGN_OR_RETURN(const auto loaded, LoadWithEngagement<v1::Decision>(call, request.name()));
  return Worded(call, *loaded.record);
}

absl::StatusOr<v1::ListDecisionsResponse> Decisions::List(rpc::Call& call,
                                                          const v1::ListDecisionsRequest& request) {
  ASSIGN_OR_RETURN(const auto engagement, call.Load<v1::Engagement>(request.parent()));
  ASSIGN_OR_RETURN(auto page, call.List<v1::Decision>({.parent = engagement.id(), .filters = {}}));
  v1::ListDecisionsResponse response;
  for (v1::Decision& decision : page.items) {
    *response.add_decisions() = Worded(call, std::move(decision));
  }
  response.set_next_page_token(page.next_page_token);
  return response;
}

}  // namespace interim::governance
