// What fires by itself, and what does nothing any more because the state has changed meanwhile: a
// timer that was claimed before the change, or came back after a crash. covers: S15, S22, S240
#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/catalogue/catalogue.h"
#include "common/core/fake_clock.h"
#include "common/rules/text_proto.h"
#include "common/testing/fake_peer.h"
#include "common/testing/in_process_server.h"
#include "common/testing/matchers.h"
#include "common/type/convert.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "interim/clock/v1/clock_service.pb.h"
#include "interim/contracting/v1/contracting_service.pb.h"
#include "interim/governance/v1/governance_service.pb.h"
// A program's file, not part of the library.
#include "services/governance/adapter.cc"  // NOLINT(bugprone-suspicious-include)
#include "services/governance/domain/instant.h"
#include "services/governance/service/from_catalogue.h"

namespace interim::governance {
namespace {

using ::interim::testing::FakePeer;
using ::interim::testing::InProcessServer;
using ::interim::testing::IsOk;
using ::interim::testing::NextRequestId;
using ::interim::testing::Person;
using ::interim::testing::ServerSetup;

constexpr char kService[] = "interim.governance.v1.GovernanceService/";
constexpr char kContract[] = "organizations/acme/contracts/c1";
constexpr char kGetContract[] = "GetContract";

template <class T>
T FromText(const std::string& text) {
  T message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

GovernanceData LoadData(const catalogue::Catalogue& catalogue) {
  const std::string root = INTERIM_SOURCE_DIR;
  auto policy =
      *rules::LoadTextProto<PolicyData>(root + "/services/governance/data/policy.textproto");
  EXPECT_THAT(FillFromCatalogue(catalogue, policy), IsOk());
  return {.policy = std::move(policy),
          .law = *law::LawData::Load(root + "/common/law/data"),
          .working_days_after =
              [&catalogue](Date day, int count) {
                return catalogue.calendar().AddWorkingDays(day, count);
              },
          .complete_kpi =
              [&catalogue](const v1::Kpi& kpi, rpc::Language) {
                return CompleteKpi(catalogue, kpi, NameLanguage::kEnglish);
              }};
}

class TimersTest : public ::testing::Test {
 protected:
  TimersTest() {
    Contract("2026-12-11");
    ServerSetup setup;
    setup.spec = {.service = "interim.governance.v1.GovernanceService",
                  .data_dir = "services/governance/data",
                  .mount = [this](rpc::Server& server) {
                    MountGovernance(server, engagements_, decisions_, progress_);
                    server.OnTimer(kEscalationTimer, [this](rpc::Call& call, const auto& timer) {
                      return Counted(decisions_.OnEscalationDue(call, timer));
                    });
                    server.OnTimer(kContractTimer, [this](rpc::Call& call, const auto& timer) {
                      return Counted(engagements_.OnContractDue(call, timer));
                    });
                    server.OnTimer(kKpiTimer, [this](rpc::Call& call, const auto& timer) {
                      return Counted(progress_.OnKpiDue(call, timer));
                    });
                    return absl::OkStatus();
                  }};
    setup.peers = {{peer_.package(), peer_.address()}};
    setup.tokens = &peer_.tokens();
    setup.clock = &clock_;
    server_.emplace(std::move(setup));
    GoTo("2026-01-12");
  }

  // The contract as contracting tells it from now on.
  void Contract(absl::string_view end, bool is_over = false) {
    contracting::v1::Contract contract;
    contract.set_name(kContract);
    contract.set_state(is_over ? contracting::v1::CONTRACT_STATE_ENDED
                               : contracting::v1::CONTRACT_STATE_ACTIVE);
    *contract.mutable_period()->mutable_start_date() = ToProto(*Date::Parse("2026-01-12"));
    *contract.mutable_period()->mutable_end_date() = ToProto(*Date::Parse(end));
    peer_.Answer(kGetContract, kContract, contract);
  }

  template <class Response>
  Response Do(const char* method, const google::protobuf::Message& request,
              const Person& person = kHr) {
    const auto response = server_->Call<Response>(absl::StrCat(kService, method), request, person);
    EXPECT_THAT(response, IsOk()) << method;
    return response.ok() ? *response : Response();
  }
  template <class Request>
  static Request With(const std::string& text) {
    Request request = FromText<Request>(text);
    request.set_request_id(NextRequestId());
    return request;
  }

  void GoTo(absl::string_view day) {
    clock::v1::SetClockRequest set;
    *set.mutable_business_time() =
        ToInstant(StartOfAmsterdamDay(*Date::Parse(day)) + absl::Hours(12));
    set.set_request_id(NextRequestId());
    ASSERT_THAT(server_->Call<clock::v1::Clock>("interim.clock.v1.ClockService/SetClock", set,
                                                {.roles = {"admin"}}),
                IsOk());
    ASSERT_TRUE(server_->WaitUntilSettled());
  }

  v1::Engagement Started() {
    const auto opened =
        Do<v1::Engagement>("OpenEngagement", With<v1::OpenEngagementRequest>(R"pb(
                             parent: "organizations/acme"
                             engagement {
                               contract: "organizations/acme/contracts/c1"
                               situation_code: "TR-MERGER"
                               parties { role: PARTY_ROLE_FORMAL_CLIENT subject: "u-board" }
                               parties { role: PARTY_ROLE_SPONSOR subject: "u-sponsor" }
                               parties { role: PARTY_ROLE_STEERING subject: "u-steering" }
                               parties { role: PARTY_ROLE_INTERIM_MANAGER subject: "u-manager" }
                               has_works_council: false
                               mandate_level: 3
                             })pb"));
    return Do<v1::Engagement>("StartEngagement", With<v1::StartEngagementRequest>(
                                                     absl::StrCat("name: '", opened.name(), "'")));
  }
  v1::Engagement Read(const v1::Engagement& engagement) {
    v1::GetEngagementRequest get;
    get.set_name(engagement.name());
    return Do<v1::Engagement>("GetEngagement", get);
  }
  v1::Escalation Escalated(const v1::Engagement& engagement) {
    return Do<v1::Escalation>("Escalate",
                              With<v1::EscalateRequest>(absl::StrCat(
                                  "parent: '", engagement.name(), "' escalation { subject: '",
                                  engagement.name(), "' issue: 'no permit' }")),
                              kManager);
  }
  v1::Kpi Defined(const v1::Engagement& engagement) {
    return Do<v1::Kpi>(
        "DefineKpi",
        With<v1::DefineKpiRequest>(absl::StrCat(
            "parent: '", engagement.name(),
            "' kpi { kpi_code: 'INT-06' baseline { value: '0' } target { value: '100' } "
            "baseline_date { year: 2026 month: 1 day: 12 } "
            "due_date { year: 2026 month: 4 day: 10 } }")));
  }
  v1::Kpi ReadKpi(const v1::Kpi& kpi) {
    v1::GetKpiRequest get;
    get.set_name(kpi.name());
    return Do<v1::Kpi>("GetKpi", get);
  }
  void Measure(const v1::Kpi& kpi, const std::string& value, int day) {
    Do<v1::Kpi>("RecordMeasurement",
                With<v1::RecordMeasurementRequest>(
                    absl::StrCat("name: '", kpi.name(), "' measurement { value { value: '", value,
                                 "' } measure_date { year: 2026 month: 4 day: ", day, " } }")),
                kManager);
  }
  void Close(const v1::Engagement& engagement) {
    Do<v1::Evaluation>("RecordEvaluation",
                       With<v1::RecordEvaluationRequest>(absl::StrCat(
                           "parent: '", engagement.name(),
                           "' evaluation { moment_code: 'END' satisfaction: 8 goals { goal: 'one "
                           "site' is_reached: true } }")),
                       kBoard);
    Do<v1::Engagement>("CloseEngagement",
                       With<v1::CloseEngagementRequest>(absl::StrCat(
                           "name: '", engagement.name(), "' waive_reason: 'nothing to hand'")),
                       kBoard);
  }

  // Puts a timer back that is due now, as a worker holds it that claimed it before the last change;
  // waits until it has been handled. Returns how many events that brought about.
  std::int64_t FireStale(const std::string& name, absl::string_view kind) {
    const TenantId tenant = *TenantId::Parse("acme");
    store::Transaction transaction;
    transaction.event = {.type = "test.timer_left",
                         .resource = name.substr(std::string("organizations/acme/").size()),
                         .actor = "test",
                         .method = "test"};
    store::TimerWrite left;
    left.timer.resource = transaction.event.resource;
    left.timer.kind = std::string(kind);
    left.timer.due = absl::UnixEpoch();
    transaction.timers.push_back(left);
    const auto committed = server_->store().Commit(tenant, transaction);
    EXPECT_THAT(committed, IsOk());
    const int before = fired_;
    EXPECT_TRUE(server_->WaitUntilSettled());
    EXPECT_EQ(fired_, before + 1);
    return server_->store().GetFeedHead(tenant)->sequence - committed->sequence;
  }

  inline static const Person kHr{.subject = "u-hr", .roles = {"hr_advisor"}};
  inline static const Person kBoard{.subject = "u-board", .roles = {"formal_client"}};
  inline static const Person kSponsor{.subject = "u-sponsor", .roles = {"sponsor"}};
  inline static const Person kManager{
      .subject = "u-manager", .roles = {"interim_manager"}, .party = "candidates/c1"};

 private:
  absl::Status Counted(absl::Status status) {
    if (status.ok()) ++fired_;
    return status;
  }

  catalogue::Catalogue catalogue_ =
      *catalogue::Catalogue::Load(std::string(INTERIM_SOURCE_DIR) + "/common/catalogue/data");
  GovernanceData data_ = LoadData(catalogue_);
  Engagements engagements_{data_};
  Decisions decisions_{data_};
  Progress progress_{data_};
  FakePeer peer_{*contracting::v1::GetContractRequest::descriptor()->file()};
  FakeClock clock_{absl::Now()};  // after the tokens of the peer
  std::atomic<int> fired_ = 0;

 protected:
  std::optional<InProcessServer> server_;
};

// ---- the clock of an escalation ----

TEST_F(TimersTest, Escalation_ThatWasResolved_StaysWhereItIs) {
  const v1::Escalation escalation = Escalated(Started());
  const auto resolved =
      Do<v1::Escalation>("ResolveEscalation",
                         With<v1::ResolveEscalationRequest>(absl::StrCat(
                             "name: '", escalation.name(), "' resolution: 'permit came'")),
                         kSponsor);
  GoTo("2026-06-01");
  EXPECT_EQ(FireStale(escalation.name(), kEscalationTimer), 0);
  v1::GetEscalationRequest get;
  get.set_name(escalation.name());
  EXPECT_EQ(Do<v1::Escalation>("GetEscalation", get).steps_size(), resolved.steps_size());
}

TEST_F(TimersTest, Escalation_FiredBeforeItIsDueAgain_DoesNotMoveTwice) {
  const v1::Escalation escalation = Escalated(Started());
  GoTo("2026-01-15");  // two working days are over: it has moved to steering
  v1::GetEscalationRequest get;
  get.set_name(escalation.name());
  ASSERT_EQ(Do<v1::Escalation>("GetEscalation", get).level(), v1::ESCALATION_LEVEL_STEERING);
  EXPECT_EQ(FireStale(escalation.name(), kEscalationTimer), 0);
  EXPECT_EQ(Do<v1::Escalation>("GetEscalation", get).level(), v1::ESCALATION_LEVEL_STEERING);
}

// ---- the due day of a target ----

TEST_F(TimersTest, Kpi_NotReachedInTime_IsMarkedOnce) {
  const v1::Kpi kpi = Defined(Started());
  GoTo("2026-04-10");
  EXPECT_FALSE(ReadKpi(kpi).is_overdue());
  GoTo("2026-04-11");
  EXPECT_TRUE(ReadKpi(kpi).is_overdue());
  EXPECT_EQ(FireStale(kpi.name(), kKpiTimer), 0);
}

TEST_F(TimersTest, Kpi_ReachedBeforeItsDay_IsNotMarked) {
  const v1::Kpi kpi = Defined(Started());
  GoTo("2026-04-10");
  Measure(kpi, "100", 9);
  GoTo("2026-04-11");
  EXPECT_FALSE(ReadKpi(kpi).is_overdue());
  EXPECT_EQ(FireStale(kpi.name(), kKpiTimer), 0);
}

TEST_F(TimersTest, Kpi_OfAClosedEngagement_IsNotMarked) {
  const v1::Engagement engagement = Started();
  const v1::Kpi kpi = Defined(engagement);
  Contract("2026-03-31", true);
  GoTo("2026-04-01");
  Close(engagement);
  GoTo("2026-04-11");
  EXPECT_FALSE(ReadKpi(kpi).is_overdue());
}

// ---- the contract ----

TEST_F(TimersTest, Contract_Extended_IsFollowedTheNextMorning) {
  const v1::Engagement engagement = Started();
  EXPECT_EQ(engagement.end_date().month(), 12);
  Contract("2027-03-31");
  EXPECT_EQ(Read(engagement).end_date().month(), 12);
  GoTo("2026-01-13");
  const v1::Engagement moved = Read(engagement);
  EXPECT_EQ(moved.end_date().month(), 3);
  EXPECT_EQ(moved.handover_start_date().month(), 2);
  Contract("2026-06-30");
  GoTo("2026-01-14");
  EXPECT_EQ(Read(engagement).end_date().month(), 6);
}

TEST_F(TimersTest, Contract_Unchanged_LeavesTheVersionAsItIs) {
  const v1::Engagement engagement = Started();
  GoTo("2026-01-20");
  EXPECT_EQ(Read(engagement).etag(), engagement.etag());
}

TEST_F(TimersTest, Contract_ReadByHand_ThenByTheClock_MovesOnce) {
  const v1::Engagement engagement = Started();
  Contract("2027-03-31");
  const auto followed = Do<v1::Engagement>(
      "FollowContract",
      With<v1::FollowContractRequest>(absl::StrCat("name: '", engagement.name(), "'")));
  EXPECT_EQ(followed.end_date().year(), 2027);
  GoTo("2026-01-13");
  EXPECT_EQ(Read(engagement).etag(), followed.etag());
}

TEST_F(TimersTest, Contract_OfAClosedEngagement_IsNotFollowed) {
  const v1::Engagement engagement = Started();
  Contract("2026-03-31", true);
  GoTo("2026-04-01");
  Close(engagement);
  const v1::Engagement closed = Read(engagement);
  Contract("2026-12-31");
  GoTo("2026-04-10");
  EXPECT_EQ(FireStale(engagement.name(), kContractTimer), 0);
  EXPECT_EQ(Read(engagement).etag(), closed.etag());
}

}  // namespace
}  // namespace interim::governance
