// What protos/interim/governance/v1 promises of progress, evaluation and hand-over, over the wire.
// covers: S29, S86, S212, S235
#include <string>

#include "absl/strings/str_cat.h"
#include "tests/conformance/governance_calls.h"

namespace interim::conformance {
namespace {

TEST(ProgressTest, KpiAndMilestone_KeepTheirRules) {
  const v1::Engagement engagement = Started();
  const std::string definition =
      "kpi { kpi_code: 'INT-06' baseline { value: '0' } baseline_date { year: 2026 month: 1 day: "
      "12 "
      "} target { value: '100' } due_date { year: 2026 month: 9 day: 30 } }";
  const auto kpi = Call<v1::Kpi>(
      "DefineKpi", Below<v1::DefineKpiRequest>(engagement.name(), definition), kManager);
  ASSERT_THAT(kpi, IsOk());
  EXPECT_EQ(kpi->direction(), v1::KPI_DIRECTION_UP);
  const auto measure = Named<v1::RecordMeasurementRequest>(
      kpi->name(),
      "measurement { measure_date { year: 2026 month: 3 day: 2 } value { value: '20' } }");
  ASSERT_THAT(Call<v1::Kpi>("RecordMeasurement", measure, kManager), IsOk());
  auto again = measure;
  again.set_request_id(NextRequestId());
  EXPECT_THAT(Call<v1::Kpi>("RecordMeasurement", again, kManager), HasReason("MEASUREMENT_ORDER"));

  const auto milestone = Call<v1::Milestone>(
      "PlanMilestone",
      Below<v1::PlanMilestoneRequest>(
          engagement.name(),
          "milestone { title: 'Day 1' is_hard: true planned_date { year: 2027 month: 7 day: 1 } }"),
      kManager);
  ASSERT_THAT(milestone, IsOk());
  EXPECT_THAT(
      Call<v1::Milestone>(
          "RescheduleMilestone",
          Named<v1::RescheduleMilestoneRequest>(
              milestone->name(), "planned_date { year: 2027 month: 7 day: 15 } reason: 'permit'"),
          kManager),
      HasReason("HARD_DATE_NEEDS_DECISION"));
  ASSERT_THAT(Call<v1::Milestone>("CompleteMilestone",
                                  Named<v1::CompleteMilestoneRequest>(milestone->name()), kManager),
              IsOk());
  EXPECT_THAT(Call<v1::Milestone>("CompleteMilestone",
                                  Named<v1::CompleteMilestoneRequest>(milestone->name()), kManager),
              HasReason("MILESTONE_COMPLETE"));
  const auto board = Call<v1::Dashboard>(
      "GetDashboard", Named<v1::GetDashboardRequest>(engagement.name()), kSponsor);
  ASSERT_THAT(board, IsOk());
  EXPECT_EQ(board->lights_size(), 2);
}

TEST(ProgressTest, HardDate_MovesWithADecisionAboutIt) {
  const v1::Engagement engagement = Mandated();
  const auto milestone = Must(Call<v1::Milestone>(
      "PlanMilestone",
      Below<v1::PlanMilestoneRequest>(
          engagement.name(),
          "milestone { title: 'Day 1' is_hard: true planned_date { year: 2027 month: 7 day: 1 } }"),
      kManager));
  const auto move = [&](const v1::Decision& decision) {
    Must(Call<v1::Decision>("DecideDecision", Deciding(decision), kSteering));
    return Call<v1::Milestone>(
        "RescheduleMilestone",
        Named<v1::RescheduleMilestoneRequest>(
            milestone.name(),
            absl::StrCat(
                "planned_date { year: 2027 month: 7 day: 15 } reason: 'permit' decision: '",
                decision.name(), "'")),
        kManager);
  };
  EXPECT_THAT(move(Raised(engagement, 10)), HasReason("HARD_DATE_NEEDS_DECISION"));
  EXPECT_THAT(move(Raised(engagement, 10, absl::StrCat("milestone: '", milestone.name(), "'"))),
              IsOk());
}

TEST(ProgressTest, ResultKpi_IsTheClientsToSet) {
  const v1::Engagement engagement = Started();
  const auto define = [&](const Person& person) {
    return Call<v1::Kpi>(
        "DefineKpi",
        Below<v1::DefineKpiRequest>(
            engagement.name(),
            "kpi { kpi_code: 'INT-04' baseline { value: '92' } baseline_date { year: 2026 month: 1 "
            "day: 12 } target { value: '95' } due_date { year: 2026 month: 9 day: 30 } }"),
        person);
  };
  EXPECT_THAT(define(kManager), HasReason("DECIDER_LEVEL_WRONG"));
  const auto kpi = define(kSponsor);
  ASSERT_THAT(kpi, IsOk());
  EXPECT_TRUE(kpi->is_result());
  EXPECT_EQ(kpi->amber_value().value(), "90");
  EXPECT_EQ(kpi->red_value().value(), "85");
  const auto unknown = Below<v1::DefineKpiRequest>(
      engagement.name(),
      "kpi { kpi_code: 'OWN-1' baseline { value: '0' } baseline_date { year: 2026 month: 1 day: 12 "
      "} target { value: '1' } due_date { year: 2026 month: 9 day: 30 } }");
  EXPECT_THAT(Call<v1::Kpi>("DefineKpi", unknown, kSponsor), HasField("kpi.unit"));
}

TEST(PlanTest, OneAtATime_DecidedByTheFormalClient) {
  const v1::Engagement engagement = Started();
  const std::string plan = "plan { summary: 'Phase by phase' findings: 'two systems' }";
  const auto submitted =
      Call<v1::Plan>("SubmitPlan", Below<v1::SubmitPlanRequest>(engagement.name(), plan), kManager);
  ASSERT_THAT(submitted, IsOk());
  EXPECT_THAT(
      Call<v1::Plan>("SubmitPlan", Below<v1::SubmitPlanRequest>(engagement.name(), plan), kManager),
      HasReason("PLAN_PENDING"));
  const std::string outcome = "outcome: PLAN_OUTCOME_CONTINUE reason: 'sound'";
  ASSERT_THAT(Call<v1::Plan>("DecidePlan", Named<v1::DecidePlanRequest>(submitted->name(), outcome),
                             kBoard),
              IsOk());
  EXPECT_THAT(Call<v1::Plan>("DecidePlan", Named<v1::DecidePlanRequest>(submitted->name(), outcome),
                             kBoard),
              HasReason("PLAN_STATE_WRONG"));
}

TEST(EvaluationTest, InterimManager_NeverEvaluates_WhateverTheRole) {
  const Person both{.subject = "u-manager", .roles = {"sponsor"}};
  EXPECT_THAT(Call<v1::Evaluation>("RecordEvaluation", Evaluating(Started().name(), "D30"), both),
              StatusIs(absl::StatusCode::kFailedPrecondition, "EVALUATOR_CONFLICTED"));
}

TEST(EvaluationTest, Moment_OnlyOnce_ByItsEvaluator_NotBeforehand) {
  const v1::Engagement engagement = Started();
  const auto record = [&](const std::string& moment, const Person& person) {
    return Call<v1::Evaluation>("RecordEvaluation", Evaluating(engagement.name(), moment), person);
  };
  EXPECT_THAT(record("D30", kHr), HasReason("EVALUATOR_WRONG"));
  EXPECT_THAT(record("END", kSponsor), HasReason("EVALUATOR_WRONG"));
  ASSERT_THAT(record("D30", kSponsor), IsOk());
  EXPECT_THAT(record("D30", kSponsor),
              StatusIs(absl::StatusCode::kAlreadyExists, "EVALUATION_EXISTS"));
  const auto early = record("E42", kSuccessor);
  EXPECT_THAT(early, StatusIs(absl::StatusCode::kFailedPrecondition, "EVALUATION_EARLY"));
  EXPECT_THAT(early, HasMetadata("earliestDate", "2027-09-23"));
}

TEST(HandoverTest, Receiver_HasAPartInTheEngagement) {
  EXPECT_THAT(Call<v1::HandoverItem>(
                  "PlanHandoverItem",
                  Below<v1::PlanHandoverItemRequest>(
                      Started().name(),
                      "handover_item { group_code: 'WORK' title: 'Files' receiver: 'u-sucessor' }"),
                  kManager),
              HasField("handover_item.receiver"));
}

}  // namespace
}  // namespace interim::conformance
