// What a server does beside its calls, and what it tells an operator: relays that are given up,
// long readings that nobody waits for, metrics of the store.
// covers: X5
#include <string>
#include <utility>

#include "common/rpc/mint.h"
#include "common/rpc/testing/metric_of.h"
#include "common/rpc/testing/notes_service.h"
#include "common/store/memory/memory_store.h"
#include "common/store/testing/faulty_store.h"
#include "common/testing/in_process_server.h"
#include "common/testing/matchers.h"
#include "gtest/gtest.h"
#include "interim/audit/v1/audit_service.pb.h"
#include "interim/clock/v1/clock_service.pb.h"

namespace interim::rpctest {
namespace {

using store::testing::FaultyStore;
using testing::InProcessServer;
using testing::IsOk;
using testing::NextRequestId;
using testing::StatusIs;
using testing::WaitFor;

constexpr char kCreate[] = "interim.notes.v1.NotesService/CreateNote";
constexpr char kBump[] = "interim.notes.v1.NotesService/BumpNote";

std::string CreateNote(InProcessServer& server) {
  v1::CreateNoteRequest request;
  request.set_parent("organizations/acme");
  request.mutable_note()->set_title("note");
  request.set_request_id(NextRequestId());
  const auto note = server.Call<v1::Note>(kCreate, request);
  EXPECT_THAT(note, IsOk());
  return note.ok() ? note->name() : "";
}

v1::BumpNoteRequest Bump(const std::string& name) {
  v1::BumpNoteRequest request;
  request.set_name(name);
  request.set_by(1);
  request.set_request_id(NextRequestId());
  return request;
}

TEST(RelayTest, GivenUp_CountsAsRefusedNotAsHandled) {
  Notes left_notes;
  InProcessServer left({.spec = NotesSpec(left_notes)});
  Notes right_notes;
  InProcessServer right({.spec = NotesSpec(right_notes),
                         .peers = {{"interim.notes.v1", left.address()}},
                         .tokens = &left.tokens()});
  v1::BumpNoteRequest request = Bump(CreateNote(right));
  request.set_relay_to("organizations/acme/notes/nowhere");
  ASSERT_THAT(right.Call<v1::Note>(kBump, request), IsOk());
  EXPECT_TRUE(WaitFor([&] { return MetricOf(right.server(), "relays_refused_total") == 1; }));
  EXPECT_EQ(MetricOf(right.server(), "timers_handled_total"), 0);
  EXPECT_TRUE(right.WaitUntilSettled()) << "it is not tried again";
}

// A bump counts once more when its request is no longer known.
class SweepTest : public ::testing::Test {
 protected:
  // Good for days: the tokens of other tests are not.
  std::string Token(const std::string& role) {
    rpc::TokenClaims claims;
    claims.issuer = std::string(testing::kTestIssuer);
    claims.audience = std::string(testing::kTestAudience);
    claims.subject = "anna";
    claims.organization = "acme";
    claims.roles = {role};
    claims.issued_at = start_;
    claims.lifetime = absl::Hours(72);
    return *server_.tokens().minter().Mint(claims);
  }
  int CountAfter(const v1::BumpNoteRequest& request) {
    const auto note =
        server_.client().Call<v1::Note>(kBump, request, {.token = Token("hr_advisor")});
    EXPECT_THAT(note, IsOk());
    return note.ok() ? note->count() : -1;
  }
  void SetClock(absl::Duration offset) {
    clock::v1::SetClockRequest request;
    request.mutable_offset()->set_seconds(absl::ToInt64Seconds(offset));
    request.set_request_id(NextRequestId());
    ASSERT_THAT(server_.Call<clock::v1::Clock>("interim.clock.v1.ClockService/SetClock", request,
                                               {.roles = {"admin"}}),
                IsOk());
  }
  // And waits until the worker has looked at what that means.
  void Pass(absl::Duration time) {
    server_.clock().Advance(time);
    ASSERT_TRUE(WaitFor([&] {
      const auto clock = server_.client().Call<clock::v1::Clock>(
          "interim.clock.v1.ClockService/GetClock", clock::v1::GetClockRequest(),
          {.token = Token("admin")});
      return clock.ok() && clock->settled();
    }));
  }

