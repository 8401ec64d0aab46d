#include "services/assessment/service/validation.h"

#include <cstddef>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/assessment/domain/limits.h"

namespace interim::assessment::v1 {
namespace {

void CheckLength(const std::string& text, std::size_t limit, const std::string& field,
                 FieldErrors& errors) {
  if (text.size() > limit) {
    errors.Add(field, "TOO_LONG", absl::StrCat("at most ", limit, " bytes"));
  }
}

void CheckCount(int count, const std::string& field, FieldErrors& errors) {
  if (count > kMaxAnswersPerCall) {
    errors.Add(field, "TOO_MANY", absl::StrCat("at most ", kMaxAnswersPerCall));
  }
}

}  // namespace

void ValidateRequest(const CreateAssessmentRequest& request, FieldErrors& errors) {
  CheckLength(request.assessment().title(), kMaxTitleBytes, "assessment.title", errors);
  CheckCount(request.answers_size(), "answers", errors);
}

void ValidateRequest(const RecordAnswersRequest& request, FieldErrors& errors) {
  CheckCount(request.answers_size(), "answers", errors);
}

void ValidateRequest(const NextQuestionsRequest& request, FieldErrors& errors) {
  if (request.max_question_count() < 0 || request.max_question_count() > kMaxQuestions) {
    errors.Add("max_question_count", "OUT_OF_RANGE", absl::StrCat("0 to ", kMaxQuestions));
  }
}

void ValidateRequest(const AcceptAdviceRequest& request, FieldErrors& errors) {
  CheckLength(request.reason(), kMaxReasonBytes, "reason", errors);
}

void ValidateRequest(const RejectAdviceRequest& request, FieldErrors& errors) {
  CheckLength(request.reason(), kMaxReasonBytes, "reason", errors);
  if (request.chosen_outcome() == ADVICE_OUTCOME_NOT_ENOUGH_KNOWN) {
    errors.Add("chosen_outcome", "NOT_ALLOWED", "that is nothing to go for");
  }
}

void ValidateRequest(const RecordOutcomeRequest& request, FieldErrors& errors) {
  const RealizedOutcome& outcome = request.realized_outcome();
  if (outcome.has_goals_reached_percent() &&
      (outcome.goals_reached_percent() < 0 || outcome.goals_reached_percent() > 100)) {
    errors.Add("realized_outcome.goals_reached_percent", "OUT_OF_RANGE", "0 to 100");
  }
  CheckLength(outcome.source(), kMaxSourceBytes, "realized_outcome.source", errors);
}

void ValidateRequest(const SettleFactRequest& request, FieldErrors& errors) {
  CheckLength(request.reason(), kMaxReasonBytes, "reason", errors);
}

void ValidateRequest(const StreamAssessNeedsRequest& request, FieldErrors& errors) {
  if (request.needs_size() > kMaxNeeds) {
    errors.Add("needs", "TOO_MANY", absl::StrCat("at most ", kMaxNeeds));
  }
  for (int i = 0; i < request.needs_size(); ++i) {
    const Need& need = request.needs(i);
    const std::string path = absl::StrCat("needs[", i, "].");
    CheckLength(need.need_id(), kMaxNeedIdBytes, absl::StrCat(path, "need_id"), errors);
    CheckCount(need.facts_size(), absl::StrCat(path, "facts"), errors);
    CheckCount(need.disputed_facts_size(), absl::StrCat(path, "disputed_facts"), errors);
  }
}

void ValidateRequest(const AssessNeedRequest& request, FieldErrors& errors) {
  CheckCount(request.facts_size(), "facts", errors);
  CheckCount(request.disputed_facts_size(), "disputed_facts", errors);
  CheckCount(request.what_if_facts_size(), "what_if_facts", errors);
}

}  // namespace interim::assessment::v1
