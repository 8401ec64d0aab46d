#include "services/governance/domain/decisions.h"

#include <algorithm>

#include "common/core/clock.h"
#include "common/core/status_macros.h"
#include "common/type/convert.h"
#include "services/governance/domain/errors.h"
#include "services/governance/domain/gates.h"
#include "services/governance/domain/instant.h"
#include "services/governance/domain/mandate.h"
#include "services/governance/domain/policy.h"

namespace interim::governance {
namespace {

absl::StatusOr<AuthorityQuestion> QuestionOf(const v1::Decision& decision, Date on) {
  AuthorityQuestion question;
  question.domain_code = decision.domain_code();
  question.reserved_code = decision.reserved_matter_code();
  question.on = on;
  if (decision.has_amount()) {
    ASSIGN_OR_RETURN(question.amount, MoneyFromProto(decision.amount(), "decision.amount"));
  }
  return question;
}

bool IsOpen(const v1::Decision& decision) {
  return decision.state() == v1::DECISION_STATE_OPEN ||
         decision.state() == v1::DECISION_STATE_ESCALATED;
}

absl::Status CheckGate(const v1::Engagement& engagement, const v1::Decision& decision) {
  if (decision.gate_id().empty()) return absl::OkStatus();
  const v1::Gate* gate = FindGate(engagement, decision.gate_id());
  if (gate != nullptr && !IsClosed(*gate)) return GatesOpen({*gate});
  return absl::OkStatus();
}

absl::Status CheckOption(const v1::Decision& decision, absl::string_view option) {
  const auto& options = decision.options();
  if (options.empty()) return absl::OkStatus();
  if (std::find(options.begin(), options.end(), option) == options.end()) {
    return OptionUnknown(option);
  }
  return absl::OkStatus();
}

void Take(v1::Decision& decision, const Actor& actor, const Choice& choice, absl::Time now) {
  decision.set_state(v1::DECISION_STATE_DECIDED);
  decision.set_chosen_option(choice.option);
  decision.set_reason(choice.reason);
  decision.set_decider(actor.subject);
  decision.set_four_eyes_subject(choice.four_eyes_subject);
  decision.set_departs_from_advice(choice.departs_from_advice);
  decision.set_level(actor.level);
  *decision.mutable_decide_time() = ToInstant(now);
}

absl::StatusOr<DecideResult> DecideAsInterim(const PolicyData& policy,
                                             const v1::Engagement& engagement,
                                             const v1::Decision& decision, const Actor& actor,
                                             const Choice& choice, absl::Time now) {
  if (decision.state() == v1::DECISION_STATE_ESCALATED) return DeciderLevelWrong(decision.level());
  ASSIGN_OR_RETURN(const AuthorityQuestion question, QuestionOf(decision, AmsterdamDate(now)));
  ASSIGN_OR_RETURN(const v1::AuthorityCheck check, CheckAuthority(policy, engagement, question));
  DecideResult result{.decision = decision, .engagement = engagement, .escalate_to = {}};
  *result.decision.mutable_authority() = check;
  if (check.outcome() == v1::AUTHORITY_OUTCOME_WITHIN_MANDATE) {
    const bool alone =
        choice.four_eyes_subject.empty() || choice.four_eyes_subject == actor.subject;
    if (check.needs_four_eyes() && alone) return FourEyesMissing(decision);
    Take(result.decision, actor, choice, now);
    ASSIGN_OR_RETURN(result.engagement, CountUse(engagement, question));
    return result;
  }
  const bool emergency = choice.is_emergency &&
                         check.outcome() == v1::AUTHORITY_OUTCOME_ABOVE_LIMIT &&
                         engagement.mandate().emergency_report_hours() > 0;
  if (emergency) {
    Take(result.decision, actor, choice, now);
    result.decision.set_state(v1::DECISION_STATE_OUT_OF_MANDATE);
    result.decision.set_level(check.level());
  } else {
    result.decision.set_state(v1::DECISION_STATE_ESCALATED);
    result.decision.set_level(check.level());
    result.decision.set_chosen_option(choice.option);
    result.decision.set_reason(choice.reason);
  }
  result.escalate_to = check.level();
  return result;
}

}  // namespace

void CheckDecisionDraft(const PolicyData& policy, const v1::Decision& decision,
                        FieldErrors& errors) {
  if (!decision.domain_code().empty() && !IsMandateDomain(policy, decision.domain_code())) {
    errors.Add("decision.domain_code", "UNKNOWN", "Not a mandate domain.");
  }
  if (decision.has_amount()) {
    const auto amount = ReadMoney(decision.amount(), "decision.amount", errors);
    if (amount && amount->IsNegative()) {
      errors.Add("decision.amount", "OUT_OF_RANGE", "0 or more.");
    }
  }
  if (!decision.reserved_matter_code().empty() &&
      !IsFixedReservedMatter(policy, decision.reserved_matter_code())) {
    errors.Add("decision.reserved_matter_code", "UNKNOWN", "Not a reserved matter.");
  }
}

absl::StatusOr<v1::Decision> Raise(const PolicyData& policy, const v1::Engagement& engagement,
                                   const v1::Decision& draft, absl::string_view raiser,
                                   absl::Time now) {
  v1::Decision decision = draft;
  ASSIGN_OR_RETURN(const AuthorityQuestion question, QuestionOf(draft, AmsterdamDate(now)));
  ASSIGN_OR_RETURN(*decision.mutable_authority(), CheckAuthority(policy, engagement, question));
  decision.set_state(v1::DECISION_STATE_OPEN);
  decision.set_level(decision.authority().level());
  decision.set_raiser(std::string(raiser));
  *decision.mutable_raise_time() = ToInstant(now);
  return decision;
}

absl::StatusOr<DecideResult> Decide(const PolicyData& policy, const v1::Engagement& engagement,
                                    const v1::Decision& decision, const Actor& actor,
                                    const Choice& choice, absl::Time now) {
  if (!IsOpen(decision)) return DecisionStateWrong(decision, "OPEN or ESCALATED");
  RETURN_IF_ERROR(CheckOption(decision, choice.option));
  RETURN_IF_ERROR(CheckGate(engagement, decision));
  if (actor.IsInterimManager()) {
    return DecideAsInterim(policy, engagement, decision, actor, choice, now);
  }
  // A reserved matter is the board's even before anybody escalated it.
  const v1::EscalationLevel needed =
      decision.state() == v1::DECISION_STATE_ESCALATED ||
              decision.authority().outcome() == v1::AUTHORITY_OUTCOME_RESERVED
          ? decision.level()
          : v1::ESCALATION_LEVEL_SPONSOR;
  if (actor.level < needed) return DeciderLevelWrong(needed);
  DecideResult result{.decision = decision, .engagement = engagement, .escalate_to = {}};
  Take(result.decision, actor, choice, now);
  return result;
}

absl::StatusOr<v1::Decision> Ratify(const v1::Decision& decision, const Actor& actor,
                                    absl::string_view reason) {
  if (decision.state() != v1::DECISION_STATE_OUT_OF_MANDATE) {
    return DecisionStateWrong(decision, "OUT_OF_MANDATE");
  }
  if (actor.level < decision.level()) return DeciderLevelWrong(decision.level());
  v1::Decision after = decision;
  after.set_state(v1::DECISION_STATE_RATIFIED);
  after.set_reason(std::string(reason));
  return after;
}

absl::StatusOr<v1::Decision> Reverse(const v1::Decision& decision, const Actor& actor,
                                     absl::string_view reason) {
  if (decision.state() != v1::DECISION_STATE_OUT_OF_MANDATE &&
      decision.state() != v1::DECISION_STATE_DECIDED) {
    return DecisionStateWrong(decision, "OUT_OF_MANDATE or DECIDED");
  }
  if (actor.level < decision.level()) return DeciderLevelWrong(decision.level());
  v1::Decision after = decision;
  after.set_state(v1::DECISION_STATE_REVERSED);
  after.set_reason(std::string(reason));
  return after;
}

absl::StatusOr<v1::Decision> Execute(const v1::Engagement& engagement, const v1::Decision& decision,
                                     Date today, absl::Time now) {
  if (decision.state() != v1::DECISION_STATE_DECIDED &&
      decision.state() != v1::DECISION_STATE_RATIFIED) {
    return DecisionStateWrong(decision, "DECIDED or RATIFIED");
  }
  const v1::Gate* gate = FindGate(engagement, decision.gate_id());
  if (gate != nullptr && gate->state() != v1::GATE_STATE_WAIVED) {
    if (!gate->has_notify_date()) return NoticeMissing(gate->gate_id());
    if (gate->has_earliest_execution_date()) {
      ASSIGN_OR_RETURN(const Date earliest, DateFromProto(gate->earliest_execution_date(),
                                                          "gates.earliest_execution_date"));
      ASSIGN_OR_RETURN(const Date notice, DateFromProto(gate->notify_date(), "gates.notify_date"));
      if (today < earliest) return ExecutionSuspended(earliest, notice, gate->rule_id());
    }
  }
  v1::Decision after = decision;
  after.set_state(v1::DECISION_STATE_EXECUTED);
  *after.mutable_execute_time() = ToInstant(now);
  return after;
}

}  // namespace interim::governance
