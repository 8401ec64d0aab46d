#ifndef INTERIM_SERVICES_ASSESSMENT_DOMAIN_ASSESSMENT_H_
#define INTERIM_SERVICES_ASSESSMENT_DOMAIN_ASSESSMENT_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/core/date.h"
#include "google/protobuf/repeated_field.h"
#include "interim/assessment/v1/assessment.pb.h"
#include "interim/assessment/v1/assessment_service.pb.h"
#include "services/assessment/domain/compiled_model.h"
#include "services/assessment/domain/known.h"

namespace interim {
class FieldErrors;
}  // namespace interim
namespace interim::law {
class LawData;
}  // namespace interim::law

namespace interim::assessment {

// Who acts, and when.
struct Act {
  std::string subject;  // of the token
  absl::Time time;      // business time
  Date today;
};

using Answers = google::protobuf::RepeatedPtrField<v1::Answer>;

// What is known from the latest answer of each informant. Facts on which informants differ become
// disputes.
Known KnownFrom(const CompiledModel& model, const v1::Assessment& assessment);

// A new assessment in state OPEN; reference date `act.today` unless given.
//   errors  INVALID_ARGUMENT FIELDS_INVALID with every bad answer
absl::StatusOr<v1::Assessment> Open(const CompiledModel& model,
                                    const v1::CreateAssessmentRequest& request, const Act& act);

// Adds what one informant says; what they said before about the same facts is superseded.
//   errors  ASSESSMENT_CLOSED, TOO_MANY_ANSWERS, FIELDS_INVALID
absl::StatusOr<v1::Assessment> RecordAnswers(const CompiledModel& model,
                                             const v1::Assessment& before,
                                             const v1::RecordAnswersRequest& request,
                                             const Act& act);

// Decides whose answer counts where informants differ; an advice given before becomes stale.
//   errors  ASSESSMENT_CLOSED, FACT_NOT_DISPUTED, TOO_MANY_SETTLEMENTS, FIELDS_INVALID: no such
//           fact, no present answer of the informant
absl::StatusOr<v1::Assessment> SettleFact(const CompiledModel& model, const v1::Assessment& before,
                                          const v1::SettleFactRequest& request, const Act& act);

// Computes the advice on all answers (in codes; texts come with Localize).
//   errors  ASSESSMENT_CLOSED, NO_ANSWERS
absl::StatusOr<v1::Assessment> Advise(const CompiledModel& model, const law::LawData* law,
                                      const v1::Assessment& before, const Act& act);

// The client goes with the advice.
//   errors  ADVICE_MISSING, ADVICE_STALE, ADVICE_NOT_ENOUGH_KNOWN, ADVICE_DECIDED
absl::StatusOr<v1::Assessment> Accept(const v1::Assessment& before,
                                      const v1::AcceptAdviceRequest& request, const Act& act);

// The client does something else.
//   errors  ADVICE_MISSING, ADVICE_DECIDED
absl::StatusOr<v1::Assessment> Reject(const v1::Assessment& before,
                                      const v1::RejectAdviceRequest& request, const Act& act);

// Keeps what became of it. The same outcome again changes nothing.
//   errors  NOT_DECIDED, OUTCOME_RECORDED, FIELDS_INVALID
absl::StatusOr<v1::Assessment> RecordOutcome(const v1::Assessment& before,
                                             const v1::RecordOutcomeRequest& request);

// The kept advice once more, from the answers and settlements that it rests on, in codes.
//   model   of any version; with the advice's own the same advice comes out
//   errors  ADVICE_MISSING
absl::StatusOr<v1::RecomputeAdviceResponse> Recompute(const CompiledModel& model,
                                                      const law::LawData* law,
                                                      const v1::Assessment& assessment);

// From a calculation's facts.
//   errors  FIELDS_INVALID: what CheckFact says, KEY_TWICE, TOO_FEW_VALUES of a disputed fact
absl::StatusOr<Known> KnownFromRequest(const CompiledModel& model,
                                       const v1::AssessNeedRequest& request, Date today);
// From one need of many.
//   path    put before the field names, for example "needs[3]."
//   errors  added to `errors`; the result counts only when there are none
Known KnownFromNeed(const CompiledModel& model, const v1::Need& need, const std::string& path,
                    Date reference, FieldErrors& errors);
// The same with `what_if_facts` in place of those with their keys. After KnownFromRequest.
Known WhatIf(const CompiledModel& model, const Known& known, const v1::AssessNeedRequest& request);

}  // namespace interim::assessment

#endif  // INTERIM_SERVICES_ASSESSMENT_DOMAIN_ASSESSMENT_H_
