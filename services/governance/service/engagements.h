// Methods on engagements: opening, starting, mandate, gates, dashboard, closing.
#ifndef INTERIM_SERVICES_GOVERNANCE_SERVICE_ENGAGEMENTS_H_
#define INTERIM_SERVICES_GOVERNANCE_SERVICE_ENGAGEMENTS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/rpc/call.h"
#include "common/store/store.h"
#include "interim/governance/v1/governance_service.pb.h"
#include "services/governance/service/records.h"

namespace interim::governance {

// Kind of the timer that reads the contract of an engagement again.
inline constexpr absl::string_view kContractTimer = "ask:contract";

// What each method promises stands in governance_service.proto.
class Engagements {
 public:
  explicit Engagements(const GovernanceData& data) : data_(data) {}

  absl::StatusOr<v1::Engagement> Open(rpc::Call& call, const v1::OpenEngagementRequest& request);
  absl::StatusOr<v1::Engagement> Start(rpc::Call& call, const v1::StartEngagementRequest& request);
  absl::StatusOr<v1::Engagement> Get(rpc::Call& call, const v1::GetEngagementRequest& request);
  absl::StatusOr<v1::ListEngagementsResponse> List(rpc::Call& call,
                                                   const v1::ListEngagementsRequest& request);
  absl::StatusOr<v1::Engagement> Close(rpc::Call& call, const v1::CloseEngagementRequest& request);

  absl::StatusOr<v1::Engagement> FollowContract(rpc::Call& call,
                                                const v1::FollowContractRequest& request);
  // Handler of kContractTimer: the same by itself, and again after the days of the policy. An
  // engagement that has closed is left alone, and so is one whose contract is not there any more.
  absl::Status OnContractDue(rpc::Call& call, const store::Timer& timer);

  absl::StatusOr<v1::Engagement> GrantMandate(rpc::Call& call,
                                              const v1::GrantMandateRequest& request);
  absl::StatusOr<v1::Engagement> RevokeMandate(rpc::Call& call,
                                               const v1::RevokeMandateRequest& request);
  absl::StatusOr<v1::AuthorityCheck> CheckAuthority(rpc::Call& call,
                                                    const v1::CheckAuthorityRequest& request);

  absl::StatusOr<v1::Engagement> RequestAdvice(rpc::Call& call,
                                               const v1::RequestAdviceRequest& request);
  absl::StatusOr<v1::Engagement> RecordAdvice(rpc::Call& call,
                                              const v1::RecordAdviceRequest& request);
  absl::StatusOr<v1::Engagement> WaiveGate(rpc::Call& call, const v1::WaiveGateRequest& request);

  absl::StatusOr<v1::Dashboard> GetDashboard(rpc::Call& call,
                                             const v1::GetDashboardRequest& request);

 private:
  const GovernanceData& data_;
};

}  // namespace interim::governance

#endif  // INTERIM_SERVICES_GOVERNANCE_SERVICE_ENGAGEMENTS_H_
