// What protos/interim/governance/v1 promises, over the wire to the built server.
// covers: S29, S76, S91, S142, S143, S148, S232, S233, S234, S235, S241
#include <string>

#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "tests/conformance/governance_calls.h"

namespace interim::conformance {
namespace {

TEST(EngagementTest, Journey_FromOpenToClosed) {
  const v1::Engagement engagement = Mandated();
  EXPECT_EQ(engagement.state(), v1::ENGAGEMENT_STATE_ACTIVE);
  const auto item = Call<v1::HandoverItem>(
      "PlanHandoverItem",
      Below<v1::PlanHandoverItemRequest>(
          engagement.name(),
          "handover_item { group_code: 'WORK' title: 'Contracts' receiver: 'u-successor' }"),
      kManager);
  ASSERT_THAT(item, IsOk());
  const auto close = Named<v1::CloseEngagementRequest>(engagement.name());
  const auto refused = Call<v1::Engagement>("CloseEngagement", close, kBoard);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition, "CLOSE_INCOMPLETE"));
  EXPECT_THAT(refused, HasMetadata("missingCount", "3"));
  EXPECT_EQ(FindError(refused.status())->preconditions.size(), 3u);

  EXPECT_THAT(Call<v1::HandoverItem>("ConfirmHandoverItem",
                                     Named<v1::ConfirmHandoverItemRequest>(item->name()), kSponsor),
              StatusIs(absl::StatusCode::kFailedPrecondition, "RECEIVER_WRONG"));
  ASSERT_THAT(
      Call<v1::HandoverItem>("ConfirmHandoverItem",
                             Named<v1::ConfirmHandoverItemRequest>(item->name()), kSuccessor),
      IsOk());
  EXPECT_THAT(
      Call<v1::HandoverItem>("ConfirmHandoverItem",
                             Named<v1::ConfirmHandoverItemRequest>(item->name()), kSuccessor),
      HasReason("HANDOVER_ITEM_CONFIRMED"));
  ASSERT_THAT(Call<v1::Evaluation>(
                  "RecordEvaluation",
                  Below<v1::RecordEvaluationRequest>(
                      engagement.name(), "evaluation { moment_code: 'END' satisfaction: 8 }"),
                  kBoard),
              IsOk());
  const auto now = Call<v1::Engagement>("GetEngagement",
                                        Named<v1::GetEngagementRequest>(engagement.name()), kHr);
  auto revoke = Named<v1::RevokeMandateRequest>(engagement.name(), "reason: 'end'");
  revoke.set_etag(now->etag());
  ASSERT_THAT(Call<v1::Engagement>("RevokeMandate", revoke, kBoard), IsOk());
  const auto closed = Call<v1::Engagement>(
      "CloseEngagement", Named<v1::CloseEngagementRequest>(engagement.name()), kBoard);
  ASSERT_THAT(closed, IsOk());
  EXPECT_EQ(closed->state(), v1::ENGAGEMENT_STATE_CLOSED);
  EXPECT_THAT(Call<v1::Decision>("RaiseDecision", Raising(engagement, 1), kManager),
              StatusIs(absl::StatusCode::kFailedPrecondition, "ENGAGEMENT_STATE_WRONG"));
  EXPECT_THAT(Call<v1::Engagement>("StartEngagement",
                                   Named<v1::StartEngagementRequest>(engagement.name()), kBoard),
              HasMetadata("state", "CLOSED"));
}

TEST(EngagementTest, Open_WithoutParties_NamesThemAll) {
  auto request = Opening();
  request.mutable_engagement()->clear_parties();
  const auto refused = Call<v1::Engagement>("OpenEngagement", request, kHr);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition, "PARTY_MISSING"));
  EXPECT_EQ(FindError(refused.status())->preconditions.size(), 3u);
}

