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
#include "services/assessment/domain/errors.h"
#include "services/assessment/domain/facts.h"
#include "services/assessment/domain/limits.h"

namespace interim::assessment {
namespace {

void SetTime(absl::Time time, google::protobuf::Timestamp* timestamp) {
  const absl::Duration since = time - absl::UnixEpoch();
  const std::int64_t seconds = absl::ToUnixSeconds(time);
  timestamp->set_seconds(seconds);
  timestamp->set_nanos(
      static_cast<std::int32_t>(absl::ToInt64Nanoseconds(since - absl::Seconds(seconds))));
}

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
}

// Where each answered fact stands, in catalogue order.
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

void CheckOnce(std::set<std::string>& seen, const std::string& key, const std::string& path,
               FieldErrors& errors) {
  if (!seen.insert(key).second) errors.Add(path, "KEY_TWICE", "each fact at most once");
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

absl::StatusOr<Known> KnownFromRequest(const CompiledModel& model,
                                       const v1::AssessNeedRequest& request, Date today) {
  FieldErrors errors;
  std::set<std::string> seen;
  std::set<std::string> seen_what_if;
  for (int i = 0; i < request.facts_size(); ++i) {
    const std::string path = absl::StrCat("facts[", i, "]");
    CheckOnce(seen, request.facts(i).key(), absl::StrCat(path, ".key"), errors);
    CheckFact(model, request.facts(i), path, errors);
  }
  for (int i = 0; i < request.what_if_facts_size(); ++i) {
    const std::string path = absl::StrCat("what_if_facts[", i, "]");
    CheckOnce(seen_what_if, request.what_if_facts(i).key(), absl::StrCat(path, ".key"), errors);
    CheckFact(model, request.what_if_facts(i), path, errors);
  }
  std::vector<Dispute> disputes;
  for (int i = 0; i < request.disputed_facts_size(); ++i) {
    const v1::DisputedFact& disputed = request.disputed_facts(i);
    const std::string path = absl::StrCat("disputed_facts[", i, "]");
    if (disputed.possible_size() < 2) {
      errors.Add(absl::StrCat(path, ".possible"), "TOO_FEW_VALUES", "two values at least");
      continue;
    }
    Dispute dispute{.key = disputed.possible(0).key()};
    CheckOnce(seen, dispute.key, path, errors);
    for (int v = 0; v < disputed.possible_size(); ++v) {
      const std::string value_path = absl::StrCat(path, ".possible[", v, "]");
      CheckFact(model, disputed.possible(v), value_path, errors);
      if (disputed.possible(v).key() != dispute.key) {
        errors.Add(absl::StrCat(value_path, ".key"), "KEY_DIFFERS", "one fact in one dispute");
      }
      *dispute.views.emplace_back().mutable_fact() = Canonical(model, disputed.possible(v));
    }
    disputes.push_back(std::move(dispute));
  }
  std::optional<Date> reference = today;
  if (request.has_reference_date()) {
    reference = ReadDate(request.reference_date(), "reference_date", errors);
  }
  RETURN_IF_ERROR(errors.ToStatus());
  std::vector<v1::Fact> facts(request.facts().begin(), request.facts().end());
  return MakeKnown(model, std::move(facts), std::move(disputes), *reference);
}

Known WhatIf(const CompiledModel& model, const Known& known, const v1::AssessNeedRequest& request) {
  const auto is_replaced = [&](absl::string_view key) {
    return std::any_of(request.what_if_facts().begin(), request.what_if_facts().end(),
                       [key](const v1::Fact& fact) { return fact.key() == key; });
  };
  std::vector<v1::Fact> facts(request.what_if_facts().begin(), request.what_if_facts().end());
  for (const v1::Fact& fact : known.facts) {
    if (!is_replaced(fact.key())) facts.push_back(fact);
  }
  std::vector<Dispute> disputes;
  for (const Dispute& dispute : known.disputes) {
    if (!is_replaced(dispute.key)) disputes.push_back(dispute);
  }
  return MakeKnown(model, std::move(facts), std::move(disputes), known.reference);
}

}  // namespace interim::assessment
