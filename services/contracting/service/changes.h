// Methods that change, extend and end a contract in force: load, decide, commit.
#ifndef INTERIM_SERVICES_CONTRACTING_SERVICE_CHANGES_H_
#define INTERIM_SERVICES_CONTRACTING_SERVICE_CHANGES_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "interim/contracting/v1/contracting_service.pb.h"
#include "services/contracting/service/knowledge.h"

namespace interim::contracting {

// Kind of the timer that tells a pilot whose decision day passed without a decision.
inline constexpr absl::string_view kPilotTimer = "pilot_decision";

// Errors of every method: see contracting_service.proto.
class Changes {
 public:
  // `knowledge` must outlive this object.
  explicit Changes(const Knowledge& knowledge) : knowledge_(knowledge) {}

  absl::StatusOr<v1::Contract> AmendContract(rpc::Call& call,
                                             const v1::AmendContractRequest& request) const;
  absl::StatusOr<v1::Contract> ExtendContract(rpc::Call& call,
                                              const v1::ExtendContractRequest& request) const;
  absl::StatusOr<v1::Contract> TerminateContract(rpc::Call& call,
                                                 const v1::TerminateContractRequest& request) const;
  absl::StatusOr<v1::Contract> DecidePilot(rpc::Call& call,
                                           const v1::DecidePilotRequest& request) const;
  absl::StatusOr<v1::Contract> WithdrawContract(rpc::Call& call,
                                                const v1::WithdrawContractRequest& request) const;

  // Handler of kPilotTimer.
  absl::Status TellPilotOverdue(rpc::Call& call, const store::Timer& timer) const;

 private:
  absl::StatusOr<v1::Contract> CommitDraft(rpc::Call& call, const rpc::Stored<v1::Contract>& base,
                                           const v1::Brief& brief, v1::Contract draft,
                                           absl::string_view event) const;
  const Knowledge& knowledge_;
};

}  // namespace interim::contracting

#endif  // INTERIM_SERVICES_CONTRACTING_SERVICE_CHANGES_H_