TEST(EngagementTest, Open_WithManyBadFields_NamesThemAll) {
  auto request = Opening();
  request.mutable_engagement()->mutable_end_date()->set_year(2025);
  request.mutable_engagement()->set_mandate_level(7);
  const auto refused = Call<v1::Engagement>("OpenEngagement", request, kHr);
  EXPECT_THAT(refused, HasField("engagement.end_date"));
  EXPECT_THAT(refused, HasField("engagement.mandate_level"));
}

TEST(EngagementTest, Open_FromAContractThatIsNotActive_IsRefused) {
  const std::string name = "organizations/acme/contracts/c1";
  contracting::v1::Contract contract;
  contract.set_name(name);
  contract.set_state(contracting::v1::CONTRACT_STATE_SIGNED);
  Contracting().Answer("GetContract", name, contract);
  auto request = Opening();
  request.mutable_engagement()->set_contract(name);
  const auto refused = Call<v1::Engagement>("OpenEngagement", request, kHr);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition, "CONTRACT_NOT_ACTIVE"));
  EXPECT_THAT(refused, HasMetadata("contract", name));
  EXPECT_THAT(refused, HasMetadata("state", "SIGNED"));
  contract.set_state(contracting::v1::CONTRACT_STATE_ACTIVE);
  Contracting().Answer("GetContract", name, contract);
  EXPECT_THAT(Call<v1::Engagement>("OpenEngagement", request, kHr), IsOk());
}

TEST(MandateTest, Absent_CannotBeRevoked) {
  const v1::Engagement engagement = Started();
  auto revoke = Named<v1::RevokeMandateRequest>(engagement.name(), "reason: 'end'");
  revoke.set_etag(engagement.etag());
  EXPECT_THAT(Call<v1::Engagement>("RevokeMandate", revoke, kBoard),
              StatusIs(absl::StatusCode::kFailedPrecondition, "MANDATE_ABSENT"));
}

TEST(MandateTest, FourEyes_AreAskedFor) {
  auto grant = Grant(Started());
  grant.mutable_mandate()->mutable_domains(0)->set_needs_four_eyes(true);
  const auto engagement = Must(Call<v1::Engagement>("GrantMandate", grant, kBoard));
  const v1::Decision raised = Raised(engagement, 10);
  for (const char* alone : {"", "four_eyes_subject: 'u-manager'"}) {
    EXPECT_THAT(Call<v1::Decision>("DecideDecision", Deciding(raised, alone), kManager),
                StatusIs(absl::StatusCode::kFailedPrecondition, "FOUR_EYES_MISSING"));
  }
  EXPECT_THAT(Call<v1::Decision>("DecideDecision",
                                 Deciding(raised, "four_eyes_subject: 'u-sponsor'"), kManager),
              IsOk());
}

TEST(MandateTest, Above_TheBrief_IsRefusedPerField) {
  auto request = Grant(Started());
  request.mutable_mandate()->set_level(4);
  request.mutable_mandate()->mutable_domains(0)->set_domain_code("NOTHING");
  const auto refused = Call<v1::Engagement>("GrantMandate", request, kBoard);
  EXPECT_THAT(refused, HasReason("MANDATE_INVALID"));
  EXPECT_THAT(refused, HasField("mandate.level"));
  EXPECT_THAT(refused, HasField("mandate.domains[0].domain_code"));
}

TEST(MandateTest, CheckAuthority_TellsTheLevel_InTheCallersLanguage) {
  auto ask = Named<v1::CheckAuthorityRequest>(
      Mandated().name(), "domain_code: 'CONTRACTS' amount { currency_code: 'EUR' units: 50001 }");
  rpc::CallOptions english{.token = Server().tokens().For(kManager), .language = "en"};
  const auto check = Server().client().Call<v1::AuthorityCheck>(
      std::string(kService) + "CheckAuthority", ask, english);
  ASSERT_THAT(check, IsOk());
  EXPECT_EQ(check->outcome(), v1::AUTHORITY_OUTCOME_ABOVE_LIMIT);
  EXPECT_EQ(check->level(), v1::ESCALATION_LEVEL_SPONSOR);
  EXPECT_THAT(check->reason(), ::testing::HasSubstr("higher level"));
  const auto dutch = Call<v1::AuthorityCheck>("CheckAuthority", ask, kManager);
  EXPECT_THAT(dutch->reason(), ::testing::HasSubstr("hoger niveau"));
}

