#ifndef INTERIM_SERVICES_ASSESSMENT_SERVICE_VALIDATION_H_
#define INTERIM_SERVICES_ASSESSMENT_SERVICE_VALIDATION_H_

#include "common/core/error.h"
#include "interim/assessment/v1/assessment_service.pb.h"

// What the annotations of the proto cannot say. Found by the call wrapper; facts are checked
// against the model by the methods themselves.
namespace interim::assessment::v1 {

// Title and number of answers.
void ValidateRequest(const CreateAssessmentRequest& request, FieldErrors& errors);
// Number of answers, 1 to 200.
void ValidateRequest(const RecordAnswersRequest& request, FieldErrors& errors);
// Number of questions, 0 to 20.
void ValidateRequest(const NextQuestionsRequest& request, FieldErrors& errors);
// Length of the remark.
void ValidateRequest(const AcceptAdviceRequest& request, FieldErrors& errors);
// Length of the reason; "not enough known" is nothing to go for.
void ValidateRequest(const RejectAdviceRequest& request, FieldErrors& errors);
// Result, share reached and length of the source.
void ValidateRequest(const RecordOutcomeRequest& request, FieldErrors& errors);
// Length of the reason.
void ValidateRequest(const SettleFactRequest& request, FieldErrors& errors);
// Number of needs, of their facts, length of their ids.
void ValidateRequest(const StreamAssessNeedsRequest& request, FieldErrors& errors);
// Number of facts.
void ValidateRequest(const AssessNeedRequest& request, FieldErrors& errors);

}  // namespace interim::assessment::v1

#endif  // INTERIM_SERVICES_ASSESSMENT_SERVICE_VALIDATION_H_
