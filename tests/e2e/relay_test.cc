// Governance and contracting as two programs over SQLite files: what governance tells arrives once,
// whoever is ended with SIGKILL or stopped at the worst moments, and what becomes of the contract
// is followed. covers: S22, S59, S240
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/testing/in_process_server.h"
#include "common/testing/matchers.h"
#include "common/testing/suite_process.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "interim/audit/v1/audit_service.pb.h"
#include "interim/contracting/v1/contracting_service.pb.h"
#include "interim/governance/v1/governance_service.pb.h"

namespace interim::e2e {
namespace {

namespace cv = ::interim::contracting::v1;
namespace gv = ::interim::governance::v1;
using testing::IsOk;
using testing::NextRequestId;
using testing::Person;
using testing::SuiteProcess;
using testing::WaitFor;

constexpr char kContracting[] = "interim.contracting.v1.ContractingService/";
constexpr char kGovernance[] = "interim.governance.v1.GovernanceService/";

const Person kHr{.subject = "hr", .roles = {"hr_advisor"}};
const Person kBoard{.subject = "board", .roles = {"formal_client"}};
const Person kSponsor{.subject = "sponsor", .roles = {"sponsor"}};
const Person kBureau{.subject = "kim", .roles = {"supplier"}, .party = "suppliers/s1"};
const Person kManager{
    .subject = "manager", .roles = {"interim_manager"}, .party = "candidates/c17"};

class RelayTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto started = SuiteProcess::Start({.services = {"contracting", "governance"}, .redis = false});
    ASSERT_THAT(started, IsOk());
    suite_ = *std::move(started);
    Settle("2026-03-02");  // a Monday within the contract, whatever day it is
    StartEngagement();
  }

