#include "common/rpc/client.h"

#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "common/rpc/channel_settings.h"
#include "common/rpc/grpc_wire.h"
#include "common/rpc/message_plan.h"
#include "grpc/health/v1/health.pb.h"
#include "grpcpp/client_context.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/impl/client_unary_call.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/sync_stream.h"

namespace interim::rpc {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using grpc::internal::RpcMethod;

void FillContext(const CallOptions& options, grpc::ClientContext& context) {
  context.set_deadline(std::chrono::system_clock::now() +
                       absl::ToChronoMicroseconds(options.timeout));
  if (options.wait_for_ready) context.set_wait_for_ready(true);
  if (!options.token.empty()) {
    context.AddMetadata("authorization", absl::StrCat("Bearer ", options.token));
  }
  if (!options.session.empty()) context.AddMetadata("interim-session", options.session);
  if (!options.language.empty()) context.AddMetadata("accept-language", options.language);
  for (const auto& [key, value] : options.metadata) context.AddMetadata(key, value);
}

void TakeTrailers(const CallOptions& options, const grpc::ClientContext& context) {
  if (options.trailers == nullptr) return;
  options.trailers->clear();
  for (const auto& [key, value] : context.GetServerTrailingMetadata()) {
    if (key == "grpc-status-details-bin") continue;
    options.trailers->emplace_back(std::string(key.data(), key.size()),
                                   std::string(value.data(), value.size()));
  }
}

// A call may be sent twice when it changes nothing or carries a request_id.
bool IsSafeToRepeat(const Message& request) {
  const MessagePlan& plan = PlanOf(*request.GetDescriptor());
  return plan.request_id == nullptr || !StringOf(request, plan.request_id).empty();
}

absl::Status TooLarge() {
  return MakeError({.code = absl::StatusCode::kInvalidArgument,
                    .reason = "REQUEST_TOO_LARGE",
                    .message = "a message is larger than the wire takes"});
}

absl::Status UnreadableAnswer() {
  return MakeError({.code = absl::StatusCode::kDataLoss,
                    .reason = "RESPONSE_MALFORMED",
                    .message = "the answer is not a message of the expected type"});
}

}  // namespace

struct Client::Impl {
  std::shared_ptr<grpc::Channel> retrying;  // shared with gRPC, which names it so in its interface
  std::shared_ptr<grpc::Channel> plain;

  grpc::Channel* For(const CallOptions& options, bool safe) {
    const bool retry = safe && options.retry == CallOptions::Retry::kWhenSafe;
    return retry ? retrying.get() : plain.get();
  }
  absl::Status Unary(grpc::Channel* channel, absl::string_view method,
                     const grpc::ByteBuffer& request, grpc::ByteBuffer& response,
                     const CallOptions& options);
};

std::string FindMetadata(const Metadata& metadata, absl::string_view key) {
  for (const auto& [name, value] : metadata) {
    if (name == key) return value;
  }
  return "";
}

