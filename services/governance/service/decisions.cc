#include "services/governance/service/decisions.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "common/type/convert.h"
#include "services/governance/domain/decisions.h"
#include "services/governance/domain/errors.h"
#include "services/governance/domain/gates.h"
#include "services/governance/domain/instant.h"
#include "services/governance/domain/lifecycle.h"

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
  FieldErrors errors;
  CheckDecisionDraft(data_.policy, request.decision(), errors);
  RETURN_IF_ERROR(errors.ToStatus());
  ASSIGN_OR_RETURN(const auto engagement, call.Load<v1::Engagement>(request.parent()));
  RETURN_IF_ERROR(CheckRunning(*engagement));
  ASSIGN_OR_RETURN(v1::Decision decision,
                   governance::Raise(data_.policy, *engagement, request.decision(),
                                     call.principal().subject, call.now()));
  ASSIGN_OR_RETURN(const auto gate, GateFor(data_.law, *engagement, decision, call.today()));
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
  ASSIGN_OR_RETURN(
      const v1::Escalation ended,
      governance::Resolve(*escalation, CallerOf(call, engagement), resolution, call.now()));
  commit.Update(escalation, ended);
  commit.CancelTimer(decision.escalation(), kEscalationTimer);
  return absl::OkStatus();
}

absl::StatusOr<v1::Decision> Decisions::Decide(rpc::Call& call,
                                               const v1::DecideDecisionRequest& request) {
  ASSIGN_OR_RETURN(auto loaded, LoadWithEngagement<v1::Decision>(call, request.name()));
  RETURN_IF_ERROR(CheckRunning(*loaded.engagement));
  const Choice choice{.option = request.chosen_option(),
                      .reason = request.reason(),
                      .four_eyes_subject = request.four_eyes_subject(),
                      .departs_from_advice = request.departs_from_advice(),
                      .is_emergency = request.is_emergency()};
  ASSIGN_OR_RETURN(DecideResult result,
                   governance::Decide(data_.policy, *loaded.engagement, *loaded.record,
                                      CallerOf(call, *loaded.engagement), choice, call.now()));
  const bool escalated = result.escalate_to.has_value();
  rpc::Commit commit = call.Begin(escalated ? "decision.escalated" : "decision.decided");
  if (escalated) {
    RETURN_IF_ERROR(StartFor(call, loaded.engagement, request.name(), *result.escalate_to,
                             result.decision, commit));
  } else {
    RETURN_IF_ERROR(EndFor(call, *loaded.engagement, *loaded.record, request.reason(), commit));
  }
  commit.Update(loaded.record, result.decision);
  commit.Update(loaded.engagement, result.engagement);
  commit.About(request.name());
  commit.Reason(request.reason());
  RETURN_IF_ERROR(call.Finish(std::move(commit)));
  return Worded(call, call.Committed(loaded.record.id(), result.decision));
}

absl::StatusOr<v1::Decision> Decisions::Settle(rpc::Call& call,
                                               const WithEngagement<v1::Decision>& loaded,
                                               const v1::Decision& after, absl::string_view event,
                                               absl::string_view reason) {
  rpc::Commit commit = call.Begin(event);
  commit.Update(loaded.record, after);
  RETURN_IF_ERROR(EndFor(call, *loaded.engagement, *loaded.record, reason, commit));
  commit.About(loaded.record->name());
  commit.Reason(reason);
  RETURN_IF_ERROR(call.Finish(std::move(commit)));
  return Worded(call, call.Committed(loaded.record.id(), after));
}

absl::StatusOr<v1::Decision> Decisions::Ratify(rpc::Call& call,
                                               const v1::RatifyDecisionRequest& request) {
  ASSIGN_OR_RETURN(auto loaded, LoadWithEngagement<v1::Decision>(call, request.name()));
  ASSIGN_OR_RETURN(
      const auto after,
      governance::Ratify(*loaded.record, CallerOf(call, *loaded.engagement), request.reason()));
  return Settle(call, loaded, after, "decision.ratified", request.reason());
}

absl::StatusOr<v1::Decision> Decisions::Reverse(rpc::Call& call,
                                                const v1::ReverseDecisionRequest& request) {
  ASSIGN_OR_RETURN(auto loaded, LoadWithEngagement<v1::Decision>(call, request.name()));
  ASSIGN_OR_RETURN(
      const auto after,
      governance::Reverse(*loaded.record, CallerOf(call, *loaded.engagement), request.reason()));
  return Settle(call, loaded, after, "decision.reversed", request.reason());
}

absl::StatusOr<v1::Decision> Decisions::Notify(rpc::Call& call,
                                               const v1::NotifyDecisionRequest& request) {
  ASSIGN_OR_RETURN(auto loaded, LoadWithEngagement<v1::Decision>(call, request.name()));
  if (loaded.record->state() != v1::DECISION_STATE_DECIDED) {
    return DecisionStateWrong(*loaded.record, "DECIDED");
  }
  if (loaded.record->gate_id().empty()) return GateStateWrong("", "NOT_APPLICABLE");
  ASSIGN_OR_RETURN(const Date day, NotifyDay(call, request));
  ASSIGN_OR_RETURN(const auto engagement,
                   NotifyCouncil(data_.law, *loaded.engagement, loaded.record->gate_id(),
                                 loaded.record->departs_from_advice(), day));
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
  ASSIGN_OR_RETURN(const auto after, governance::Execute(*loaded.engagement, *loaded.record,
                                                         call.today(), call.now()));
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
