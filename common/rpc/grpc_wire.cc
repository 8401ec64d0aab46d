#include "common/rpc/grpc_wire.h"

#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "common/rpc/limits.h"
#include "common/rpc/status_codec.h"
#include "grpcpp/support/proto_buffer_reader.h"
#include "grpcpp/support/proto_buffer_writer.h"

namespace interim::rpc {
namespace {

absl::string_view View(grpc::string_ref text) { return {text.data(), text.size()}; }

absl::Time ToTime(std::chrono::system_clock::time_point point) {
  if (point == std::chrono::system_clock::time_point::max()) return absl::InfiniteFuture();
  return absl::FromChrono(point);
}

}  // namespace

bool ParseBytes(grpc::ByteBuffer& bytes, google::protobuf::Message& message) {
  grpc::Slice slice;
  if (bytes.TrySingleSlice(&slice).ok()) {
    return message.ParseFromArray(slice.begin(), static_cast<int>(slice.size()));
  }
  if (!bytes.Valid()) return message.ParseFromArray("", 0);
  grpc::ProtoBufferReader reader(&bytes);
  return message.ParseFromZeroCopyStream(&reader);
}

bool WriteBytes(const google::protobuf::Message& message, grpc::ByteBuffer& bytes) {
  const std::size_t size = message.ByteSizeLong();
  if (size > static_cast<std::size_t>(kMaxMessageBytes)) return false;
  grpc::Slice slice(size);
  message.SerializeWithCachedSizesToArray(const_cast<std::uint8_t*>(slice.begin()));
  grpc::ByteBuffer made(&slice, 1);
  bytes.Swap(&made);
  return true;
}

absl::Status ResponseTooLarge() {
  return MakeError({.code = absl::StatusCode::kResourceExhausted,
                    .reason = "RESPONSE_TOO_LARGE",
                    .message = "the response is larger than a message may be; ask for less",
                    .metadata = {{"limit", absl::StrCat(kMaxMessageBytes)}}});
}

grpc::Status ToGrpc(const CallResult& result) {
  if (result.status.ok()) return grpc::Status::OK;
  const google::rpc::Status encoded = EncodeStatus(result.status, result.error);
  return grpc::Status(static_cast<grpc::StatusCode>(encoded.code()), encoded.message(),
                      encoded.SerializeAsString());
}

absl::Status FromGrpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  google::rpc::Status decoded;
  if (status.error_details().empty() || !decoded.ParseFromString(status.error_details())) {
    decoded.Clear();
    decoded.set_code(status.error_code());
    decoded.set_message(status.error_message());
  }
  return DecodeStatus(decoded);
}

absl::string_view SyncWire::Metadata(absl::string_view key) {
  const auto& metadata = context_.client_metadata();
  const auto it = metadata.find(grpc::string_ref(key.data(), key.size()));
  return it == metadata.end() ? absl::string_view() : View(it->second);
}

absl::Time SyncWire::Deadline() { return ToTime(context_.deadline()); }

void SyncWire::AddTrailer(absl::string_view key, absl::string_view value) {
  context_.AddTrailingMetadata(std::string(key), std::string(value));
}

StoredWire::StoredWire(const grpc::ServerContextBase& context)
    : deadline_(ToTime(context.deadline())) {
  for (const auto& [key, value] : context.client_metadata()) {
    metadata_.emplace(std::string(View(key)), std::string(View(value)));
  }
}

absl::string_view StoredWire::Metadata(absl::string_view key) {
  const auto it = metadata_.find(std::string(key));
  return it == metadata_.end() ? absl::string_view() : absl::string_view(it->second);
}

}  // namespace interim::rpc
