// Settling a dispute, and computing a kept advice once more.
// covers: S36, X4, X8
#include <string>
#include <vector>

#include "common/core/error.h"
#include "gmock/gmock.h"
#include "services/assessment/domain/advice.h"
#include "services/assessment/domain/assessment.h"
#include "services/assessment/domain/limits.h"
#include "services/assessment/domain/localize.h"
#include "services/assessment/domain/next_questions.h"
#include "services/assessment/domain/test_model.h"

namespace interim::assessment {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const Act kAct{.subject = "u-board",
               .time = absl::UnixEpoch() + absl::Seconds(1000),
               .today = *Date::Parse("2026-01-12")};

v1::Assessment Record(const v1::Assessment& before, const std::string& informant,
                      const std::vector<std::string>& lines) {
  v1::RecordAnswersRequest request;
  request.set_informant(informant);
  for (const std::string& line : lines) {
    *request.add_answers()->mutable_fact() = FactFrom(TestModel(), line);
  }
  const auto after = RecordAnswers(TestModel(), before, request, kAct);
  EXPECT_TRUE(after.ok()) << after.status();
  return after.ok() ? *after : before;
}

// Board and works director differ on whether the need ends.
v1::Assessment Disputed() {
  v1::CreateAssessmentRequest request;
  request.mutable_assessment()->set_title("Merging two sites");
  v1::Assessment assessment = *Open(TestModel(), request, kAct);
  assessment.set_name("organizations/acme/assessments/a1");
  assessment = Record(assessment, "board",
                      {"triggers: site_merger", "formal_client: board", "sponsor_time: weekly",
                       "sponsor_owns_problem: yes", "preconditions_met: yes", "question_clear: yes",
                       "end_definition: end_date", "planned_months: 11", "decision_power: full",
                       "asked_result: execution", "inside_capability: none",
                       "damage_within_weeks: 8", "purpose: real_need", "ordinary_line_work: no"});
  return Record(assessment, "works-director", {"end_definition: open_ended"});
}

absl::StatusOr<v1::Assessment> Settle(const v1::Assessment& before, const std::string& key,
                                      const std::string& informant) {
  v1::SettleFactRequest request;
  request.set_fact_key(key);
  request.set_informant(informant);
  request.set_reason("the board owns the plan");
  return SettleFact(TestModel(), before, request, kAct);
}

v1::Assessment Advised(const v1::Assessment& before) {
  const auto advised = Advise(TestModel(), &TestLaw(), before, kAct);
  EXPECT_TRUE(advised.ok()) << advised.status();
  return advised.ok() ? *advised : before;
}

const v1::FactStatus& StatusOf(const v1::Assessment& assessment, const std::string& key) {
  for (const v1::FactStatus& status : assessment.facts()) {
    if (status.fact_key() == key) return status;
  }
  return v1::FactStatus::default_instance();
}

TEST(SettleTest, TheSettledAnswerCounts_AllAnswersAndTheDecisionStay) {
  const v1::Assessment disputed = Disputed();
  EXPECT_EQ(Advised(disputed).advice().outcome(), v1::ADVICE_OUTCOME_NOT_ENOUGH_KNOWN);
  const auto settled = Settle(disputed, "end_definition", "board");
  ASSERT_TRUE(settled.ok()) << settled.status();
  EXPECT_EQ(settled->answers_size(), disputed.answers_size());
  ASSERT_EQ(settled->settlements_size(), 1);
  EXPECT_EQ(settled->settlements(0).settled_by(), "u-board");
  EXPECT_EQ(settled->settlements(0).reason(), "the board owns the plan");
  EXPECT_EQ(settled->settlements(0).fact().choice(), "end_date");
  const v1::FactStatus& status = StatusOf(*settled, "end_definition");
  EXPECT_EQ(status.agreed().choice(), "end_date");
  EXPECT_EQ(status.disagreement().views_size(), 2);
  EXPECT_EQ(status.disagreement().settled_informant(), "board");
  EXPECT_FALSE(status.disagreement().matters());
  const v1::Advice advice = Advised(*settled).advice();
  EXPECT_EQ(advice.outcome(), v1::ADVICE_OUTCOME_INTERIM);
  ASSERT_EQ(advice.disagreements_size(), 1);
  EXPECT_EQ(advice.disagreements(0).settled_informant(), "board");
}

TEST(SettleTest, OtherInformant_LeadsToAnotherAdvice_AndBothDecisionsStay) {
  const auto first = Settle(Disputed(), "end_definition", "board");
  const auto second = Settle(*first, "end_definition", "works-director");
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(Advised(*second).advice().outcome(), v1::ADVICE_OUTCOME_PERMANENT);
  ASSERT_EQ(second->settlements_size(), 2);
  EXPECT_TRUE(second->settlements(0).is_lapsed());
  EXPECT_FALSE(second->settlements(1).is_lapsed());
}

TEST(SettleTest, ANewAnswer_PutsTheDecisionAside) {
  const auto settled = Settle(Disputed(), "end_definition", "board");
  const v1::Assessment asked = Record(*settled, "auditor", {"end_definition: vague_condition"});
  EXPECT_TRUE(asked.settlements(0).is_lapsed());
  EXPECT_TRUE(StatusOf(asked, "end_definition").disagreement().settled_informant().empty());
  const v1::Assessment other = Record(*settled, "auditor", {"planned_months: 10"});
  EXPECT_FALSE(other.settlements(0).is_lapsed()) << "another fact was answered";
}

TEST(SettleTest, AdviceBecomesStale_AndAnAcceptedOneIsFinal) {
  v1::Assessment advised = Advised(Disputed());
  const auto settled = Settle(advised, "end_definition", "board");
  ASSERT_TRUE(settled.ok());
  EXPECT_EQ(settled->state(), v1::ASSESSMENT_STATE_OPEN);
  EXPECT_TRUE(settled->is_advice_stale());
  advised.set_state(v1::ASSESSMENT_STATE_ACCEPTED);
  EXPECT_EQ(ReasonOf(Settle(advised, "end_definition", "board").status()), "ASSESSMENT_CLOSED");
}

TEST(SettleTest, WhatCannotBeSettled_IsRefused) {
  const v1::Assessment disputed = Disputed();
  EXPECT_EQ(ReasonOf(Settle(disputed, "planned_months", "board").status()), "FACT_NOT_DISPUTED");
  const auto stranger = Settle(disputed, "end_definition", "nobody");
  EXPECT_EQ(FindError(stranger.status())->fields[0].reason, "INFORMANT_UNKNOWN");
  const auto unknown = Settle(disputed, "weather", "board");
  EXPECT_EQ(FindError(unknown.status())->fields[0].reason, "FACT_UNKNOWN");
  v1::Assessment full = disputed;
  while (full.settlements_size() < kMaxSettlements) full.add_settlements();
  EXPECT_EQ(ReasonOf(Settle(full, "end_definition", "board").status()), "TOO_MANY_SETTLEMENTS");
}

TEST(SettleTest, ReadsInBothLanguages) {
  v1::Advice advice = Advised(*Settle(Disputed(), "end_definition", "board")).advice();
  Localize(TestModel(), Lang::kEnglish, advice);
  EXPECT_THAT(advice.disagreements(0).text(), HasSubstr("the answer of board counts"));
  Localize(TestModel(), Lang::kDutch, advice);
  EXPECT_THAT(advice.disagreements(0).text(), HasSubstr("het antwoord van board telt"));
}

TEST(RecomputeTest, UnderItsOwnVersion_IsTheSame_WhateverCameAfter) {
  v1::Assessment kept = Advised(*Settle(Disputed(), "end_definition", "board"));
  kept = Record(kept, "board", {"end_definition: open_ended", "planned_months: 40"});
  kept = Record(kept, "auditor", {"formal_client: nobody"});
  const auto again = Recompute(TestModel(), &TestLaw(), kept);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_TRUE(again->is_same()) << again->ShortDebugString();
  EXPECT_THAT(again->differing_fields(), IsEmpty());
  EXPECT_EQ(again->advice().SerializeAsString(), kept.advice().SerializeAsString());
}

TEST(RecomputeTest, UnderAnotherVersion_SaysWhatDiffers) {
  const v1::Assessment kept = Advised(*Settle(Disputed(), "end_definition", "board"));
  model::Model data = LoadModelData();
  data.mutable_settings()->set_version("stricter");
  data.mutable_settings()->set_advise_from(390);
  const auto stricter = CompiledModel::Compile(data, TestShared());
  ASSERT_TRUE(stricter.ok());
  const auto again = Recompute(**stricter, &TestLaw(), kept);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_FALSE(again->is_same());
  EXPECT_THAT(again->differing_fields(), Contains("strength"));
  EXPECT_EQ(again->advice().strength(), v1::ADVICE_STRENGTH_CONDITIONAL);
}

TEST(RecomputeTest, WithoutAdvice_IsRefused) {
  EXPECT_EQ(ReasonOf(Recompute(TestModel(), &TestLaw(), Disputed()).status()), "ADVICE_MISSING");
}

}  // namespace
}  // namespace interim::assessment
