// covers: S28, S30, S42, S206, S207, S208, S209, S210, S212, S213, S10, S143, S144
#include "services/contracting/domain/brief.h"

#include <algorithm>
#include <string>
#include <vector>

#include "common/testing/matchers.h"
#include "common/type/convert.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/contracting/domain/brief_check.h"
#include "services/contracting/domain/domain_test_data.h"

namespace interim::contracting {
namespace {

using ::interim::testing::HasField;
using ::interim::testing::HasMetadata;
using ::interim::testing::HasReason;
using ::interim::testing::IsOk;
using ::interim::testing::StatusIs;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

// "B3 KPI_BASELINE_MISSING result.goals[0].kpi.baseline" for every blocking gap.
std::vector<std::string> Blocking(const v1::Brief& brief) {
  std::vector<std::string> lines;
  for (const v1::BriefGap& gap : BlockingGaps(CheckBrief(TestCatalogs(), brief))) {
    lines.push_back(gap.block_code() + " " + gap.gap_code() + " " + gap.field_path());
  }
  return lines;
}

std::vector<std::string> Advice(const v1::Brief& brief) {
  std::vector<std::string> codes;
  for (const v1::BriefGap& gap : CheckBrief(TestCatalogs(), brief)) {
    if (!gap.is_blocking()) codes.push_back(gap.gap_code());
  }
  return codes;
}

TEST(CatalogsTest, DataFiles_AreComplete) { EXPECT_THAT(TestCatalogs().Check(), IsOk()); }

TEST(CatalogsTest, DataWithoutAGapText_IsRefused) {
  CatalogFiles files = TestCatalogs().files();
  files.brief_form.mutable_gap()->RemoveLast();
  Catalogs broken(files, TestCatalogs().shared());
  EXPECT_THAT(broken.Check(), HasReason("CATALOGUE_INVALID"));
}

TEST(BriefCheckTest, CompleteBrief_HasNoBlockingGap) {
  EXPECT_THAT(Blocking(CompleteBrief()), IsEmpty());
}

TEST(BriefCheckTest, EmptyBrief_ListsEveryRequiredBlockInOrderOfTheForm) {
  std::vector<std::string> blocks;
  for (const v1::BriefGap& gap : CheckBrief(TestCatalogs(), v1::Brief())) {
    if (blocks.empty() || blocks.back() != gap.block_code()) blocks.push_back(gap.block_code());
    EXPECT_FALSE(gap.text().nl().empty());
    EXPECT_FALSE(gap.text().en().empty());
  }
  EXPECT_THAT(blocks, ElementsAre("B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "B9", "B10",
                                  "B11", "B12", "B13", "B14", "B15", "B16", "B17"));
}

TEST(BriefCheckTest, SpecialistWithoutMandateAndRecontracting_IsComplete) {
  v1::Brief brief = CompleteBrief();
  brief.clear_situation_codes();
  brief.add_situation_codes("SP-COMP");
  brief.set_role_code("COMP");
  brief.clear_mandate();
  brief.clear_recontracting();
  EXPECT_THAT(Blocking(brief), IsEmpty());
  brief.set_role_code("TRANS");
  EXPECT_THAT(Blocking(brief), Contains("B7 BLOCK_EMPTY mandate"));
}

TEST(BriefCheckTest, Goal_WithoutOwnerDateOrKpi_IsNotTestable) {
  v1::Brief brief = CompleteBrief();
  brief.mutable_result()->mutable_goals(1)->clear_owner();
  brief.mutable_result()->mutable_goals(1)->clear_due_date();
  brief.mutable_result()->mutable_goals(1)->clear_kpi();
  EXPECT_THAT(Blocking(brief), ElementsAre("B3 GOAL_NOT_TESTABLE result.goals[1].owner",
                                           "B3 GOAL_NOT_TESTABLE result.goals[1].due_date",
                                           "B3 GOAL_NOT_TESTABLE result.goals[1].kpi.code",
                                           "B3 GOAL_NOT_TESTABLE result.goals[1].kpi.unit"));
}

TEST(BriefCheckTest, Kpi_WithoutBaselineOrDate_IsRefused) {
  v1::Brief brief = CompleteBrief();
  brief.mutable_result()->mutable_goals(0)->mutable_kpi()->clear_baseline_date();
  EXPECT_THAT(Blocking(brief), ElementsAre("B3 KPI_BASELINE_MISSING result.goals[0].kpi.baseline"));
}

TEST(BriefCheckTest, Kpi_TargetOnTheWrongSide_IsRefused) {
  v1::Brief brief = CompleteBrief();
  v1::KpiTarget& kpi = *brief.mutable_result()->mutable_goals(1)->mutable_kpi();
  kpi.mutable_target()->set_value("90");  // equal to the baseline: holding it is a goal
  EXPECT_THAT(Blocking(brief), IsEmpty());
  kpi.mutable_target()->set_value("89.9");
  EXPECT_THAT(Blocking(brief),
              ElementsAre("B3 KPI_DIRECTION_CONTRADICTED result.goals[1].kpi.target"));
}

TEST(BriefCheckTest, Goals_ThreeToSeven) {
  v1::Brief brief = CompleteBrief();
  brief.mutable_result()->mutable_goals()->RemoveLast();
  EXPECT_THAT(Blocking(brief), ElementsAre("B3 GOALS_TOO_FEW result.goals"));
  for (int i = 0; i < 5; ++i) *brief.mutable_result()->add_goals() = brief.result().goals(0);
  EXPECT_THAT(Blocking(brief), IsEmpty());  // seven
  *brief.mutable_result()->add_goals() = brief.result().goals(0);
  EXPECT_THAT(Blocking(brief), ElementsAre("B3 GOALS_TOO_MANY result.goals"));
}

TEST(BriefCheckTest, OutOfScope_MayNotBeEmpty) {
  v1::Brief brief = CompleteBrief();
  brief.mutable_scope()->clear_out_of_scope();
  EXPECT_THAT(Blocking(brief), ElementsAre("B4 OUT_OF_SCOPE_EMPTY scope.out_of_scope"));
}

TEST(BriefCheckTest, PlanOfApproach_MustBeAMilestone) {
  v1::Brief brief = CompleteBrief();
  brief.mutable_milestones(0)->set_code("START");
  EXPECT_THAT(Blocking(brief), ElementsAre("B6 PLAN_OF_APPROACH_MISSING milestones"));
}

TEST(BriefCheckTest, MandateLevel_FitsTheSituation) {
  v1::Brief brief = CompleteBrief();
  brief.mutable_mandate()->set_level(2);
  EXPECT_THAT(Blocking(brief), IsEmpty());
  brief.mutable_mandate()->set_level(1);
  EXPECT_THAT(Blocking(brief), ElementsAre("B7 MANDATE_LEVEL_TOO_LOW mandate.level"));
  brief.mutable_mandate()->set_level(5);
  EXPECT_THAT(Blocking(brief), ElementsAre("B7 MANDATE_LEVEL_INVALID mandate.level"));
}

TEST(BriefCheckTest, MoneyDomain_NeedsALimit_PeopleDoesNot) {
  v1::Brief brief = CompleteBrief();
  brief.mutable_mandate()->mutable_domains(0)->clear_limit_per_decision();
  EXPECT_THAT(Blocking(brief),
              ElementsAre("B7 MANDATE_LIMIT_MISSING mandate.domains[0].limit_per_decision"));
}

TEST(BriefCheckTest, Evaluator_IsNotTheManager_ByNameOrSubject) {
  v1::Brief brief = CompleteBrief();
  *brief.mutable_governance()->mutable_evaluator() = brief.parties().interim_manager();
  EXPECT_THAT(Blocking(brief), ElementsAre("B9 EVALUATOR_IS_MANAGER governance.evaluator"));
  v1::PartyPerson by_name;
  by_name.set_display_name(" INTERIM-manager 17 ");
  *brief.mutable_governance()->mutable_evaluator() = by_name;
  EXPECT_THAT(Blocking(brief), ElementsAre("B9 EVALUATOR_IS_MANAGER governance.evaluator"));
}

TEST(BriefCheckTest, SecondSignature_NotFromTheOwnBureau) {
  v1::Brief brief = CompleteBrief();
  brief.mutable_mandate()->mutable_domains(0)->set_second_signatory("bureau kompas b.v.");
  EXPECT_THAT(Blocking(brief),
              ElementsAre("B7 SECOND_SIGNATORY_IS_BUREAU mandate.domains[0].second_signatory"));
}

TEST(BriefCheckTest, CrisisRole_ReportsToTheTop) {
  v1::Brief brief = CompleteBrief();
  brief.add_situation_codes("CR-FIN");
  EXPECT_THAT(Blocking(brief), IsEmpty());
  brief.mutable_reporting_lines(0)->set_kind(v1::REPORTING_KIND_SPONSOR);
  EXPECT_THAT(Blocking(brief), ElementsAre("B8 REPORTING_TOO_LOW reporting_lines"));
}

// Start 2026-01-26. Twelve months end on 2027-01-25; from 2027-01-26 on it is longer.
TEST(BriefCheckTest, Duration_TwelveAndTwentyFourMonths) {
  v1::Brief brief = CompleteBrief();
  auto end = [&](Date day) {
    *brief.mutable_duration()->mutable_end_date() = ToProto(day);
    return brief;
  };
  EXPECT_THAT(Advice(end(Day(2027, 1, 25))), Not(Contains("DURATION_LONG")));
  EXPECT_THAT(Advice(end(Day(2027, 1, 26))), Contains("DURATION_LONG"));
  EXPECT_THAT(Blocking(end(Day(2028, 1, 25))), IsEmpty());
  EXPECT_THAT(Blocking(end(Day(2028, 1, 26))),
              ElementsAre("B10 DURATION_TOO_LONG duration.end_date"));
  EXPECT_THAT(Blocking(end(Day(2026, 1, 25))), Contains("B10 PERIOD_INVALID duration.end_date"));
}

TEST(BriefCheckTest, PlanDecision_WithinFiveWeeks) {
  v1::Brief brief = CompleteBrief();
  *brief.mutable_recontracting()->mutable_plan_decision_date() = ToProto(Day(2026, 3, 2));  // 35
  EXPECT_THAT(Blocking(brief), IsEmpty());
  *brief.mutable_recontracting()->mutable_plan_decision_date() = ToProto(Day(2026, 3, 3));
  EXPECT_THAT(Blocking(brief),
              ElementsAre("B16 PLAN_DECISION_LATE recontracting.plan_decision_date"));
}

// 320 days x 4/7 x 8 h x 145 = 212,114.29 planned.
TEST(BriefCheckTest, Maximum_BelowThePlannedFee_IsTold) {
  v1::Brief brief = CompleteBrief();
  EXPECT_THAT(Advice(brief), Not(Contains("MAXIMUM_TOO_LOW")));
  brief.mutable_budget()->mutable_maximum()->set_units(212114);
  EXPECT_THAT(Advice(brief), Contains("MAXIMUM_TOO_LOW"));
  brief.mutable_budget()->mutable_maximum()->set_nanos(290000000);
  EXPECT_THAT(Advice(brief), Not(Contains("MAXIMUM_TOO_LOW")));
}

TEST(BriefCheckTest, CostComparison_OnlyAboveTheLimit) {
  v1::Brief brief = CompleteBrief();
  v1::BriefBudget& budget = *brief.mutable_budget();
  const v1::Rate rate = budget.rate();
  budget.clear_cost_comparison();
  budget.mutable_rate()->mutable_amount()->set_units(10);  // the planned fee is far below
  budget.mutable_maximum()->set_units(100000);
  EXPECT_THAT(Blocking(brief), IsEmpty());
  budget.mutable_maximum()->set_nanos(10000000);
  EXPECT_THAT(Blocking(brief), ElementsAre("B11 COST_COMPARISON_MISSING budget.cost_comparison"));
  // A maximum below the planned fee, 212,114.29, does not hide what is planned.
  *budget.mutable_rate() = rate;
  budget.mutable_maximum()->set_units(50000);
  EXPECT_THAT(Blocking(brief), Contains("B11 COST_COMPARISON_MISSING budget.cost_comparison"));
  // Without a maximum the planned fee counts.
  budget.clear_maximum();
  EXPECT_THAT(Blocking(brief), Contains("B11 COST_COMPARISON_MISSING budget.cost_comparison"));
}

TEST(BriefCheckTest, CostComparison_TellsWhatIsCompared) {
  v1::Brief brief = CompleteBrief();
  v1::BriefCostComparison& comparison = *brief.mutable_budget()->mutable_cost_comparison();
  comparison.clear_explanation();
  EXPECT_THAT(Blocking(brief),
              ElementsAre("B11 COST_DEARER_UNEXPLAINED budget.cost_comparison.explanation"));
  *comparison.mutable_permanent_total() = comparison.interim_total();
  EXPECT_THAT(Blocking(brief), IsEmpty());
  comparison.clear_permanent_total();
  EXPECT_THAT(Blocking(brief),
              ElementsAre("B11 COST_EQUIVALENT_MISSING budget.cost_comparison.permanent_total"));
  comparison.set_explanation("Een crisismanager is geen vaste functie.");
  EXPECT_THAT(Blocking(brief), IsEmpty());
  comparison.clear_interim_total();
  comparison.clear_comparison_date();
  EXPECT_THAT(Blocking(brief),
              ElementsAre("B11 FIELD_MISSING budget.cost_comparison.interim_total",
                          "B11 FIELD_MISSING budget.cost_comparison.comparison_date"));
}

TEST(BriefTest, Approve_Incomplete_NamesEveryGap) {
  v1::Brief brief = CompleteBrief();
  brief.clear_deliverables();
  brief.mutable_risks()->clear_conflict_statement();
  absl::Status status = ApproveBrief(TestCatalogs(), brief, "board", absl::UnixEpoch()).status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition, "BRIEF_INCOMPLETE"));
  EXPECT_THAT(status, HasMetadata("gapCount", "2"));
  EXPECT_THAT(status, HasMetadata("firstGap", "B5 BLOCK_EMPTY"));
  std::optional<ErrorSpec> spec = FindError(status);
  ASSERT_TRUE(spec.has_value());
  ASSERT_EQ(spec->preconditions.size(), 2u);
  EXPECT_EQ(spec->preconditions[1].type, "BRIEF_B13");
}

