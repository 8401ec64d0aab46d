// covers: S31, S32, S35, S224, S230, S231
#include "services/contracting/domain/compliance.h"

#include <string>
#include <vector>

#include "common/law/self_employed.h"
#include "common/testing/matchers.h"
#include "common/type/convert.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/contracting/domain/brief.h"
#include "services/contracting/domain/contract.h"
#include "services/contracting/domain/domain_test_data.h"
#include "services/contracting/domain/forms.h"
#include "services/contracting/domain/gates.h"
#include "services/contracting/domain/law_facts.h"

namespace interim::contracting {
namespace {

using ::interim::testing::HasField;
using ::interim::testing::HasReason;
using ::interim::testing::IsOk;
using ::interim::testing::StatusIs;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

const Date kToday = Day(2026, 1, 26);

// Nine viewpoints, one answer each.
void AddAnswers(v1::ComplianceFacts& facts, const std::vector<int>& scores) {
  for (std::size_t i = 0; i < scores.size(); ++i) {
    v1::WorkingRelationAnswer& answer = *facts.add_working_relation_answers();
    answer.set_question_code("Q" + std::to_string(i + 1));
    answer.set_viewpoint(static_cast<int>(i) + 1);
    answer.set_score(scores[i]);
    answer.set_evidence("opdrachtbrief");
  }
}

v1::ComplianceFacts SiteMergerFacts(v1::ContractForm form) {
  v1::ComplianceFacts facts = FactsOf(TestCatalogs(), CompleteBrief());
  facts.set_form(form);
  AddAnswers(facts, {1, 1, -1, 1, 2, 2, 2, 1, 2});
  facts.set_direction_by_client(v1::ANSWER_NO);
  facts.set_lender_registered(v1::ANSWER_YES);
  *facts.mutable_registration_check_date() = ToProto(Day(2026, 1, 20));
  return facts;
}

std::vector<std::string> Keys(const std::vector<type::Finding>& findings,
                              type::RuleOutcome outcome) {
  std::vector<std::string> keys;
  for (const type::Finding& finding : findings) {
    if (finding.outcome() == outcome) keys.push_back(finding.message_key());
  }
  return keys;
}

TEST(ComplianceTest, SiteMergerThroughABureau_IsNotBlocked_AndEveryFindingHasItsSource) {
  absl::StatusOr<ComplianceResult> result =
      CheckFacts(TestLaw(), TestCatalogs(), SiteMergerFacts(v1::CONTRACT_FORM_BUREAU));
  ASSERT_THAT(result, IsOk());
  EXPECT_THAT(Keys(result->findings, type::RULE_OUTCOME_BLOCK), IsEmpty());
  EXPECT_THAT(Keys(result->findings, type::RULE_OUTCOME_INFORM), Contains("dba.low"));
  for (const type::Finding& finding : result->findings) {
    EXPECT_FALSE(finding.rule_id().empty());
    EXPECT_FALSE(finding.text().nl().empty()) << finding.message_key();
    EXPECT_FALSE(finding.text().en().empty()) << finding.message_key();
  }
  for (const v1::SkippedRule& skipped : result->skipped) {
    EXPECT_FALSE(skipped.reason().nl().empty()) << skipped.rule_id();
  }
}

TEST(ComplianceTest, StrongPointersToEmployment_Block) {
  v1::ComplianceFacts facts = SiteMergerFacts(v1::CONTRACT_FORM_ZZP);
  facts.clear_working_relation_answers();
  AddAnswers(facts, {-1, -1, -2, -1, 0, 1, 2, 0, 1});
  absl::StatusOr<ComplianceResult> result = CheckFacts(TestLaw(), TestCatalogs(), facts);
  ASSERT_THAT(result, IsOk());
  EXPECT_THAT(Keys(result->findings, type::RULE_OUTCOME_BLOCK), Contains("dba.high"));
  EXPECT_EQ(result->outcome, type::RULE_OUTCOME_BLOCK);
}

TEST(ComplianceTest, NoFormOrPeriod_IsABadRequest) {
  EXPECT_THAT(CheckFacts(TestLaw(), TestCatalogs(), {}), HasField("facts.form"));
  EXPECT_THAT(CheckFacts(TestLaw(), TestCatalogs(), {}), HasField("facts.period"));
}

TEST(ComplianceTest, FourthFixedTermContract_Blocks) {
  v1::ComplianceFacts facts = SiteMergerFacts(v1::CONTRACT_FORM_FIXED_TERM);
  facts.set_history_complete(true);
  *facts.mutable_monthly_wage() = ToProto(Money::Eur(800000));
  for (int year : {2023, 2024, 2025}) {
    v1::EarlierContract& earlier = *facts.add_earlier_contracts();
    *earlier.mutable_start_date() = ToProto(Day(year, 1, 1));
    *earlier.mutable_end_date() = ToProto(Day(year, 6, 30));
    earlier.set_kind(v1::EARLIER_CONTRACT_KIND_FIXED_TERM);
  }
  // Gaps of exactly six months keep the chain: 2023, 2024, 2025 and from 2026-01-01 the fourth.
  *facts.mutable_period()->mutable_start_date() = ToProto(Day(2026, 1, 1));
  absl::StatusOr<ComplianceResult> result = CheckFacts(TestLaw(), TestCatalogs(), facts);
  ASSERT_THAT(result, IsOk());
  EXPECT_THAT(Keys(result->findings, type::RULE_OUTCOME_BLOCK), Contains("chain.converts"));
}

TEST(ComplianceTest, MonthlyWageOfAnEmployment_IsAFact) {
  v1::Contract contract;
  contract.set_form(v1::CONTRACT_FORM_FIXED_TERM);
  *contract.mutable_rate()->mutable_amount() = ToProto(Money::Eur(800000));
  contract.mutable_rate()->set_unit(v1::RATE_UNIT_MONTH);
  EXPECT_EQ(FactsOf(TestCatalogs(), contract, {}).monthly_wage().units(), 8000);
  contract.mutable_rate()->set_unit(v1::RATE_UNIT_HOUR);
  EXPECT_FALSE(FactsOf(TestCatalogs(), contract, {}).has_monthly_wage());
  contract.mutable_rate()->set_unit(v1::RATE_UNIT_MONTH);
  *contract.mutable_facts()->mutable_monthly_wage() = ToProto(Money::Eur(700000));
  EXPECT_EQ(FactsOf(TestCatalogs(), contract, {}).monthly_wage().units(), 7000);
  contract.clear_facts();
  contract.set_form(v1::CONTRACT_FORM_ZZP);
  EXPECT_FALSE(FactsOf(TestCatalogs(), contract, {}).has_monthly_wage());
}

const type::Finding* FindKey(const ComplianceResult& result, const std::string& key) {
  for (const type::Finding& finding : result.findings) {
    if (finding.message_key() == key) return &finding;
  }
  return nullptr;
}

bool Says(const v1::ComplianceFacts& facts, const std::string& key) {
  const absl::StatusOr<ComplianceResult> result = CheckFacts(TestLaw(), TestCatalogs(), facts);
  EXPECT_THAT(result, IsOk());
  return result.ok() && FindKey(*result, key) != nullptr;
}

v1::ComplianceFacts FixedTerm(Date start, Date end) {
  v1::ComplianceFacts facts = SiteMergerFacts(v1::CONTRACT_FORM_FIXED_TERM);
  facts.clear_working_relation_answers();
  *facts.mutable_period() = ToProto(*DatePeriod::Make(start, end));
  *facts.mutable_monthly_wage() = ToProto(Money::Eur(620000));
  facts.set_history_complete(true);
  return facts;
}

// 365 days of 16 hours a week are 834.29 hours; of 45 hours a week 2,346.43.
TEST(ComplianceTest, MonthlyWage_IsPaidForTheHoursOfTheContract) {
  v1::ComplianceFacts facts = FixedTerm(Day(2026, 1, 1), Day(2026, 12, 31));
  *facts.mutable_monthly_wage() = ToProto(Money::Eur(240000));
  *facts.mutable_total_hours() = ToProto(*Decimal::Parse("834.29"));
  EXPECT_FALSE(Says(facts, "wage.below_minimum"));
  *facts.mutable_monthly_wage() = ToProto(Money::Eur(260000));
  *facts.mutable_total_hours() = ToProto(*Decimal::Parse("2346.43"));
  EXPECT_TRUE(Says(facts, "wage.below_minimum"));
  facts.clear_total_hours();  // nobody says how many: those of the house, 173.33 a month
  EXPECT_FALSE(Says(facts, "wage.below_minimum"));

  v1::Contract contract;
  contract.set_form(v1::CONTRACT_FORM_FIXED_TERM);
  *contract.mutable_period() = facts.period();
  *contract.mutable_hours_per_week() = ToProto(Decimal(16));
  EXPECT_EQ(FactsOf(TestCatalogs(), contract, {}).total_hours().value(), "834.29");
  contract.set_form(v1::CONTRACT_FORM_ZZP);
  EXPECT_FALSE(FactsOf(TestCatalogs(), contract, {}).has_total_hours());
}

void AddEarlier(v1::ComplianceFacts& facts, Date start, Date end,
                v1::EarlierContractKind kind = v1::EARLIER_CONTRACT_KIND_FIXED_TERM) {
  v1::EarlierContract& earlier = *facts.add_earlier_contracts();
  *earlier.mutable_start_date() = ToProto(start);
  *earlier.mutable_end_date() = ToProto(end);
  earlier.set_kind(kind);
}

// 2020-01-01..2023-12-31, then 2024-01-01..2027-12-31: permanent, unless the period is set aside.
TEST(FactsTest, ChainOfADirector_WrittenDeviationKeepsTheTerm) {
  v1::ComplianceFacts facts = FixedTerm(Day(2024, 1, 1), Day(2027, 12, 31));
  AddEarlier(facts, Day(2020, 1, 1), Day(2023, 12, 31));
  facts.set_statutory_director(v1::ANSWER_YES);
  EXPECT_TRUE(Says(facts, "chain.converts"));
  facts.set_written_chain_deviation(v1::ANSWER_YES);
  EXPECT_FALSE(Says(facts, "chain.converts"));
}

TEST(FactsTest, Chain_CollectiveLimitsSeasonPensionAgeAndTrainingReachTheRule) {
  v1::ComplianceFacts facts = FixedTerm(Day(2026, 1, 1), Day(2026, 6, 30));
  for (const int year : {2023, 2024, 2025}) AddEarlier(facts, Day(year, 1, 1), Day(year, 6, 30));
  EXPECT_TRUE(Says(facts, "chain.converts"));
  v1::ComplianceFacts collective = facts;
  collective.set_collective_chain_limits(v1::ANSWER_YES);
  EXPECT_FALSE(Says(collective, "chain.converts"));
  v1::ComplianceFacts season = facts;  // a gap of six months breaks a chain with a gap of three
  season.set_seasonal_chain_gap(v1::ANSWER_YES);
  EXPECT_FALSE(Says(season, "chain.converts"));
  v1::ComplianceFacts pension = facts;
  pension.set_pension_age_reached(v1::ANSWER_YES);
  for (v1::EarlierContract& earlier : *pension.mutable_earlier_contracts()) {
    earlier.set_is_before_pension_age(true);
  }
  EXPECT_FALSE(Says(pension, "chain.converts"));
  v1::ComplianceFacts training = facts;
  training.mutable_earlier_contracts(0)->set_kind(v1::EARLIER_CONTRACT_KIND_TRAINING);
  EXPECT_FALSE(Says(training, "chain.converts"));
}

// End 2026-12-31: deadline 2026-11-30; notice on 2026-12-10 is 10 of 31 days late: 6,200 x 10 / 31.
TEST(FactsTest, NoticeThatWasGivenLate_IsPriced) {
  v1::ComplianceFacts facts = FixedTerm(Day(2026, 1, 1), Day(2026, 12, 31));
  *facts.mutable_renewal_notice_date() = ToProto(Day(2026, 12, 10));
  const absl::StatusOr<ComplianceResult> result =
      CheckFacts(TestLaw(), TestCatalogs(), facts, Day(2026, 12, 10));
  ASSERT_THAT(result, IsOk());
  const type::Finding* late = FindKey(*result, "notice.late");
  ASSERT_NE(late, nullptr);
  EXPECT_NE(late->text().nl().find("2.000,00"), std::string::npos) << late->text().nl();
  *facts.mutable_renewal_notice_date() = ToProto(Day(2026, 11, 30));
  EXPECT_TRUE(Says(facts, "notice.given"));
}

// An earlier contract for services is no employment to follow up on; other skills allow it as well.
TEST(FactsTest, ProbationInAFollowUp_IsVoidUnlessSkillsDiffer) {
  v1::ComplianceFacts facts = FixedTerm(Day(2026, 2, 1), Day(2027, 1, 31));
  facts.set_probation_months(1);
  AddEarlier(facts, Day(2025, 1, 1), Day(2025, 12, 31), v1::EARLIER_CONTRACT_KIND_SERVICES);
  EXPECT_TRUE(Says(facts, "probation.fine"));
  facts.mutable_earlier_contracts(0)->set_kind(v1::EARLIER_CONTRACT_KIND_FIXED_TERM);
  EXPECT_TRUE(Says(facts, "probation.void"));
  facts.set_other_skills_needed(v1::ANSWER_YES);
  EXPECT_TRUE(Says(facts, "probation.fine"));
  facts.set_probation_months(2);
  EXPECT_TRUE(Says(facts, "probation.void"));
  facts.set_collective_probation(v1::ANSWER_YES);
  EXPECT_TRUE(Says(facts, "probation.fine"));
}

TEST(FactsTest, Payroll_TermsPensionAndRecordsCanBeToldAndThenCure) {
  v1::ComplianceFacts facts = SiteMergerFacts(v1::CONTRACT_FORM_PAYROLL);
  *facts.mutable_period() = ToProto(*DatePeriod::Make(Day(2025, 1, 1), Day(2025, 12, 31)));
  facts.set_recruited_by_client(v1::ANSWER_YES);
  facts.set_may_place_elsewhere(v1::ANSWER_NO);
  EXPECT_TRUE(Says(facts, "payroll.terms"));
  EXPECT_TRUE(Says(facts, "liability.records"));
  facts.set_client_terms_on_file(v1::ANSWER_YES);
  facts.set_lending_records_complete(v1::ANSWER_YES);
  facts.mutable_pension_percent()->set_value("14.9");
  EXPECT_FALSE(Says(facts, "payroll.terms"));
  EXPECT_FALSE(Says(facts, "liability.records"));
  EXPECT_TRUE(Says(facts, "payroll.pension"));
  facts.mutable_pension_percent()->set_value("15.0");
  EXPECT_TRUE(Says(facts, "payroll.pension_fine"));
  facts.set_joins_client_pension_scheme(v1::ANSWER_YES);
  EXPECT_FALSE(Says(facts, "payroll.pension_fine"));
  facts.set_agency_clause(v1::ANSWER_YES);
  EXPECT_TRUE(Says(facts, "payroll.agency_clause"));
}

// From 2027 a lender has signed up or applied; from 2028 it is admitted or exempt.
TEST(FactsTest, Secondment_ApplicationExemptionPackageAndAccountReachTheirRules) {
  v1::ComplianceFacts facts = SiteMergerFacts(v1::CONTRACT_FORM_SECONDMENT);
  *facts.mutable_period() = ToProto(*DatePeriod::Make(Day(2027, 7, 1), Day(2027, 8, 1)));
  facts.set_recruited_by_client(v1::ANSWER_NO);
  facts.set_may_place_elsewhere(v1::ANSWER_YES);
  facts.set_lender_certified(v1::ANSWER_YES);
  facts.set_lender_applied(v1::ANSWER_NO);
  const absl::StatusOr<ComplianceResult> result = CheckFacts(TestLaw(), TestCatalogs(), facts);
  ASSERT_THAT(result, IsOk());
  const type::Finding* admission = FindKey(*result, "lender.admission");
  ASSERT_NE(admission, nullptr);
  EXPECT_NE(admission->text().nl().find("de leverancier"), std::string::npos);
  EXPECT_TRUE(Says(facts, "agency.package"));
  EXPECT_TRUE(Says(facts, "liability.split"));
  facts.set_lender_applied(v1::ANSWER_YES);
  facts.set_package_compared(v1::ANSWER_YES);
  facts.set_blocked_account_used(v1::ANSWER_NO);
  EXPECT_TRUE(Says(facts, "lender.fine"));
  EXPECT_TRUE(Says(facts, "agency.package_fine"));
  EXPECT_TRUE(Says(facts, "liability.open"));
  *facts.mutable_period() = ToProto(*DatePeriod::Make(Day(2028, 1, 1), Day(2028, 2, 1)));
  facts.set_lender_admitted(v1::ANSWER_NO);
  EXPECT_TRUE(Says(facts, "lender.admission"));
  facts.set_lender_exempt(v1::ANSWER_YES);
  EXPECT_TRUE(Says(facts, "lender.fine"));
}

// 180,000 alone stays below 216,000; with the option of 50,000 it is 230,000.
TEST(FactsTest, OptionsAndLikeContractsCountForProcurement) {
  v1::ComplianceFacts facts = SiteMergerFacts(v1::CONTRACT_FORM_BUREAU);
  facts.set_authority(v1::AUTHORITY_KIND_OTHER);
  facts.set_procedure(v1::PROCEDURE_KIND_SEVERAL_QUOTES);
  *facts.mutable_procedure_start_date() = ToProto(Day(2026, 3, 1));
  *facts.mutable_total_fee() = ToProto(Money::Eur(18000000));
  EXPECT_FALSE(Says(facts, "procure.eu"));
  *facts.mutable_options_value() = ToProto(Money::Eur(5000000));
  EXPECT_TRUE(Says(facts, "procure.eu"));
  facts.clear_options_value();
  *facts.mutable_related_value() = ToProto(Money::Eur(3600000));  // 216,000 exactly
  EXPECT_TRUE(Says(facts, "procure.eu"));
}

// Wide clauses point less strongly; a ban on direct hire says nothing about the person. The scores
// stand in the question catalogue.
TEST(FactsTest, WideClauseIsAPointer_DirectHireBanIsNone) {
  const auto scores = [](const v1::ComplianceFacts& facts) {
    std::vector<int> found;
    for (const law::ViewpointAnswer& said : law::ClauseAnswers(TestLaw(), ClausesOf(facts))) {
      EXPECT_EQ(said.question(), "V9_EXCLUSIVE");
      found.push_back(said.score());
    }
    return found;
  };
  v1::ComplianceFacts facts;
  v1::RestrictiveClauseFact& clause = *facts.add_restrictive_clauses();
  clause.set_kind(v1::RESTRICTIVE_CLAUSE_KIND_RELATIONS);
  EXPECT_THAT(scores(facts), IsEmpty());
  clause.set_is_wide(true);
  EXPECT_THAT(scores(facts), ElementsAre(-1));
  facts.add_restrictive_clauses()->set_kind(v1::RESTRICTIVE_CLAUSE_KIND_EXCLUSIVITY);
  EXPECT_THAT(scores(facts), ElementsAre(-2));
  facts.clear_restrictive_clauses();
  facts.add_restrictive_clauses()->set_kind(v1::RESTRICTIVE_CLAUSE_KIND_DIRECT_HIRE_BAN);
  facts.mutable_restrictive_clauses(0)->set_is_wide(true);
  EXPECT_THAT(scores(facts), IsEmpty());
}

TEST(FactsTest, PercentagesOutOfRange_AreBadRequests) {
  v1::ComplianceFacts facts = SiteMergerFacts(v1::CONTRACT_FORM_PAYROLL);
  facts.mutable_pension_percent()->set_value("100.1");
  facts.mutable_wnt_part_time_factor()->set_value("1.01");
  EXPECT_THAT(CheckFacts(TestLaw(), TestCatalogs(), facts), HasField("facts.pension_percent"));
  EXPECT_THAT(CheckFacts(TestLaw(), TestCatalogs(), facts), HasField("facts.wnt_part_time_factor"));
}

v1::Contract DraftWith(const std::vector<int>& scores, v1::ContractForm form) {
  v1::Brief brief = CompleteBrief();
  v1::Contract given;
  AddAnswers(*given.mutable_facts(), scores);
  given.mutable_facts()->set_direction_by_client(v1::ANSWER_NO);
  v1::Contract contract = *DraftContract(TestCatalogs(), brief, form, given);
  EXPECT_THAT(RefreshFindings(TestLaw(), TestCatalogs(), brief, kToday, contract), IsOk());
  return contract;
}

v1::FindingDecision DecisionOn(const type::Finding& finding) {
  v1::FindingDecision decision;
  decision.set_rule_id(finding.rule_id());
  decision.set_message_key(finding.message_key());
  decision.set_rule_version(finding.rule_version());
  decision.set_subject(finding.subject());
  decision.set_reason("gewogen");
  return decision;
}

TEST(DecisionTest, Block_IsReleasedByLegalOnly) {
  v1::Contract contract = DraftWith({-1, -1, -2, -1, 0, 1, 2, 0, 1}, v1::CONTRACT_FORM_ZZP);
  std::vector<type::Finding> blocking = BlockingFindings(contract);
  ASSERT_THAT(blocking, SizeIs(1));
  v1::FindingDecision decision = DecisionOn(blocking[0]);
  EXPECT_THAT(
      DecideFindings(contract, {decision}, {.subject = "hr", .is_legal = false, .today = kToday}),
      StatusIs(absl::StatusCode::kPermissionDenied, "RELEASE_NOT_ALLOWED"));
  absl::StatusOr<v1::Contract> after = DecideFindings(
      contract, {decision}, {.subject = "jurist", .is_legal = true, .today = kToday});
  ASSERT_THAT(after, IsOk());
  EXPECT_THAT(BlockingFindings(*after), IsEmpty());
  EXPECT_EQ(after->finding_decisions(0).actor(), "jurist");
  EXPECT_TRUE(after->finding_decisions(0).is_release());
}

TEST(DecisionTest, Warning_NeedsAReason_InThisVersion) {
  v1::Contract contract = DraftWith({0, 0, -1, 0, 1, 1, 2, 0, 1}, v1::CONTRACT_FORM_ZZP);
  std::vector<type::Finding> undecided = UndecidedFindings(contract);
  ASSERT_THAT(undecided, Not(IsEmpty()));
  std::vector<v1::FindingDecision> decisions;
  decisions.reserve(undecided.size());
  for (const type::Finding& finding : undecided) decisions.push_back(DecisionOn(finding));
  Decider hr{.subject = "hr", .is_legal = false, .today = kToday};
  v1::Contract after = *DecideFindings(contract, decisions, hr);
  EXPECT_THAT(UndecidedFindings(after), IsEmpty());
  EXPECT_EQ(DecideFindings(after, decisions, hr)->finding_decisions_size(),
            after.finding_decisions_size());
  decisions[0].set_rule_version("old");
  EXPECT_THAT(DecideFindings(contract, decisions, hr), HasReason("FINDING_UNKNOWN"));
  after.mutable_findings(0)->set_rule_version("newer");
  EXPECT_THAT(UndecidedFindings(after), Not(IsEmpty()));
}

TEST(ListRulesTest, AllSeventeen_WithDatedRowsAndSources) {
  std::vector<v1::Rule> rules = ListRules(TestLaw(), "");
  EXPECT_THAT(rules, SizeIs(17));
  for (const v1::Rule& rule : rules) {
    for (const v1::RuleParameter& parameter : rule.parameters()) {
      EXPECT_FALSE(parameter.title().nl().empty()) << rule.rule_id() << " " << parameter.key();
      EXPECT_FALSE(parameter.title().en().empty()) << rule.rule_id() << " " << parameter.key();
    }
  }
  std::vector<v1::Rule> wnt = ListRules(TestLaw(), "R11");
  ASSERT_THAT(wnt, SizeIs(1));
  EXPECT_FALSE(wnt[0].rule_version().empty());
  bool has_row = false;
  for (const v1::RuleParameter& parameter : wnt[0].parameters()) {
    for (const v1::RuleRow& row : parameter.rows()) {
      has_row = true;
      EXPECT_FALSE(row.value().empty());
      EXPECT_FALSE(row.sources().empty()) << parameter.key();
    }
  }
  EXPECT_TRUE(has_row);
}

TEST(FormsTest, LeadingRoleThroughABureau_BureauFirst_ClosedFormsLast) {
  FormQuestion question{.facts = SiteMergerFacts(v1::CONTRACT_FORM_UNSPECIFIED),
                        .role_code = "TRANS",
                        .channel_code = "INTERIM_BUREAU"};
  absl::StatusOr<v1::CompareFormsResponse> response =
      CompareForms(TestLaw(), TestCatalogs(), question);
  ASSERT_THAT(response, IsOk());
  ASSERT_THAT(response->forms(), SizeIs(7));
  EXPECT_EQ(response->recommended_form(), v1::CONTRACT_FORM_BUREAU);
  bool closed = false;
  for (int i = 0; i < response->forms_size(); ++i) {
    const v1::FormComparison& form = response->forms(i);
    EXPECT_EQ(form.rank(), i + 1);
    EXPECT_THAT(form.rows(), SizeIs(15)) << v1::ContractForm_Name(form.form());
    EXPECT_TRUE(!closed || form.is_closed());
    closed = form.is_closed();
  }
}

TEST(FormsTest, HighRiskOfEmployment_ClosesTheIndependentForms) {
  FormQuestion question{.facts = SiteMergerFacts(v1::CONTRACT_FORM_UNSPECIFIED),
                        .role_code = "TRANS",
                        .channel_code = ""};
  question.facts.clear_working_relation_answers();
  AddAnswers(question.facts, {-1, -1, -2, -1, 0, 1, 2, 0, 1});
  v1::CompareFormsResponse response = *CompareForms(TestLaw(), TestCatalogs(), question);
  for (const v1::FormComparison& form : response.forms()) {
    if (form.form() != v1::CONTRACT_FORM_ZZP) continue;
    EXPECT_TRUE(form.is_closed());
    ASSERT_FALSE(form.reasons().empty());
    EXPECT_EQ(form.reasons(0).code(), "RULE_BLOCKS:dba.high");
    EXPECT_FALSE(form.reasons(0).sources().empty());
  }
  EXPECT_NE(response.recommended_form(), v1::CONTRACT_FORM_ZZP);
}

// Fee 212,114.29; VAT not deductible 21% = 44,544.00; spread 10% on both ends.
TEST(FormsTest, Cost_HoldsVatThatCannotBeDeducted) {
  FormQuestion question{.facts = SiteMergerFacts(v1::CONTRACT_FORM_UNSPECIFIED),
                        .role_code = "TRANS",
                        .channel_code = ""};
  auto low_of = [&](const char* deductible) {
    question.facts.mutable_vat_deductible_percent()->set_value(deductible);
    const v1::CompareFormsResponse response = *CompareForms(TestLaw(), TestCatalogs(), question);
    for (const v1::FormComparison& form : response.forms()) {
      if (form.form() == v1::CONTRACT_FORM_ZZP) return *MoneyFromProto(form.cost_low(), "");
    }
    return Money();
  };
  EXPECT_EQ(low_of("100"), Money::Eur(19090286));  // 212,114.29 x 0.9
  EXPECT_EQ(low_of("0"), Money::Eur(23099246));    // 212,114.29 x 1.21 x 0.9
}

}  // namespace
}  // namespace interim::contracting
