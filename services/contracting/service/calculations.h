// What-if methods: they store nothing.
#ifndef INTERIM_SERVICES_CONTRACTING_SERVICE_CALCULATIONS_H_
#define INTERIM_SERVICES_CONTRACTING_SERVICE_CALCULATIONS_H_

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "interim/contracting/v1/contracting_service.pb.h"
#include "services/contracting/service/knowledge.h"

namespace interim::contracting {

// Errors of every method: see contracting_service.proto.
class Calculations {
 public:
  // `knowledge` must outlive this object.
  explicit Calculations(const Knowledge& knowledge) : knowledge_(knowledge) {}

  absl::StatusOr<v1::CheckComplianceResponse> CheckCompliance(
      rpc::Call& call, const v1::CheckComplianceRequest& request) const;
  absl::StatusOr<v1::CompareFormsResponse> CompareForms(
      rpc::Call& call, const v1::CompareFormsRequest& request) const;
  absl::StatusOr<v1::CostComparison> CompareCosts(rpc::Call& call,
                                                  const v1::CompareCostsRequest& request) const;
  absl::StatusOr<v1::ScanClausesResponse> ScanClauses(rpc::Call& call,
                                                      const v1::ScanClausesRequest& request) const;
  absl::StatusOr<v1::ListRulesResponse> ListRules(rpc::Call& call,
                                                  const v1::ListRulesRequest& request) const;

 private:
  const Knowledge& knowledge_;
};

}  // namespace interim::contracting

#endif  // INTERIM_SERVICES_CONTRACTING_SERVICE_CALCULATIONS_H_
