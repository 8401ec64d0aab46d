#include "services/contracting/domain/gates.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/core/status_macros.h"
#include "common/law/approval.h"
#include "common/law/inputs.pb.h"
#include "common/law/works_council.h"
#include "common/rules/rule_tables.h"
#include "common/type/convert.h"
#include "services/contracting/domain/errors.h"
#include "services/contracting/domain/law_facts.h"
#include "services/contracting/domain/values.h"

namespace interim::contracting {
namespace {

// One gate as computed: whether it applies, and what to fill into its texts.
struct Computed {
  bool applies = false;
  TextParams params;
};

bool IsYes(v1::Answer answer) { return answer == v1::ANSWER_YES; }

// A right of advice on one decision, whatever was asked or answered so far.
absl::StatusOr<Computed> Participation(const law::LawData& law, const v1::PersonnelImpact& impact,
                                       law::ParticipationSubject subject, Date reference) {
  law::WorksCouncilInput input = CouncilFacts(impact, subject, reference);
  ASSIGN_OR_RETURN(law::WorksCouncilResult result, law::EvaluateWorksCouncil(law, input));
  return Computed{.applies = result.right == law::PARTICIPATION_RIGHT_ADVICE ||
                             result.right == law::PARTICIPATION_RIGHT_DIRECTOR_ADVICE,
                  .params = {}};
}

std::string BodyName(law::DecidingBody body) {
  switch (body) {
    case law::DECIDING_BODY_GENERAL_MEETING:
      return "general meeting / algemene vergadering";
    case law::DECIDING_BODY_SUPERVISORY_BOARD:
      return "supervisory board / raad van commissarissen of toezicht";
    case law::DECIDING_BODY_MUNICIPAL_EXECUTIVE:
      return "college";
    case law::DECIDING_BODY_MUNICIPAL_COUNCIL:
      return "gemeenteraad";
    default:
      return "statuten";
  }
}

absl::StatusOr<Computed> Appointment(const law::LawData& law, const v1::Brief& brief,
                                     Date reference) {
  Computed computed;
  if (!brief.mandate().is_statutory_director()) return computed;
  law::ApprovalInput input = ApprovalFacts(brief, {.resolution_on_file = false}, reference);
  ASSIGN_OR_RETURN(law::ApprovalResult result, law::EvaluateApproval(law, input));
  computed.applies = true;
  std::string body = result.required.empty() ? BodyName(law::DECIDING_BODY_UNSPECIFIED)
                                             : BodyName(result.required.front());
  computed.params = {{"value", body}};
  return computed;
}

bool HasRegulator(const v1::PersonnelImpact& impact, v1::RegulatorKind kind) {
  return std::find(impact.regulators().begin(), impact.regulators().end(), kind) !=
         impact.regulators().end();
}

absl::StatusOr<Computed> Compute(const law::LawData& law, const Catalogs& catalogs,
                                 const v1::Brief& brief, const GateEntry& entry, Date reference) {
  const v1::PersonnelImpact& impact = brief.personnel_impact();
  const std::string& code = entry.code();
  if (code == "OR-30" && IsYes(impact.becomes_director())) {
    return Participation(law, impact, law::PARTICIPATION_SUBJECT_DIRECTOR_APPOINTMENT, reference);
  }
  if (code == "OR-25" && IsYes(impact.carries_out_advice_plan())) {
    return Participation(law, impact, law::PARTICIPATION_SUBJECT_REORGANISATION, reference);
  }
  if (code == "OR-GROUP" && IsYes(impact.group_hiring())) {
    return Participation(law, impact, law::PARTICIPATION_SUBJECT_GROUP_HIRING, reference);
  }
  if (code == "APPOINTMENT") return Appointment(law, brief, reference);
  Computed computed;
  computed.params = {{"value", absl::StrCat(impact.jobs_at_risk())},
                     {"limit", absl::StrCat(catalogs.figures().collective_dismissal_jobs())}};
  if (code == "FINANCIAL") computed.applies = HasRegulator(impact, v1::REGULATOR_KIND_FINANCIAL);
  if (code == "HOUSING") computed.applies = HasRegulator(impact, v1::REGULATOR_KIND_HOUSING);
  if (code == "HEALTH-CARE")
    computed.applies = HasRegulator(impact, v1::REGULATOR_KIND_HEALTH_CARE);
  if (code == "SUPERVISORS") {
    computed.applies =
        IsYes(impact.supervisory_board_present()) &&
        (IsYes(impact.carries_out_advice_plan()) || IsYes(impact.becomes_director()));
  }
  if (code == "COLLECTIVE-DISMISSAL") {
    computed.applies = impact.has_jobs_at_risk() &&
                       impact.jobs_at_risk() >= catalogs.figures().collective_dismissal_jobs();
  }
  return computed;
}

const v1::Gate* FindOld(const v1::Brief& brief, const std::string& code) {
  for (const v1::Gate& gate : brief.gates()) {
    if (gate.code() == code) return &gate;
  }
  return nullptr;
}

v1::Gate MakeGate(const law::LawData& law, const GateEntry& entry, const Computed& computed,
                  const v1::Gate* old) {
  v1::Gate gate;
  if (computed.applies && old != nullptr && old->state() != v1::GATE_STATE_NOT_APPLICABLE) {
    gate = *old;  // keeps what was done
  } else {
    gate.set_state(computed.applies ? v1::GATE_STATE_TO_DO : v1::GATE_STATE_NOT_APPLICABLE);
  }
  gate.set_code(entry.code());
  *gate.mutable_title() = entry.title();
  gate.set_effect(entry.effect());
  if (!entry.rule_id().empty()) {
    gate.set_rule_version(
        absl::StrCat(entry.rule_id(), "@", law.tables().RuleVersion(entry.rule_id())));
  }
  *gate.mutable_explanation() =
      Fill(computed.applies ? entry.applies() : entry.applies_not(), computed.params);
  *gate.mutable_sources() = entry.source();
  return gate;
}

// The gate to move; it must be in the brief.
absl::StatusOr<v1::Gate*> GetGate(v1::Brief& brief, absl::string_view code) {
  for (v1::Gate& gate : *brief.mutable_gates()) {
    if (gate.code() == code) return &gate;
  }
  return GateUnknown(brief, code);
}

absl::Status CheckDay(absl::string_view field, Date day, Date earliest, Date today) {
  FieldErrors errors;
  if (day > today) errors.Add(field, "IN_FUTURE", "a day that has not come yet");
  if (day < earliest) errors.Add(field, "TOO_EARLY", "before the request");
  return errors.empty() ? absl::OkStatus() : errors.ToStatus();
}

std::vector<v1::Gate> OpenGates(const v1::Brief& brief, v1::GateEffect effect) {
  std::vector<v1::Gate> open;
  for (const v1::Gate& gate : brief.gates()) {
    bool waits = gate.state() == v1::GATE_STATE_TO_DO || gate.state() == v1::GATE_STATE_REQUESTED;
    // A works council advises: signature may follow against it. Other bodies decide.
    bool refused = gate.state() == v1::GATE_STATE_ADVICE_NEGATIVE && gate.code() != "OR-GROUP";
    if (gate.effect() == effect && (waits || refused)) open.push_back(gate);
  }
  return open;
}

}  // namespace

absl::StatusOr<std::vector<v1::Gate>> ComputeGates(const law::LawData& law,
                                                   const Catalogs& catalogs, const v1::Brief& brief,
                                                   Date reference) {
  std::optional<Date> start =
      FindDate(brief.duration().has_start_date(), brief.duration().start_date());
  std::vector<v1::Gate> gates;
  for (const GateEntry& entry : catalogs.files().gates.gate()) {
    ASSIGN_OR_RETURN(Computed computed,
                     Compute(law, catalogs, brief, entry, start.value_or(reference)));
    gates.push_back(MakeGate(law, entry, computed, FindOld(brief, entry.code())));
  }
  return gates;
}

absl::Status RefreshGates(const law::LawData& law, const Catalogs& catalogs, Date reference,
                          v1::Brief& brief) {
  ASSIGN_OR_RETURN(std::vector<v1::Gate> gates, ComputeGates(law, catalogs, brief, reference));
  brief.clear_gates();
  for (v1::Gate& gate : gates) *brief.add_gates() = std::move(gate);
  return absl::OkStatus();
}

absl::StatusOr<v1::Brief> RequestAdvice(const v1::Brief& brief, const AdviceRequest& request,
                                        const Act& act) {
  v1::Brief after = brief;
  ASSIGN_OR_RETURN(v1::Gate * gate, GetGate(after, request.gate_code));
  if (gate->state() != v1::GATE_STATE_TO_DO) return GateStateWrong(brief, *gate);
  RETURN_IF_ERROR(CheckDay("request_date", request.day, Date::Min(), act.today));
  gate->set_state(v1::GATE_STATE_REQUESTED);
  *gate->mutable_request_date() = ToProto(request.day);
  for (const std::string& line : request.contents) gate->add_request_contents(line);
  gate->set_actor(act.subject);
  return after;
}

absl::StatusOr<v1::Brief> RecordAdvice(const v1::Brief& brief, const Advice& advice,
                                       const Act& act) {
  v1::Brief after = brief;
  ASSIGN_OR_RETURN(v1::Gate * gate, GetGate(after, advice.gate_code));
  if (gate->state() != v1::GATE_STATE_REQUESTED) return GateStateWrong(brief, *gate);
  if (advice.outcome != v1::GATE_STATE_ADVICE_POSITIVE &&
      advice.outcome != v1::GATE_STATE_ADVICE_NEGATIVE) {
    FieldErrors errors;
    errors.Add("outcome", "NOT_ALLOWED", "positive or negative advice");
    return errors.ToStatus();
  }
  Date asked = FindDate(gate->has_request_date(), gate->request_date()).value_or(Date::Min());
  RETURN_IF_ERROR(CheckDay("advice_date", advice.day, asked, act.today));
  gate->set_state(advice.outcome);
  *gate->mutable_advice_date() = ToProto(advice.day);
  gate->set_advice(advice.text);
  gate->set_actor(act.subject);
  return after;
}

absl::StatusOr<v1::Brief> WaiveGate(const Catalogs& catalogs, const v1::Brief& brief,
                                    absl::string_view gate_code, absl::string_view reason,
                                    const Act& act) {
  v1::Brief after = brief;
  ASSIGN_OR_RETURN(v1::Gate * gate, GetGate(after, gate_code));
  if (gate->state() != v1::GATE_STATE_TO_DO && gate->state() != v1::GATE_STATE_REQUESTED) {
    return GateStateWrong(brief, *gate);
  }
  const GateEntry* entry = catalogs.FindGate(gate_code);
  if (entry == nullptr || !entry->is_waivable()) return GateNotWaivable(brief, *gate);
  gate->set_state(v1::GATE_STATE_WAIVED_WITH_REASON);
  gate->set_waive_reason(std::string(reason));
  gate->set_actor(act.subject);
  return after;
}

std::vector<v1::Gate> GatesThatStopSignature(const v1::Brief& brief) {
  return OpenGates(brief, v1::GATE_EFFECT_BLOCKS_SIGNATURE);
}

std::vector<v1::Gate> GatesThatStopStart(const v1::Brief& brief) {
  return OpenGates(brief, v1::GATE_EFFECT_BLOCKS_START);
}

}  // namespace interim::contracting