TEST(DecisionTest, AboveTheLimit_ComesBackEscalated_AndTheSponsorDecides) {
  const v1::Engagement engagement = Mandated();
  const v1::Decision raised = Raised(engagement, 50001);
  const auto escalated = Call<v1::Decision>("DecideDecision", Deciding(raised), kManager);
  ASSERT_THAT(escalated, IsOk());
  EXPECT_EQ(escalated->state(), v1::DECISION_STATE_ESCALATED);
  ASSERT_FALSE(escalated->escalation().empty());
  EXPECT_THAT(Call<v1::Decision>("DecideDecision", Deciding(raised), kManager),
              StatusIs(absl::StatusCode::kFailedPrecondition, "DECIDER_LEVEL_WRONG"));
  const auto decided = Call<v1::Decision>("DecideDecision", Deciding(raised), kSponsor);
  ASSERT_THAT(decided, IsOk());
  EXPECT_EQ(decided->state(), v1::DECISION_STATE_DECIDED);
  const auto escalation = Call<v1::Escalation>(
      "GetEscalation", Named<v1::GetEscalationRequest>(escalated->escalation()), kHr);
  EXPECT_EQ(escalation->state(), v1::ESCALATION_STATE_RESOLVED);
  EXPECT_THAT(
      Call<v1::Escalation>(
          "ResolveEscalation",
          Named<v1::ResolveEscalationRequest>(escalation->name(), "resolution: 'x'"), kSponsor),
      HasReason("ESCALATION_STATE_WRONG"));
}

TEST(DecisionTest, OptionsAndStates_AreChecked) {
  const v1::Decision raised = Raised(Mandated(), 100);
  EXPECT_THAT(Call<v1::Decision>("DecideDecision",
                                 Named<v1::DecideDecisionRequest>(
                                     raised.name(), "chosen_option: 'burn' reason: 'x'"),
                                 kManager),
              StatusIs(absl::StatusCode::kInvalidArgument, "OPTION_UNKNOWN"));
  EXPECT_THAT(Call<v1::Decision>("ExecuteDecision",
                                 Named<v1::ExecuteDecisionRequest>(raised.name()), kManager),
              HasReason("DECISION_STATE_WRONG"));
  EXPECT_THAT(
      Call<v1::Decision>("RatifyDecision",
                         Named<v1::RatifyDecisionRequest>(raised.name(), "reason: 'x'"), kBoard),
      HasReason("DECISION_STATE_WRONG"));
}

