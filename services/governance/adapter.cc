#include "services/governance/adapter.h"

namespace interim::governance {

namespace {

void MountEngagements(rpc::Mounted& service, Engagements& engagements) {
  service.Unary("OpenEngagement", engagements, &Engagements::Open);
  service.Unary("StartEngagement", engagements, &Engagements::Start);
  service.Unary("GetEngagement", engagements, &Engagements::Get);
  service.Unary("ListEngagements", engagements, &Engagements::List);
  service.Unary("CloseEngagement", engagements, &Engagements::Close);
  service.Unary("FollowContract", engagements, &Engagements::FollowContract);
  service.Unary("GrantMandate", engagements, &Engagements::GrantMandate);
  service.Unary("RevokeMandate", engagements, &Engagements::RevokeMandate);
  service.Unary("CheckAuthority", engagements, &Engagements::CheckAuthority);
  service.Unary("RequestAdvice", engagements, &Engagements::RequestAdvice);
  service.Unary("RecordAdvice", engagements, &Engagements::RecordAdvice);
  service.Unary("WaiveGate", engagements, &Engagements::WaiveGate);
  service.Unary("GetDashboard", engagements, &Engagements::GetDashboard);
}

void MountDecisions(rpc::Mounted& service, Decisions& decisions) {
  service.Unary("RaiseDecision", decisions, &Decisions::Raise);
  service.Unary("DecideDecision", decisions, &Decisions::Decide);
  service.Unary("ConfirmDecision", decisions, &Decisions::Confirm);
  service.Unary("WithdrawDecision", decisions, &Decisions::Withdraw);
  service.Unary("RatifyDecision", decisions, &Decisions::Ratify);
  service.Unary("ReverseDecision", decisions, &Decisions::Reverse);
  service.Unary("NotifyDecision", decisions, &Decisions::Notify);
  service.Unary("ExecuteDecision", decisions, &Decisions::Execute);
  service.Unary("GetDecision", decisions, &Decisions::Get);
  service.Unary("ListDecisions", decisions, &Decisions::List);
  service.Unary("Escalate", decisions, &Decisions::Escalate);
  service.Unary("AcknowledgeEscalation", decisions, &Decisions::Acknowledge);
  service.Unary("ResolveEscalation", decisions, &Decisions::Resolve);
  service.Unary("GetEscalation", decisions, &Decisions::GetEscalation);
  service.Unary("ListEscalations", decisions, &Decisions::ListEscalations);
}

void MountProgress(rpc::Mounted& service, Progress& progress) {
  service.Unary("DefineKpi", progress, &Progress::DefineKpi);
  service.Unary("RecordMeasurement", progress, &Progress::RecordMeasurement);
  service.Unary("GetKpi", progress, &Progress::GetKpi);
  service.Unary("ListKpis", progress, &Progress::ListKpis);
  service.Unary("PlanMilestone", progress, &Progress::PlanMilestone);
  service.Unary("CompleteMilestone", progress, &Progress::CompleteMilestone);
  service.Unary("RescheduleMilestone", progress, &Progress::RescheduleMilestone);
  service.Unary("GetMilestone", progress, &Progress::GetMilestone);
  service.Unary("ListMilestones", progress, &Progress::ListMilestones);
  service.Unary("SubmitPlan", progress, &Progress::SubmitPlan);
  service.Unary("DecidePlan", progress, &Progress::DecidePlan);
  service.Unary("GetPlan", progress, &Progress::GetPlan);
  service.Unary("RecordEvaluation", progress, &Progress::RecordEvaluation);
  service.Unary("ListEvaluations", progress, &Progress::ListEvaluations);
  service.Unary("PlanHandoverItem", progress, &Progress::PlanHandoverItem);
  service.Unary("ConfirmHandoverItem", progress, &Progress::ConfirmHandoverItem);
  service.Unary("ListHandoverItems", progress, &Progress::ListHandoverItems);
}

}  // namespace

void MountGovernance(rpc::Server& server, Engagements& engagements, Decisions& decisions,
                     Progress& progress) {
  rpc::Mounted& service = server.Mount("interim.governance.v1.GovernanceService");
  MountEngagements(service, engagements);
  MountDecisions(service, decisions);
  MountProgress(service, progress);
}

}  // namespace interim::governance
