// People, requests and records for the tests of governance over the wire.
#ifndef INTERIM_TESTS_CONFORMANCE_GOVERNANCE_CALLS_H_
#define INTERIM_TESTS_CONFORMANCE_GOVERNANCE_CALLS_H_

#include <string>

#include "absl/strings/str_cat.h"
#include "common/testing/matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "interim/contracting/v1/contracting_service.pb.h"
#include "interim/governance/v1/governance_service.pb.h"
#include "tests/conformance/requests.h"
#include "tests/conformance/server_process.h"

namespace interim::conformance {

using testing::HasField;
using testing::HasMetadata;
using testing::HasReason;
using testing::IsOk;
using testing::NextRequestId;
using testing::Person;
using testing::StatusIs;
namespace v1 = governance::v1;

inline constexpr char kService[] = "interim.governance.v1.GovernanceService/";
inline const Person kHr{.subject = "u-hr", .roles = {"hr_advisor"}};
inline const Person kBoard{.subject = "u-board", .roles = {"formal_client"}};
inline const Person kSponsor{.subject = "u-sponsor", .roles = {"sponsor"}};
inline const Person kSteering{.subject = "u-steering", .roles = {"steering"}};
inline const Person kCouncil{.subject = "u-council", .roles = {"works_council"}};
inline const Person kSuccessor{.subject = "u-successor", .roles = {"successor"}};
inline const Person kManager{
    .subject = "u-manager", .roles = {"interim_manager"}, .party = "candidates/c1"};

// What governance asks contracting is answered by this.
inline testing::FakePeer& Contracting() {
  static auto* peer =
      new testing::FakePeer(*contracting::v1::GetContractRequest::descriptor()->file());
  return *peer;
}
// One server for all tests: each works on records of its own.
inline ServerProcess& Server() {
  static auto* server = new ServerProcess("governance_server", &Contracting());
  return *server;
}
class ServerEnd : public ::testing::Environment {
 public:
  void TearDown() override { delete &Server(); }
};
inline const auto* const kServerEnd = ::testing::AddGlobalTestEnvironment(new ServerEnd);

template <class Response>
absl::StatusOr<Response> Call(const char* method, const google::protobuf::Message& request,
                              const Person& person) {
  return Server().Call<Response>(std::string(kService) + method, request, person);
}

inline v1::OpenEngagementRequest Opening() {
  return Below<v1::OpenEngagementRequest>("organizations/acme", R"pb(
    engagement {
      situation_code: "TR-MERGER"
      role_code: "TRANS"
      start_date { year: 2026 month: 1 day: 12 }
      end_date { year: 2027 month: 11 day: 11 }
      parties { role: PARTY_ROLE_FORMAL_CLIENT subject: "u-board" }
      parties { role: PARTY_ROLE_SPONSOR subject: "u-sponsor" }
      parties { role: PARTY_ROLE_STEERING subject: "u-steering" }
      parties { role: PARTY_ROLE_INTERIM_MANAGER subject: "u-manager" }
      parties { role: PARTY_ROLE_WORKS_COUNCIL subject: "u-council" }
      parties { role: PARTY_ROLE_SUCCESSOR subject: "u-successor" }
      has_works_council: true
      mandate_level: 3
    })pb");
}
inline v1::Engagement Opened() {
  const auto opened = Call<v1::Engagement>("OpenEngagement", Opening(), kHr);
  EXPECT_THAT(opened, IsOk());
  return opened.ok() ? *opened : v1::Engagement();
}
// An engagement on a contract of its own that contracting knows.
inline v1::Engagement OpenedOnContract() {
  static int number = 100;
  auto contract = FromText<contracting::v1::Contract>(R"pb(
    state: CONTRACT_STATE_ACTIVE
    period {
      start_date { year: 2026 month: 1 day: 12 }
      end_date { year: 2027 month: 11 day: 11 }
    }
  )pb");
  contract.set_name(absl::StrCat("organizations/acme/contracts/c", ++number));
  Contracting().Answer("GetContract", contract.name(), contract);
  auto request = Opening();
  request.mutable_engagement()->set_contract(contract.name());
  return Must(Call<v1::Engagement>("OpenEngagement", request, kHr));
}
inline v1::Engagement Started() {
  const auto started = Call<v1::Engagement>(
      "StartEngagement", Named<v1::StartEngagementRequest>(Opened().name()), kBoard);
  EXPECT_THAT(started, IsOk());
  return *started;
}
inline v1::GrantMandateRequest Grant(const v1::Engagement& engagement) {
  auto request = Named<v1::GrantMandateRequest>(engagement.name(), R"pb(
    mandate {
      level: 3
      domains {
        domain_code: "CONTRACTS"
        decision_limit { currency_code: "EUR" units: 50000 }
      }
      valid_from_date { year: 2026 month: 1 day: 12 }
      valid_to_date { year: 2027 month: 11 day: 11 }
    })pb");
  request.set_etag(engagement.etag());
  return request;
}
inline v1::Engagement Mandated() {
  const auto granted = Call<v1::Engagement>("GrantMandate", Grant(Started()), kBoard);
  EXPECT_THAT(granted, IsOk());
  return *granted;
}
// The engagement as it is now, for its etag.
inline v1::Engagement Read(const v1::Engagement& engagement) {
  return Must(Call<v1::Engagement>("GetEngagement",
                                   Named<v1::GetEngagementRequest>(engagement.name()), kHr));
}
inline void Revoke(const v1::Engagement& engagement) {
  auto revoke = Named<v1::RevokeMandateRequest>(engagement.name(), "reason: 'end'");
  revoke.set_etag(Read(engagement).etag());
  Must(Call<v1::Engagement>("RevokeMandate", revoke, kBoard));
}
inline v1::RecordEvaluationRequest Evaluating(const std::string& engagement,
                                              const std::string& moment) {
  return Below<v1::RecordEvaluationRequest>(
      engagement, absl::StrCat("evaluation { moment_code: '", moment,
                               "' satisfaction: 7 goals { goal: 'one site' is_reached: true } }"));
}
// An engagement whose mandate asks for a second person.
inline v1::Engagement WithFourEyes() {
  auto grant = Grant(Started());
  grant.mutable_mandate()->mutable_domains(0)->set_needs_four_eyes(true);
  return Must(Call<v1::Engagement>("GrantMandate", grant, kBoard));
}
inline v1::RaiseDecisionRequest Raising(const v1::Engagement& engagement, int euros,
                                        const std::string& more = "") {
  return Below<v1::RaiseDecisionRequest>(
      engagement.name(),
      absl::StrCat("decision { title: 'Move the presses' domain_code: 'CONTRACTS' amount { "
                   "currency_code: 'EUR' units: ",
                   euros, " } options: 'go' options: 'wait' ", more, " }"));
}
inline v1::Decision Raised(const v1::Engagement& engagement, int euros,
                           const std::string& more = "") {
  const auto raised =
      Call<v1::Decision>("RaiseDecision", Raising(engagement, euros, more), kManager);
  EXPECT_THAT(raised, IsOk());
  return *raised;
}
inline v1::DecideDecisionRequest Deciding(const v1::Decision& decision,
                                          const std::string& more = "") {
  return Named<v1::DecideDecisionRequest>(
      decision.name(), absl::StrCat("chosen_option: 'go' reason: 'cheapest' ", more));
}

// A merger plan, step by step to a decision against the council's advice.
struct MergerPlan {
  std::string engagement;
  v1::Decision decision;
  std::string gate;  // as text
};
inline MergerPlan Planned() {
  MergerPlan plan;
  const v1::Engagement engagement = Mandated();
  plan.engagement = engagement.name();
  plan.decision = Raised(engagement, 0, "plan_kind: PLAN_KIND_MERGER has_personnel_impact: true");
  plan.gate = absl::StrCat("gate_id: '", plan.decision.gate_id(), "' ");
  return plan;
}
inline MergerPlan AdviceAsked() {
  MergerPlan plan = Planned();
  Must(Call<v1::Engagement>("RequestAdvice",
                            Named<v1::RequestAdviceRequest>(plan.engagement, plan.gate), kHr));
  return plan;
}
inline v1::RecordAdviceRequest Advising(const MergerPlan& plan) {
  return Named<v1::RecordAdviceRequest>(plan.engagement, plan.gate + "advice_text: 'no'");
}
inline v1::Decision DepartedFromAdvice() {
  const MergerPlan plan = AdviceAsked();
  Must(Call<v1::Engagement>("RecordAdvice", Advising(plan), kCouncil));
  return Must(Call<v1::Decision>("DecideDecision",
                                 Deciding(plan.decision, "departs_from_advice: true"), kBoard));
}

}  // namespace interim::conformance

#endif  // INTERIM_TESTS_CONFORMANCE_GOVERNANCE_CALLS_H_
