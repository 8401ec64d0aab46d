#include "common/law/costs.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/core/status_macros.h"
#include "common/law/evaluation.h"
#include "common/law/facts.h"
#include "common/law/vat.h"

namespace interim::law {
namespace {

constexpr int kMonthsPerYear = 12;
constexpr int kPercent = 100;
constexpr int kMonthDecimals = 2;
constexpr int kPercentDecimals = 2;

// All figures of a comparison as exact numbers; amounts that are absent are zero.
struct Figures {
  Ratio units_price, units_per_month, margin_percent, expenses, vat_lost_percent;
  Ratio yearly_salary, on_cost, fee, selection_hours, selection_cost;
  Ratio vacancy_cost, vacancy_months, ramp_months, ramp_loss, failure, severance;
  Ratio months;
};

// Parts of both sides, unrounded.
struct Sides {
  Ratio interim_fee, interim_margin, interim_vat, interim_month, interim_total;
  Ratio month, recruitment, selection, vacancy, ramp_up, exit, permanent_total;
};

Ratio Percent(const Ratio& of, const Ratio& percent) { return of * percent / Ratio(kPercent); }

// The formulas. With VAT that cannot be deducted the price per month includes it.
Sides Compute(const Figures& f) {
  Sides s;
  const Ratio price_month = f.units_price * f.units_per_month;
  s.interim_fee = price_month * f.months;
  s.interim_margin = Percent(s.interim_fee, f.margin_percent);
  s.interim_vat = Percent(s.interim_fee + s.interim_margin + f.expenses, f.vat_lost_percent);
  s.interim_total = s.interim_fee + s.interim_margin + f.expenses + s.interim_vat;
  s.interim_month = price_month + Percent(price_month, f.margin_percent);
  s.interim_month = s.interim_month + Percent(s.interim_month, f.vat_lost_percent);
  s.month = (f.yearly_salary + Percent(f.yearly_salary, f.on_cost)) / Ratio(kMonthsPerYear);
  s.recruitment = Percent(f.yearly_salary, f.fee);
  s.selection = f.selection_hours * f.selection_cost;
  s.vacancy = f.vacancy_cost * f.vacancy_months;
  s.ramp_up = Percent(s.month * f.ramp_months, f.ramp_loss);
  s.exit = Percent(f.severance + s.recruitment + s.selection + s.vacancy, f.failure);
  s.permanent_total = s.recruitment + s.selection + s.vacancy + s.ramp_up + s.month * f.months;
  return s;
}

enum class Vacancy { kWithout, kWith };
enum class Exit { kWithout, kWith };

// One-off cost of the permanent hire / (interim per month - permanent per month).
absl::StatusOr<std::optional<Decimal>> BreakEvenMonths(const Figures& f, Vacancy vacancy,
                                                       Exit exit) {
  Figures changed = f;
  if (vacancy == Vacancy::kWithout) changed.vacancy_cost = Ratio(0);
  const Sides s = Compute(changed);
  Ratio once = s.recruitment + s.selection + s.vacancy + s.ramp_up;
  if (exit == Exit::kWith) once = once + s.exit;
  const Ratio saved = s.interim_month - s.month;
  ASSIGN_OR_RETURN(const int compared, saved.Compare(Ratio(0)));
  if (compared <= 0) return std::optional<Decimal>();
  ASSIGN_OR_RETURN(const Decimal months, (once / saved).RoundHalfUp(kMonthDecimals));
  return std::optional<Decimal>(months);
}

// Zero when absent.
absl::StatusOr<Ratio> Number(bool has, const google::type::Decimal& d, absl::string_view field) {
  ASSIGN_OR_RETURN(const auto number, FindDecimal(has, d, field));
  if (number && number->IsNegative()) {
    return BadFact(field, "OUT_OF_RANGE", "the number may not be negative");
  }
  return number ? Ratio(*number) : Ratio(0);
}

absl::StatusOr<Ratio> Amount(bool has, const google::type::Money& m, absl::string_view field) {
  ASSIGN_OR_RETURN(const auto amount, FindMoney(has, m, field));
  if (amount && amount->IsNegative()) {
    return BadFact(field, "OUT_OF_RANGE", "the amount may not be negative");
  }
  return amount ? Ratio(*amount) : Ratio(0);
}

absl::Status ReadInterim(const InterimPrice& in, Figures* f) {
  if (in.has_day_rate() == in.has_hourly_rate()) {
    return BadFact("interim.day_rate", "REQUIRED", "give either day_rate or hourly_rate");
  }
  if (in.has_day_rate()) {
    ASSIGN_OR_RETURN(f->units_price, Amount(true, in.day_rate(), "interim.day_rate"));
    ASSIGN_OR_RETURN(const Decimal days, NeedDecimal(in.has_days_per_month(), in.days_per_month(),
                                                     "interim.days_per_month"));
    f->units_per_month = Ratio(days);
  } else {
    ASSIGN_OR_RETURN(f->units_price, Amount(true, in.hourly_rate(), "interim.hourly_rate"));
    ASSIGN_OR_RETURN(
        const Decimal hours,
        NeedDecimal(in.has_hours_per_month(), in.hours_per_month(), "interim.hours_per_month"));
    f->units_per_month = Ratio(hours);
  }
  ASSIGN_OR_RETURN(f->expenses, Amount(in.has_expenses(), in.expenses(), "interim.expenses"));
  ASSIGN_OR_RETURN(f->margin_percent,
                   Number(in.has_margin_percent_on_top(), in.margin_percent_on_top(),
                          "interim.margin_percent_on_top"));
  return absl::OkStatus();
}

absl::Status ReadPermanent(const PermanentHire& in, Figures* f) {
  ASSIGN_OR_RETURN(const Money salary, NeedMoney(in.has_yearly_salary(), in.yearly_salary(),
                                                 "permanent.yearly_salary"));
  f->yearly_salary = Ratio(salary);
  ASSIGN_OR_RETURN(f->on_cost, Number(in.has_on_cost_percent(), in.on_cost_percent(),
                                      "permanent.on_cost_percent"));
  ASSIGN_OR_RETURN(f->fee, Number(in.has_recruitment_fee_percent(), in.recruitment_fee_percent(),
                                  "permanent.recruitment_fee_percent"));
  ASSIGN_OR_RETURN(f->selection_hours, Number(in.has_selection_hours(), in.selection_hours(),
                                              "permanent.selection_hours"));
  ASSIGN_OR_RETURN(f->selection_cost, Amount(in.has_selection_hour_cost(), in.selection_hour_cost(),
                                             "permanent.selection_hour_cost"));
  ASSIGN_OR_RETURN(f->vacancy_cost,
                   Amount(in.has_vacancy_cost_per_month(), in.vacancy_cost_per_month(),
                          "permanent.vacancy_cost_per_month"));
  ASSIGN_OR_RETURN(f->vacancy_months, Number(in.has_vacancy_months(), in.vacancy_months(),
                                             "permanent.vacancy_months"));
  ASSIGN_OR_RETURN(f->ramp_months, Number(in.has_ramp_up_months(), in.ramp_up_months(),
                                          "permanent.ramp_up_months"));
  ASSIGN_OR_RETURN(f->ramp_loss, Number(in.has_ramp_up_loss_percent(), in.ramp_up_loss_percent(),
                                        "permanent.ramp_up_loss_percent"));
  ASSIGN_OR_RETURN(f->failure, Number(in.has_failure_percent(), in.failure_percent(),
                                      "permanent.failure_percent"));
  ASSIGN_OR_RETURN(f->severance, Amount(in.has_severance(), in.severance(), "permanent.severance"));
  return absl::OkStatus();
}

// Share of the price that is lost as VAT, in percent of the price; notes what is not known.
absl::StatusOr<Ratio> VatLost(const LawData& law, const InterimPrice& in, Date on,
                              const Evaluation& ev, std::vector<type::Finding>* findings) {
  if (!in.vat_charged()) return Ratio(0);
  ASSIGN_OR_RETURN(const auto deductible,
                   FindDecimal(in.has_deductible_percent(), in.deductible_percent(),
                               "interim.deductible_percent"));
  if (!deductible) {
    findings->push_back(ev.Make(kInform, "vat.deduction_unknown"));
    return Ratio(0);
  }
  if (deductible->IsNegative() || *deductible > Decimal(kPercent)) {
    return BadFact("interim.deductible_percent", "OUT_OF_RANGE", "a percentage runs from 0 to 100");
  }
  const auto rate = GeneralVatRate(law, on);
  if (!rate.ok()) {
    findings->push_back(ev.MakeNoFigure());
    return Ratio(0);
  }
  return Percent(Ratio(*rate), Ratio(kPercent) - Ratio(*deductible));
}

absl::Status AddPart(absl::string_view key, const Ratio& amount, std::vector<CostPart>* parts) {
  ASSIGN_OR_RETURN(const Money money, amount.ToMoney("EUR"));
  if (!money.IsZero()) parts->push_back({std::string(key), money});
  return absl::OkStatus();
}

absl::Status FillSides(const Figures& f, CostComparisonResult* out) {
  const Sides s = Compute(f);
  ASSIGN_OR_RETURN(out->interim_total, s.interim_total.ToMoney("EUR"));
  ASSIGN_OR_RETURN(out->interim_per_month, s.interim_month.ToMoney("EUR"));
  ASSIGN_OR_RETURN(out->permanent_total, s.permanent_total.ToMoney("EUR"));
  ASSIGN_OR_RETURN(out->permanent_total_with_exit, (s.permanent_total + s.exit).ToMoney("EUR"));
  ASSIGN_OR_RETURN(out->permanent_per_month, s.month.ToMoney("EUR"));
  RETURN_IF_ERROR(AddPart("cost.fee", s.interim_fee, &out->interim_parts));
  RETURN_IF_ERROR(AddPart("cost.margin", s.interim_margin, &out->interim_parts));
  RETURN_IF_ERROR(AddPart("cost.expenses", f.expenses, &out->interim_parts));
  RETURN_IF_ERROR(AddPart("cost.vat", s.interim_vat, &out->interim_parts));
  RETURN_IF_ERROR(AddPart("cost.recruitment", s.recruitment, &out->permanent_parts));
  RETURN_IF_ERROR(AddPart("cost.selection", s.selection, &out->permanent_parts));
  RETURN_IF_ERROR(AddPart("cost.vacancy", s.vacancy, &out->permanent_parts));
  RETURN_IF_ERROR(AddPart("cost.ramp_up", s.ramp_up, &out->permanent_parts));
  RETURN_IF_ERROR(AddPart("cost.salary", s.month * f.months, &out->permanent_parts));
  RETURN_IF_ERROR(AddPart("cost.exit", s.exit, &out->permanent_parts));
  for (const Vacancy vacancy : {Vacancy::kWith, Vacancy::kWithout}) {
    for (const Exit exit : {Exit::kWith, Exit::kWithout}) {
      BreakEven row{.with_vacancy_cost = vacancy == Vacancy::kWith,
                    .with_exit_cost = exit == Exit::kWith};
      ASSIGN_OR_RETURN(row.months, BreakEvenMonths(f, vacancy, exit));
      out->break_even.push_back(row);
    }
  }
  return absl::OkStatus();
}

// Moves one figure at a time up and down by the house percentage.
absl::Status FillSensitivity(const Figures& f, const Decimal& percent, CostComparisonResult* out) {
  struct Lever {
    const char* key;
    Ratio Figures::*figure;
  };
  constexpr Lever kLevers[] = {
      {"interim_price", &Figures::units_price},     {"units_per_month", &Figures::units_per_month},
      {"yearly_salary", &Figures::yearly_salary},   {"vacancy_cost", &Figures::vacancy_cost},
      {"vacancy_months", &Figures::vacancy_months}, {"failure_percent", &Figures::failure}};
  for (const Lever& lever : kLevers) {
    ASSIGN_OR_RETURN(const int used, (f.*lever.figure).Compare(Ratio(0)));
    if (used == 0) continue;
    ASSIGN_OR_RETURN(const Decimal down, Decimal(0).Sub(percent));
    for (const Decimal& change : {down, percent}) {
      Figures changed = f;
      changed.*lever.figure = f.*lever.figure * (Ratio(kPercent) + Ratio(change)) / Ratio(kPercent);
      const Sides s = Compute(changed);
      Sensitivity row{.key = lever.key, .change_percent = change};
      ASSIGN_OR_RETURN(row.months, BreakEvenMonths(changed, Vacancy::kWith, Exit::kWith));
      ASSIGN_OR_RETURN(row.difference,
                       (s.permanent_total + s.exit - s.interim_total).ToMoney("EUR"));
      out->sensitivity.push_back(std::move(row));
    }
  }
  return absl::OkStatus();
}

absl::Status FillBenefit(const CostComparisonInput& in, const Figures& f,
                         CostComparisonResult* out) {
  ASSIGN_OR_RETURN(
      const auto benefit,
      FindMoney(in.has_attributable_benefit(), in.attributable_benefit(), "attributable_benefit"));
  if (!benefit) return absl::OkStatus();
  const Ratio cost = Compute(f).interim_total;
  const Ratio net = Ratio(*benefit) - cost;
  ASSIGN_OR_RETURN(out->net_benefit, net.ToMoney("EUR"));
  ASSIGN_OR_RETURN(const int has_cost, cost.Compare(Ratio(0)));
  if (has_cost > 0) {
    ASSIGN_OR_RETURN(out->return_percent,
                     (net * Ratio(kPercent) / cost).RoundHalfUp(kPercentDecimals));
  }
  return absl::OkStatus();
}

void AddValues(const CostComparisonResult& out, Evaluation* ev) {
  ev->Value("interim_total", out.interim_total);
  ev->Value("interim_per_month", out.interim_per_month);
  ev->Value("permanent_total", out.permanent_total);
  ev->Value("permanent_total_with_exit", out.permanent_total_with_exit);
  ev->Value("permanent_per_month", out.permanent_per_month);
  for (const BreakEven& row : out.break_even) {
    const std::string key =
        absl::StrCat("break_even", row.with_vacancy_cost ? "_with_vacancy" : "_without_vacancy",
                     row.with_exit_cost ? "_with_exit" : "_without_exit");
    if (row.months) {
      ev->Value(key, *row.months, "months");
    } else {
      ev->Value(key, "none");
    }
  }
  if (out.net_benefit) ev->Value("net_benefit", *out.net_benefit);
  if (out.return_percent) ev->Value("return_percent", *out.return_percent, "percent");
}

type::Finding ComparisonFinding(const Figures& f, const CostComparisonResult& out, Evaluation* ev) {
  AddValues(out, ev);
  Params params;
  params.Amount("interim", out.interim_total).Amount("permanent", out.permanent_total_with_exit);
  const auto months = f.months.RoundHalfUp(1);
  params.Number("months", months.value_or(Decimal(0)));
  const auto& with = out.break_even.front().months;
  const auto& without = out.break_even.back().months;
  ev->NeedsJudgement("cost.judge.worth");
  if (!with || !without) return ev->Make(kInform, "cost.comparison_no_break_even", params);
  params.Number("break_even", *with).Number("break_even_low", *without);
  return ev->Make(kInform, "cost.comparison", params);
}

}  // namespace

absl::StatusOr<CostComparisonResult> CompareCosts(const LawData& law,
                                                  const CostComparisonInput& input) {
  Figures f;
  RETURN_IF_ERROR(ReadInterim(input.interim(), &f));
  RETURN_IF_ERROR(ReadPermanent(input.permanent(), &f));
  ASSIGN_OR_RETURN(const Decimal months, NeedDecimal(input.has_months(), input.months(), "months"));
  if (months <= Decimal(0)) return BadFact("months", "OUT_OF_RANGE", "months must be above 0");
  f.months = Ratio(months);
  ASSIGN_OR_RETURN(const Date on,
                   NeedDate(input.has_reference_date(), input.reference_date(), "reference_date"));
  Evaluation ev(law, "R15", input);
  ev.SetReference(on);
  CostComparisonResult out;
  ASSIGN_OR_RETURN(f.vat_lost_percent, VatLost(law, input.interim(), on, ev, &out.findings));
  RETURN_IF_ERROR(FillSides(f, &out));
  const auto percent = ev.FindNumber("sensitivity_percent", on);
  if (percent) RETURN_IF_ERROR(FillSensitivity(f, *percent, &out));
  RETURN_IF_ERROR(FillBenefit(input, f, &out));
  ASSIGN_OR_RETURN(out.months_without_service, f.vacancy_months.RoundHalfUp(kMonthDecimals));
  ASSIGN_OR_RETURN(const Money vat, Compute(f).interim_vat.ToMoney("EUR"));
  if (!vat.IsZero()) {
    out.findings.push_back(ev.Make(kInform, "vat.cost", Params().Amount("amount", vat)));
  }
  out.findings.insert(out.findings.begin(), ComparisonFinding(f, out, &ev));
  SortByWeight(&out.findings);
  return out;
}

absl::StatusOr<Money> RateAfterMargin(const Money& client_price, const Decimal& margin_percent) {
  if (margin_percent.IsNegative() || margin_percent > Decimal(kPercent)) {
    return BadFact("margin_percent", "OUT_OF_RANGE", "a margin runs from 0 to 100");
  }
  const Ratio rate =
      Ratio(client_price) * (Ratio(kPercent) - Ratio(margin_percent)) / Ratio(kPercent);
  return rate.ToMoney(client_price.currency());
}

absl::StatusOr<Decimal> MarkupFromMargin(const Decimal& margin_percent) {
  if (margin_percent.IsNegative() || margin_percent >= Decimal(kPercent)) {
    return BadFact("margin_percent", "OUT_OF_RANGE", "a margin runs from 0 to below 100");
  }
  const Ratio markup =
      Ratio(margin_percent) * Ratio(kPercent) / (Ratio(kPercent) - Ratio(margin_percent));
  return markup.RoundHalfUp(kPercentDecimals);
}

absl::StatusOr<Decimal> MarginFromMarkup(const Decimal& markup_percent) {
  if (markup_percent.IsNegative()) {
    return BadFact("markup_percent", "OUT_OF_RANGE", "a mark-up is not negative");
  }
  const Ratio margin =
      Ratio(markup_percent) * Ratio(kPercent) / (Ratio(kPercent) + Ratio(markup_percent));
  return margin.RoundHalfUp(kPercentDecimals);
}

}  // namespace interim::law
