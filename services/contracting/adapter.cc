#include "services/contracting/adapter.h"

#include "services/contracting/service/relation_validation.h"
#include "services/contracting/service/validation.h"

namespace interim::contracting {
namespace {

// Practice, the working relation and rechecks.
void MountRelations(rpc::Server& server, rpc::Mounted& service, const WorkingRelations& relations) {
  server.OnTimer(kReviewTimer, [&relations](rpc::Call& call, const store::Timer& timer) {
    return relations.ReviewWhenDue(call, timer);
  });
  service.Unary("RecordWork", relations, &WorkingRelations::RecordWork);
  service.Unary("ListWorkingRelationQuestions", relations,
                &WorkingRelations::ListWorkingRelationQuestions);
  service.Unary("AssessWorkingRelation", relations, &WorkingRelations::AssessWorkingRelation);
  service.Unary("RecordWorkingRelationAnswers", relations,
                &WorkingRelations::RecordWorkingRelationAnswers);
  service.Unary("WeighWorkingRelation", relations, &WorkingRelations::WeighWorkingRelation);
  service.Unary("RecordPractice", relations, &WorkingRelations::RecordPractice);
  service.Unary("GetWorkingRelation", relations, &WorkingRelations::GetWorkingRelation);
  service.Unary("RecheckContracts", relations, &WorkingRelations::RecheckContracts);
}

}  // namespace

void MountContracting(rpc::Server& server, const Methods& methods) {
  const Briefs& briefs = methods.briefs;
  const Contracts& contracts = methods.contracts;
  const Changes& changes = methods.changes;
  const Calculations& calculations = methods.calculations;
  rpc::Mounted& service = server.Mount("interim.contracting.v1.ContractingService");
  service.Unary("CreateBrief", briefs, &Briefs::CreateBrief);
  service.Unary("UpdateBrief", briefs, &Briefs::UpdateBrief);
  service.Unary("CheckBrief", briefs, &Briefs::CheckBrief);
  service.Unary("ApproveBrief", briefs, &Briefs::ApproveBrief);
  service.Unary("GetBrief", briefs, &Briefs::GetBrief);
  service.Unary("ListBriefs", briefs, &Briefs::ListBriefs);
  service.Unary("RequestAdvice", briefs, &Briefs::RequestAdvice);
  service.Unary("RecordAdvice", briefs, &Briefs::RecordAdvice);
  service.Unary("WaiveGate", briefs, &Briefs::WaiveGate);
  service.Unary("CheckCompliance", calculations, &Calculations::CheckCompliance);
  service.Unary("CompareForms", calculations, &Calculations::CompareForms);
  service.Unary("CompareCosts", calculations, &Calculations::CompareCosts);
  service.Unary("ScanClauses", calculations, &Calculations::ScanClauses);
  service.Unary("ListRules", calculations, &Calculations::ListRules);
  service.Unary("DraftContract", contracts, &Contracts::DraftContract);
  service.Unary("UpdateContract", contracts, &Contracts::UpdateContract);
  service.Unary("DecideFindings", contracts, &Contracts::DecideFindings);
  service.Unary("SubmitForSignature", contracts, &Contracts::SubmitForSignature);
  service.Unary("SignContract", contracts, &Contracts::SignContract);
  service.Unary("DeclineContract", contracts, &Contracts::DeclineContract);
  service.Unary("ActivateContract", contracts, &Contracts::ActivateContract);
  MountRelations(server, service, methods.relations);
  service.Unary("AmendContract", changes, &Changes::AmendContract);
  service.Unary("ExtendContract", changes, &Changes::ExtendContract);
  service.Unary("TerminateContract", changes, &Changes::TerminateContract);
  service.Unary("DecidePilot", changes, &Changes::DecidePilot);
  service.Unary("WithdrawContract", changes, &Changes::WithdrawContract);
  service.Unary("RenderContract", contracts, &Contracts::RenderContract);
  service.Unary("GetContract", contracts, &Contracts::GetContract);
  service.Unary("ListContracts", contracts, &Contracts::ListContracts);
  server.OnTimer(kEndTimer, [&contracts](rpc::Call& call, const store::Timer& timer) {
    return contracts.EndWhenDue(call, timer);
  });
  server.OnTimer(kPilotTimer, [&changes](rpc::Call& call, const store::Timer& timer) {
    return changes.TellPilotOverdue(call, timer);
  });
}

}  // namespace interim::contracting
