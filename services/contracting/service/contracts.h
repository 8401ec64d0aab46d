// Methods on contracts: load, decide, commit.
#ifndef INTERIM_SERVICES_CONTRACTING_SERVICE_CONTRACTS_H_
#define INTERIM_SERVICES_CONTRACTING_SERVICE_CONTRACTS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "interim/contracting/v1/contracting_service.pb.h"
#include "services/contracting/service/knowledge.h"

namespace interim::contracting {

// Kind of the timer that ends a contract after its last day.
inline constexpr absl::string_view kEndTimer = "contract_end";

// Errors of every method: see contracting_service.proto.
class Contracts {
 public:
  // `knowledge` must outlive this object.
  explicit Contracts(const Knowledge& knowledge) : knowledge_(knowledge) {}

  absl::StatusOr<v1::Contract> DraftContract(rpc::Call& call,
                                             const v1::DraftContractRequest& request) const;
  absl::StatusOr<v1::Contract> UpdateContract(rpc::Call& call,
                                              const v1::UpdateContractRequest& request) const;
  absl::StatusOr<v1::Contract> DecideFindings(rpc::Call& call,
                                              const v1::DecideFindingsRequest& request) const;
  absl::StatusOr<v1::Contract> SubmitForSignature(
      rpc::Call& call, const v1::SubmitForSignatureRequest& request) const;
  absl::StatusOr<v1::Contract> SignContract(rpc::Call& call,
                                            const v1::SignContractRequest& request) const;
  absl::StatusOr<v1::Contract> DeclineContract(rpc::Call& call,
                                               const v1::DeclineContractRequest& request) const;
  absl::StatusOr<v1::Contract> ActivateContract(rpc::Call& call,
                                                const v1::ActivateContractRequest& request) const;
  absl::StatusOr<v1::ContractDocument> RenderContract(
      rpc::Call& call, const v1::RenderContractRequest& request) const;
  absl::StatusOr<v1::Contract> GetContract(rpc::Call& call,
                                           const v1::GetContractRequest& request) const;
  absl::StatusOr<v1::ListContractsResponse> ListContracts(
      rpc::Call& call, const v1::ListContractsRequest& request) const;

  // Handler of kEndTimer.
  absl::Status EndWhenDue(rpc::Call& call, const store::Timer& timer) const;

 private:
  absl::StatusOr<v1::ContractDocument> RenderText(rpc::Call& call, const v1::Contract& contract,
                                                  const v1::RenderContractRequest& request) const;
  const Knowledge& knowledge_;
};

}  // namespace interim::contracting

#endif  // INTERIM_SERVICES_CONTRACTING_SERVICE_CONTRACTS_H_
