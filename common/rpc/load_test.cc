// What a server does when there is too much: which calls it refuses first, how long streams may
// stay, what happens to slow readers at a stop.
// covers: X5
#include <atomic>
#include <cstdint>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/rpc/testing/metric_of.h"
#include "common/rpc/testing/notes_service.h"
#include "common/rpc/testing/slow_proxy.h"
#include "common/store/deadline_scope.h"
#include "common/store/memory/memory_store.h"
#include "common/store/testing/faulty_store.h"
#include "common/testing/in_process_server.h"
#include "common/testing/matchers.h"
#include "gtest/gtest.h"

namespace interim::rpctest {
namespace {

using store::testing::FaultyStore;
using testing::HasMetadata;
using testing::InProcessServer;
using testing::IsOk;
using testing::NextRequestId;
using testing::StatusIs;
using testing::WaitFor;

constexpr char kCreate[] = "interim.notes.v1.NotesService/CreateNote";
constexpr char kGet[] = "interim.notes.v1.NotesService/GetNote";
constexpr char kList[] = "interim.notes.v1.NotesService/ListNotes";
constexpr char kBump[] = "interim.notes.v1.NotesService/BumpNote";
constexpr char kAddPage[] = "interim.notes.v1.NotesService/AddPage";
constexpr char kEcho[] = "interim.notes.v1.NotesService/Echo";
constexpr char kWatch[] = "interim.notes.v1.NotesService/WatchNote";

// A server beside that of the fixture, with a configuration of its own.
class LoadTest : public ::testing::Test {
 protected:
  void Start(const std::function<void(rpc::ServerConfig&)>& adjust, store::Store* store = nullptr) {
    rpc::ServerConfig config = first_.config();
    config.set_listen_address("127.0.0.1:0");
    config.clear_operations_address();
    adjust(config);
    auto started =
        rpc::RunningServer::Start(config, spec_, {.system_clock = &first_.clock(), .store = store});
    ASSERT_THAT(started, IsOk());
    server_ = *std::move(started);
    address_ = absl::StrCat("127.0.0.1:", server_->port());
    client_ = rpc::Client::Connect({.target = address_});
  }
  void TearDown() override {
    if (server_ != nullptr) server_->Stop(absl::Seconds(1));
  }
  std::string Token() { return first_.tokens().For({}); }
  template <class Response>
  absl::StatusOr<Response> Call(absl::string_view method, const google::protobuf::Message& request,
                                rpc::CallOptions options = {}) {
    options.token = Token();
    return client_->Call<Response>(method, request, options);
  }
  std::string CreateNote() {
    v1::CreateNoteRequest request;
    request.set_parent("organizations/acme");
    request.mutable_note()->set_title("note");
    request.set_request_id(NextRequestId());
    const auto note = Call<v1::Note>(kCreate, request);
    EXPECT_THAT(note, IsOk());
    return note.ok() ? note->name() : "";
  }
  v1::GetNoteRequest Get(const std::string& name) {
    v1::GetNoteRequest request;
    request.set_name(name);
    return request;
  }
  // Reads a stream until it ends; counts the messages.
  absl::Status Watch(const std::string& name, std::atomic<int>& seen,
                     const testing::Person& person = {}) {
    v1::WatchNoteRequest request;
    request.set_name(name);
    v1::Note note;
    return client_->ReadStream(
        kWatch, request, note,
        [&](const google::protobuf::Message&) {
          ++seen;
          return true;
        },
        {.token = first_.tokens().For(person), .timeout = absl::Minutes(20)});
  }

