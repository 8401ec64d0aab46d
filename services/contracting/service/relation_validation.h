// Requests on the working relation: what the annotations of the proto cannot say. Found by the call
// wrapper.
#ifndef INTERIM_SERVICES_CONTRACTING_SERVICE_RELATION_VALIDATION_H_
#define INTERIM_SERVICES_CONTRACTING_SERVICE_RELATION_VALIDATION_H_

#include "common/core/error.h"
#include "interim/contracting/v1/contracting_service.pb.h"

namespace interim::contracting::v1 {

// Facts or contract, and every value of the facts.
void ValidateRequest(const AssessWorkingRelationRequest& request, FieldErrors& errors);
// Number of answers; viewpoint, score, code and evidence of each.
void ValidateRequest(const RecordWorkingRelationAnswersRequest& request, FieldErrors& errors);
// The moment must be one a person can ask for.
void ValidateRequest(const WeighWorkingRelationRequest& request, FieldErrors& errors);
// Number of facts; kind, day, source, words and amount of each.
void ValidateRequest(const RecordPracticeRequest& request, FieldErrors& errors);

}  // namespace interim::contracting::v1

#endif  // INTERIM_SERVICES_CONTRACTING_SERVICE_RELATION_VALIDATION_H_
