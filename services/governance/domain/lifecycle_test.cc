// covers: S29, S76, S78, S185, S186, S235, S91, X9
#include "services/governance/domain/lifecycle.h"

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

TEST(StartTest, OpenGateOnTheEngagement_StopsTheStart) {
  v1::Engagement engagement = TestEngagement();
  engagement.set_state(v1::ENGAGEMENT_STATE_OPEN);
  v1::Gate* gate = engagement.add_gates();
  gate->set_gate_id("regulator-1");
  gate->set_state(v1::GATE_STATE_REQUESTED);
  EXPECT_EQ(ReasonOf(Start(engagement, MorningOf("2026-01-12")).status()), "GATE_OPEN");
  gate->set_state(v1::GATE_STATE_ADVICE_POSITIVE);
  EXPECT_TRUE(Start(engagement, MorningOf("2026-01-12")).ok());
}

TEST(CloseTest, Everything_ThatIsMissing_IsListed) {
  v1::HandoverItem item;
  item.set_title("Supplier contracts");
  item.set_receiver("successor");
  item.set_state(v1::HANDOVER_ITEM_STATE_PLANNED);
  v1::Decision decision;
  decision.set_state(v1::DECISION_STATE_OUT_OF_MANDATE);
  const auto error = FindError(
      Close(TestPolicy(), TestEngagement(),
            {.items = {item}, .evaluations = {}, .decisions = {decision}, .waive_reason = ""},
            MorningOf("2026-12-11"))
          .status());
  ASSERT_TRUE(error.has_value());
  EXPECT_EQ(error->reason, "CLOSE_INCOMPLETE");
  EXPECT_EQ(error->preconditions.size(), 4u);  // mandate, item, evaluation, decision
}

TEST(CloseTest, Confirmed_EvaluatedAndRevoked_Closes) {
  v1::HandoverItem item;
  item.set_state(v1::HANDOVER_ITEM_STATE_CONFIRMED);
  v1::Evaluation end;
  end.set_moment_code("END");
  const auto revoked = Revoke(TestEngagement(), "end", MorningOf("2026-12-11"));
  const auto closed =
      Close(TestPolicy(), *revoked,
            {.items = {item}, .evaluations = {end}, .decisions = {}, .waive_reason = ""},
            MorningOf("2026-12-11"));
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

TEST(EvaluateTest, Moment_IsEvaluatedOnceAndNeverByTheManager) {
  v1::Evaluation draft;
  draft.set_moment_code("D30");
  draft.set_satisfaction(8);
  const auto evaluate = [&](absl::string_view who, const std::vector<v1::Evaluation>& earlier) {
    return Evaluate(TestPolicy(), TestEngagement(), earlier, draft, who, Day("2026-02-11"));
  };
  EXPECT_EQ(ReasonOf(evaluate("manager", {}).status()), "EVALUATOR_CONFLICTED");
  const auto first = evaluate("sponsor", {});
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(ReasonOf(evaluate("sponsor", {*first}).status()), "EVALUATION_EXISTS");
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
  LadderClock Normal() { return {.policy = policy, .working_days_after = after}; }
  LadderClock Crisis() {
    return {.policy = policy, .working_days_after = after, .mode = v1::CADENCE_MODE_CRISIS};
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