  Notes notes_;
  rpc::ServerSpec spec_ = NotesSpec(notes_);
  InProcessServer first_{{.spec = spec_}};
  std::unique_ptr<rpc::RunningServer> server_;
  std::string address_;
  std::unique_ptr<rpc::Client> client_;
};

TEST_F(LoadTest, FullServer_RefusesSheddableFirst_NormalNext_CriticalNever) {
  Start([](rpc::ServerConfig& config) { config.set_max_concurrent_calls(10); });
  std::vector<std::string> names;
  for (int i = 0; i < 9; ++i) names.push_back(CreateNote());
  std::atomic<bool> hold{true};
  std::atomic<int> held{0};
  notes_.between = [&] {
    ++held;
    while (hold) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  };
  std::vector<std::thread> threads;
  const auto hold_up_to = [&](int count) {
    while (static_cast<int>(threads.size()) < count) {
      threads.emplace_back([&, name = names[threads.size()]] {
        v1::BumpNoteRequest request;
        request.set_name(name);
        request.set_by(1);
        EXPECT_THAT(Call<v1::Note>(kBump, request, {.timeout = absl::Seconds(30)}), IsOk());
      });
    }
    EXPECT_TRUE(WaitFor([&] { return held == count; }));
  };
  v1::ListNotesRequest list;
  list.set_parent("organizations/acme");
  v1::AddPageRequest page;
  page.set_parent("organizations/acme/notes/nowhere");
  page.mutable_page()->set_text("x");

  hold_up_to(6);
  EXPECT_THAT(Call<v1::ListNotesResponse>(kList, list), IsOk()) << "at 70%";
  hold_up_to(7);
  rpc::Metadata trailers;
  const auto refused = Call<v1::ListNotesResponse>(kList, list, {.trailers = &trailers});
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kResourceExhausted, "OVERLOADED"));
  EXPECT_THAT(refused.status(), HasMetadata("class", "SHEDDABLE"));
  EXPECT_NE(rpc::FindMetadata(trailers, "grpc-retry-pushback-ms"), "");
  hold_up_to(8);
  EXPECT_THAT(Call<v1::Note>(kGet, Get(names[0])), IsOk()) << "at 90%";
  hold_up_to(9);
  EXPECT_THAT(Call<v1::Note>(kGet, Get(names[0])),
              StatusIs(absl::StatusCode::kResourceExhausted, "OVERLOADED"));
  EXPECT_THAT(Call<v1::Page>(kAddPage, page), StatusIs(absl::StatusCode::kNotFound))
      << "a critical call is looked at";
  EXPECT_EQ(MetricOf(*server_, "admission_rejected_total{class=\"NORMAL\",reason=\"concurrency\"}"),
            1);
  hold = false;
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(Call<v1::ListNotesResponse>(kList, list), IsOk());
}

TEST_F(LoadTest, Watch_EndsWithItsTime) {
  Start([](rpc::ServerConfig&) {});
  std::atomic<int> seen{0};
  absl::Status ended;
  std::thread watcher([&, name = CreateNote()] { ended = Watch(name, seen); });
  ASSERT_TRUE(WaitFor([&] { return seen == 1; }));
  first_.clock().Advance(absl::Seconds(601));
  watcher.join();
  EXPECT_THAT(ended, StatusIs(absl::StatusCode::kUnavailable, "WATCH_TIME_OVER"));
}

TEST_F(LoadTest, Watch_EndsWithItsToken) {
  Start([](rpc::ServerConfig& config) {
    config.mutable_token()->set_revocation_file(config.token().key_set_file() + ".revoked");
    std::ofstream(config.token().revocation_file()) << "# none\n";
  });
  std::atomic<int> seen{0};
  absl::Status ended;
  std::thread watcher([&, name = CreateNote()] { ended = Watch(name, seen); });
  ASSERT_TRUE(WaitFor([&] { return seen == 1; }));
  std::ofstream(first_.config().token().key_set_file() + ".revoked") << "principal acme/anna\n";
  first_.clock().Advance(absl::Seconds(2));
  watcher.join();
  EXPECT_THAT(ended, StatusIs(absl::StatusCode::kUnauthenticated, "TOKEN_REVOKED"));
}

TEST_F(LoadTest, Watches_OfOneOrganization_AtAndAboveTheLimit) {
  Start([](rpc::ServerConfig& config) { config.set_max_watches_per_organization(2); });
  const std::string name = CreateNote();
  std::atomic<int> seen{0};
  std::vector<std::thread> watchers;
  for (int i = 0; i < 2; ++i) {
    watchers.emplace_back([&] { (void)Watch(name, seen); });
  }
  ASSERT_TRUE(WaitFor([&] { return seen == 2; }));
  const absl::Status third = Watch(name, seen);
  EXPECT_THAT(third, StatusIs(absl::StatusCode::kResourceExhausted, "TOO_MANY_WATCHES"));
  EXPECT_THAT(third, HasMetadata("limit", "2"));
  EXPECT_THAT(Watch("organizations/other/notes/n1", seen, {.organization = "other"}),
              StatusIs(absl::StatusCode::kNotFound))
      << "another organization has places of its own";
  first_.clock().Advance(absl::Seconds(601));
  for (std::thread& watcher : watchers) watcher.join();
  EXPECT_TRUE(WaitFor([&] { return MetricOf(*server_, "grpc_server_in_flight") == 0; }))
      << "each stream is finished once";
  std::thread again([&] { (void)Watch(name, seen); });
  EXPECT_TRUE(WaitFor([&] { return seen == 3; })) << "places come free";
  server_->Stop(absl::Seconds(1));
  again.join();
}

