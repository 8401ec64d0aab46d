// From methods to a running server. A service's adapter.cc and main.cc use only this header;
// neither sees gRPC.
//
// adapter.cc registers each method of the proto once; the wrapper around it does everything else:
//
//   void MountContracting(rpc::Server& server, Contracts& contracts, Briefs& briefs) {
//     rpc::Mounted& service = server.Mount("interim.contracting.v1.ContractingService");
//     service.Unary("SignContract", contracts, &Contracts::SignContract);
//     service.ClientStream("ImportWork", contracts, &Contracts::ImportWork);
//     service.Watch("WatchContracts", contracts, &Contracts::WatchContracts);
//   }
//
// with methods of these shapes (const or not):
//
//   absl::StatusOr<Contract> SignContract(rpc::Call&, const SignContractRequest&);
//   absl::StatusOr<ImportResponse> ImportWork(rpc::Call&, rpc::Inbound<ImportWorkRequest>&);
//   absl::StatusOr<std::unique_ptr<rpc::WatchSource>> WatchContracts(rpc::Call&, const
//   WatchRequest&);
//
// The server does not start while a method of a mounted service is unregistered, has other message
// types than the proto says, or has no entry in the access table.
//
// Validation before the method: field_behavior REQUIRED, resource name and UUID4 formats,
// unspecified enums, string and list limits from `limits.h`; then, where declared, the service's
// own
//   void ValidateRequest(const SignContractRequest& request, interim::FieldErrors& errors);
// found by argument-dependent lookup in the message's namespace (include service/validation.h in
// adapter.cc before the call to Unary).
//
// main.cc:
//
//   int main(int argc, char** argv) {
//     std::optional<Catalogs> catalogs;
//     std::optional<Contracts> contracts;
//     rpc::ServerSpec spec;
//     spec.service = "interim.contracting.v1.ContractingService";
//     spec.data_dir = "services/contracting/data";
//     spec.mount = [&](rpc::Server& server) -> absl::Status {
//       ASSIGN_OR_RETURN(catalogs, Catalogs::Load(server.DataPath("services/contracting/data")));
//       contracts.emplace(*catalogs);
//       MountContracting(server, *contracts);
//       server.OnTimer("expiry", [&](rpc::Call& call, const store::Timer& timer) {
//         return contracts->Expire(call, timer);
//       });
//       return absl::OkStatus();
//     };
//     return rpc::RunServer(argc, argv, spec);
//   }
#ifndef INTERIM_COMMON_RPC_SERVER_H_
#define INTERIM_COMMON_RPC_SERVER_H_

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/core/clock.h"
#include "common/core/error.h"
#include "common/core/ids.h"
#include "common/rpc/call.h"
#include "common/store/store.h"
#include "google/protobuf/message.h"

namespace interim::rpc {

class ServerConfig;  // common/rpc/server_config.proto

// Messages of a client stream, one after another; each is validated like a request.
class InboundBase {
 public:
  virtual ~InboundBase() = default;
  // Fills `message` with the next one.
  //   returns  true with a message, false after the last one
  //   errors   INVALID_ARGUMENT (malformed, too many, bad fields; metadata `message` is its number,
  //            from 1), DEADLINE_EXCEEDED, CANCELLED
  virtual absl::StatusOr<bool> NextInto(google::protobuf::Message& message) = 0;
};

template <class Request>
class Inbound {
 public:
  explicit Inbound(InboundBase& base) : base_(base) {}
  // See InboundBase::NextInto.
  absl::StatusOr<bool> Next(Request& message) { return base_.NextInto(message); }

 private:
  InboundBase& base_;
};

// What one open Watch stream sends. Polled by the server's watch thread; destroyed when the stream
// ends for whatever reason.
class WatchSource {
 public:
  virtual ~WatchSource() = default;
  // The next message, or null when there is nothing new (asked again after about 100 ms). Must not
  // wait. An error ends the stream with that status.
  virtual absl::StatusOr<std::unique_ptr<google::protobuf::Message>> Poll() = 0;
};

using UnaryFunction =
    std::function<absl::Status(Call&, const google::protobuf::Message& request,
                               std::unique_ptr<google::protobuf::Message>& response)>;
using StreamFunction = std::function<absl::Status(
    Call&, InboundBase& inbound, std::unique_ptr<google::protobuf::Message>& response)>;
using WatchFunction = std::function<absl::StatusOr<std::unique_ptr<WatchSource>>(
    Call&, const google::protobuf::Message& request)>;
using ValidateFunction = void (*)(const google::protobuf::Message& request, FieldErrors& errors);

// One method as the adapter registers it.
struct MethodSpec {
  std::string name;                                     // "SignContract"
  const google::protobuf::Message* request = nullptr;   // default instances
  const google::protobuf::Message* response = nullptr;  // null for Watch: taken from the proto
  ValidateFunction validate = nullptr;
  // Exactly one of these.
  UnaryFunction unary;
  StreamFunction stream;
  WatchFunction watch;
};

namespace internal {
template <class Request>
void CallValidate(const google::protobuf::Message& request, FieldErrors& errors) {
  ValidateRequest(static_cast<const Request&>(request), errors);
}
template <class Request>
constexpr ValidateFunction FindValidate() {
  if constexpr (requires(const Request& r, FieldErrors& e) { ValidateRequest(r, e); }) {
    return &CallValidate<Request>;
  } else {
    return nullptr;
  }
}
template <class Response>
absl::Status Hand(absl::StatusOr<Response> result,
                  std::unique_ptr<google::protobuf::Message>& response) {
  if (!result.ok()) return std::move(result).status();
  response = std::make_unique<Response>(*std::move(result));
  return absl::OkStatus();
}
}  // namespace internal

// One gRPC service of a server. Register every method of its proto before the server starts.
class Mounted {
 public:
  virtual ~Mounted() = default;

