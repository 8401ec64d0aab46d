// Methods on the working relation, on practice and on rechecks: load, decide, commit.
#ifndef INTERIM_SERVICES_CONTRACTING_SERVICE_WORKING_RELATIONS_H_
#define INTERIM_SERVICES_CONTRACTING_SERVICE_WORKING_RELATIONS_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/core/date.h"
#include "common/rpc/call.h"
#include "interim/contracting/v1/contracting_service.pb.h"
#include "services/contracting/service/knowledge.h"

namespace interim::contracting {

// Kind of the timer that weighs a working relation again a year after the latest weighing.
inline constexpr absl::string_view kReviewTimer = "relation_review";

// When an activated contract is first looked at: the day after, so that its weighing is kept and
// the yearly look is planned although nobody records anything.
absl::Time FirstReview(Date activated);

class WorkingRelationData;  // services/contracting/domain/working_relation_data.proto

// Errors of every method: see contracting_service.proto.
class WorkingRelations {
 public:
  // Reads `folder`/working_relation.textproto. `knowledge` must outlive the result.
  //   errors  INVALID_ARGUMENT DATA_FILE_INVALID, CATALOGUE_INVALID; NOT_FOUND DATA_FOLDER_MISSING
  static absl::StatusOr<WorkingRelations> Create(const Knowledge& knowledge,
                                                 const std::string& folder);
  WorkingRelations(WorkingRelations&&) noexcept;
  ~WorkingRelations();

  absl::StatusOr<v1::ListWorkingRelationQuestionsResponse> ListWorkingRelationQuestions(
      rpc::Call& call, const v1::ListWorkingRelationQuestionsRequest& request) const;
  absl::StatusOr<v1::WorkingRelationWeighing> AssessWorkingRelation(
      rpc::Call& call, const v1::AssessWorkingRelationRequest& request) const;
  absl::StatusOr<v1::WorkingRelation> RecordWorkingRelationAnswers(
      rpc::Call& call, const v1::RecordWorkingRelationAnswersRequest& request) const;
  absl::StatusOr<v1::WorkingRelation> WeighWorkingRelation(
      rpc::Call& call, const v1::WeighWorkingRelationRequest& request) const;
  absl::StatusOr<v1::WorkingRelation> RecordPractice(
      rpc::Call& call, const v1::RecordPracticeRequest& request) const;
  absl::StatusOr<v1::WorkingRelation> GetWorkingRelation(
      rpc::Call& call, const v1::GetWorkingRelationRequest& request) const;
  absl::StatusOr<v1::RecheckContractsResponse> RecheckContracts(
      rpc::Call& call, const v1::RecheckContractsRequest& request) const;
  // Stores the month, and with it what the month says about the working relation and the pay cap.
  absl::StatusOr<v1::Contract> RecordWork(rpc::Call& call,
                                          const v1::RecordWorkRequest& request) const;
  // Handler of kReviewTimer: keeps the weighing of a contract that was activated, and weighs an
  // active contract again when a year has passed; any other is left alone.
  absl::Status ReviewWhenDue(rpc::Call& call, const store::Timer& timer) const;

 private:
  WorkingRelations(const Knowledge& knowledge, std::unique_ptr<const WorkingRelationData> data);
  const Knowledge& knowledge_;
  std::unique_ptr<const WorkingRelationData> data_;
};

// What the sides answered since the draft, for the legal check; empty when nobody did. A change is
// checked with the answers on the contract it changes, replaced by what was answered on the change.
absl::StatusOr<std::vector<v1::WorkingRelationAnswer>> LoadLaterAnswers(
    rpc::Call& call, const v1::Contract& contract);

}  // namespace interim::contracting

#endif  // INTERIM_SERVICES_CONTRACTING_SERVICE_WORKING_RELATIONS_H_
