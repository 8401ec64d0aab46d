// Internal: bytes, metadata and statuses between gRPC and the engine. gRPC headers.
#ifndef INTERIM_COMMON_RPC_GRPC_WIRE_H_
#define INTERIM_COMMON_RPC_GRPC_WIRE_H_

#include <map>
#include <string>

#include "common/rpc/engine.h"
#include "google/protobuf/message.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/status.h"

namespace interim::rpc {

// False when the bytes are no message of that type.
bool ParseBytes(grpc::ByteBuffer& bytes, google::protobuf::Message& message);
// False when the message is larger than the limit of the wire.
bool WriteBytes(const google::protobuf::Message& message, grpc::ByteBuffer& bytes);

// RESOURCE_EXHAUSTED RESPONSE_TOO_LARGE.
absl::Status ResponseTooLarge();

// The status as it goes out, details packed.
grpc::Status ToGrpc(const CallResult& result);
// A status as received by a client, details unpacked; OK for OK. Statuses that gRPC itself made get
// the reason of their code.
absl::Status FromGrpc(const grpc::Status& status);

// A call on a sync handler.
class SyncWire final : public Wire {
 public:
  explicit SyncWire(grpc::ServerContext& context) : context_(context) {}
  absl::string_view Metadata(absl::string_view key) override;
  absl::Time Deadline() override;
  bool Cancelled() override { return context_.IsCancelled(); }
  void AddTrailer(absl::string_view key, absl::string_view value) override;

 private:
  grpc::ServerContext& context_;
};

// A call whose context may go away: copies what the engine asks for.
class StoredWire final : public Wire {
 public:
  explicit StoredWire(const grpc::ServerContextBase& context);
  absl::string_view Metadata(absl::string_view key) override;
  absl::Time Deadline() override { return deadline_; }
  bool Cancelled() override { return false; }
  void AddTrailer(absl::string_view, absl::string_view) override {}

 private:
  std::map<std::string, std::string> metadata_;
  absl::Time deadline_;
};

}  // namespace interim::rpc

#endif  // INTERIM_COMMON_RPC_GRPC_WIRE_H_
