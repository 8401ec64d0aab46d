#include "services/contracting/domain/recheck.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/core/clock.h"
#include "common/core/status_macros.h"
#include "common/rules/rule_tables.h"
#include "common/type/convert.h"
#include "services/contracting/domain/compliance.h"
#include "services/contracting/domain/law_facts.h"
#include "services/contracting/domain/practice.h"
#include "services/contracting/domain/values.h"
#include "services/contracting/domain/working_relation.h"

namespace interim::contracting {
namespace {

Date DayOf(const google::protobuf::Timestamp& time) {
  return AmsterdamDate(absl::FromUnixSeconds(time.seconds()));
}

// The day of the check that is kept: when the text was made, else when the draft was written.
Date LastCheck(const v1::Contract& contract) {
  if (contract.document().has_submit_time()) return DayOf(contract.document().submit_time());
  if (contract.has_update_time()) return DayOf(contract.update_time());
  return Date::Min();
}

bool IsAboutTheSame(const type::Finding& a, const type::Finding& b) {
  return a.rule_id() == b.rule_id() && a.message_key() == b.message_key() &&
         a.subject() == b.subject();
}

// What a reader would notice: outcome, text, figures; not hashes, versions and reference days.
bool ReadsTheSame(const type::Finding& a, const type::Finding& b) {
  const auto readable = [](const type::Finding& finding) {
    type::Finding shown = finding;
    shown.clear_inputs_hash();
    shown.clear_rule_version();
    shown.clear_reference_date();
    shown.clear_figures();
    return shown.SerializeAsString();
  };
  return readable(a) == readable(b);
}

int WeightOf(const v1::FindingChange& change) {
  const type::Finding& finding = change.has_after() ? change.after() : change.before();
  switch (finding.outcome()) {
    case type::RULE_OUTCOME_BLOCK:
      return 0;
    case type::RULE_OUTCOME_INDETERMINATE:
      return 1;
    case type::RULE_OUTCOME_WARN:
      return 2;
    default:
      return 3;
  }
}

void AddFindingChanges(const std::vector<type::Finding>& before,
                       const std::vector<type::Finding>& after, v1::ContractRecheck& result) {
  std::vector<bool> matched(before.size(), false);
  std::vector<v1::FindingChange> changes;
  for (const type::Finding& now : after) {
    std::size_t i = 0;
    while (i < before.size() && (matched[i] || !IsAboutTheSame(before[i], now))) ++i;
    v1::FindingChange change;
    *change.mutable_after() = now;
    if (i == before.size()) {
      change.set_kind(v1::FINDING_CHANGE_KIND_NEW);
      changes.push_back(std::move(change));
      continue;
    }
    matched[i] = true;
    if (ReadsTheSame(before[i], now)) continue;
    change.set_kind(v1::FINDING_CHANGE_KIND_CHANGED);
    *change.mutable_before() = before[i];
    changes.push_back(std::move(change));
  }
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (matched[i]) continue;
    v1::FindingChange change;
    change.set_kind(v1::FINDING_CHANGE_KIND_GONE);
    *change.mutable_before() = before[i];
    changes.push_back(std::move(change));
  }
  std::stable_sort(changes.begin(), changes.end(),
                   [](const auto& a, const auto& b) { return WeightOf(a) < WeightOf(b); });
  for (v1::FindingChange& change : changes) *result.add_finding_changes() = std::move(change);
}

// Rows of a rule that start within [from, to].
void AddRowStarts(const rules::RuleTables& tables, const std::string& rule_id,
                  const DatePeriod& window, v1::RuleChange& change) {
  const rules::RuleSet* rule = tables.FindRule(rule_id);
  if (rule == nullptr) return;
  for (const rules::Parameter& named : rule->parameter()) {
    const rules::RuleParameter* parameter = tables.FindParameter(rule_id, named.key());
    if (parameter == nullptr) continue;
    for (const rules::RuleRow& row : parameter->rows) {
      if (!window.Contains(row.from)) continue;
      v1::RowStart& start = *change.add_row_starts();
      start.set_parameter_key(parameter->key);
      *start.mutable_from_date() = ToProto(row.from);
      start.set_value_after(rules::ToText(row.value));
      start.set_unit(parameter->unit);
      const rules::RuleRow* old = parameter->FindRow(row.from.AddDays(-1));
      if (old != nullptr) start.set_value_before(rules::ToText(old->value));
      if (start.value_before() == start.value_after()) change.mutable_row_starts()->RemoveLast();
    }
  }
}

// Rules used before or now whose version differs, or that get a figure within the contract.
void AddRuleChanges(const law::LawData& law, const std::vector<type::Finding>& before,
                    const std::vector<type::Finding>& after,
                    const std::optional<DatePeriod>& window, v1::ContractRecheck& result) {
  std::map<std::string, std::string> old_version;
  std::set<std::string> used;
  for (const type::Finding& finding : before) {
    old_version[finding.rule_id()] = finding.rule_version();
    used.insert(finding.rule_id());
  }
  for (const type::Finding& finding : after) used.insert(finding.rule_id());
  for (const std::string& rule_id : used) {
    v1::RuleChange change;
    change.set_rule_id(rule_id);
    const auto old = old_version.find(rule_id);
    if (old != old_version.end()) change.set_version_before(old->second);
    change.set_version_after(law.tables().RuleVersion(rule_id));
    if (window) AddRowStarts(law.tables(), rule_id, *window, change);
    const bool is_new_version =
        !change.version_before().empty() && change.version_before() != change.version_after();
    if (!is_new_version && change.row_starts().empty()) continue;
    const rules::RuleSet* rule = law.tables().FindRule(rule_id);
    if (rule != nullptr) change.set_title(rule->title());
    *result.add_rule_changes() = std::move(change);
  }
}

void AddLapsedDecisions(const v1::Contract& contract, const std::vector<type::Finding>& after,
                        v1::ContractRecheck& result) {
  for (const v1::FindingDecision& decision : contract.finding_decisions()) {
    const bool lapsed = std::any_of(after.begin(), after.end(), [&](const type::Finding& finding) {
      return finding.rule_id() == decision.rule_id() &&
             finding.message_key() == decision.message_key() &&
             finding.subject() == decision.subject() &&
             finding.rule_version() != decision.rule_version();
    });
    if (lapsed) *result.add_lapsed_decisions() = decision;
  }
}

type::RuleOutcome HeaviestOf(const std::vector<type::Finding>& findings) {
  for (const type::RuleOutcome outcome :
       {type::RULE_OUTCOME_BLOCK, type::RULE_OUTCOME_INDETERMINATE, type::RULE_OUTCOME_WARN,
        type::RULE_OUTCOME_INFORM}) {
    for (const type::Finding& finding : findings) {
      if (finding.outcome() == outcome) return outcome;
    }
  }
  return type::RULE_OUTCOME_OK;
}

std::vector<type::Finding> WithoutOk(std::vector<type::Finding> findings) {
  findings.erase(std::remove_if(findings.begin(), findings.end(),
                                [](const type::Finding& finding) {
                                  return finding.outcome() == type::RULE_OUTCOME_OK;
                                }),
                 findings.end());
  return findings;
}

}  // namespace

