// Methods on briefs and their gates: load, decide, commit.
#ifndef INTERIM_SERVICES_CONTRACTING_SERVICE_BRIEFS_H_
#define INTERIM_SERVICES_CONTRACTING_SERVICE_BRIEFS_H_

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "interim/contracting/v1/contracting_service.pb.h"
#include "services/contracting/service/knowledge.h"

namespace interim::contracting {

// Errors of every method: see contracting_service.proto.
class Briefs {
 public:
  // `knowledge` must outlive this object.
  explicit Briefs(const Knowledge& knowledge) : knowledge_(knowledge) {}

  absl::StatusOr<v1::Brief> CreateBrief(rpc::Call& call,
                                        const v1::CreateBriefRequest& request) const;
  absl::StatusOr<v1::Brief> UpdateBrief(rpc::Call& call,
                                        const v1::UpdateBriefRequest& request) const;
  absl::StatusOr<v1::CheckBriefResponse> CheckBrief(rpc::Call& call,
                                                    const v1::CheckBriefRequest& request) const;
  absl::StatusOr<v1::Brief> ApproveBrief(rpc::Call& call,
                                         const v1::ApproveBriefRequest& request) const;
  absl::StatusOr<v1::Brief> GetBrief(rpc::Call& call, const v1::GetBriefRequest& request) const;
  absl::StatusOr<v1::ListBriefsResponse> ListBriefs(rpc::Call& call,
                                                    const v1::ListBriefsRequest& request) const;
  absl::StatusOr<v1::Brief> RequestAdvice(rpc::Call& call,
                                          const v1::RequestAdviceRequest& request) const;
  absl::StatusOr<v1::Brief> RecordAdvice(rpc::Call& call,
                                         const v1::RecordAdviceRequest& request) const;
  absl::StatusOr<v1::Brief> WaiveGate(rpc::Call& call, const v1::WaiveGateRequest& request) const;

 private:
  const Knowledge& knowledge_;
};

}  // namespace interim::contracting

#endif  // INTERIM_SERVICES_CONTRACTING_SERVICE_BRIEFS_H_
