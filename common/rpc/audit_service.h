// The audit trail of a server's own records, for auditors.
#ifndef INTERIM_COMMON_RPC_AUDIT_SERVICE_H_
#define INTERIM_COMMON_RPC_AUDIT_SERVICE_H_

#include "absl/status/statusor.h"
#include "common/rpc/server.h"

namespace interim::audit::v1 {
class ListEventsRequest;
class ListEventsResponse;
class VerifyTrailRequest;
class VerifyTrailResponse;
}  // namespace interim::audit::v1

namespace interim::rpc {

// See protos/interim/audit/v1/audit_service.proto.
class AuditService {
 public:
  explicit AuditService(store::Store& store) : store_(store) {}

  absl::StatusOr<audit::v1::ListEventsResponse> ListEvents(
      Call& call, const audit::v1::ListEventsRequest& request);
  absl::StatusOr<audit::v1::VerifyTrailResponse> VerifyTrail(
      Call& call, const audit::v1::VerifyTrailRequest& request);

 private:
  store::Store& store_;
};

// Mounts `service`, which outlives the server.
void MountAudit(Server& server, AuditService& service);

}  // namespace interim::rpc

#endif  // INTERIM_COMMON_RPC_AUDIT_SERVICE_H_
