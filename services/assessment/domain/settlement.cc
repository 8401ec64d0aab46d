// Deciding whose answer counts where informants differ.
#include <string>
#include <utility>

#include "common/core/error.h"
#include "common/core/status_macros.h"
#include "services/assessment/domain/assessment.h"
#include "services/assessment/domain/assessment_parts.h"
#include "services/assessment/domain/errors.h"
#include "services/assessment/domain/facts.h"
#include "services/assessment/domain/limits.h"

namespace interim::assessment {
namespace {

// The present answer of an informant to a fact, or null.
const v1::Answer* PresentAnswer(const v1::Assessment& assessment, const std::string& key,
                                const std::string& informant) {
  for (const v1::Answer& answer : assessment.answers()) {
    const bool counts = !answer.is_superseded() && !answer.is_unknown();
    if (counts && answer.fact().key() == key && answer.informant() == informant) return &answer;
  }
  return nullptr;
}

bool IsDisputed(const v1::Assessment& assessment, const std::string& key) {
  const v1::Answer* first = nullptr;
  for (const v1::Answer& answer : assessment.answers()) {
    if (answer.is_superseded() || answer.is_unknown() || answer.fact().key() != key) continue;
    if (first == nullptr) first = &answer;
    if (!SameFact(first->fact(), answer.fact())) return true;
  }
  return false;
}

}  // namespace

absl::StatusOr<v1::Assessment> SettleFact(const CompiledModel& model, const v1::Assessment& before,
                                          const v1::SettleFactRequest& request, const Act& act) {
  if (before.state() == v1::ASSESSMENT_STATE_ACCEPTED) return AssessmentClosed(before);
  FieldErrors errors;
  const int fact = model.FindFact(request.fact_key());
  const v1::Answer* answer = PresentAnswer(before, request.fact_key(), request.informant());
  if (fact < 0 || model.data().fact(fact).derived()) {
    errors.Add("fact_key", "FACT_UNKNOWN", "no such fact; see ListQuestions");
  } else if (answer == nullptr) {
    errors.Add("informant", "INFORMANT_UNKNOWN", "this informant gave no answer to the fact");
  }
  RETURN_IF_ERROR(errors.ToStatus());
  if (!IsDisputed(before, request.fact_key())) return FactNotDisputed(before, request.fact_key());
  const int count = before.settlements_size() + 1;
  if (count > kMaxSettlements) return TooManySettlements(before, count);
  v1::Assessment after = before;
  for (v1::Settlement& earlier : *after.mutable_settlements()) {
    if (earlier.fact_key() == request.fact_key()) earlier.set_is_lapsed(true);
  }
  v1::Settlement* settlement = after.add_settlements();
  settlement->set_fact_key(request.fact_key());
  settlement->set_informant(request.informant());
  *settlement->mutable_fact() = answer->fact();
  settlement->set_reason(request.reason());
  settlement->set_settled_by(act.subject);
  SetTime(act.time, settlement->mutable_settle_time());
  settlement->set_answer_count(before.answers_size());
  after.set_state(v1::ASSESSMENT_STATE_OPEN);
  after.set_is_advice_stale(after.has_advice());
  after.clear_decision();
  Summarize(model, after);
  return after;
}

}  // namespace interim::assessment
