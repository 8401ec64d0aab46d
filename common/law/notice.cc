#include "common/law/notice.h"

#include <algorithm>

#include "common/core/status_macros.h"
#include "common/law/evaluation.h"
#include "common/law/facts.h"

namespace interim::law {
namespace {

// Wage x days late / days from the day after the deadline to the end; the whole wage at most.
absl::StatusOr<Money> Compensation(const Money& wage, int wages, Date deadline, Date end,
                                   Date given) {
  const std::int64_t span = deadline.DaysUntil(end);
  const std::int64_t late = std::min(deadline.DaysUntil(given), span);
  return (Ratio(wage) * Ratio(wages) * Ratio(late) / Ratio(span)).ToMoney("EUR");
}

// Notice that was given too late, or is still missing after the deadline.
absl::StatusOr<type::Finding> Late(Evaluation* ev, const std::optional<Money>& wage, Date end,
                                   Date given, NoticeResult* result) {
  const auto lapse = ev->FindCount("claim_lapse_months", end);
  const auto wages = ev->FindCount("compensation_wages", end);
  if (!lapse || !wages) return ev->MakeNoFigure();
  result->claim_end = end.AddMonths(*lapse).date;
  ev->Value("days_late", result->deadline->DaysUntil(std::min(given, end)), "days");
  ev->Value("claim_end", *result->claim_end);
  Params params;
  params.Day("deadline", *result->deadline).Day("claim_end", *result->claim_end);
  if (!wage) return ev->Make(kWarn, "notice.late_no_wage", params);
  ASSIGN_OR_RETURN(result->compensation,
                   Compensation(*wage, *wages, *result->deadline, end, given));
  ev->Value("compensation", *result->compensation);
  return ev->Make(kWarn, "notice.late", params.Amount("amount", *result->compensation));
}

absl::StatusOr<type::Finding> Judge(Evaluation* ev, const std::optional<Money>& wage, Date end,
                                    const std::optional<Date>& given, Date as_of,
                                    NoticeResult* result) {
  const Date deadline = *result->deadline;
  if (given && *given <= deadline) {
    return ev->Make(kOk, "notice.given", Params().Day("deadline", deadline));
  }
  if (given || as_of > deadline) return Late(ev, wage, end, given.value_or(as_of), result);
  const auto remind = ev->FindCount("remind_days", end);
  const auto warn = ev->FindCount("warn_days", end);
  if (!remind || !warn) return ev->MakeNoFigure();
  ev->Cure("notice.cure.give");
  const Params params = Params().Day("deadline", deadline);
  if (as_of >= deadline.AddDays(-*warn)) return ev->Make(kWarn, "notice.due", params);
  if (as_of >= deadline.AddDays(-*remind)) return ev->Make(kInform, "notice.due", params);
  return ev->Make(kOk, "notice.ahead", params);
}

}  // namespace

absl::StatusOr<NoticeResult> EvaluateNotice(const LawData& law, const NoticeInput& input) {
  ASSIGN_OR_RETURN(const Date start,
                   NeedDate(input.has_start_date(), input.start_date(), "start_date"));
  ASSIGN_OR_RETURN(const Date end, NeedDate(input.has_end_date(), input.end_date(), "end_date"));
  ASSIGN_OR_RETURN(const auto given,
                   FindDate(input.has_notice_date(), input.notice_date(), "notice_date"));
  ASSIGN_OR_RETURN(const auto wage,
                   FindMoney(input.has_monthly_wage(), input.monthly_wage(), "monthly_wage"));
  ASSIGN_OR_RETURN(const Date as_of,
                   NeedDate(input.has_as_of_date(), input.as_of_date(), "as_of_date"));
  if (end < start) return BadFact("end_date", "PERIOD_INVALID", "ends before it starts");
  Evaluation ev(law, "R02", input);
  ev.SetReference(end);
  NoticeResult result;
  const auto min_term = ev.FindCount("min_term_months", end);
  const auto months = ev.FindCount("notice_months", end);
  if (!min_term || !months) {
    result.findings.push_back(ev.MakeNoFigure());
    return result;
  }
  result.duty = input.has_calendar_end_date() && !input.agency_clause() &&
                end.AddDays(1) >= start.AddMonths(*min_term).date;
  if (!result.duty) {
    result.findings.push_back(ev.Make(kOk, "notice.none"));
    return result;
  }
  result.deadline = end.AddDays(1).AddMonths(-*months).date.AddDays(-1);
  ev.Value("deadline", *result.deadline);
  ASSIGN_OR_RETURN(const type::Finding finding, Judge(&ev, wage, end, given, as_of, &result));
  result.findings.push_back(finding);
  return result;
}

}  // namespace interim::law
