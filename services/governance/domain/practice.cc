#include "services/governance/domain/practice.h"

#include <algorithm>
#include <cstddef>
#include <string>

#include "common/core/clock.h"
#include "common/type/convert.h"
#include "services/governance/domain/instant.h"
#include "services/governance/domain/parties.h"

namespace interim::governance {
namespace {

namespace cv = ::interim::contracting::v1;

// Contracting takes no longer text; what is told is a pointer, the record itself stays here.
constexpr std::size_t kMaxDescription = 2 * 1000;

// Cut between characters of UTF-8.
std::string Cut(absl::string_view text) {
  std::size_t end = std::min(text.size(), kMaxDescription);
  while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
    --end;
  }
  return std::string(text.substr(0, end));
}

cv::PracticeFact Fact(cv::PracticeKind kind, const google::type::Date& day,
                      absl::string_view source, absl::string_view description) {
  cv::PracticeFact fact;
  fact.set_kind(kind);
  *fact.mutable_occur_date() = day;
  fact.set_source(std::string(source));
  fact.set_description(Cut(description));
  return fact;
}

bool IsManager(const v1::Engagement& engagement, absl::string_view subject) {
  return HasPart(engagement, v1::PARTY_ROLE_INTERIM_MANAGER, subject);
}

}  // namespace

Practice MandateUse(const v1::Engagement& engagement, const v1::Decision& before,
                    const v1::Decision& after) {
  const bool is_outside = after.state() == v1::DECISION_STATE_OUT_OF_MANDATE;
  if (after.state() == before.state() ||
      (after.state() != v1::DECISION_STATE_DECIDED && !is_outside) ||
      !IsManager(engagement, after.decider())) {
    return std::nullopt;
  }
  cv::PracticeFact fact =
      Fact(is_outside ? cv::PRACTICE_KIND_MANDATE_EXCEEDED : cv::PRACTICE_KIND_MANDATE_USE,
           ToProto(AmsterdamDate(FromInstant(after.decide_time()))), after.name(), after.title());
  // A contract is in euros, and so is what is told about it.
  if (after.amount().currency_code() == "EUR") *fact.mutable_amount() = after.amount();
  return fact;
}

Practice MeetingOnPlan(const v1::Plan& decided) {
  return Fact(cv::PRACTICE_KIND_STEERING_MEETING, decided.decide_date(), decided.name(), "");
}

Practice MeetingToEvaluate(const v1::Evaluation& evaluation, absl::string_view name) {
  return Fact(cv::PRACTICE_KIND_STEERING_MEETING, evaluation.evaluate_date(), name,
              evaluation.moment_code());
}

Practice ItemAccepted(const v1::HandoverItem& confirmed) {
  return Fact(cv::PRACTICE_KIND_RESULT_ACCEPTED,
              ToProto(AmsterdamDate(FromInstant(confirmed.confirm_time()))), confirmed.name(),
              confirmed.title());
}

Practice MilestoneAccepted(const v1::Engagement& engagement, const v1::Milestone& done,
                           absl::string_view actor) {
  if (IsManager(engagement, actor)) return std::nullopt;
  return Fact(cv::PRACTICE_KIND_RESULT_ACCEPTED, done.complete_date(), done.name(), done.title());
}

std::optional<cv::RecordPracticeRequest> ToTell(const v1::Engagement& engagement,
                                                const Practice& practice) {
  if (!practice || engagement.contract().empty()) return std::nullopt;
  const auto day = DateFromProto(practice->occur_date(), "occur_date");
  const auto start = DateFromProto(engagement.start_date(), "start_date");
  const auto end = DateFromProto(engagement.end_date(), "end_date");
  if (!day.ok() || !start.ok() || !end.ok() || *day < *start || *end < *day) return std::nullopt;
  cv::RecordPracticeRequest request;
  request.set_name(engagement.contract());
  *request.add_facts() = *practice;
  return request;
}

}  // namespace interim::governance
