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
  absl::StatusOr<v1::Score> RecordScore(rpc::Call& call, const v1::RecordScoreRequest& request);
  absl::StatusOr<v1::ListScoresResponse> ListScores(rpc::Call& call,
                                                    const v1::ListScoresRequest& request);
  absl::StatusOr<v1::Reference> RecordReference(rpc::Call& call,
                                                const v1::RecordReferenceRequest& request);
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
  // Adds the last day of use of a candidate who was not chosen to the commit (rule R16).
  absl::Status SetLastUse(rpc::Call& call, const std::string& name, rpc::Commit& commit);
  // The finalists with the client price of each.
  absl::StatusOr<std::vector<v1::Finalist>> Finalists(rpc::Call& call,
                                                      const rpc::Stored<v1::Selection>& selection);

  const MatchingData& data_;
  CandidateIndex& index_;
};

}  // namespace interim::matching

#endif  // INTERIM_SERVICES_MATCHING_SERVICE_SELECTIONS_H_
