#include "services/governance/domain/decisions.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
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
  question.plan_kind = decision.plan_kind();
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

void Take(const v1::Engagement& engagement, v1::Decision& decision, const Actor& actor,
          const Choice& choice, absl::Time now) {
  decision.set_state(v1::DECISION_STATE_DECIDED);
  decision.set_chosen_option(choice.option);
  decision.set_reason(choice.reason);
  decision.set_decider(actor.subject);
  decision.set_departs_from_advice(
      Departs(FindGate(engagement, decision.gate_id()), choice.departs_from_advice));
  decision.set_level(actor.level);
  *decision.mutable_decide_time() = ToInstant(now);
}

bool IsEmergency(const v1::Engagement& engagement, const v1::AuthorityCheck& check,
                 const Choice& choice) {
  return choice.is_emergency && check.outcome() == v1::AUTHORITY_OUTCOME_ABOVE_LIMIT &&
         engagement.mandate().emergency_report_hours() > 0;
}

void MoveUp(DecideResult& result, const v1::AuthorityCheck& check) {
  result.decision.set_state(v1::DECISION_STATE_ESCALATED);
  result.decision.set_level(check.level());
  result.escalate_to = check.level();
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
    Take(engagement, result.decision, actor, choice, now);
    if (check.needs_four_eyes()) {
      if (!choice.four_eyes_subject.empty() && !MaySecond(engagement, choice.four_eyes_subject)) {
        return FourEyesMissing(decision);
      }
      result.decision.set_four_eyes_subject(choice.four_eyes_subject);
      result.decision.set_state(v1::DECISION_STATE_CONFIRMING);
      return result;
    }
    ASSIGN_OR_RETURN(result.engagement, CountUse(engagement, question));
    return result;
  }
  if (IsEmergency(engagement, check, choice)) {
    Take(engagement, result.decision, actor, choice, now);
    result.decision.set_state(v1::DECISION_STATE_OUT_OF_MANDATE);
    result.decision.set_level(check.level());
    result.escalate_to = check.level();
    ASSIGN_OR_RETURN(result.engagement, CountUse(engagement, question));
    return result;
  }
  MoveUp(result, check);
  result.decision.set_chosen_option(choice.option);
  result.decision.set_reason(choice.reason);
  return result;
}

// The lowest level that may decide besides the interim manager. What nobody brought up is not the
// sponsor's to decide outside the mandate, and a reserved matter is always the board's.
v1::EscalationLevel NeededByMandate(const v1::Decision& decision) {
  if (decision.state() == v1::DECISION_STATE_ESCALATED) return decision.level();
  switch (decision.authority().outcome()) {
    case v1::AUTHORITY_OUTCOME_RESERVED:
      return decision.authority().level();
    case v1::AUTHORITY_OUTCOME_WITHIN_MANDATE:
      return v1::ESCALATION_LEVEL_SPONSOR;
    default:
      return v1::ESCALATION_LEVEL_STEERING;
  }
}

// The same, with the limit of the sponsor as it is now.
absl::StatusOr<v1::EscalationLevel> NeededLevel(const v1::Engagement& engagement,
                                                const v1::Decision& decision, Date on) {
  const v1::EscalationLevel needed = NeededByMandate(decision);
  if (needed != v1::ESCALATION_LEVEL_SPONSOR) return needed;
  ASSIGN_OR_RETURN(const AuthorityQuestion question, QuestionOf(decision, on));
  ASSIGN_OR_RETURN(const bool above, IsAboveSponsor(engagement, question.amount));
  return above ? v1::ESCALATION_LEVEL_STEERING : needed;
}

}  // namespace

