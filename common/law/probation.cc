#include "common/law/probation.h"

#include "absl/strings/str_cat.h"
#include "common/core/status_macros.h"
#include "common/law/evaluation.h"
#include "common/law/facts.h"

namespace interim::law {
namespace {

// The longest probation as a reader says it; a number that no text names stays a number.
Params& AddMaximum(int maximum, Params& params) {
  return params.Named("max", "probation.max.", {absl::StrCat(maximum)});
}

// Longest probation in months for the term; nothing when a row is missing.
std::optional<int> Maximum(Evaluation* ev, const ProbationInput& in, Date start,
                           const std::optional<Date>& end, Date agreed) {
  if (in.term() == ProbationInput::TERM_PERMANENT) {
    return ev->FindCount("max_months_permanent", agreed);
  }
  const auto with_agreement = [&](std::optional<int> one_month_case) {
    if (!one_month_case || !in.collective_agreement_longer()) return one_month_case;
    return ev->FindCount("max_months_collective", agreed);
  };
  if (in.term() == ProbationInput::TERM_NO_CALENDAR_END) {
    return with_agreement(ev->FindCount("max_months_no_calendar_end", agreed));
  }
  const auto none_up_to = ev->FindCount("none_up_to_months", agreed);
  const auto long_from = ev->FindCount("two_year_months", agreed);
  if (!none_up_to || !long_from) return std::nullopt;
  const Date after = end->AddDays(1);
  if (after <= start.AddMonths(*none_up_to).date) return 0;
  if (after >= start.AddMonths(*long_from).date) return ev->FindCount("max_months_long", agreed);
  return with_agreement(ev->FindCount("max_months_medium", agreed));
}

// The longest probation when a month end that does not exist is counted on into the next month;
// nothing when the term does not end just behind such a boundary.
std::optional<int> OtherReading(Evaluation* ev, const ProbationInput& in, Date start,
                                const std::optional<Date>& end, Date agreed) {
  if (in.term() != ProbationInput::TERM_CALENDAR_END) return std::nullopt;
  const auto none_up_to = ev->FindCount("none_up_to_months", agreed);
  const auto long_from = ev->FindCount("two_year_months", agreed);
  const auto review = ev->FindCount("review_days_after_clamp", agreed);
  if (!none_up_to || !long_from || !review) return std::nullopt;
  const Date after = end->AddDays(1);
  const AddMonthsResult none = start.AddMonths(*none_up_to);
  if (none.clamped && after > none.date && after <= none.date.AddDays(*review)) return 0;
  const AddMonthsResult two_years = start.AddMonths(*long_from);
  const bool is_near =
      two_years.clamped && after >= two_years.date && after < two_years.date.AddDays(*review);
  if (!is_near) return std::nullopt;
  return ev->FindCount(
      in.collective_agreement_longer() ? "max_months_collective" : "max_months_medium", agreed);
}

bool IsLonger(const ProbationInput& in, int months) {
  return in.probation_months() > months ||
         (in.probation_months() == months && in.probation_days() > 0);
}

// Why the clause is void although it is not too long; empty when it is not.
absl::string_view OtherDefect(const ProbationInput& in) {
  if (in.follow_up_contract() && !in.different_skills_needed()) return "probation.reason.follow_up";
  if (!in.is_written()) return "probation.reason.unwritten";
  if (!in.is_equal_for_both()) return "probation.reason.unequal";
  return "";
}

}  // namespace

absl::StatusOr<std::vector<type::Finding>> EvaluateProbation(const LawData& law,
                                                             const ProbationInput& input) {
  if (input.term() == ProbationInput::TERM_UNSPECIFIED) {
    return BadFact("term", "REQUIRED", "say how the term ends");
  }
  ASSIGN_OR_RETURN(const Date start,
                   NeedDate(input.has_start_date(), input.start_date(), "start_date"));
  ASSIGN_OR_RETURN(const auto end, FindDate(input.has_end_date(), input.end_date(), "end_date"));
  if (input.term() == ProbationInput::TERM_CALENDAR_END && (!end || *end < start)) {
    return BadFact("end_date", end ? "PERIOD_INVALID" : "REQUIRED", "the last day is needed");
  }
  ASSIGN_OR_RETURN(const auto agreed,
                   FindDate(input.has_agreed_date(), input.agreed_date(), "agreed_date"));
  const Date on = agreed.value_or(start);
  Evaluation ev(law, "R03", input);
  ev.SetReference(on);
  if (input.probation_months() == 0 && input.probation_days() == 0) {
    return std::vector<type::Finding>{ev.Make(kOk, "probation.none")};
  }
  const auto maximum = Maximum(&ev, input, start, end, on);
  if (!maximum) return std::vector<type::Finding>{ev.MakeNoFigure()};
  ev.Value("max_months", *maximum, "months");
  if (input.follow_up_contract()) ev.NeedsJudgement("probation.judge.skills");
  const bool too_long = IsLonger(input, *maximum);
  const absl::string_view defect = too_long ? "probation.reason.too_long" : OtherDefect(input);
  Params params;
  AddMaximum(*maximum, params);
  const auto other = OtherReading(&ev, input, start, end, on);
  if (defect.empty() && other && IsLonger(input, *other)) {
    ev.Value("clamped", true);
    ev.NeedsJudgement("law.judge.month_end");
    ev.Cure("probation.cure.shorten");
    return std::vector<type::Finding>{ev.Make(kIndeterminate, "probation.month_end", params)};
  }
  if (defect.empty()) return std::vector<type::Finding>{ev.Make(kOk, "probation.fine", params)};
  ev.Cure(too_long ? "probation.cure.shorten" : "probation.cure.remove");
  return std::vector<type::Finding>{
      ev.Make(kBlock, "probation.void", params.Phrase("reason", defect))};
}

}  // namespace interim::law
