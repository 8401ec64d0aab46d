#ifndef INTERIM_SERVICES_ASSESSMENT_DOMAIN_ERRORS_H_
#define INTERIM_SERVICES_ASSESSMENT_DOMAIN_ERRORS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "interim/assessment/v1/assessment.pb.h"

// Every failure of this service; text, code, reason and metadata are written once, here.
namespace interim::assessment {

// FAILED_PRECONDITION ASSESSMENT_CLOSED. Metadata: assessment, state.
absl::Status AssessmentClosed(const v1::Assessment& assessment);
// FAILED_PRECONDITION ADVICE_MISSING. Metadata: assessment, state.
absl::Status AdviceMissing(const v1::Assessment& assessment);
// FAILED_PRECONDITION ADVICE_STALE. Metadata: assessment.
absl::Status AdviceStale(const v1::Assessment& assessment);
// FAILED_PRECONDITION ADVICE_NOT_ENOUGH_KNOWN. Metadata: assessment, nextQuestion.
absl::Status AdviceNotEnoughKnown(const v1::Assessment& assessment);
// FAILED_PRECONDITION NO_ANSWERS. Metadata: assessment.
absl::Status NoAnswers(const v1::Assessment& assessment);
// FAILED_PRECONDITION ADVICE_DECIDED. Metadata: assessment, state.
absl::Status AdviceDecided(const v1::Assessment& assessment);
// FAILED_PRECONDITION NOT_DECIDED. Metadata: assessment, state.
absl::Status NotDecided(const v1::Assessment& assessment);
// FAILED_PRECONDITION OUTCOME_RECORDED. Metadata: assessment, result.
absl::Status OutcomeRecorded(const v1::Assessment& assessment);
// RESOURCE_EXHAUSTED TOO_MANY_ANSWERS. Metadata: assessment, limit, value.
absl::Status TooManyAnswers(const v1::Assessment& assessment, int value);
// FAILED_PRECONDITION FACT_NOT_DISPUTED. Metadata: assessment, factKey.
absl::Status FactNotDisputed(const v1::Assessment& assessment, const std::string& fact_key);
// RESOURCE_EXHAUSTED TOO_MANY_SETTLEMENTS. Metadata: assessment, limit, value.
absl::Status TooManySettlements(const v1::Assessment& assessment, int value);
// INVALID_ARGUMENT MODEL_VERSION_UNKNOWN. Metadata: modelVersion.
absl::Status ModelVersionUnknown(const std::string& version);
// OUT_OF_RANGE STREAM_COMPLETE.
absl::Status StreamComplete();
// ALREADY_EXISTS ASSESSMENT_EXISTS. Metadata: assessment.
absl::Status AssessmentExists(absl::string_view name);

}  // namespace interim::assessment

#endif  // INTERIM_SERVICES_ASSESSMENT_DOMAIN_ERRORS_H_