TEST_F(LoadTest, Store_WaitsNoLongerThanTheCallHas) {
  const auto memory = store::MemoryStore::Create(first_.clock());
  FaultyStore store(*memory);
  Start([](rpc::ServerConfig&) {}, &store);
  const std::string name = CreateNote();
  std::atomic<bool> looked{false};
  store.SetHook([&](FaultyStore::Operation operation) {
    if (operation != FaultyStore::Operation::kGet) return;
    looked = true;
    const auto left =
        store::DeadlineScope::Earlier(absl::Hours(1)) - std::chrono::steady_clock::now();
    EXPECT_LT(left, std::chrono::seconds(4));  // three, rounded up on the wire
  });
  EXPECT_THAT(Call<v1::Note>(kGet, Get(name), {.timeout = absl::Seconds(3)}), IsOk());
  EXPECT_TRUE(looked);
}

// A client behind a proxy that reads slowly, with large answers on their way: more than the kernel
// takes off the server's hands, so that most of them waits in the server.
class SlowReader {
 public:
  static constexpr int kAnswers = 4;
  static constexpr std::int64_t kAnswer = 3 * 1024 * 1024;

  SlowReader(const std::string& address, const std::string& token)
      : proxy_(address), client_(rpc::Client::Connect({.target = proxy_.address()})) {
    constexpr std::int64_t kBytesALook = 128 * 1024;  // all of it takes about a second
    EXPECT_TRUE(client_->WaitUntilConnected(absl::Seconds(5)));
    proxy_.Slow(kBytesALook);
    for (int i = 0; i < kAnswers; ++i) {
      threads_.emplace_back([this, token] {
        v1::EchoRequest request;
        request.set_answer_bytes(kAnswer);
        const auto answer =
            client_->Call<v1::EchoResponse>(kEcho, request,
                                            {.token = token,
                                             .timeout = absl::Seconds(30),
                                             .retry = rpc::CallOptions::Retry::kNever});
        if (answer.ok() && answer->payload().size() == kAnswer) ++whole_;
      });
    }
  }
  // Most is not read yet.
  bool IsBehind() const { return proxy_.passed_back() < kAnswers * kAnswer / 2; }
  // How many answers arrived as a whole, once all calls have ended.
  int Whole() {
    for (std::thread& thread : threads_) thread.join();
    return whole_;
  }

 private:
  SlowProxy proxy_;
  std::unique_ptr<rpc::Client> client_;
  std::atomic<int> whole_{0};
  std::vector<std::thread> threads_;
};

constexpr char kEchoDone[] =
    "grpc_server_handled_total{grpc_code=\"OK\",grpc_method=\"Echo\",grpc_service=\""
    "interim.notes.v1.NotesService\"}";

// The methods are done long before the client has read their answers; the server stops in between
// and stays until they are read.
TEST_F(LoadTest, Stop_LetsASlowClientReadLargeAnswers) {
  Start([](rpc::ServerConfig&) {});
  SlowReader reader(address_, first_.tokens().For({}));
  ASSERT_TRUE(WaitFor([&] { return MetricOf(*server_, kEchoDone) == SlowReader::kAnswers; }))
      << server_->metrics().Text();
  ASSERT_TRUE(reader.IsBehind()) << "it was too fast to tell";
  server_->Stop(absl::Seconds(20));
  EXPECT_EQ(reader.Whole(), SlowReader::kAnswers);
}

// Without time to read, answers are cut off: what the test above rules out does happen.
TEST_F(LoadTest, Stop_WithoutTime_CutsLargeAnswersOff) {
  Start([](rpc::ServerConfig&) {});
  SlowReader reader(address_, first_.tokens().For({}));
  ASSERT_TRUE(WaitFor([&] { return MetricOf(*server_, kEchoDone) == SlowReader::kAnswers; }))
      << server_->metrics().Text();
  ASSERT_TRUE(reader.IsBehind()) << "it was too fast to tell";
  server_->Stop(absl::Milliseconds(20));
  EXPECT_LT(reader.Whole(), SlowReader::kAnswers);
}

}  // namespace
}  // namespace interim::rpctest
