#include "services/governance/domain/errors.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace interim::governance {
namespace {

using Metadata = std::vector<std::pair<std::string, std::string>>;

absl::Status Precondition(absl::string_view reason, std::string message, Metadata metadata) {
  ErrorSpec spec;
  spec.code = absl::StatusCode::kFailedPrecondition;
  spec.reason = std::string(reason);
  spec.message = std::move(message);
  spec.metadata = std::move(metadata);
  return MakeError(std::move(spec));
}

std::string Without(absl::string_view prefix, absl::string_view name) {
  return std::string(absl::StripPrefix(name, prefix));
}

}  // namespace

std::string ShortName(v1::EngagementState state) {
  return Without("ENGAGEMENT_STATE_", v1::EngagementState_Name(state));
}
std::string ShortName(v1::DecisionState state) {
  return Without("DECISION_STATE_", v1::DecisionState_Name(state));
}
std::string ShortName(v1::GateState state) {
  return Without("GATE_STATE_", v1::GateState_Name(state));
}
std::string ShortName(v1::EscalationState state) {
  return Without("ESCALATION_STATE_", v1::EscalationState_Name(state));
}
std::string ShortName(v1::EscalationLevel level) {
  return Without("ESCALATION_LEVEL_", v1::EscalationLevel_Name(level));
}
std::string ShortName(v1::PartyRole role) {
  return Without("PARTY_ROLE_", v1::PartyRole_Name(role));
}

absl::Status EngagementStateWrong(const v1::Engagement& engagement, absl::string_view allowed) {
  return Precondition("ENGAGEMENT_STATE_WRONG",
                      absl::StrCat("The engagement is ", ShortName(engagement.state()),
                                   "; this needs ", allowed, "."),
                      {{"engagement", engagement.name()},
                       {"state", ShortName(engagement.state())},
                       {"allowed", std::string(allowed)}});
}

absl::Status PartyConflicted(absl::string_view subject, v1::PartyRole role) {
  return Precondition(
      "PARTY_CONFLICTED",
      "Whoever speaks for the works council has no other part; name another person.",
      {{"subject", std::string(subject)}, {"role", ShortName(role)}});
}

absl::Status EngagementExists(const v1::Engagement& existing) {
  ErrorSpec spec;
  spec.code = absl::StatusCode::kAlreadyExists;
  spec.reason = "ENGAGEMENT_EXISTS";
  spec.message = "The contract has an engagement.";
  spec.metadata = {{"contract", existing.contract()}, {"engagement", existing.name()}};
  return MakeError(std::move(spec));
}

absl::Status ContractNotActive(absl::string_view contract, absl::string_view state) {
  return Precondition(
      "CONTRACT_NOT_ACTIVE",
      absl::StrCat("Contract ", contract, " is ", state, "; activate it before work is governed."),
      {{"contract", std::string(contract)}, {"state", std::string(state)}});
}

absl::Status PartiesMissing(const std::vector<v1::PartyRole>& roles) {
  ErrorSpec spec;
  spec.code = absl::StatusCode::kFailedPrecondition;
  spec.reason = "PARTY_MISSING";
  spec.message = "An engagement needs a formal client, a sponsor and an interim manager.";
  spec.metadata = {{"role", ShortName(roles.front())}};
  for (v1::PartyRole role : roles) {
    spec.preconditions.push_back(
        {"PARTY", ShortName(role), absl::StrCat("Name who is ", ShortName(role), ".")});
  }
  return MakeError(std::move(spec));
}

absl::Status GatesOpen(const std::vector<v1::Gate>& gates) {
  ErrorSpec spec;
  spec.code = absl::StatusCode::kFailedPrecondition;
  spec.reason = "GATE_OPEN";
  spec.message = absl::StrCat("Gate ", gates.front().gate_id(), " must be closed first.");
  spec.metadata = {{"gate", gates.front().gate_id()}, {"ruleId", gates.front().rule_id()}};
  for (const v1::Gate& gate : gates) {
    spec.preconditions.push_back(
        {"GATE", gate.gate_id(),
         absl::StrCat(gate.article(), ": ", gate.body(), " is ", ShortName(gate.state()), ".")});
  }
  return MakeError(std::move(spec));
}

