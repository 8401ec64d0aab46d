#include "services/matching/adapter.h"

namespace interim::matching {

void MountMatching(rpc::Server& server, Candidates& candidates, Selections& selections) {
  rpc::Mounted& service = server.Mount("interim.matching.v1.MatchingService");
  service.Unary("CreateCandidate", candidates, &Candidates::Create);
  service.Unary("UpdateCandidate", candidates, &Candidates::Update);
  service.Unary("GetCandidate", candidates, &Candidates::Get);
  service.Unary("ListCandidates", candidates, &Candidates::List);
  service.ClientStream("ImportCandidates", candidates, &Candidates::Import);
  service.Unary("CreateSupplier", candidates, &Candidates::CreateSupplier);
  service.Unary("GetSupplier", candidates, &Candidates::GetSupplier);
  service.Unary("ListSuppliers", candidates, &Candidates::ListSuppliers);
  service.Unary("SearchCandidates", candidates, &Candidates::Search);

  service.Unary("CreateSelection", selections, &Selections::Create);
  service.Unary("FreezeCriteria", selections, &Selections::Freeze);
  service.Unary("LonglistCandidates", selections, &Selections::Longlist);
  service.Unary("ShortlistCandidates", selections, &Selections::Shortlist);
  service.Unary("DeclareInterest", selections, &Selections::DeclareInterest);
  service.Unary("WithdrawCandidate", selections, &Selections::Withdraw);
  service.Unary("RecordScore", selections, &Selections::RecordScore);
  service.Unary("ListScores", selections, &Selections::ListScores);
  service.Unary("RecordReference", selections, &Selections::RecordReference);
  service.Unary("RecordDiscussion", selections, &Selections::RecordDiscussion);
  service.Unary("CompareFinalists", selections, &Selections::Compare);
  service.Unary("DecideSelection", selections, &Selections::Decide);
  service.Unary("RecordPlacement", selections, &Selections::RecordPlacement);
  service.Unary("CloseProcedure", selections, &Selections::Close);
  service.Unary("GetSelection", selections, &Selections::Get);
  service.Unary("ListSelections", selections, &Selections::List);
}

}  // namespace interim::matching
