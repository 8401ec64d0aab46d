// covers: S22, S50, S54, S86, S89, S94, S96, S97, S212, S213, S215, S216, S217, S214
#include "common/core/error.h"
#include "gtest/gtest.h"
#include "services/governance/domain/kpis.h"
#include "services/governance/domain/milestones.h"
#include "services/governance/domain/test_engagement.h"

namespace interim::governance {
namespace {

using testing::Day;
using testing::FromText;
using testing::MorningOf;
using testing::TestPolicy;

// Processes harmonised: 0% on 1 January to 100% on 11 April: one point a day.
v1::Kpi Harmonised() {
  return DefineKpi(TestPolicy(), FromText<v1::Kpi>(R"pb(
                     kpi_code: "INT-06"
                     display_name: "Processes harmonised"
                     unit: "%"
                     direction: KPI_DIRECTION_UP
                     baseline { value: "0" }
                     baseline_date { year: 2026 month: 1 day: 1 }
                     target { value: "100" }
                     due_date { year: 2026 month: 4 day: 11 }
                   )pb"));
}

TEST(LightForTest, Up_BehindTheLine_TurnsAtEachThreshold) {
  const Date day = Day("2026-02-20");  // 50 of 100 days
  EXPECT_EQ(*LightFor(Harmonised(), *Decimal::Parse("50"), day), v1::TRAFFIC_LIGHT_GREEN);
  EXPECT_EQ(*LightFor(Harmonised(), *Decimal::Parse("40"), day), v1::TRAFFIC_LIGHT_GREEN);
  EXPECT_EQ(*LightFor(Harmonised(), *Decimal::Parse("39.9"), day), v1::TRAFFIC_LIGHT_AMBER);
  EXPECT_EQ(*LightFor(Harmonised(), *Decimal::Parse("30"), day), v1::TRAFFIC_LIGHT_AMBER);
  EXPECT_EQ(*LightFor(Harmonised(), *Decimal::Parse("29.9"), day), v1::TRAFFIC_LIGHT_RED);
}

TEST(LightForTest, AfterTheDueDay_TheWholeWayIsExpected) {
  EXPECT_EQ(*LightFor(Harmonised(), *Decimal::Parse("90"), Day("2026-06-01")),
            v1::TRAFFIC_LIGHT_GREEN);
  EXPECT_EQ(*LightFor(Harmonised(), *Decimal::Parse("79"), Day("2026-06-01")),
            v1::TRAFFIC_LIGHT_RED);
}

TEST(ProgressPercentTest, Down_CountsFromBaselineToTarget) {
  v1::Kpi kpi = Harmonised();
  kpi.set_direction(v1::KPI_DIRECTION_DOWN);
  kpi.mutable_baseline()->set_value("12.5");
  kpi.mutable_target()->set_value("10");
  // (12.5 - 11.7) / (12.5 - 10) = 32%
  EXPECT_EQ(ProgressPercent(kpi, *Decimal::Parse("11.7"))->ToString(), "32");
  EXPECT_EQ(ProgressPercent(kpi, *Decimal::Parse("13"))->ToString(), "-20");
}

TEST(ProgressPercentTest, Target_CountsDistance) {
  v1::Kpi kpi = Harmonised();
  kpi.set_direction(v1::KPI_DIRECTION_TARGET);
  kpi.mutable_baseline()->set_value("10");
  kpi.mutable_target()->set_value("0");
  EXPECT_EQ(ProgressPercent(kpi, *Decimal::Parse("-5"))->ToString(), "50");
}

TEST(LightForTest, ValueToBeHeld_BetterIsGreen) {
  v1::Kpi kpi = Harmonised();
  kpi.mutable_baseline()->set_value("95");
  kpi.mutable_target()->set_value("95");
  EXPECT_EQ(*LightFor(kpi, *Decimal::Parse("95"), Day("2026-03-01")), v1::TRAFFIC_LIGHT_GREEN);
  EXPECT_EQ(*LightFor(kpi, *Decimal::Parse("97"), Day("2026-03-01")), v1::TRAFFIC_LIGHT_GREEN);
  EXPECT_EQ(*LightFor(kpi, *Decimal::Parse("94"), Day("2026-04-11")), v1::TRAFFIC_LIGHT_RED);
  kpi.set_direction(v1::KPI_DIRECTION_DOWN);
  EXPECT_EQ(*LightFor(kpi, *Decimal::Parse("94"), Day("2026-04-11")), v1::TRAFFIC_LIGHT_GREEN);
}

TEST(LightForTest, Values_OfTheCatalogue_AreCompared) {
  v1::Kpi kpi = Harmonised();
  kpi.mutable_amber_value()->set_value("90");
  kpi.mutable_red_value()->set_value("85");
  const Date day = Day("2026-04-11");
  EXPECT_EQ(*LightFor(kpi, *Decimal::Parse("90"), day), v1::TRAFFIC_LIGHT_GREEN);
  EXPECT_EQ(*LightFor(kpi, *Decimal::Parse("89.9"), day), v1::TRAFFIC_LIGHT_AMBER);
  EXPECT_EQ(*LightFor(kpi, *Decimal::Parse("85"), day), v1::TRAFFIC_LIGHT_AMBER);
  EXPECT_EQ(*LightFor(kpi, *Decimal::Parse("84.9"), day), v1::TRAFFIC_LIGHT_RED);
}

TEST(LightTodayTest, OldValue_IsJudgedOnTheDayShown) {
  v1::Kpi kpi = Harmonised();
  EXPECT_EQ(*LightToday(kpi, Day("2026-02-20")), v1::TRAFFIC_LIGHT_UNSPECIFIED);
  kpi.add_measurements()->mutable_value()->set_value("20");
  EXPECT_EQ(*LightToday(kpi, Day("2026-01-21")), v1::TRAFFIC_LIGHT_GREEN);
  EXPECT_EQ(*LightToday(kpi, Day("2026-03-01")), v1::TRAFFIC_LIGHT_RED);
}

TEST(CheckKpiTest, UnknownKpi_StatesNameUnitAndDirection) {
  v1::Kpi kpi = Harmonised();
  kpi.clear_display_name();
  kpi.clear_unit();
  kpi.clear_direction();
  FieldErrors errors;
  CheckKpi(kpi, errors);
  EXPECT_EQ(errors.fields().size(), 3u);
}

TEST(CheckKpiTest, Target_OnTheWrongSide_IsRefused) {
  v1::Kpi kpi = Harmonised();
  kpi.mutable_target()->set_value("-1");
  FieldErrors errors;
  CheckKpi(kpi, errors);
  ASSERT_EQ(errors.fields().size(), 1u);
  EXPECT_EQ(errors.fields()[0].field, "kpi.target");
}

TEST(AddMeasurementTest, Series_OnlyGrowsForward) {
  const auto value = [](int day) {
    v1::Measurement measurement;
    *measurement.mutable_measure_date() = ToProto(Day("2026-02-01").AddDays(day));
    measurement.mutable_value()->set_value("20");
    return measurement;
  };
  const Date today = Day("2026-02-03");
  const auto first =
      AddMeasurement(Harmonised(), value(1), "manager", today, MorningOf("2026-02-03"));
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->light(), v1::TRAFFIC_LIGHT_AMBER);
  const auto again = [&](int day) {
    return ReasonOf(
        AddMeasurement(*first, value(day), "manager", today, MorningOf("2026-02-03")).status());
  };
  EXPECT_EQ(again(1), "MEASUREMENT_ORDER");
  EXPECT_EQ(again(0), "MEASUREMENT_ORDER");
  EXPECT_EQ(again(2), "");
  EXPECT_EQ(again(3), "FIELDS_INVALID");
}

v1::Milestone DayOne(bool is_hard) {
  v1::Milestone milestone;
  milestone.set_name("organizations/acme/engagements/e1/milestones/m1");
  milestone.set_title("Day 1");
  milestone.set_is_hard(is_hard);
  *milestone.mutable_planned_date() = ToProto(Day("2026-07-01"));
  return PlanMilestone(milestone);
}

TEST(MoveMilestoneTest, SoftDate_TurnsAmber) {
  const auto moved = MoveMilestone(
      DayOne(false), {.to = Day("2026-07-15"), .reason = "permit", .actor = "manager"}, nullptr,
      Day("2026-06-01"), MorningOf("2026-06-01"));
  ASSERT_TRUE(moved.ok());
  EXPECT_EQ(moved->light(), v1::TRAFFIC_LIGHT_AMBER);
  EXPECT_EQ(moved->slip_days(), 14);
  EXPECT_EQ(moved->baseline_date().day(), 1);
}

TEST(MoveMilestoneTest, HardDate_NeedsADecisionOfSteeringOrHigher) {
  v1::Decision decision;
  decision.set_state(v1::DECISION_STATE_DECIDED);
  const auto move = [&](const v1::Decision* by) {
    return ReasonOf(MoveMilestone(DayOne(true),
                                  {.to = Day("2026-07-15"), .reason = "permit", .actor = "manager"},
                                  by, Day("2026-06-01"), MorningOf("2026-06-01"))
                        .status());
  };
  EXPECT_EQ(move(nullptr), "HARD_DATE_NEEDS_DECISION");
  decision.set_milestone("organizations/acme/engagements/e1/milestones/m1");
  decision.set_level(v1::ESCALATION_LEVEL_SPONSOR);
  EXPECT_EQ(move(&decision), "HARD_DATE_NEEDS_DECISION");
  decision.clear_milestone();
  decision.set_level(v1::ESCALATION_LEVEL_STEERING);
  EXPECT_EQ(move(&decision), "HARD_DATE_NEEDS_DECISION");  // about something else
  decision.set_milestone("organizations/acme/engagements/e2/milestones/m1");
  EXPECT_EQ(move(&decision), "HARD_DATE_NEEDS_DECISION");
  decision.set_milestone("organizations/acme/engagements/e1/milestones/m1");
  EXPECT_EQ(move(&decision), "");
  decision.set_state(v1::DECISION_STATE_REVERSED);
  EXPECT_EQ(move(&decision), "HARD_DATE_NEEDS_DECISION");
}

TEST(MilestoneLightTest, Undone_TheDayAfter_IsRed) {
  EXPECT_EQ(*MilestoneLight(DayOne(false), Day("2026-07-01")), v1::TRAFFIC_LIGHT_GREEN);
  EXPECT_EQ(*MilestoneLight(DayOne(false), Day("2026-07-02")), v1::TRAFFIC_LIGHT_RED);
}

TEST(CompleteMilestoneTest, Late_IsAmberWhenSoftAndRedWhenHard) {
  EXPECT_EQ(CompleteMilestone(DayOne(false), Day("2026-07-02"), Day("2026-07-03"))->light(),
            v1::TRAFFIC_LIGHT_AMBER);
  EXPECT_EQ(CompleteMilestone(DayOne(true), Day("2026-07-02"), Day("2026-07-03"))->light(),
            v1::TRAFFIC_LIGHT_RED);
  EXPECT_EQ(CompleteMilestone(DayOne(true), Day("2026-07-01"), Day("2026-07-03"))->light(),
            v1::TRAFFIC_LIGHT_GREEN);
}

v1::Kpi Measured(const std::string& value) {
  v1::Kpi kpi = Harmonised();
  v1::Measurement measurement;
  *measurement.mutable_measure_date() = ToProto(Day("2026-04-01"));
  measurement.mutable_value()->set_value(value);
  return *AddMeasurement(kpi, measurement, "manager", Day("2026-04-11"), MorningOf("2026-04-11"));
}

TEST(PassDueTest, NotReached_IsOverdueTheDayAfter) {
  EXPECT_FALSE(PassDue(Harmonised(), Day("2026-04-11"))->is_overdue());
  EXPECT_TRUE(PassDue(Harmonised(), Day("2026-04-12"))->is_overdue());
  EXPECT_TRUE(PassDue(Measured("99.9"), Day("2026-04-12"))->is_overdue());
  EXPECT_FALSE(PassDue(Measured("100"), Day("2026-04-12"))->is_overdue());
}

TEST(PassDueTest, ReachedLater_IsNotOverdueAnyMore) {
  v1::Kpi late = *PassDue(Measured("90"), Day("2026-04-12"));
  v1::Measurement measurement;
  *measurement.mutable_measure_date() = ToProto(Day("2026-05-01"));
  measurement.mutable_value()->set_value("95");
  late = *AddMeasurement(late, measurement, "manager", Day("2026-05-30"), MorningOf("2026-05-30"));
  EXPECT_TRUE(late.is_overdue());
  *measurement.mutable_measure_date() = ToProto(Day("2026-05-02"));
  measurement.mutable_value()->set_value("101");
  late = *AddMeasurement(late, measurement, "manager", Day("2026-05-30"), MorningOf("2026-05-30"));
  EXPECT_FALSE(late.is_overdue());
}

TEST(IsReachedTest, FollowsTheDirection) {
  v1::Kpi kpi = Measured("100");
  kpi.set_direction(v1::KPI_DIRECTION_TARGET);
  EXPECT_TRUE(*IsReached(kpi));
  kpi.mutable_target()->set_value("99");
  EXPECT_FALSE(*IsReached(kpi));
  // Where a distance is allowed, as near as the light calls green.
  kpi.mutable_amber_value()->set_value("1");
  EXPECT_TRUE(*IsReached(kpi));
  kpi.mutable_amber_value()->set_value("0.99");
  EXPECT_FALSE(*IsReached(kpi));
  kpi.clear_amber_value();
  kpi.set_direction(v1::KPI_DIRECTION_DOWN);
  EXPECT_FALSE(*IsReached(kpi));
  kpi.mutable_target()->set_value("100.5");
  EXPECT_TRUE(*IsReached(kpi));
}

}  // namespace
}  // namespace interim::governance
