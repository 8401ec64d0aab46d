#include "services/governance/domain/policy.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"
#include "common/core/decimal.h"
#include "common/core/error.h"

namespace interim::governance {
namespace {

constexpr std::array<v1::EscalationLevel, 4> kLadder = {
    v1::ESCALATION_LEVEL_SPONSOR, v1::ESCALATION_LEVEL_STEERING, v1::ESCALATION_LEVEL_BOARD,
    v1::ESCALATION_LEVEL_SUPERVISORS};

void CheckLadder(const PolicyData& policy, FieldErrors& errors) {
  if (policy.ladder_size() != static_cast<int>(kLadder.size())) {
    errors.Add("ladder", "COUNT", "Name the four levels from SPONSOR to SUPERVISORS.");
    return;
  }
  for (int i = 0; i < policy.ladder_size(); ++i) {
    const LadderStep& step = policy.ladder(i);
    const std::string path = absl::StrCat("ladder[", i, "]");
    if (step.level() != kLadder[i])
      errors.Add(path + ".level", "ORDER", "Levels go up one by one.");
    if (step.working_days() < 1) errors.Add(path + ".working_days", "OUT_OF_RANGE", "At least 1.");
    if (step.crisis_hours() < 1) errors.Add(path + ".crisis_hours", "OUT_OF_RANGE", "At least 1.");
  }
}

void CheckAtLeastOne(int value, absl::string_view field, FieldErrors& errors) {
  if (value < 1) errors.Add(field, "OUT_OF_RANGE", "At least 1.");
}

void CheckPercent(absl::string_view text, absl::string_view field, FieldErrors& errors) {
  const auto value = Decimal::Parse(text);
  if (!value.ok() || value->IsNegative()) {
    errors.Add(field, "DECIMAL_INVALID", "A percentage of 0 or more.");
  }
}

}  // namespace

absl::Status CheckPolicy(const PolicyData& policy) {
  FieldErrors errors;
  CheckLadder(policy, errors);
  CheckAtLeastOne(policy.handover_lead_days(), "handover_lead_days", errors);
  CheckAtLeastOne(policy.handover_red_days(), "handover_red_days", errors);
  CheckAtLeastOne(policy.plan_due_days(), "plan_due_days", errors);
  CheckAtLeastOne(policy.old_decision_working_days(), "old_decision_working_days", errors);
  CheckAtLeastOne(policy.redecision_months(), "redecision_months", errors);
  CheckAtLeastOne(policy.stop_months(), "stop_months", errors);
  CheckAtLeastOne(policy.redecision_warning_days(), "redecision_warning_days", errors);
  CheckAtLeastOne(policy.contract_check_days(), "contract_check_days", errors);
  CheckAtLeastOne(policy.domain_size(), "domain", errors);
  CheckAtLeastOne(policy.reserved_matter_size(), "reserved_matter", errors);
  CheckAtLeastOne(policy.handover_group_size(), "handover_group", errors);
  CheckAtLeastOne(policy.source_size(), "source", errors);
  CheckPercent(policy.kpi_amber_percent(), "kpi_amber_percent", errors);
  CheckPercent(policy.kpi_red_percent(), "kpi_red_percent", errors);
  if (FindMoment(policy, policy.final_moment()) == nullptr) {
    errors.Add("final_moment", "UNKNOWN", "One of moment.");
  }
  for (const PlanKindRule& row : policy.plan_kind()) {
    if (row.source().article().empty() || row.evidence() == type::EVIDENCE_UNSPECIFIED) {
      errors.Add("plan_kind", "SOURCE_MISSING", "Article and evidence of each kind.");
    }
  }
  return errors.ToStatus();
}

bool IsMandateDomain(const PolicyData& policy, absl::string_view domain_code) {
  return FindDomainRule(policy, domain_code) != nullptr;
}

const MandateDomainRule* FindDomainRule(const PolicyData& policy, absl::string_view domain_code) {
  for (const MandateDomainRule& rule : policy.domain()) {
    if (rule.code() == domain_code) return &rule;
  }
  return nullptr;
}

const EvaluationMomentRule* FindMoment(const PolicyData& policy, absl::string_view moment_code) {
  for (const EvaluationMomentRule& rule : policy.moment()) {
    if (rule.code() == moment_code) return &rule;
  }
  return nullptr;
}

bool MustNamePlanKind(const PolicyData& policy, absl::string_view domain_code,
                      absl::string_view matter_code) {
  const auto& domains = policy.plan_domain();
  const auto& matters = policy.plan_matter();
  return std::find(domains.begin(), domains.end(), domain_code) != domains.end() ||
         std::find(matters.begin(), matters.end(), matter_code) != matters.end();
}

bool IsFixedReservedMatter(const PolicyData& policy, absl::string_view code) {
  const auto& matters = policy.reserved_matter();
  return std::find(matters.begin(), matters.end(), code) != matters.end();
}

const LadderStep* FindStep(const PolicyData& policy, v1::EscalationLevel level) {
  for (const LadderStep& step : policy.ladder()) {
    if (step.level() == level) return &step;
  }
  return nullptr;
}

v1::EscalationLevel LevelAbove(v1::EscalationLevel level) {
  switch (level) {
    case v1::ESCALATION_LEVEL_INTERIM_MANAGER:
      return v1::ESCALATION_LEVEL_SPONSOR;
    case v1::ESCALATION_LEVEL_SPONSOR:
      return v1::ESCALATION_LEVEL_STEERING;
    case v1::ESCALATION_LEVEL_STEERING:
      return v1::ESCALATION_LEVEL_BOARD;
    case v1::ESCALATION_LEVEL_BOARD:
      return v1::ESCALATION_LEVEL_SUPERVISORS;
    default:
      return v1::ESCALATION_LEVEL_UNSPECIFIED;
  }
}

}  // namespace interim::governance
