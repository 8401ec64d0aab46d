#include "common/rpc/grpc_mount.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/core/error.h"
#include "common/rpc/grpc_wire.h"
#include "common/rpc/show.h"
#include "common/rpc/watch_hub.h"
#include "common/store/deadline_scope.h"
#include "grpcpp/impl/codegen/server_callback_handlers.h"
#include "grpcpp/impl/rpc_service_method.h"
#include "grpcpp/support/method_handler.h"
#include "grpcpp/support/server_callback.h"
#include "grpcpp/support/sync_stream.h"

namespace interim::rpc {
namespace {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using grpc::internal::RpcMethod;

// What leaves at once whatever the client does: HTTP/2's first window. More waits until it reads.
constexpr std::size_t kFirstWindowBytes = 65535;

std::string TypeProblem(const MethodDescriptor& method, const MethodSpec& spec) {
  if (spec.request->GetDescriptor() != method.input_type()) {
    return absl::StrCat(method.name(), ": takes ", spec.request->GetDescriptor()->name(),
                        ", the proto says ", method.input_type()->name());
  }
  if (spec.response != nullptr && spec.response->GetDescriptor() != method.output_type()) {
    return absl::StrCat(method.name(), ": gives ", spec.response->GetDescriptor()->name(),
                        ", the proto says ", method.output_type()->name());
  }
  if (method.client_streaming() != static_cast<bool>(spec.stream) ||
      method.server_streaming() != static_cast<bool>(spec.watch)) {
    return absl::StrCat(method.name(), ": streams otherwise than the proto says");
  }
  return "";
}

// What the store waits for ends with the time of the call.
absl::Duration TimeLeft(SyncWire& wire) { return wire.Deadline() - absl::Now(); }

grpc::Status RunUnary(Engine& engine, const Method& method, grpc::ServerContext& context,
                      grpc::ByteBuffer& request, grpc::ByteBuffer& response) {
  SyncWire wire(context);
  const store::DeadlineScope scope(TimeLeft(wire));
  std::unique_ptr<Message> message;
  CallResult result = engine.Unary(
      method, wire, [&](Message& parsed) { return ParseBytes(request, parsed); }, message);
  if (result.status.ok() && !WriteBytes(*message, response)) result.status = ResponseTooLarge();
  if (response.Length() > kFirstWindowBytes) engine.NoteLargeAnswer();
  return ToGrpc(result);
}

grpc::Status RunStream(Engine& engine, const Method& method, grpc::ServerContext& context,
                       grpc::ServerReader<grpc::ByteBuffer>& reader, grpc::ByteBuffer& response) {
  SyncWire wire(context);
  const store::DeadlineScope scope(TimeLeft(wire));
  std::unique_ptr<Message> message;
  const auto next = [&](Message& parsed) -> absl::StatusOr<bool> {
    grpc::ByteBuffer bytes;
    if (!reader.Read(&bytes)) {
      if (context.IsCancelled()) {
        return MakeError({.code = absl::StatusCode::kCancelled,
                          .reason = "CANCELLED",
                          .message = "the caller went away"});
      }
      return false;
    }
    if (!ParseBytes(bytes, parsed)) return MalformedRequest();
    return true;
  };
  CallResult result = engine.ClientStream(method, wire, next, message);
  if (result.status.ok() && !WriteBytes(*message, response)) result.status = ResponseTooLarge();
  return ToGrpc(result);
}

}  // namespace

void GrpcMount::Add(MethodSpec spec) {
  const MethodDescriptor* found = descriptor_.FindMethodByName(spec.name);
  if (found == nullptr) {
    problems_.push_back(absl::StrCat(spec.name, ": not in the proto"));
    return;
  }
  if (spec.watch && spec.response == nullptr) {
    spec.response =
        google::protobuf::MessageFactory::generated_factory()->GetPrototype(found->output_type());
  }
  if (std::string problem = TypeProblem(*found, spec); !problem.empty()) {
    problems_.push_back(std::move(problem));
    return;
  }
  for (const Method& other : registered_) {
    if (other.descriptor == found) problems_.push_back(absl::StrCat(spec.name, ": added twice"));
  }
  Method& method = registered_.emplace_back();
  method.full_name = absl::StrCat(descriptor_.full_name(), "/", spec.name);
  method.path = absl::StrCat("/", method.full_name);
  method.descriptor = found;
  method.mutating = PlanOf(*found->input_type()).request_id != nullptr;
  method.spec = std::move(spec);
}

absl::Status GrpcMount::Seal(Engine& engine, const AccessPolicy& access, Metrics& metrics,
                             WatchHub& hub) {
  for (Method& method : registered_) {
    method.access = access.FindMethod(method.full_name);
    method.projected = access.HasProtectedFields(*method.descriptor->output_type());
    method.metrics = std::make_unique<MethodMetrics>(metrics, descriptor_.full_name(),
                                                     method.descriptor->name());
    if (method.access == nullptr) {
      problems_.push_back(absl::StrCat(method.full_name, ": not in the access table"));
    }
  }
  for (int i = 0; i < descriptor_.method_count(); ++i) {
    const MethodDescriptor* wanted = descriptor_.method(i);
    const Method* found = nullptr;
    for (const Method& method : registered_) {
      if (method.descriptor == wanted) found = &method;
    }
    if (found == nullptr) {
      problems_.push_back(absl::StrCat(wanted->full_name(), ": not registered"));
    } else {
      AddHandler(engine, *found, hub);
    }
  }
  if (problems_.empty()) return absl::OkStatus();
  return MakeError({.code = absl::StatusCode::kFailedPrecondition,
                    .reason = "METHODS_INVALID",
                    .message = absl::StrJoin(problems_, "; "),
                    .metadata = {{"service", descriptor_.full_name()}}});
}

void GrpcMount::AddHandler(Engine& engine, const Method& method, WatchHub& hub) {
  const char* path = method.path.c_str();
  if (method.spec.unary) {
    auto* handler =
        new grpc::internal::RpcMethodHandler<GrpcMount, grpc::ByteBuffer, grpc::ByteBuffer>(
            [&engine, &method](GrpcMount*, grpc::ServerContext* context,
                               const grpc::ByteBuffer* request, grpc::ByteBuffer* response) {
              return RunUnary(engine, method, *context, const_cast<grpc::ByteBuffer&>(*request),
                              *response);
            },
            this);
    AddMethod(new grpc::internal::RpcServiceMethod(path, RpcMethod::NORMAL_RPC, handler));
  } else if (method.spec.stream) {
    auto* handler =
        new grpc::internal::ClientStreamingHandler<GrpcMount, grpc::ByteBuffer, grpc::ByteBuffer>(
            [&engine, &method](GrpcMount*, grpc::ServerContext* context,
                               grpc::ServerReader<grpc::ByteBuffer>* reader,
                               grpc::ByteBuffer* response) {
              return RunStream(engine, method, *context, *reader, *response);
            },
            this);
    AddMethod(new grpc::internal::RpcServiceMethod(path, RpcMethod::CLIENT_STREAMING, handler));
  } else {
    AddMethod(new grpc::internal::RpcServiceMethod(path, RpcMethod::SERVER_STREAMING, nullptr));
    const int index = added_;
    MarkMethodCallback(
        index,
        new grpc::internal::CallbackServerStreamingHandler<grpc::ByteBuffer, grpc::ByteBuffer>(
            [&engine, &method, &hub](grpc::CallbackServerContext* context,
                                     const grpc::ByteBuffer* request) {
              return hub.Open(engine, method, *context, *request);
            }));
  }
  ++added_;
}

}  // namespace interim::rpc
