// A service that answers a few methods with given messages, for tests of those who ask it.
#ifndef INTERIM_COMMON_TESTING_FAKE_PEER_H_
#define INTERIM_COMMON_TESTING_FAKE_PEER_H_

#include <map>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "common/core/fake_clock.h"
#include "common/core/mutex.h"
#include "common/testing/in_process_server.h"
#include "common/testing/test_tokens.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace interim::testing {

class FakePeer {
 public:
  // The first service of `file`: *contracting::v1::GetContractRequest::descriptor()->file().
  explicit FakePeer(const google::protobuf::FileDescriptor& file);

  // Answers with a copy of `response` from now on, when the request names `name` (or, for "", in
  // every other case). What has no answer is NOT_FOUND RESOURCE_NOT_FOUND.
  void Answer(absl::string_view method, absl::string_view name,
              const google::protobuf::Message& response);

  // "interim.contracting.v1".
  const std::string& package() const { return service_.file()->package(); }
  std::string address() const { return server_->address(); }
  // Whoever asks it must hold a token of these.
  const TestTokens& tokens() const { return tokens_; }

 private:
  using Message = google::protobuf::Message;
  void Mount(rpc::Server& server);
  absl::Status Reply(const std::string& method, const Message& request,
                     std::unique_ptr<Message>& response);

  TestFolder folder_;
  FakeClock clock_;
  TestTokens tokens_;
  const google::protobuf::ServiceDescriptor& service_;
  Mutex mutex_;
  // "GetContract organizations/acme/contracts/c1" -> the response.
  std::map<std::string, std::unique_ptr<Message>> answers_ ABSL_GUARDED_BY(mutex_);
  std::unique_ptr<InProcessServer> server_;
};

}  // namespace interim::testing

#endif  // INTERIM_COMMON_TESTING_FAKE_PEER_H_
