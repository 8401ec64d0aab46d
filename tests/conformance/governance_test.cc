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
  // The end comes when the mandate is gone or the last day is near.
  EXPECT_THAT(
      Call<v1::Evaluation>("RecordEvaluation", Evaluating(engagement.name(), "END"), kBoard),
      HasReason("EVALUATION_EARLY"));
  Revoke(engagement);
  ASSERT_THAT(
      Call<v1::Evaluation>("RecordEvaluation", Evaluating(engagement.name(), "END"), kBoard),
      IsOk());
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
  *contract.mutable_period()->mutable_start_date() = request.engagement().start_date();
  *contract.mutable_period()->mutable_end_date() = request.engagement().end_date();
  Contracting().Answer("GetContract", name, contract);
  const auto opened = Call<v1::Engagement>("OpenEngagement", request, kHr);
  ASSERT_THAT(opened, IsOk());
  request.set_request_id(NextRequestId());
  const auto again = Call<v1::Engagement>("OpenEngagement", request, kHr);
  EXPECT_THAT(again, StatusIs(absl::StatusCode::kAlreadyExists, "ENGAGEMENT_EXISTS"));
  EXPECT_THAT(again, HasMetadata("engagement", opened->name()));
}

TEST(EngagementTest, Follow_MovesTheEndWithTheContract_AndKeepsTheMandate) {
  v1::Engagement engagement = OpenedOnContract();
  engagement = Must(Call<v1::Engagement>("GrantMandate", Grant(engagement), kBoard));
  auto contract = FromText<contracting::v1::Contract>(R"pb(
    state: CONTRACT_STATE_ACTIVE
    period {
      start_date { year: 2026 month: 1 day: 12 }
      end_date { year: 2027 month: 12 day: 31 }
    }
  )pb");
  contract.set_name(engagement.contract());
  Contracting().Answer("GetContract", contract.name(), contract);
  const auto follow = [&engagement] {
    return Call<v1::Engagement>("FollowContract",
                                Named<v1::FollowContractRequest>(engagement.name()), kHr);
  };
  const auto longer = follow();
  ASSERT_THAT(longer, IsOk());
  EXPECT_EQ(longer->end_date().month(), 12);
  EXPECT_EQ(longer->handover_start_date().month(), 11);
  EXPECT_EQ(longer->mandate().valid_to_date().month(), 11);

  contract.mutable_period()->mutable_end_date()->set_year(2026);
  Contracting().Answer("GetContract", contract.name(), contract);
  const auto shorter = follow();
  ASSERT_THAT(shorter, IsOk());
  EXPECT_EQ(shorter->mandate().valid_to_date().year(), 2026);
}

TEST(EngagementTest, Follow_WithoutAContract_IsRefused) {
  const v1::Engagement engagement = Opened();
  const auto refused = Call<v1::Engagement>(
      "FollowContract", Named<v1::FollowContractRequest>(engagement.name()), kHr);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition, "CONTRACT_ABSENT"));
  EXPECT_THAT(refused, HasMetadata("engagement", engagement.name()));
}

TEST(MandateTest, LimitAboveThatOfTheSponsor_IsRefused) {
  auto grant = Grant(Started());
  grant.mutable_mandate()->mutable_sponsor_limit()->set_currency_code("EUR");
  grant.mutable_mandate()->mutable_sponsor_limit()->set_units(49999);
  const auto refused = Call<v1::Engagement>("GrantMandate", grant, kBoard);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kInvalidArgument, "MANDATE_INVALID"));
  EXPECT_THAT(refused, HasField("mandate.domains[0].decision_limit"));
}

