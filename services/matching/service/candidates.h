// Methods on candidates and suppliers, import and search.
#ifndef INTERIM_SERVICES_MATCHING_SERVICE_CANDIDATES_H_
#define INTERIM_SERVICES_MATCHING_SERVICE_CANDIDATES_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/server.h"
#include "interim/matching/v1/matching_service.pb.h"
#include "services/matching/service/data.h"
#include "services/matching/service/resources.h"

namespace interim::matching {

// What each method promises stands in matching_service.proto.
class Candidates {
 public:
  Candidates(const MatchingData& data, CandidateIndex& index) : data_(data), index_(index) {}

  absl::StatusOr<v1::Candidate> Create(rpc::Call& call, const v1::CreateCandidateRequest& request);
  absl::StatusOr<v1::Candidate> Update(rpc::Call& call, const v1::UpdateCandidateRequest& request);
  absl::StatusOr<v1::Candidate> Get(rpc::Call& call, const v1::GetCandidateRequest& request);
  absl::StatusOr<v1::ListCandidatesResponse> List(rpc::Call& call,
                                                  const v1::ListCandidatesRequest& request);
  absl::StatusOr<v1::ImportCandidatesResponse> Import(
      rpc::Call& call, rpc::Inbound<v1::ImportCandidatesRequest>& inbound);
  absl::StatusOr<v1::Supplier> CreateSupplier(rpc::Call& call,
                                              const v1::CreateSupplierRequest& request);
  absl::StatusOr<v1::Supplier> GetSupplier(rpc::Call& call, const v1::GetSupplierRequest& request);
  absl::StatusOr<v1::ListSuppliersResponse> ListSuppliers(rpc::Call& call,
                                                          const v1::ListSuppliersRequest& request);
  absl::StatusOr<v1::SearchCandidatesResponse> Search(rpc::Call& call,
                                                      const v1::SearchCandidatesRequest& request);

 private:
  // Checks what annotations cannot, and that the supplier exists unless it is `known_supplier`,
  // which the caller may have no relation to.
  absl::Status CheckCandidate(rpc::Call& call, const v1::Candidate& candidate,
                              absl::string_view known_supplier = "");

  // Takes in one message of an import.
  //   errors  FIELDS_INVALID, SUPPLIER_UNKNOWN, RETENTION_ENDED: only this message is refused
  absl::Status ImportOne(rpc::Call& call, const v1::ImportCandidatesRequest& message,
                         v1::ImportCandidatesResponse& response);

  const MatchingData& data_;
  CandidateIndex& index_;
};

}  // namespace interim::matching

#endif  // INTERIM_SERVICES_MATCHING_SERVICE_CANDIDATES_H_
