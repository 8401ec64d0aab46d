#include "common/law/employment_cost.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/core/status_macros.h"
#include "common/law/evaluation.h"
#include "common/law/facts.h"

namespace interim::law {
namespace {

constexpr int kMonthsPerYear = 12;
constexpr int kPercent = 100;

struct CostFacts {
  Date on;  // first day of the year
  int months = kMonthsPerYear;
  std::optional<Money> monthly, gross_year, extras, overhead;
  std::optional<Decimal> whk, pension;
};

absl::StatusOr<CostFacts> ReadFacts(const EmploymentCostInput& in) {
  CostFacts f;
  const auto first = Date::FromYmd(in.year(), 1, 1);
  if (!first.ok()) return BadFact("year", "OUT_OF_RANGE", "a calendar year is needed");
  f.on = *first;
  if (in.months() < 0 || in.months() > kMonthsPerYear) {
    return BadFact("months", "OUT_OF_RANGE", "months run from 1 to 12; 0 means 12");
  }
  if (in.months() > 0) f.months = in.months();
  if (in.has_monthly_wage() == in.has_gross_year()) {
    return BadFact("monthly_wage", "REQUIRED", "give either monthly_wage or gross_year");
  }
  ASSIGN_OR_RETURN(f.monthly, FindMoney(in.has_monthly_wage(), in.monthly_wage(), "monthly_wage"));
  ASSIGN_OR_RETURN(f.gross_year, FindMoney(in.has_gross_year(), in.gross_year(), "gross_year"));
  ASSIGN_OR_RETURN(f.extras, FindMoney(in.has_fixed_extras(), in.fixed_extras(), "fixed_extras"));
  ASSIGN_OR_RETURN(f.overhead, FindMoney(in.has_overhead(), in.overhead(), "overhead"));
  ASSIGN_OR_RETURN(f.whk, FindDecimal(in.has_whk_percent(), in.whk_percent(), "whk_percent"));
  ASSIGN_OR_RETURN(f.pension,
                   FindDecimal(in.has_pension_percent(), in.pension_percent(), "pension_percent"));
  return f;
}

// Gross pay of the period: wage with holiday allowance and fixed extras.
std::optional<Ratio> Gross(Evaluation* ev, const CostFacts& f) {
  if (f.gross_year) return Ratio(*f.gross_year);
  const auto allowance = ev->FindNumber("holiday_allowance", f.on);
  if (!allowance) return std::nullopt;
  Ratio gross =
      Ratio(*f.monthly) * Ratio(f.months) * (Ratio(kPercent) + Ratio(*allowance)) / Ratio(kPercent);
  if (f.extras) gross = gross + Ratio(*f.extras) * Ratio(f.months) / Ratio(kMonthsPerYear);
  return gross;
}

// Sum of the employer premiums in percent.
std::optional<Ratio> PremiumPercent(Evaluation* ev, const EmploymentCostInput& in,
                                    const CostFacts& f) {
  const auto first = ev->FindNumber(in.government_employer()  ? "ufo"
                                    : in.permanent_contract() ? "awf_low"
                                                              : "awf_high",
                                    f.on);
  const auto aof = ev->FindNumber(in.small_employer() ? "aof_low" : "aof_high", f.on);
  const auto childcare = ev->FindNumber("childcare", f.on);
  const auto whk = f.whk ? f.whk : ev->FindNumber("whk_average", f.on);
  const auto zvw = ev->FindNumber("zvw", f.on);
  if (!first || !aof || !childcare || !whk || !zvw) return std::nullopt;
  return Ratio(*first) + Ratio(*aof) + Ratio(*childcare) + Ratio(*whk) + Ratio(*zvw);
}

absl::StatusOr<Ratio> Smaller(const Ratio& a, const Ratio& b) {
  ASSIGN_OR_RETURN(const int compared, a.Compare(b));
  return compared <= 0 ? a : b;
}

// share x max(0, min(gross, fiscal maximum) - franchise), both pro rata for the months.
absl::StatusOr<std::optional<Money>> Pension(Evaluation* ev, const CostFacts& f,
                                             const Ratio& gross) {
  const auto maximum = ev->FindAmount("pension_wage_max", f.on);
  const auto franchise = ev->FindAmount("pension_franchise", f.on);
  const auto share = f.pension ? f.pension : ev->FindNumber("pension_share", f.on);
  if (!maximum || !franchise || !share) return std::optional<Money>();
  const Ratio part = Ratio(f.months) / Ratio(kMonthsPerYear);
  ASSIGN_OR_RETURN(const Ratio capped, Smaller(gross, Ratio(*maximum) * part));
  const Ratio base = capped - Ratio(*franchise) * part;
  ASSIGN_OR_RETURN(const int compared, base.Compare(Ratio(0)));
  if (compared <= 0) return std::optional<Money>(Money::Eur(0));
  ASSIGN_OR_RETURN(const Money pension, (base * Ratio(*share) / Ratio(kPercent)).ToMoney("EUR"));
  return std::optional<Money>(pension);
}

absl::Status AddTotal(Evaluation* ev, const EmploymentCostInput& in, const CostFacts& f,
                      const Ratio& gross, EmploymentCostResult* result) {
  Money reserve = Money::Eur(0);
  if (in.with_transition_reserve()) {
    // One third of a monthly wage per year: gross / 36 for a full year.
    const auto divisor = ev->FindCount("transition_divisor", f.on);
    if (!divisor) return absl::OkStatus();
    ASSIGN_OR_RETURN(reserve, (gross / Ratio(kMonthsPerYear) / Ratio(*divisor)).ToMoney("EUR"));
    result->transition_reserve = reserve;
    ev->Value("transition_reserve", reserve);
  }
  ASSIGN_OR_RETURN(Money total, result->gross->Add(*result->premiums));
  ASSIGN_OR_RETURN(total, total.Add(*result->pension));
  ASSIGN_OR_RETURN(total, total.Add(reserve));
  if (f.overhead) {
    ASSIGN_OR_RETURN(total, total.Add(*f.overhead));
  }
  result->total = total;
  ev->Value("total", total);
  return absl::OkStatus();
}

// INDETERMINATE, with the year before as a labelled estimate when its figures are loaded.
type::Finding NoFigures(const LawData& law, const EmploymentCostInput& in, Evaluation ev) {
  EmploymentCostInput before = in;
  before.set_year(in.year() - 1);
  Evaluation probe(law, "R15", before);
  const auto has_before = Date::FromYmd(before.year(), 1, 1);
  const bool shown = has_before.ok() && probe.FindAmount("max_premium_wage", *has_before);
  if (shown) {
    const auto estimate = EvaluateEmploymentCost(law, before);
    if (estimate.ok() && estimate->total) {
      ev.Value("estimate_year", before.year());
      ev.Value("estimate_total", *estimate->total);
      ev.Cure("law.cure.figure");
      return ev.Make(kIndeterminate, "cost.estimate",
                     Params()
                         .Count("year", in.year())
                         .Count("estimate_year", before.year())
                         .Amount("amount", *estimate->total));
    }
  }
  ev.Cure("law.cure.figure");
  return ev.Make(kIndeterminate, "cost.no_figures", Params().Count("year", in.year()));
}

}  // namespace

absl::StatusOr<EmploymentCostResult> EvaluateEmploymentCost(const LawData& law,
                                                            const EmploymentCostInput& input) {
  ASSIGN_OR_RETURN(const CostFacts facts, ReadFacts(input));
  Evaluation ev(law, "R15", input);
  ev.SetReference(facts.on);
  EmploymentCostResult result;
  const auto gross = Gross(&ev, facts);
  const auto percent = PremiumPercent(&ev, input, facts);
  const auto maximum = ev.FindAmount("max_premium_wage", facts.on);
  if (gross) {
    ASSIGN_OR_RETURN(result.gross, gross->ToMoney("EUR"));
    ev.Value("gross", *result.gross);
  }
  if (gross && percent && maximum) {
    constexpr int kRateDecimals = 4;
    ASSIGN_OR_RETURN(result.premium_percent, percent->RoundHalfUp(kRateDecimals));
    const Ratio cap = Ratio(*maximum) * Ratio(facts.months) / Ratio(kMonthsPerYear);
    ASSIGN_OR_RETURN(const Ratio base, Smaller(*gross, cap));
    ASSIGN_OR_RETURN(result.premiums, (base * *percent / Ratio(kPercent)).ToMoney("EUR"));
    ev.Value("premium_percent", *result.premium_percent, "percent");
    ev.Value("premiums", *result.premiums);
    ASSIGN_OR_RETURN(result.pension, Pension(&ev, facts, *gross));
    if (result.pension) {
      ev.Value("pension", *result.pension);
      RETURN_IF_ERROR(AddTotal(&ev, input, facts, *gross, &result));
    }
  }
  if (!result.premiums) {
    result.findings.push_back(NoFigures(law, input, ev));
  } else if (!result.total) {
    result.findings.push_back(ev.MakeNoFigure());
  } else {
    result.findings.push_back(
        ev.Make(kInform, "cost.employment",
                Params().Count("year", input.year()).Amount("amount", *result.total)));
  }
  return result;
}

absl::StatusOr<std::vector<type::Finding>> EvaluateMinimumWage(const LawData& law,
                                                               const MinimumWageInput& input) {
  ASSIGN_OR_RETURN(const Date on, NeedDate(input.has_work_date(), input.work_date(), "work_date"));
  ASSIGN_OR_RETURN(const Money wage,
                   NeedMoney(input.has_hourly_wage(), input.hourly_wage(), "hourly_wage"));
  Evaluation ev(law, "R15", input);
  ev.SetReference(on);
  const auto minimum = ev.FindNumber("minimum_wage_hour", on);
  if (!minimum) return std::vector<type::Finding>{ev.MakeNoFigure()};
  ev.Value("minimum_wage", *minimum, "EUR/hour");
  ASSIGN_OR_RETURN(const Money shown, minimum->ToMoney("EUR"));
  const Params params = Params().Amount("wage", wage).Amount("minimum", shown).Day("date", on);
  if (Decimal::FromMoney(wage) < *minimum) {
    ev.Cure("wage.cure.raise");
    return std::vector<type::Finding>{ev.Make(kBlock, "wage.below_minimum", params)};
  }
  return std::vector<type::Finding>{ev.Make(kOk, "wage.fine", params)};
}

absl::StatusOr<TransitionResult> EvaluateTransition(const LawData& law,
                                                    const TransitionInput& input) {
  ASSIGN_OR_RETURN(const Date start,
                   NeedDate(input.has_start_date(), input.start_date(), "start_date"));
  ASSIGN_OR_RETURN(const Date end, NeedDate(input.has_end_date(), input.end_date(), "end_date"));
  ASSIGN_OR_RETURN(const Money wage, NeedMoney(input.has_monthly_wage_all_in(),
                                               input.monthly_wage_all_in(), "monthly_wage_all_in"));
  const auto period = DatePeriod::Make(start, end);
  if (!period.ok()) return BadFact("end_date", "PERIOD_INVALID", period.status().message());
  Evaluation ev(law, "R15", input);
  ev.SetReference(end);
  TransitionResult result;
  const auto divisor = ev.FindCount("transition_divisor", end);
  const auto maximum = ev.FindAmount("transition_max", end);
  if (!divisor || !maximum) {
    result.findings.push_back(ev.MakeNoFigure());
    return result;
  }
  // M/3 per whole year; a part year in proportion: months and days of the rest against a year.
  const MonthsAndDays served = period->ElapsedMonths();
  const Date months_end = start.AddMonths(served.months).date;
  const Ratio days_in_month(months_end.DaysUntil(start.AddMonths(served.months + 1).date));
  const Ratio years =
      (Ratio(served.months) + Ratio(served.days) / days_in_month) / Ratio(kMonthsPerYear);
  const Ratio uncapped = Ratio(wage) / Ratio(*divisor) * years;
  const Ratio year_wage = Ratio(wage) * Ratio(kMonthsPerYear);
  ASSIGN_OR_RETURN(const int wage_above, year_wage.Compare(Ratio(*maximum)));
  const Ratio cap = wage_above > 0 ? year_wage : Ratio(*maximum);
  ASSIGN_OR_RETURN(const Ratio payment, Smaller(uncapped, cap));
  ASSIGN_OR_RETURN(result.payment, payment.ToMoney("EUR"));
  ev.Value("months_served", served.months, "months");
  ev.Value("days_served", served.days, "days");
  ev.Value("payment", *result.payment);
  result.findings.push_back(
      ev.Make(kInform, "cost.transition", Params().Amount("amount", *result.payment)));
  return result;
}

}  // namespace interim::law
