// covers: S138, S142, S148, S236, S241, S243, X3
#include "services/governance/domain/decisions.h"

#include <optional>

#include "common/law/law_data.h"
#include "gtest/gtest.h"
#include "services/governance/domain/gates.h"
#include "services/governance/domain/mandate.h"
#include "services/governance/domain/test_engagement.h"

namespace interim::governance {
namespace {

using testing::Day;
using testing::FromText;
using testing::MorningOf;
using testing::TestEngagement;
using testing::TestPolicy;

const law::LawData& Law() {
  static const law::LawData* const law =
      new law::LawData(*law::LawData::Load(std::string(INTERIM_SOURCE_DIR) + "/common/law/data"));
  return *law;
}

v1::Decision Draft(std::int64_t euros, v1::PlanKind plan = v1::PLAN_KIND_UNSPECIFIED) {
  v1::Decision decision;
  decision.set_name("organizations/acme/engagements/e1/decisions/d1");
  decision.set_title("Move the presses");
  decision.set_domain_code(plan == v1::PLAN_KIND_UNSPECIFIED ? "CONTRACTS" : "ORGANIZATION_CHANGE");
  decision.mutable_amount()->set_currency_code("EUR");
  decision.mutable_amount()->set_units(euros);
  decision.add_options("go");
  decision.add_options("wait");
  decision.set_plan_kind(plan);
  return decision;
}

v1::Decision Raised(const v1::Engagement& engagement, const v1::Decision& draft) {
  return *Raise(TestPolicy(), engagement, draft, "manager", MorningOf("2026-03-02"));
}

absl::StatusOr<DecideResult> DecideAs(absl::string_view who, const v1::Engagement& engagement,
                                      const v1::Decision& decision, const Choice& choice) {
  return Decide(TestPolicy(), engagement, decision, ActorOf(engagement, who), choice,
                MorningOf("2026-03-02"));
}

TEST(DecideTest, InterimManager_InsideTheMandate_Decides) {
  const auto engagement = TestEngagement();
  const auto result = DecideAs("manager", engagement, Raised(engagement, Draft(50000)),
                               {.option = "go", .reason = "cheapest"});
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->decision.state(), v1::DECISION_STATE_DECIDED);
  EXPECT_FALSE(result->escalate_to.has_value());
  EXPECT_EQ(result->engagement.mandate().uses(0).used_amount().units(), 50000);
}

TEST(DecideTest, InterimManager_AboveTheLimit_IsEscalatedWithoutUsingTheMonth) {
  const auto engagement = TestEngagement();
  const auto result = DecideAs("manager", engagement, Raised(engagement, Draft(50001)),
                               {.option = "go", .reason = "needed"});
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->decision.state(), v1::DECISION_STATE_ESCALATED);
  EXPECT_EQ(result->escalate_to, v1::ESCALATION_LEVEL_SPONSOR);
  EXPECT_EQ(result->engagement.mandate().uses_size(), 0);
  EXPECT_EQ(ReasonOf(DecideAs("manager", engagement, result->decision, {.option = "go"}).status()),
            "DECIDER_LEVEL_WRONG");
  EXPECT_TRUE(DecideAs("sponsor", engagement, result->decision, {.option = "go"}).ok());
}

TEST(DecideTest, Emergency_AboveTheLimit_IsKeptAsOutOfMandate) {
  const auto engagement = TestEngagement();
  const auto result = DecideAs("manager", engagement, Raised(engagement, Draft(60000)),
                               {.option = "go", .reason = "fire", .is_emergency = true});
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->decision.state(), v1::DECISION_STATE_OUT_OF_MANDATE);
  EXPECT_TRUE(result->escalate_to.has_value());
  EXPECT_TRUE(Ratify(result->decision, ActorOf(engagement, "sponsor"), "right").ok());
  EXPECT_EQ(ReasonOf(Ratify(result->decision, ActorOf(engagement, "manager"), "me").status()),
            "DECIDER_LEVEL_WRONG");
}

TEST(DecideTest, FourEyes_OfTheDeciderHimself_IsRefused) {
  const auto engagement = TestEngagement();
  v1::Decision draft = Draft(1000);
  draft.set_domain_code("PEOPLE");
  const auto raised = Raised(engagement, draft);
  EXPECT_EQ(ReasonOf(DecideAs("manager", engagement, raised, {.option = "go"}).status()),
            "FOUR_EYES_MISSING");
  EXPECT_EQ(ReasonOf(DecideAs("manager", engagement, raised,
                              {.option = "go", .reason = "", .four_eyes_subject = "manager"})
                         .status()),
            "FOUR_EYES_MISSING");
  EXPECT_TRUE(DecideAs("manager", engagement, raised,
                       {.option = "go", .reason = "", .four_eyes_subject = "sponsor"})
                  .ok());
}

