// covers: S31, S35, X1, X2
#include "services/contracting/domain/working_relation.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "common/law/law_data.h"
#include "common/testing/matchers.h"
#include "common/type/convert.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/contracting/domain/compliance.h"
#include "services/contracting/domain/domain_test_data.h"
#include "services/contracting/domain/law_facts.h"
#include "services/contracting/domain/practice.h"
#include "services/contracting/domain/recheck.h"
#include "services/contracting/domain/values.h"

namespace interim::contracting {
namespace {

using ::interim::testing::HasReason;
using ::interim::testing::IsOk;
using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;

const Date kToday = Day(2026, 6, 1);

const WorkingRelationData& Data() {
  static const WorkingRelationData data =
      MustLoad<WorkingRelationData>(DataFolder() + "/working_relation.textproto");
  return data;
}

RelationKnowledge Knowing() { return {TestLaw(), TestCatalogs(), Data()}; }

RelationStamp Stamp(Date today = kToday) { return {.subject = "hr", .today = today, .now = {}}; }

void Answer(v1::ComplianceFacts& facts, const std::string& code, int viewpoint, int score) {
  v1::WorkingRelationAnswer& answer = *facts.add_working_relation_answers();
  answer.set_question_code(code);
  answer.set_viewpoint(viewpoint);
  answer.set_score(score);
  answer.set_evidence("opdrachtbrief");
}

// An active contract that was low when it was signed.
v1::Contract ActiveContract(v1::ContractForm form = v1::CONTRACT_FORM_ZZP) {
  v1::Contract contract;
  contract.set_name("organizations/acme/contracts/c1");
  contract.set_state(v1::CONTRACT_STATE_ACTIVE);
  contract.set_form(form);
  *contract.mutable_period() = ToProto(*DatePeriod::Make(Day(2026, 1, 1), Day(2026, 12, 31)));
  contract.mutable_rate()->set_unit(v1::RATE_UNIT_HOUR);
  *contract.mutable_rate()->mutable_amount() = ToProto(Money::Eur(14000));
  *contract.mutable_hours_per_week() = ToProto(Decimal(28));
  v1::ComplianceFacts& facts = *contract.mutable_facts();
  const std::vector<int> scores = {1, 1, -1, 1, 2, 2, 2, 1, 2};
  const std::vector<std::string> codes = {"V1_RESULT",  "V2_INSTRUCTIONS", "V3_CYCLE",
                                          "V4_CONSENT", "V5_NEGOTIATED",   "V6_ABSENCE",
                                          "V7_LEVEL",   "V8_DAMAGE",       "V9_CLIENTS"};
  for (std::size_t i = 0; i < scores.size(); ++i) {
    Answer(facts, codes[i], static_cast<int>(i) + 1, scores[i]);
  }
  return contract;
}

v1::PracticeFact Fact(v1::PracticeKind kind, Date day, const std::string& source) {
  v1::PracticeFact fact;
  fact.set_kind(kind);
  *fact.mutable_occur_date() = ToProto(day);
  fact.set_source(source);
  return fact;
}

v1::WorkingRelation After(const v1::Contract& contract, const std::vector<v1::PracticeFact>& facts,
                          Date today = kToday) {
  const v1::Brief brief = CompleteBrief();
  auto relation = RecordPractice({}, contract, facts, Stamp(today));
  EXPECT_THAT(relation, IsOk());
  if (!relation.ok()) return {};
  auto refreshed = Refresh(Knowing(), *relation, {contract, brief}, v1::WEIGHING_MOMENT_PRACTICE,
                           Stamp(today), Keep::kWhenNew);
  EXPECT_THAT(refreshed, IsOk());
  return refreshed.ok() ? *refreshed : v1::WorkingRelation();
}

std::vector<std::string> Codes(const v1::WorkingRelation& relation) {
  std::vector<std::string> codes;
  for (const auto& drift : relation.drifts()) codes.push_back(drift.code());
  return codes;
}

const v1::WorkingRelationWeighing& Latest(const v1::WorkingRelation& relation) {
  return relation.weighings(relation.weighings_size() - 1);
}

TEST(WeighTest, DataAsShipped_IsFine_AndAMissingKindIsRefused) {
  EXPECT_THAT(CheckRelationData(TestLaw(), Data()), IsOk());
  WorkingRelationData broken = Data();
  broken.mutable_practice()->RemoveLast();
  EXPECT_THAT(CheckRelationData(TestLaw(), broken), HasReason("CATALOGUE_INVALID"));
  WorkingRelationData astray = Data();
  astray.mutable_practice(1)->set_question_code("V9_NO_SUCH");
  EXPECT_THAT(CheckRelationData(TestLaw(), astray), HasReason("CATALOGUE_INVALID"));
}

TEST(WeighTest, SidesAnswerDifferently_NearestToEmploymentCounts) {
  RelationFacts known{.facts = ActiveContract().facts()};
  known.facts.set_form(v1::CONTRACT_FORM_BUREAU);
  *known.facts.mutable_period() = ToProto(*DatePeriod::Make(kToday, Day(2026, 12, 31)));
  const auto before = Weigh(Knowing(), known, {.today = kToday});
  v1::WorkingRelationAnswer bureau;
  bureau.set_question_code("V2_INSTRUCTIONS");
  bureau.set_viewpoint(2);
  bureau.set_score(-2);
  bureau.set_side(v1::ANSWER_SIDE_INTERMEDIARY);
  known.later.push_back(bureau);
  const auto after = Weigh(Knowing(), known, {.today = kToday});
  ASSERT_THAT(before, IsOk());
  ASSERT_THAT(after, IsOk());
  EXPECT_EQ(before->viewpoints(1).direction(), v1::POINT_DIRECTION_SELF_EMPLOYMENT);
  EXPECT_EQ(after->viewpoints(1).direction(), v1::POINT_DIRECTION_EMPLOYMENT);
  ASSERT_EQ(after->viewpoints(1).points_against_size(), 1);
  EXPECT_TRUE(after->viewpoints(1).points_against(0).is_disputed());
  EXPECT_EQ(after->viewpoints(1).points_against(0).side(), v1::ANSWER_SIDE_INTERMEDIARY);
  EXPECT_GT(after->open_questions_size(), before->open_questions_size());
  EXPECT_FALSE(SaysTheSame(*before, *after));
}

// A clause of the draft speaks for itself: the client's own answer cannot take it away.
TEST(WeighTest, ExclusivityInTheDraft_IsAPointAgainst_WhateverASideAnswers) {
  RelationFacts known{.facts = ActiveContract().facts()};
  known.facts.set_form(v1::CONTRACT_FORM_ZZP);
  *known.facts.mutable_period() = ToProto(*DatePeriod::Make(Day(2026, 1, 1), Day(2026, 12, 31)));
  Answer(known.facts, "V9_EXCLUSIVE", 9, 2);
  const auto open = Weigh(Knowing(), known, {.today = kToday});
  ASSERT_THAT(open, IsOk());
  EXPECT_THAT(open->viewpoints(8).points_against(), IsEmpty());
  known.facts.add_restrictive_clauses()->set_kind(v1::RESTRICTIVE_CLAUSE_KIND_EXCLUSIVITY);
  const auto bound = Weigh(Knowing(), known, {.today = kToday});
  ASSERT_THAT(bound, IsOk());
  ASSERT_EQ(bound->viewpoints(8).points_against_size(), 1);
  const v1::ViewpointPoint& point = bound->viewpoints(8).points_against(0);
  EXPECT_EQ(point.origin(), v1::POINT_ORIGIN_CONTRACT);
  EXPECT_EQ(point.strength(), v1::POINT_STRENGTH_STRONG);
  EXPECT_TRUE(point.is_disputed());
  for (const type::LocalizedText& text : bound->open_questions()) {
    EXPECT_EQ(text.nl().find("V9_"), std::string::npos) << text.nl();
  }
}

TEST(WeighTest, TheSameFactsGiveTheSameBytes) {
  RelationFacts known{.facts = ActiveContract().facts()};
  known.facts.set_form(v1::CONTRACT_FORM_MANAGEMENT_BV);
  *known.facts.mutable_period() = ToProto(*DatePeriod::Make(kToday, Day(2027, 1, 31)));
  const auto first = Weigh(Knowing(), known, {.today = kToday});
  const auto second = Weigh(Knowing(), known, {.today = Day(2026, 9, 9)});
  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(second, IsOk());
  EXPECT_TRUE(SaysTheSame(*first, *second));
}

TEST(PracticeTest, WhatWasObserved_ReplacesWhatWasWritten) {
  const auto relation = After(
      ActiveContract(), {Fact(v1::PRACTICE_KIND_STAFF_CYCLE, Day(2026, 5, 4), "beoordeling")});
  const auto& view = Latest(relation).viewpoints(2);
  EXPECT_EQ(view.direction(), v1::POINT_DIRECTION_EMPLOYMENT);
  bool practice = false;
  for (const auto& point : view.points_against()) {
    practice |= point.origin() == v1::POINT_ORIGIN_PRACTICE && !point.observation().nl().empty();
  }
  EXPECT_TRUE(practice);
  // Signed as -1, practised as -2: a difference with what was signed.
  EXPECT_THAT(Codes(relation), Contains("PRACTICE_KIND_STAFF_CYCLE"));
}

TEST(PracticeTest, PractisedAsSigned_IsNoDrift) {
  v1::Contract contract = ActiveContract();
  contract.mutable_facts()->mutable_working_relation_answers(2)->set_score(-2);
  const auto relation =
      After(contract, {Fact(v1::PRACTICE_KIND_STAFF_CYCLE, Day(2026, 5, 4), "beoordeling")});
  EXPECT_THAT(Codes(relation), Not(Contains("PRACTICE_KIND_STAFF_CYCLE")));
}

TEST(PracticeTest, OldFactsLeaveTheWindow) {
  v1::Contract contract = ActiveContract();
  contract.mutable_facts()->mutable_working_relation_answers(2)->set_score(1);
  std::vector<v1::PracticeFact> meetings;
  for (int i = 1; i <= 3; ++i) {
    meetings.push_back(
        Fact(v1::PRACTICE_KIND_STAFF_MEETING, Day(2026, 3, i), "m" + std::to_string(i)));
  }
  EXPECT_THAT(Codes(After(contract, meetings, Day(2026, 4, 1))),
              Contains("PRACTICE_KIND_STAFF_MEETING"));
  EXPECT_THAT(Codes(After(contract, meetings, Day(2026, 9, 1))), IsEmpty());
}

TEST(PracticeTest, DriftKeepsTheDayItWasFound) {
  const v1::Contract contract = ActiveContract();
  const v1::Brief brief = CompleteBrief();
  const auto first =
      After(contract, {Fact(v1::PRACTICE_KIND_LEAVE_APPROVAL, Day(2026, 5, 4), "mail")});
  const auto later = Refresh(Knowing(), first, {contract, brief}, v1::WEIGHING_MOMENT_PRACTICE,
                             Stamp(Day(2026, 7, 1)), Keep::kWhenNew);
  ASSERT_THAT(later, IsOk());
  ASSERT_EQ(later->drifts_size(), 1);
  EXPECT_EQ(later->drifts(0).find_date().month(), 6);
  EXPECT_FALSE(HasNewDrift(first, *later));
  EXPECT_TRUE(HasNewDrift({}, first));
}

TEST(PracticeTest, HeavierBandIsDrift_AndTheSignedWeighingStaysFirst) {
  const v1::Contract contract = ActiveContract();
  std::vector<v1::PracticeFact> facts;
  for (const auto kind : {v1::PRACTICE_KIND_STAFF_CYCLE, v1::PRACTICE_KIND_REPLACEMENT_REFUSED,
                          v1::PRACTICE_KIND_PAID_LEAVE}) {
    facts.push_back(Fact(kind, Day(2026, 5, 4), "x"));
  }
  for (int i = 1; i <= 2; ++i) {
    facts.push_back(Fact(v1::PRACTICE_KIND_INSTRUCTION, Day(2026, 5, i), "i" + std::to_string(i)));
  }
  const auto relation = After(contract, facts);
  EXPECT_EQ(relation.weighings(0).band(), v1::RISK_BAND_LOW);
  EXPECT_EQ(Latest(relation).band(), v1::RISK_BAND_HIGH);  // four viewpoints strongly negative
  EXPECT_TRUE(Latest(relation).is_form_closed());
  EXPECT_EQ(relation.drifts(0).code(), "BAND_HEAVIER");
}

TEST(PracticeTest, HoursAboveThePlan_FromTenPercent) {
  v1::Contract contract = ActiveContract();
  v1::WorkMonth& month = *contract.add_work_months();
  month.set_year(2026);
  month.set_month(2);
  // 28 hours x 28 days / 7 = 112; ten percent more is 123.2.
  *month.mutable_hours() = ToProto(*Decimal::Parse("123.2"));
  EXPECT_THAT(Codes(After(contract, {})), IsEmpty());
  *month.mutable_hours() = ToProto(*Decimal::Parse("123.3"));
  const auto relation = After(contract, {});
  ASSERT_THAT(Codes(relation), Contains("HOURS_ABOVE_PLAN"));
  EXPECT_EQ(relation.drifts(0).agreed(), "112");
  EXPECT_EQ(relation.drifts(0).practised(), "123.3");
}

TEST(PracticeTest, LeaveInAMonthThatCostMoreThanItsHours_IsAskedAbout) {
  v1::Contract contract = ActiveContract();
  v1::WorkMonth& month = *contract.add_work_months();
  month.set_year(2026);
  month.set_month(2);
  *month.mutable_hours() = ToProto(Decimal(80));
  *month.mutable_invoiced() = ToProto(Money::Eur(112 * 14000));
  EXPECT_THAT(Codes(After(contract, {})), IsEmpty());
  *month.mutable_leave_days() = ToProto(Decimal(4));
  const v1::WorkingRelation relation = After(contract, {});
  ASSERT_THAT(Codes(relation), Contains("PRACTICE_KIND_PAID_LEAVE"));
  for (const v1::WorkingRelationDrift& drift : relation.drifts()) {
    if (drift.code() != "PRACTICE_KIND_PAID_LEAVE") continue;
    EXPECT_NE(drift.text().nl().find("In februari 2026 is meer"), std::string::npos);
    EXPECT_NE(drift.text().en().find("In February 2026 more"), std::string::npos);
  }
}

// ---- pay cap ----

TEST(PayCapTest, RecordedWork_IsHeldAgainstTheCapOfItsMonths) {
  // Jul-Dec 2025, 100 h a month at 240: 144,000; 600 x 235 = 141,000 is the lower cap.
  v1::Contract contract = ActiveContract();
  *contract.mutable_period() = ToProto(*DatePeriod::Make(Day(2025, 7, 1), Day(2025, 12, 31)));
  contract.mutable_facts()->mutable_client()->set_wnt_in_scope(v1::ANSWER_YES);
  contract.mutable_facts()->mutable_client()->set_is_top_executive(v1::ANSWER_YES);
  const v1::Brief brief = CompleteBrief();
  for (int m = 7; m <= 12; ++m) {
    v1::WorkMonth& month = *contract.add_work_months();
    month.set_year(2025);
    month.set_month(m);
    *month.mutable_hours() = ToProto(Decimal(100));
    *month.mutable_invoiced() = ToProto(Money::Eur(2400000));
  }
  const auto spend = SpendOf(Knowing(), {contract, brief}, Day(2026, 1, 5));
  ASSERT_THAT(spend, IsOk());
  ASSERT_TRUE(spend->has_value());
  EXPECT_EQ((*spend)->spent().units(), 144000);
  EXPECT_EQ((*spend)->cap().units(), 141000);
  EXPECT_EQ((*spend)->month_count(), 6);
  EXPECT_EQ((*spend)->used_percent().value(), "102.1");
  EXPECT_EQ((*spend)->findings(0).message_key(), "wnt.exceeds");
}

TEST(PayCapTest, AMonthWithoutFigures_GivesNoCap) {
  v1::Contract contract = ActiveContract();
  contract.mutable_facts()->mutable_client()->set_wnt_in_scope(v1::ANSWER_YES);
  contract.mutable_facts()->mutable_client()->set_is_top_executive(v1::ANSWER_YES);
  v1::WorkMonth& month = *contract.add_work_months();
  month.set_year(2026);
  month.set_month(1);
  *month.mutable_hours() = ToProto(Decimal(100));
  *month.mutable_invoiced() = ToProto(Money::Eur(2400000));
  const v1::Brief brief = CompleteBrief();
  const auto spend = SpendOf(Knowing(), {contract, brief}, kToday);
  ASSERT_THAT(spend, IsOk());
  ASSERT_TRUE(spend->has_value());
  EXPECT_FALSE((*spend)->has_cap());
  EXPECT_FALSE((*spend)->has_used_percent());
  EXPECT_EQ((*spend)->findings(0).message_key(), "wnt.nofigure");
}

TEST(PayCapTest, APlanIsSpreadOverItsMonths_ToTheCent) {
  v1::ComplianceFacts facts;
  facts.set_form(v1::CONTRACT_FORM_ZZP);
  facts.mutable_client()->set_wnt_in_scope(v1::ANSWER_YES);
  *facts.mutable_period() = ToProto(*DatePeriod::Make(Day(2024, 1, 15), Day(2025, 3, 10)));
  *facts.mutable_total_fee() = ToProto(Money::Eur(10000001));
  *facts.mutable_total_hours() = ToProto(*Decimal::Parse("777.77"));
  law::ComplianceCase result;
  AddPayCap(facts, result);
  ASSERT_EQ(result.wnt().amounts_size(), 15);
  std::int64_t cents = 0;
  Decimal hours;
  for (const auto& amount : result.wnt().amounts()) {
    cents += FindMoney(true, amount.amount())->cents();
  }
  for (const auto& month : result.wnt().months())
    hours = *hours.Add(*FindDecimal(true, month.hours()));
  EXPECT_EQ(cents, 10000001);
  EXPECT_EQ(hours.ToString(), "777.77");
}

// ---- recheck ----

// The same rules with a figure added by the organization: the ministerial amount of R06.
const law::LawData& OtherLaw() {
  static const law::LawData* law = [] {
    const std::string folder = ::testing::TempDir() + "/recheck_overlay";
    std::filesystem::create_directories(folder);
    std::ofstream(folder + "/R06_regulation.textproto") << R"(# proto-message: interim.rules.RuleSet
rule_id: "R06"
title: "Hourly-rate presumption of employment"
law: "BW 7:610aa"
parameter {
  key: "threshold_applied" unit: "EUR/hour"
  row { from: "2026-12-31" value { decimal: "38.00" } evidence: EVIDENCE_CONFIRMED
        source { article: "ministerial regulation" url: "https://example.org/regulation" } }
  checked_on: "2026-12-15"
}
)";
    auto data = law::LawData::Load(std::string(INTERIM_SOURCE_DIR) + "/common/law/data", {folder});
    EXPECT_THAT(data, IsOk());
    return new law::LawData(*std::move(data));
  }();
  return *law;
}

// A draft at 37 an hour over New Year: the amount of R06 is open, then settled.
v1::Contract DraftAt37() {
  v1::Contract contract = ActiveContract();
  contract.set_state(v1::CONTRACT_STATE_DRAFT);
  *contract.mutable_period() = ToProto(*DatePeriod::Make(Day(2026, 12, 1), Day(2027, 2, 28)));
  *contract.mutable_facts()->mutable_total_fee() = ToProto(Money::Eur(370000));
  *contract.mutable_facts()->mutable_total_hours() = ToProto(Decimal(100));
  EXPECT_THAT(
      RefreshFindings(TestLaw(), TestCatalogs(), CompleteBrief(), Day(2026, 11, 24), contract),
      IsOk());
  contract.mutable_update_time()->set_seconds(1795521600);  // 2026-11-24
  return contract;
}

// The figure of the organization is marked in the list of rules and in what rests on it, and
// nowhere else; rules it does not touch keep their version.
TEST(OverlayTest, AnOwnFigureIsMarked_InTheListAndInEveryResultItTouched) {
  int marked = 0;
  for (const v1::Rule& rule : ListRules(OtherLaw(), "")) {
    for (const v1::RuleParameter& parameter : rule.parameters()) {
      for (const v1::RuleRow& row : parameter.rows()) {
        if (!row.is_overlay()) continue;
        ++marked;
        EXPECT_EQ(parameter.key(), "threshold_applied");
        EXPECT_EQ(row.value(), "38");
        ASSERT_EQ(row.sources_size(), 1);
        EXPECT_EQ(row.sources(0).article(), "ministerial regulation");
      }
    }
    const bool is_same =
        rule.rule_version() == ListRules(TestLaw(), rule.rule_id())[0].rule_version();
    EXPECT_EQ(is_same, rule.rule_id() != "R06") << rule.rule_id();
  }
  EXPECT_EQ(marked, 1);

  v1::ComplianceFacts facts = ActiveContract().facts();
  facts.set_form(v1::CONTRACT_FORM_ZZP);
  *facts.mutable_period() = ToProto(*DatePeriod::Make(Day(2027, 2, 1), Day(2027, 2, 28)));
  *facts.mutable_total_fee() = ToProto(Money::Eur(532000));
  *facts.mutable_total_hours() = ToProto(Decimal(140));
  const auto result = CheckFacts(OtherLaw(), TestCatalogs(), facts);
  ASSERT_THAT(result, IsOk());
  int touched = 0;
  for (const type::Finding& finding : result->findings) {
    const bool says = finding.text().nl().find(
                          "een eigen cijfer van de organisatie gebruikt: "
                          "uurbedrag uit de ministeriële regeling") != std::string::npos;
    EXPECT_EQ(says, finding.rule_id() == "R06") << finding.text().nl();
    if (says) ++touched;
  }
  EXPECT_EQ(touched, 1);
}

TEST(RecheckTest, SameRulesSameDay_IsNotTouched) {
  const v1::Contract contract = DraftAt37();
  const v1::Brief brief = CompleteBrief();
  const auto recheck = Recheck(TestLaw(), TestCatalogs(),
                               {contract, brief, v1::WorkingRelation(), Day(2026, 11, 24)});
  ASSERT_THAT(recheck, IsOk());
  EXPECT_FALSE(recheck->is_touched()) << recheck->DebugString();
}

TEST(RecheckTest, AChangedFigure_NamesTheRuleTheFindingAndTheDecisionThatLapsed) {
  v1::Contract contract = DraftAt37();
  const v1::Brief brief = CompleteBrief();
  for (const type::Finding& finding : contract.findings()) {
    if (finding.rule_id() != "R06") continue;
    v1::FindingDecision decision;
    decision.set_rule_id(finding.rule_id());
    decision.set_message_key(finding.message_key());
    decision.set_rule_version(finding.rule_version());
    decision.set_reason("tarief is bekend");
    *contract.add_finding_decisions() = decision;
  }
  const auto recheck = Recheck(OtherLaw(), TestCatalogs(),
                               {contract, brief, v1::WorkingRelation(), Day(2026, 11, 24)});
  ASSERT_THAT(recheck, IsOk());
  ASSERT_EQ(recheck->rule_changes_size(), 1) << recheck->DebugString();
  EXPECT_EQ(recheck->rule_changes(0).rule_id(), "R06");
  EXPECT_NE(recheck->rule_changes(0).version_before(), recheck->rule_changes(0).version_after());
  bool came = false;
  bool went = false;
  for (const auto& change : recheck->finding_changes()) {
    came |= change.kind() == v1::FINDING_CHANGE_KIND_NEW &&
            change.after().message_key() == "presumption.hit";
    went |= change.kind() == v1::FINDING_CHANGE_KIND_GONE &&
            change.before().message_key() == "presumption.unsettled";
  }
  EXPECT_TRUE(came && went) << recheck->DebugString();
}

TEST(RecheckTest, AnotherRuleVersion_AsksADecisionAgain) {
  v1::Contract contract = DraftAt37();
  ASSERT_FALSE(contract.findings().empty());
  const type::Finding& finding = contract.findings(0);
  v1::FindingDecision decision;
  decision.set_rule_id(finding.rule_id());
  decision.set_message_key(finding.message_key());
  decision.set_rule_version("an older version");
  decision.set_subject(finding.subject());
  *contract.add_finding_decisions() = decision;
  EXPECT_EQ(FindDecision(contract, finding), nullptr);
  const v1::Brief brief = CompleteBrief();
  const auto recheck = Recheck(TestLaw(), TestCatalogs(),
                               {contract, brief, v1::WorkingRelation(), Day(2026, 11, 24)});
  ASSERT_THAT(recheck, IsOk());
  EXPECT_EQ(recheck->lapsed_decisions_size(), 1);
}

TEST(InputsTest, EachRuleThatRanSaysOnWhichFacts) {
  v1::ComplianceFacts facts = ActiveContract().facts();
  facts.set_form(v1::CONTRACT_FORM_ZZP);
  *facts.mutable_period() = ToProto(*DatePeriod::Make(Day(2026, 1, 1), Day(2026, 12, 31)));
  *facts.mutable_total_fee() = ToProto(Money::Eur(14000000));
  const auto result = CheckFacts(TestLaw(), TestCatalogs(), facts);
  ASSERT_THAT(result, IsOk());
  const auto inputs = InputsOf(TestCatalogs(), facts, *result);
  std::vector<std::string> vat;
  for (const v1::RuleInputs& one : inputs) {
    EXPECT_EQ(one.inputs_hash().size(), 64u);
    for (const v1::InputFact& fact : one.facts()) {
      if (one.rule_id() == "R07") vat.push_back(fact.path() + "=" + fact.value());
    }
  }
  EXPECT_THAT(vat, Contains("supplier=SUPPLIER_SELF_EMPLOYED"));
  EXPECT_THAT(vat, Contains("supply_date=2026-01-01"));
}

}  // namespace
}  // namespace interim::contracting
