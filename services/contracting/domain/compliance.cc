#include "services/contracting/domain/compliance.h"

#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/core/error.h"
#include "common/core/status_macros.h"
#include "common/law/check_all.h"
#include "common/rules/rule_tables.h"
#include "common/rules/text_catalogue.h"
#include "common/type/convert.h"
#include "services/contracting/domain/errors.h"
#include "services/contracting/domain/law_facts.h"
#include "services/contracting/domain/values.h"

namespace interim::contracting {
namespace {

v1::RuleParameter MakeParameter(const rules::TextCatalogue& texts, const std::string& rule_id,
                                const rules::RuleParameter& source) {
  v1::RuleParameter parameter;
  parameter.set_key(source.key);
  auto title = texts.RenderAll(absl::StrCat("law.figure.", rule_id, ".", source.key), {});
  if (title.ok()) *parameter.mutable_title() = *std::move(title);
  parameter.set_unit(source.unit);
  for (const rules::RuleRow& row : source.rows) {
    v1::RuleRow& out = *parameter.add_rows();
    *out.mutable_from_date() = ToProto(row.from);
    if (row.to.has_value()) *out.mutable_to_date() = ToProto(*row.to);
    out.set_value(rules::ToText(row.value));
    out.set_evidence(row.evidence());
    out.set_is_overlay(row.definition->from_overlay());
    *out.mutable_sources() = row.definition->source();
  }
  return parameter;
}

}  // namespace

absl::Status CheckFactsComplete(const v1::ComplianceFacts& facts) {
  FieldErrors errors;
  if (facts.form() == v1::CONTRACT_FORM_UNSPECIFIED) {
    errors.Add("facts.form", "REQUIRED", "a contract form");
  }
  if (!facts.has_period()) {
    errors.Add("facts.period", "REQUIRED", "the days of work");
  } else {
    ReadDatePeriod(facts.period(), "facts.period", errors);
  }
  const auto pension = FindDecimal(facts.has_pension_percent(), facts.pension_percent());
  if (pension && (pension->IsNegative() || *pension > Decimal(100))) {
    errors.Add("facts.pension_percent", "OUT_OF_RANGE", "0 to 100");
  }
  const auto factor = FindDecimal(facts.has_wnt_part_time_factor(), facts.wnt_part_time_factor());
  if (factor && (*factor <= Decimal(0) || *factor > Decimal(1))) {
    errors.Add("facts.wnt_part_time_factor", "OUT_OF_RANGE", "above 0, to 1");
  }
  return errors.empty() ? absl::OkStatus() : errors.ToStatus();
}

absl::StatusOr<ComplianceResult> CheckFacts(const law::LawData& law, const Catalogs& catalogs,
                                            const v1::ComplianceFacts& facts,
                                            std::optional<Date> as_of) {
  RETURN_IF_ERROR(CheckFactsComplete(facts));
  ASSIGN_OR_RETURN(law::ComplianceReport report,
                   law::CheckAll(law, ToCase(catalogs, facts, as_of)));
  ComplianceResult result;
  result.findings = std::move(report.findings);
  if (!result.findings.empty()) result.outcome = result.findings.front().outcome();
  for (const law::NotApplicable& skipped : report.not_applicable) {
    v1::SkippedRule rule;
    rule.set_rule_id(skipped.rule_id);
    ASSIGN_OR_RETURN(*rule.mutable_reason(), law.texts().RenderAll(skipped.message_key, {}));
    result.skipped.push_back(std::move(rule));
  }
  return result;
}

absl::Status RefreshFindings(const law::LawData& law, const Catalogs& catalogs,
                             const v1::Brief& brief, Date signing, v1::Contract& contract,
                             const std::vector<v1::WorkingRelationAnswer>& later) {
  contract.clear_findings();
  if (!contract.has_period()) return absl::OkStatus();  // submitting tells that it is missing
  v1::ComplianceFacts facts = FactsOf(catalogs, contract, brief);
  for (const v1::WorkingRelationAnswer& answer : later) {
    *facts.add_working_relation_answers() = answer;  // the nearest to employment is weighed
  }
  const v1::ComplianceFacts given = facts;
  if (!facts.has_signing_date()) *facts.mutable_signing_date() = ToProto(signing);
  ASSIGN_OR_RETURN(ComplianceResult result, CheckFacts(law, catalogs, facts));
  for (type::Finding& finding : result.findings) {
    if (finding.outcome() != type::RULE_OUTCOME_OK) *contract.add_findings() = std::move(finding);
  }
  *contract.mutable_check_date() = ToProto(signing);
  return MarkOutdated(law, catalogs, given, contract);
}

std::vector<v1::Rule> ListRules(const law::LawData& law, const std::string& rule_id) {
  std::vector<v1::Rule> rules;
  for (const std::string& id : law.tables().rule_ids()) {
    if (!rule_id.empty() && id != rule_id) continue;
    const rules::RuleSet* source = law.tables().FindRule(id);
    if (source == nullptr) continue;
    v1::Rule rule;
    rule.set_rule_id(id);
    rule.set_rule_version(law.tables().RuleVersion(id));
    rule.set_title(source->title());
    rule.set_law(source->law());
    for (const rules::Parameter& parameter : source->parameter()) {
      const rules::RuleParameter* checked = law.tables().FindParameter(id, parameter.key());
      if (checked != nullptr) *rule.add_parameters() = MakeParameter(law.texts(), id, *checked);
    }
    rules.push_back(std::move(rule));
  }
  return rules;
}

}  // namespace interim::contracting
