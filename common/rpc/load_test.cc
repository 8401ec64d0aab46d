// What a server does when there is too much: which calls it refuses first, how long streams may
// stay, what happens to slow readers at a stop.
// covers: X5
#include <atomic>
#include <fstream>
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

TEST_F(LoadTest, Stop_LetsASlowClientReadALargeAnswer) {
  Start([](rpc::ServerConfig&) {});
  SlowProxy proxy(address_);
  const auto slow = rpc::Client::Connect({.target = proxy.address()});
  ASSERT_TRUE(slow->WaitUntilConnected(absl::Seconds(5)));
  proxy.Hold();
  v1::EchoRequest request;
  request.set_answer_bytes(3 * 1024 * 1024);
  absl::StatusOr<v1::EchoResponse> answer;
  std::thread reader([&] {
    answer = slow->Call<v1::EchoResponse>(
        kEcho, request,
        {.token = first_.tokens().For({}), .retry = rpc::CallOptions::Retry::kNever});
  });
  const std::string done =
      "grpc_server_handled_total{grpc_code=\"OK\",grpc_method=\"Echo\",grpc_service=\""
      "interim.notes.v1.NotesService\"}";
  ASSERT_TRUE(WaitFor([&] { return MetricOf(*server_, done) == 1; })) << server_->metrics().Text();
  std::thread stopper([&] { server_->Stop(absl::Seconds(4)); });
  // Longer than a server waits that thinks all is answered; there is nothing to be seen of that.
  std::this_thread::sleep_for(std::chrono::milliseconds(600));
  proxy.Release();
  reader.join();
  stopper.join();
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->payload().size(), 3u * 1024 * 1024);
}

}  // namespace
}  // namespace interim::rpctest
