#include "services/governance/domain/gates.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "common/core/status_macros.h"
#include "common/law/works_council.h"
#include "common/type/convert.h"
#include "services/governance/domain/errors.h"

namespace interim::governance {
namespace {

constexpr absl::string_view kWorksCouncil = "WORKS_COUNCIL";

law::ParticipationSubject SubjectOf(const v1::Decision& decision) {
  switch (decision.plan_kind()) {
    case v1::PLAN_KIND_MERGER:
    case v1::PLAN_KIND_REORGANIZATION:
    case v1::PLAN_KIND_CLOSURE:
    case v1::PLAN_KIND_INVESTMENT:
      return law::PARTICIPATION_SUBJECT_REORGANISATION;
    case v1::PLAN_KIND_GROUP_HIRING:
      return law::PARTICIPATION_SUBJECT_GROUP_HIRING;
    default:
      return law::PARTICIPATION_SUBJECT_UNSPECIFIED;
  }
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

absl::StatusOr<std::optional<v1::Gate>> GateFor(const law::LawData& law,
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
  ASSIGN_OR_RETURN(const law::WorksCouncilResult result, law::EvaluateWorksCouncil(law, input));
  if (result.right == law::PARTICIPATION_RIGHT_UNSPECIFIED) return std::nullopt;
  v1::Gate gate;
  gate.set_gate_id(NewGateId(engagement));
  gate.set_rule_id(result.findings.front().rule_id());
  gate.set_body(std::string(kWorksCouncil));
  gate.set_article(result.article);
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

std::vector<v1::Gate> OpenStartGates(const v1::Engagement& engagement) {
  std::vector<v1::Gate> open;
  for (const v1::Gate& gate : engagement.gates()) {
    const bool on_engagement = gate.subject().empty() || gate.subject() == engagement.name();
    if (on_engagement && !IsClosed(gate)) open.push_back(gate);
  }
  return open;
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

absl::StatusOr<v1::Engagement> WaiveGate(const v1::Engagement& engagement,
                                         absl::string_view gate_id, absl::string_view reason,
                                         WaivedBy by) {
  return WithGate(engagement, gate_id, [&](v1::Gate& gate) -> absl::Status {
    const bool own_right = gate.body() == kWorksCouncil;
    if (IsClosed(gate) || (own_right && by != WaivedBy::kWorksCouncil)) {
      return GateStateWrong(gate_id, ShortName(gate.state()));
    }
    gate.set_state(v1::GATE_STATE_WAIVED);
    gate.set_waive_reason(std::string(reason));
    return absl::OkStatus();
  });
}

absl::StatusOr<v1::Engagement> NotifyCouncil(const law::LawData& law,
                                             const v1::Engagement& engagement,
                                             absl::string_view gate_id, bool departs, Date day) {
  return WithGate(engagement, gate_id, [&](v1::Gate& gate) -> absl::Status {
    const bool has_advice = gate.state() == v1::GATE_STATE_ADVICE_POSITIVE ||
                            gate.state() == v1::GATE_STATE_ADVICE_NEGATIVE;
    if (!has_advice || gate.has_notify_date()) {
      return GateStateWrong(gate_id, ShortName(gate.state()));
    }
    ASSIGN_OR_RETURN(const Date advised, DateFromProto(gate.advice_date(), "gates.advice_date"));
    if (day < advised) {
      FieldErrors errors;
      errors.Add("notify_date", "ORDER",
                 absl::StrCat("Not before the advice of ", advised.ToString(), "."));
      return errors.ToStatus();
    }
    *gate.mutable_notify_date() = ToProto(day);
    if (departs) {
      ASSIGN_OR_RETURN(const Date earliest, law::SuspensionEnd(law, day));
      *gate.mutable_earliest_execution_date() = ToProto(earliest);
    }
    return absl::OkStatus();
  });
}

}  // namespace interim::governance
