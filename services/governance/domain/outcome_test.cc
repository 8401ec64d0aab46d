// covers: S59
#include "services/governance/domain/outcome.h"

#include "gtest/gtest.h"
#include "services/governance/domain/test_engagement.h"

namespace interim::governance {
namespace {

namespace av = ::interim::assessment::v1;
using testing::Day;
using testing::TestEngagement;
using testing::TestPolicy;

v1::Evaluation Final(std::initializer_list<bool> goals) {
  v1::Evaluation evaluation;
  evaluation.set_moment_code("END");
  for (bool is_reached : goals) evaluation.add_goals()->set_is_reached(is_reached);
  return evaluation;
}

av::RealizedOutcome Outcome(const std::vector<v1::Evaluation>& evaluations,
                            absl::string_view today = "2026-12-11") {
  const auto outcome = OutcomeOf(TestPolicy(), TestEngagement(), evaluations, Day(today));
  EXPECT_TRUE(outcome.ok()) << outcome.status();
  return outcome->value_or(av::RealizedOutcome());
}

TEST(OutcomeOfTest, Goals_OfTheFinalEvaluation_Decide) {
  EXPECT_EQ(Outcome({Final({true, true})}).result(), av::REALIZED_RESULT_REACHED);
  EXPECT_EQ(Outcome({Final({true, false, false})}).result(), av::REALIZED_RESULT_PARTLY_REACHED);
  EXPECT_EQ(Outcome({Final({true, false, false})}).goals_reached_percent(), 33);
  EXPECT_EQ(Outcome({Final({false})}).result(), av::REALIZED_RESULT_NOT_REACHED);
}

TEST(OutcomeOfTest, EarlierEvaluations_DoNotCount) {
  v1::Evaluation middle = Final({false});
  middle.set_moment_code("MID_TERM");
  EXPECT_EQ(Outcome({middle, Final({true})}).result(), av::REALIZED_RESULT_REACHED);
}

TEST(OutcomeOfTest, NothingJudged_IsNotAFailure) {
  v1::Evaluation end;
  end.set_moment_code("END");
  for (const auto& evaluations : {std::vector<v1::Evaluation>{}, {end}}) {
    const auto outcome = OutcomeOf(TestPolicy(), TestEngagement(), evaluations, Day("2026-12-11"));
    ASSERT_TRUE(outcome.ok());
    EXPECT_FALSE(outcome->has_value());
  }
}

TEST(OutcomeOfTest, BeforeTheLastDay_WithGoalsLeft_EndedEarly) {
  EXPECT_EQ(Outcome({Final({true, false})}, "2026-12-10").result(),
            av::REALIZED_RESULT_ENDED_EARLY);
  EXPECT_EQ(Outcome({Final({true, true})}, "2026-12-10").result(), av::REALIZED_RESULT_REACHED);
  EXPECT_EQ(Outcome({Final({true})}, "2026-12-10").end_date().day(), 10);
  EXPECT_EQ(Outcome({Final({true})}, "2027-01-05").end_date().day(), 11);
}

TEST(OutcomeOfTest, ContractEndedByNotice_IsEarly_OnItsNewLastDayToo) {
  v1::Engagement engagement = TestEngagement();
  *engagement.mutable_former_end_date() = engagement.end_date();
  engagement.mutable_end_date()->set_month(6);
  const auto result = [&engagement](std::initializer_list<bool> goals) {
    return (*OutcomeOf(TestPolicy(), engagement, {Final(goals)}, Day("2026-06-30")))->result();
  };
  EXPECT_EQ(result({true, false}), av::REALIZED_RESULT_ENDED_EARLY);
  EXPECT_EQ(result({true, true}), av::REALIZED_RESULT_REACHED);
}

}  // namespace
}  // namespace interim::governance