  template <class C, class Request, class Response>
  void Unary(absl::string_view name, C& object,
             absl::StatusOr<Response> (C::*method)(Call&, const Request&)) {
    AddUnary<Request, Response>(name, [&object, method](Call& call, const Request& r) {
      return (object.*method)(call, r);
    });
  }
  template <class C, class Request, class Response>
  void Unary(absl::string_view name, const C& object,
             absl::StatusOr<Response> (C::*method)(Call&, const Request&) const) {
    AddUnary<Request, Response>(name, [&object, method](Call& call, const Request& r) {
      return (object.*method)(call, r);
    });
  }
  template <class C, class Request, class Response>
  void ClientStream(absl::string_view name, C& object,
                    absl::StatusOr<Response> (C::*method)(Call&, Inbound<Request>&)) {
    AddStream<Request, Response>(name, [&object, method](Call& call, Inbound<Request>& inbound) {
      return (object.*method)(call, inbound);
    });
  }
  template <class C, class Request, class Response>
  void ClientStream(absl::string_view name, const C& object,
                    absl::StatusOr<Response> (C::*method)(Call&, Inbound<Request>&) const) {
    AddStream<Request, Response>(name, [&object, method](Call& call, Inbound<Request>& inbound) {
      return (object.*method)(call, inbound);
    });
  }
  template <class C, class Request>
  void Watch(absl::string_view name, C& object,
             absl::StatusOr<std::unique_ptr<WatchSource>> (C::*method)(Call&, const Request&)) {
    MethodSpec spec;
    spec.name = std::string(name);
    spec.request = &Request::default_instance();
    spec.validate = internal::FindValidate<Request>();
    spec.watch = [&object, method](Call& call, const google::protobuf::Message& r) {
      return (object.*method)(call, static_cast<const Request&>(r));
    };
    Add(std::move(spec));
  }
  // The same for functions that are not members.
  template <class Request, class Response, class F>
  void AddUnary(absl::string_view name, F function) {
    MethodSpec spec;
    spec.name = std::string(name);
    spec.request = &Request::default_instance();
    spec.response = &Response::default_instance();
    spec.validate = internal::FindValidate<Request>();
    spec.unary = [function](Call& call, const google::protobuf::Message& request,
                            std::unique_ptr<google::protobuf::Message>& response) {
      return internal::Hand<Response>(function(call, static_cast<const Request&>(request)),
                                      response);
    };
    Add(std::move(spec));
  }
  template <class Request, class Response, class F>
  void AddStream(absl::string_view name, F function) {
    MethodSpec spec;
    spec.name = std::string(name);
    spec.request = &Request::default_instance();
    spec.response = &Response::default_instance();
    spec.validate = internal::FindValidate<Request>();
    spec.stream = [function](Call& call, InboundBase& base,
                             std::unique_ptr<google::protobuf::Message>& response) {
      Inbound<Request> inbound(base);
      return internal::Hand<Response>(function(call, inbound), response);
    };
    Add(std::move(spec));
  }

  // For methods known by descriptor only.
  virtual void Add(MethodSpec spec) = 0;
};

// Handles one due timer, as principal `service` of the timer's organization, through the same load,
// decide, commit as a method. OK: done (a commit that sets the same timer again moves it). An error
// is retried with backoff; a handler answers OK for what has become pointless.
using TimerHandler = std::function<absl::Status(Call&, const store::Timer&)>;

// A server while it is being put together, and what its parts may use while it runs.
class Server {
 public:
  virtual ~Server() = default;

  // Adds a service by its full proto name, "interim.contracting.v1.ContractingService".
  virtual Mounted& Mount(absl::string_view service) = 0;
  // Names what runs when a timer of this kind falls due. A kind that asks peers begins with "ask:".
  virtual void OnTimer(absl::string_view kind, TimerHandler handler) = 0;
  // Runs `work` on a thread of its own from the moment the server serves; it must return soon after
  // `stop` becomes true.
  virtual void OnServing(absl::string_view name,
                         std::function<void(const std::atomic<bool>& stop)> work) = 0;

  virtual const ServerConfig& config() const = 0;
  // A folder of data files by its path in the source tree ("common/law/data"), below the configured
  // data_dir.
  virtual std::string DataPath(absl::string_view path) const = 0;
  // Folders laid over the data, later ones win; each is laid out like the data_dir.
  virtual std::vector<std::string> OverlayPaths(absl::string_view path) const = 0;
  virtual store::Store& store() = 0;
  virtual const SystemClock& system_clock() const = 0;
  virtual const BusinessClock& business_clock() const = 0;
  virtual IdGenerator& ids() = 0;
};

// What one service's program is.
struct ServerSpec {
  std::string service;  // full proto name of its main service
  std::string
      data_dir;  // path in the source tree of its own data; access.textproto and texts/ are there
  // Loads data, makes the service objects (owned by main, which outlives the server) and mounts
  // them.
  std::function<absl::Status(Server&)> mount;
};

// Runs a server until SIGTERM or SIGINT: flags, configuration, store, Redis, mount, serve, drain,
// stop. Flags: --config=<file>, --check-config, --help, --version.
//   returns  0 after a stop by signal; 1 when it could not start; 2 for wrong flags; 3 when the
//   store
//            failed while serving (start again to recover from the file)
int RunServer(int argc, char** argv, const ServerSpec& spec);

}  // namespace interim::rpc

#endif  // INTERIM_COMMON_RPC_SERVER_H_
