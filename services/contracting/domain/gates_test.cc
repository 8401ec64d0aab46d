// covers: S241, S242, S243, S45
#include "services/contracting/domain/gates.h"

#include <string>

#include "common/testing/matchers.h"
#include "common/type/convert.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/contracting/domain/domain_test_data.h"

namespace interim::contracting {
namespace {

using ::interim::testing::HasField;
using ::interim::testing::HasReason;
using ::interim::testing::IsOk;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const Act kAct = {.subject = "hr", .today = Day(2026, 2, 2)};

v1::Brief WithGates(v1::Brief brief) {
  EXPECT_THAT(RefreshGates(TestLaw(), TestCatalogs(), kAct.today, brief), IsOk());
  return brief;
}

v1::Gate Find(const v1::Brief& brief, const std::string& code) {
  for (const v1::Gate& gate : brief.gates()) {
    if (gate.code() == code) return gate;
  }
  return {};
}

TEST(GatesTest, SiteMerger_AsksForArt25OnThePlanOnly) {
  v1::Brief brief = WithGates(CompleteBrief());
  EXPECT_EQ(Find(brief, "OR-25").state(), v1::GATE_STATE_TO_DO);
  EXPECT_EQ(Find(brief, "OR-25").effect(), v1::GATE_EFFECT_BLOCKS_EXECUTION);
  EXPECT_EQ(Find(brief, "OR-30").state(), v1::GATE_STATE_NOT_APPLICABLE);
  EXPECT_FALSE(Find(brief, "OR-25").rule_version().empty());
  EXPECT_FALSE(Find(brief, "OR-25").sources().empty());
  // Hiring one manager who is not the bestuurder waits for nobody.
  EXPECT_THAT(GatesThatStopSignature(brief), IsEmpty());
  EXPECT_THAT(GatesThatStopStart(brief), IsEmpty());
}

TEST(GatesTest, Director_Art30FlagsAndNeverBlocks) {
  v1::Brief brief = CompleteBrief();
  brief.mutable_personnel_impact()->set_becomes_director(v1::ANSWER_YES);
  brief = WithGates(brief);
  EXPECT_EQ(Find(brief, "OR-30").state(), v1::GATE_STATE_TO_DO);
  EXPECT_EQ(Find(brief, "OR-30").effect(), v1::GATE_EFFECT_FLAGS);
  EXPECT_THAT(GatesThatStopSignature(brief), IsEmpty());
  EXPECT_THAT(GatesThatStopStart(brief), IsEmpty());
}

TEST(GatesTest, NoWorksCouncil_NoRightOfAdvice) {
  v1::Brief brief = CompleteBrief();
  brief.mutable_personnel_impact()->set_becomes_director(v1::ANSWER_YES);
  brief.mutable_personnel_impact()->set_works_council_present(v1::ANSWER_NO);
  brief.mutable_personnel_impact()->set_head_count(35);
  brief = WithGates(brief);
  EXPECT_EQ(Find(brief, "OR-30").state(), v1::GATE_STATE_NOT_APPLICABLE);
  EXPECT_EQ(Find(brief, "OR-25").state(), v1::GATE_STATE_NOT_APPLICABLE);
}

TEST(GatesTest, GroupHiring_StopsTheSignature_UntilAdviceEvenAgainst) {
  v1::Brief brief = CompleteBrief();
  brief.mutable_personnel_impact()->set_group_hiring(v1::ANSWER_YES);
  brief = WithGates(brief);
  EXPECT_THAT(GatesThatStopSignature(brief), SizeIs(1));
  brief = *RequestAdvice(brief, {.gate_code = "OR-GROUP", .day = Day(2026, 1, 20), .contents = {}},
                         kAct);
  EXPECT_THAT(GatesThatStopSignature(brief), SizeIs(1));
  brief = *RecordAdvice(brief,
                        {.gate_code = "OR-GROUP",
                         .outcome = v1::GATE_STATE_ADVICE_NEGATIVE,
                         .day = Day(2026, 2, 1),
                         .text = "tegen"},
                        kAct);
  EXPECT_THAT(GatesThatStopSignature(brief), IsEmpty());
}

TEST(GatesTest, StatutoryDirector_NeedsAResolution) {
  v1::Brief brief = CompleteBrief();
  brief.mutable_mandate()->set_is_statutory_director(true);
  brief = WithGates(brief);
  ASSERT_THAT(GatesThatStopSignature(brief), SizeIs(1));
  EXPECT_EQ(GatesThatStopSignature(brief)[0].code(), "APPOINTMENT");
  brief = *RequestAdvice(
      brief, {.gate_code = "APPOINTMENT", .day = Day(2026, 1, 20), .contents = {}}, kAct);
  Advice advice{.gate_code = "APPOINTMENT",
                .outcome = v1::GATE_STATE_ADVICE_NEGATIVE,
                .day = Day(2026, 2, 1),
                .text = ""};
  EXPECT_THAT(GatesThatStopSignature(*RecordAdvice(brief, advice, kAct)), SizeIs(1));
  advice.outcome = v1::GATE_STATE_ADVICE_POSITIVE;
  EXPECT_THAT(GatesThatStopSignature(*RecordAdvice(brief, advice, kAct)), IsEmpty());
}

TEST(GatesTest, Regulators_StopTheStart) {
  v1::Brief brief = CompleteBrief();
  brief.mutable_personnel_impact()->add_regulators(v1::REGULATOR_KIND_HOUSING);
  brief.mutable_personnel_impact()->add_regulators(v1::REGULATOR_KIND_HEALTH_CARE);
  brief = WithGates(brief);
  ASSERT_THAT(GatesThatStopStart(brief), SizeIs(1));
  EXPECT_EQ(GatesThatStopStart(brief)[0].code(), "HOUSING");
  EXPECT_THAT(WaiveGate(TestCatalogs(), brief, "HOUSING", "haast", kAct),
              HasReason("GATE_NOT_WAIVABLE"));
  EXPECT_THAT(WaiveGate(TestCatalogs(), brief, "HEALTH-CARE", "al bekend", kAct), IsOk());
}

TEST(GatesTest, CollectiveDismissal_PointsFromTwentyJobs) {
  v1::Brief brief = CompleteBrief();
  brief.mutable_personnel_impact()->set_jobs_at_risk(19);
  EXPECT_EQ(Find(WithGates(brief), "COLLECTIVE-DISMISSAL").state(), v1::GATE_STATE_NOT_APPLICABLE);
  brief.mutable_personnel_impact()->set_jobs_at_risk(20);
  EXPECT_EQ(Find(WithGates(brief), "COLLECTIVE-DISMISSAL").state(), v1::GATE_STATE_TO_DO);
}

TEST(GatesTest, Steps_InTheRightOrderOnly) {
  v1::Brief brief = WithGates(CompleteBrief());
  Advice advice{.gate_code = "OR-25",
                .outcome = v1::GATE_STATE_ADVICE_NEGATIVE,
                .day = Day(2026, 2, 2),
                .text = "tegen"};
  EXPECT_THAT(RecordAdvice(brief, advice, kAct), HasReason("GATE_STATE_WRONG"));
  EXPECT_THAT(RequestAdvice(brief, {.gate_code = "NONE", .day = kAct.today, .contents = {}}, kAct),
              HasReason("GATE_UNKNOWN"));
  EXPECT_THAT(RequestAdvice(brief, {.gate_code = "OR-30", .day = kAct.today, .contents = {}}, kAct),
              HasReason("GATE_STATE_WRONG"));
  EXPECT_THAT(
      RequestAdvice(brief, {.gate_code = "OR-25", .day = Day(2026, 2, 3), .contents = {}}, kAct),
      HasField("request_date"));
  brief = *RequestAdvice(
      brief, {.gate_code = "OR-25", .day = Day(2026, 1, 30), .contents = {"plan"}}, kAct);
  EXPECT_THAT(RequestAdvice(brief, {.gate_code = "OR-25", .day = kAct.today, .contents = {}}, kAct),
              HasReason("GATE_STATE_WRONG"));
  advice.day = Day(2026, 1, 29);
  EXPECT_THAT(RecordAdvice(brief, advice, kAct), HasField("advice_date"));
  advice.day = Day(2026, 1, 30);
  ASSERT_THAT(RecordAdvice(brief, advice, kAct), IsOk());
  EXPECT_EQ(Find(*RecordAdvice(brief, advice, kAct), "OR-25").state(),
            v1::GATE_STATE_ADVICE_NEGATIVE);
}

TEST(GatesTest, ComputedAgain_KeepsWhatWasDone) {
  v1::Brief brief = WithGates(CompleteBrief());
  brief =
      *RequestAdvice(brief, {.gate_code = "OR-25", .day = Day(2026, 1, 30), .contents = {}}, kAct);
  brief = WithGates(brief);
  EXPECT_EQ(Find(brief, "OR-25").state(), v1::GATE_STATE_REQUESTED);
  brief.mutable_personnel_impact()->set_carries_out_advice_plan(v1::ANSWER_NO);
  EXPECT_EQ(Find(WithGates(brief), "OR-25").state(), v1::GATE_STATE_NOT_APPLICABLE);
}

}  // namespace
}  // namespace interim::contracting
