#ifndef INTERIM_SERVICES_ASSESSMENT_SERVICE_ASSESSMENTS_H_
#define INTERIM_SERVICES_ASSESSMENT_SERVICE_ASSESSMENTS_H_

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "interim/assessment/v1/assessment_service.pb.h"
#include "services/assessment/service/knowledge.h"

namespace interim::assessment {

// The methods on stored assessments: load, decide, commit. Errors as in assessment_service.proto.
// What is stored holds no texts; they are made for the caller's language on the way out.
class Assessments {
 public:
  // `knowledge` must outlive this object.
  explicit Assessments(const Knowledge& knowledge) : knowledge_(knowledge) {}

  absl::StatusOr<v1::Assessment> CreateAssessment(rpc::Call& call,
                                                  const v1::CreateAssessmentRequest& request) const;
  absl::StatusOr<v1::Assessment> GetAssessment(rpc::Call& call,
                                               const v1::GetAssessmentRequest& request) const;
  absl::StatusOr<v1::ListAssessmentsResponse> ListAssessments(
      rpc::Call& call, const v1::ListAssessmentsRequest& request) const;
  absl::StatusOr<v1::Assessment> RecordAnswers(rpc::Call& call,
                                               const v1::RecordAnswersRequest& request) const;
  absl::StatusOr<v1::Assessment> SettleFact(rpc::Call& call,
                                            const v1::SettleFactRequest& request) const;
  absl::StatusOr<v1::NextQuestionsResponse> NextQuestions(
      rpc::Call& call, const v1::NextQuestionsRequest& request) const;
  absl::StatusOr<v1::Assessment> Advise(rpc::Call& call, const v1::AdviseRequest& request) const;
  absl::StatusOr<v1::RecomputeAdviceResponse> RecomputeAdvice(
      rpc::Call& call, const v1::RecomputeAdviceRequest& request) const;
  absl::StatusOr<v1::Assessment> AcceptAdvice(rpc::Call& call,
                                              const v1::AcceptAdviceRequest& request) const;
  absl::StatusOr<v1::Assessment> RejectAdvice(rpc::Call& call,
                                              const v1::RejectAdviceRequest& request) const;
  absl::StatusOr<v1::Assessment> RecordOutcome(rpc::Call& call,
                                               const v1::RecordOutcomeRequest& request) const;

 private:
  // With texts for the caller.
  v1::Assessment Show(const rpc::Call& call, v1::Assessment assessment) const;

  const Knowledge& knowledge_;
};

}  // namespace interim::assessment

#endif  // INTERIM_SERVICES_ASSESSMENT_SERVICE_ASSESSMENTS_H_
