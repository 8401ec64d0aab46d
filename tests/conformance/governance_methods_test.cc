// What every method of governance keeps, checked the same way for each.
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/conformance/governance_calls.h"
#include "tests/conformance/method_checks.h"

namespace interim::conformance {
namespace {

// ---- records in the state a method needs ----

v1::Engagement WithEmergencyRule() {
  auto grant = Grant(Started());
  grant.mutable_mandate()->set_emergency_report_hours(24);
  return Must(Call<v1::Engagement>("GrantMandate", grant, kBoard));
}
v1::Decision OutOfMandate() {
  const auto raised = Raised(WithEmergencyRule(), 60000);
  return Must(
      Call<v1::Decision>("DecideDecision", Deciding(raised, "is_emergency: true"), kManager));
}
v1::Decision Decided() {
  return Must(Call<v1::Decision>("DecideDecision", Deciding(Raised(Mandated(), 10)), kManager));
}

v1::DefineKpiRequest Defining(const std::string& engagement, const std::string& code) {
  return Below<v1::DefineKpiRequest>(
      engagement,
      absl::StrCat("kpi { kpi_code: '", code,
                   "' baseline { value: '0' } baseline_date { year: 2026 month: 1 day: 12 } "
                   "target { value: '100' } due_date { year: 2026 month: 9 day: 30 } }"));
}
v1::Kpi Defined() {
  return Must(Call<v1::Kpi>("DefineKpi", Defining(Started().name(), "INT-06"), kManager));
}
v1::PlanMilestoneRequest Milestoning(const std::string& engagement) {
  return Below<v1::PlanMilestoneRequest>(
      engagement, "milestone { title: 'Day 1' planned_date { year: 2026 month: 7 day: 1 } }");
}
v1::Milestone Milestoned() {
  return Must(Call<v1::Milestone>("PlanMilestone", Milestoning(Started().name()), kManager));
}
v1::SubmitPlanRequest Submitting() {
  return Below<v1::SubmitPlanRequest>(Started().name(), "plan { summary: 's' findings: 'f' }");
}
v1::Plan Submitted() { return Must(Call<v1::Plan>("SubmitPlan", Submitting(), kManager)); }
v1::EscalateRequest Escalating(const std::string& engagement) {
  return Below<v1::EscalateRequest>(
      engagement,
      absl::StrCat("escalation { subject: '", engagement,
                   "' issue: 'no permit' effect: 'late' options: 'wait' options: 'move' "
                   "recommendation: 'move' }"));
}
v1::Escalation Escalated() {
  return Must(Call<v1::Escalation>("Escalate", Escalating(Started().name()), kManager));
}
v1::PlanHandoverItemRequest Handing(const std::string& engagement) {
  return Below<v1::PlanHandoverItemRequest>(
      engagement, "handover_item { group_code: 'WORK' title: 't' receiver: 'u-successor' }");
}
v1::CloseEngagementRequest Closing() {
  const v1::Engagement engagement = Mandated();
  Revoke(engagement);
  Must(Call<v1::Evaluation>("RecordEvaluation", Evaluating(engagement.name(), "END"), kBoard));
  return Named<v1::CloseEngagementRequest>(engagement.name(), "waive_reason: 'nothing to hand'");
}

MethodRow Row(const char* method, const Person& person,
              std::function<std::unique_ptr<google::protobuf::Message>()> request) {
  return {.method = std::string(kService) + method,
          .person = person,
          .request = std::move(request),
          .wrong_role = "purchasing"};
}

void EngagementRows(std::vector<MethodRow>& rows) {
  rows.push_back(Row("OpenEngagement", kHr, [] { return Own(Opening()); }));
  rows.push_back(Row("StartEngagement", kBoard,
                     [] { return Own(Named<v1::StartEngagementRequest>(Opened().name())); }));
  rows.push_back(Row("GetEngagement", kHr,
                     [] { return Own(Named<v1::GetEngagementRequest>(Opened().name())); }));
  rows.push_back(Row("ListEngagements", kHr, [] {
    Opened();
    Opened();
    return Own(Below<v1::ListEngagementsRequest>("organizations/acme", ""));
  }));
  rows.push_back(Row("CloseEngagement", kBoard, [] { return Own(Closing()); }));
  rows.push_back(Row("FollowContract", kHr, [] {
    return Own(Named<v1::FollowContractRequest>(OpenedOnContract().name()));
  }));
  rows.push_back(Row("GrantMandate", kBoard, [] { return Own(Grant(Started())); }));
  rows.push_back(Row("RevokeMandate", kBoard, [] {
    const auto engagement = Mandated();
    auto request = Named<v1::RevokeMandateRequest>(engagement.name(), "reason: 'x'");
    request.set_etag(engagement.etag());
    return Own(request);
  }));
  rows.push_back(Row("CheckAuthority", kManager, [] {
    return Own(Named<v1::CheckAuthorityRequest>(
        Mandated().name(), "domain_code: 'CONTRACTS' amount { currency_code: 'EUR' units: 1 }"));
  }));
  rows.push_back(Row("GetDashboard", kSponsor,
                     [] { return Own(Named<v1::GetDashboardRequest>(Started().name())); }));
}

void DecisionRows(std::vector<MethodRow>& rows) {
  rows.push_back(Row("RaiseDecision", kManager, [] { return Own(Raising(Mandated(), 10)); }));
  rows.push_back(
      Row("DecideDecision", kManager, [] { return Own(Deciding(Raised(Mandated(), 10))); }));
  rows.push_back(Row("ConfirmDecision", kSponsor, [] {
    const auto waiting =
        Must(Call<v1::Decision>("DecideDecision", Deciding(Raised(WithFourEyes(), 10)), kManager));
    return Own(Named<v1::ConfirmDecisionRequest>(waiting.name()));
  }));
  rows.push_back(Row("WithdrawDecision", kManager, [] {
    return Own(
        Named<v1::WithdrawDecisionRequest>(Raised(Mandated(), 10).name(), "reason: 'dropped'"));
  }));
  rows.push_back(Row("RatifyDecision", kBoard, [] {
    return Own(Named<v1::RatifyDecisionRequest>(OutOfMandate().name(), "reason: 'right'"));
  }));
  rows.push_back(Row("ReverseDecision", kBoard, [] {
    return Own(Named<v1::ReverseDecisionRequest>(OutOfMandate().name(), "reason: 'wrong'"));
  }));
  rows.push_back(Row("ExecuteDecision", kManager,
                     [] { return Own(Named<v1::ExecuteDecisionRequest>(Decided().name())); }));
  rows.push_back(Row("NotifyDecision", kHr, [] {
    return Own(Named<v1::NotifyDecisionRequest>(DepartedFromAdvice().name()));
  }));
  rows.push_back(
      Row("GetDecision", kHr, [] { return Own(Named<v1::GetDecisionRequest>(Decided().name())); }));
  rows.push_back(Row("ListDecisions", kHr, [] {
    const auto engagement = Mandated();
    Raised(engagement, 10);
    Raised(engagement, 11);
    return Own(Below<v1::ListDecisionsRequest>(engagement.name(), ""));
  }));
  rows.push_back(Row("RequestAdvice", kHr, [] {
    const MergerPlan plan = Planned();
    return Own(Named<v1::RequestAdviceRequest>(plan.engagement, plan.gate));
  }));
  rows.push_back(Row("RecordAdvice", kCouncil, [] { return Own(Advising(AdviceAsked())); }));
  rows.push_back(Row("WaiveGate", kCouncil, [] {
    const MergerPlan plan = Planned();
    return Own(Named<v1::WaiveGateRequest>(plan.engagement, plan.gate + "reason: 'agreed'"));
  }));
}

void EscalationRows(std::vector<MethodRow>& rows) {
  rows.push_back(Row("Escalate", kManager, [] { return Own(Escalating(Started().name())); }));
  rows.push_back(Row("AcknowledgeEscalation", kSponsor, [] {
    return Own(Named<v1::AcknowledgeEscalationRequest>(Escalated().name()));
  }));
  rows.push_back(Row("ResolveEscalation", kSponsor, [] {
    return Own(Named<v1::ResolveEscalationRequest>(Escalated().name(), "resolution: 'move'"));
  }));
  rows.push_back(Row("GetEscalation", kHr,
                     [] { return Own(Named<v1::GetEscalationRequest>(Escalated().name())); }));
  rows.push_back(Row("ListEscalations", kHr, [] {
    const auto engagement = Started();
    for (int i = 0; i < 2; ++i) {
      Must(Call<v1::Escalation>("Escalate", Escalating(engagement.name()), kManager));
    }
    return Own(Below<v1::ListEscalationsRequest>(engagement.name(), ""));
  }));
}

void ProgressRows(std::vector<MethodRow>& rows) {
  rows.push_back(
      Row("DefineKpi", kManager, [] { return Own(Defining(Started().name(), "INT-06")); }));
  rows.push_back(Row("RecordMeasurement", kManager, [] {
    return Own(Named<v1::RecordMeasurementRequest>(
        Defined().name(),
        "measurement { measure_date { year: 2026 month: 3 day: 2 } value { value: '20' } }"));
  }));
  rows.push_back(
      Row("GetKpi", kHr, [] { return Own(Named<v1::GetKpiRequest>(Defined().name())); }));
  rows.push_back(Row("ListKpis", kHr, [] {
    const auto engagement = Started();
    for (const char* code : {"INT-06", "INT-07"}) {
      Must(Call<v1::Kpi>("DefineKpi", Defining(engagement.name(), code), kManager));
    }
    return Own(Below<v1::ListKpisRequest>(engagement.name(), ""));
  }));
  rows.push_back(Row("PlanMilestone", kManager, [] { return Own(Milestoning(Started().name())); }));
  rows.push_back(Row("CompleteMilestone", kManager,
                     [] { return Own(Named<v1::CompleteMilestoneRequest>(Milestoned().name())); }));
  rows.push_back(Row("RescheduleMilestone", kManager, [] {
    return Own(Named<v1::RescheduleMilestoneRequest>(
        Milestoned().name(), "planned_date { year: 2026 month: 8 day: 3 } reason: 'permit'"));
  }));
  rows.push_back(Row("GetMilestone", kHr,
                     [] { return Own(Named<v1::GetMilestoneRequest>(Milestoned().name())); }));
  rows.push_back(Row("ListMilestones", kHr, [] {
    const auto engagement = Started();
    for (int i = 0; i < 2; ++i) {
      Must(Call<v1::Milestone>("PlanMilestone", Milestoning(engagement.name()), kManager));
    }
    return Own(Below<v1::ListMilestonesRequest>(engagement.name(), ""));
  }));
  rows.push_back(Row("SubmitPlan", kManager, [] { return Own(Submitting()); }));
  rows.push_back(Row("DecidePlan", kBoard, [] {
    return Own(Named<v1::DecidePlanRequest>(Submitted().name(),
                                            "outcome: PLAN_OUTCOME_CONTINUE reason: 'sound'"));
  }));
  rows.push_back(
      Row("GetPlan", kHr, [] { return Own(Named<v1::GetPlanRequest>(Submitted().name())); }));
}

void EndRows(std::vector<MethodRow>& rows) {
  rows.push_back(
      Row("RecordEvaluation", kSponsor, [] { return Own(Evaluating(Started().name(), "D30")); }));
  rows.push_back(Row("ListEvaluations", kHr, [] {
    const auto engagement = Started();
    for (const char* moment : {"D30", "D60"}) {
      Must(Call<v1::Evaluation>("RecordEvaluation", Evaluating(engagement.name(), moment),
                                kSponsor));
    }
    return Own(Below<v1::ListEvaluationsRequest>(engagement.name(), ""));
  }));
  rows.push_back(Row("PlanHandoverItem", kManager, [] { return Own(Handing(Started().name())); }));
  rows.push_back(Row("ConfirmHandoverItem", kSuccessor, [] {
    const auto item =
        Must(Call<v1::HandoverItem>("PlanHandoverItem", Handing(Started().name()), kManager));
    return Own(Named<v1::ConfirmHandoverItemRequest>(item.name()));
  }));
  rows.push_back(Row("ListHandoverItems", kHr, [] {
    const auto engagement = Started();
    for (int i = 0; i < 2; ++i) {
      Must(Call<v1::HandoverItem>("PlanHandoverItem", Handing(engagement.name()), kManager));
    }
    return Own(Below<v1::ListHandoverItemsRequest>(engagement.name(), ""));
  }));
}

std::vector<MethodRow> Rows() {
  std::vector<MethodRow> rows;
  EngagementRows(rows);
  DecisionRows(rows);
  EscalationRows(rows);
  ProgressRows(rows);
  EndRows(rows);
  return rows;
}

INTERIM_TEST_METHODS("interim.governance.v1.GovernanceService", Rows)

}  // namespace
}  // namespace interim::conformance
