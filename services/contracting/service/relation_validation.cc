#include "services/contracting/service/relation_validation.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/type/convert.h"
#include "services/contracting/service/limits.h"
#include "services/contracting/service/validation.h"

namespace interim::contracting::v1 {
namespace {

constexpr int kViewpoints = 9;
constexpr int kStrongest = 2;

void CheckText(const std::string& text, const std::string& path, FieldErrors& errors) {
  if (text.size() > kMaxFactTextBytes) {
    errors.Add(path, "TOO_LONG", absl::StrCat("at most ", kMaxFactTextBytes, " bytes"));
  }
}

void CheckAnswer(const WorkingRelationAnswer& answer, const std::string& path,
                 FieldErrors& errors) {
  if (answer.question_code().empty()) {
    errors.Add(path + ".question_code", "REQUIRED", "which question");
  }
  if (answer.viewpoint() < 1 || answer.viewpoint() > kViewpoints) {
    errors.Add(path + ".viewpoint", "OUT_OF_RANGE", "1 to 9");
  }
  if (answer.score() < -kStrongest || answer.score() > kStrongest) {
    errors.Add(path + ".score", "OUT_OF_RANGE", "-2 to 2");
  }
  CheckText(answer.question_code(), path + ".question_code", errors);
  CheckText(answer.evidence(), path + ".evidence", errors);
}

void CheckFact(const PracticeFact& fact, const std::string& path, FieldErrors& errors) {
  if (fact.kind() == PRACTICE_KIND_UNSPECIFIED) {
    errors.Add(path + ".kind", "REQUIRED", "what happened");
  } else if (!PracticeKind_IsValid(fact.kind())) {
    errors.Add(path + ".kind", "NOT_SUPPORTED", "a kind of this version");
  }
  if (!fact.has_occur_date()) {
    errors.Add(path + ".occur_date", "REQUIRED", "when it happened");
  } else {
    ReadDate(fact.occur_date(), path + ".occur_date", errors);
  }
  if (fact.source().empty()) errors.Add(path + ".source", "REQUIRED", "what it rests on");
  CheckText(fact.source(), path + ".source", errors);
  CheckText(fact.description(), path + ".description", errors);
  if (!fact.has_amount()) return;
  const std::optional<Money> amount = ReadMoney(fact.amount(), path + ".amount", errors);
  if (amount && amount->currency() != "EUR") {
    errors.Add(path + ".amount", "CURRENCY_INVALID", "euro only");
  }
  if (amount && amount->IsNegative()) {
    errors.Add(path + ".amount", "OUT_OF_RANGE", "not below zero");
  }
}

}  // namespace

void ValidateRequest(const AssessWorkingRelationRequest& request, FieldErrors& errors) {
  if (!request.has_facts() && request.contract().empty()) {
    errors.Add("facts", "REQUIRED", "facts or contract");
  }
  ValidateFacts(request.facts(), "facts", errors);
}

void ValidateRequest(const RecordWorkingRelationAnswersRequest& request, FieldErrors& errors) {
  if (request.answers_size() > kMaxAnswers) {
    errors.Add("answers", "TOO_MANY", absl::StrCat("at most ", kMaxAnswers));
    return;
  }
  for (int i = 0; i < request.answers_size(); ++i) {
    CheckAnswer(request.answers(i), absl::StrCat("answers[", i, "]"), errors);
  }
}

void ValidateRequest(const WeighWorkingRelationRequest& request, FieldErrors& errors) {
  if (request.moment() == WEIGHING_MOMENT_ANSWERS || !WeighingMoment_IsValid(request.moment())) {
    errors.Add("moment", "NOT_ALLOWED", "contract, practice, extension or yearly");
  }
}

void ValidateRequest(const RecordPracticeRequest& request, FieldErrors& errors) {
  if (request.facts_size() > kMaxAnswers) {
    errors.Add("facts", "TOO_MANY", absl::StrCat("at most ", kMaxAnswers));
    return;
  }
  for (int i = 0; i < request.facts_size(); ++i) {
    CheckFact(request.facts(i), absl::StrCat("facts[", i, "]"), errors);
  }
}

}  // namespace interim::contracting::v1
