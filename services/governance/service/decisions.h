// Methods on decisions and escalations, and the clock that moves an escalation up.
#ifndef INTERIM_SERVICES_GOVERNANCE_SERVICE_DECISIONS_H_
#define INTERIM_SERVICES_GOVERNANCE_SERVICE_DECISIONS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/store/store.h"
#include "interim/governance/v1/governance_service.pb.h"
#include "services/governance/domain/decisions.h"
#include "services/governance/service/records.h"

namespace interim::governance {

// Kind of the timer on an escalation.
inline constexpr absl::string_view kEscalationTimer = "escalation";

// What each method promises stands in governance_service.proto.
class Decisions {
 public:
  explicit Decisions(const GovernanceData& data) : data_(data) {}

  absl::StatusOr<v1::Decision> Raise(rpc::Call& call, const v1::RaiseDecisionRequest& request);
  absl::StatusOr<v1::Decision> Decide(rpc::Call& call, const v1::DecideDecisionRequest& request);
  absl::StatusOr<v1::Decision> Confirm(rpc::Call& call, const v1::ConfirmDecisionRequest& request);
  absl::StatusOr<v1::Decision> Withdraw(rpc::Call& call,
                                        const v1::WithdrawDecisionRequest& request);
  absl::StatusOr<v1::Decision> Ratify(rpc::Call& call, const v1::RatifyDecisionRequest& request);
  absl::StatusOr<v1::Decision> Reverse(rpc::Call& call, const v1::ReverseDecisionRequest& request);
  absl::StatusOr<v1::Decision> Notify(rpc::Call& call, const v1::NotifyDecisionRequest& request);
  absl::StatusOr<v1::Decision> Execute(rpc::Call& call, const v1::ExecuteDecisionRequest& request);
  absl::StatusOr<v1::Decision> Get(rpc::Call& call, const v1::GetDecisionRequest& request);
  absl::StatusOr<v1::ListDecisionsResponse> List(rpc::Call& call,
                                                 const v1::ListDecisionsRequest& request);

  absl::StatusOr<v1::Escalation> Escalate(rpc::Call& call, const v1::EscalateRequest& request);
  absl::StatusOr<v1::Escalation> Acknowledge(rpc::Call& call,
                                             const v1::AcknowledgeEscalationRequest& request);
  absl::StatusOr<v1::Escalation> Resolve(rpc::Call& call,
                                         const v1::ResolveEscalationRequest& request);
  absl::StatusOr<v1::Escalation> GetEscalation(rpc::Call& call,
                                               const v1::GetEscalationRequest& request);
  absl::StatusOr<v1::ListEscalationsResponse> ListEscalations(
      rpc::Call& call, const v1::ListEscalationsRequest& request);

  // Handler of kEscalationTimer: moves the escalation and the decision it is about up a level.
  absl::Status OnEscalationDue(rpc::Call& call, const store::Timer& timer);

 private:
  // Adds the start of an escalation about a decision to the commit and notes it in the decision.
  absl::Status StartFor(rpc::Call& call, const rpc::Stored<v1::Engagement>& engagement,
                        const std::string& decision_name, v1::EscalationLevel level,
                        v1::Decision& decision, rpc::Commit& commit);
  // Ends the escalation that runs for a decision, if any.
  absl::Status EndFor(rpc::Call& call, const v1::Engagement& engagement,
                      const v1::Decision& decision, absl::string_view resolution,
                      rpc::Commit& commit);
  // Commits a decision with what follows: an escalation started or ended, the engagement changed.
  absl::StatusOr<v1::Decision> Conclude(rpc::Call& call, const WithEngagement<v1::Decision>& loaded,
                                        DecideResult result, absl::string_view event,
                                        absl::string_view reason);
  v1::Decision Worded(rpc::Call& call, v1::Decision decision) const;

  const GovernanceData& data_;
};

}  // namespace interim::governance

#endif  // INTERIM_SERVICES_GOVERNANCE_SERVICE_DECISIONS_H_
