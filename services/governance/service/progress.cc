#include "services/governance/service/progress.h"

#include <optional>
#include <utility>
#include <vector>

#include "common/core/clock.h"
#include "common/core/error.h"
#include "common/type/convert.h"
#include "services/governance/domain/errors.h"
#include "services/governance/domain/kpis.h"
#include "services/governance/domain/lifecycle.h"
#include "services/governance/domain/milestones.h"
#include "services/governance/service/tell_contract.h"

namespace interim::governance {
namespace {

// One page of the children of an engagement, added to a response by `add`.
template <class T, class Request, class Response, class Add>
absl::StatusOr<Response> ListChildren(rpc::Call& call, const Request& request, Add add) {
  ASSIGN_OR_RETURN(const auto engagement, call.Load<v1::Engagement>(request.parent()));
  ASSIGN_OR_RETURN(auto page, call.List<T>({.parent = engagement.id(), .filters = {}}));
  Response response;
  for (T& item : page.items) *add(response) = std::move(item);
  response.set_next_page_token(page.next_page_token);
  return response;
}

template <class T>
absl::StatusOr<T> GetChild(rpc::Call& call, const std::string& name) {
  ASSIGN_OR_RETURN(const auto loaded, LoadWithEngagement<T>(call, name));
  return *loaded.record;
}

// Creates a record and rewrites the engagement with it, where an invariant spans the children.
template <class T>
absl::StatusOr<T> CreateGuarded(rpc::Call& call, const rpc::Stored<v1::Engagement>& before,
                                const v1::Engagement& after, const T& child,
                                absl::string_view event) {
  rpc::Commit commit = call.Begin(event);
  const std::string name = commit.Create(before.id(), child);
  commit.Update(before, after);
  commit.About(name);
  RETURN_IF_ERROR(call.Finish(std::move(commit)));
  return call.Committed(name, child);
}

// Changes a record and tells contracting what that says of the practice.
template <class T>
absl::StatusOr<T> CommitTold(rpc::Call& call, const WithEngagement<T>& loaded, const T& after,
                             absl::string_view event, const Practice& practice) {
  rpc::Commit commit = call.Begin(event);
  commit.Update(loaded.record, after);
  TellPractice(*loaded.engagement, practice, commit);
  RETURN_IF_ERROR(call.Finish(std::move(commit)));
  return call.Committed(loaded.record.id(), after);
}

// The morning after the day a target is due.
absl::StatusOr<absl::Time> AfterDue(const v1::Kpi& kpi) {
  ASSIGN_OR_RETURN(const Date due, DateFromProto(kpi.due_date(), "kpi.due_date"));
  return StartOfAmsterdamDay(due.AddDays(1));
}

}  // namespace

absl::StatusOr<v1::Kpi> Progress::DefineKpi(rpc::Call& call, const v1::DefineKpiRequest& request) {
  ASSIGN_OR_RETURN(const auto engagement, call.Load<v1::Engagement>(request.parent()));
  RETURN_IF_ERROR(CheckNotClosed(*engagement));
  const v1::Kpi kpi =
      governance::DefineKpi(data_.policy, data_.complete_kpi(request.kpi(), call.language()));
  FieldErrors errors;
  CheckKpi(kpi, errors);
  RETURN_IF_ERROR(errors.ToStatus());
  if (kpi.is_result() && CallerOf(call, *engagement).IsInterimManager()) {
    return DeciderLevelWrong(v1::ESCALATION_LEVEL_SPONSOR);
  }
  rpc::Commit commit = call.Begin("kpi.defined");
  const std::string name = commit.Create(engagement.id(), kpi);
  ASSIGN_OR_RETURN(const absl::Time due, AfterDue(kpi));
  commit.SetTimer(name, kKpiTimer, due);
  RETURN_IF_ERROR(call.Finish(std::move(commit)));
  return call.Committed(name, kpi);
}

absl::Status Progress::OnKpiDue(rpc::Call& call, const store::Timer& timer) {
  ASSIGN_OR_RETURN(const ResourceName timed, ResourceName::Make(call.tenant(), timer.resource));
  ASSIGN_OR_RETURN(const auto loaded, LoadWithEngagement<v1::Kpi>(call, timed.ToString()));
  if (!CheckNotClosed(*loaded.engagement).ok()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const v1::Kpi after, PassDue(*loaded.record, call.today()));
  if (after.is_overdue() == loaded.record->is_overdue()) return absl::OkStatus();
  return call.Commit(loaded.record, after, "kpi.overdue").status();
}

absl::StatusOr<v1::Kpi> Progress::RecordMeasurement(rpc::Call& call,
                                                    const v1::RecordMeasurementRequest& request) {
  ASSIGN_OR_RETURN(const auto loaded, LoadWithEngagement<v1::Kpi>(call, request.name()));
  RETURN_IF_ERROR(CheckRunning(*loaded.engagement));
  ASSIGN_OR_RETURN(const auto after,
                   AddMeasurement(*loaded.record, request.measurement(), call.principal().subject,
                                  call.today(), call.now()));
  return call.Commit(loaded.record, after, "kpi.measured");
}

absl::StatusOr<v1::Kpi> Progress::GetKpi(rpc::Call& call, const v1::GetKpiRequest& request) {
  return GetChild<v1::Kpi>(call, request.name());
}

absl::StatusOr<v1::ListKpisResponse> Progress::ListKpis(rpc::Call& call,
                                                        const v1::ListKpisRequest& request) {
  return ListChildren<v1::Kpi, v1::ListKpisRequest, v1::ListKpisResponse>(
      call, request, [](v1::ListKpisResponse& response) { return response.add_kpis(); });
}

absl::StatusOr<v1::Milestone> Progress::PlanMilestone(rpc::Call& call,
                                                      const v1::PlanMilestoneRequest& request) {
  RETURN_IF_ERROR(
      DateFromProto(request.milestone().planned_date(), "milestone.planned_date").status());
  ASSIGN_OR_RETURN(const auto engagement, call.Load<v1::Engagement>(request.parent()));
  RETURN_IF_ERROR(CheckNotClosed(*engagement));
  return call.Create(engagement.id(), governance::PlanMilestone(request.milestone()),
                     "milestone.planned");
}

absl::StatusOr<v1::Milestone> Progress::CompleteMilestone(
    rpc::Call& call, const v1::CompleteMilestoneRequest& request) {
  Date day = call.today();
  if (request.has_complete_date()) {
    ASSIGN_OR_RETURN(day, DateFromProto(request.complete_date(), "complete_date"));
  }
  ASSIGN_OR_RETURN(const auto loaded, LoadWithEngagement<v1::Milestone>(call, request.name()));
  RETURN_IF_ERROR(CheckNotClosed(*loaded.engagement));
  ASSIGN_OR_RETURN(const auto after,
                   governance::CompleteMilestone(*loaded.record, day, call.today()));
  return CommitTold(call, loaded, after, "milestone.completed",
                    MilestoneAccepted(*loaded.engagement, after, call.principal().subject));
}

absl::StatusOr<v1::Milestone> Progress::RescheduleMilestone(
    rpc::Call& call, const v1::RescheduleMilestoneRequest& request) {
  ASSIGN_OR_RETURN(const Date to, DateFromProto(request.planned_date(), "planned_date"));
  ASSIGN_OR_RETURN(const auto loaded, LoadWithEngagement<v1::Milestone>(call, request.name()));
  RETURN_IF_ERROR(CheckNotClosed(*loaded.engagement));
  std::optional<v1::Decision> decision;
  if (!request.decision().empty()) {
    ASSIGN_OR_RETURN(const auto named, LoadWithEngagement<v1::Decision>(call, request.decision()));
    decision = *named.record;
  }
  ASSIGN_OR_RETURN(
      const auto after,
      MoveMilestone(*loaded.record,
                    {.to = to, .reason = request.reason(), .actor = call.principal().subject},
                    decision ? &*decision : nullptr, call.today(), call.now()));
  return call.Commit(loaded.record, after, "milestone.moved");
}

absl::StatusOr<v1::Milestone> Progress::GetMilestone(rpc::Call& call,
                                                     const v1::GetMilestoneRequest& request) {
  return GetChild<v1::Milestone>(call, request.name());
}

absl::StatusOr<v1::ListMilestonesResponse> Progress::ListMilestones(
    rpc::Call& call, const v1::ListMilestonesRequest& request) {
  return ListChildren<v1::Milestone, v1::ListMilestonesRequest, v1::ListMilestonesResponse>(
      call, request,
      [](v1::ListMilestonesResponse& response) { return response.add_milestones(); });
}

absl::StatusOr<v1::Plan> Progress::SubmitPlan(rpc::Call& call,
                                              const v1::SubmitPlanRequest& request) {
  ASSIGN_OR_RETURN(const auto engagement, call.Load<v1::Engagement>(request.parent()));
  RETURN_IF_ERROR(CheckRunning(*engagement));
  ASSIGN_OR_RETURN(const auto earlier, call.LoadChildren<v1::Plan>(engagement.id()));
  for (const auto& plan : earlier) {
    if (plan->state() == v1::PLAN_STATE_SUBMITTED) return PlanPending(plan->name());
  }
  return CreateGuarded(call, engagement, *engagement,
                       governance::SubmitPlan(request.plan(), call.today()), "plan.submitted");
}

absl::StatusOr<v1::Plan> Progress::DecidePlan(rpc::Call& call,
                                              const v1::DecidePlanRequest& request) {
  ASSIGN_OR_RETURN(const auto loaded, LoadWithEngagement<v1::Plan>(call, request.name()));
  RETURN_IF_ERROR(CheckRunning(*loaded.engagement));
  if (CallerOf(call, *loaded.engagement).level < v1::ESCALATION_LEVEL_BOARD) {
    return DeciderLevelWrong(v1::ESCALATION_LEVEL_BOARD);
  }
  ASSIGN_OR_RETURN(const auto after, governance::DecidePlan(*loaded.engagement, *loaded.record,
                                                            {.outcome = request.outcome(),
                                                             .reason = request.reason(),
                                                             .decider = call.principal().subject},
                                                            call.today()));
  return CommitTold(call, loaded, after, "plan.decided", MeetingOnPlan(after));
}

absl::StatusOr<v1::Plan> Progress::GetPlan(rpc::Call& call, const v1::GetPlanRequest& request) {
  return GetChild<v1::Plan>(call, request.name());
}

absl::StatusOr<v1::Evaluation> Progress::RecordEvaluation(
    rpc::Call& call, const v1::RecordEvaluationRequest& request) {
  ASSIGN_OR_RETURN(const auto engagement, call.Load<v1::Engagement>(request.parent()));
  ASSIGN_OR_RETURN(const auto stored, call.LoadChildren<v1::Evaluation>(engagement.id()));
  std::vector<v1::Evaluation> earlier;
  for (const auto& evaluation : stored) earlier.push_back(*evaluation);
  ASSIGN_OR_RETURN(const auto evaluation,
                   Evaluate(data_.policy, *engagement, earlier, request.evaluation(),
                            call.principal().subject, call.today()));
  rpc::Commit commit = call.Begin("evaluation.recorded");
  const std::string name = commit.Create(engagement.id(), evaluation);
  commit.Update(engagement, *engagement);
  commit.About(name);
  TellPractice(*engagement, MeetingToEvaluate(evaluation, name), commit);
  RETURN_IF_ERROR(call.Finish(std::move(commit)));
  return call.Committed(name, evaluation);
}

absl::StatusOr<v1::ListEvaluationsResponse> Progress::ListEvaluations(
    rpc::Call& call, const v1::ListEvaluationsRequest& request) {
  return ListChildren<v1::Evaluation, v1::ListEvaluationsRequest, v1::ListEvaluationsResponse>(
      call, request,
      [](v1::ListEvaluationsResponse& response) { return response.add_evaluations(); });
}

absl::StatusOr<v1::HandoverItem> Progress::PlanHandoverItem(
    rpc::Call& call, const v1::PlanHandoverItemRequest& request) {
  ASSIGN_OR_RETURN(const auto engagement, call.Load<v1::Engagement>(request.parent()));
  RETURN_IF_ERROR(CheckRunning(*engagement));
  ASSIGN_OR_RETURN(const auto item, PlanItem(data_.policy, *engagement, request.handover_item()));
  return CreateGuarded(call, engagement, EnterExit(*engagement, call.today()), item,
                       "handover.planned");
}

absl::StatusOr<v1::HandoverItem> Progress::ConfirmHandoverItem(
    rpc::Call& call, const v1::ConfirmHandoverItemRequest& request) {
  ASSIGN_OR_RETURN(const auto loaded, LoadWithEngagement<v1::HandoverItem>(call, request.name()));
  RETURN_IF_ERROR(CheckRunning(*loaded.engagement));
  ASSIGN_OR_RETURN(const auto after, ConfirmItem(*loaded.record, call.principal().subject,
                                                 request.note(), call.now()));
  rpc::Commit commit = call.Begin("handover.confirmed");
  commit.Update(loaded.record, after);
  const v1::Engagement exiting = EnterExit(*loaded.engagement, call.today());
  if (exiting.state() != loaded.engagement->state()) commit.Update(loaded.engagement, exiting);
  TellPractice(*loaded.engagement, ItemAccepted(after), commit);
  RETURN_IF_ERROR(call.Finish(std::move(commit)));
  return call.Committed(loaded.record.id(), after);
}

absl::StatusOr<v1::ListHandoverItemsResponse> Progress::ListHandoverItems(
    rpc::Call& call, const v1::ListHandoverItemsRequest& request) {
  return ListChildren<v1::HandoverItem, v1::ListHandoverItemsRequest,
                      v1::ListHandoverItemsResponse>(
      call, request,
      [](v1::ListHandoverItemsResponse& response) { return response.add_handover_items(); });
}

}  // namespace interim::governance
