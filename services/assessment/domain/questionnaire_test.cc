// The questionnaire as a person meets it: how many questions, which ones, and when it stops.
// covers: S48, S63, S66, S80, S82, S109, S113, S114, S125, S126, S162, S163, S171, S173, X10
#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/assessment/domain/localize.h"
#include "services/assessment/domain/next_questions.h"
#include "services/assessment/domain/test_model.h"

namespace interim::assessment {
namespace {

using ::testing::Contains;

constexpr int kMostTypical = 12;
constexpr int kMostEmergency = 6;
constexpr std::size_t kMostValues = 18;
constexpr std::size_t kMostValuesInEmergency = 11;

// The questions asked until nothing can change the outcome, each time the one proposed first,
// answered from `truth` as far as it knows.
struct Talk {
  std::vector<std::string> questions;
  v1::NextQuestionsResponse last;
};

Talk TalkThrough(const Known& truth) {
  Talk talk;
  std::vector<v1::Fact> facts;
  std::vector<char> asked(TestModel().facts().size(), 0);
  for (int i = 0; i <= TestModel().data().question_size(); ++i) {
    Known known = MakeKnown(TestModel(), facts, {}, truth.reference);
    known.asked = asked;
    talk.last = NextQuestions(TestModel(), known, {}, Lang::kDutch);
    if (talk.last.questions().empty()) return talk;
    const v1::Question& question = talk.last.questions(0);
    talk.questions.push_back(question.code());
    for (const v1::FactSpec& spec : question.facts()) {
      asked[TestModel().FindFact(spec.key())] = 1;
      if (const v1::Fact* fact = truth.Find(spec.key())) facts.push_back(*fact);
    }
  }
  ADD_FAILURE() << "the questions do not end";
  return talk;
}

// The same as somebody types it: one value at a time, each fact of a question apart, until nothing
// typed can change the outcome. What `truth` does not know is typed as "don't know" and counts too.
std::vector<std::string> ValuesTyped(const Known& truth) {
  std::vector<std::string> typed;
  std::vector<v1::Fact> facts;
  std::vector<char> asked(TestModel().facts().size(), 0);
  std::string current;
  while (typed.size() <= TestModel().facts().size()) {
    Known known = MakeKnown(TestModel(), facts, {}, truth.reference);
    known.asked = asked;
    v1::NextQuestionsRequest all;
    all.set_max_question_count(20);
    const v1::NextQuestionsResponse next = NextQuestions(TestModel(), known, all, Lang::kDutch);
    if (next.questions().empty()) return typed;
    const v1::Question* question = &next.questions(0);
    for (const v1::Question& open : next.questions()) {
      if (open.code() == current) question = &open;  // the question begun is finished first
    }
    current = question->code();
    const std::string& key = question->facts(0).key();
    typed.push_back(key);
    asked[TestModel().FindFact(key)] = 1;
    if (const v1::Fact* fact = truth.Find(key)) facts.push_back(*fact);
  }
  ADD_FAILURE() << "the questions do not end";
  return typed;
}

bool IsEmergency(const Known& known) {
  const v1::Fact* triggers = known.Find("triggers");
  if (triggers == nullptr) return false;
  for (const std::string& code : triggers->codes().codes()) {
    for (const char* acute : {"acute_distress", "liquidity", "media_storm", "product_failure"}) {
      if (code == acute) return true;
    }
  }
  return false;
}

TEST(QuestionnaireTest, ATypicalCase_NeedsTwelveAnswersAtMost_AnEmergencySix) {
  int typical = 0;
  int emergencies = 0;
  for (const model::Case& row : AllCases()) {
    const auto truth = KnownOfCase(TestModel(), row, TestDay());
    ASSERT_TRUE(truth.ok()) << truth.status();
    if (!truth->disputes.empty() || row.expect().outcome() == "not_enough_known") continue;
    const Talk talk = TalkThrough(*truth);
    const int asked = static_cast<int>(talk.questions.size());
    if (IsEmergency(*truth)) {
      ++emergencies;
      EXPECT_LE(asked, kMostEmergency)
          << row.name() << ": " << ::testing::PrintToString(talk.questions);
    } else {
      ++typical;
      EXPECT_LE(asked, kMostTypical)
          << row.name() << ": " << ::testing::PrintToString(talk.questions);
    }
  }
  EXPECT_GE(typical, 60);
  EXPECT_GE(emergencies, 5);
}

// A question settles up to four facts, so that more values are typed than questions are answered.
TEST(QuestionnaireTest, ValuesTyped_AreFewToo) {
  for (const model::Case& row : AllCases()) {
    const auto truth = KnownOfCase(TestModel(), row, TestDay());
    ASSERT_TRUE(truth.ok()) << truth.status();
    if (!truth->disputes.empty() || row.expect().outcome() == "not_enough_known") continue;
    const std::vector<std::string> typed = ValuesTyped(*truth);
    EXPECT_LE(typed.size(), IsEmergency(*truth) ? kMostValuesInEmergency : kMostValues)
        << row.name() << ": " << ::testing::PrintToString(typed);
  }
}

// Of a question only those facts are asked that can still change the outcome.
TEST(QuestionnaireTest, AQuestion_NamesOnlyFactsThatStillMatter) {
  v1::NextQuestionsRequest all;
  all.set_max_question_count(20);
  const auto next = NextQuestions(
      TestModel(), KnownOf({"triggers: media_storm", "sponsor_time: weekly"}), all, Lang::kEnglish);
  int found = 0;
  for (const v1::Question& question : next.questions()) {
    EXPECT_FALSE(question.facts().empty()) << question.code();
    for (const v1::FactSpec& spec : question.facts()) {
      EXPECT_NE(spec.key(), "sponsor_time") << "is known";
      found += spec.key() == "preconditions_met" ? 1 : 0;
    }
  }
  EXPECT_EQ(found, 1);
}

TEST(QuestionnaireTest, EverythingKnown_NeedsNone_AndSaysHowManyWereSpared) {
  for (const model::Case& row : AllCases()) {
    if (row.name() != "OrdinaryNeed") continue;
    const auto truth = KnownOfCase(TestModel(), row, TestDay());
    ASSERT_TRUE(truth.ok());
    const auto response = NextQuestions(TestModel(), *truth, {}, Lang::kEnglish);
    EXPECT_TRUE(response.questions().empty());
    EXPECT_TRUE(response.is_settled());
    const Talk talk = TalkThrough(*truth);
    EXPECT_GT(talk.last.spared_question_count(), 0);
  }
}

TEST(QuestionnaireTest, ABlock_EndsTheQuestionsAtOnce) {
  const auto response =
      NextQuestions(TestModel(), KnownOf({"formal_client: nobody"}), {}, Lang::kEnglish);
  EXPECT_TRUE(response.questions().empty());
  EXPECT_TRUE(response.refining_questions().empty()) << "no manager is advised";
  EXPECT_GT(response.spared_question_count(), 5);
}

// A settled need with the given trigger.
Known Settled(const std::string& trigger) {
  return KnownOf({absl::StrCat("triggers: ", trigger), "formal_client: board",
                  "sponsor_time: weekly", "sponsor_owns_problem: yes", "question_clear: yes",
                  "preconditions_met: yes", "end_definition: end_date", "planned_months: 8",
                  "decision_power: full", "asked_result: execution", "inside_capability: none",
                  "independence_need: 3", "damage_within_weeks: 6", "purpose: real_need",
                  "lasting_leader_needed: no", "ordinary_line_work: no", "cash_weeks: 40"});
}

std::vector<std::string> Refining(const std::string& trigger) {
  v1::NextQuestionsRequest request;
  request.set_max_question_count(20);
  const auto response = NextQuestions(TestModel(), Settled(trigger), request, Lang::kEnglish);
  EXPECT_TRUE(response.is_settled()) << trigger;
  std::vector<std::string> codes;
  for (const v1::Question& question : response.refining_questions()) {
    codes.push_back(question.code());
  }
  return codes;
}

TEST(QuestionnaireTest, EvidenceQuestions_FollowTheSituation) {
  EXPECT_EQ(Refining("acquisition")[0], "Q-DEAL");
  EXPECT_THAT(Refining("erp_implementation"), Contains("Q-SCALE"));
  EXPECT_THAT(Refining("erp_implementation"), Contains("Q-PROJECT"));
  EXPECT_THAT(Refining("digital_transformation"), Contains("Q-DIGITAL"));
  EXPECT_THAT(Refining("liquidity"), Contains("Q-CREDIT"));
  EXPECT_THAT(Refining("cost_reduction"), Contains("Q-MARGIN"));
  EXPECT_THAT(Refining("product_failure"), Contains("Q-SAFETY"));
  EXPECT_THAT(Refining("media_storm"), Contains("Q-VOICE"));
  EXPECT_THAT(Refining("long_absence"), Contains("Q-ABSENCE"));
  EXPECT_THAT(Refining("sudden_departure"), Contains("Q-SIGNING"));
  for (const char* director : {"sudden_departure", "long_absence", "succession", "liquidity"}) {
    EXPECT_THAT(Refining(director), Contains("Q-DIRECTOR")) << "the wrong client shows by it";
  }
  EXPECT_THAT(Refining("peak_load"), Contains("Q-PEAK"));
  EXPECT_THAT(Refining("peak_load"), Contains("Q-SPECIALISM"));
  EXPECT_THAT(Refining("audit"), Contains("Q-AUDIT"));
  EXPECT_THAT(Refining("restructuring"), ::testing::Not(Contains("Q-DEAL")));
}

TEST(QuestionnaireTest, EverySituation_HasAQuestionOrATriggerThatShowsIt) {
  for (const v1::Situation& situation : MakeSituations(TestModel(), Lang::kEnglish)) {
    EXPECT_FALSE(situation.triggers().empty()) << situation.code();
    EXPECT_FALSE(situation.evidence_question_codes().empty()) << situation.code();
    EXPECT_FALSE(situation.reporting_line().empty()) << situation.code();
    EXPECT_GE(situation.milestones_size(), 4) << situation.code();
    EXPECT_FALSE(situation.evidence_mark().empty()) << situation.code();
    EXPECT_FALSE(situation.sources().empty()) << situation.code();
  }
}

TEST(QuestionnaireTest, EveryRole_HasItsRateWithYearAndMark) {
  for (const v1::Role& role : MakeRoles(TestModel(), Lang::kDutch)) {
    EXPECT_FALSE(role.evidence_mark().empty()) << role.code();
    if (role.code() == "FRAC") continue;  // its rate is that of the role itself
    ASSERT_FALSE(role.rates().empty()) << role.code();
    EXPECT_EQ(role.rates(0).year(), 2025) << role.code();
    EXPECT_EQ(role.rates(0).min_hourly_rate().currency_code(), "EUR");
    EXPECT_LT(role.rates(0).min_hourly_rate().units(), role.rates(0).max_hourly_rate().units());
  }
}

}  // namespace
}  // namespace interim::assessment
