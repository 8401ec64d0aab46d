// Internal: the call wrapper itself, without gRPC. One engine per server.
#ifndef INTERIM_COMMON_RPC_ENGINE_H_
#define INTERIM_COMMON_RPC_ENGINE_H_

#include <atomic>
#include <chrono>
#include <memory>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/observe/metrics.h"
#include "common/rpc/call_state.h"
#include "common/rpc/method.h"
#include "common/rpc/root_queue.h"
#include "common/rpc/status_codec.h"
#include "common/rpc/token.h"

namespace interim::rpc {

// What the wrapper needs to know of the wire. One per call, used by one thread at a time.
class Wire {
 public:
  virtual ~Wire() = default;
  // Value of a metadata key of the caller, "" when absent.
  virtual absl::string_view Metadata(absl::string_view key) = 0;
  // By the machine's own clock; InfiniteFuture when the caller set none.
  virtual absl::Time Deadline() = 0;
  virtual bool Cancelled() = 0;
  virtual void AddTrailer(absl::string_view key, absl::string_view value) = 0;
};

// A status with what its encoding needs.
struct CallResult {
  absl::Status status;
  ErrorContext error;
};

// An open Watch stream: identity, access and validation are done.
class OpenedWatch {
 public:
  virtual ~OpenedWatch() = default;
  // As WatchSource::Poll; the message is projected for the caller.
  virtual absl::StatusOr<std::unique_ptr<google::protobuf::Message>> Poll() = 0;
  // Organization of the caller.
  virtual const TenantId& tenant() const = 0;
};

class Engine {
 public:
  // Reads a request from the wire; false when the bytes are malformed.
  using Parse = absl::FunctionRef<bool(google::protobuf::Message&)>;
  // Reads the next message of a stream: true with a message, false at the end.
  using ParseNext = absl::FunctionRef<absl::StatusOr<bool>(google::protobuf::Message&)>;

  // `services`, `tokens` and `metrics` outlive the engine.
  Engine(const CallServices& services, TokenVerifier& tokens, Metrics& metrics);

  // One unary call from identity to projected response. The response is null with an error.
  CallResult Unary(const Method& method, Wire& wire, Parse parse,
                   std::unique_ptr<google::protobuf::Message>& response);
  // One client stream; commits are made as the method hands them in.
  CallResult ClientStream(const Method& method, Wire& wire, ParseNext next,
                          std::unique_ptr<google::protobuf::Message>& response);
  // Opens a Watch stream. Call FinishWatch once at its end.
  CallResult Watch(const Method& method, Wire& wire, Parse parse,
                   std::unique_ptr<OpenedWatch>& opened);
  void FinishWatch(const Method& method, const absl::Status& status, absl::Duration took);
  // Runs the handler of a due timer as `principal` and commits, its own timer's end included.
  absl::Status Timer(const store::Timer& timer, const Principal& principal, absl::string_view token,
                     const TimerHandler& handler);

  const CallServices& services() const { return services_; }
  // Unary calls and client streams under way.
  int running() const { return running_; }
  // A large answer was handed to gRPC just now: its bytes leave as the client reads them, and
  // nothing tells when the last one has.
  void NoteLargeAnswer() { large_answer_ = std::chrono::steady_clock::now(); }
  std::chrono::steady_clock::time_point large_answer() const { return large_answer_; }

 private:
  class InboundMessages;
  // Counts a call as running.
  class Run {
   public:
    explicit Run(std::atomic<int>& running) : running_(running) { ++running_; }
    ~Run() { --running_; }

   private:
    std::atomic<int>& running_;
  };
  // Before anybody is known.
  static CallOrigin Unknown();
  absl::Status Admit(const Method& method, Wire& wire, CallOrigin& origin);
  // RESOURCE_EXHAUSTED OVERLOADED when the server is too full for calls of this class.
  absl::Status CheckLoad(const Method& method, Wire& wire);
  Counter AddShed(const std::string& call_class) const;
  // Clears what only we may set, then checks the rest.
  absl::Status CleanAndCheck(const Method& method, google::protobuf::Message& request,
                             const CallOrigin& origin);
  void Prepare(const Method& method, CallState& state);
  absl::Status RunUnary(const Method& method, Wire& wire, CallState& state,
                        std::unique_ptr<google::protobuf::Message>& response);
  absl::Status RunAgainUntilCommitted(const Method& method, Wire& wire, CallState& state,
                                      std::unique_ptr<google::protobuf::Message>& response);
  // True when the same request was answered before: `response` is that answer.
  absl::StatusOr<bool> AnswerAgain(const Method& method, Wire& wire, CallState& state,
                                   absl::string_view hash,
                                   std::unique_ptr<google::protobuf::Message>& response);
  absl::Status CommitBatch(CallState& state, StagedCommit staged, absl::string_view hash,
                           int batch);
  void MoveSession(Wire& wire, const CallState& state, const std::vector<SessionMove>& moves);
  void Show(const Method& method, const CallState& state, google::protobuf::Message& response);
  CallResult Finish(const Method& method, const CallOrigin& origin, absl::string_view request_id,
                    absl::Status status, absl::Duration took);

  const CallServices& services_;
  TokenVerifier& tokens_;
  RootQueue queue_;
  std::atomic<int> running_{0};
  std::atomic<std::chrono::steady_clock::time_point> large_answer_{};
  std::string domain_;
  Counter replays_;
  Counter denied_;
  Counter reruns_;
  Metrics& metrics_;
  Counter shed_sheddable_ = AddShed("SHEDDABLE");
  Counter shed_normal_ = AddShed("NORMAL");
};

}  // namespace interim::rpc

#endif  // INTERIM_COMMON_RPC_ENGINE_H_
