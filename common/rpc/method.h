// Internal: one mounted method with everything looked up once.
#ifndef INTERIM_COMMON_RPC_METHOD_H_
#define INTERIM_COMMON_RPC_METHOD_H_

#include <memory>
#include <string>

#include "common/observe/metrics.h"
#include "common/rpc/access.h"
#include "common/rpc/message_plan.h"
#include "common/rpc/server.h"
#include "google/protobuf/descriptor.h"

namespace interim::rpc {

struct Method {
  std::string full_name;  // "interim.contracting.v1.ContractingService/SignContract"
  std::string path;       // the same with a leading slash
  const google::protobuf::MethodDescriptor* descriptor = nullptr;
  MethodSpec spec;
  const MethodAccess* access = nullptr;
  bool projected = false;  // some field of the response is protected
  bool mutating = false;   // the request has a request_id
  std::unique_ptr<MethodMetrics> metrics;
};

}  // namespace interim::rpc

#endif  // INTERIM_COMMON_RPC_METHOD_H_
