// One of our servers as a process of its own, for tests over the wire.
#ifndef INTERIM_TESTS_CONFORMANCE_SERVER_PROCESS_H_
#define INTERIM_TESTS_CONFORMANCE_SERVER_PROCESS_H_

#include <sys/types.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/rpc/client.h"
#include "common/testing/fake_peer.h"
#include "common/testing/in_process_server.h"
#include "common/testing/test_tokens.h"

namespace interim::conformance {

// Starts `<program>` from the folder of the test program, on a free loopback port, with a store in
// memory and throw-away keys. Ends with the object, and with the test should that crash.
class ServerProcess {
 public:
  // Ends the test program when the server does not start. `program`: "assessment_server"; `peer`
  // answers what it asks another service, and outlives it.
  explicit ServerProcess(const std::string& program, const testing::FakePeer* peer = nullptr);
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  // Calls a method as somebody.
  template <class Response>
  absl::StatusOr<Response> Call(absl::string_view method, const google::protobuf::Message& request,
                                const testing::Person& person = {}, rpc::CallOptions options = {}) {
    options.token = tokens_->For(person);
    return client_->Call<Response>(method, request, options);
  }
  rpc::Client& client() { return *client_; }
  const testing::TestTokens& tokens() const { return *tokens_; }

 private:
  testing::TestFolder folder_;
  std::unique_ptr<testing::TestTokens> own_tokens_;
  const testing::TestTokens* tokens_;
  std::unique_ptr<rpc::Client> client_;
  pid_t pid_ = -1;
};

}  // namespace interim::conformance

#endif  // INTERIM_TESTS_CONFORMANCE_SERVER_PROCESS_H_
