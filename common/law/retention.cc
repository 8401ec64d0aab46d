#include "common/law/retention.h"

#include <algorithm>

#include "common/core/status_macros.h"
#include "common/law/evaluation.h"
#include "common/law/facts.h"

namespace interim::law {
namespace {

bool IsEmployee(EngagementForm form) {
  return form == ENGAGEMENT_FORM_FIXED_TERM || form == ENGAGEMENT_FORM_PERMANENT;
}

bool IsSelfEmployed(EngagementForm form) {
  return form == ENGAGEMENT_FORM_SELF_EMPLOYED || form == ENGAGEMENT_FORM_MANAGEMENT_BV ||
         form == ENGAGEMENT_FORM_BUREAU || form == ENGAGEMENT_FORM_CONSULTANCY;
}

// 31 December of the year `years` after that of `day`.
Date EndOfYearAfter(Date day, int years) {
  constexpr int kMonthsPerYear = 12;
  const Date moved = day.FirstDayOfMonth().AddMonths(kMonthsPerYear * years).date;
  return moved.AddMonths(kMonthsPerYear - moved.month()).date.LastDayOfMonth();
}

void JudgeIdentity(Evaluation ev, const RetentionInput& in, Date as_of,
                   const std::optional<Date>& work_end, RetentionResult* result) {
  if (IsSelfEmployed(in.form()) && in.id_copy_held()) {
    Evaluation copy = ev;
    copy.FindFlag("id_copy_self_employed_allowed", as_of);
    copy.Cure("identity.cure.remove");
    result->findings.push_back(copy.Make(kWarn, "identity.copy"));
  }
  if (in.identity_verified() == TERNARY_NO) {
    Evaluation missing = ev;
    if (IsEmployee(in.form())) {
      const auto percent = missing.FindNumber("missing_id_tax_percent", as_of);
      if (percent) missing.Value("tax_percent", *percent, "percent");
    }
    missing.Cure("identity.cure.verify");
    result->findings.push_back(missing.Make(kWarn, "identity.missing"));
  }
  if (!IsEmployee(in.form()) || !work_end) return;
  const auto months = ev.FindCount("id_copy_months", *work_end);
  if (!months) {
    result->findings.push_back(ev.MakeNoFigure());
    return;
  }
  const Date at_least = work_end->AddMonths(*months).date;
  result->id_copy_keep_until = EndOfYearAfter(at_least, 0);
  ev.Value("id_copy_at_least_until", at_least);
  ev.Value("id_copy_keep_until", *result->id_copy_keep_until);
  result->findings.push_back(
      ev.Make(kInform, "identity.keep_copy",
              Params().Day("date", at_least).Day("year_end", *result->id_copy_keep_until)));
}

}  // namespace

absl::StatusOr<Date> KeepUntil(const LawData& law, Date last_relevant) {
  Evaluation ev(law, "R17", RetentionInput());
  const auto years = ev.FindCount("fiscal_years", last_relevant);
  if (!years) return absl::OutOfRangeError("R17 fiscal_years: no row covers the day");
  return EndOfYearAfter(last_relevant, *years);
}

absl::StatusOr<RetentionResult> EvaluateRetention(const LawData& law, const RetentionInput& input) {
  ASSIGN_OR_RETURN(const auto work_end,
                   FindDate(input.has_last_performance_date(), input.last_performance_date(),
                            "last_performance_date"));
  ASSIGN_OR_RETURN(const auto payment, FindDate(input.has_last_payment_date(),
                                                input.last_payment_date(), "last_payment_date"));
  ASSIGN_OR_RETURN(const auto purge,
                   FindDate(input.has_purge_requested_date(), input.purge_requested_date(),
                            "purge_requested_date"));
  ASSIGN_OR_RETURN(const Date as_of,
                   NeedDate(input.has_as_of_date(), input.as_of_date(), "as_of_date"));
  Evaluation ev(law, "R17", input);
  ev.SetReference(as_of);
  RetentionResult result;
  JudgeIdentity(ev, input, as_of, work_end, &result);
  if (!work_end) {
    result.findings.push_back(ev.Make(kOk, "keep.running"));
  } else {
    const Date last = payment ? std::max(*work_end, *payment) : *work_end;
    const auto years = ev.FindCount("fiscal_years", last);
    if (!years) {
      result.findings.push_back(ev.MakeNoFigure());
    } else {
      result.keep_until = EndOfYearAfter(last, *years);
      ev.Value("keep_until", *result.keep_until);
      const bool refused = purge && *purge <= *result.keep_until;
      result.findings.push_back(ev.Make(kInform, refused ? "keep.refused" : "keep.fiscal",
                                        Params().Day("date", *result.keep_until)));
    }
  }
  SortByWeight(&result.findings);
  return result;
}

}  // namespace interim::law
