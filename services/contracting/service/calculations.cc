#include "services/contracting/service/calculations.h"

#include <string>
#include <utility>

#include "common/core/status_macros.h"
#include "services/contracting/domain/clause_scan.h"
#include "services/contracting/domain/compliance.h"
#include "services/contracting/domain/costs.h"
#include "services/contracting/domain/forms.h"
#include "services/contracting/domain/law_facts.h"
#include "services/contracting/domain/values.h"
#include "services/contracting/service/resources.h"
#include "services/contracting/service/working_relations.h"

namespace interim::contracting {

absl::StatusOr<v1::CheckComplianceResponse> Calculations::CheckCompliance(
    rpc::Call& call, const v1::CheckComplianceRequest& request) const {
  v1::ComplianceFacts facts = request.facts();
  if (!request.contract().empty()) {
    ASSIGN_OR_RETURN(auto contract, call.Load<v1::Contract>(request.contract()));
    ASSIGN_OR_RETURN(auto brief, call.Load<v1::Brief>(contract->brief()));
    facts = FactsOf(knowledge_.catalogs(), *contract, *brief);
    ASSIGN_OR_RETURN(auto later, LoadLaterAnswers(call, *contract));
    for (const v1::WorkingRelationAnswer& answer : later) {
      *facts.add_working_relation_answers() = answer;
    }
    facts.MergeFrom(request.facts());
  }
  facts.set_legal_sign_off(false);
  ASSIGN_OR_RETURN(ComplianceResult result,
                   CheckFacts(knowledge_.law(), knowledge_.catalogs(), facts));
  v1::CheckComplianceResponse response;
  response.set_outcome(result.outcome);
  for (v1::RuleInputs& inputs : InputsOf(knowledge_.catalogs(), facts, result)) {
    *response.add_rule_inputs() = std::move(inputs);
  }
  for (type::Finding& finding : result.findings) {
    if (request.include_ok() || finding.outcome() != type::RULE_OUTCOME_OK) {
      *response.add_findings() = std::move(finding);
    }
  }
  for (v1::SkippedRule& skipped : result.skipped) {
    *response.add_skipped_rules() = std::move(skipped);
  }
  return response;
}

absl::StatusOr<v1::CompareFormsResponse> Calculations::CompareForms(
    rpc::Call& call, const v1::CompareFormsRequest& request) const {
  FormQuestion question{.facts = request.facts(),
                        .role_code = request.role_code(),
                        .channel_code = request.channel_code()};
  if (!request.brief().empty()) {
    ASSIGN_OR_RETURN(auto brief, call.Load<v1::Brief>(request.brief()));
    question.facts = FactsOf(knowledge_.catalogs(), *brief);
    question.facts.MergeFrom(request.facts());
    if (question.role_code.empty()) question.role_code = brief->role_code();
    const v1::Rate& rate = brief->budget().rate();
    question.margin_percent = FindDecimal(rate.has_margin_percent(), rate.margin_percent());
  }
  return contracting::CompareForms(knowledge_.law(), knowledge_.catalogs(), question);
}

absl::StatusOr<v1::CostComparison> Calculations::CompareCosts(
    rpc::Call&, const v1::CompareCostsRequest& request) const {
  return contracting::CompareCosts(knowledge_.law(), knowledge_.catalogs(), request);
}

absl::StatusOr<v1::ScanClausesResponse> Calculations::ScanClauses(
    rpc::Call& call, const v1::ScanClausesRequest& request) const {
  ScanQuestion question;
  if (!request.contract().empty()) {
    ASSIGN_OR_RETURN(auto contract, call.Load<v1::Contract>(request.contract()));
    ASSIGN_OR_RETURN(auto brief, call.Load<v1::Brief>(contract->brief()));
    question = ScanOf(knowledge_.catalogs(), *contract, *brief, call.today());
  } else {
    question.clauses.assign(request.clauses().begin(), request.clauses().end());
    question.form = request.form();
    question.is_leading = request.is_leading_role();
    question.agreed = FindDate(request.facts().has_signing_date(), request.facts().signing_date());
    if (!question.agreed) {
      question.agreed = FindDate(request.facts().period().has_start_date(),
                                 request.facts().period().start_date());
    }
  }
  return contracting::ScanClauses(knowledge_.law(), knowledge_.catalogs(), question);
}

absl::StatusOr<v1::ListRulesResponse> Calculations::ListRules(
    rpc::Call&, const v1::ListRulesRequest& request) const {
  v1::ListRulesResponse response;
  for (v1::Rule& rule : contracting::ListRules(knowledge_.law(), request.rule_id())) {
    *response.add_rules() = std::move(rule);
  }
  return response;
}

}  // namespace interim::contracting