TEST(BriefTest, Approve_Complete_ThenAgain_IsRefused) {
  absl::StatusOr<v1::Brief> approved =
      ApproveBrief(TestCatalogs(), CompleteBrief(), "board", absl::UnixEpoch());
  ASSERT_THAT(approved, IsOk());
  EXPECT_EQ(approved->state(), v1::BRIEF_STATE_APPROVED);
  EXPECT_EQ(approved->approved_by(), "board");
  EXPECT_EQ(approved->revision(), 1);
  EXPECT_THAT(ApproveBrief(TestCatalogs(), *approved, "board", absl::UnixEpoch()),
              HasReason("BRIEF_APPROVED"));
}

TEST(BriefTest, Update_ApprovedBrief_IsADraftAgain) {
  v1::Brief approved = *ApproveBrief(TestCatalogs(), CompleteBrief(), "board", absl::UnixEpoch());
  v1::Brief change;
  change.set_title("Anders");
  google::protobuf::FieldMask mask;
  mask.add_paths("title");
  absl::StatusOr<v1::Brief> after = UpdateBrief(TestCatalogs(), approved, change, mask);
  ASSERT_THAT(after, IsOk());
  EXPECT_EQ(after->title(), "Anders");
  EXPECT_EQ(after->state(), v1::BRIEF_STATE_DRAFT);
  EXPECT_TRUE(after->approved_by().empty());
  EXPECT_EQ(after->revision(), 1);
  EXPECT_EQ(after->result().goals_size(), 3);
}

