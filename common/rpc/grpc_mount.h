// Internal: mounted services as gRPC sees them. gRPC headers: include only inside common/rpc.
#ifndef INTERIM_COMMON_RPC_GRPC_MOUNT_H_
#define INTERIM_COMMON_RPC_GRPC_MOUNT_H_

#include <deque>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/observe/metrics.h"
#include "common/rpc/engine.h"
#include "common/rpc/method.h"
#include "common/rpc/server.h"
#include "grpcpp/impl/service_type.h"

namespace interim::rpc {

class WatchHub;

// One service: methods are added by the adapter, sealed once the access table is known, then handed
// to the builder. Requests and responses travel as bytes, so that identity and access are settled
// before anything is parsed.
class GrpcMount final : public Mounted, public grpc::Service {
 public:
  // `descriptor` of the service whose methods are to be registered.
  explicit GrpcMount(const google::protobuf::ServiceDescriptor& descriptor)
      : descriptor_(descriptor) {}

  const google::protobuf::ServiceDescriptor& descriptor() const { return descriptor_; }
  const std::deque<Method>& methods() const { return registered_; }

  // Checks that all methods of the proto are there with its types and in the access table, and
  // makes the handlers. Everything given outlives the service.
  //   errors  FAILED_PRECONDITION METHODS_INVALID with every problem
  absl::Status Seal(Engine& engine, const AccessPolicy& access, Metrics& metrics, WatchHub& hub);

 protected:
  void Add(MethodSpec spec) override;

 private:
  void AddHandler(Engine& engine, const Method& method, WatchHub& hub);

  const google::protobuf::ServiceDescriptor& descriptor_;
  std::deque<Method> registered_;  // stable addresses
  std::vector<std::string> problems_;
  int added_ = 0;
};

}  // namespace interim::rpc

#endif  // INTERIM_COMMON_RPC_GRPC_MOUNT_H_