absl::Status CloseIncomplete(const v1::Engagement& engagement,
                             std::vector<PreconditionViolation> missing) {
  ErrorSpec spec;
  spec.code = absl::StatusCode::kFailedPrecondition;
  spec.reason = "CLOSE_INCOMPLETE";
  spec.message = absl::StrCat(engagement.name(), " cannot be closed: ", missing.size(),
                              " thing(s) are missing.");
  spec.metadata = {{"missingCount", absl::StrCat(missing.size())}};
  spec.preconditions = std::move(missing);
  return MakeError(std::move(spec));
}

absl::Status MandateAbsent(const v1::Engagement& engagement) {
  return Precondition("MANDATE_ABSENT", "No mandate is in force.",
                      {{"engagement", engagement.name()}});
}

absl::Status DecisionStateWrong(const v1::Decision& decision, absl::string_view allowed) {
  return Precondition(
      "DECISION_STATE_WRONG",
      absl::StrCat("The decision is ", ShortName(decision.state()), "; this needs ", allowed, "."),
      {{"decision", decision.name()},
       {"state", ShortName(decision.state())},
       {"allowed", std::string(allowed)}});
}

absl::Status FourEyesMissing(const v1::Decision& decision) {
  return Precondition("FOUR_EYES_MISSING",
                      absl::StrCat("Decisions on ", decision.domain_code(),
                                   " need a second person with a part above the interim manager."),
                      {{"domain", decision.domain_code()}});
}

absl::Status DeciderLevelWrong(v1::EscalationLevel level) {
  return Precondition("DECIDER_LEVEL_WRONG",
                      absl::StrCat("The matter waits at level ", ShortName(level), "."),
                      {{"level", ShortName(level)}});
}

absl::Status OptionUnknown(absl::string_view option) {
  ErrorSpec spec;
  spec.code = absl::StatusCode::kInvalidArgument;
  spec.reason = "OPTION_UNKNOWN";
  spec.message = "The chosen option is not one of the options examined.";
  spec.metadata = {{"option", std::string(option)}};
  spec.fields = {{"chosen_option", "OPTION_UNKNOWN", "Choose one of the options of the decision."}};
  return MakeError(std::move(spec));
}

absl::Status ExecutionSuspended(Date earliest, Date notice, absl::string_view rule_id) {
  return Precondition(
      "EXECUTION_SUSPENDED",
      absl::StrCat("The decision departs from the advice; it may be carried out from ",
                   earliest.ToString(), "."),
      {{"earliestDate", earliest.ToString()},
       {"noticeDate", notice.ToString()},
       {"ruleId", std::string(rule_id)}});
}

absl::Status ExecutionUncertain(Date sure, Date notice, absl::string_view rule_id) {
  return Precondition(
      "EXECUTION_UNCERTAIN",
      absl::StrCat(
          "The month after the notice ended on a day that does not exist; it is sure from ",
          sure.ToString(), "."),
      {{"sureDate", sure.ToString()},
       {"noticeDate", notice.ToString()},
       {"ruleId", std::string(rule_id)}});
}

absl::Status AdviserWrong(absl::string_view gate_id) {
  return Precondition("ADVISER_WRONG",
                      "The works council has a part; only it records its own advice.",
                      {{"gate", std::string(gate_id)}});
}

absl::Status NoticeMissing(absl::string_view gate_id) {
  return Precondition("NOTICE_MISSING",
                      "Tell the works council of the decision in writing before it is carried out.",
                      {{"gate", std::string(gate_id)}});
}

