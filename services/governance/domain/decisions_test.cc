// covers: S138, S142, S148, S236, S241, S243, X3
#include "services/governance/domain/decisions.h"

#include <optional>
#include <string>
#include <vector>

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

GateRules Rules() {
  static const PolicyData* const policy = new PolicyData(TestPolicy());
  return {.law = Law(), .policy = *policy};
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

TEST(DecideTest, Emergency_UsesTheMonth_AndReversingGivesItBack) {
  const auto engagement = TestEngagement();
  const auto acted = DecideAs("manager", engagement, Raised(engagement, Draft(60000)),
                              {.option = "go", .reason = "fire", .is_emergency = true});
  ASSERT_TRUE(acted.ok());
  EXPECT_EQ(acted->engagement.mandate().uses(0).used_amount().units(), 60000);
  const auto undone = Undo(acted->engagement, acted->decision);
  ASSERT_TRUE(undone.ok());
  EXPECT_EQ(undone->mandate().uses(0).used_amount().units(), 0);
}

TEST(UndoTest, DecisionOfTheSponsor_UsedNothingOfTheManagersMonth) {
  const auto engagement = TestEngagement();
  const auto by_manager =
      DecideAs("manager", engagement, Raised(engagement, Draft(20000)), {.option = "go"});
  const auto by_sponsor = DecideAs("sponsor", by_manager->engagement,
                                   Raised(engagement, Draft(10000)), {.option = "go"});
  ASSERT_TRUE(by_sponsor.ok());
  EXPECT_EQ(
      Undo(by_sponsor->engagement, by_sponsor->decision)->mandate().uses(0).used_amount().units(),
      20000);
  EXPECT_EQ(
      Undo(by_sponsor->engagement, by_manager->decision)->mandate().uses(0).used_amount().units(),
      0);
}

TEST(DecideTest, Sponsor_OutsideTheMandate_WaitsUntilItIsBroughtUp) {
  const auto engagement = TestEngagement();
  const auto raised = Raised(engagement, Draft(50001));
  EXPECT_EQ(ReasonOf(DecideAs("sponsor", engagement, raised, {.option = "go"}).status()),
            "DECIDER_LEVEL_WRONG");
  EXPECT_TRUE(DecideAs("steering", engagement, raised, {.option = "go"}).ok());
  EXPECT_TRUE(
      DecideAs("sponsor", engagement, Raised(engagement, Draft(50000)), {.option = "go"}).ok());
}

TEST(DecideTest, Plan_WithoutCouncil_IsStillTheBoards) {
  auto engagement = TestEngagement();
  engagement.set_has_works_council(false);
  const auto raised = Raised(engagement, Draft(0, v1::PLAN_KIND_MERGER));
  EXPECT_EQ(raised.authority().outcome(), v1::AUTHORITY_OUTCOME_RESERVED);
  for (const char* who : {"sponsor", "steering"}) {
    EXPECT_EQ(ReasonOf(DecideAs(who, engagement, raised, {.option = "go"}).status()),
              "DECIDER_LEVEL_WRONG");
  }
  const auto tried =
      DecideAs("manager", engagement, raised, {.option = "go", .is_emergency = true});
  EXPECT_EQ(tried->decision.state(), v1::DECISION_STATE_ESCALATED);
  EXPECT_EQ(tried->escalate_to, v1::ESCALATION_LEVEL_BOARD);
  EXPECT_TRUE(DecideAs("board", engagement, raised, {.option = "go"}).ok());
}

std::vector<std::string> DraftFaults(const v1::Engagement& engagement, const v1::Decision& draft) {
  FieldErrors errors;
  CheckDecisionDraft(TestPolicy(), engagement, draft, errors);
  std::vector<std::string> fields;
  for (const auto& field : errors.fields()) fields.push_back(field.field);
  return fields;
}

TEST(CheckDecisionDraftTest, KindOfPlan_IsStatedWhereTheCouncilMayHaveARight) {
  auto engagement = TestEngagement();
  const std::vector<std::string> missing = {"decision.plan_kind"};
  v1::Decision draft = Draft(1);
  EXPECT_TRUE(DraftFaults(engagement, draft).empty());
  draft.set_has_personnel_impact(true);
  EXPECT_EQ(DraftFaults(engagement, draft), missing);
  draft.set_has_personnel_impact(false);
  draft.set_domain_code("ORGANIZATION_CHANGE");
  EXPECT_EQ(DraftFaults(engagement, draft), missing);
  draft.set_plan_kind(v1::PLAN_KIND_NONE);
  EXPECT_TRUE(DraftFaults(engagement, draft).empty());
  draft.clear_plan_kind();
  engagement.set_has_works_council(false);
  EXPECT_TRUE(DraftFaults(engagement, draft).empty());
}

TEST(CheckDecisionDraftTest, AgreedReservedMatter_CanBeNamed) {
  auto engagement = TestEngagement();
  v1::Decision draft = Draft(1);
  draft.set_reserved_matter_code("NAMING_RIGHTS");
  EXPECT_EQ(DraftFaults(engagement, draft),
            std::vector<std::string>{"decision.reserved_matter_code"});
  engagement.mutable_mandate()->add_reserved_matters("NAMING_RIGHTS");
  EXPECT_TRUE(DraftFaults(engagement, draft).empty());
  EXPECT_EQ(Raised(engagement, draft).authority().outcome(), v1::AUTHORITY_OUTCOME_RESERVED);
}

TEST(CheckDecisionDraftTest, Milestone_IsOneOfTheEngagement) {
  v1::Decision draft = Draft(1);
  draft.set_milestone("organizations/acme/engagements/e2/milestones/m1");
  EXPECT_EQ(DraftFaults(TestEngagement(), draft), std::vector<std::string>{"decision.milestone"});
  draft.set_milestone("organizations/acme/engagements/e1/milestones/m1");
  EXPECT_TRUE(DraftFaults(TestEngagement(), draft).empty());
}

TEST(WithdrawTest, ByTheRaiserOrItsLevel_LapsesWithItsGate) {
  auto engagement = TestEngagement();
  v1::Gate* gate = engagement.add_gates();
  gate->set_gate_id("works-council-1");
  gate->set_state(v1::GATE_STATE_REQUESTED);
  v1::Decision decision = Raised(engagement, Draft(0, v1::PLAN_KIND_MERGER));
  decision.set_gate_id("works-council-1");
  const auto withdraw = [&](absl::string_view who) {
    return Withdraw(engagement, decision, ActorOf(engagement, who), "dropped");
  };
  EXPECT_EQ(ReasonOf(withdraw("sponsor").status()), "DECIDER_LEVEL_WRONG");
  EXPECT_EQ(ReasonOf(withdraw("successor").status()), "DECIDER_LEVEL_WRONG");
  EXPECT_TRUE(withdraw("board").ok());
  const auto lapsed = withdraw("manager");
  ASSERT_TRUE(lapsed.ok());
  EXPECT_EQ(lapsed->decision.state(), v1::DECISION_STATE_LAPSED);
  EXPECT_EQ(lapsed->engagement.gates(0).state(), v1::GATE_STATE_NOT_APPLICABLE);
  EXPECT_EQ(
      ReasonOf(
          Withdraw(engagement, lapsed->decision, ActorOf(engagement, "manager"), "again").status()),
      "DECISION_STATE_WRONG");
}

TEST(DecideTest, FourEyes_WaitForTheSecondPersonHimself) {
  auto engagement = TestEngagement();
  v1::Party* shadow = engagement.add_parties();
  shadow->set_role(v1::PARTY_ROLE_SHADOW_MANAGER);
  shadow->set_subject("bureau");
  v1::Decision draft = Draft(1000);
  draft.set_domain_code("PEOPLE");
  const auto raised = Raised(engagement, draft);
  for (const char* asked : {"manager", "bureau", "somebody"}) {
    EXPECT_EQ(ReasonOf(DecideAs("manager", engagement, raised,
                                {.option = "go", .reason = "", .four_eyes_subject = asked})
                           .status()),
              "FOUR_EYES_MISSING");
  }
  const auto waiting = DecideAs("manager", engagement, raised, {.option = "go"});
  ASSERT_TRUE(waiting.ok());
  EXPECT_EQ(waiting->decision.state(), v1::DECISION_STATE_CONFIRMING);
  EXPECT_EQ(waiting->engagement.mandate().uses_size(), 0);
  const auto confirm = [&](const v1::Engagement& now, absl::string_view who) {
    return Confirm(TestPolicy(), now, waiting->decision, who, MorningOf("2026-03-03"));
  };
  EXPECT_EQ(ReasonOf(confirm(engagement, "manager").status()), "FOUR_EYES_MISSING");
  EXPECT_EQ(ReasonOf(confirm(engagement, "bureau").status()), "FOUR_EYES_MISSING");
  const auto confirmed = confirm(engagement, "sponsor");
  ASSERT_TRUE(confirmed.ok()) << confirmed.status();
  EXPECT_EQ(confirmed->decision.state(), v1::DECISION_STATE_DECIDED);
  EXPECT_EQ(confirmed->decision.four_eyes_subject(), "sponsor");
  EXPECT_EQ(confirmed->engagement.mandate().uses(0).used_amount().units(), 1000);
  const auto revoked = Revoke(engagement, "integrity", MorningOf("2026-03-02"));
  EXPECT_EQ(confirm(*revoked, "sponsor")->decision.state(), v1::DECISION_STATE_ESCALATED);
}

TEST(ConfirmTest, PersonAskedByName_IsTheOneWhoConfirms) {
  const auto engagement = TestEngagement();
  v1::Decision draft = Draft(1000);
  draft.set_domain_code("PEOPLE");
  const auto waiting = DecideAs("manager", engagement, Raised(engagement, draft),
                                {.option = "go", .reason = "", .four_eyes_subject = "steering"});
  const auto confirm = [&](absl::string_view who) {
    return ReasonOf(
        Confirm(TestPolicy(), engagement, waiting->decision, who, MorningOf("2026-03-03"))
            .status());
  };
  EXPECT_EQ(confirm("sponsor"), "FOUR_EYES_MISSING");
  EXPECT_EQ(confirm("steering"), "");
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
  const auto gate = GateFor(Rules(), engagement, Draft(0, v1::PLAN_KIND_MERGER), Day("2026-03-02"));
  ASSERT_TRUE(gate.ok()) << gate.status();
  ASSERT_TRUE(gate->has_value());
  EXPECT_EQ((*gate)->rule_id(), "R12");
  EXPECT_NE((*gate)->article().find("25"), std::string::npos);
}

TEST(GateForTest, Closure_NamesItsOwnArticle) {
  const auto gate =
      GateFor(Rules(), TestEngagement(), Draft(0, v1::PLAN_KIND_CLOSURE), Day("2026-03-02"));
  EXPECT_EQ((*gate)->article(), "WOR art. 25 lid 1 sub c");
}

TEST(GateForTest, NoPlanOrNoCouncil_OpensNothing) {
  auto engagement = TestEngagement();
  EXPECT_FALSE(GateFor(Rules(), engagement, Draft(0), Day("2026-03-02"))->has_value());
  EXPECT_FALSE(
      GateFor(Rules(), engagement, Draft(0, v1::PLAN_KIND_NONE), Day("2026-03-02"))->has_value());
  engagement.set_has_works_council(false);
  EXPECT_FALSE(
      GateFor(Rules(), engagement, Draft(0, v1::PLAN_KIND_MERGER), Day("2026-03-02"))->has_value());
}

// The whole way of a plan the council advises against.
struct Plan {
  v1::Engagement engagement = TestEngagement();
  v1::Decision decision;

  Plan() {
    v1::Decision draft = Draft(0, v1::PLAN_KIND_MERGER);
    v1::Gate gate = **GateFor(Rules(), engagement, draft, Day("2026-03-02"));
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

// The plan decided by the board on 24 March and told on `notice`.
struct Told {
  Plan plan;
  v1::Decision decision;
  v1::Engagement engagement;

  Told(std::optional<bool> departs, absl::string_view notice, absl::string_view option = "go") {
    plan.AdviseAgainst();
    decision =
        Decide(TestPolicy(), plan.engagement, plan.decision, ActorOf(plan.engagement, "board"),
               {.option = std::string(option), .departs_from_advice = departs},
               MorningOf("2026-03-24"))
            ->decision;
    const auto told = NotifyCouncil(Law(), plan.engagement, decision, Day(notice));
    EXPECT_TRUE(told.ok()) << told.status();
    engagement = *told;
  }
  std::string ExecuteOn(absl::string_view day) const {
    return ReasonOf(Execute(Law(), engagement, decision, Day(day), MorningOf(day)).status());
  }
};

TEST(ExecuteTest, Departure_WaitsOneMonthAndADayAfterNotice) {
  const Told told(true, "2026-03-24");
  EXPECT_EQ(told.ExecuteOn("2026-04-24"), "EXECUTION_SUSPENDED");
  EXPECT_EQ(told.ExecuteOn("2026-04-25"), "");
}

TEST(ExecuteTest, AdviceAgainst_NothingSaid_IsADeparture) {
  const Told told(std::nullopt, "2026-03-24");
  EXPECT_TRUE(told.decision.departs_from_advice());
  EXPECT_EQ(told.ExecuteOn("2026-03-24"), "EXECUTION_SUSPENDED");
}

TEST(ExecuteTest, AdviceAgainst_FollowedAsStated_NeedsNoticeButNoWait) {
  const Told told(false, "2026-03-24", "wait");
  EXPECT_FALSE(told.decision.departs_from_advice());
  EXPECT_EQ(told.ExecuteOn("2026-03-24"), "");
}

TEST(ExecuteTest, MonthEndThatDoesNotExist_IsNotDecidedByMachine) {
  // Told on 31 March: one month later is 30 April, so 1 May is first; sure from 4 May.
  const Told told(true, "2026-03-31");
  EXPECT_EQ(told.ExecuteOn("2026-04-30"), "EXECUTION_SUSPENDED");
  for (const char* day : {"2026-05-01", "2026-05-02", "2026-05-03"}) {
    const auto status = Execute(Law(), told.engagement, told.decision, Day(day), MorningOf(day));
    const auto error = FindError(status.status());
    ASSERT_TRUE(error.has_value());
    EXPECT_EQ(error->reason, "EXECUTION_UNCERTAIN");
    EXPECT_EQ(error->metadata.front().second, "2026-05-04");
  }
  EXPECT_EQ(told.ExecuteOn("2026-05-04"), "");
}

TEST(ExecuteTest, WithoutNotice_IsRefused) {
  Told told(true, "2026-03-24");
  told.engagement = told.plan.engagement;
  EXPECT_EQ(told.ExecuteOn("2026-06-01"), "NOTICE_MISSING");
}

TEST(NotifyCouncilTest, Notice_BeforeTheDecision_IsRefused) {
  Told told(true, "2026-03-24");
  EXPECT_EQ(
      ReasonOf(
          NotifyCouncil(Law(), told.plan.engagement, told.decision, Day("2026-03-23")).status()),
      "FIELDS_INVALID");
}

TEST(WaiveGateTest, Suspension_IsWaivedByTheCouncilAfterItsAdvice) {
  Told told(true, "2026-03-24");
  const auto waive = [&](WaivedBy by) {
    return WaiveGate(told.engagement, told.decision.gate_id(), "agreed after all", by);
  };
  EXPECT_EQ(ReasonOf(waive(WaivedBy::kClient).status()), "GATE_STATE_WRONG");
  const auto waived = waive(WaivedBy::kWorksCouncil);
  ASSERT_TRUE(waived.ok()) << waived.status();
  EXPECT_FALSE(FindGate(*waived, told.decision.gate_id())->has_earliest_execution_date());
  told.engagement = *waived;
  EXPECT_EQ(told.ExecuteOn("2026-03-24"), "");
  EXPECT_EQ(ReasonOf(waive(WaivedBy::kWorksCouncil).status()), "GATE_STATE_WRONG");
}

TEST(CheckAdviserTest, CouncilWithAPart_RecordsItsOwnAdvice) {
  Plan plan;
  EXPECT_EQ(ReasonOf(CheckAdviser(plan.engagement, plan.decision.gate_id(), "hr")), "");
  v1::Party* party = plan.engagement.add_parties();
  party->set_role(v1::PARTY_ROLE_WORKS_COUNCIL);
  party->set_subject("council");
  EXPECT_EQ(ReasonOf(CheckAdviser(plan.engagement, plan.decision.gate_id(), "hr")),
            "ADVISER_WRONG");
  EXPECT_EQ(ReasonOf(CheckAdviser(plan.engagement, plan.decision.gate_id(), "council")), "");
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

TEST(DecideTest, AboveTheSponsorsOwnLimit_OnlySteeringAndHigherDecide) {
  auto engagement = TestEngagement();
  engagement.mutable_mandate()->mutable_sponsor_limit()->set_currency_code("EUR");
  engagement.mutable_mandate()->mutable_sponsor_limit()->set_units(60000);
  const auto brought_up = [&engagement](std::int64_t euros) {
    return DecideAs("manager", engagement, Raised(engagement, Draft(euros)), {.option = "go"})
        ->decision;
  };
  EXPECT_TRUE(DecideAs("sponsor", engagement, brought_up(60000), {.option = "go"}).ok());
  EXPECT_EQ(brought_up(60001).level(), v1::ESCALATION_LEVEL_STEERING);
  EXPECT_EQ(ReasonOf(DecideAs("sponsor", engagement, brought_up(60001), {.option = "go"}).status()),
            "DECIDER_LEVEL_WRONG");
  EXPECT_TRUE(DecideAs("steering", engagement, brought_up(60001), {.option = "go"}).ok());
  // The limit is that of today: lowered after the matter was brought up, it still holds.
  const v1::Decision waiting = brought_up(60000);
  engagement.mutable_mandate()->mutable_sponsor_limit()->set_units(50000);
  EXPECT_EQ(ReasonOf(DecideAs("sponsor", engagement, waiting, {.option = "go"}).status()),
            "DECIDER_LEVEL_WRONG");
}

}  // namespace
}  // namespace interim::governance
