// A real gRPC server inside the test, on port 0, with a client to it.
#ifndef INTERIM_COMMON_TESTING_IN_PROCESS_SERVER_H_
#define INTERIM_COMMON_TESTING_IN_PROCESS_SERVER_H_

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/core/fake_clock.h"
#include "common/core/ids.h"
#include "common/rpc/client.h"
#include "common/rpc/running_server.h"
#include "common/testing/test_tokens.h"

namespace interim::testing {

// A folder that lives as long as a test.
class TestFolder {
 public:
  TestFolder();
  ~TestFolder();
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

struct ServerSetup {
  rpc::ServerSpec spec;
  // Access table as text proto, in place of the files; "" reads the files of the source tree.
  std::string access;
  bool sqlite = false;                                     // a SQLite file instead of memory
  std::string redis_address;                               // "host:port", "" for none
  std::vector<std::pair<std::string, std::string>> peers;  // package prefix -> "host:port"
  // Organizations that timers and relays have a token for.
  std::vector<std::string> service_organizations = {"acme"};
  rpc::ServerConfig::Environment environment = rpc::ServerConfig::REHEARSAL;
  store::Store* store = nullptr;  // to be used in place of one of its own
  // Tokens of another server, so that both take the same; null makes new ones.
  const TestTokens* tokens = nullptr;
  FakeClock* clock = nullptr;  // null: a clock that stands at its start
  int operations_port = -1;    // 0 takes a free one, -1: none
};

// Ends the test program when the server does not start; use rpc::RunningServer::Start to test that.
class InProcessServer {
 public:
  explicit InProcessServer(ServerSetup setup);
  ~InProcessServer();
  InProcessServer(const InProcessServer&) = delete;
  InProcessServer& operator=(const InProcessServer&) = delete;

  // Calls a method as somebody ("interim.matching.v1.MatchingService/GetSelection").
  template <class Response>
  absl::StatusOr<Response> Call(absl::string_view method, const google::protobuf::Message& request,
                                const Person& person = {}, rpc::CallOptions options = {}) {
    options.token = tokens().For(person);
    return client().Call<Response>(method, request, options);
  }

  // Stops the server and starts it again over the same store and keys, on another port.
  void Restart();
  // The client of the present server.
  rpc::Client& client() { return *client_; }
  rpc::RunningServer& server() { return *server_; }
  store::Store& store() { return server_->store(); }
  const TestTokens& tokens() const { return *tokens_; }
  FakeClock& clock() { return *clock_; }
  std::string address() const;
  const rpc::ServerConfig& config() const { return config_; }
  // Waits until everything due has been done; false after 10 s.
  bool WaitUntilSettled();

 private:
  void Start();

  ServerSetup setup_;
  TestFolder folder_;
  FakeClock own_clock_;
  FakeClock* clock_;
  SeededIdGenerator ids_{7};
  std::unique_ptr<TestTokens> own_tokens_;
  const TestTokens* tokens_;
  std::unique_ptr<store::Store> memory_;
  rpc::AccessTable access_;
  rpc::ServerConfig config_;
  std::unique_ptr<rpc::RunningServer> server_;
  std::unique_ptr<rpc::Client> client_;
};

// Waits for a condition, asked every 5 ms; false when `limit` passes first.
bool WaitFor(const std::function<bool()>& condition, absl::Duration limit = absl::Seconds(10));

// A fresh UUID4 for `request_id`; the same sequence in every run.
std::string NextRequestId();

}  // namespace interim::testing

#endif  // INTERIM_COMMON_TESTING_IN_PROCESS_SERVER_H_
