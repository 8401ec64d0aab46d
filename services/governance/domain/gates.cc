#include "services/governance/domain/gates.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/core/clock.h"
#include "common/core/error.h"
#include "common/core/status_macros.h"
#include "common/law/works_council.h"
#include "common/type/convert.h"
#include "services/governance/domain/errors.h"
#include "services/governance/domain/instant.h"
#include "services/governance/domain/parties.h"

namespace interim::governance {
namespace {

constexpr absl::string_view kWorksCouncil = "WORKS_COUNCIL";

law::ParticipationSubject SubjectOf(const v1::Decision& decision) {
  switch (decision.plan_kind()) {
    case v1::PLAN_KIND_MERGER:
    case v1::PLAN_KIND_REORGANIZATION:
    case v1::PLAN_KIND_CLOSURE:
    case v1::PLAN_KIND_INVESTMENT:
    case v1::PLAN_KIND_RELOCATION:
      return law::PARTICIPATION_SUBJECT_REORGANISATION;
    case v1::PLAN_KIND_GROUP_HIRING:
      return law::PARTICIPATION_SUBJECT_GROUP_HIRING;
    default:
      return law::PARTICIPATION_SUBJECT_UNSPECIFIED;
  }
}

// The article on the kind of plan; `otherwise` is the one of the rule.
std::string ArticleOf(const PolicyData& policy, v1::PlanKind kind, const std::string& otherwise) {
  for (const PlanKindRule& row : policy.plan_kind()) {
    if (row.kind() == kind) return row.source().article();
  }
  return otherwise;
}

bool HasAdvice(const v1::Gate& gate) {
  return gate.state() == v1::GATE_STATE_ADVICE_POSITIVE ||
         gate.state() == v1::GATE_STATE_ADVICE_NEGATIVE;
}

// What the rule judges a decision by that would be carried out on `day`.
law::WorksCouncilInput ExecutionInput(const v1::Gate& gate, const v1::Decision& decision,
                                      Date day) {
  law::WorksCouncilInput input;
  input.set_subject(SubjectOf(decision));
  input.set_works_council_present(law::TERNARY_YES);
  *input.mutable_requested_date() = gate.request_date();
  *input.mutable_advised_date() = gate.advice_date();
  input.set_advice(gate.state() == v1::GATE_STATE_ADVICE_POSITIVE
                       ? law::WorksCouncilInput::ADVICE_POSITIVE
                       : law::WorksCouncilInput::ADVICE_NEGATIVE);
  input.set_follows_advice(decision.departs_from_advice() ? law::TERNARY_NO : law::TERNARY_YES);
  input.set_suspension_waived(!gate.waive_reason().empty());
  *input.mutable_decided_date() = ToProto(AmsterdamDate(FromInstant(decision.decide_time())));
  *input.mutable_notified_date() = gate.notify_date();
  *input.mutable_execution_date() = ToProto(day);
  return input;
}

// The first day from `day` on which the rule is sure that the suspension is over.
absl::StatusOr<Date> FirstSureDay(const law::LawData& law, const v1::Gate& gate,
                                  const v1::Decision& decision, Date day) {
  constexpr int kLookAhead = 14;  // days; the uncertain days after a month end are fewer
  for (int i = 0; i < kLookAhead; ++i, day = day.AddDays(1)) {
    ASSIGN_OR_RETURN(const law::WorksCouncilResult result,
                     law::EvaluateWorksCouncil(law, ExecutionInput(gate, decision, day)));
    if (result.findings.front().outcome() != type::RULE_OUTCOME_INDETERMINATE) break;
  }
  return day;
}

std::string NewGateId(const v1::Engagement& engagement) {
  return absl::StrCat("works-council-", engagement.gates_size() + 1);
}

absl::Status UnknownGate(absl::string_view gate_id) {
  FieldErrors errors;
  errors.Add("gate_id", "UNKNOWN",
             absl::StrCat("The engagement has no gate '", gate_id, "'; read its gates."));
  return errors.ToStatus();
}

// The engagement with one gate changed by `change`, which may refuse.
template <class F>
absl::StatusOr<v1::Engagement> WithGate(const v1::Engagement& engagement, absl::string_view gate_id,
                                        F change) {
  v1::Engagement after = engagement;
  for (v1::Gate& gate : *after.mutable_gates()) {
    if (gate.gate_id() != gate_id) continue;
    RETURN_IF_ERROR(change(gate));
    return after;
  }
  return UnknownGate(gate_id);
}

}  // namespace

absl::StatusOr<std::optional<v1::Gate>> GateFor(const GateRules& rules,
                                                const v1::Engagement& engagement,
                                                const v1::Decision& decision, Date today) {
  const law::ParticipationSubject subject = SubjectOf(decision);
  if (!engagement.has_works_council() || subject == law::PARTICIPATION_SUBJECT_UNSPECIFIED) {
    return std::nullopt;
  }
  law::WorksCouncilInput input;
  input.set_subject(subject);
  input.set_works_council_present(law::TERNARY_YES);
  *input.mutable_reference_date() = ToProto(today);
  ASSIGN_OR_RETURN(const law::WorksCouncilResult result,
                   law::EvaluateWorksCouncil(rules.law, input));
  if (result.right == law::PARTICIPATION_RIGHT_UNSPECIFIED) return std::nullopt;
  v1::Gate gate;
  gate.set_gate_id(NewGateId(engagement));
  gate.set_rule_id(result.findings.front().rule_id());
  gate.set_body(std::string(kWorksCouncil));
  gate.set_article(ArticleOf(rules.policy, decision.plan_kind(), result.article));
  gate.set_state(v1::GATE_STATE_TO_DO);
  return gate;
}

const v1::Gate* FindGate(const v1::Engagement& engagement, absl::string_view gate_id) {
  for (const v1::Gate& gate : engagement.gates()) {
    if (gate.gate_id() == gate_id) return &gate;
  }
  return nullptr;
}

bool IsClosed(const v1::Gate& gate) {
  return gate.state() != v1::GATE_STATE_TO_DO && gate.state() != v1::GATE_STATE_REQUESTED;
}

absl::StatusOr<v1::Engagement> RequestAdvice(const v1::Engagement& engagement,
                                             absl::string_view gate_id, Date day) {
  return WithGate(engagement, gate_id, [&](v1::Gate& gate) -> absl::Status {
    if (gate.state() != v1::GATE_STATE_TO_DO) {
      return GateStateWrong(gate_id, ShortName(gate.state()));
    }
    gate.set_state(v1::GATE_STATE_REQUESTED);
    *gate.mutable_request_date() = ToProto(day);
    return absl::OkStatus();
  });
}

absl::StatusOr<v1::Engagement> RecordAdvice(const v1::Engagement& engagement,
                                            absl::string_view gate_id, const Advice& advice) {
  return WithGate(engagement, gate_id, [&](v1::Gate& gate) -> absl::Status {
    if (gate.state() != v1::GATE_STATE_REQUESTED) {
      return GateStateWrong(gate_id, ShortName(gate.state()));
    }
    ASSIGN_OR_RETURN(const Date asked, DateFromProto(gate.request_date(), "gates.request_date"));
    if (advice.day < asked) {
      FieldErrors errors;
      errors.Add("advice_date", "ORDER",
                 absl::StrCat("Not before the request of ", asked.ToString(), "."));
      return errors.ToStatus();
    }
    gate.set_state(advice.is_positive ? v1::GATE_STATE_ADVICE_POSITIVE
                                      : v1::GATE_STATE_ADVICE_NEGATIVE);
    *gate.mutable_advice_date() = ToProto(advice.day);
    gate.set_advice_text(advice.text);
    return absl::OkStatus();
  });
}

absl::Status CheckAdviser(const v1::Engagement& engagement, absl::string_view gate_id,
                          absl::string_view subject) {
  const v1::Gate* gate = FindGate(engagement, gate_id);
  const bool of_council = gate != nullptr && gate->body() == kWorksCouncil &&
                          IsFilled(engagement, v1::PARTY_ROLE_WORKS_COUNCIL);
  if (of_council && !HasPart(engagement, v1::PARTY_ROLE_WORKS_COUNCIL, subject)) {
    return AdviserWrong(gate_id);
  }
  return absl::OkStatus();
}

bool Departs(const v1::Gate* gate, std::optional<bool> stated) {
  if (gate == nullptr || !HasAdvice(*gate)) return stated.value_or(false);
  return stated.value_or(gate->state() == v1::GATE_STATE_ADVICE_NEGATIVE);
}

v1::Engagement DropGate(const v1::Engagement& engagement, absl::string_view gate_id) {
  v1::Engagement after = engagement;
  for (v1::Gate& gate : *after.mutable_gates()) {
    if (gate.gate_id() == gate_id && !IsClosed(gate)) {
      gate.set_state(v1::GATE_STATE_NOT_APPLICABLE);
    }
  }
  return after;
}

absl::StatusOr<v1::Engagement> WaiveGate(const v1::Engagement& engagement,
                                         absl::string_view gate_id, absl::string_view reason,
                                         WaivedBy by) {
  return WithGate(engagement, gate_id, [&](v1::Gate& gate) -> absl::Status {
    const bool own_right = gate.body() == kWorksCouncil;
    const bool advised = own_right && HasAdvice(gate) && gate.waive_reason().empty();
    if ((IsClosed(gate) && !advised) || (own_right && by != WaivedBy::kWorksCouncil)) {
      return GateStateWrong(gate_id, ShortName(gate.state()));
    }
    if (!advised) gate.set_state(v1::GATE_STATE_WAIVED);
    gate.clear_earliest_execution_date();
    gate.set_waive_reason(std::string(reason));
    return absl::OkStatus();
  });
}

absl::StatusOr<v1::Engagement> NotifyCouncil(const law::LawData& law,
                                             const v1::Engagement& engagement,
                                             const v1::Decision& decision, Date day) {
  return WithGate(engagement, decision.gate_id(), [&](v1::Gate& gate) -> absl::Status {
    if (!HasAdvice(gate) || gate.has_notify_date()) {
      return GateStateWrong(gate.gate_id(), ShortName(gate.state()));
    }
    ASSIGN_OR_RETURN(const Date advised, DateFromProto(gate.advice_date(), "gates.advice_date"));
    const Date decided = AmsterdamDate(FromInstant(decision.decide_time()));
    if (day < advised || day < decided) {
      FieldErrors errors;
      errors.Add("notify_date", "ORDER",
                 absl::StrCat("Not before the advice of ", advised.ToString(),
                              " and the decision of ", decided.ToString(), "."));
      return errors.ToStatus();
    }
    *gate.mutable_notify_date() = ToProto(day);
    if (decision.departs_from_advice() && gate.waive_reason().empty()) {
      ASSIGN_OR_RETURN(const Date earliest, law::SuspensionEnd(law, day));
      *gate.mutable_earliest_execution_date() = ToProto(earliest);
    }
    return absl::OkStatus();
  });
}

absl::Status CheckExecution(const law::LawData& law, const v1::Engagement& engagement,
                            const v1::Decision& decision, Date day) {
  const v1::Gate* gate = FindGate(engagement, decision.gate_id());
  if (gate == nullptr || !HasAdvice(*gate)) return absl::OkStatus();
  if (!gate->has_notify_date()) return NoticeMissing(gate->gate_id());
  ASSIGN_OR_RETURN(const Date notice, DateFromProto(gate->notify_date(), "gates.notify_date"));
  ASSIGN_OR_RETURN(const law::WorksCouncilResult result,
                   law::EvaluateWorksCouncil(law, ExecutionInput(*gate, decision, day)));
  const type::Finding& finding = result.findings.front();
  if (finding.outcome() == type::RULE_OUTCOME_BLOCK) {
    return ExecutionSuspended(result.executable_from.value_or(day), notice, gate->rule_id());
  }
  if (finding.outcome() == type::RULE_OUTCOME_INDETERMINATE) {
    ASSIGN_OR_RETURN(const Date sure, FirstSureDay(law, *gate, decision, day));
    return ExecutionUncertain(sure, notice, gate->rule_id());
  }
  return absl::OkStatus();
}

}  // namespace interim::governance
