// The whole suite as it runs for a customer: a real Redis and the four server programs, each a
// process of its own on a free loopback port, with generated keys and configurations.
#ifndef INTERIM_COMMON_TESTING_SUITE_PROCESS_H_
#define INTERIM_COMMON_TESTING_SUITE_PROCESS_H_

#include <sys/types.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/rpc/client.h"
#include "common/testing/in_process_server.h"
#include "common/testing/test_tokens.h"

namespace interim::testing {

struct SuiteOptions {
  // Which servers to start, left to right.
  std::vector<std::string> services = {"assessment", "matching", "contracting", "governance"};
  std::string programs;  // folder of the programs; "" for that of the test itself
  std::string data_dir;  // root of the data files; "" for what the programs were built with
  bool redis = true;
  std::vector<std::string> organizations = {"acme"};  // that relays have a token for
};

// Used by one thread, which must live as long as the suite (the parts end with it).
class SuiteProcess {
 public:
  // Starts everything and waits until each server says it is serving.
  //   errors  UNAVAILABLE with the last lines of the log of what did not start
  static absl::StatusOr<std::unique_ptr<SuiteProcess>> Start(SuiteOptions options = {});
  // Kills what still runs.
  ~SuiteProcess();
  SuiteProcess(const SuiteProcess&) = delete;
  SuiteProcess& operator=(const SuiteProcess&) = delete;

  // The channel to a service ("contracting"), or to the one of a full method name.
  rpc::Client& client(const std::string& service);
  rpc::Client& ClientFor(absl::string_view method);
  // Calls a method as somebody.
  template <class Response>
  absl::StatusOr<Response> Call(absl::string_view method, const google::protobuf::Message& request,
                                const Person& person = {}, rpc::CallOptions options = {}) {
    options.token = tokens_->For(person);
    return ClientFor(method).Call<Response>(method, request, options);
  }
  const TestTokens& tokens() const { return *tokens_; }
  // Folder with everything of this suite; holds suite.json for the command line (--suite=<folder>).
  const std::string& folder() const { return folder_.path(); }
  std::string address(const std::string& part) const;

  // `part` is a service or "redis".
  void Kill(const std::string& part);  // SIGKILL, waits for its end
  // SIGTERM and the exit code; -1 when it did not end within `limit`.
  int Terminate(const std::string& part, absl::Duration limit = absl::Seconds(15));
  // Waits for a part that ends by itself, and its exit code; -1 when it did not within `limit`.
  int AwaitEnd(const std::string& part, absl::Duration limit = absl::Seconds(15));
  // Process id of a running part, for signals and limits of its own.
  pid_t PidOf(const std::string& part) { return parts_[part].pid; }
  void Pause(const std::string& part);   // SIGSTOP
  void Resume(const std::string& part);  // SIGCONT
  // Starts a part that was ended, on the same port over the same data, and waits for it.
  absl::Status Restart(const std::string& part);
  // Throws away everything in Redis.
  void EmptyRedis();
  bool IsRunning(const std::string& part);
  // Last lines of a part's log.
  std::string LogOf(const std::string& part, int lines = 20) const;
  // Moves the business clock of all services to `offset` and waits until all have settled.
  absl::Status SetClock(absl::Duration offset);

 private:
  struct Part {
    int port = 0;
    int operations_port = 0;
    pid_t pid = -1;
    std::unique_ptr<rpc::Client> client;
  };
  explicit SuiteProcess(SuiteOptions options);
  void WriteConfig(const std::string& service);
  void WriteSuiteJson();
  absl::Status Spawn(const std::string& part);
  absl::Status Await(const std::string& part);
  bool Answers(const std::string& part);

  const SuiteOptions options_;
  TestFolder folder_;
  std::unique_ptr<TestTokens> tokens_;
  std::map<std::string, Part> parts_;
};

// Ports of this machine that are free now, all different.
std::vector<int> FreePorts(int count);

// "interim.contracting.v1.ContractingService" for "contracting".
std::string FullServiceName(const std::string& service);

}  // namespace interim::testing

#endif  // INTERIM_COMMON_TESTING_SUITE_PROCESS_H_
