// Calls any method of any of our services by its full name, without gRPC headers. Used between the
// services, by the command line and by tests.
#ifndef INTERIM_COMMON_RPC_CLIENT_H_
#define INTERIM_COMMON_RPC_CLIENT_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"

namespace interim::rpc {

// Lower-case keys.
using Metadata = std::vector<std::pair<std::string, std::string>>;

// The value of the first entry with that key, "" without one.
std::string FindMetadata(const Metadata& metadata, absl::string_view key);

struct CallOptions {
  std::string token;     // bearer token, "" for none
  std::string session;   // metadata interim-session, "" for none
  std::string language;  // metadata accept-language, "" for none
  absl::Duration timeout = absl::Seconds(10);
  Metadata metadata;             // anything else
  Metadata* trailers = nullptr;  // filled with what the server sent at the end
  // Whether the channel may send the call again when the server was not reached or answered
  // UNAVAILABLE. Default: for reads and for calls with a request_id.
  enum class Retry { kWhenSafe, kNever } retry = Retry::kWhenSafe;
  // Waits for a connection until the time-out, in place of an answer UNAVAILABLE at once.
  bool wait_for_ready = false;
};

struct ClientOptions {
  std::string
      target;  // "127.0.0.1:7001", "dns:///matching:7001", "ipv4:10.0.0.1:7001,10.0.0.2:7001"
  // Full service name whose health decides which of several servers gets calls; "" for none.
  std::string health_service;
};

// One channel. Thread-safe. Errors of every call: what the server answered with reason, metadata
// and bad fields (FindError), UNAVAILABLE when it cannot be reached, DEADLINE_EXCEEDED.
class Client {
 public:
  // Connects with the first call.
  static std::unique_ptr<Client> Connect(ClientOptions options);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // A unary call. `method` is "interim.matching.v1.MatchingService/GetSelection".
  absl::Status Invoke(absl::string_view method, const google::protobuf::Message& request,
                      google::protobuf::Message& response, const CallOptions& options = {});
  // The same with the response by value.
  template <class Response>
  absl::StatusOr<Response> Call(absl::string_view method, const google::protobuf::Message& request,
                                const CallOptions& options = {}) {
    Response response;
    absl::Status status = Invoke(method, request, response, options);
    if (!status.ok()) return status;
    return response;
  }
  // The same with raw bytes in place of messages; for tests of malformed input.
  absl::StatusOr<std::string> InvokeBytes(absl::string_view method, absl::string_view request,
                                          const CallOptions& options = {});

  // A client stream: `next` fills one message after another and returns false at the end.
  absl::Status SendStream(absl::string_view method,
                          const std::function<bool(google::protobuf::Message& request)>& next,
                          google::protobuf::Message& request, google::protobuf::Message& response,
                          const CallOptions& options = {});
  // A server stream: `take` gets each message and returns false to end it, which is OK.
  absl::Status ReadStream(absl::string_view method, const google::protobuf::Message& request,
                          google::protobuf::Message& response,
                          const std::function<bool(const google::protobuf::Message&)>& take,
                          const CallOptions& options = {});

  // True once the server was reached; waits at most `limit`.
  bool WaitUntilConnected(absl::Duration limit);
  // True when grpc.health.v1 says SERVING for that service name.
  bool IsServing(const std::string& service, absl::Duration limit = absl::Seconds(1));

 private:
  struct Impl;
  explicit Client(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// The request and response of a method among the linked protos, by its full name with a slash or by
// "<Service>.<Method>" ("ContractingService.SignContract", "contracting.SignContract").
//   errors  NOT_FOUND METHOD_UNKNOWN
struct MethodMessages {
  std::string method;  // full name with a slash
  std::unique_ptr<google::protobuf::Message> request;
  std::unique_ptr<google::protobuf::Message> response;
  bool client_streaming = false;
  bool server_streaming = false;
};
absl::StatusOr<MethodMessages> FindMethod(absl::string_view name);
// Full names of all methods of our services among the linked protos, sorted.
std::vector<std::string> KnownMethods();

}  // namespace interim::rpc

#endif  // INTERIM_COMMON_RPC_CLIENT_H_