TEST(EngagementTest, Open_AgainstContractOrBrief_IsRefusedPerField) {
  const std::string name = "organizations/acme/contracts/c2";
  auto contract = FromText<contracting::v1::Contract>(R"pb(
    state: CONTRACT_STATE_ACTIVE
    brief: "organizations/acme/briefs/b2"
    interim_manager { subject: "u-other" }
    period {
      start_date { year: 2026 month: 1 day: 12 }
      end_date { year: 2027 month: 11 day: 10 }
    }
  )pb");
  contract.set_name(name);
  Contracting().Answer("GetContract", name, contract);
  Contracting().Answer("GetBrief", contract.brief(), FromText<contracting::v1::Brief>(R"pb(
                         name: "organizations/acme/briefs/b2"
                         mandate { level: 2 }
                         personnel_impact { works_council_present: ANSWER_YES }
                       )pb"));
  auto request = Opening();
  request.mutable_engagement()->set_contract(name);
  request.mutable_engagement()->set_has_works_council(false);
  const auto refused = Call<v1::Engagement>("OpenEngagement", request, kHr);
  for (const char* field : {"engagement.end_date", "engagement.mandate_level", "engagement.parties",
                            "engagement.has_works_council"}) {
    EXPECT_THAT(refused, HasField(field));
  }
}

TEST(EngagementTest, Open_ByHand_SaysWhetherThereIsAWorksCouncil) {
  auto request = Opening();
  request.mutable_engagement()->clear_has_works_council();
  EXPECT_THAT(Call<v1::Engagement>("OpenEngagement", request, kHr),
              HasField("engagement.has_works_council"));
}

TEST(EngagementTest, Open_WithTheBoardAsWorksCouncil_IsRefused) {
  auto request = Opening();
  v1::Party* party = request.mutable_engagement()->add_parties();
  party->set_role(v1::PARTY_ROLE_WORKS_COUNCIL);
  party->set_subject("u-board");
  EXPECT_THAT(Call<v1::Engagement>("OpenEngagement", request, kHr),
              StatusIs(absl::StatusCode::kFailedPrecondition, "PARTY_CONFLICTED"));
}

TEST(EngagementTest, Closed_TakesNoMoreSteps) {
  const v1::Engagement engagement = Mandated();
  const auto decided =
      Must(Call<v1::Decision>("DecideDecision", Deciding(Raised(engagement, 10)), kManager));
  Revoke(engagement);
  Must(Call<v1::Evaluation>("RecordEvaluation", Evaluating(engagement.name(), "END"), kBoard));
  const auto running = Must(Call<v1::Escalation>(
      "Escalate",
      Below<v1::EscalateRequest>(engagement.name(), absl::StrCat("escalation { subject: '",
                                                                 decided.name(), "' issue: 'i' }")),
      kManager));
  const auto close = [&] {
    return Call<v1::Engagement>(
        "CloseEngagement",
        Named<v1::CloseEngagementRequest>(engagement.name(), "waive_reason: 'none'"), kBoard);
  };
  EXPECT_THAT(close(), HasReason("CLOSE_INCOMPLETE"));
  Must(Call<v1::Escalation>(
      "ResolveEscalation",
      Named<v1::ResolveEscalationRequest>(running.name(), "resolution: 'done'"), kSponsor));
  ASSERT_THAT(close(), IsOk());
  EXPECT_THAT(
      Call<v1::Decision>("ReverseDecision",
                         Named<v1::ReverseDecisionRequest>(decided.name(), "reason: 'x'"), kBoard),
      HasReason("ENGAGEMENT_STATE_WRONG"));
  EXPECT_THAT(
      Call<v1::Escalation>("AcknowledgeEscalation",
                           Named<v1::AcknowledgeEscalationRequest>(running.name()), kSponsor),
      HasReason("ENGAGEMENT_STATE_WRONG"));
}

TEST(MandateTest, Absent_CannotBeRevoked) {
  const v1::Engagement engagement = Started();
  auto revoke = Named<v1::RevokeMandateRequest>(engagement.name(), "reason: 'end'");
  revoke.set_etag(engagement.etag());
  EXPECT_THAT(Call<v1::Engagement>("RevokeMandate", revoke, kBoard),
              StatusIs(absl::StatusCode::kFailedPrecondition, "MANDATE_ABSENT"));
}

TEST(MandateTest, FourEyes_ConfirmThemselves) {
  const v1::Engagement engagement = WithFourEyes();
  const v1::Decision raised = Raised(engagement, 10);
  for (const char* asked : {"four_eyes_subject: 'u-manager'", "four_eyes_subject: 'nobody'"}) {
    EXPECT_THAT(Call<v1::Decision>("DecideDecision", Deciding(raised, asked), kManager),
                StatusIs(absl::StatusCode::kFailedPrecondition, "FOUR_EYES_MISSING"));
  }
  const auto waiting = Call<v1::Decision>(
      "DecideDecision", Deciding(raised, "four_eyes_subject: 'u-sponsor'"), kManager);
  ASSERT_THAT(waiting, IsOk());
  EXPECT_EQ(waiting->state(), v1::DECISION_STATE_CONFIRMING);
  EXPECT_THAT(Call<v1::Decision>("ExecuteDecision",
                                 Named<v1::ExecuteDecisionRequest>(raised.name()), kManager),
              HasReason("DECISION_STATE_WRONG"));
  EXPECT_THAT(Call<v1::Decision>("ConfirmDecision",
                                 Named<v1::ConfirmDecisionRequest>(raised.name()), kSteering),
              HasReason("FOUR_EYES_MISSING"));
  const auto confirmed = Call<v1::Decision>(
      "ConfirmDecision", Named<v1::ConfirmDecisionRequest>(raised.name()), kSponsor);
  ASSERT_THAT(confirmed, IsOk());
  EXPECT_EQ(confirmed->state(), v1::DECISION_STATE_DECIDED);
  EXPECT_THAT(Call<v1::Decision>("ConfirmDecision",
                                 Named<v1::ConfirmDecisionRequest>(raised.name()), kSponsor),
              HasReason("DECISION_STATE_WRONG"));
}

TEST(MandateTest, Domain_BelowItsLevel_IsRefused) {
  auto request = Grant(Started());
  request.mutable_mandate()->set_level(2);
  EXPECT_THAT(Call<v1::Engagement>("GrantMandate", request, kBoard),
              HasField("mandate.domains[0].domain_code"));
  request.mutable_mandate()->set_level(0);
  request.mutable_mandate()->clear_domains();
  request.set_request_id(NextRequestId());
  EXPECT_THAT(Call<v1::Engagement>("GrantMandate", request, kBoard), IsOk());
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
  const auto resolve =
      Named<v1::ResolveEscalationRequest>(escalated->escalation(), "resolution: 'x'");
  EXPECT_THAT(Call<v1::Escalation>("ResolveEscalation", resolve, kSponsor),
              StatusIs(absl::StatusCode::kFailedPrecondition, "DECISION_PENDING"));
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

TEST(DecisionTest, Withdrawn_Lapses_WithItsEscalationAndGate) {
  const v1::Engagement engagement = Mandated();
  const v1::Decision above = Raised(engagement, 50001);
  const auto escalated = Must(Call<v1::Decision>("DecideDecision", Deciding(above), kManager));
  const auto withdraw = Named<v1::WithdrawDecisionRequest>(above.name(), "reason: 'dropped'");
  const auto lapsed = Call<v1::Decision>("WithdrawDecision", withdraw, kManager);
  ASSERT_THAT(lapsed, IsOk());
  EXPECT_EQ(lapsed->state(), v1::DECISION_STATE_LAPSED);
  EXPECT_EQ(Must(Call<v1::Escalation>("GetEscalation",
                                      Named<v1::GetEscalationRequest>(escalated.escalation()), kHr))
                .state(),
            v1::ESCALATION_STATE_RESOLVED);
  const v1::Decision plan =
      Raised(engagement, 0, "plan_kind: PLAN_KIND_MERGER has_personnel_impact: true");
  EXPECT_THAT(Call<v1::Decision>(
                  "WithdrawDecision",
                  Named<v1::WithdrawDecisionRequest>(plan.name(), "reason: 'dropped'"), kSponsor),
              HasReason("DECIDER_LEVEL_WRONG"));
  ASSERT_THAT(Call<v1::Decision>(
                  "WithdrawDecision",
                  Named<v1::WithdrawDecisionRequest>(plan.name(), "reason: 'dropped'"), kBoard),
              IsOk());
  EXPECT_EQ(Read(engagement).gates(0).state(), v1::GATE_STATE_NOT_APPLICABLE);
}

TEST(DecisionTest, PersonnelImpact_NamesTheKindOfPlan) {
  const v1::Engagement engagement = Mandated();
  EXPECT_THAT(Call<v1::Decision>("RaiseDecision",
                                 Raising(engagement, 1, "has_personnel_impact: true"), kManager),
              HasField("decision.plan_kind"));
  const auto none = Raised(engagement, 1, "has_personnel_impact: true plan_kind: PLAN_KIND_NONE");
  EXPECT_TRUE(none.gate_id().empty());
}

TEST(EscalationTest, Subject_IsPartOfTheEngagement) {
  const v1::Engagement engagement = Mandated();
  const auto escalate = [&](const std::string& subject) {
    return Call<v1::Escalation>(
        "Escalate",
        Below<v1::EscalateRequest>(
            engagement.name(),
            absl::StrCat("escalation { subject: '", subject, "' issue: 'no permit' }")),
        kManager);
  };
  EXPECT_THAT(escalate("the permit"), HasField("escalation.subject"));
  EXPECT_THAT(escalate(Raised(Mandated(), 1).name()), HasField("escalation.subject"));
  EXPECT_THAT(escalate(Raised(engagement, 1).name()), IsOk());
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
  EXPECT_THAT(
      Call<v1::Engagement>("RecordAdvice",
                           Named<v1::RecordAdviceRequest>(
                               engagement.name(), gate + "advice_text: 'yes' is_positive: true"),
                           kHr),
      StatusIs(absl::StatusCode::kFailedPrecondition, "ADVISER_WRONG"));
  EXPECT_THAT(Call<v1::Engagement>(
                  "WaiveGate",
                  Named<v1::WaiveGateRequest>(engagement.name(), gate + "reason: 'hurry'"), kBoard),
              HasReason("GATE_STATE_WRONG"));
  ASSERT_THAT(
      Call<v1::Engagement>(
          "RecordAdvice",
          Named<v1::RecordAdviceRequest>(engagement.name(), gate + "advice_text: 'no'"), kCouncil),
      IsOk());
  EXPECT_THAT(Call<v1::Decision>("DecideDecision", Deciding(raised), kSponsor),
              HasReason("DECIDER_LEVEL_WRONG"));
  // Nothing said about the advice: an advice against is departed from.
  ASSERT_THAT(Call<v1::Decision>("DecideDecision", Deciding(raised), kBoard), IsOk());
}

// A merger plan the board decided on although the council advised against it.
v1::Decision DecidedAgainstAdvice(const v1::Engagement& engagement) {
  const v1::Decision raised =
      Raised(engagement, 0, "plan_kind: PLAN_KIND_MERGER has_personnel_impact: true");
  const std::string gate = absl::StrCat("gate_id: '", raised.gate_id(), "' ");
  Must(Call<v1::Engagement>("RequestAdvice",
                            Named<v1::RequestAdviceRequest>(engagement.name(), gate), kHr));
  Must(Call<v1::Engagement>(
      "RecordAdvice", Named<v1::RecordAdviceRequest>(engagement.name(), gate + "advice_text: 'no'"),
      kCouncil));
  return Must(Call<v1::Decision>("DecideDecision", Deciding(raised), kBoard));
}

TEST(GateTest, Departure_WaitsForNoticeAndSuspension_UnlessTheCouncilWaives) {
  const v1::Engagement engagement = Mandated();
  const v1::Decision decided = DecidedAgainstAdvice(engagement);
  EXPECT_TRUE(decided.departs_from_advice());
  const auto execute = Named<v1::ExecuteDecisionRequest>(decided.name());
  EXPECT_THAT(Call<v1::Decision>("ExecuteDecision", execute, kManager),
              HasReason("NOTICE_MISSING"));
  EXPECT_THAT(Call<v1::Decision>("NotifyDecision",
                                 Named<v1::NotifyDecisionRequest>(
                                     decided.name(), "notify_date { year: 2026 month: 1 day: 12 }"),
                                 kHr),
              HasField("notify_date"));
  const auto told =
      Call<v1::Decision>("NotifyDecision", Named<v1::NotifyDecisionRequest>(decided.name()), kHr);
  ASSERT_THAT(told, IsOk());
  ASSERT_TRUE(told->has_earliest_execution_date());
  EXPECT_THAT(Call<v1::Decision>("ExecuteDecision", execute, kManager),
              StatusIs(absl::StatusCode::kFailedPrecondition, "EXECUTION_SUSPENDED"));
  const auto waive = Named<v1::WaiveGateRequest>(
      engagement.name(),
      absl::StrCat("gate_id: '", decided.gate_id(), "' reason: 'agreed after all'"));
  ASSERT_THAT(Call<v1::Engagement>("WaiveGate", waive, kCouncil), IsOk());
  EXPECT_FALSE(
      Must(Call<v1::Decision>("GetDecision", Named<v1::GetDecisionRequest>(decided.name()), kHr))
          .has_earliest_execution_date());
  EXPECT_THAT(Call<v1::Decision>("ExecuteDecision", execute, kManager), IsOk());
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