bool IsOpen(const v1::Contract& contract) {
  return contract.state() == v1::CONTRACT_STATE_DRAFT ||
         contract.state() == v1::CONTRACT_STATE_IN_SIGNATURE ||
         contract.state() == v1::CONTRACT_STATE_SIGNED ||
         contract.state() == v1::CONTRACT_STATE_ACTIVE;
}

absl::StatusOr<v1::ContractRecheck> Recheck(const law::LawData& law, const Catalogs& catalogs,
                                            const RecheckInput& input) {
  const v1::Contract& contract = input.contract;
  v1::ContractRecheck result;
  result.set_contract(contract.name());
  result.set_title(contract.title());
  result.set_state(contract.state());
  const std::optional<DatePeriod> period = FindPeriod(contract.has_period(), contract.period());
  if (!period) return result;

  v1::ComplianceFacts facts = FactsOf(catalogs, contract, input.brief);
  const std::vector<v1::WorkingRelationAnswer> answers =
      MergeAnswers(facts, LaterAnswers(input.relation));
  facts.clear_working_relation_answers();
  for (const v1::WorkingRelationAnswer& answer : answers) {
    *facts.add_working_relation_answers() = answer;
  }
  const Date last = LastCheck(contract);
  const bool is_agreed = contract.document().has_submit_time();
  if (!facts.has_signing_date()) {
    *facts.mutable_signing_date() = ToProto(is_agreed ? last : input.as_of);
  }
  ASSIGN_OR_RETURN(ComplianceResult check, CheckFacts(law, catalogs, facts, input.as_of));

  const std::vector<type::Finding> before(contract.findings().begin(), contract.findings().end());
  result.set_outcome_before(HeaviestOf(before));
  std::optional<DatePeriod> window;
  const auto since = DatePeriod::Make(last.AddDays(1), std::min(input.as_of, period->end()));
  if (last != Date::Min() && since.ok()) window = *since;
  AddRuleChanges(law, before, check.findings, window, result);
  const std::vector<type::Finding> after = WithoutOk(std::move(check.findings));
  result.set_outcome_after(HeaviestOf(after));
  AddFindingChanges(before, after, result);
  AddLapsedDecisions(contract, after, result);
  result.set_is_touched(!result.rule_changes().empty() || !result.finding_changes().empty());
  return result;
}

}  // namespace interim::contracting
