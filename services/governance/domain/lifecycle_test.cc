// covers: S29, S76, S78, S185, S186, S235, S91, X9
#include "services/governance/domain/lifecycle.h"

#include <algorithm>
#include <string>

#include "gtest/gtest.h"
#include "services/governance/domain/errors.h"
#include "services/governance/domain/escalations.h"
#include "services/governance/domain/instant.h"
#include "services/governance/domain/mandate.h"
#include "services/governance/domain/test_engagement.h"

namespace interim::governance {
namespace {

using testing::Day;
using testing::MorningOf;
using testing::TestEngagement;
using testing::TestPolicy;

TEST(OpenTest, Parties_Missing_AreAllNamed) {
  v1::Engagement draft = TestEngagement();
  draft.clear_parties();
  const auto error = FindError(Open(TestPolicy(), draft).status());
  ASSERT_TRUE(error.has_value());
  EXPECT_EQ(error->reason, "PARTY_MISSING");
  EXPECT_EQ(error->preconditions.size(), 3u);
}

TEST(OpenTest, InterimManager_AsOwnEvaluator_IsRefused) {
  v1::Engagement draft = TestEngagement();
  v1::Party* party = draft.add_parties();
  party->set_role(v1::PARTY_ROLE_EVALUATOR);
  party->set_subject("manager");
  EXPECT_EQ(ReasonOf(Open(TestPolicy(), draft).status()), "EVALUATOR_CONFLICTED");
}

TEST(OpenTest, WorksCouncil_SpeaksForNobodyElse) {
  for (const char* who : {"board", "sponsor", "supervisor", "manager"}) {
    v1::Engagement draft = TestEngagement();
    v1::Party* party = draft.add_parties();
    party->set_role(v1::PARTY_ROLE_WORKS_COUNCIL);
    party->set_subject(who);
    const std::string reason = ReasonOf(Open(TestPolicy(), draft).status());
    EXPECT_TRUE(reason == "PARTY_CONFLICTED" || reason == "EVALUATOR_CONFLICTED") << who;
  }
}

TEST(OpenTest, InterimManager_AsOwnShadowManager_IsRefused) {
  v1::Engagement draft = TestEngagement();
  v1::Party* party = draft.add_parties();
  party->set_role(v1::PARTY_ROLE_SHADOW_MANAGER);
  party->set_subject("manager");
  EXPECT_EQ(ReasonOf(Open(TestPolicy(), draft).status()), "EVALUATOR_CONFLICTED");
}

TEST(OpenTest, Handover_MustStart42DaysBeforeTheEnd) {
  const auto opened = Open(TestPolicy(), TestEngagement());
  ASSERT_TRUE(opened.ok());
  EXPECT_EQ(DateFromProto(opened->handover_start_date(), "")->ToString(), "2026-10-30");
}

TEST(CheckEngagementTest, Term_OfTwoYears_IsTheLimit) {
  v1::Engagement draft = TestEngagement();
  const auto errors_with_end = [&](absl::string_view end) {
    *draft.mutable_end_date() = ToProto(Day(end));
    FieldErrors errors;
    CheckEngagement(TestPolicy(), draft, errors);
    return errors.fields().size();
  };
  EXPECT_EQ(errors_with_end("2028-01-11"), 0u);
  EXPECT_EQ(errors_with_end("2028-01-12"), 1u);
}

TEST(StartTest, AfterTheContractEnded_IsRefused_AndTheEngagementCloses) {
  v1::Engagement open = TestEngagement();
  open.set_state(v1::ENGAGEMENT_STATE_OPEN);
  open.clear_mandate();
  const CloseFacts nothing{
      .items = {}, .evaluations = {}, .decisions = {}, .escalations = {}, .waive_reason = ""};
  EXPECT_TRUE(Start(open, MorningOf("2026-01-12")).ok());
  EXPECT_EQ(ReasonOf(Close(TestPolicy(), open, nothing, MorningOf("2026-01-12")).status()),
            "ENGAGEMENT_STATE_WRONG");
  open.set_is_contract_over(true);
  EXPECT_EQ(ReasonOf(Start(open, MorningOf("2026-01-12")).status()), "CONTRACT_NOT_ACTIVE");
  const auto closed = Close(TestPolicy(), open, nothing, MorningOf("2026-01-12"));
  ASSERT_TRUE(closed.ok()) << closed.status();
  EXPECT_EQ(closed->state(), v1::ENGAGEMENT_STATE_CLOSED);
}

TEST(CloseTest, Everything_ThatIsMissing_IsListed) {
  v1::HandoverItem item;
  item.set_title("Supplier contracts");
  item.set_receiver("successor");
  item.set_state(v1::HANDOVER_ITEM_STATE_PLANNED);
  v1::Decision decision;
  decision.set_state(v1::DECISION_STATE_OUT_OF_MANDATE);
  v1::Escalation escalation;
  escalation.set_state(v1::ESCALATION_STATE_RUNNING);
  const CloseFacts facts{.items = {item},
                         .evaluations = {},
                         .decisions = {decision},
                         .escalations = {escalation},
                         .waive_reason = ""};
  const auto error =
      FindError(Close(TestPolicy(), TestEngagement(), facts, MorningOf("2026-12-11")).status());
  ASSERT_TRUE(error.has_value());
  EXPECT_EQ(error->reason, "CLOSE_INCOMPLETE");
  // mandate, item, evaluation, decision, escalation
  EXPECT_EQ(error->preconditions.size(), 5u);
}

TEST(CloseTest, Confirmed_EvaluatedAndRevoked_Closes) {
  v1::HandoverItem item;
  item.set_state(v1::HANDOVER_ITEM_STATE_CONFIRMED);
  v1::Evaluation end;
  end.set_moment_code("END");
  const auto revoked = Revoke(TestEngagement(), "end", MorningOf("2026-12-11"));
  const CloseFacts facts{.items = {item},
                         .evaluations = {end},
                         .decisions = {},
                         .escalations = {},
                         .waive_reason = ""};
  const auto closed = Close(TestPolicy(), *revoked, facts, MorningOf("2026-12-11"));
  ASSERT_TRUE(closed.ok()) << closed.status();
  EXPECT_EQ(closed->state(), v1::ENGAGEMENT_STATE_CLOSED);
}

TEST(DecidePlanTest, Day_IsCountedFromTheStart) {
  const auto plan = SubmitPlan({}, Day("2026-02-02"));
  const PlanChoice choice{
      .outcome = v1::PLAN_OUTCOME_CONTINUE, .reason = "good", .decider = "board"};
  const auto decided = DecidePlan(TestEngagement(), plan, choice, Day("2026-02-06"));
  ASSERT_TRUE(decided.ok());
  EXPECT_EQ(decided->decide_day(), 26);
  EXPECT_EQ(ReasonOf(DecidePlan(TestEngagement(), *decided, choice, Day("2026-02-06")).status()),
            "PLAN_STATE_WRONG");
}

v1::Evaluation EvaluationOf(const std::string& moment) {
  v1::Evaluation draft;
  draft.set_moment_code(moment);
  draft.set_satisfaction(8);
  draft.add_goals()->set_goal("one site");
  return draft;
}

std::string EvaluateOn(absl::string_view day, absl::string_view who, const std::string& moment,
                       const v1::Engagement& engagement = TestEngagement()) {
  return ReasonOf(
      Evaluate(TestPolicy(), engagement, {}, EvaluationOf(moment), who, Day(day)).status());
}

TEST(EvaluateTest, Moment_IsEvaluatedOnceAndNeverByTheManager) {
  EXPECT_EQ(EvaluateOn("2026-02-11", "manager", "D30"), "EVALUATOR_CONFLICTED");
  const auto first = Evaluate(TestPolicy(), TestEngagement(), {}, EvaluationOf("D30"), "sponsor",
                              Day("2026-02-11"));
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(ReasonOf(Evaluate(TestPolicy(), TestEngagement(), {*first}, EvaluationOf("D30"),
                              "sponsor", Day("2026-02-11"))
                         .status()),
            "EVALUATION_EXISTS");
}

TEST(EvaluateTest, Moment_IsOfItsEvaluatorOrTheNamedOne) {
  EXPECT_EQ(EvaluateOn("2026-12-11", "sponsor", "END"), "EVALUATOR_WRONG");
  EXPECT_EQ(EvaluateOn("2026-12-11", "somebody", "END"), "EVALUATOR_WRONG");
  EXPECT_EQ(EvaluateOn("2026-12-11", "board", "END"), "");
  auto engagement = TestEngagement();
  v1::Party* party = engagement.add_parties();
  party->set_role(v1::PARTY_ROLE_EVALUATOR);
  party->set_subject("evaluator");
  EXPECT_EQ(EvaluateOn("2026-12-11", "evaluator", "END", engagement), "");
}

TEST(EvaluateTest, Moment_StartsAWeekBeforeItsDay) {
  EXPECT_EQ(EvaluateOn("2026-02-03", "sponsor", "D30"), "EVALUATION_EARLY");
  EXPECT_EQ(EvaluateOn("2026-02-04", "sponsor", "D30"), "");
  EXPECT_EQ(EvaluateOn("2026-06-19", "board", "MID_TERM"), "EVALUATION_EARLY");
  EXPECT_EQ(EvaluateOn("2026-06-20", "board", "MID_TERM"), "");
  EXPECT_EQ(EvaluateOn("2026-12-03", "board", "END"), "EVALUATION_EARLY");
  EXPECT_EQ(EvaluateOn("2026-12-04", "board", "END"), "");
}

TEST(EvaluateTest, End_ComesEarlyOnceTheMandateIsRevoked) {
  const auto revoked = Revoke(TestEngagement(), "stopped", MorningOf("2026-05-04"));
  EXPECT_EQ(EvaluateOn("2026-05-04", "board", "END", *revoked), "");
}

TEST(EvaluateTest, AfterTheClose_OnlyWhatComesAfterTheEnd) {
  auto closed = TestEngagement();
  closed.set_state(v1::ENGAGEMENT_STATE_CLOSED);
  *closed.mutable_close_time() = ToInstant(MorningOf("2026-12-11"));
  EXPECT_EQ(EvaluateOn("2027-03-11", "sponsor", "D30", closed), "ENGAGEMENT_STATE_WRONG");
  EXPECT_EQ(EvaluateOn("2027-03-03", "sponsor", "E90", closed), "EVALUATION_EARLY");
  EXPECT_EQ(EvaluateOn("2027-03-04", "sponsor", "E90", closed), "");
}

TEST(EvaluateTest, End_WithoutGoals_IsRefused) {
  v1::Evaluation draft = EvaluationOf("END");
  draft.clear_goals();
  EXPECT_EQ(
      ReasonOf(
          Evaluate(TestPolicy(), TestEngagement(), {}, draft, "board", Day("2026-12-11")).status()),
      "FIELDS_INVALID");
}

TEST(EnterExitTest, OnlyInTheLastWeeks) {
  EXPECT_EQ(EnterExit(TestEngagement(), Day("2026-10-29")).state(), v1::ENGAGEMENT_STATE_ACTIVE);
  EXPECT_EQ(EnterExit(TestEngagement(), Day("2026-10-30")).state(), v1::ENGAGEMENT_STATE_EXITING);
}

TEST(PlanItemTest, Receiver_HasAPart) {
  v1::HandoverItem draft;
  draft.set_group_code("WORK");
  draft.set_receiver("sucessor");
  EXPECT_EQ(ReasonOf(PlanItem(TestPolicy(), TestEngagement(), draft).status()), "FIELDS_INVALID");
  draft.set_receiver("successor");
  EXPECT_TRUE(PlanItem(TestPolicy(), TestEngagement(), draft).ok());
}

TEST(ConfirmItemTest, OnlyTheReceiver_Confirms) {
  v1::HandoverItem draft;
  draft.set_group_code("WORK");
  draft.set_receiver("successor");
  const auto item = PlanItem(TestPolicy(), TestEngagement(), draft);
  ASSERT_TRUE(item.ok());
  const absl::Time now = MorningOf("2026-11-02");
  EXPECT_EQ(ReasonOf(ConfirmItem(*item, "manager", "", now).status()), "RECEIVER_WRONG");
  const auto confirmed = ConfirmItem(*item, "successor", "all there", now);
  ASSERT_TRUE(confirmed.ok());
  EXPECT_EQ(ReasonOf(ConfirmItem(*confirmed, "successor", "", now).status()),
            "HANDOVER_ITEM_CONFIRMED");
}

// Working days without weekends; holidays are the catalogue's concern.
absl::StatusOr<Date> WeekdaysAfter(Date day, int count) {
  while (count > 0) {
    day = day.AddDays(1);
    if (day.weekday() < Weekday::kSaturday) --count;
  }
  return day;
}

struct Ladder {
  PolicyData policy = TestPolicy();
  WorkingDaysAfter after = WeekdaysAfter;
  v1::Engagement engagement = TestEngagement();
  LadderClock Normal() {
    return {.policy = policy,
            .working_days_after = after,
            .mode = v1::CADENCE_MODE_NORMAL,
            .filled = FilledLevels(engagement)};
  }
  LadderClock Crisis() {
    LadderClock clock = Normal();
    clock.mode = v1::CADENCE_MODE_CRISIS;
    return clock;
  }
};

TEST(EscalationTest, Sponsor_HasUntilTheEndOfTheSecondWorkingDay) {
  Ladder ladder;
  // Friday: Monday and Tuesday count, so it moves when Wednesday starts.
  const auto due = DueTime(ladder.Normal(), v1::ESCALATION_LEVEL_SPONSOR, MorningOf("2026-03-06"));
  ASSERT_TRUE(due.ok());
  EXPECT_EQ(*due, StartOfAmsterdamDay(Day("2026-03-11")));
  EXPECT_EQ(*DueTime(ladder.Crisis(), v1::ESCALATION_LEVEL_SPONSOR, MorningOf("2026-03-06")),
            MorningOf("2026-03-06") + absl::Hours(4));
}

TEST(EscalationTest, Clock_MovesUpToTheTopAndThenIsExhausted) {
  Ladder ladder;
  v1::Escalation draft;
  draft.set_subject("organizations/acme/engagements/e1/decisions/d1");
  auto escalation = StartEscalation(ladder.Normal(), draft, v1::ESCALATION_LEVEL_SPONSOR, "manager",
                                    MorningOf("2026-03-06"));
  ASSERT_TRUE(escalation.ok());
  const auto early =
      TimeOut(ladder.Normal(), *escalation, FromInstant(escalation->due_time()) - absl::Seconds(1));
  EXPECT_EQ(early->level(), v1::ESCALATION_LEVEL_SPONSOR);
  for (auto level : {v1::ESCALATION_LEVEL_STEERING, v1::ESCALATION_LEVEL_BOARD,
                     v1::ESCALATION_LEVEL_SUPERVISORS}) {
    escalation = TimeOut(ladder.Normal(), *escalation, FromInstant(escalation->due_time()));
    EXPECT_EQ(escalation->level(), level);
  }
  escalation = TimeOut(ladder.Normal(), *escalation, FromInstant(escalation->due_time()));
  EXPECT_EQ(escalation->state(), v1::ESCALATION_STATE_EXHAUSTED);
  EXPECT_EQ(escalation->steps_size(), 5);
}

TEST(EscalationTest, LevelNobodyHolds_IsPassedOver) {
  Ladder ladder;
  auto& parties = *ladder.engagement.mutable_parties();
  parties.erase(std::remove_if(parties.begin(), parties.end(),
                               [](const v1::Party& party) {
                                 return party.role() == v1::PARTY_ROLE_STEERING ||
                                        party.role() == v1::PARTY_ROLE_SUPERVISOR;
                               }),
                parties.end());
  auto escalation = StartEscalation(ladder.Normal(), {}, v1::ESCALATION_LEVEL_SPONSOR, "manager",
                                    MorningOf("2026-03-06"));
  escalation = TimeOut(ladder.Normal(), *escalation, FromInstant(escalation->due_time()));
  EXPECT_EQ(escalation->level(), v1::ESCALATION_LEVEL_BOARD);
  escalation = TimeOut(ladder.Normal(), *escalation, FromInstant(escalation->due_time()));
  EXPECT_EQ(escalation->state(), v1::ESCALATION_STATE_EXHAUSTED);
  EXPECT_EQ(escalation->level(), v1::ESCALATION_LEVEL_BOARD);
}

TEST(EscalationTest, ConflictedSponsor_IsSkipped) {
  Ladder ladder;
  v1::Escalation draft;
  draft.set_is_sponsor_conflicted(true);
  EXPECT_EQ(StartEscalation(ladder.Normal(), draft, v1::ESCALATION_LEVEL_SPONSOR, "manager",
                            MorningOf("2026-03-06"))
                ->level(),
            v1::ESCALATION_LEVEL_STEERING);
}

TEST(EscalationTest, LowerLevel_CannotResolve) {
  Ladder ladder;
  const auto escalation = StartEscalation(ladder.Normal(), {}, v1::ESCALATION_LEVEL_STEERING,
                                          "manager", MorningOf("2026-03-06"));
  const auto resolve = [&](absl::string_view who) {
    return ReasonOf(
        Resolve(*escalation, ActorOf(TestEngagement(), who), "do it", MorningOf("2026-03-06"))
            .status());
  };
  EXPECT_EQ(resolve("sponsor"), "DECIDER_LEVEL_WRONG");
  EXPECT_EQ(resolve("steering"), "");
  EXPECT_EQ(resolve("supervisor"), "");
}

}  // namespace
}  // namespace interim::governance
