// Methods on selections, scores and references.
#ifndef INTERIM_SERVICES_MATCHING_SERVICE_SELECTIONS_H_
#define INTERIM_SERVICES_MATCHING_SERVICE_SELECTIONS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "interim/matching/v1/matching_service.pb.h"
#include "services/matching/domain/formula.h"
#include "services/matching/service/data.h"
#include "services/matching/service/resources.h"

namespace interim::matching {

// What each method promises stands in matching_service.proto.
class Selections {
 public:
  Selections(const MatchingData& data, CandidateIndex& index) : data_(data), index_(index) {}

  absl::StatusOr<v1::Selection> Create(rpc::Call& call, const v1::CreateSelectionRequest& request);
  absl::StatusOr<v1::Selection> Freeze(rpc::Call& call, const v1::FreezeCriteriaRequest& request);
  absl::StatusOr<v1::Selection> Longlist(rpc::Call& call,
                                         const v1::LonglistCandidatesRequest& request);
  absl::StatusOr<v1::Selection> Shortlist(rpc::Call& call,
                                          const v1::ShortlistCandidatesRequest& request);
  absl::StatusOr<v1::Selection> DeclareInterest(rpc::Call& call,
                                                const v1::DeclareInterestRequest& request);
  absl::StatusOr<v1::Selection> Withdraw(rpc::Call& call,
                                         const v1::WithdrawCandidateRequest& request);
  absl::StatusOr<v1::Score> RecordScore(rpc::Call& call, const v1::RecordScoreRequest& request);
  absl::StatusOr<v1::ListScoresResponse> ListScores(rpc::Call& call,
                                                    const v1::ListScoresRequest& request);
  absl::StatusOr<v1::Reference> RecordReference(rpc::Call& call,
                                                const v1::RecordReferenceRequest& request);
  absl::StatusOr<v1::Selection> RecordDiscussion(rpc::Call& call,
                                                 const v1::RecordDiscussionRequest& request);
  absl::StatusOr<v1::CompareFinalistsResponse> Compare(rpc::Call& call,
                                                       const v1::CompareFinalistsRequest& request);
  absl::StatusOr<v1::Selection> Decide(rpc::Call& call, const v1::DecideSelectionRequest& request);
  absl::StatusOr<v1::Selection> RecordPlacement(rpc::Call& call,
                                                const v1::RecordPlacementRequest& request);
  absl::StatusOr<v1::Selection> Close(rpc::Call& call, const v1::CloseProcedureRequest& request);
  absl::StatusOr<v1::Selection> Get(rpc::Call& call, const v1::GetSelectionRequest& request);
  absl::StatusOr<v1::ListSelectionsResponse> List(rpc::Call& call,
                                                  const v1::ListSelectionsRequest& request);

 private:
  // The finalists with the client price of each, and all that is missing for a decision.
  struct Comparison {
    std::vector<v1::Finalist> finalists;
    std::vector<MissingPiece> missing;
  };
  absl::StatusOr<Comparison> CompareAll(rpc::Call& call,
                                        const rpc::Stored<v1::Selection>& selection);
  // Commits a selection somebody was taken out of, and frees the chosen one when the decision was
  // taken back.
  absl::StatusOr<v1::Selection> CommitTakenOut(rpc::Call& call,
                                               const rpc::Stored<v1::Selection>& before,
                                               const v1::Selection& after, rpc::Commit commit);
  // Adds to the commit the last day of use of everybody who was not placed (rule R16).
  absl::Status PassOver(rpc::Call& call, const v1::Selection& selection, rpc::Commit& commit);
  // The selection in the caller's language.
  absl::StatusOr<v1::Selection> Say(rpc::Call& call, absl::StatusOr<v1::Selection> selection);

  const MatchingData& data_;
  CandidateIndex& index_;
};

}  // namespace interim::matching

#endif  // INTERIM_SERVICES_MATCHING_SERVICE_SELECTIONS_H_