TEST(BriefTest, Update_OutputOnlyFieldInMask_IsRefused) {
  v1::Brief change;
  change.set_state(v1::BRIEF_STATE_APPROVED);
  google::protobuf::FieldMask mask;
  mask.add_paths("state");
  EXPECT_THAT(UpdateBrief(TestCatalogs(), CompleteBrief(), change, mask), HasField("update_mask"));
  EXPECT_EQ(UpdateBrief(TestCatalogs(), CompleteBrief(), change, {})->state(),
            v1::BRIEF_STATE_DRAFT);
}

TEST(BriefDraftTest, SiteMerger_ComesFromItsTemplate) {
  v1::Brief given;
  given.add_situation_codes("TR-MERGER");
  given.set_role_code("TRANS");
  BriefSources sources;
  sources.start = Day(2026, 1, 26);
  sources.duration_months = 11;
  sources.hourly_rate = Money::Eur(14500);
  sources.candidate = "organizations/acme/candidates/c17";
  sources.supplier = "organizations/acme/suppliers/s1";
  sources.supplier_name = "Bureau Kompas";
  absl::StatusOr<v1::Brief> brief = DraftBrief(TestCatalogs(), given, sources, "");
  ASSERT_THAT(brief, IsOk());
  EXPECT_EQ(brief->template_version(), "SITE_MERGER@1");
  EXPECT_EQ(brief->language_code(), "nl");
  EXPECT_EQ(brief->mandate().level(), 2);
  // Eleven months from 26 January: the last day is 25 December.
  EXPECT_EQ(*DateFromProto(brief->duration().end_date(), ""), Day(2026, 12, 25));
  EXPECT_EQ(brief->parties().contracting_party().display_name(), "Bureau Kompas");
  EXPECT_EQ(brief->personnel_impact().carries_out_advice_plan(), v1::ANSWER_YES);
  auto plan = std::find_if(brief->milestones().begin(), brief->milestones().end(),
                           [](const v1::Milestone& m) { return m.code() == "PLAN"; });
  ASSERT_NE(plan, brief->milestones().end());
  EXPECT_EQ(*DateFromProto(plan->due_date(), ""), Day(2026, 2, 23));
  // The client's own values stay open, and the check asks for them.
  EXPECT_THAT(Blocking(*brief), Contains("B3 KPI_TARGET_MISSING result.goals[0].kpi.target"));
}

