// From first answers to a decided advice.
// covers: S25, S36, S66, X4, X10
#include "services/assessment/domain/assessment.h"

#include <string>
#include <vector>

#include "common/core/error.h"
#include "common/type/convert.h"
#include "gmock/gmock.h"
#include "services/assessment/domain/advice.h"
#include "services/assessment/domain/limits.h"
#include "services/assessment/domain/localize.h"
#include "services/assessment/domain/next_questions.h"
#include "services/assessment/domain/test_model.h"

namespace interim::assessment {
namespace {

const Act kAct{.subject = "u-hr",
               .time = absl::UnixEpoch() + absl::Seconds(1000),
               .today = *Date::Parse("2026-01-12")};

v1::Assessment OpenOne() {
  v1::CreateAssessmentRequest request;
  request.mutable_assessment()->set_title("Merging two sites");
  const auto opened = Open(TestModel(), request, kAct);
  EXPECT_TRUE(opened.ok()) << opened.status();
  v1::Assessment assessment = *opened;
  assessment.set_name("organizations/acme/assessments/a1");
  return assessment;
}

v1::RecordAnswersRequest Says(const std::string& informant, const std::vector<std::string>& lines) {
  v1::RecordAnswersRequest request;
  request.set_informant(informant);
  for (const std::string& line : lines) {
    *request.add_answers()->mutable_fact() = FactFrom(TestModel(), line);
  }
  return request;
}

v1::Assessment Record(const v1::Assessment& before, const std::string& informant,
                      const std::vector<std::string>& lines) {
  const auto after = RecordAnswers(TestModel(), before, Says(informant, lines), kAct);
  EXPECT_TRUE(after.ok()) << after.status();
  return after.ok() ? *after : before;
}

const std::vector<std::string>& BoardSays() {
  static const auto* lines = new std::vector<std::string>{
      "triggers: site_merger",     "formal_client: board",    "sponsor_time: weekly",
      "sponsor_owns_problem: yes", "preconditions_met: yes",  "question_clear: yes",
      "end_definition: end_date",  "planned_months: 11",      "decision_power: full",
      "asked_result: execution",   "inside_capability: none", "damage_within_weeks: 8",
      "purpose: real_need",        "ordinary_line_work: no"};
  return *lines;
}

v1::Assessment Advised() {
  const auto advised =
      Advise(TestModel(), &TestLaw(), Record(OpenOne(), "board", BoardSays()), kAct);
  EXPECT_TRUE(advised.ok()) << advised.status();
  return *advised;
}

TEST(OpenTest, WithoutDate_IsSeenFromToday) {
  EXPECT_EQ(OpenOne().state(), v1::ASSESSMENT_STATE_OPEN);
  EXPECT_EQ(DateFromProto(OpenOne().reference_date(), "d")->ToString(), "2026-01-12");
}

TEST(OpenTest, BadFirstAnswers_AreAllReported) {
  v1::CreateAssessmentRequest request;
  request.mutable_assessment()->set_title("x");
  request.add_answers()->mutable_fact()->set_key("weather");
  request.add_answers()->set_informant("The Board");
  const auto opened = Open(TestModel(), request, kAct);
  ASSERT_FALSE(opened.ok());
  const auto error = FindError(opened.status());
  EXPECT_EQ(error->reason, "FIELDS_INVALID");
  EXPECT_EQ(error->fields.size(), 4u);
}

TEST(AnswersTest, TwoInformantsWhoDiffer_AreKeptApart_AndShown) {
  v1::Assessment assessment = Record(OpenOne(), "board", {"planned_months: 11"});
  assessment = Record(assessment, "site-director", {"planned_months: 18"});
  ASSERT_EQ(assessment.facts_size(), 1);
  EXPECT_FALSE(assessment.facts(0).has_agreed());
  EXPECT_EQ(assessment.facts(0).informant_count(), 2);
  const v1::Disagreement& disagreement = assessment.facts(0).disagreement();
  ASSERT_EQ(disagreement.views_size(), 2);
  EXPECT_EQ(disagreement.views(0).informant(), "board");
  EXPECT_EQ(disagreement.views(1).fact().number(), 18);
}

TEST(AnswersTest, Correction_Settles_AndTheEarlierAnswerStays) {
  v1::Assessment assessment = Record(OpenOne(), "board", {"planned_months: 11"});
  assessment = Record(assessment, "site-director", {"planned_months: 18"});
  assessment = Record(assessment, "site-director", {"planned_months: 11"});
  EXPECT_EQ(assessment.answers_size(), 3);
  EXPECT_TRUE(assessment.answers(1).is_superseded());
  EXPECT_TRUE(assessment.facts(0).has_agreed());
}

TEST(AnswersTest, DoesNotKnow_TakesBack_AndIsNotAskedAgain) {
  v1::Assessment assessment = Record(OpenOne(), "board", {"formal_client: board"});
  v1::RecordAnswersRequest request;
  request.set_informant("board");
  request.add_answers()->set_is_unknown(true);
  request.mutable_answers(0)->mutable_fact()->set_key("formal_client");
  const auto after = RecordAnswers(TestModel(), assessment, request, kAct);
  ASSERT_TRUE(after.ok()) << after.status();
  EXPECT_EQ(after->facts_size(), 0);
  v1::NextQuestionsRequest ask;
  ask.set_max_question_count(20);
  const v1::NextQuestionsResponse next =
      NextQuestions(TestModel(), KnownFrom(TestModel(), *after), ask, Lang::kDutch);
  EXPECT_FALSE(next.questions().empty());
  for (const v1::Question& question : next.questions()) {
    EXPECT_NE(question.code(), "Q-CLIENT");
  }
}

TEST(AnswersTest, DisputeThatMatters_IsToldFromOneThatDoesNot) {
  v1::Assessment assessment = Record(OpenOne(), "board", BoardSays());
  // 8 or 11 months: the same. An end date or no end: not the same.
  assessment = Record(assessment, "site-director", {"planned_months: 8"});
  assessment = Record(assessment, "works-council", {"end_definition: open_ended"});
  for (const v1::FactStatus& status : assessment.facts()) {
    if (!status.has_disagreement()) continue;
    EXPECT_EQ(status.disagreement().matters(), status.fact_key() == "end_definition")
        << status.fact_key();
  }
}

TEST(AnswersTest, SameFactTwice_OrOtherInformant_IsRefused) {
  v1::RecordAnswersRequest request = Says("board", {"planned_months: 5", "planned_months: 6"});
  request.mutable_answers(1)->set_informant("works-council");
  const auto after = RecordAnswers(TestModel(), OpenOne(), request, kAct);
  ASSERT_FALSE(after.ok());
  EXPECT_EQ(FindError(after.status())->fields.size(), 2u);
}

TEST(AnswersTest, Limit_IsReached_AndPassed) {
  v1::Assessment assessment = OpenOne();
  const v1::RecordAnswersRequest one = Says("board", {"planned_months: 5"});
  for (int i = 0; i < kMaxAnswers - 1; ++i) *assessment.add_answers() = one.answers(0);
  EXPECT_TRUE(RecordAnswers(TestModel(), assessment, one, kAct).ok());
  *assessment.add_answers() = one.answers(0);
  EXPECT_EQ(ReasonOf(RecordAnswers(TestModel(), assessment, one, kAct).status()),
            "TOO_MANY_ANSWERS");
}

TEST(AdviseTest, SiteMerger_IsInterim_WithEverythingAClientNeeds) {
  v1::Advice advice = Advised().advice();
  Localize(TestModel(), Lang::kDutch, advice);
  EXPECT_EQ(advice.outcome(), v1::ADVICE_OUTCOME_INTERIM);
  EXPECT_EQ(advice.role().role_code(), "TRANS");
  EXPECT_FALSE(advice.role().label().empty());
  EXPECT_EQ(advice.duration().planned_months(), 11);
  EXPECT_TRUE(advice.duration().is_usual());
  EXPECT_FALSE(advice.duration().has_decide_again_month());
  EXPECT_FALSE(advice.mandate().reporting_line().empty());
  EXPECT_FALSE(advice.flips().empty());
  EXPECT_FALSE(advice.problem_statement().empty());
  EXPECT_EQ(advice.alternatives_size(), TestModel().data().outcome_size());
  for (const v1::Alternative& row : advice.alternatives()) {
    for (const v1::Statement& reason : row.reasons_for()) {
      EXPECT_FALSE(reason.text().empty()) << reason.code();
    }
  }
  EXPECT_EQ(advice.problem_statement().find('{'), std::string::npos) << advice.problem_statement();
}

TEST(AdviseTest, WithoutAnswers_IsRefused) {
  EXPECT_EQ(ReasonOf(Advise(TestModel(), nullptr, OpenOne(), kAct).status()), "NO_ANSWERS");
}

TEST(AdviseTest, StoredAdvice_HoldsNoTexts) {
  EXPECT_TRUE(Advised().advice().summary().empty());
  EXPECT_TRUE(Advised().advice().risks(0).text().empty());
}

TEST(AdviseTest, TypicalCase_NeedsAtMostTwelveQuestions) {
  // Answers every proposed question from a full set of facts until nothing can change the outcome.
  std::vector<std::string> all = BoardSays();
  all.insert(all.end(), {"works_under_direction: no", "independence_need: 3", "days_per_week: 5",
                         "recruitment_months: 5", "profile_clear: yes", "fee_secured: yes",
                         "cash_weeks: 100", "second_decision_maker: yes",
                         "lasting_leader_needed: no", "independent_role_combined: no"});
  const Known full = KnownOf(all);
  v1::Assessment assessment = OpenOne();
  int asked = 0;
  while (true) {
    const v1::NextQuestionsResponse next = NextQuestions(
        TestModel(), KnownFrom(TestModel(), assessment), v1::NextQuestionsRequest(), Lang::kDutch);
    if (next.questions().empty()) {
      EXPECT_TRUE(next.is_settled());
      break;
    }
    ASSERT_LE(++asked, 12);
    v1::RecordAnswersRequest request;
    request.set_informant("board");
    for (const v1::FactSpec& spec : next.questions(0).facts()) {
      const v1::Fact* fact = full.Find(spec.key());
      ASSERT_NE(fact, nullptr) << spec.key();
      *request.add_answers()->mutable_fact() = *fact;
    }
    assessment = *RecordAnswers(TestModel(), assessment, request, kAct);
  }
  const auto advised = Advise(TestModel(), nullptr, assessment, kAct);
  EXPECT_EQ(advised->advice().outcome(), v1::ADVICE_OUTCOME_INTERIM);
  EXPECT_EQ(advised->advice().confidence().level(), v1::CONFIDENCE_LEVEL_FIRM);
  EXPECT_GT(advised->advice().spared_question_count(), 0);
}

TEST(DecisionTest, AcceptedAdvice_ClosesTheAssessment) {
  const auto accepted = Accept(Advised(), v1::AcceptAdviceRequest(), kAct);
  ASSERT_TRUE(accepted.ok()) << accepted.status();
  EXPECT_EQ(accepted->state(), v1::ASSESSMENT_STATE_ACCEPTED);
  EXPECT_EQ(accepted->decision().outcome(), v1::ADVICE_OUTCOME_INTERIM);
  EXPECT_EQ(accepted->decision().decided_by(), "u-hr");
  const auto says = Says("board", {"planned_months: 3"});
  EXPECT_EQ(ReasonOf(RecordAnswers(TestModel(), *accepted, says, kAct).status()),
            "ASSESSMENT_CLOSED");
  EXPECT_EQ(ReasonOf(Advise(TestModel(), nullptr, *accepted, kAct).status()), "ASSESSMENT_CLOSED");
  EXPECT_EQ(ReasonOf(Accept(*accepted, v1::AcceptAdviceRequest(), kAct).status()),
            "ADVICE_DECIDED");
}

TEST(DecisionTest, WithoutOrWithStaleAdvice_IsRefused) {
  EXPECT_EQ(ReasonOf(Accept(OpenOne(), v1::AcceptAdviceRequest(), kAct).status()),
            "ADVICE_MISSING");
  EXPECT_EQ(ReasonOf(Reject(OpenOne(), v1::RejectAdviceRequest(), kAct).status()),
            "ADVICE_MISSING");
  const v1::Assessment stale = Record(Advised(), "board", {"planned_months: 3"});
  EXPECT_TRUE(stale.is_advice_stale());
  EXPECT_EQ(stale.state(), v1::ASSESSMENT_STATE_OPEN);
  EXPECT_EQ(ReasonOf(Accept(stale, v1::AcceptAdviceRequest(), kAct).status()), "ADVICE_STALE");
}

TEST(DecisionTest, NotEnoughKnown_CannotBeAccepted_AndNamesTheNextQuestion) {
  const auto advised =
      Advise(TestModel(), nullptr, Record(OpenOne(), "board", {"planned_months: 3"}), kAct);
  ASSERT_TRUE(advised.ok());
  EXPECT_EQ(advised->advice().outcome(), v1::ADVICE_OUTCOME_NOT_ENOUGH_KNOWN);
  const auto error = FindError(Accept(*advised, v1::AcceptAdviceRequest(), kAct).status());
  ASSERT_TRUE(error.has_value());
  EXPECT_EQ(error->reason, "ADVICE_NOT_ENOUGH_KNOWN");
  EXPECT_FALSE(error->metadata[1].second.empty());
}

TEST(DecisionTest, RejectedAdvice_OpensAgainWithNewAnswers) {
  v1::RejectAdviceRequest request;
  request.set_reason("the board appoints its own director");
  request.set_chosen_outcome(v1::ADVICE_OUTCOME_PERMANENT);
  const auto rejected = Reject(Advised(), request, kAct);
  ASSERT_TRUE(rejected.ok());
  EXPECT_EQ(rejected->state(), v1::ASSESSMENT_STATE_REJECTED);
  EXPECT_EQ(rejected->decision().outcome(), v1::ADVICE_OUTCOME_PERMANENT);
  const v1::Assessment open = Record(*rejected, "board", {"planned_months: 3"});
  EXPECT_EQ(open.state(), v1::ASSESSMENT_STATE_OPEN);
  EXPECT_FALSE(open.has_decision());
}

TEST(OutcomeTest, IsKeptOnce_AndOnlyAfterADecision) {
  v1::RecordOutcomeRequest request;
  request.mutable_realized_outcome()->set_result(v1::REALIZED_RESULT_REACHED);
  EXPECT_EQ(ReasonOf(RecordOutcome(Advised(), request).status()), "NOT_DECIDED");
  const auto accepted = Accept(Advised(), v1::AcceptAdviceRequest(), kAct);
  const auto recorded = RecordOutcome(*accepted, request);
  ASSERT_TRUE(recorded.ok());
  EXPECT_TRUE(RecordOutcome(*recorded, request).ok());
  request.mutable_realized_outcome()->set_result(v1::REALIZED_RESULT_NOT_STARTED);
  EXPECT_EQ(ReasonOf(RecordOutcome(*recorded, request).status()), "OUTCOME_RECORDED");
}

TEST(OutcomeTest, EndBeforeStart_IsRefused) {
  const auto accepted = Accept(Advised(), v1::AcceptAdviceRequest(), kAct);
  v1::RecordOutcomeRequest request;
  v1::RealizedOutcome* outcome = request.mutable_realized_outcome();
  outcome->set_result(v1::REALIZED_RESULT_REACHED);
  *outcome->mutable_start_date() = ToProto(*Date::Parse("2026-03-02"));
  *outcome->mutable_end_date() = ToProto(*Date::Parse("2026-03-01"));
  EXPECT_EQ(ReasonOf(RecordOutcome(*accepted, request).status()), "FIELDS_INVALID");
  *outcome->mutable_end_date() = ToProto(*Date::Parse("2026-03-02"));
  EXPECT_TRUE(RecordOutcome(*accepted, request).ok());
}

TEST(CalculationTest, WhatIf_ReplacesFacts_AndLeavesTheRest) {
  v1::AssessNeedRequest request;
  for (const std::string& line : BoardSays()) *request.add_facts() = FactFrom(TestModel(), line);
  *request.add_what_if_facts() = FactFrom(TestModel(), "end_definition: open_ended");
  const auto known = KnownFromRequest(TestModel(), request, kAct.today);
  ASSERT_TRUE(known.ok()) << known.status();
  const Known other = WhatIf(TestModel(), *known, request);
  EXPECT_EQ(BuildAdvice(TestModel(), nullptr, *known, Depth::kBasic).outcome(),
            v1::ADVICE_OUTCOME_INTERIM);
  EXPECT_EQ(BuildAdvice(TestModel(), nullptr, other, Depth::kBasic).outcome(),
            v1::ADVICE_OUTCOME_PERMANENT);
  EXPECT_EQ(other.facts.size(), known->facts.size());
}

TEST(CalculationTest, BadFacts_AreAllReported) {
  v1::AssessNeedRequest request;
  *request.add_facts() = FactFrom(TestModel(), "planned_months: 3");
  *request.add_facts() = FactFrom(TestModel(), "planned_months: 4");
  *request.add_disputed_facts()->add_possible() = FactFrom(TestModel(), "days_per_week: 4");
  request.mutable_reference_date()->set_year(2026);
  const auto known = KnownFromRequest(TestModel(), request, kAct.today);
  ASSERT_FALSE(known.ok());
  EXPECT_EQ(FindError(known.status())->fields.size(), 3u);
}

}  // namespace
}  // namespace interim::assessment