absl::Status GateStateWrong(absl::string_view gate_id, absl::string_view state) {
  return Precondition("GATE_STATE_WRONG",
                      absl::StrCat("Gate ", gate_id, " is ", state, "; this step does not fit."),
                      {{"gate", std::string(gate_id)}, {"state", std::string(state)}});
}

absl::Status MeasurementOrder(Date last) {
  return Precondition(
      "MEASUREMENT_ORDER",
      absl::StrCat("The series holds a value of ", last.ToString(), " or later already."),
      {{"lastDate", last.ToString()}});
}

absl::Status MilestoneComplete(const v1::Milestone& milestone) {
  return Precondition("MILESTONE_COMPLETE", "The milestone is done.",
                      {{"milestone", milestone.name()}});
}

absl::Status HardDateNeedsDecision(const v1::Milestone& milestone) {
  return Precondition("HARD_DATE_NEEDS_DECISION",
                      "A hard date moves only with a decision taken above the interim manager.",
                      {{"milestone", milestone.name()}});
}

absl::Status PlanPending(absl::string_view plan) {
  return Precondition("PLAN_PENDING", "Another plan of approach waits for a decision.",
                      {{"plan", std::string(plan)}});
}

absl::Status PlanStateWrong(const v1::Plan& plan) {
  return Precondition("PLAN_STATE_WRONG", "The plan of approach has been decided.",
                      {{"plan", plan.name()}, {"state", "DECIDED"}});
}

absl::Status EscalationStateWrong(const v1::Escalation& escalation) {
  return Precondition(
      "ESCALATION_STATE_WRONG",
      absl::StrCat("The escalation is ", ShortName(escalation.state()), "."),
      {{"escalation", escalation.name()}, {"state", ShortName(escalation.state())}});
}

absl::Status DecisionPending(const v1::Decision& decision) {
  return Precondition(
      "DECISION_PENDING",
      "The escalation ends with its decision; decide, ratify, reverse or withdraw it.",
      {{"decision", decision.name()}});
}

absl::Status EvaluatorWrong(absl::string_view evaluator, absl::string_view moment) {
  return Precondition(
      "EVALUATOR_WRONG",
      absl::StrCat("Moment ", moment, " is evaluated by somebody with another part."),
      {{"evaluator", std::string(evaluator)}, {"moment", std::string(moment)}});
}

absl::Status EvaluationEarly(absl::string_view moment, Date earliest) {
  return Precondition(
      "EVALUATION_EARLY",
      absl::StrCat("Moment ", moment, " can be evaluated from ", earliest.ToString(), "."),
      {{"moment", std::string(moment)}, {"earliestDate", earliest.ToString()}});
}

absl::Status ContractAbsent(const v1::Engagement& engagement) {
  return Precondition("CONTRACT_ABSENT", "The engagement has no contract to follow.",
                      {{"engagement", engagement.name()}});
}

absl::Status EvaluatorConflicted(absl::string_view evaluator) {
  return Precondition("EVALUATOR_CONFLICTED", "The interim manager never evaluates the assignment.",
                      {{"evaluator", std::string(evaluator)}});
}

absl::Status EvaluationExists(absl::string_view moment) {
  ErrorSpec spec;
  spec.code = absl::StatusCode::kAlreadyExists;
  spec.reason = "EVALUATION_EXISTS";
  spec.message = absl::StrCat("Moment ", moment, " has been evaluated.");
  spec.metadata = {{"moment", std::string(moment)}};
  return MakeError(std::move(spec));
}

absl::Status ReceiverWrong(const v1::HandoverItem& item) {
  return Precondition("RECEIVER_WRONG", "Only the receiver confirms a hand-over item.",
                      {{"receiver", item.receiver()}});
}

absl::Status HandoverItemConfirmed(const v1::HandoverItem& item) {
  return Precondition("HANDOVER_ITEM_CONFIRMED", "The item is confirmed already.",
                      {{"item", item.name()}});
}

}  // namespace interim::governance
