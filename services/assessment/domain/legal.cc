#include <string>
#include <utility>
#include <vector>

#include "absl/strings/strip.h"
#include "common/law/approval.h"
#include "common/law/inputs.pb.h"
#include "common/law/self_employed.h"
#include "common/law/wnt.h"
#include "common/law/works_council.h"
#include "common/type/convert.h"
#include "interim/type/finding.pb.h"
#include "services/assessment/domain/advice_context.h"

namespace interim::assessment {
namespace {

constexpr absl::string_view kRuleOutcomePrefix = "RULE_OUTCOME_";

using Findings = std::vector<type::Finding>;

bool IsYes(const Known& known, absl::string_view key) {
  const v1::Fact* fact = known.Find(key);
  return fact != nullptr && fact->flag();
}

std::string ChoiceOf(const Known& known, absl::string_view key) {
  const v1::Fact* fact = known.Find(key);
  return fact == nullptr ? std::string() : fact->choice();
}

// The period the assignment would take, from the day the facts are seen from.
DatePeriod PlannedPeriod(const Known& known) {
  const v1::Fact* months = known.Find("planned_months");
  const int count =
      months == nullptr || months->number() < 1 ? 1 : static_cast<int>(months->number());
  const Date end = known.reference.AddMonths(count).date.AddDays(-1);
  const absl::StatusOr<DatePeriod> period = DatePeriod::Make(known.reference, end);
  return period.ok() ? *period : DatePeriod();
}

Findings CheckWorksCouncil(const law::LawData& law, const Known& known,
                           law::ParticipationSubject subject) {
  law::WorksCouncilInput input;
  input.set_subject(subject);
  input.set_works_council_present(law::TERNARY_YES);
  input.set_public_body(ChoiceOf(known, "organisation_type") == "municipality");
  *input.mutable_reference_date() = ToProto(known.reference);
  auto result = law::EvaluateWorksCouncil(law, input);
  return result.ok() ? std::move(result->findings) : Findings();
}

Findings CheckApproval(const law::LawData& law, const Known& known) {
  law::ApprovalInput input;
  input.set_position(law::ApprovalInput::POSITION_STATUTORY_DIRECTOR);
  input.set_care_sector(ChoiceOf(known, "organisation_type") == "hospital");
  *input.mutable_signing_date() = ToProto(known.reference);
  auto result = law::EvaluateApproval(law, input);
  return result.ok() ? std::move(result->findings) : Findings();
}

Findings CheckSelfEmployed(const law::LawData& law, const Known& known) {
  law::SelfEmployedInput input;
  input.set_form(law::ENGAGEMENT_FORM_SELF_EMPLOYED);
  *input.mutable_period() = ToProto(PlannedPeriod(known));
  auto result = law::EvaluateSelfEmployed(law, input);
  return result.ok() ? std::move(result->findings) : Findings();
}

Findings CheckPayCap(const law::LawData& law, const Known& known) {
  law::WntInput input;
  const bool in_scope = IsYes(known, "pay_cap_applies");
  input.set_institution_in_scope(in_scope ? law::TERNARY_YES : law::TERNARY_UNSPECIFIED);
  const bool is_director = IsYes(known, "statutory_director");
  input.set_is_top_executive(is_director ? law::TERNARY_YES : law::TERNARY_UNSPECIFIED);
  *input.mutable_period() = ToProto(PlannedPeriod(known));
  auto result = law::EvaluateWnt(law, input);
  return result.ok() ? std::move(result->findings) : Findings();
}

Findings RunCheck(const std::string& check, const law::LawData& law, const Known& known) {
  if (check == "works_council_plan") {
    return CheckWorksCouncil(law, known, law::PARTICIPATION_SUBJECT_REORGANISATION);
  }
  if (check == "works_council_director") {
    return CheckWorksCouncil(law, known, law::PARTICIPATION_SUBJECT_DIRECTOR_APPOINTMENT);
  }
  if (check == "approval") return CheckApproval(law, known);
  if (check == "self_employed") return CheckSelfEmployed(law, known);
  if (check == "pay_cap") return CheckPayCap(law, known);
  return {};
}

v1::LegalMoment MomentToProto(model::Moment moment) {
  switch (moment) {
    case model::SELECTION:
      return v1::LEGAL_MOMENT_SELECTION;
    case model::SIGNATURE:
      return v1::LEGAL_MOMENT_SIGNATURE;
    case model::START:
      return v1::LEGAL_MOMENT_START;
    case model::EXECUTION:
      return v1::LEGAL_MOMENT_EXECUTION;
    case model::DURING:
      return v1::LEGAL_MOMENT_DURING;
    default:
      return v1::LEGAL_MOMENT_UNSPECIFIED;
  }
}

// What the heaviest finding says; nothing that would make the point lighter than OK to drop.
void TakeFinding(const type::Finding& finding, v1::LegalPoint& point) {
  point.set_rule_version(finding.rule_version());
  if (finding.outcome() != type::RULE_OUTCOME_OK) {
    const std::string name = type::RuleOutcome_Name(finding.outcome());
    point.set_legal_outcome(std::string(absl::StripPrefix(name, kRuleOutcomePrefix)));
  }
  for (const type::Source& source : finding.sources()) {
    if (!source.url().empty()) point.add_source_urls(source.url());
  }
}

}  // namespace

void AddLegalPoints(const AdviceContext& context, v1::Advice& advice) {
  for (const auto& row : context.model.data().legal()) {
    const Tri holds = context.ValueOf(row.when());
    if (holds == Tri::kFalse || (holds == Tri::kUnknown && row.only_when_sure())) continue;
    v1::LegalPoint* point = advice.add_legal_points();
    point->set_code(row.code());
    point->set_rule_id(row.rule_id());
    point->set_legal_outcome(holds == Tri::kTrue ? row.outcome() : "INDETERMINATE");
    point->set_settle_before(MomentToProto(row.settle_before()));
    for (std::string& key : context.KeysOf(context.model.NodeOf(row.when()))) {
      point->add_fact_keys(std::move(key));
    }
    if (context.law != nullptr && holds == Tri::kTrue && !row.check().empty()) {
      const Findings findings = RunCheck(row.check(), *context.law, context.known);
      if (!findings.empty()) TakeFinding(findings.front(), *point);
    }
    if (point->source_urls().empty()) point->mutable_source_urls()->CopyFrom(row.url());
  }
}

}  // namespace interim::assessment