TEST(DecideTest, ReservedMatter_OnlyTheBoardDecides) {
  const auto engagement = TestEngagement();
  v1::Decision draft = Draft(0);
  draft.set_reserved_matter_code("BUDGET");
  const auto raised = Raised(engagement, draft);
  EXPECT_EQ(ReasonOf(DecideAs("sponsor", engagement, raised, {.option = "go"}).status()),
            "DECIDER_LEVEL_WRONG");
  EXPECT_TRUE(DecideAs("board", engagement, raised, {.option = "go"}).ok());
}

TEST(DecideTest, Option_NotExamined_IsRefused) {
  const auto engagement = TestEngagement();
  EXPECT_EQ(ReasonOf(DecideAs("manager", engagement, Raised(engagement, Draft(1)),
                              {.option = "something else"})
                         .status()),
            "OPTION_UNKNOWN");
}

TEST(GateForTest, MergerPlan_WithWorksCouncil_OpensAnArticle25Gate) {
  const auto engagement = TestEngagement();
  const auto gate = GateFor(Law(), engagement, Draft(0, v1::PLAN_KIND_MERGER), Day("2026-03-02"));
  ASSERT_TRUE(gate.ok()) << gate.status();
  ASSERT_TRUE(gate->has_value());
  EXPECT_EQ((*gate)->rule_id(), "R12");
  EXPECT_NE((*gate)->article().find("25"), std::string::npos);
}

TEST(GateForTest, NoPlanOrNoCouncil_OpensNothing) {
  auto engagement = TestEngagement();
  EXPECT_FALSE(GateFor(Law(), engagement, Draft(0), Day("2026-03-02"))->has_value());
  engagement.set_has_works_council(false);
  EXPECT_FALSE(
      GateFor(Law(), engagement, Draft(0, v1::PLAN_KIND_MERGER), Day("2026-03-02"))->has_value());
}

// The whole way of a plan the council advises against.
struct Plan {
  v1::Engagement engagement = TestEngagement();
  v1::Decision decision;

  Plan() {
    v1::Decision draft = Draft(0, v1::PLAN_KIND_MERGER);
    v1::Gate gate = **GateFor(Law(), engagement, draft, Day("2026-03-02"));
    *engagement.add_gates() = gate;
    draft.set_gate_id(gate.gate_id());
    decision = Raised(engagement, draft);
  }
  void AdviseAgainst() {
    engagement = *RequestAdvice(engagement, decision.gate_id(), Day("2026-03-02"));
    engagement =
        *RecordAdvice(engagement, decision.gate_id(),
                      {.is_positive = false, .text = "too fast", .day = Day("2026-03-20")});
  }
};

TEST(DecideTest, Plan_BeforeTheAdvice_WaitsAtTheGate) {
  Plan plan;
  EXPECT_EQ(ReasonOf(DecideAs("board", plan.engagement, plan.decision, {.option = "go"}).status()),
            "GATE_OPEN");
}

TEST(ExecuteTest, Departure_WaitsOneMonthAndADayAfterNotice) {
  Plan plan;
  plan.AdviseAgainst();
  const auto decided =
      DecideAs("board", plan.engagement, plan.decision,
               {.option = "go", .reason = "hard date", .departs_from_advice = true});
  ASSERT_TRUE(decided.ok()) << decided.status();
  const auto execute = [&](const v1::Engagement& engagement, absl::string_view day) {
    return Execute(engagement, decided->decision, Day(day), MorningOf(day)).status();
  };
  EXPECT_EQ(ReasonOf(execute(plan.engagement, "2026-06-01")), "NOTICE_MISSING");
  // Told on 31 March: one month later is 30 April, so the first day is 1 May.
  const auto told =
      NotifyCouncil(Law(), plan.engagement, plan.decision.gate_id(), true, Day("2026-03-31"));
  ASSERT_TRUE(told.ok()) << told.status();
  EXPECT_EQ(ReasonOf(execute(*told, "2026-04-30")), "EXECUTION_SUSPENDED");
  EXPECT_TRUE(execute(*told, "2026-05-01").ok());
}

TEST(ExecuteTest, DecisionThatFollowsTheAdvice_NeedsNoticeButNoWait) {
  Plan plan;
  plan.AdviseAgainst();
  const auto decided = DecideAs("board", plan.engagement, plan.decision, {.option = "wait"});
  ASSERT_TRUE(decided.ok());
  const auto told =
      NotifyCouncil(Law(), plan.engagement, plan.decision.gate_id(), false, Day("2026-03-24"));
  ASSERT_TRUE(told.ok());
  EXPECT_TRUE(Execute(*told, decided->decision, Day("2026-03-24"), MorningOf("2026-03-24")).ok());
}

TEST(WaiveGateTest, RightOfTheCouncil_IsWaivedByItAlone) {
  Plan plan;
  EXPECT_EQ(
      ReasonOf(
          WaiveGate(plan.engagement, plan.decision.gate_id(), "hurry", WaivedBy::kClient).status()),
      "GATE_STATE_WRONG");
  EXPECT_TRUE(
      WaiveGate(plan.engagement, plan.decision.gate_id(), "we agree", WaivedBy::kWorksCouncil)
          .ok());
}

}  // namespace
}  // namespace interim::governance