TEST(GateTest, MergerPlan_GoesThroughTheWorksCouncil) {
  const v1::Engagement engagement = Mandated();
  const v1::Decision raised =
      Raised(engagement, 0, "plan_kind: PLAN_KIND_MERGER has_personnel_impact: true");
  ASSERT_FALSE(raised.gate_id().empty());
  const std::string gate = absl::StrCat("gate_id: '", raised.gate_id(), "' ");
  EXPECT_THAT(Call<v1::Decision>("DecideDecision", Deciding(raised), kBoard),
              HasReason("GATE_OPEN"));
  EXPECT_THAT(
      Call<v1::Engagement>(
          "RecordAdvice",
          Named<v1::RecordAdviceRequest>(engagement.name(), gate + "advice_text: 'no'"), kCouncil),
      HasReason("GATE_STATE_WRONG"));
  ASSERT_THAT(Call<v1::Engagement>("RequestAdvice",
                                   Named<v1::RequestAdviceRequest>(engagement.name(), gate), kHr),
              IsOk());
  EXPECT_THAT(Call<v1::Engagement>(
                  "WaiveGate",
                  Named<v1::WaiveGateRequest>(engagement.name(), gate + "reason: 'hurry'"), kBoard),
              HasReason("GATE_STATE_WRONG"));
  ASSERT_THAT(
      Call<v1::Engagement>(
          "RecordAdvice",
          Named<v1::RecordAdviceRequest>(engagement.name(), gate + "advice_text: 'no'"), kCouncil),
      IsOk());
  ASSERT_THAT(
      Call<v1::Decision>("DecideDecision", Deciding(raised, "departs_from_advice: true"), kBoard),
      IsOk());
  const auto execute = Named<v1::ExecuteDecisionRequest>(raised.name());
  EXPECT_THAT(Call<v1::Decision>("ExecuteDecision", execute, kManager),
              HasReason("NOTICE_MISSING"));
  const auto told =
      Call<v1::Decision>("NotifyDecision", Named<v1::NotifyDecisionRequest>(raised.name()), kHr);
  ASSERT_THAT(told, IsOk());
  ASSERT_TRUE(told->has_earliest_execution_date());
  EXPECT_THAT(Call<v1::Decision>("ExecuteDecision", execute, kManager),
              StatusIs(absl::StatusCode::kFailedPrecondition, "EXECUTION_SUSPENDED"));
}

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
  EXPECT_THAT(Call<v1::Evaluation>(
                  "RecordEvaluation",
                  Below<v1::RecordEvaluationRequest>(
                      Started().name(), "evaluation { moment_code: 'D30' satisfaction: 10 }"),
                  both),
              StatusIs(absl::StatusCode::kFailedPrecondition, "EVALUATOR_CONFLICTED"));
}

TEST(EvaluationTest, Moment_OnlyOnce) {
  const v1::Engagement engagement = Started();
  const auto request = [&] {
    return Below<v1::RecordEvaluationRequest>(engagement.name(),
                                              "evaluation { moment_code: 'D30' satisfaction: 7 }");
  };
  ASSERT_THAT(Call<v1::Evaluation>("RecordEvaluation", request(), kSponsor), IsOk());
  EXPECT_THAT(Call<v1::Evaluation>("RecordEvaluation", request(), kSponsor),
              StatusIs(absl::StatusCode::kAlreadyExists, "EVALUATION_EXISTS"));
}

TEST(RelationTest, ManagerOfAnotherEngagement_FindsNothing) {
  const v1::Decision raised = Raised(Mandated(), 10);
  const Person other{.subject = "u-x", .roles = {"interim_manager"}, .party = "candidates/c9"};
  EXPECT_THAT(
      Call<v1::Decision>("GetDecision", Named<v1::GetDecisionRequest>(raised.name()), other),
      StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(
      Call<v1::Decision>("GetDecision", Named<v1::GetDecisionRequest>(raised.name()), kManager),
      IsOk());
}

TEST(ListTest, PageToken_BelongsToItsArguments) {
  const v1::Engagement engagement = Mandated();
  for (int i = 0; i < 3; ++i) Raised(engagement, 10 + i);
  auto list = Below<v1::ListDecisionsRequest>(engagement.name(), "page_size: 2");
  const auto first = Call<v1::ListDecisionsResponse>("ListDecisions", list, kHr);
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(first->decisions_size(), 2);
  list.set_page_token(first->next_page_token());
  const auto second = Call<v1::ListDecisionsResponse>("ListDecisions", list, kHr);
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(second->decisions_size(), 1);
  EXPECT_TRUE(second->next_page_token().empty());
  list.set_parent(Mandated().name());
  EXPECT_THAT(Call<v1::ListDecisionsResponse>("ListDecisions", list, kHr),
              HasReason("PAGE_TOKEN_INVALID"));
  list.set_page_token("garbage");
  EXPECT_THAT(Call<v1::ListDecisionsResponse>("ListDecisions", list, kHr),
              HasReason("PAGE_TOKEN_INVALID"));
  list.set_page_size(-1);
  EXPECT_THAT(Call<v1::ListDecisionsResponse>("ListDecisions", list, kHr),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace interim::conformance
