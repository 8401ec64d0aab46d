// covers: S22, S59
#include "services/governance/domain/practice.h"

#include "common/type/convert.h"
#include "gtest/gtest.h"
#include "services/governance/domain/instant.h"
#include "services/governance/domain/test_engagement.h"

namespace interim::governance {
namespace {

namespace cv = ::interim::contracting::v1;
using testing::FromText;
using testing::MorningOf;
using testing::TestEngagement;

v1::Engagement WithContract() {
  v1::Engagement engagement = TestEngagement();
  engagement.set_contract("organizations/acme/contracts/c1");
  return engagement;
}

v1::Decision Decision(v1::DecisionState state, const std::string& decider = "manager",
                      absl::string_view day = "2026-03-02") {
  auto decision = FromText<v1::Decision>(R"pb(
    name: "organizations/acme/engagements/e1/decisions/d1"
    title: "Move the presses"
    amount { currency_code: "EUR" units: 400 }
  )pb");
  decision.set_state(state);
  decision.set_decider(decider);
  *decision.mutable_decide_time() = ToInstant(MorningOf(day));
  return decision;
}

TEST(MandateUseTest, WhatContractingCannotTake_IsLeftOut) {
  v1::Decision decision = Decision(v1::DECISION_STATE_DECIDED);
  decision.mutable_amount()->set_currency_code("USD");
  std::string title(1999, 'x');
  title += "\u00e9\u00e9";  // two bytes each: the cut falls within the first
  decision.set_title(title);
  const Practice told = MandateUse(TestEngagement(), Decision(v1::DECISION_STATE_OPEN), decision);
  ASSERT_TRUE(told.has_value());
  EXPECT_FALSE(told->has_amount());
  EXPECT_EQ(told->description(), std::string(1999, 'x'));
}

Practice Use(v1::DecisionState before, v1::DecisionState after,
             const std::string& decider = "manager") {
  return MandateUse(TestEngagement(), Decision(before), Decision(after, decider));
}

TEST(MandateUseTest, TakenByTheManager_WithinAndOutsideTheMandate) {
  const Practice within = Use(v1::DECISION_STATE_OPEN, v1::DECISION_STATE_DECIDED);
  ASSERT_TRUE(within.has_value());
  EXPECT_EQ(within->kind(), cv::PRACTICE_KIND_MANDATE_USE);
  EXPECT_EQ(within->source(), "organizations/acme/engagements/e1/decisions/d1");
  EXPECT_EQ(within->amount().units(), 400);
  EXPECT_EQ(within->occur_date().day(), 2);
  EXPECT_EQ(Use(v1::DECISION_STATE_CONFIRMING, v1::DECISION_STATE_DECIDED)->kind(),
            cv::PRACTICE_KIND_MANDATE_USE);
  EXPECT_EQ(Use(v1::DECISION_STATE_OPEN, v1::DECISION_STATE_OUT_OF_MANDATE)->kind(),
            cv::PRACTICE_KIND_MANDATE_EXCEEDED);
}

TEST(MandateUseTest, PassedOn_Waiting_Ratified_OrTakenByOthers_IsNoUse) {
  for (const auto state :
       {v1::DECISION_STATE_ESCALATED, v1::DECISION_STATE_CONFIRMING, v1::DECISION_STATE_LAPSED}) {
    EXPECT_FALSE(Use(v1::DECISION_STATE_OPEN, state)) << state;
  }
  EXPECT_FALSE(Use(v1::DECISION_STATE_OUT_OF_MANDATE, v1::DECISION_STATE_RATIFIED));
  EXPECT_FALSE(Use(v1::DECISION_STATE_DECIDED, v1::DECISION_STATE_REVERSED));
  EXPECT_FALSE(Use(v1::DECISION_STATE_OPEN, v1::DECISION_STATE_DECIDED, "sponsor"));
}

TEST(MilestoneAcceptedTest, OwnWord_IsNoAcceptance) {
  v1::Milestone done;
  done.set_title("Day 1");
  EXPECT_FALSE(MilestoneAccepted(TestEngagement(), done, "manager"));
  EXPECT_EQ(MilestoneAccepted(TestEngagement(), done, "sponsor")->kind(),
            cv::PRACTICE_KIND_RESULT_ACCEPTED);
}

TEST(ToTellTest, OnlyWithAContract_AndOnDaysOfTheEngagement) {
  const auto told = [](const v1::Engagement& engagement, absl::string_view day) {
    const Practice use = MandateUse(engagement, Decision(v1::DECISION_STATE_OPEN),
                                    Decision(v1::DECISION_STATE_DECIDED, "manager", day));
    return ToTell(engagement, use).has_value();
  };
  EXPECT_FALSE(told(TestEngagement(), "2026-03-02"));
  EXPECT_TRUE(told(WithContract(), "2026-01-12"));
  EXPECT_TRUE(told(WithContract(), "2026-12-11"));
  EXPECT_FALSE(told(WithContract(), "2026-01-11"));
  EXPECT_FALSE(told(WithContract(), "2026-12-12"));
  EXPECT_FALSE(ToTell(WithContract(), std::nullopt));
}

}  // namespace
}  // namespace interim::governance
