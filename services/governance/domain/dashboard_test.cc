// covers: S185, S233
#include "services/governance/domain/dashboard.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/governance/domain/mandate.h"
#include "services/governance/domain/test_engagement.h"

namespace interim::governance {
namespace {

using testing::Day;
using testing::TestEngagement;
using testing::TestPolicy;

absl::StatusOr<Date> PlainDaysAfter(Date day, int count) { return day.AddDays(count); }

std::vector<std::string> Signals(const EngagementFacts& facts, absl::string_view day) {
  const auto board = BuildDashboard(
      TestPolicy(), facts, PlainDaysAfter,
      [](const std::string& key, const TextParams&) { return key; }, Day(day));
  EXPECT_TRUE(board.ok()) << board.status();
  std::vector<std::string> codes;
  for (const v1::Signal& signal : board->signals()) {
    codes.push_back(signal.code() + (signal.light() == v1::TRAFFIC_LIGHT_RED ? " red" : " amber"));
  }
  return codes;
}

EngagementFacts Facts() {
  EngagementFacts facts;
  facts.engagement = TestEngagement();
  v1::Plan plan;
  plan.set_state(v1::PLAN_STATE_DECIDED);
  plan.set_outcome(v1::PLAN_OUTCOME_CONTINUE);
  facts.plans.push_back(plan);
  return facts;
}

v1::HandoverItem Item(v1::HandoverItemState state) {
  v1::HandoverItem item;
  item.set_state(state);
  return item;
}

using Codes = std::vector<std::string>;

TEST(DashboardTest, ListMadeOnDay1_DoesNotSilenceTheHandover) {
  EngagementFacts facts = Facts();
  facts.items = {Item(v1::HANDOVER_ITEM_STATE_PLANNED)};
  EXPECT_EQ(Signals(facts, "2026-10-29"), Codes{});
  EXPECT_EQ(Signals(facts, "2026-10-30"), Codes{"HANDOVER_LATE amber"});
  EXPECT_EQ(Signals(facts, "2026-11-13"), Codes{"HANDOVER_LATE red"});
}

TEST(DashboardTest, ItemsNotConfirmedInTheLastWeeks_AreSignalled) {
  EngagementFacts facts = Facts();
  facts.engagement.set_state(v1::ENGAGEMENT_STATE_EXITING);
  facts.items = {Item(v1::HANDOVER_ITEM_STATE_CONFIRMED), Item(v1::HANDOVER_ITEM_STATE_PLANNED)};
  EXPECT_EQ(Signals(facts, "2026-11-12"), Codes{});
  EXPECT_EQ(Signals(facts, "2026-11-13"), Codes{"HANDOVER_UNCONFIRMED amber"});
  facts.items.pop_back();
  EXPECT_EQ(Signals(facts, "2026-11-13"), Codes{});
}

TEST(DashboardTest, NoSuccessorAndNoOwnerPerItem_IsSignalledAtSixWeeks) {
  EngagementFacts facts = Facts();
  facts.engagement.mutable_parties()->RemoveLast();  // the successor
  EXPECT_EQ(Signals(facts, "2026-10-29"), Codes{});
  EXPECT_EQ(Signals(facts, "2026-10-30"),
            (Codes{"HANDOVER_LATE amber", "SUCCESSOR_MISSING amber"}));
  facts.items = {Item(v1::HANDOVER_ITEM_STATE_PLANNED)};
  EXPECT_EQ(Signals(facts, "2026-10-30"), Codes{"HANDOVER_LATE amber"});
}

TEST(DashboardTest, StoppedPlan_IsRedUntilTheMandateIsRevoked) {
  EngagementFacts facts = Facts();
  facts.plans[0].set_outcome(v1::PLAN_OUTCOME_STOP);
  EXPECT_EQ(Signals(facts, "2026-03-02"), Codes{"PLAN_STOPPED red"});
  facts.engagement = *Revoke(facts.engagement, "stopped", testing::MorningOf("2026-03-02"));
  EXPECT_EQ(Signals(facts, "2026-03-02"), Codes{});
}

TEST(DashboardTest, OverdueTarget_IsRed) {
  EngagementFacts facts = Facts();
  v1::Kpi kpi = testing::FromText<v1::Kpi>(R"pb(
    kpi_code: "INT-06"
    is_overdue: true
    due_date { year: 2026 month: 4 day: 11 }
  )pb");
  facts.kpis = {kpi};
  EXPECT_EQ(Signals(facts, "2026-04-12"), Codes{"KPI_OVERDUE red"});
}

TEST(DashboardTest, WhatOfTheContractCannotBeFollowed_IsRed) {
  EngagementFacts facts = Facts();
  *facts.engagement.mutable_contract_end_date() = ToProto(Day("2028-01-11"));
  EXPECT_EQ(Signals(facts, "2026-06-01"), Codes{});
  *facts.engagement.mutable_contract_end_date() = ToProto(Day("2028-01-12"));
  EXPECT_EQ(Signals(facts, "2026-06-01"), Codes{"CONTRACT_TOO_LONG red"});
  *facts.engagement.mutable_contract_end_date() = ToProto(Day("2026-05-31"));
  facts.engagement.set_is_contract_over(true);
  EXPECT_EQ(Signals(facts, "2026-06-01"), Codes{"CONTRACT_OVER red"});
}

TEST(DashboardTest, MandateThatEndsFirst_IsToldAMonthBefore) {
  EngagementFacts facts = Facts();
  *facts.engagement.mutable_mandate()->mutable_valid_to_date() = ToProto(Day("2026-06-30"));
  EXPECT_EQ(Signals(facts, "2026-05-30"), Codes{});
  EXPECT_EQ(Signals(facts, "2026-05-31"), Codes{"MANDATE_ENDS_FIRST amber"});
}

}  // namespace
}  // namespace interim::governance
