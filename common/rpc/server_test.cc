// The server around the calls: streams, timers, relays, peers, health, drain, configuration.
// covers: X5
#include <fstream>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "common/redis/testing/real_redis.h"
#include "common/rpc/server_config.h"
#include "common/rpc/testing/notes_service.h"
#include "common/testing/in_process_server.h"
#include "common/testing/matchers.h"
#include "gtest/gtest.h"
#include "interim/audit/v1/audit_service.pb.h"
#include "interim/clock/v1/clock_service.pb.h"
#include "interim/session/v1/session_service.pb.h"

namespace interim::rpctest {
namespace {

using testing::HasField;
using testing::HasMetadata;
using testing::HasReason;
using testing::InProcessServer;
using testing::IsOk;
using testing::NextRequestId;
using testing::Person;
using testing::StatusIs;
using testing::WaitFor;

constexpr char kService[] = "interim.notes.v1.NotesService";
constexpr char kCreate[] = "interim.notes.v1.NotesService/CreateNote";
constexpr char kGet[] = "interim.notes.v1.NotesService/GetNote";
constexpr char kBump[] = "interim.notes.v1.NotesService/BumpNote";
constexpr char kEcho[] = "interim.notes.v1.NotesService/Echo";
constexpr char kImport[] = "interim.notes.v1.NotesService/ImportNotes";
constexpr char kWatch[] = "interim.notes.v1.NotesService/WatchNote";
constexpr char kSetClock[] = "interim.clock.v1.ClockService/SetClock";
constexpr char kGetClock[] = "interim.clock.v1.ClockService/GetClock";

std::string CreateNote(InProcessServer& server, const std::string& session = "",
                       rpc::Metadata* trailers = nullptr) {
  v1::CreateNoteRequest request;
  request.set_parent("organizations/acme");
  request.mutable_note()->set_title("note");
  request.set_request_id(NextRequestId());
  const auto note =
      server.Call<v1::Note>(kCreate, request, {}, {.session = session, .trailers = trailers});
  EXPECT_THAT(note, IsOk());
  return note.ok() ? note->name() : "";
}

v1::Note GetNote(InProcessServer& server, const std::string& name) {
  v1::GetNoteRequest request;
  request.set_name(name);
  const auto note = server.Call<v1::Note>(kGet, request);
  EXPECT_THAT(note, IsOk());
  return note.ok() ? *note : v1::Note();
}

v1::BumpNoteRequest Bump(const std::string& name) {
  v1::BumpNoteRequest request;
  request.set_name(name);
  request.set_by(1);
  request.set_request_id(NextRequestId());
  return request;
}

class ServerTest : public ::testing::Test {
 protected:
  Notes notes_;
  InProcessServer server_{{.spec = NotesSpec(notes_), .operations_port = 0}};
};

TEST_F(ServerTest, MalformedBytes_AreInvalidArgument) {
  const rpc::CallOptions options{.token = server_.tokens().For({})};
  EXPECT_THAT(server_.client().InvokeBytes(kGet, "\x0a\xff\xff\xff", options),
              StatusIs(absl::StatusCode::kInvalidArgument, "REQUEST_MALFORMED"));
  EXPECT_THAT(server_.client().InvokeBytes(kGet, "\x0a\x02\xc3\x28", options),
              StatusIs(absl::StatusCode::kInvalidArgument, "REQUEST_MALFORMED"))
      << "text must be UTF-8";
  EXPECT_THAT(server_.client().InvokeBytes(kGet, "\x0a\xff\xff\xff"),
              StatusIs(absl::StatusCode::kUnauthenticated))
      << "nothing is read for strangers";
  EXPECT_THAT(server_.client().InvokeBytes("interim.notes.v1.NotesService/Nothing", "", options),
              StatusIs(absl::StatusCode::kUnimplemented));
}

TEST_F(ServerTest, Sizes_AtAndAboveTheLimit) {
  v1::EchoRequest request;
  request.set_payload(std::string(271828, 'x'));
  request.set_answer_bytes(314159);
  const auto echoed = server_.Call<v1::EchoResponse>(kEcho, request);
  ASSERT_THAT(echoed, IsOk());
  EXPECT_EQ(echoed->payload().size(), 314159u);
  request.set_answer_bytes(5 * 1024 * 1024);
  EXPECT_THAT(server_.Call<v1::EchoResponse>(kEcho, request),
              StatusIs(absl::StatusCode::kResourceExhausted, "RESPONSE_TOO_LARGE"));
  const rpc::CallOptions options{.token = server_.tokens().For({})};
  EXPECT_THAT(server_.client().InvokeBytes(kEcho, std::string(4 * 1024 * 1024 + 1, '\0'), options),
              StatusIs(absl::StatusCode::kResourceExhausted));
}

TEST_F(ServerTest, Deadline_IsKept_AndCutToTheLimit) {
  v1::EchoRequest request;
  request.set_wait_ms(2000);
  EXPECT_THAT(
      server_.Call<v1::EchoResponse>(kEcho, request, {}, {.timeout = absl::Milliseconds(50)}),
      StatusIs(absl::StatusCode::kDeadlineExceeded));
  request.set_wait_ms(0);
  const auto echoed =
      server_.Call<v1::EchoResponse>(kEcho, request, {}, {.timeout = absl::Minutes(10)});
  ASSERT_THAT(echoed, IsOk());
  EXPECT_LE(echoed->time_left_ms(), 30000);
  EXPECT_GT(echoed->time_left_ms(), 29000);
}

TEST_F(ServerTest, Import_StoresEach_AndRepeatsNothing) {
  const std::string id = NextRequestId();
  const auto import = [&](int count) {
    v1::ImportNotesRequest request;
    v1::ImportNotesResponse response;
    int sent = 0;
    const absl::Status status =
        server_.client().SendStream(kImport,
                                    [&](google::protobuf::Message& message) {
                                      if (sent == count) return false;
                                      auto& next = static_cast<v1::ImportNotesRequest&>(message);
                                      next.set_parent("organizations/acme");
                                      next.mutable_note()->set_title(absl::StrCat("note ", sent++));
                                      next.set_request_id(id);
                                      return true;
                                    },
                                    request, response, {.token = server_.tokens().For({})});
    EXPECT_THAT(status, IsOk());
    return response.imported_count();
  };
  EXPECT_EQ(import(3), 3);
  EXPECT_EQ(import(5), 5) << "the first three are the same, two are new";
  v1::ListNotesRequest list;
  list.set_parent("organizations/acme");
  const auto notes =
      server_.Call<v1::ListNotesResponse>("interim.notes.v1.NotesService/ListNotes", list);
  ASSERT_THAT(notes, IsOk());
  EXPECT_EQ(notes->notes_size(), 5);
}

TEST_F(ServerTest, Import_BadMessage_NamesItsNumber) {
  v1::ImportNotesRequest request;
  v1::ImportNotesResponse response;
  int sent = 0;
  const absl::Status status =
      server_.client().SendStream(kImport,
                                  [&](google::protobuf::Message& message) {
                                    auto& next = static_cast<v1::ImportNotesRequest&>(message);
                                    next.set_parent("organizations/acme");
                                    if (++sent != 2) next.mutable_note()->set_title("fine");
                                    return sent <= 2;
                                  },
                                  request, response, {.token = server_.tokens().For({})});
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  EXPECT_THAT(status, HasMetadata("message", "2"));
  EXPECT_THAT(status, HasField("note"));
}

TEST_F(ServerTest, Watch_ShowsStateThenEachChange_ProjectedForTheCaller) {
  v1::CreateNoteRequest create;
  create.set_parent("organizations/acme");
  create.mutable_note()->set_title("watched");
  create.mutable_note()->set_secret("hidden");
  const auto note = server_.Call<v1::Note>(kCreate, create);
  ASSERT_THAT(note, IsOk());
  v1::WatchNoteRequest request;
  request.set_name(note->name());
  v1::Note seen;
  std::vector<int> counts;
  const absl::Status status = server_.client().ReadStream(
      kWatch, request, seen,
      [&](const google::protobuf::Message& message) {
        const auto& now = static_cast<const v1::Note&>(message);
        EXPECT_EQ(now.secret(), "");
        counts.push_back(now.count());
        if (counts.size() < 3) {
          EXPECT_THAT(server_.Call<v1::Note>(kBump, Bump(note->name())), IsOk());
        }
        return counts.size() < 3;
      },
      {.token = server_.tokens().For({.subject = "bert"})});
  EXPECT_THAT(status, IsOk());
  EXPECT_EQ(counts, (std::vector<int>{0, 1, 2}));
  request.set_name("organizations/acme/notes/nowhere");
  EXPECT_THAT(server_.client().ReadStream(kWatch, request, seen,
                                          [](const google::protobuf::Message&) { return true; },
                                          {.token = server_.tokens().For({})}),
              StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
}

TEST_F(ServerTest, Stop_EndsWatchStreams) {
  const std::string name = CreateNote(server_);
  v1::WatchNoteRequest request;
  request.set_name(name);
  std::atomic<bool> started{false};
  absl::Status ended;
  std::thread watcher([&] {
    v1::Note seen;
    ended = server_.client().ReadStream(
        kWatch, request, seen,
        [&](const google::protobuf::Message&) {
          started = true;
          return true;
        },
        {.token = server_.tokens().For({}), .timeout = absl::Seconds(60)});
  });
  ASSERT_TRUE(WaitFor([&] { return started.load(); }));
  const absl::Time before = absl::Now();
  server_.server().Stop(absl::Seconds(5));
  watcher.join();
  EXPECT_LT(absl::Now() - before, absl::Seconds(4));
  EXPECT_THAT(ended, StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(ServerTest, Drain_TellsHealthButStillAnswers) {
  EXPECT_TRUE(server_.client().IsServing(kService));
  EXPECT_FALSE(server_.client().IsServing("interim.session.v1.SessionService"))
      << "follows Redis, and there is none";
  server_.server().BeginDrain();
  EXPECT_FALSE(server_.client().IsServing(kService));
  EXPECT_THAT(server_.Call<v1::EchoResponse>(kEcho, v1::EchoRequest()), IsOk());
}

TEST_F(ServerTest, PortInUse_DoesNotStart) {
  rpc::ServerConfig config = server_.config();
  config.set_listen_address(server_.address());
  config.clear_operations_address();
  Notes notes;
  const rpc::ServerSpec spec = NotesSpec(notes);
  EXPECT_THAT(rpc::RunningServer::Start(config, spec),
              StatusIs(absl::StatusCode::kUnavailable, "PORT_IN_USE"));
}

TEST_F(ServerTest, UnregisteredMethod_DoesNotStart) {
  rpc::ServerConfig config = server_.config();
  config.clear_operations_address();
  Notes notes;
  rpc::ServerSpec spec = NotesSpec(notes);
  spec.mount = [&](rpc::Server& server) -> absl::Status {
    server.Mount(kService).Unary("GetNote", notes, &Notes::GetNote);
    server.Mount("interim.notes.v1.NoSuchService");
    return absl::OkStatus();
  };
  const auto started = rpc::RunningServer::Start(config, spec);
  EXPECT_THAT(started, StatusIs(absl::StatusCode::kFailedPrecondition, "METHODS_INVALID"));
  spec.mount = [&](rpc::Server& server) -> absl::Status {
    server.Mount(kService).Unary("GetNote", notes, &Notes::GetNote);
    return absl::OkStatus();
  };
  EXPECT_THAT(rpc::RunningServer::Start(config, spec), HasReason("METHODS_INVALID"));
}

TEST_F(ServerTest, Timer_FiresOnceWhenBusinessTimeComes) {
  const std::string name = CreateNote(server_);
  v1::BumpNoteRequest request = Bump(name);
  request.set_timer_seconds(86400);
  ASSERT_THAT(server_.Call<v1::Note>(kBump, request), IsOk());
  ASSERT_TRUE(server_.WaitUntilSettled());
  EXPECT_EQ(GetNote(server_, name).count(), 1);
  clock::v1::SetClockRequest clock;
  clock.mutable_offset()->set_seconds(86400);
  clock.set_request_id(NextRequestId());
  const auto moved = server_.Call<clock::v1::Clock>(kSetClock, clock, {.roles = {"admin"}});
  ASSERT_THAT(moved, IsOk());
  ASSERT_TRUE(server_.WaitUntilSettled());
  EXPECT_EQ(GetNote(server_, name).count(), 2);
  ASSERT_TRUE(server_.WaitUntilSettled());
  EXPECT_EQ(GetNote(server_, name).count(), 2);
}

// The one that waits falls due first.
TEST_F(ServerTest, TimerThatAsksASlowPeer_HoldsUpNoOther) {
  absl::Notification answered;
  notes_.ask_peer = [&answered] { answered.WaitForNotification(); };
  const std::string waits = CreateNote(server_);
  v1::BumpNoteRequest request = Bump(waits);
  request.set_timer_seconds(60);
  notes_.timer_kind = "ask:bump";
  ASSERT_THAT(server_.Call<v1::Note>(kBump, request), IsOk());
  const std::string other = CreateNote(server_);
  request = Bump(other);
  request.set_timer_seconds(120);
  notes_.timer_kind = "bump";
  ASSERT_THAT(server_.Call<v1::Note>(kBump, request), IsOk());
  server_.clock().Advance(absl::Seconds(180));
  EXPECT_TRUE(WaitFor([&] { return GetNote(server_, other).count() == 2; }));
  EXPECT_EQ(GetNote(server_, waits).count(), 1);
  answered.Notify();
  ASSERT_TRUE(server_.WaitUntilSettled());
  EXPECT_EQ(GetNote(server_, waits).count(), 2);
}

TEST_F(ServerTest, Clock_OnlyForAdmin_AndSurvivesARestart) {
  clock::v1::SetClockRequest clock;
  clock.mutable_offset()->set_seconds(-3600);
  EXPECT_THAT(server_.Call<clock::v1::Clock>(kSetClock, clock),
              StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(
      server_.Call<clock::v1::Clock>(kSetClock, clock::v1::SetClockRequest(), {.roles = {"admin"}}),
      HasField("target"));
  ASSERT_THAT(server_.Call<clock::v1::Clock>(kSetClock, clock, {.roles = {"admin"}}), IsOk());
  server_.Restart();
  const auto now =
      server_.Call<clock::v1::Clock>(kGetClock, clock::v1::GetClockRequest(), {.roles = {"admin"}});
  ASSERT_THAT(now, IsOk());
  EXPECT_EQ(now->offset().seconds(), -3600);
  EXPECT_EQ(now->business_time().seconds(), absl::ToUnixSeconds(server_.clock().Now()) - 3600);
  EXPECT_TRUE(now->movable());
}

TEST_F(ServerTest, Audit_ListsEventsAndVerifies) {
  const std::string name = CreateNote(server_);
  const std::string other = CreateNote(server_);
  ASSERT_THAT(server_.Call<v1::Note>(kBump, Bump(name)), IsOk());
  const Person auditor{.subject = "otto", .roles = {"auditor"}};
  audit::v1::ListEventsRequest list;
  list.set_parent("organizations/acme");
  list.set_page_size(2);
  const auto first = server_.Call<audit::v1::ListEventsResponse>(
      "interim.audit.v1.AuditService/ListEvents", list, auditor);
  ASSERT_THAT(first, IsOk());
  ASSERT_EQ(first->events_size(), 2);
  EXPECT_EQ(first->events(0).event_type(), "note.created");
  EXPECT_EQ(first->events(0).actor(), "anna");
  EXPECT_EQ(first->events(0).resource(), name);
  list.set_page_token(first->next_page_token());
  const auto second = server_.Call<audit::v1::ListEventsResponse>(
      "interim.audit.v1.AuditService/ListEvents", list, auditor);
  ASSERT_EQ(second->events_size(), 1);
  EXPECT_EQ(second->events(0).rules(0), "T01@1");
  EXPECT_EQ(second->events(0).previous_hash(), first->events(1).hash());
  EXPECT_EQ(second->next_page_token(), "");
  list.clear_page_token();
  list.set_resource(other);
  EXPECT_EQ(server_
                .Call<audit::v1::ListEventsResponse>("interim.audit.v1.AuditService/ListEvents",
                                                     list, auditor)
                ->events_size(),
            1);
  audit::v1::VerifyTrailRequest verify;
  verify.set_parent("organizations/acme");
  const auto report = server_.Call<audit::v1::VerifyTrailResponse>(
      "interim.audit.v1.AuditService/VerifyTrail", verify, auditor);
  ASSERT_THAT(report, IsOk());
  EXPECT_TRUE(report->verified());
  EXPECT_EQ(report->event_count(), 3);
}

TEST(PeersTest, Ask_ForwardsTheCallersTokenAndErrors) {
  Notes left_notes;
  InProcessServer left({.spec = NotesSpec(left_notes)});
  Notes right_notes;
  InProcessServer right({.spec = NotesSpec(right_notes),
                         .peers = {{"interim.notes.v1", left.address()}},
                         .tokens = &left.tokens()});
  v1::EchoRequest request;
  request.set_ask_peer(true);
  request.set_payload("over");
  const auto echoed = right.Call<v1::EchoResponse>(kEcho, request, {.subject = "carl"});
  ASSERT_THAT(echoed, IsOk());
  EXPECT_EQ(echoed->subject(), "carl");
  EXPECT_EQ(echoed->payload(), "over");
  request.set_fail_inside(true);
  EXPECT_THAT(right.Call<v1::EchoResponse>(kEcho, request), StatusIs(absl::StatusCode::kInternal));
  left.server().Stop(absl::ZeroDuration());
  request.set_fail_inside(false);
  EXPECT_THAT(right.Call<v1::EchoResponse>(kEcho, request, {}, {.timeout = absl::Seconds(3)}),
              StatusIs(absl::StatusCode::kUnavailable, "PEER_UNAVAILABLE"));
}

TEST(RelayTest, IsDeliveredOnce_AlsoWhenThePeerWasAway) {
  Notes left_notes;
  InProcessServer left({.spec = NotesSpec(left_notes)});
  Notes right_notes;
  InProcessServer right({.spec = NotesSpec(right_notes),
                         .peers = {{"interim.notes.v1", left.address()}},
                         .tokens = &left.tokens()});
  const std::string there = CreateNote(left);
  const std::string here = CreateNote(right);
  left_notes.refuse_bumps = true;
  v1::BumpNoteRequest request = Bump(here);
  request.set_relay_to(there);
  ASSERT_THAT(right.Call<v1::Note>(kBump, request), IsOk());
  ASSERT_TRUE(WaitFor([&] { return left_notes.bump_runs > 0; }));
  EXPECT_EQ(GetNote(left, there).count(), 0);
  left_notes.refuse_bumps = false;
  ASSERT_TRUE(WaitFor([&] {
    right.clock().Advance(absl::Seconds(1));  // the next try is due by system time
    return GetNote(left, there).count() == 1;
  }));
  ASSERT_TRUE(right.WaitUntilSettled());
  ASSERT_THAT(right.Call<v1::Note>(kBump, request), IsOk()) << "a retry of the call";
  ASSERT_TRUE(right.WaitUntilSettled());
  EXPECT_EQ(GetNote(left, there).count(), 1);
}

TEST(SessionTest, CommitMovesTheJourney_AndTellsWhenItCannot) {
  auto redis = redis::RealRedis::Start();
  ASSERT_THAT(redis, IsOk());
  Notes notes;
  InProcessServer server({.spec = NotesSpec(notes), .redis_address = (*redis)->address()});
  ASSERT_TRUE(
      WaitFor([&] { return server.client().IsServing("interim.session.v1.SessionService"); }));
  session::v1::CreateSessionRequest create;
  create.set_parent("organizations/acme");
  create.set_request_id(NextRequestId());
  const auto session =
      server.Call<session::v1::Session>("interim.session.v1.SessionService/CreateSession", create);
  ASSERT_THAT(session, IsOk());
  rpc::Metadata trailers;
  const std::string note = CreateNote(server, session->name(), &trailers);
  EXPECT_EQ(rpc::FindMetadata(trailers, "session-stale"), "");
  session::v1::GetSessionRequest get;
  get.set_name(session->name());
  const auto moved =
      server.Call<session::v1::Session>("interim.session.v1.SessionService/GetSession", get);
  ASSERT_THAT(moved, IsOk());
  EXPECT_NE(moved->ShortDebugString().find(note), std::string::npos);

  (*redis)->Kill();
  const std::string second = CreateNote(server, session->name(), &trailers);
  EXPECT_EQ(rpc::FindMetadata(trailers, "session-stale"), "true");
  EXPECT_EQ(GetNote(server, second).title(), "note") << "the commit stands";
  EXPECT_TRUE(
      WaitFor([&] { return !server.client().IsServing("interim.session.v1.SessionService"); }));
  EXPECT_TRUE(server.client().IsServing(kService));
}

TEST(ProductionTest, ClockIsFixed) {
  Notes notes;
  InProcessServer server({.spec = NotesSpec(notes), .environment = rpc::ServerConfig::PRODUCTION});
  clock::v1::SetClockRequest clock;
  clock.mutable_offset()->set_seconds(1);
  EXPECT_THAT(server.Call<clock::v1::Clock>(kSetClock, clock, {.roles = {"admin"}}),
              StatusIs(absl::StatusCode::kFailedPrecondition, "CLOCK_FIXED"));
}

TEST(StoreTest, RecordsSurviveARestart_OnDisk) {
  Notes notes;
  InProcessServer server({.spec = NotesSpec(notes), .sqlite = true});
  const std::string name = CreateNote(server);
  const v1::BumpNoteRequest request = Bump(name);
  ASSERT_THAT(server.Call<v1::Note>(kBump, request), IsOk());
  server.Restart();
  ASSERT_THAT(server.Call<v1::Note>(kBump, request), IsOk());
  EXPECT_EQ(GetNote(server, name).count(), 1) << "the retry is answered from the record";
}

TEST(ConfigTest, AllProblemsAtOnce) {
  rpc::ServerConfig config;
  config.set_listen_address("nowhere");
  config.set_environment(rpc::ServerConfig::PRODUCTION);
  config.mutable_store()->set_memory(true);
  config.set_reflection(true);
  config.set_drain_seconds(121);
  rpc::FillDefaults(config);
  std::string all;
  for (const std::string& problem : rpc::ConfigProblems(config))
    absl::StrAppend(&all, problem, "\n");
  for (const char* part : {"listen_address", "store.memory", "reflection", "drain_seconds",
                           "token.key_set_file", "token.issuer", "token.audience"}) {
    EXPECT_NE(all.find(part), std::string::npos) << part << " not in\n" << all;
  }
}

TEST(ConfigTest, UnknownFieldInFile_IsRefusedWithItsLine) {
  const testing::TestFolder folder;
  const std::string path = folder.path() + "/server.textproto";
  std::ofstream(path)
      << "# proto-message: interim.rpc.ServerConfig\nenvironment: DEV\nno_such: 1\n";
  const auto config = rpc::LoadServerConfig(path);
  EXPECT_THAT(config, StatusIs(absl::StatusCode::kInvalidArgument, "CONFIG_INVALID"));
  EXPECT_NE(std::string(config.status().message()).find(":3"), std::string::npos)
      << config.status().message();
}

}  // namespace
}  // namespace interim::rpctest