  template <class Response>
  Response Do(const std::string& method, const google::protobuf::Message& request,
              const Person& person = kHr) {
    const auto response = suite_->Call<Response>(method, request, person);
    EXPECT_THAT(response, IsOk()) << method;
    return response.ok() ? *response : Response();
  }
  template <class Request>
  static Request With(const std::string& text) {
    Request request;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &request)) << text;
    request.set_request_id(NextRequestId());
    return request;
  }
  template <class Request, class Resource>
  static Request About(const Resource& resource) {
    Request request;
    request.set_name(resource.name());
    request.set_etag(resource.etag());
    request.set_request_id(NextRequestId());
    return request;
  }

  cv::Contract DraftOnApprovedBrief() {
    std::ifstream file(std::string(INTERIM_SOURCE_DIR) +
                       "/services/contracting/data/cases/brief_site_merger.textproto");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    cv::CreateBriefRequest create;
    create.set_parent("organizations/acme");
    create.set_request_id(NextRequestId());
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, create.mutable_brief()));
    cv::Brief brief = Do<cv::Brief>(absl::StrCat(kContracting, "CreateBrief"), create);
    brief = Do<cv::Brief>(absl::StrCat(kContracting, "ApproveBrief"),
                          About<cv::ApproveBriefRequest>(brief), kBoard);
    cv::DraftContractRequest draft;
    draft.set_parent("organizations/acme");
    draft.set_brief(brief.name());
    draft.set_form(cv::CONTRACT_FORM_BUREAU);
    cv::ComplianceFacts& facts = *draft.mutable_contract()->mutable_facts();
    facts.set_direction_by_client(cv::ANSWER_NO);
    facts.set_lender_registered(cv::ANSWER_YES);
    draft.set_request_id(NextRequestId());
    return Do<cv::Contract>(absl::StrCat(kContracting, "DraftContract"), draft);
  }

  // Whatever asks for a decision is decided, and both sides sign.
  cv::Contract Signed(cv::Contract contract) {
    auto decide = About<cv::DecideFindingsRequest>(contract);
    for (const type::Finding& finding : contract.findings()) {
      if (finding.outcome() == type::RULE_OUTCOME_INFORM) continue;
      cv::FindingDecision& decision = *decide.add_decisions();
      decision.set_rule_id(finding.rule_id());
      decision.set_message_key(finding.message_key());
      decision.set_rule_version(finding.rule_version());
      decision.set_subject(finding.subject());
      decision.set_reason("gewogen");
    }
    if (decide.decisions_size() > 0) {
      contract = Do<cv::Contract>(absl::StrCat(kContracting, "DecideFindings"), decide,
                                  {.subject = "jurist", .roles = {"legal"}});
    }
    contract = Do<cv::Contract>(absl::StrCat(kContracting, "SubmitForSignature"),
                                About<cv::SubmitForSignatureRequest>(contract));
    for (const Person& person : {kBoard, kBureau}) {
      cv::SignContractRequest sign;
      sign.set_name(contract.name());
      sign.set_document_sha256(contract.document().document_sha256());
      sign.set_request_id(NextRequestId());
      contract = Do<cv::Contract>(absl::StrCat(kContracting, "SignContract"), sign, person);
    }
    return contract;
  }
  cv::Contract ActiveContract() {
    return Do<cv::Contract>(absl::StrCat(kContracting, "ActivateContract"),
                            About<cv::ActivateContractRequest>(Signed(DraftOnApprovedBrief())));
  }

  void StartEngagement() {
    contract_ = ActiveContract();
    auto open = With<gv::OpenEngagementRequest>(absl::StrCat(
        "parent: 'organizations/acme' engagement { contract: '", contract_.name(),
        "' has_works_council: true parties { role: PARTY_ROLE_STEERING subject: 'steering' } }"));
    engagement_ = Do<gv::Engagement>(absl::StrCat(kGovernance, "OpenEngagement"), open);
    auto grant = With<gv::GrantMandateRequest>(R"pb(
      mandate {
        level: 2
        domains {
          domain_code: "COMMITMENTS"
          decision_limit { currency_code: "EUR" units: 5000 }
        }
        valid_from_date { year: 2026 month: 2 day: 2 }
        valid_to_date { year: 2026 month: 11 day: 30 }
      })pb");
    grant.set_name(engagement_.name());
    grant.set_etag(engagement_.etag());
    Do<gv::Engagement>(absl::StrCat(kGovernance, "GrantMandate"), grant, kBoard);
    Do<gv::Engagement>(
        absl::StrCat(kGovernance, "StartEngagement"),
        With<gv::StartEngagementRequest>(absl::StrCat("name: '", engagement_.name(), "'")));
  }

  gv::Decision Raised() {
    return Do<gv::Decision>(
        absl::StrCat(kGovernance, "RaiseDecision"),
        With<gv::RaiseDecisionRequest>(absl::StrCat(
            "parent: '", engagement_.name(),
            "' decision { title: 'Huur een heftruck' domain_code: 'COMMITMENTS' options: 'ja' "
            "amount { currency_code: 'EUR' units: 900 } }")),
        kManager);
  }
  void Decide(const gv::Decision& decision) {
    const auto decided =
        Do<gv::Decision>(absl::StrCat(kGovernance, "DecideDecision"),
                         With<gv::DecideDecisionRequest>(absl::StrCat(
                             "name: '", decision.name(), "' chosen_option: 'ja' reason: 'nodig'")),
                         kManager);
    EXPECT_EQ(decided.state(), gv::DECISION_STATE_DECIDED);
  }

  cv::WorkingRelation Relation() {
    cv::GetWorkingRelationRequest get;
    get.set_name(contract_.name());
    return Do<cv::WorkingRelation>(absl::StrCat(kContracting, "GetWorkingRelation"), get);
  }
  bool AwaitFacts(int count) {
    return WaitFor([&] { return Relation().practice_facts_size() >= count; }, absl::Seconds(40));
  }
  gv::Engagement Engagement() {
    gv::GetEngagementRequest get;
    get.set_name(engagement_.name());
    return Do<gv::Engagement>(absl::StrCat(kGovernance, "GetEngagement"), get);
  }
  // The morning of a day; everything due is done in both services.
  void Settle(const std::string& day = "2026-03-03") {
    absl::Time morning;
    std::string error;
    ASSERT_TRUE(absl::ParseTime("%Y-%m-%dT%H:%M", absl::StrCat(day, "T09:00"), &morning, &error))
        << error;
    ASSERT_THAT(suite_->SetClock(morning - absl::Now()), IsOk());
  }
  // How often contracting was told, by its own trail.
  int TimesTold() {
    audit::v1::ListEventsRequest list;
    list.set_parent("organizations/acme");
    list.set_page_size(500);
    const auto events =
        suite_->client("contracting")
            .Call<audit::v1::ListEventsResponse>(
                "interim.audit.v1.AuditService/ListEvents", list,
                {.token = suite_->tokens().For({.subject = "auditor", .roles = {"auditor"}})});
    EXPECT_THAT(events, IsOk());
    int told = 0;
    for (const auto& event : events->events()) {
      if (absl::EndsWith(event.method(), "/RecordPractice")) ++told;
    }
    return told;
  }

  std::unique_ptr<SuiteProcess> suite_;
  cv::Contract contract_;
  gv::Engagement engagement_;
};

TEST_F(RelayTest, UseOfTheMandate_IsOneFact_WithAmountAndSource) {
  const gv::Decision decision = Raised();
  Decide(decision);
  ASSERT_TRUE(AwaitFacts(1));
  const cv::WorkingRelation relation = Relation();
  const cv::PracticeFact& fact = relation.practice_facts(0);
  EXPECT_EQ(fact.kind(), cv::PRACTICE_KIND_MANDATE_USE);
  EXPECT_EQ(fact.source(), decision.name());
  EXPECT_EQ(fact.amount().units(), 900);
  EXPECT_EQ(fact.occur_date().day(), 2);
  EXPECT_FALSE(relation.weighings().empty());
}

