#include "services/assessment/domain/assessment.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "common/core/status_macros.h"
#include "common/type/convert.h"
#include "services/assessment/domain/advice.h"
#include "services/assessment/domain/assessment_parts.h"
#include "services/assessment/domain/errors.h"
#include "services/assessment/domain/facts.h"
#include "services/assessment/domain/limits.h"

namespace interim::assessment {
namespace {

Date ReferenceOf(const v1::Assessment& assessment) {
  const absl::StatusOr<Date> date = DateFromProto(assessment.reference_date(), "reference_date");
  return date.ok() ? *date : Date();
}

// Lower case letters, digits and dashes, a letter first, at most 63.
bool IsInformant(absl::string_view text) {
  if (text.empty() || text.size() > 63 || text[0] < 'a' || text[0] > 'z') return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

// Checks one answer whose informant is given, or named by the request.
void CheckAnswer(const CompiledModel& model, const v1::Answer& answer, const std::string& path,
                 FieldErrors& errors) {
  if (!answer.is_unknown()) {
    CheckFact(model, answer.fact(), absl::StrCat(path, ".fact"), errors);
    return;
  }
  const int fact = model.FindFact(answer.fact().key());
  if (fact < 0 || model.data().fact(fact).derived()) {
    errors.Add(absl::StrCat(path, ".fact.key"), "FACT_UNKNOWN", "no such fact; see ListQuestions");
  } else if (answer.fact().value_case() != v1::Fact::VALUE_NOT_SET) {
    errors.Add(absl::StrCat(path, ".fact"), "VALUE_NOT_ALLOWED", "an unknown fact has no value");
  }
}

// Adds one checked answer and supersedes the one it replaces.
void AddAnswer(const CompiledModel& model, const v1::Answer& answer, const std::string& informant,
               const Act& act, v1::Assessment& assessment) {
  for (v1::Answer& earlier : *assessment.mutable_answers()) {
    if (earlier.informant() == informant && earlier.fact().key() == answer.fact().key()) {
      earlier.set_is_superseded(true);
    }
  }
  v1::Answer* added = assessment.add_answers();
  added->set_informant(informant);
  *added->mutable_fact() = Canonical(model, answer.fact());
  added->set_is_unknown(answer.is_unknown());
  added->set_recorded_by(act.subject);
  SetTime(act.time, added->mutable_answer_time());
  for (v1::Settlement& settlement : *assessment.mutable_settlements()) {
    if (settlement.fact_key() == answer.fact().key()) settlement.set_is_lapsed(true);
  }
}

// The informant whose answer counts by a decision that stands, or nobody.
std::string SettledBy(const v1::Assessment& assessment, const std::string& key) {
  for (const v1::Settlement& settlement : assessment.settlements()) {
    if (settlement.fact_key() == key && !settlement.is_lapsed()) return settlement.informant();
  }
  return "";
}

}  // namespace

void SetTime(absl::Time time, google::protobuf::Timestamp* timestamp) {
  const absl::Duration since = time - absl::UnixEpoch();
  const std::int64_t seconds = absl::ToUnixSeconds(time);
  timestamp->set_seconds(seconds);
  timestamp->set_nanos(
      static_cast<std::int32_t>(absl::ToInt64Nanoseconds(since - absl::Seconds(seconds))));
}

void CheckOnce(std::set<std::string>& seen, const std::string& key, const std::string& path,
               FieldErrors& errors) {
  if (!seen.insert(key).second) errors.Add(path, "KEY_TWICE", "each fact at most once");
}

void Summarize(const CompiledModel& model, v1::Assessment& assessment) {
  const Known known = KnownFrom(model, assessment);
  assessment.clear_facts();
  const std::vector<v1::Disagreement> disagreements = WeighDisputes(model, known);
  for (const auto& row : model.data().fact()) {
    std::int32_t informants = 0;
    for (const v1::Answer& answer : assessment.answers()) {
      if (answer.is_superseded() || answer.is_unknown()) continue;
      if (answer.fact().key() == row.key()) ++informants;
    }
    if (informants == 0) continue;
    v1::FactStatus* status = assessment.add_facts();
    status->set_fact_key(row.key());
    status->set_informant_count(informants);
    if (const v1::Fact* agreed = known.Find(row.key()); agreed != nullptr) {
      *status->mutable_agreed() = *agreed;
    }
    for (const v1::Disagreement& disagreement : disagreements) {
      if (disagreement.fact_key() == row.key()) *status->mutable_disagreement() = disagreement;
    }
  }
}

namespace {

bool IsDecided(const v1::Assessment& assessment) {
  return assessment.state() == v1::ASSESSMENT_STATE_ACCEPTED ||
         assessment.state() == v1::ASSESSMENT_STATE_REJECTED;
}

void Decided(const std::string& reason, v1::AdviceOutcome outcome, const Act& act,
             v1::Assessment& assessment) {
  v1::AdviceDecision* decision = assessment.mutable_decision();
  decision->set_outcome(outcome);
  decision->set_reason(reason);
  decision->set_decided_by(act.subject);
  SetTime(act.time, decision->mutable_decide_time());
}

}  // namespace

Known KnownFrom(const CompiledModel& model, const v1::Assessment& assessment) {
  std::vector<v1::Fact> facts;
  std::vector<Dispute> disputes;
  std::vector<char> asked(model.facts().size(), 0);
  for (int index = 0; index < model.data().fact_size(); ++index) {
    Dispute held{.key = model.data().fact(index).key()};
    bool differs = false;
    for (const v1::Answer& answer : assessment.answers()) {
      if (answer.is_superseded() || answer.fact().key() != held.key) continue;
      if (answer.is_unknown()) {
        asked[index] = 1;
        continue;
      }
      v1::InformantView view;
      view.set_informant(answer.informant());
      *view.mutable_fact() = answer.fact();
      differs |= !held.views.empty() && !SameFact(held.views[0].fact(), view.fact());
      held.views.push_back(std::move(view));
    }
    if (held.views.empty()) continue;
    if (!differs) {
      facts.push_back(held.views[0].fact());
      continue;
    }
    std::stable_sort(held.views.begin(), held.views.end(),
                     [](const auto& a, const auto& b) { return a.informant() < b.informant(); });
    held.settled_informant = SettledBy(assessment, held.key);
    disputes.push_back(std::move(held));
  }
  Known known = MakeKnown(model, std::move(facts), std::move(disputes), ReferenceOf(assessment));
  known.asked = std::move(asked);
  return known;
}

absl::StatusOr<v1::Assessment> Open(const CompiledModel& model,
                                    const v1::CreateAssessmentRequest& request, const Act& act) {
  FieldErrors errors;
  v1::Assessment assessment;
  assessment.set_title(request.assessment().title());
  assessment.set_state(v1::ASSESSMENT_STATE_OPEN);
  *assessment.mutable_reference_date() = request.assessment().has_reference_date()
                                             ? request.assessment().reference_date()
                                             : ToProto(act.today);
  ReadDate(assessment.reference_date(), "assessment.reference_date", errors);
  for (int i = 0; i < request.answers_size(); ++i) {
    const std::string path = absl::StrCat("answers[", i, "]");
    if (!IsInformant(request.answers(i).informant())) {
      errors.Add(absl::StrCat(path, ".informant"), "FORMAT", "lower case code, a letter first");
    }
    CheckAnswer(model, request.answers(i), path, errors);
  }
  RETURN_IF_ERROR(errors.ToStatus());
  for (const v1::Answer& answer : request.answers()) {
    AddAnswer(model, answer, answer.informant(), act, assessment);
  }
  Summarize(model, assessment);
  return assessment;
}

absl::StatusOr<v1::Assessment> RecordAnswers(const CompiledModel& model,
                                             const v1::Assessment& before,
                                             const v1::RecordAnswersRequest& request,
                                             const Act& act) {
  if (before.state() == v1::ASSESSMENT_STATE_ACCEPTED) return AssessmentClosed(before);
  FieldErrors errors;
  std::set<std::string> seen;
  if (!IsInformant(request.informant())) {
    errors.Add("informant", "FORMAT", "lower case code, a letter first");
  }
  for (int i = 0; i < request.answers_size(); ++i) {
    const v1::Answer& answer = request.answers(i);
    const std::string path = absl::StrCat("answers[", i, "]");
    if (!answer.informant().empty() && answer.informant() != request.informant()) {
      errors.Add(absl::StrCat(path, ".informant"), "INFORMANT_DIFFERS",
                 "one call records one informant");
    }
    CheckOnce(seen, answer.fact().key(), absl::StrCat(path, ".fact.key"), errors);
    CheckAnswer(model, answer, path, errors);
  }
  RETURN_IF_ERROR(errors.ToStatus());
  const int count = before.answers_size() + request.answers_size();
  if (count > kMaxAnswers) return TooManyAnswers(before, count);
  v1::Assessment after = before;
  for (const v1::Answer& answer : request.answers()) {
    AddAnswer(model, answer, request.informant(), act, after);
  }
  after.set_state(v1::ASSESSMENT_STATE_OPEN);
  after.set_is_advice_stale(after.has_advice());
  after.clear_decision();
  Summarize(model, after);
  return after;
}

absl::StatusOr<v1::Assessment> Advise(const CompiledModel& model, const law::LawData* law,
                                      const v1::Assessment& before, const Act& act) {
  if (before.state() == v1::ASSESSMENT_STATE_ACCEPTED) return AssessmentClosed(before);
  if (before.answers().empty()) return NoAnswers(before);
  v1::Assessment after = before;
  *after.mutable_advice() = BuildAdvice(model, law, KnownFrom(model, before), Depth::kFull);
  SetTime(act.time, after.mutable_advice_time());
  after.set_advice_answer_count(before.answers_size());
  after.set_advice_settlement_count(before.settlements_size());
  after.set_is_advice_stale(false);
  after.set_state(v1::ASSESSMENT_STATE_ADVISED);
  after.clear_decision();
  Summarize(model, after);
  return after;
}

absl::StatusOr<v1::Assessment> Accept(const v1::Assessment& before,
                                      const v1::AcceptAdviceRequest& request, const Act& act) {
  if (IsDecided(before)) return AdviceDecided(before);
  if (!before.has_advice()) return AdviceMissing(before);
  if (before.is_advice_stale()) return AdviceStale(before);
  if (before.advice().outcome() == v1::ADVICE_OUTCOME_NOT_ENOUGH_KNOWN) {
    return AdviceNotEnoughKnown(before);
  }
  v1::Assessment after = before;
  Decided(request.reason(), before.advice().outcome(), act, after);
  after.set_state(v1::ASSESSMENT_STATE_ACCEPTED);
  return after;
}

absl::StatusOr<v1::Assessment> Reject(const v1::Assessment& before,
                                      const v1::RejectAdviceRequest& request, const Act& act) {
  if (IsDecided(before)) return AdviceDecided(before);
  if (!before.has_advice()) return AdviceMissing(before);
  v1::Assessment after = before;
  Decided(request.reason(), request.chosen_outcome(), act, after);
  after.set_state(v1::ASSESSMENT_STATE_REJECTED);
  return after;
}

absl::StatusOr<v1::Assessment> RecordOutcome(const v1::Assessment& before,
                                             const v1::RecordOutcomeRequest& request) {
  if (!IsDecided(before)) return NotDecided(before);
  const v1::RealizedOutcome& outcome = request.realized_outcome();
  FieldErrors errors;
  std::optional<Date> start;
  std::optional<Date> end;
  if (outcome.has_start_date()) {
    start = ReadDate(outcome.start_date(), "realized_outcome.start_date", errors);
  }
  if (outcome.has_end_date()) {
    end = ReadDate(outcome.end_date(), "realized_outcome.end_date", errors);
  }
  if (start.has_value() && end.has_value() && *end < *start) {
    errors.Add("realized_outcome.end_date", "PERIOD_INVALID", "before the start date");
  }
  RETURN_IF_ERROR(errors.ToStatus());
  if (before.has_realized_outcome() &&
      before.realized_outcome().SerializeAsString() != outcome.SerializeAsString()) {
    return OutcomeRecorded(before);
  }
  v1::Assessment after = before;
  *after.mutable_realized_outcome() = outcome;
  return after;
}

}  // namespace interim::assessment