Client::Client(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Client::~Client() = default;

std::unique_ptr<Client> Client::Connect(ClientOptions options) {
  auto impl = std::make_unique<Impl>();
  const auto credentials = grpc::InsecureChannelCredentials();
  impl->retrying = grpc::CreateCustomChannel(
      options.target, credentials, ClientSettings(RetryServiceConfig(options.health_service)));
  impl->plain = grpc::CreateCustomChannel(
      options.target, credentials, ClientSettings(PlainServiceConfig(options.health_service)));
  return std::unique_ptr<Client>(new Client(std::move(impl)));
}

absl::Status Client::Impl::Unary(grpc::Channel* channel, absl::string_view method,
                                 const grpc::ByteBuffer& request, grpc::ByteBuffer& response,
                                 const CallOptions& options) {
  grpc::ClientContext context;
  FillContext(options, context);
  const std::string path = absl::StrCat("/", method);
  const RpcMethod rpc(path.c_str(), RpcMethod::NORMAL_RPC);
  const grpc::Status status =
      grpc::internal::BlockingUnaryCall(channel, rpc, &context, request, &response);
  TakeTrailers(options, context);
  return FromGrpc(status);
}

absl::Status Client::Invoke(absl::string_view method, const Message& request, Message& response,
                            const CallOptions& options) {
  grpc::ByteBuffer out;
  grpc::ByteBuffer in;
  if (!WriteBytes(request, out)) return TooLarge();
  absl::Status status =
      impl_->Unary(impl_->For(options, IsSafeToRepeat(request)), method, out, in, options);
  if (!status.ok()) return status;
  return ParseBytes(in, response) ? absl::OkStatus() : UnreadableAnswer();
}

absl::StatusOr<std::string> Client::InvokeBytes(absl::string_view method, absl::string_view request,
                                                const CallOptions& options) {
  grpc::Slice slice(request.data(), request.size());
  const grpc::ByteBuffer out(&slice, 1);
  grpc::ByteBuffer in;
  absl::Status status = impl_->Unary(impl_->plain.get(), method, out, in, options);
  if (!status.ok()) return status;
  std::string bytes;
  std::vector<grpc::Slice> slices;
  if (in.Valid() && in.Dump(&slices).ok()) {
    for (const grpc::Slice& part : slices) {
      bytes.append(reinterpret_cast<const char*>(part.begin()), part.size());
    }
  }
  return bytes;
}

absl::Status Client::SendStream(absl::string_view method,
                                const std::function<bool(Message& request)>& next, Message& request,
                                Message& response, const CallOptions& options) {
  grpc::ClientContext context;
  FillContext(options, context);
  const std::string path = absl::StrCat("/", method);
  const RpcMethod rpc(path.c_str(), RpcMethod::CLIENT_STREAMING);
  grpc::ByteBuffer in;
  const std::unique_ptr<grpc::ClientWriter<grpc::ByteBuffer>> writer(
      grpc::internal::ClientWriterFactory<grpc::ByteBuffer>::Create(impl_->plain.get(), rpc,
                                                                    &context, &in));
  absl::Status ours;
  while (next(request)) {
    grpc::ByteBuffer out;
    if (!WriteBytes(request, out)) {
      ours = TooLarge();
      context.TryCancel();
      break;
    }
    if (!writer->Write(out)) break;  // Finish tells why
    request.Clear();
  }
  writer->WritesDone();
  const grpc::Status status = writer->Finish();
  TakeTrailers(options, context);
  if (!ours.ok()) return ours;
  if (!status.ok()) return FromGrpc(status);
  return ParseBytes(in, response) ? absl::OkStatus() : UnreadableAnswer();
}

absl::Status Client::ReadStream(absl::string_view method, const Message& request, Message& response,
                                const std::function<bool(const Message&)>& take,
                                const CallOptions& options) {
  grpc::ClientContext context;
  FillContext(options, context);
  const std::string path = absl::StrCat("/", method);
  const RpcMethod rpc(path.c_str(), RpcMethod::SERVER_STREAMING);
  grpc::ByteBuffer out;
  if (!WriteBytes(request, out)) return TooLarge();
  const std::unique_ptr<grpc::ClientReader<grpc::ByteBuffer>> reader(
      grpc::internal::ClientReaderFactory<grpc::ByteBuffer>::Create(impl_->plain.get(), rpc,
                                                                    &context, out));
  grpc::ByteBuffer in;
  bool enough = false;
  bool readable = true;
  while (!enough && readable && reader->Read(&in)) {
    response.Clear();
    readable = ParseBytes(in, response);
    enough = readable && !take(response);
  }
  if (enough || !readable) context.TryCancel();
  const grpc::Status status = reader->Finish();
  TakeTrailers(options, context);
  if (!readable) return UnreadableAnswer();
  return enough ? absl::OkStatus() : FromGrpc(status);
}

bool Client::WaitUntilConnected(absl::Duration limit) {
  return impl_->plain->WaitForConnected(std::chrono::system_clock::now() +
                                        absl::ToChronoMicroseconds(limit));
}

bool Client::IsServing(const std::string& service, absl::Duration limit) {
  grpc::health::v1::HealthCheckRequest request;
  request.set_service(service);
  grpc::health::v1::HealthCheckResponse response;
  // Waiting for the connection also drives it: a call that fails at once would leave a connection
  // attempt to gRPC's own background look every 5 s.
  const absl::Status status =
      Invoke("grpc.health.v1.Health/Check", request, response,
             {.timeout = limit, .retry = CallOptions::Retry::kNever, .wait_for_ready = true});
  return status.ok() && response.status() == grpc::health::v1::HealthCheckResponse::SERVING;
}

}  // namespace interim::rpc