TEST(BriefDraftTest, GivenValues_Win) {
  BriefSources sources;
  sources.start = Day(2026, 3, 1);
  sources.mandate_level = 4;
  absl::StatusOr<v1::Brief> brief = DraftBrief(TestCatalogs(), CompleteBrief(), sources, "");
  ASSERT_THAT(brief, IsOk());
  EXPECT_EQ(brief->mandate().level(), 3);
  EXPECT_EQ(*DateFromProto(brief->duration().start_date(), ""), Day(2026, 1, 26));
  EXPECT_EQ(brief->result().goals_size(), 3);
  EXPECT_THAT(Blocking(*brief), IsEmpty());
}

TEST(BriefDraftTest, UnknownTemplate_IsRefused) {
  EXPECT_THAT(DraftBrief(TestCatalogs(), CompleteBrief(), {}, "NONE"),
              StatusIs(absl::StatusCode::kInvalidArgument, "TEMPLATE_UNKNOWN"));
}

TEST(BriefDraftTest, EnglishBrief_HasEnglishWords) {
  v1::Brief given;
  given.set_language_code("en");
  given.add_situation_codes("SP-COMP");
  given.set_role_code("COMP");
  absl::StatusOr<v1::Brief> brief = DraftBrief(TestCatalogs(), given, {}, "");
  ASSERT_THAT(brief, IsOk());
  EXPECT_EQ(brief->template_version(), "COMPLIANCE@1");
  EXPECT_EQ(brief->role_class(), v1::ROLE_CLASS_SPECIALIST);
  EXPECT_EQ(brief->milestones(0).title(), "Introduction, access and mandate known to the team");
}

}  // namespace
}  // namespace interim::contracting
