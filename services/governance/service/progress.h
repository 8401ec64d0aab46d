// Methods on KPIs, milestones, the plan of approach, evaluations and the hand-over.
#ifndef INTERIM_SERVICES_GOVERNANCE_SERVICE_PROGRESS_H_
#define INTERIM_SERVICES_GOVERNANCE_SERVICE_PROGRESS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/rpc/call.h"
#include "common/store/store.h"
#include "interim/governance/v1/governance_service.pb.h"
#include "services/governance/service/records.h"

namespace interim::governance {

// Kind of the timer on a KPI.
inline constexpr absl::string_view kKpiTimer = "kpi_due";

// What each method promises stands in governance_service.proto.
class Progress {
 public:
  explicit Progress(const GovernanceData& data) : data_(data) {}

  absl::StatusOr<v1::Kpi> DefineKpi(rpc::Call& call, const v1::DefineKpiRequest& request);
  // Handler of kKpiTimer: marks a target that was not reached in time, once. No effect when it was
  // reached, or the engagement has closed.
  absl::Status OnKpiDue(rpc::Call& call, const store::Timer& timer);
  absl::StatusOr<v1::Kpi> RecordMeasurement(rpc::Call& call,
                                            const v1::RecordMeasurementRequest& request);
  absl::StatusOr<v1::Kpi> GetKpi(rpc::Call& call, const v1::GetKpiRequest& request);
  absl::StatusOr<v1::ListKpisResponse> ListKpis(rpc::Call& call,
                                                const v1::ListKpisRequest& request);

  absl::StatusOr<v1::Milestone> PlanMilestone(rpc::Call& call,
                                              const v1::PlanMilestoneRequest& request);
  absl::StatusOr<v1::Milestone> CompleteMilestone(rpc::Call& call,
                                                  const v1::CompleteMilestoneRequest& request);
  absl::StatusOr<v1::Milestone> RescheduleMilestone(rpc::Call& call,
                                                    const v1::RescheduleMilestoneRequest& request);
  absl::StatusOr<v1::Milestone> GetMilestone(rpc::Call& call,
                                             const v1::GetMilestoneRequest& request);
  absl::StatusOr<v1::ListMilestonesResponse> ListMilestones(
      rpc::Call& call, const v1::ListMilestonesRequest& request);

  absl::StatusOr<v1::Plan> SubmitPlan(rpc::Call& call, const v1::SubmitPlanRequest& request);
  absl::StatusOr<v1::Plan> DecidePlan(rpc::Call& call, const v1::DecidePlanRequest& request);
  absl::StatusOr<v1::Plan> GetPlan(rpc::Call& call, const v1::GetPlanRequest& request);

  absl::StatusOr<v1::Evaluation> RecordEvaluation(rpc::Call& call,
                                                  const v1::RecordEvaluationRequest& request);
  absl::StatusOr<v1::ListEvaluationsResponse> ListEvaluations(
      rpc::Call& call, const v1::ListEvaluationsRequest& request);

  absl::StatusOr<v1::HandoverItem> PlanHandoverItem(rpc::Call& call,
                                                    const v1::PlanHandoverItemRequest& request);
  absl::StatusOr<v1::HandoverItem> ConfirmHandoverItem(
      rpc::Call& call, const v1::ConfirmHandoverItemRequest& request);
  absl::StatusOr<v1::ListHandoverItemsResponse> ListHandoverItems(
      rpc::Call& call, const v1::ListHandoverItemsRequest& request);

 private:
  const GovernanceData& data_;
};

}  // namespace interim::governance

#endif  // INTERIM_SERVICES_GOVERNANCE_SERVICE_PROGRESS_H_
