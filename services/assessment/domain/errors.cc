#include "services/assessment/domain/errors.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "services/assessment/domain/limits.h"

namespace interim::assessment {
namespace {

using Metadata = std::vector<std::pair<std::string, std::string>>;

absl::Status Refuse(const char* reason, const char* message, const v1::Assessment& assessment,
                    Metadata more) {
  Metadata metadata{{"assessment", assessment.name()}};
  metadata.insert(metadata.end(), more.begin(), more.end());
  return MakeError(
      {.code = absl::StatusCode::kFailedPrecondition,
       .reason = reason,
       .message = message,
       .metadata = std::move(metadata),
       .preconditions = {{.type = "STATE", .subject = assessment.name(), .description = message}}});
}

std::pair<std::string, std::string> StateOf(const v1::Assessment& assessment) {
  return {"state", v1::AssessmentState_Name(assessment.state())};
}

absl::Status TooMany(const char* reason, const char* message, const v1::Assessment& assessment,
                     int limit, int value) {
  return MakeError({.code = absl::StatusCode::kResourceExhausted,
                    .reason = reason,
                    .message = message,
                    .metadata = {{"assessment", assessment.name()},
                                 {"limit", absl::StrCat(limit)},
                                 {"value", absl::StrCat(value)}}});
}

}  // namespace

absl::Status AssessmentClosed(const v1::Assessment& assessment) {
  return Refuse("ASSESSMENT_CLOSED", "the advice was accepted; open a new assessment", assessment,
                {StateOf(assessment)});
}

absl::Status AdviceMissing(const v1::Assessment& assessment) {
  return Refuse("ADVICE_MISSING", "there is no advice to decide on; call Advise first", assessment,
                {StateOf(assessment)});
}

absl::Status AdviceStale(const v1::Assessment& assessment) {
  return Refuse("ADVICE_STALE", "answers came in after the advice; call Advise again", assessment,
                {});
}

absl::Status AdviceNotEnoughKnown(const v1::Assessment& assessment) {
  return Refuse("ADVICE_NOT_ENOUGH_KNOWN", "not enough is known; answer the next question first",
                assessment, {{"nextQuestion", assessment.advice().next_question().code()}});
}

absl::Status NoAnswers(const v1::Assessment& assessment) {
  return Refuse("NO_ANSWERS", "no answer was recorded yet; call RecordAnswers first", assessment,
                {});
}

absl::Status AdviceDecided(const v1::Assessment& assessment) {
  return Refuse("ADVICE_DECIDED", "the advice was decided already", assessment,
                {StateOf(assessment)});
}

absl::Status NotDecided(const v1::Assessment& assessment) {
  return Refuse("NOT_DECIDED", "nothing was decided on the advice yet", assessment,
                {StateOf(assessment)});
}

absl::Status OutcomeRecorded(const v1::Assessment& assessment) {
  return Refuse("OUTCOME_RECORDED", "another outcome was recorded already", assessment,
                {{"result", v1::RealizedResult_Name(assessment.realized_outcome().result())}});
}

absl::Status TooManyAnswers(const v1::Assessment& assessment, int value) {
  return TooMany("TOO_MANY_ANSWERS", "the assessment holds as many answers as it can", assessment,
                 kMaxAnswers, value);
}

absl::Status FactNotDisputed(const v1::Assessment& assessment, const std::string& fact_key) {
  return Refuse("FACT_NOT_DISPUTED", "informants do not differ on this fact", assessment,
                {{"factKey", fact_key}});
}

absl::Status TooManySettlements(const v1::Assessment& assessment, int value) {
  return TooMany("TOO_MANY_SETTLEMENTS", "the assessment holds as many settlements as it can",
                 assessment, kMaxSettlements, value);
}

absl::Status ModelVersionUnknown(const std::string& version) {
  return MakeError({.code = absl::StatusCode::kInvalidArgument,
                    .reason = "MODEL_VERSION_UNKNOWN",
                    .message = "there is no such version of the model; see ExplainModel",
                    .metadata = {{"modelVersion", version}}});
}

absl::Status StreamComplete() {
  return MakeError({.code = absl::StatusCode::kOutOfRange,
                    .reason = "STREAM_COMPLETE",
                    .message = "every need was answered; close the stream"});
}

absl::Status AssessmentExists(absl::string_view name) {
  return MakeError({.code = absl::StatusCode::kAlreadyExists,
                    .reason = "ASSESSMENT_EXISTS",
                    .message = "there is an assessment with this id; choose another",
                    .metadata = {{"assessment", std::string(name)}}});
}

}  // namespace interim::assessment