void CheckDecisionDraft(const PolicyData& policy, const v1::Engagement& engagement,
                        const v1::Decision& decision, FieldErrors& errors) {
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
      !IsReserved(policy, engagement, decision.reserved_matter_code())) {
    errors.Add("decision.reserved_matter_code", "UNKNOWN", "Not a reserved matter.");
  }
  if (!decision.milestone().empty() &&
      !absl::StartsWith(decision.milestone(), absl::StrCat(engagement.name(), "/milestones/"))) {
    errors.Add("decision.milestone", "UNKNOWN", "A milestone of this engagement.");
  }
  const bool must_name =
      decision.has_personnel_impact() ||
      MustNamePlanKind(policy, decision.domain_code(), decision.reserved_matter_code());
  if (engagement.has_works_council() && must_name &&
      decision.plan_kind() == v1::PLAN_KIND_UNSPECIFIED) {
    errors.Add("decision.plan_kind", "REQUIRED",
               "The works council may have a right; name the kind of plan, or PLAN_KIND_NONE.");
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
  v1::Decision judged = decision;
  if (decision.state() == v1::DECISION_STATE_OPEN) {
    // The mandate may have changed since it was raised.
    ASSIGN_OR_RETURN(const AuthorityQuestion question, QuestionOf(decision, AmsterdamDate(now)));
    ASSIGN_OR_RETURN(*judged.mutable_authority(), CheckAuthority(policy, engagement, question));
  }
  ASSIGN_OR_RETURN(const v1::EscalationLevel needed,
                   NeededLevel(engagement, judged, AmsterdamDate(now)));
  if (actor.level < needed) return DeciderLevelWrong(needed);
  DecideResult result{.decision = judged, .engagement = engagement, .escalate_to = {}};
  Take(engagement, result.decision, actor, choice, now);
  return result;
}

absl::StatusOr<DecideResult> Confirm(const PolicyData& policy, const v1::Engagement& engagement,
                                     const v1::Decision& decision, absl::string_view subject,
                                     absl::Time now) {
  if (decision.state() != v1::DECISION_STATE_CONFIRMING) {
    return DecisionStateWrong(decision, "CONFIRMING");
  }
  const std::string& asked = decision.four_eyes_subject();
  if (!MaySecond(engagement, subject) || (!asked.empty() && asked != subject)) {
    return FourEyesMissing(decision);
  }
  ASSIGN_OR_RETURN(const AuthorityQuestion question, QuestionOf(decision, AmsterdamDate(now)));
  ASSIGN_OR_RETURN(const v1::AuthorityCheck check, CheckAuthority(policy, engagement, question));
  DecideResult result{.decision = decision, .engagement = engagement, .escalate_to = {}};
  *result.decision.mutable_authority() = check;
  if (check.outcome() != v1::AUTHORITY_OUTCOME_WITHIN_MANDATE) {
    MoveUp(result, check);
    result.decision.clear_decider();
    result.decision.clear_decide_time();
    return result;
  }
  result.decision.set_state(v1::DECISION_STATE_DECIDED);
  result.decision.set_four_eyes_subject(std::string(subject));
  *result.decision.mutable_decide_time() = ToInstant(now);
  ASSIGN_OR_RETURN(result.engagement, CountUse(engagement, question));
  return result;
}

absl::StatusOr<DecideResult> Withdraw(const v1::Engagement& engagement,
                                      const v1::Decision& decision, const Actor& actor,
                                      absl::string_view reason) {
  if (!IsOpen(decision) && decision.state() != v1::DECISION_STATE_CONFIRMING) {
    return DecisionStateWrong(decision, "OPEN, ESCALATED or CONFIRMING");
  }
  const bool own = decision.raiser() == actor.subject;
  if (!own && (actor.level < decision.level() || actor.level < v1::ESCALATION_LEVEL_SPONSOR)) {
    return DeciderLevelWrong(decision.level());
  }
  DecideResult result{.decision = decision,
                      .engagement = DropGate(engagement, decision.gate_id()),
                      .escalate_to = {}};
  result.decision.set_state(v1::DECISION_STATE_LAPSED);
  result.decision.set_reason(std::string(reason));
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

absl::StatusOr<v1::Engagement> Undo(const v1::Engagement& engagement,
                                    const v1::Decision& decision) {
  if (!HasPart(engagement, v1::PARTY_ROLE_INTERIM_MANAGER, decision.decider())) return engagement;
  ASSIGN_OR_RETURN(const AuthorityQuestion question,
                   QuestionOf(decision, AmsterdamDate(FromInstant(decision.decide_time()))));
  return GiveBack(engagement, question);
}

absl::StatusOr<v1::Decision> Execute(const law::LawData& law, const v1::Engagement& engagement,
                                     const v1::Decision& decision, Date today, absl::Time now) {
  if (decision.state() != v1::DECISION_STATE_DECIDED &&
      decision.state() != v1::DECISION_STATE_RATIFIED) {
    return DecisionStateWrong(decision, "DECIDED or RATIFIED");
  }
  RETURN_IF_ERROR(CheckExecution(law, engagement, decision, today));
  v1::Decision after = decision;
  after.set_state(v1::DECISION_STATE_EXECUTED);
  *after.mutable_execute_time() = ToInstant(now);
  return after;
}

}  // namespace interim::governance