  Notes notes_;
  InProcessServer server_{{.spec = NotesSpec(notes_), .sqlite = true}};
  const absl::Time start_ = server_.clock().Now();
};

TEST_F(SweepTest, RetryIsAnsweredForADay_AndForgottenAfterwards) {
  const v1::BumpNoteRequest request = Bump(CreateNote(server_));
  EXPECT_EQ(CountAfter(request), 1);
  Pass(absl::Hours(24) - absl::Minutes(11));
  EXPECT_EQ(CountAfter(request), 1);
  EXPECT_EQ(MetricOf(server_.server(), "idempotency_swept_total"), 0);
  Pass(absl::Minutes(22));
  EXPECT_EQ(MetricOf(server_.server(), "idempotency_swept_total"), 2) << "the note and its bump";
  EXPECT_EQ(CountAfter(request), 2);
}

TEST_F(SweepTest, ClockWasMovedBackAndForth_NothingIsForgotten) {
  SetClock(-absl::Hours(24 * 365));
  const v1::BumpNoteRequest request = Bump(CreateNote(server_));
  EXPECT_EQ(CountAfter(request), 1);
  SetClock(absl::ZeroDuration());
  Pass(absl::Minutes(11));
  EXPECT_EQ(CountAfter(request), 1) << "its row looks a year old";
  server_.Restart();
  Pass(absl::Minutes(11));
  EXPECT_EQ(CountAfter(request), 1);
}

TEST(AuditTest, VerifyTrail_StopsWhenNobodyWaitsAnyMore) {
  FakeClock clock;
  const auto memory = store::MemoryStore::Create(clock);
  FaultyStore slow(*memory);
  Notes notes;
  InProcessServer server({.spec = NotesSpec(notes), .store = &slow, .clock = &clock});
  CreateNote(server);
  slow.Delay(FaultyStore::Operation::kReadFeed, absl::Milliseconds(400));
  audit::v1::VerifyTrailRequest verify;
  verify.set_parent("organizations/acme");
  EXPECT_THAT(server.Call<audit::v1::VerifyTrailResponse>(
                  "interim.audit.v1.AuditService/VerifyTrail", verify, {.roles = {"auditor"}},
                  {.timeout = absl::Milliseconds(100)}),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
  server.server().Stop(absl::Seconds(5));
  EXPECT_EQ(slow.CallCount(FaultyStore::Operation::kReadFeed), 1)
      << "the end of the trail was not asked for";
}

TEST(StoreMetricsTest, CommitsAndLostRaces_AreCounted) {
  Notes notes;
  InProcessServer server({.spec = NotesSpec(notes), .sqlite = true});
  const std::string name = CreateNote(server);
  EXPECT_EQ(MetricOf(server.server(), "store_commit_seconds_count"), 1);
  EXPECT_EQ(MetricOf(server.server(), "store_queue_depth"), 0);
  bool once = true;
  notes.between = [&] {
    if (!std::exchange(once, false)) return;
    const TenantId tenant = *TenantId::Parse("acme");
    const auto record = server.store().Get(tenant, name.substr(19));
    ASSERT_THAT(record, IsOk());
    store::Transaction other;
    other.reads.push_back({record->id, record->version});
    other.writes.push_back({.record = *record});
    other.event = {.type = "note.touched", .resource = record->id, .actor = "test"};
    ASSERT_THAT(server.store().Commit(tenant, other), IsOk());
  };
  ASSERT_THAT(server.Call<v1::Note>(kBump, Bump(name)), IsOk());
  EXPECT_EQ(MetricOf(server.server(), "store_retries_total{code=\"ABORTED\"}"), 1);
  EXPECT_EQ(MetricOf(server.server(), "store_faults_total"), 0);
}

}  // namespace
}  // namespace interim::rpctest