TEST_F(RelayTest, Evaluation_IsAMeeting_ThatTheWeighingCounts) {
  for (const char* moment : {"D14", "D30", "D28"}) {
    Do<gv::Evaluation>(
        absl::StrCat(kGovernance, "RecordEvaluation"),
        With<gv::RecordEvaluationRequest>(
            absl::StrCat("parent: '", engagement_.name(), "' evaluation { moment_code: '", moment,
                         "' satisfaction: 8 goals { goal: 'een vestiging' is_reached: false } }")),
        absl::string_view(moment) == "D28" ? kBoard : kSponsor);
  }
  ASSERT_TRUE(AwaitFacts(3));
  const cv::WorkingRelation relation = Relation();
  for (const cv::PracticeFact& fact : relation.practice_facts()) {
    EXPECT_EQ(fact.kind(), cv::PRACTICE_KIND_STEERING_MEETING);
  }
}

TEST_F(RelayTest, BothFallOver_TheFactStillArrives_Once) {
  const gv::Decision decision = Raised();
  suite_->Kill("contracting");
  Decide(decision);
  suite_->Kill("governance");
  ASSERT_THAT(suite_->Restart("governance"), IsOk());
  ASSERT_THAT(suite_->Restart("contracting"), IsOk());
  ASSERT_TRUE(AwaitFacts(1));
  Settle();
  EXPECT_EQ(Relation().practice_facts_size(), 1);
  EXPECT_EQ(TimesTold(), 1);
}

TEST_F(RelayTest, DeliveredButNotAcknowledged_IsSentAgain_AndCountsOnce) {
  const gv::Decision decision = Raised();
  // Contracting takes the delivery in and does nothing; the relay gives up waiting.
  suite_->Pause("contracting");
  Decide(decision);
  EXPECT_TRUE(
      WaitFor([this] { return absl::StrContains(suite_->LogOf("governance", 50), "timer_retry"); },
              absl::Seconds(40)));
  suite_->Resume("contracting");
  ASSERT_TRUE(AwaitFacts(1));
  // Once more with a crash of the sender before it can note that it was heard.
  suite_->Kill("governance");
  ASSERT_THAT(suite_->Restart("governance"), IsOk());
  Settle();
  EXPECT_EQ(Relation().practice_facts_size(), 1);
  EXPECT_EQ(TimesTold(), 1);
}

std::string Text(const google::type::Date& date) {
  return absl::StrCat(date.year(), "-", date.month(), "-", date.day());
}

TEST_F(RelayTest, ExtensionThatWasSigned_MovesTheEngagementTheNextMorning) {
  auto extend = About<cv::ExtendContractRequest>(contract_);
  extend.mutable_end_date()->set_year(2027);
  extend.mutable_end_date()->set_month(1);
  extend.mutable_end_date()->set_day(25);
  extend.mutable_need()->set_need("de migratie loopt uit");
  extend.mutable_need()->set_remaining_work("twee systemen");
  const auto change = Do<cv::Contract>(absl::StrCat(kContracting, "ExtendContract"), extend);
  Settle("2026-03-03");
  EXPECT_EQ(Text(Engagement().end_date()), "2026-12-11") << "a draft moves nothing";
  Signed(change);
  Settle("2026-03-04");
  const gv::Engagement moved = Engagement();
  EXPECT_EQ(Text(moved.end_date()), "2027-1-25");
  EXPECT_EQ(Text(moved.handover_start_date()), "2026-12-14");
  EXPECT_EQ(Text(moved.mandate().valid_to_date()), "2026-11-30");
}

TEST_F(RelayTest, Notice_CutsEngagementAndMandate) {
  auto notice = About<cv::TerminateContractRequest>(contract_);
  notice.set_ground(cv::TERMINATION_GROUND_NOTICE);
  notice.set_reason("het resultaat is eerder bereikt");
  const auto ending =
      Do<cv::Contract>(absl::StrCat(kContracting, "TerminateContract"), notice, kBoard);
  const std::string last = Text(ending.termination().end_date());
  Settle("2026-03-03");
  const gv::Engagement cut = Engagement();
  EXPECT_EQ(Text(cut.end_date()), last);
  EXPECT_EQ(Text(cut.mandate().valid_to_date()), last);
  EXPECT_EQ(Text(cut.former_end_date()), "2026-12-11");
  EXPECT_FALSE(cut.is_contract_over());
  Settle("2026-06-01");
  EXPECT_TRUE(Engagement().is_contract_over());
}

}  // namespace
}  // namespace interim::e2e
