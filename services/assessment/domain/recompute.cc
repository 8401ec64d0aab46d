// The kept advice once more, under its own version of the model or another.
#include <string>

#include "common/core/error.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/assessment/domain/advice.h"
#include "services/assessment/domain/assessment.h"
#include "services/assessment/domain/errors.h"
#include "services/assessment/domain/facts.h"

namespace interim::assessment {
namespace {

// True when the model, of another version perhaps, knows the fact and the value.
bool IsValid(const CompiledModel& model, const v1::Answer& answer) {
  if (answer.is_unknown()) return true;
  FieldErrors errors;
  CheckFact(model, answer.fact(), "fact", errors);
  return errors.empty();
}

// The answers and settlements that the advice rests on, as they stood then; answers that the model
// does not know are left aside.
v1::Assessment AtAdvice(const CompiledModel& model, const v1::Assessment& assessment) {
  v1::Assessment then;
  *then.mutable_reference_date() = assessment.reference_date();
  const int answers = assessment.advice_answer_count();
  for (int i = 0; i < answers; ++i) {
    v1::Answer* answer = then.add_answers();
    *answer = assessment.answers(i);
    answer->set_is_superseded(!IsValid(model, *answer));
    for (int later = i + 1; later < answers; ++later) {
      const v1::Answer& other = assessment.answers(later);
      const bool replaces =
          other.informant() == answer->informant() && other.fact().key() == answer->fact().key();
      if (replaces) answer->set_is_superseded(true);
    }
  }
  for (int i = 0; i < assessment.advice_settlement_count(); ++i) {
    v1::Settlement* settlement = then.add_settlements();
    *settlement = assessment.settlements(i);
    settlement->set_is_lapsed(false);
    for (int later = settlement->answer_count(); later < answers; ++later) {
      const bool asked_again = assessment.answers(later).fact().key() == settlement->fact_key();
      if (asked_again) settlement->set_is_lapsed(true);
    }
    for (int later = i + 1; later < assessment.advice_settlement_count(); ++later) {
      const bool anew = assessment.settlements(later).fact_key() == settlement->fact_key();
      if (anew) settlement->set_is_lapsed(true);
    }
  }
  return then;
}

// Without what may differ although the advice is the same: the version of the model, and of the
// rule data behind a legal point.
v1::Advice Comparable(const v1::Advice& advice) {
  v1::Advice comparable = advice;
  comparable.clear_model_version();
  for (v1::LegalPoint& point : *comparable.mutable_legal_points()) {
    point.clear_rule_version();
    point.clear_source_urls();
  }
  return comparable;
}

// Adds the names of the fields in which the two differ, in order of their numbers.
void CompareAdvice(const v1::Advice& kept, const v1::Advice& computed,
                   v1::RecomputeAdviceResponse& response) {
  const auto* descriptor = v1::Advice::descriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    google::protobuf::util::MessageDifferencer differencer;
    if (!differencer.CompareWithFields(kept, computed, {descriptor->field(i)},
                                       {descriptor->field(i)})) {
      response.add_differing_fields(descriptor->field(i)->name());
    }
  }
  response.set_is_same(response.differing_fields().empty());
}

}  // namespace

absl::StatusOr<v1::RecomputeAdviceResponse> Recompute(const CompiledModel& model,
                                                      const law::LawData* law,
                                                      const v1::Assessment& assessment) {
  if (!assessment.has_advice()) return AdviceMissing(assessment);
  v1::RecomputeAdviceResponse response;
  const Known known = KnownFrom(model, AtAdvice(model, assessment));
  *response.mutable_advice() = BuildAdvice(model, law, known, Depth::kFull);
  CompareAdvice(Comparable(assessment.advice()), Comparable(response.advice()), response);
  return response;
}

}  // namespace interim::assessment
