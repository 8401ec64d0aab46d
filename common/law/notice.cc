#include "common/law/notice.h"

#include <algorithm>
#include <utility>

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
  ev->Cure(given > end ? "notice.cure.pay" : "notice.cure.give");
  Params params;
  params.Day("deadline", *result->deadline).Day("claim_end", *result->claim_end);
  if (!wage) return ev->Make(kWarn, "notice.late_no_wage", params);
  ASSIGN_OR_RETURN(result->compensation,
                   Compensation(*wage, *wages, *result->deadline, end, given));
  ev->Value("compensation", *result->compensation);
  return ev->Make(kWarn, "notice.late", params.Amount("amount", *result->compensation));
}

// A month end that does not exist moved a boundary, and the facts lie just behind it.
type::Finding AtMonthEnd(Evaluation* ev, Date boundary) {
  ev->Value("clamped", true);
  ev->NeedsJudgement("law.judge.month_end");
  ev->Cure("notice.cure.give");
  return ev->Make(kIndeterminate, "notice.month_end", Params().Day("date", boundary));
}

struct Clamp {
  bool is_clamped = false;  // the deadline rests on a month end that does not exist
  int review_days = 0;
};

absl::StatusOr<type::Finding> Judge(Evaluation* ev, const std::optional<Money>& wage, Date end,
                                    const std::optional<Date>& given, Date as_of, Clamp clamp,
                                    NoticeResult* result) {
  const Date deadline = *result->deadline;
  const bool is_near = given && *given > deadline && *given <= deadline.AddDays(clamp.review_days);
  if (clamp.is_clamped && is_near) return AtMonthEnd(ev, deadline);
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
  const auto review = ev.FindCount("review_days_after_clamp", end);
  if (!min_term || !months || !review) {
    result.findings.push_back(ev.MakeNoFigure());
    return result;
  }
  const AddMonthsResult long_enough = start.AddMonths(*min_term);
  const Date after = end.AddDays(1);
  const bool can_apply = input.has_calendar_end_date() && !input.agency_clause();
  if (can_apply && long_enough.clamped && after >= long_enough.date &&
      after < long_enough.date.AddDays(*review)) {
    result.findings.push_back(AtMonthEnd(&ev, long_enough.date));
    return result;
  }
  result.duty = can_apply && after >= long_enough.date;
  if (!result.duty) {
    result.findings.push_back(ev.Make(kOk, "notice.none"));
    return result;
  }
  const AddMonthsResult month_before = after.AddMonths(-*months);
  result.deadline = month_before.date.AddDays(-1);
  ev.Value("deadline", *result.deadline);
  ASSIGN_OR_RETURN(type::Finding finding,
                   Judge(&ev, wage, end, given, as_of,
                         {.is_clamped = month_before.clamped, .review_days = *review}, &result));
  result.findings.push_back(std::move(finding));
  return result;
}

}  // namespace interim::law
