#include "common/law/wnt.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/core/status_macros.h"
#include "common/law/evaluation.h"
#include "common/law/facts.h"
#include "common/law/wnt_months.h"

namespace interim::law {
namespace {

constexpr int kPercent = 100;

// One amount that counts, and the day it belongs to.
struct Counted {
  Money amount;
  std::optional<Date> work_date;
};

struct Assignment {
  DatePeriod period;
  std::optional<Date> as_of;
  std::vector<CountedMonth> months;  // counted, in order
  std::size_t first_year = 0;        // how many of them fall under the interim amounts (up to 12)
  std::vector<Counted> amounts;
};

// The part of an amount that is remuneration. Nothing when a row is missing.
absl::StatusOr<std::optional<Money>> Remuneration(Evaluation* ev, const WntAmount& in,
                                                  const std::optional<Date>& day, Date fallback) {
  ASSIGN_OR_RETURN(const Money amount, NeedMoney(in.has_amount(), in.amount(), "amounts.amount"));
  switch (in.kind()) {
    case WntAmount::KIND_MEDIATION_ONLY:
    case WntAmount::KIND_TAX_FREE_COST:
      return std::optional<Money>(Money::Eur(0));
    case WntAmount::KIND_TRAVEL_PER_KM: {
      ASSIGN_OR_RETURN(const Decimal km,
                       NeedDecimal(in.has_kilometres(), in.kilometres(), "amounts.kilometres"));
      const auto free = ev->FindNumber("travel_free_per_km", day.value_or(fallback));
      if (!free) return std::optional<Money>();
      const Ratio rest = Ratio(amount) - Ratio(km) * Ratio(*free);
      ASSIGN_OR_RETURN(const int compared, rest.Compare(Ratio(0)));
      if (compared <= 0) return std::optional<Money>(Money::Eur(0));
      ASSIGN_OR_RETURN(const Money counted, rest.ToMoney("EUR"));
      return std::optional<Money>(counted);
    }
    case WntAmount::KIND_FEE:
    case WntAmount::KIND_REIMBURSED_COST:
    case WntAmount::KIND_SUCCESS_FEE:
      return std::optional<Money>(amount);
    default:
      return BadFact("amounts.kind", "REQUIRED", "say what the amount is for");
  }
}

// Sum of the amounts whose day lies in [from, to); amounts without a day count when `undated`.
enum class Undated { kLeaveOut, kCount };
Ratio Sum(const std::vector<Counted>& amounts, Date from, Date to, Undated undated) {
  Ratio sum(0);
  for (const Counted& item : amounts) {
    const bool inside = item.work_date ? from <= *item.work_date && *item.work_date < to
                                       : undated == Undated::kCount;
    if (inside) sum = sum + Ratio(item.amount);
  }
  return sum;
}

// Caps of months 1 to 12; false when a row is missing.
absl::StatusOr<bool> FirstYearCaps(Evaluation* ev, const Assignment& a, int high_months,
                                   WntResult* result) {
  Ratio absolute(0);
  Ratio hourly(0);
  bool hours_known = true;
  for (std::size_t i = 0; i < a.first_year; ++i) {
    const CountedMonth& month = a.months[i];
    const bool high = static_cast<int>(i) < high_months;
    const auto amount =
        ev->FindAmount(high ? "interim_months_1_6" : "interim_months_7_12", month.first_day);
    const auto rate = ev->FindNumber("interim_hour", month.first_day);
    if (!amount || !rate) return false;
    absolute = absolute + Ratio(*amount);
    if (!month.hours) {
      hours_known = false;
    } else {
      hourly = hourly + Ratio(*rate) * Ratio(*month.hours);
    }
  }
  ASSIGN_OR_RETURN(result->absolute_cap, absolute.ToMoney("EUR"));
  result->cap = result->absolute_cap;
  ev->Value("absolute_cap", *result->absolute_cap);
  if (hours_known) {
    ASSIGN_OR_RETURN(result->hourly_cap, hourly.ToMoney("EUR"));
    ev->Value("hourly_cap", *result->hourly_cap);
    if (result->hourly_cap->cents() < result->cap->cents()) result->cap = result->hourly_cap;
  }
  ev->Value("cap", *result->cap);
  return true;
}

// Warning when a single year is above its hourly maximum although the whole is within the cap.
absl::Status YearRates(const Evaluation& base, const Assignment& a, WntResult* result) {
  for (std::size_t i = 0; i < a.first_year;) {
    Evaluation ev = base;
    const int year = a.months[i].month.year;
    Ratio hours(0);
    const Date first = a.months[i].first_day;
    for (; i < a.first_year && a.months[i].month.year == year; ++i) {
      if (!a.months[i].hours) return absl::OkStatus();
      hours = hours + Ratio(*a.months[i].hours);
    }
    const auto rate = ev.FindNumber("interim_hour", first);
    if (!rate) return absl::OkStatus();
    const Date end = a.months[i - 1].first_day.LastDayOfMonth().AddDays(1);
    const Ratio total = Sum(a.amounts, first, end, Undated::kLeaveOut);
    ASSIGN_OR_RETURN(const int compared, total.Compare(hours * Ratio(*rate)));
    if (compared <= 0) continue;
    ev.NeedsJudgement("wnt.judge.year");
    ev.Cure("wnt.cure.lower_fee");
    result->findings.push_back(ev.Make(kWarn, "wnt.year_rate", Params().Count("year", year)));
  }
  return absl::OkStatus();
}

// Day on which the cap is reached when spending goes on as it did until `as_of`.
std::optional<Date> ReachedOn(const Assignment& a, const Ratio& spent, const Money& cap) {
  if (!a.as_of || *a.as_of < a.period.start()) return std::nullopt;
  const Ratio days = Ratio(Decimal(a.period.start().DaysUntil(*a.as_of) + 1));
  const auto needed = (days * Ratio(cap) / spent).Floor();
  if (!needed.ok()) return std::nullopt;
  return a.period.start().AddDays(*needed);
}

absl::Status CompareFirstYear(Evaluation* ev, const Assignment& a, WntResult* result) {
  const bool only_first_year = a.months.size() == a.first_year;
  const Date after = only_first_year ? Date::Max() : *result->month_13_start;
  const Ratio spent = Sum(a.amounts, a.months.front().first_day, after, Undated::kCount);
  ASSIGN_OR_RETURN(result->total, spent.ToMoney("EUR"));
  ev->Value("total", *result->total);
  const Money& cap = *result->cap;
  Params params;
  params.Amount("total", *result->total).Amount("cap", cap).Amount("abs", *result->absolute_cap);
  if (result->hourly_cap) {
    params.Amount("hourly", *result->hourly_cap);
  } else {
    params.Phrase("hourly", "law.word.unknown");
  }
  if (result->total->cents() > cap.cents()) {
    ASSIGN_OR_RETURN(result->excess, result->total->Subtract(cap));
    ev->Value("excess", *result->excess);
    ev->Cure("wnt.cure.lower_fee");
    result->findings.push_back(
        ev->Make(kBlock, "wnt.exceeds", params.Amount("excess", *result->excess)));
    return absl::OkStatus();
  }
  if (!result->hourly_cap) {
    result->findings.push_back(ev->MakeMissingFact("months.hours"));
    return absl::OkStatus();
  }
  const auto near = ev->FindNumber("near_percent", a.months.front().first_day);
  if (!near) {
    result->findings.push_back(ev->MakeNoFigure());
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const int is_near, (spent * Ratio(kPercent)).Compare(Ratio(cap) * Ratio(*near)));
  if (is_near <= 0) {
    result->findings.push_back(ev->Make(kOk, "wnt.fine", params));
  } else {
    ASSIGN_OR_RETURN(const Decimal used, (spent * Ratio(kPercent) / Ratio(cap)).RoundHalfUp(1));
    params.Number("pct", used);
    ev->Cure("wnt.cure.lower_fee");
    const auto day = ReachedOn(a, spent, cap);
    if (day) params.Day("date", *day);
    result->findings.push_back(ev->Make(kWarn, day ? "wnt.near" : "wnt.near_plan", params));
  }
  return YearRates(*ev, a, result);
}

// Agreed part-time factor, or billed hours / full-time hours of the same days, at most 1.
absl::StatusOr<std::optional<Ratio>> PartTimeFactor(Evaluation* ev, const WntInput& in,
                                                    const Assignment& a, const DatePeriod& part,
                                                    std::int64_t year_days) {
  ASSIGN_OR_RETURN(const auto agreed, FindDecimal(in.has_part_time_factor(), in.part_time_factor(),
                                                  "part_time_factor"));
  if (agreed) return std::optional<Ratio>(Ratio(*agreed));
  const auto productive = ev->FindNumber("productive_hours", part.start());
  if (!productive) return std::optional<Ratio>();
  Ratio hours(0);
  for (const CountedMonth& month : a.months) {
    if (!part.Contains(month.first_day)) continue;
    if (!month.hours) return std::optional<Ratio>();
    hours = hours + Ratio(*month.hours);
  }
  const Ratio full = Ratio(*productive) * Ratio(Decimal(part.days())) / Ratio(Decimal(year_days));
  const Ratio factor = hours / full;
  ASSIGN_OR_RETURN(const int compared, factor.Compare(Ratio(1)));
  return std::optional<Ratio>(compared > 0 ? Ratio(1) : factor);
}

// Whether what was paid in one calendar year stays within its cap from month 13.
absl::Status CompareYear(Evaluation ev, int year, const Ratio& cap, const Ratio& spent,
                         WntResult* result) {
  ASSIGN_OR_RETURN(const int above, spent.Compare(cap));
  ASSIGN_OR_RETURN(const Money cap_money, cap.ToMoney("EUR"));
  ASSIGN_OR_RETURN(const Money spent_money, spent.ToMoney("EUR"));
  ev.Value("cap_from_month_13", cap_money);
  Params params;
  params.Count("year", year).Amount("total", spent_money).Amount("cap", cap_money);
  if (above <= 0) {
    result->findings.push_back(ev.Make(kOk, "wnt.within_year", params));
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const Money excess, (spent - cap).ToMoney("EUR"));
  ev.Cure("wnt.cure.lower_fee");
  result->findings.push_back(ev.Make(kBlock, "wnt.exceeds_year", params.Amount("excess", excess)));
  return absl::OkStatus();
}

// What the announcement of month 13 names: those of its first calendar year.
struct YearTerms {
  std::optional<Money> maximum;
  std::optional<Ratio> factor;
};

// What is missing for a year from month 13: the maximum, or what the part-time factor rests on.
type::Finding MissingForYear(Evaluation ev, const YearTerms& terms, int year) {
  if (!terms.maximum) {
    ev.Cure("law.cure.figure");
    return ev.Make(kIndeterminate, "wnt.nofigure", Params().Count("year", year));
  }
  ev.Cure("wnt.cure.factor");
  return ev.MakeMissingFact("part_time_factor");
}

// From month 13: per calendar year M x f x days / 365 (366). Answers with the terms of its start.
absl::StatusOr<YearTerms> JudgeFromMonth13(const Evaluation& base, const WntInput& in,
                                           const Assignment& a, WntResult* result) {
  YearTerms first;
  const auto rest = DatePeriod::Make(*result->month_13_start, a.period.end());
  if (!rest.ok()) return first;
  Ratio sum(0);
  bool all_known = true;
  for (const DatePeriod& part : rest->SplitByYear()) {
    Evaluation ev = base;
    const int year = part.start().year();
    ev.Subject(absl::StrCat("year.", year));
    ASSIGN_OR_RETURN(const Date new_year, Date::FromYmd(year, 1, 1));
    ASSIGN_OR_RETURN(const Date next_new_year, Date::FromYmd(year + 1, 1, 1));
    const std::int64_t year_days = new_year.DaysUntil(next_new_year);
    std::optional<Money> maximum;
    for (const WntSectorMaximum& own : in.sector_maximums()) {
      if (own.year() != year) continue;
      ASSIGN_OR_RETURN(maximum, FindMoney(own.has_maximum(), own.maximum(), "sector_maximums"));
    }
    if (!maximum) {
      const std::string key = in.sector_class().empty()
                                  ? std::string("general_year")
                                  : absl::StrCat("sector_", in.sector_class());
      maximum = ev.FindAmount(key, part.start());
    }
    ASSIGN_OR_RETURN(const auto factor, PartTimeFactor(&ev, in, a, part, year_days));
    const YearTerms terms{.maximum = maximum, .factor = factor};
    if (part.start() == rest->start()) first = terms;
    if (!maximum || !factor) {
      all_known = false;
      result->findings.push_back(MissingForYear(ev, terms, year));
      continue;
    }
    const Ratio cap =
        Ratio(*maximum) * *factor * Ratio(Decimal(part.days())) / Ratio(Decimal(year_days));
    sum = sum + cap;
    const Ratio spent = Sum(a.amounts, part.start(), part.end().AddDays(1), Undated::kLeaveOut);
    RETURN_IF_ERROR(CompareYear(std::move(ev), year, cap, spent, result));
  }
  if (all_known) {
    ASSIGN_OR_RETURN(result->cap_from_month_13, sum.ToMoney("EUR"));
  }
  return first;
}

// Tells that month 13 comes near or lies inside the assignment.
absl::Status AnnounceMonth13(Evaluation ev, const Assignment& a, const YearTerms& terms,
                             WntResult* result) {
  const Date start = *result->month_13_start;
  if (start > a.period.end()) return absl::OkStatus();
  const auto notice = ev.FindCount("month_13_notice_days", a.period.start());
  if (!notice) {
    result->findings.push_back(ev.MakeNoFigure());
    return absl::OkStatus();
  }
  const bool is_near = a.as_of && *a.as_of >= start.AddDays(-*notice);
  ev.Value("month_13_start", start);
  if (result->cap_from_month_13) ev.Value("cap_from_month_13", *result->cap_from_month_13);
  Params params;
  params.Day("date", start);
  if (terms.maximum) {
    params.Amount("maximum", *terms.maximum);
  } else {
    params.Phrase("maximum", "law.word.unknown");
  }
  if (terms.factor) {
    constexpr int kFactorDecimals = 4;
    ASSIGN_OR_RETURN(const Decimal factor, terms.factor->RoundHalfUp(kFactorDecimals));
    params.Number("f", factor);
  } else {
    params.Phrase("f", "law.word.unknown");
  }
  ev.NeedsJudgement("wnt.judge.factor");
  if (is_near) ev.Cure("wnt.cure.month13");
  result->findings.push_back(ev.Make(is_near ? kWarn : kInform, "wnt.month13", params));
  return absl::OkStatus();
}

absl::StatusOr<Assignment> ReadAssignment(const WntInput& in, int restart_after,
                                          int interim_months) {
  Assignment a;
  ASSIGN_OR_RETURN(a.period, NeedPeriod(in.has_period(), in.period(), "period"));
  ASSIGN_OR_RETURN(a.as_of, FindDate(in.has_as_of_date(), in.as_of_date(), "as_of_date"));
  ASSIGN_OR_RETURN(a.months, CountMonths(in, a.period, restart_after));
  a.first_year = std::min(a.months.size(), static_cast<std::size_t>(interim_months));
  return a;
}

// Reads the amounts. False when a row for the tax-free rate is missing.
absl::StatusOr<bool> ReadAmounts(Evaluation* ev, const WntInput& in, Assignment* a) {
  for (const WntAmount& amount : in.amounts()) {
    ASSIGN_OR_RETURN(const auto day,
                     FindDate(amount.has_work_date(), amount.work_date(), "amounts.work_date"));
    ASSIGN_OR_RETURN(const auto counted, Remuneration(ev, amount, day, a->period.start()));
    if (!counted) return false;
    a->amounts.push_back({*counted, day});
  }
  return true;
}

// First day of calendar month 13; when fewer months were worked, counted on from the last one.
Date Month13Start(const Assignment& a, int interim_months) {
  if (a.months.size() > a.first_year) return a.months[a.first_year].first_day;
  const int missing = interim_months - static_cast<int>(a.first_year);
  return a.months.back().first_day.AddMonths(missing + 1).date;
}

// A fact that puts the case outside the rule, or that must be known first; nothing when it applies.
std::optional<type::Finding> OutsideScope(const Evaluation& ev, const WntInput& in) {
  if (in.institution_in_scope() == TERNARY_NO || in.is_top_executive() == TERNARY_NO) {
    return ev.Make(kOk, "wnt.outside");
  }
  if (in.institution_in_scope() == TERNARY_UNSPECIFIED) {
    return ev.MakeMissingFact("institution_in_scope");
  }
  if (in.is_top_executive() == TERNARY_UNSPECIFIED) return ev.MakeMissingFact("is_top_executive");
  if (in.is_employed()) return ev.Make(kInform, "wnt.employed");
  return std::nullopt;
}

}  // namespace

absl::StatusOr<WntResult> EvaluateWnt(const LawData& law, const WntInput& input) {
  ASSIGN_OR_RETURN(const DatePeriod period,
                   NeedPeriod(input.has_period(), input.period(), "period"));
  Evaluation ev(law, "R11", input);
  WntResult result;
  if (auto outside = OutsideScope(ev, input); outside.has_value()) {
    result.findings.push_back(*std::move(outside));
    return result;
  }
  result.applies = true;
  const auto high_months = ev.FindCount("high_months", period.start());
  const auto interim_months = ev.FindCount("interim_months", period.start());
  const auto restart = Evaluation(ev).FindCount("restart_after_empty_months", period.start());
  if (!high_months || !interim_months || !restart) {
    result.findings.push_back(ev.MakeNoFigure());
    return result;
  }
  ASSIGN_OR_RETURN(Assignment a, ReadAssignment(input, *restart, *interim_months));
  result.counted_months = static_cast<int>(a.months.size());
  result.month_13_start = Month13Start(a, *interim_months);
  ev.Value("counted_months", result.counted_months, "months");
  ASSIGN_OR_RETURN(const bool amounts_known, ReadAmounts(&ev, input, &a));
  ASSIGN_OR_RETURN(const bool caps_known, FirstYearCaps(&ev, a, *high_months, &result));
  if (!caps_known) {
    Evaluation missing = ev;
    missing.Cure("law.cure.figure");
    result.findings.push_back(
        missing.Make(kIndeterminate, "wnt.nofigure", Params().Count("year", ev.missing_year())));
  } else if (!amounts_known) {
    result.findings.push_back(ev.MakeNoFigure());
  } else {
    Evaluation first_year = ev;
    RETURN_IF_ERROR(CompareFirstYear(&first_year, a, &result));
  }
  ASSIGN_OR_RETURN(const YearTerms terms, JudgeFromMonth13(ev, input, a, &result));
  RETURN_IF_ERROR(AnnounceMonth13(ev, a, terms, &result));
  Evaluation publish(law, "R11", input);
  publish.SetReference(period.start());
  if (publish.FindFlag("publication_duty", period.start()).value_or(false)) {
    result.findings.push_back(publish.Make(kInform, "wnt.publication"));
  }
  SortByWeight(&result.findings);
  return result;
}

}  // namespace interim::law
