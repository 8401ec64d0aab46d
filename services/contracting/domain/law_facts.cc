#include "services/contracting/domain/law_facts.h"

#include <algorithm>
#include <optional>
#include <string>

#include "common/type/convert.h"
#include "services/contracting/domain/rates.h"
#include "services/contracting/domain/values.h"

namespace interim::contracting {
namespace {

constexpr int kDecimalsOfHours = 2;

law::Ternary ToTernary(v1::Answer answer) {
  if (answer == v1::ANSWER_YES) return law::TERNARY_YES;
  if (answer == v1::ANSWER_NO) return law::TERNARY_NO;
  return law::TERNARY_UNSPECIFIED;
}

law::ApprovalInput::LegalForm ToLaw(v1::LegalForm form) {
  switch (form) {
    case v1::LEGAL_FORM_BV:
      return law::ApprovalInput::LEGAL_FORM_BV;
    case v1::LEGAL_FORM_NV:
      return law::ApprovalInput::LEGAL_FORM_NV;
    case v1::LEGAL_FORM_FOUNDATION:
      return law::ApprovalInput::LEGAL_FORM_FOUNDATION;
    case v1::LEGAL_FORM_ASSOCIATION:
      return law::ApprovalInput::LEGAL_FORM_ASSOCIATION;
    case v1::LEGAL_FORM_MUNICIPALITY:
      return law::ApprovalInput::LEGAL_FORM_MUNICIPALITY;
    case v1::LEGAL_FORM_OTHER_PUBLIC:
      return law::ApprovalInput::LEGAL_FORM_OTHER_PUBLIC;
    default:
      return law::ApprovalInput::LEGAL_FORM_UNSPECIFIED;
  }
}

bool IsPublic(const v1::PersonnelImpact& client) {
  return client.wnt_in_scope() == v1::ANSWER_YES ||
         client.legal_form() == v1::LEGAL_FORM_MUNICIPALITY ||
         client.legal_form() == v1::LEGAL_FORM_OTHER_PUBLIC;
}

bool IsLent(v1::ContractForm form) {
  return form == v1::CONTRACT_FORM_PAYROLL || form == v1::CONTRACT_FORM_SECONDMENT;
}

law::RestrictiveClause::Kind ToLaw(v1::RestrictiveClauseKind kind) {
  switch (kind) {
    case v1::RESTRICTIVE_CLAUSE_KIND_NON_COMPETE:
      return law::RestrictiveClause::KIND_NON_COMPETE;
    case v1::RESTRICTIVE_CLAUSE_KIND_RELATIONS:
      return law::RestrictiveClause::KIND_RELATIONS;
    case v1::RESTRICTIVE_CLAUSE_KIND_DIRECT_HIRE_BAN:
      return law::RestrictiveClause::KIND_DIRECT_HIRE_BAN;
    default:
      return law::RestrictiveClause::KIND_EXCLUSIVITY;
  }
}

void AddClauses(const v1::ComplianceFacts& facts, Date signing, law::ComplianceCase& result) {
  if (facts.restrictive_clauses().empty()) return;
  law::ClauseInput& input = *result.mutable_clauses();
  input.set_form(result.form());
  input.set_worker_of_age(true);
  *input.mutable_agreed_date() = ToProto(signing);
  *input.mutable_start_date() = facts.period().start_date();
  *input.mutable_clauses() = ClausesOf(facts);
}

// One answer per question: where several sides answered, the one nearest to employment.
void AddAnswers(const v1::ComplianceFacts& facts, law::SelfEmployedInput& input) {
  for (const v1::WorkingRelationAnswer& answer : facts.working_relation_answers()) {
    law::ViewpointAnswer* view = nullptr;
    for (law::ViewpointAnswer& old : *input.mutable_answers()) {
      const bool same = old.question() == answer.question_code() &&
                        old.viewpoint() == answer.viewpoint() && !old.question().empty();
      if (same) view = &old;
    }
    if (view == nullptr) {
      view = input.add_answers();
      view->set_question(answer.question_code());
      view->set_viewpoint(answer.viewpoint());
    }
    if (!answer.has_score() || (view->has_score() && view->score() <= answer.score())) continue;
    view->set_score(answer.score());
    view->set_evidence(answer.evidence());
  }
}

void AddWorkingRelation(const v1::ComplianceFacts& facts, law::ComplianceCase& result) {
  if (IsEmployment(facts.form())) return;
  law::SelfEmployedInput& input = *result.mutable_self_employed();
  input.set_form(result.form());
  *input.mutable_period() = facts.period();
  AddAnswers(facts, input);
  *input.mutable_clauses() = ClausesOf(facts);
  input.set_legal_sign_off(facts.legal_sign_off());
  input.set_approved_model_agreement(facts.approved_model_agreement() == v1::ANSWER_YES);
  if (facts.has_total_fee() && facts.has_total_hours()) {
    law::PresumptionInput& presumption = *result.mutable_presumption();
    *presumption.mutable_fee() = facts.total_fee();
    *presumption.mutable_hours() = facts.total_hours();
    *presumption.mutable_period() = facts.period();
  }
}

law::VatInput::Supplier SupplierOf(v1::ContractForm form) {
  switch (form) {
    case v1::CONTRACT_FORM_ZZP:
      return law::VatInput::SUPPLIER_SELF_EMPLOYED;
    case v1::CONTRACT_FORM_MANAGEMENT_BV:
      return law::VatInput::SUPPLIER_OWN_BV;
    case v1::CONTRACT_FORM_FIXED_TERM:
      return law::VatInput::SUPPLIER_EMPLOYEE;
    default:
      return law::VatInput::SUPPLIER_LENDER;
  }
}

void AddVat(const v1::ComplianceFacts& facts, law::ComplianceCase& result) {
  law::VatInput& vat = *result.mutable_vat();
  vat.set_supplier(SupplierOf(facts.form()));
  vat.set_customer_place(law::VatInput::CUSTOMER_PLACE_NETHERLANDS);
  vat.set_customer_is_business(true);
  vat.set_small_business_scheme(facts.small_business_scheme() == v1::ANSWER_YES);
  *vat.mutable_supply_date() = facts.period().start_date();
  if (facts.has_total_fee()) *vat.mutable_net_amount() = facts.total_fee();
  if (facts.has_vat_deductible_percent()) {
    *vat.mutable_deductible_percent() = facts.vat_deductible_percent();
  }
}

law::LenderParty::Role LenderRoleOf(v1::ContractForm form, v1::Answer direction) {
  switch (form) {
    case v1::CONTRACT_FORM_ZZP:
      return law::LenderParty::ROLE_SELF_EMPLOYED;
    case v1::CONTRACT_FORM_MANAGEMENT_BV:
      return law::LenderParty::ROLE_OWN_BV;
    case v1::CONTRACT_FORM_BUREAU:
      return direction == v1::ANSWER_YES ? law::LenderParty::ROLE_LENDER
                                         : law::LenderParty::ROLE_PASSES_ON_SELF_EMPLOYED;
    default:
      return law::LenderParty::ROLE_LENDER;
  }
}

void AddTriangle(const v1::ComplianceFacts& facts, law::ComplianceCase& result) {
  law::TriangleInput& triangle = *result.mutable_triangle();
  triangle.set_direction_by_client(law::TERNARY_YES);
  triangle.set_employed_by_other(law::TERNARY_YES);
  if (facts.recruited_by_client() != v1::ANSWER_UNSPECIFIED) {
    triangle.set_lender_recruited(facts.recruited_by_client() == v1::ANSWER_YES ? law::TERNARY_NO
                                                                                : law::TERNARY_YES);
  }
  triangle.set_may_place_elsewhere(ToTernary(facts.may_place_elsewhere()));
  *triangle.mutable_period() = facts.period();
  triangle.set_agency_clause(facts.agency_clause() == v1::ANSWER_YES);
  triangle.set_client_terms_on_file(facts.client_terms_on_file() == v1::ANSWER_YES);
  triangle.set_package_compared(facts.package_compared() == v1::ANSWER_YES);
  triangle.set_joins_client_scheme(facts.joins_client_pension_scheme() == v1::ANSWER_YES);
  if (facts.has_pension_percent()) *triangle.mutable_pension_percent() = facts.pension_percent();
}

void AddLending(const v1::ComplianceFacts& facts, const LawDays& days,
                law::ComplianceCase& result) {
  if (IsEmployedByClient(facts.form()) || facts.form() == v1::CONTRACT_FORM_CONSULTANCY) return;
  v1::Answer direction = IsLent(facts.form()) ? v1::ANSWER_YES : facts.direction_by_client();
  law::LenderInput& lender = *result.mutable_lender();
  *lender.mutable_period() = facts.period();
  law::LenderParty& party = *lender.add_parties();
  party.set_role(LenderRoleOf(facts.form(), direction));
  party.set_registered(ToTernary(facts.lender_registered()));
  if (facts.has_registration_check_date()) {
    *party.mutable_registration_checked_date() = facts.registration_check_date();
  }
  party.set_applied(ToTernary(facts.lender_applied()));
  party.set_admitted(ToTernary(facts.lender_admitted()));
  party.set_exempt(facts.lender_exempt() == v1::ANSWER_YES);
  party.set_under_direction(ToTernary(direction));
  law::LiabilityInput& liability = *result.mutable_liability();
  liability.set_is_lending(ToTernary(direction));
  liability.add_parties()->set_certified(ToTernary(facts.lender_certified()));
  liability.set_uses_blocked_account(ToTernary(facts.blocked_account_used()));
  liability.set_record_set_complete(facts.lending_records_complete() == v1::ANSWER_YES);
  liability.set_worker_identified(facts.lending_records_complete() == v1::ANSWER_YES);
  *liability.mutable_invoice_date() = ToProto(days.as_of);
  if (facts.has_total_fee()) *liability.mutable_net_amount() = facts.total_fee();
  if (IsLent(facts.form())) AddTriangle(facts, result);
}

void AddCouncil(const v1::ComplianceFacts& facts, Date signing, law::ComplianceCase& result) {
  const v1::PersonnelImpact& client = facts.client();
  auto add = [&](law::ParticipationSubject subject) {
    law::WorksCouncilInput& input = *result.add_works_council();
    input = CouncilFacts(client, subject, signing);
    bool about_person = subject == law::PARTICIPATION_SUBJECT_DIRECTOR_APPOINTMENT ||
                        subject == law::PARTICIPATION_SUBJECT_GROUP_HIRING;
    if (about_person && facts.has_council_request_date()) {
      *input.mutable_requested_date() = facts.council_request_date();
    }
  };
  if (client.becomes_director() == v1::ANSWER_YES) {
    add(law::PARTICIPATION_SUBJECT_DIRECTOR_APPOINTMENT);
  } else {
    add(law::PARTICIPATION_SUBJECT_SINGLE_HIRE);
  }
  if (client.carries_out_advice_plan() == v1::ANSWER_YES) {
    add(law::PARTICIPATION_SUBJECT_REORGANISATION);
  }
  if (client.group_hiring() == v1::ANSWER_YES) add(law::PARTICIPATION_SUBJECT_GROUP_HIRING);
}

void AddApproval(const v1::ComplianceFacts& facts, Date signing, law::ComplianceCase& result) {
  law::ApprovalInput& approval = *result.mutable_approval();
  approval.set_legal_form(ToLaw(facts.client().legal_form()));
  approval.set_position(facts.statutory_director() == v1::ANSWER_YES
                            ? law::ApprovalInput::POSITION_STATUTORY_DIRECTOR
                            : law::ApprovalInput::POSITION_MANAGER);
  approval.set_deciding_resolution_on_file(facts.resolution_on_file() == v1::ANSWER_YES);
  approval.set_large_company_regime(facts.large_company_regime() == v1::ANSWER_YES);
  approval.set_regime_unknown(facts.large_company_regime() == v1::ANSWER_UNSPECIFIED &&
                              facts.client().supervisory_board_present() != v1::ANSWER_NO);
  if (facts.has_total_fee()) *approval.mutable_contract_value() = facts.total_fee();
  if (facts.has_signatory_limit()) *approval.mutable_signatory_limit() = facts.signatory_limit();
  *approval.mutable_signing_date() = ToProto(signing);
}

void AddProcurement(const v1::ComplianceFacts& facts, Date signing, law::ComplianceCase& result) {
  if (!IsPublic(facts.client()) && facts.authority() == v1::AUTHORITY_KIND_UNSPECIFIED) return;
  law::ProcurementInput& input = *result.mutable_procurement();
  input.set_authority(static_cast<law::ProcurementInput::Authority>(facts.authority()));
  input.set_service(law::ProcurementInput::SERVICE_ORDINARY);
  *input.mutable_procedure_start_date() =
      facts.has_procedure_start_date() ? facts.procedure_start_date() : ToProto(signing);
  if (facts.has_total_fee()) *input.mutable_base_value() = facts.total_fee();
  if (facts.has_options_value()) *input.mutable_options_value() = facts.options_value();
  if (facts.has_related_value()) *input.mutable_related_value() = facts.related_value();
  input.set_procedure(static_cast<law::ProcurementInput::Procedure>(facts.procedure()));
  input.set_hired_as_employee(IsEmployedByClient(facts.form()));
}

}  // namespace

bool IsEmployedByClient(v1::ContractForm form) { return form == v1::CONTRACT_FORM_FIXED_TERM; }

bool IsEmployment(v1::ContractForm form) {
  return form == v1::CONTRACT_FORM_FIXED_TERM || form == v1::CONTRACT_FORM_PAYROLL ||
         form == v1::CONTRACT_FORM_SECONDMENT;
}

law::EngagementForm ToLaw(v1::ContractForm form) {
  switch (form) {
    case v1::CONTRACT_FORM_BUREAU:
      return law::ENGAGEMENT_FORM_BUREAU;
    case v1::CONTRACT_FORM_ZZP:
      return law::ENGAGEMENT_FORM_SELF_EMPLOYED;
    case v1::CONTRACT_FORM_MANAGEMENT_BV:
      return law::ENGAGEMENT_FORM_MANAGEMENT_BV;
    case v1::CONTRACT_FORM_SECONDMENT:
      return law::ENGAGEMENT_FORM_SECONDMENT;
    case v1::CONTRACT_FORM_PAYROLL:
      return law::ENGAGEMENT_FORM_PAYROLL;
    case v1::CONTRACT_FORM_FIXED_TERM:
      return law::ENGAGEMENT_FORM_FIXED_TERM;
    case v1::CONTRACT_FORM_CONSULTANCY:
      return law::ENGAGEMENT_FORM_CONSULTANCY;
    default:
      return law::ENGAGEMENT_FORM_UNSPECIFIED;
  }
}

google::protobuf::RepeatedPtrField<law::RestrictiveClause> ClausesOf(
    const v1::ComplianceFacts& facts) {
  google::protobuf::RepeatedPtrField<law::RestrictiveClause> clauses;
  for (const v1::RestrictiveClauseFact& fact : facts.restrictive_clauses()) {
    law::RestrictiveClause& clause = *clauses.Add();
    clause.set_kind(ToLaw(fact.kind()));
    clause.set_is_written(true);
    clause.set_has_weighty_reasons(fact.has_weighty_reasons());
    clause.set_only_reasonable_fee(fact.only_reasonable_fee());
    clause.set_is_wide(fact.is_wide());
  }
  return clauses;
}

law::WorksCouncilInput CouncilFacts(const v1::PersonnelImpact& impact,
                                    law::ParticipationSubject subject, Date reference) {
  law::WorksCouncilInput input;
  input.set_subject(subject);
  if (impact.has_head_count()) input.set_head_count(impact.head_count());
  input.set_works_council_present(ToTernary(impact.works_council_present()));
  input.set_staff_representation_present(impact.staff_representation_present() == v1::ANSWER_YES);
  input.set_public_body(IsPublic(impact));
  *input.mutable_reference_date() = ToProto(reference);
  return input;
}

law::ApprovalInput ApprovalFacts(const v1::Brief& brief, OnFile on_file, Date signing) {
  law::ApprovalInput input;
  v1::LegalForm legal_form = brief.personnel_impact().legal_form();
  input.set_legal_form(ToLaw(legal_form));
  input.set_position(brief.mandate().is_statutory_director()
                         ? law::ApprovalInput::POSITION_STATUTORY_DIRECTOR
                         : law::ApprovalInput::POSITION_MANAGER);
  input.set_deciding_resolution_on_file(on_file.resolution_on_file);
  *input.mutable_signing_date() = ToProto(signing);
  return input;
}

law::ComplianceCase ToCase(const Catalogs& catalogs, const v1::ComplianceFacts& facts,
                           std::optional<Date> as_of) {
  law::ComplianceCase result;
  result.set_form(ToLaw(facts.form()));
  *result.mutable_period() = facts.period();
  result.set_public_client(IsPublic(facts.client()));
  Date start = FindDate(true, facts.period().start_date()).value_or(Date());
  Date signing = FindDate(facts.has_signing_date(), facts.signing_date()).value_or(start);
  const LawDays days{.signing = signing, .as_of = as_of.value_or(signing)};
  AddEmployment(catalogs, facts, days, result);
  AddClauses(facts, signing, result);
  AddWorkingRelation(facts, result);
  AddVat(facts, result);
  AddLending(facts, days, result);
  AddPayCap(facts, result);
  AddCouncil(facts, signing, result);
  AddApproval(facts, signing, result);
  AddProcurement(facts, signing, result);
  if (facts.identity_copy_kept() != v1::ANSWER_UNSPECIFIED) {
    law::RetentionInput& retention = *result.mutable_retention();
    retention.set_form(result.form());
    retention.set_id_copy_held(facts.identity_copy_kept() == v1::ANSWER_YES);
    *retention.mutable_as_of_date() = ToProto(days.as_of);
  }
  return result;
}

v1::ComplianceFacts FactsOf(const Catalogs& catalogs, const v1::Brief& brief) {
  v1::ComplianceFacts facts;
  *facts.mutable_client() = brief.personnel_impact();
  if (brief.budget().has_rate()) *facts.mutable_rate() = brief.budget().rate();
  if (brief.budget().has_vat_deductible_percent()) {
    *facts.mutable_vat_deductible_percent() = brief.budget().vat_deductible_percent();
  }
  facts.set_statutory_director(brief.mandate().is_statutory_director() ? v1::ANSWER_YES
                                                                       : v1::ANSWER_NO);
  for (const v1::Gate& gate : brief.gates()) {
    if (gate.code() == "OR-30" && gate.has_request_date()) {
      *facts.mutable_council_request_date() = gate.request_date();
    }
    if (gate.code() == "APPOINTMENT" && gate.state() == v1::GATE_STATE_ADVICE_POSITIVE) {
      facts.set_resolution_on_file(v1::ANSWER_YES);
    }
  }
  std::optional<DatePeriod> period = PeriodOf(brief.duration());
  if (!period) return facts;
  *facts.mutable_period() = ToProto(*period);
  std::optional<Ratio> hours = PlannedHours(catalogs, *period, brief.duration());
  if (!hours) return facts;
  absl::StatusOr<Decimal> rounded = hours->RoundHalfUp(kDecimalsOfHours);
  if (rounded.ok()) *facts.mutable_total_hours() = ToProto(*rounded);
  std::optional<Money> fee = PlannedFee(catalogs, brief);
  if (fee) *facts.mutable_total_fee() = ToProto(*fee);
  return facts;
}

v1::ComplianceFacts FactsOf(const Catalogs& catalogs, const v1::Contract& contract,
                            const v1::Brief& brief) {
  v1::Brief as_agreed = brief;  // the price and period of the contract, not those first thought of
  if (contract.has_rate()) *as_agreed.mutable_budget()->mutable_rate() = contract.rate();
  if (contract.has_period()) {
    *as_agreed.mutable_duration()->mutable_start_date() = contract.period().start_date();
    *as_agreed.mutable_duration()->mutable_end_date() = contract.period().end_date();
  }
  v1::ComplianceFacts facts = FactsOf(catalogs, as_agreed);
  v1::ComplianceFacts given = contract.facts();
  given.clear_form();
  given.clear_period();
  given.clear_rate();
  given.clear_council_request_date();
  given.clear_resolution_on_file();
  if (given.has_client()) facts.clear_client();
  facts.MergeFrom(given);
  facts.set_form(contract.form());
  if (contract.has_period()) *facts.mutable_period() = contract.period();
  // What an employee is paid a month is the wage; the price of a service never is.
  if (IsEmployedByClient(contract.form()) && !facts.has_monthly_wage() &&
      contract.rate().unit() == v1::RATE_UNIT_MONTH && contract.rate().has_amount()) {
    *facts.mutable_monthly_wage() = contract.rate().amount();
  }
  // The working time of an employment is that of its contract, not that first planned.
  const auto weekly = FindDecimal(contract.has_hours_per_week(), contract.hours_per_week());
  const auto period = FindPeriod(contract.has_period(), contract.period());
  if (IsEmployment(contract.form()) && weekly && period && !contract.facts().has_total_hours()) {
    const auto hours = WorkingDays(*period, *weekly).RoundHalfUp(kDecimalsOfHours);
    if (hours.ok()) *facts.mutable_total_hours() = ToProto(*hours);
  }
  return facts;
}

}  // namespace interim::contracting
