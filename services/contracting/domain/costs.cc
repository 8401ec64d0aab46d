#include "services/contracting/domain/costs.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "common/core/status_macros.h"
#include "common/law/costs.h"
#include "common/law/employment_cost.h"
#include "common/rules/rule_tables.h"
#include "common/rules/text_catalogue.h"
#include "common/type/convert.h"
#include "services/contracting/domain/cost_units.h"
#include "services/contracting/domain/errors.h"
#include "services/contracting/domain/rates.h"
#include "services/contracting/domain/values.h"

namespace interim::contracting {
namespace {

constexpr int kPercent = 100;
constexpr int kMaxMonths = 60;
constexpr int kOneDecimal = 1;
constexpr int kMonthsPerYear = 12;

// The question in the words of the formulas, and what must be told beside their answer.
struct Plan {
  law::CostComparisonInput input;
  bool is_fixed_price = false;
  std::optional<Money> success_fee;
  std::optional<Money> expenses;
  // With a monthly wage or extras: fee and selection are computed here, because the formulas take
  // the fee over the cost that the employer bears.
  std::optional<Money> own_fee;
  std::optional<Money> selection;
  std::string salary_formula;  // how the year's cost came about; empty: salary and on-cost
  std::string salary_origin = "input";
  std::vector<type::Finding> findings;
};

bool IsSet(const std::optional<Money>& money) { return money.has_value() && !money->IsZero(); }

absl::Status CheckRequest(const v1::CompareCostsRequest& request) {
  FieldErrors errors;
  const v1::Rate& rate = request.interim().rate();
  std::optional<Money> amount;
  if (rate.has_amount()) amount = ReadMoney(rate.amount(), "interim.rate.amount", errors);
  if (!rate.has_amount()) errors.Add("interim.rate.amount", "REQUIRED", "the price");
  if (amount && (amount->cents() < 0 || amount->currency() != "EUR")) {
    errors.Add("interim.rate.amount", "OUT_OF_RANGE", "euro, zero or more");
  }
  if (rate.unit() == v1::RATE_UNIT_UNSPECIFIED) {
    errors.Add("interim.rate.unit", "REQUIRED", "the unit of the price");
  }
  if (rate.unit() == v1::RATE_UNIT_DAY && !request.interim().has_days_per_month()) {
    errors.Add("interim.days_per_month", "REQUIRED", "days worked per month");
  }
  if (rate.unit() == v1::RATE_UNIT_HOUR && !request.interim().has_days_per_month() &&
      !request.interim().has_hours_per_month()) {
    errors.Add("interim.hours_per_month", "REQUIRED", "hours or days worked per month");
  }
  std::optional<Decimal> months = ReadDecimal(request.months(), "months", errors);
  if (months && (*months <= Decimal(0) || *months > Decimal(kMaxMonths))) {
    errors.Add("months", "OUT_OF_RANGE", "above 0 and at most 60");
  }
  const v1::PermanentOffer& permanent = request.permanent();
  if (permanent.has_yearly_salary() == permanent.has_monthly_wage()) {
    errors.Add("permanent.yearly_salary", "REQUIRED", "either yearly_salary or monthly_wage");
  }
  if (permanent.has_yearly_salary() && !permanent.has_on_cost_percent()) {
    errors.Add("permanent.on_cost_percent", "REQUIRED", "needed with yearly_salary");
  }
  ReadDate(request.reference_date(), "reference_date", errors);
  return errors.empty() ? absl::OkStatus() : errors.ToStatus();
}

absl::StatusOr<google::type::Decimal> HoursPerMonth(const Catalogs& catalogs,
                                                    const v1::InterimOffer& interim) {
  if (interim.has_hours_per_month()) return interim.hours_per_month();
  ASSIGN_OR_RETURN(Decimal days,
                   DecimalFromProto(interim.days_per_month(), "interim.days_per_month"));
  ASSIGN_OR_RETURN(Decimal hours, days.Mul(BasisOf(catalogs, interim.rate()).hours_per_day));
  return ToProto(hours);
}

absl::Status PlanInterim(const Catalogs& catalogs, const v1::InterimOffer& interim, Plan& plan) {
  law::InterimPrice& price = *plan.input.mutable_interim();
  const v1::Rate& rate = interim.rate();
  plan.success_fee = FindMoney(rate.has_success_fee(), rate.success_fee());
  plan.expenses = FindMoney(interim.has_expenses(), interim.expenses());
  Ratio once;
  if (plan.success_fee) once = once + Ratio(*plan.success_fee);
  if (plan.expenses) once = once + Ratio(*plan.expenses);
  switch (rate.unit()) {
    case v1::RATE_UNIT_DAY:
      *price.mutable_day_rate() = rate.amount();
      *price.mutable_days_per_month() = interim.days_per_month();
      break;
    case v1::RATE_UNIT_HOUR: {
      *price.mutable_hourly_rate() = rate.amount();
      ASSIGN_OR_RETURN(*price.mutable_hours_per_month(), HoursPerMonth(catalogs, interim));
      break;
    }
    case v1::RATE_UNIT_FIXED: {
      // One price for the result: it does not grow with the months.
      plan.is_fixed_price = true;
      ASSIGN_OR_RETURN(Money amount, MoneyFromProto(rate.amount(), "interim.rate.amount"));
      once = once + Ratio(amount);
      *price.mutable_day_rate() = ToProto(Money());
      price.mutable_days_per_month()->set_value("0");
      break;
    }
    default:
      *price.mutable_day_rate() = rate.amount();
      price.mutable_days_per_month()->set_value("1");
  }
  ASSIGN_OR_RETURN(Money once_money, once.ToMoney("EUR"));
  *price.mutable_expenses() = ToProto(once_money);
  if (interim.has_markup_percent_on_top()) {
    *price.mutable_margin_percent_on_top() = interim.markup_percent_on_top();
  }
  price.set_vat_charged(interim.vat_charged() != v1::ANSWER_NO);
  if (interim.has_vat_deductible_percent()) {
    *price.mutable_deductible_percent() = interim.vat_deductible_percent();
  }
  return absl::OkStatus();
}

// A year's cost in one sum stands for salary and on-cost; the fee is a share of the pay, so it is
// computed here and added to the selection.
absl::Status PlanYear(const v1::PermanentOffer& offer, const Ratio& year, const Ratio& fee_basis,
                      Plan& plan) {
  Ratio fee;
  if (offer.has_recruitment_fee_percent()) {
    ASSIGN_OR_RETURN(Decimal percent, DecimalFromProto(offer.recruitment_fee_percent(),
                                                       "permanent.recruitment_fee_percent"));
    Ratio extra;
    if (offer.has_recruitment_fee_basis_extra()) {
      ASSIGN_OR_RETURN(Money money, MoneyFromProto(offer.recruitment_fee_basis_extra(),
                                                   "permanent.recruitment_fee_basis_extra"));
      extra = Ratio(money);
    }
    fee = (fee_basis + extra) * Ratio(percent) / Ratio(kPercent);
  }
  Ratio selection;
  std::optional<Decimal> hours = FindDecimal(offer.has_selection_hours(), offer.selection_hours());
  std::optional<Money> hour_cost =
      FindMoney(offer.has_selection_hour_cost(), offer.selection_hour_cost());
  if (hours && hour_cost) selection = Ratio(*hours) * Ratio(*hour_cost);
  ASSIGN_OR_RETURN(Money year_cost, year.ToMoney("EUR"));
  ASSIGN_OR_RETURN(plan.own_fee, fee.ToMoney("EUR"));
  ASSIGN_OR_RETURN(plan.selection, selection.ToMoney("EUR"));
  ASSIGN_OR_RETURN(Money both, plan.own_fee->Add(*plan.selection));
  law::PermanentHire& hire = *plan.input.mutable_permanent();
  *hire.mutable_yearly_salary() = ToProto(year_cost);
  hire.clear_on_cost_percent();
  hire.clear_recruitment_fee_percent();
  hire.mutable_selection_hours()->set_value("1");
  *hire.mutable_selection_hour_cost() = ToProto(both);
  return absl::OkStatus();
}

// Salary with on-cost, and the extras that are no share of it.
absl::Status PlanExtras(const v1::PermanentOffer& offer, Plan& plan) {
  ASSIGN_OR_RETURN(Money salary, MoneyFromProto(offer.yearly_salary(), "permanent.yearly_salary"));
  ASSIGN_OR_RETURN(Decimal on_cost,
                   DecimalFromProto(offer.on_cost_percent(), "permanent.on_cost_percent"));
  Ratio year = Ratio(salary) * (Ratio(kPercent) + Ratio(on_cost)) / Ratio(kPercent);
  std::optional<Money> extras = FindMoney(offer.has_yearly_extras(), offer.yearly_extras());
  if (extras) year = year + Ratio(*extras);
  plan.salary_formula = absl::StrCat(salary.Format(), " x (100 + ", on_cost.ToString(), ")%",
                                     extras ? absl::StrCat(" + ", extras->Format()) : "");
  return PlanYear(offer, year, Ratio(salary), plan);
}

// Employer cost by the premiums of the year.
absl::Status PlanWage(const law::LawData& law, const v1::PermanentOffer& offer, Date on,
                      Plan& plan) {
  law::EmploymentCostInput input;
  input.set_year(on.year());
  *input.mutable_monthly_wage() = offer.monthly_wage();
  input.set_permanent_contract(true);
  input.set_small_employer(offer.small_employer() == v1::ANSWER_YES);
  ASSIGN_OR_RETURN(law::EmploymentCostResult cost, law::EvaluateEmploymentCost(law, input));
  for (type::Finding& finding : cost.findings) plan.findings.push_back(std::move(finding));
  if (!cost.total || !cost.gross) {
    return CalculationImpossible(
        absl::StrCat("no employer cost figures for ", on.year(), "; give yearly_salary"));
  }
  Ratio year(*cost.total);
  std::optional<Money> extras = FindMoney(offer.has_yearly_extras(), offer.yearly_extras());
  if (extras) year = year + Ratio(*extras);
  plan.salary_formula = absl::StrCat("employer cost of ", on.year(), " ", cost.total->Format(),
                                     extras ? absl::StrCat(" + ", extras->Format()) : "");
  plan.salary_origin = absl::StrCat("R15@", law.tables().RuleVersion("R15"));
  return PlanYear(offer, year, Ratio(*cost.gross), plan);
}

absl::Status PlanPermanent(const law::LawData& law, const v1::PermanentOffer& offer, Date on,
                           Plan& plan) {
  law::PermanentHire& hire = *plan.input.mutable_permanent();
  if (offer.has_yearly_salary()) *hire.mutable_yearly_salary() = offer.yearly_salary();
  if (offer.has_on_cost_percent()) *hire.mutable_on_cost_percent() = offer.on_cost_percent();
  if (offer.has_recruitment_fee_percent()) {
    *hire.mutable_recruitment_fee_percent() = offer.recruitment_fee_percent();
  }
  if (offer.has_selection_hours()) *hire.mutable_selection_hours() = offer.selection_hours();
  if (offer.has_selection_hour_cost()) {
    *hire.mutable_selection_hour_cost() = offer.selection_hour_cost();
  }
  if (offer.has_vacancy_cost_per_month()) {
    *hire.mutable_vacancy_cost_per_month() = offer.vacancy_cost_per_month();
  }
  if (offer.has_vacancy_months()) *hire.mutable_vacancy_months() = offer.vacancy_months();
  if (offer.has_ramp_up_months()) *hire.mutable_ramp_up_months() = offer.ramp_up_months();
  if (offer.has_ramp_up_loss_percent()) {
    *hire.mutable_ramp_up_loss_percent() = offer.ramp_up_loss_percent();
  }
  if (offer.has_failure_percent()) *hire.mutable_failure_percent() = offer.failure_percent();
  if (offer.has_severance()) *hire.mutable_severance() = offer.severance();
  if (offer.has_monthly_wage()) return PlanWage(law, offer, on, plan);
  bool has_extras = offer.has_yearly_extras() || offer.has_recruitment_fee_basis_extra();
  return has_extras ? PlanExtras(offer, plan) : absl::OkStatus();
}

// How a line came about, with the figures filled in.
std::string FormulaOf(const std::string& key, const v1::CompareCostsRequest& request,
                      const Plan& plan) {
  const law::InterimPrice& price = plan.input.interim();
  const law::PermanentHire& hire = plan.input.permanent();
  auto money = [](const google::type::Money& value) {
    std::optional<Money> amount = FindMoney(true, value);
    return amount ? amount->Format() : std::string("0");
  };
  if (key == "cost.fee") {
    return absl::StrCat(
        money(request.interim().rate().amount()), " x ",
        price.has_hourly_rate() ? price.hours_per_month().value() : price.days_per_month().value(),
        " x ", request.months().value());
  }
  if (key == "cost.margin")
    return absl::StrCat("fee x ", price.margin_percent_on_top().value(), "%");
  if (key == "cost.vat") {
    return absl::StrCat("(fee + margin + expenses) x VAT x (100 - ",
                        price.deductible_percent().value(), ")%");
  }
  if (key == "cost.salary" && !plan.salary_formula.empty()) {
    return absl::StrCat("(", plan.salary_formula, ") / ", kMonthsPerYear, " x ",
                        request.months().value());
  }
  if (key == "cost.salary") {
    return absl::StrCat(money(hire.yearly_salary()), " x (100 + ",
                        hire.has_on_cost_percent() ? hire.on_cost_percent().value() : "0", ")% / ",
                        kMonthsPerYear, " x ", request.months().value());
  }
  if (key == "cost.recruitment") {
    return absl::StrCat(money(hire.yearly_salary()), " x ", hire.recruitment_fee_percent().value(),
                        "%");
  }
  if (key == "cost.selection") {
    return absl::StrCat(hire.selection_hours().value(), " x ", money(hire.selection_hour_cost()));
  }
  if (key == "cost.vacancy") {
    return absl::StrCat(money(hire.vacancy_cost_per_month()), " x ", hire.vacancy_months().value());
  }
  if (key == "cost.ramp_up") {
    return absl::StrCat("monthly cost x ", hire.ramp_up_months().value(), " x ",
                        hire.ramp_up_loss_percent().value(), "%");
  }
  if (key == "cost.exit") {
    return absl::StrCat("(severance + renewed hiring) x ", hire.failure_percent().value(), "%");
  }
  return "input";
}

absl::StatusOr<v1::CostLine> MakeLine(const law::LawData& law, const std::string& key,
                                      const Money& amount, std::string formula) {
  v1::CostLine line;
  line.set_code(key);
  ASSIGN_OR_RETURN(*line.mutable_title(), law.texts().RenderAll(key, {}));
  *line.mutable_amount() = ToProto(amount);
  line.set_formula(std::move(formula));
  line.set_origin(key == "cost.vat" ? absl::StrCat("R07@", law.tables().RuleVersion("R07"))
                                    : "input");
  return line;
}

v1::CostLine OwnLine(const char* code, const char* nl, const char* en, const Money& amount) {
  v1::CostLine line;
  line.set_code(code);
  line.mutable_title()->set_nl(nl);
  line.mutable_title()->set_en(en);
  *line.mutable_amount() = ToProto(amount);
  line.set_formula("input");
  line.set_origin("input");
  return line;
}

absl::Status FillInterimLines(const law::LawData& law, const v1::CompareCostsRequest& request,
                              const Plan& plan, const law::CostComparisonResult& result,
                              v1::CostComparison& out) {
  for (const law::CostPart& part : result.interim_parts) {
    if (part.key != "cost.expenses") {
      ASSIGN_OR_RETURN(*out.add_interim_lines(),
                       MakeLine(law, part.key, part.amount, FormulaOf(part.key, request, plan)));
      continue;
    }
    if (plan.is_fixed_price) {
      ASSIGN_OR_RETURN(Money price, MoneyFromProto(request.interim().rate().amount(), ""));
      *out.add_interim_lines() = OwnLine("cost.fixed_price", "Vaste prijs", "Fixed price", price);
    }
    if (IsSet(plan.success_fee)) {
      *out.add_interim_lines() =
          OwnLine("cost.success_fee", "Resultaatbeloning", "Success fee", *plan.success_fee);
    }
    if (IsSet(plan.expenses)) {
      ASSIGN_OR_RETURN(*out.add_interim_lines(), MakeLine(law, part.key, *plan.expenses, "input"));
    }
  }
  return absl::OkStatus();
}

absl::Status FillPermanentLines(const law::LawData& law, const v1::CompareCostsRequest& request,
                                const Plan& plan, const law::CostComparisonResult& result,
                                v1::CostComparison& out) {
  for (const law::CostPart& part : result.permanent_parts) {
    if (part.key == "cost.selection" && plan.own_fee) {
      if (IsSet(plan.own_fee)) {
        ASSIGN_OR_RETURN(
            *out.add_permanent_lines(),
            MakeLine(law, "cost.recruitment", *plan.own_fee,
                     absl::StrCat("pay of a year x ",
                                  request.permanent().recruitment_fee_percent().value(), "%")));
      }
      if (IsSet(plan.selection)) {
        ASSIGN_OR_RETURN(*out.add_permanent_lines(),
                         MakeLine(law, part.key, *plan.selection, "hours x cost"));
      }
      continue;
    }
    ASSIGN_OR_RETURN(v1::CostLine line,
                     MakeLine(law, part.key, part.amount, FormulaOf(part.key, request, plan)));
    if (part.key == "cost.salary") line.set_origin(plan.salary_origin);
    *out.add_permanent_lines() = std::move(line);
  }
  return absl::OkStatus();
}

void FillRates(const Catalogs& catalogs, const v1::CompareCostsRequest& request,
               v1::CostComparison& out) {
  v1::Rate rate = request.interim().rate();
  if (!rate.has_days_per_month() && request.interim().has_days_per_month()) {
    *rate.mutable_days_per_month() = request.interim().days_per_month();
  }
  std::optional<Money> hour = ConvertRate(catalogs, rate, v1::RATE_UNIT_HOUR);
  std::optional<Money> day = ConvertRate(catalogs, rate, v1::RATE_UNIT_DAY);
  std::optional<Money> month = ConvertRate(catalogs, rate, v1::RATE_UNIT_MONTH);
  if (!hour || !day || !month) return;
  v1::RateConversions& conversions = *out.mutable_rate_conversions();
  *conversions.mutable_per_hour() = ToProto(*hour);
  *conversions.mutable_per_day() = ToProto(*day);
  *conversions.mutable_per_month() = ToProto(*month);
  RateBasis basis = BasisOf(catalogs, rate);
  conversions.set_basis(absl::StrCat(basis.hours_per_day.ToString(), " h/day, ",
                                     basis.days_per_month.ToString(), " days/month"));
}

absl::Status FillMargin(const v1::Rate& rate, v1::CostComparison& out) {
  if (!rate.has_margin_percent()) return absl::OkStatus();
  ASSIGN_OR_RETURN(Decimal margin,
                   DecimalFromProto(rate.margin_percent(), "interim.rate.margin_percent"));
  ASSIGN_OR_RETURN(Money price, MoneyFromProto(rate.amount(), "interim.rate.amount"));
  ASSIGN_OR_RETURN(Money manager, law::RateAfterMargin(price, margin));
  ASSIGN_OR_RETURN(Decimal markup, law::MarkupFromMargin(margin));
  v1::MarginSplit& split = *out.mutable_margin();
  *split.mutable_client_price() = ToProto(price);
  *split.mutable_manager_price() = ToProto(manager);
  *split.mutable_margin_percent() = ToProto(margin.RoundHalfUp(kOneDecimal));
  *split.mutable_markup_percent() = ToProto(markup.RoundHalfUp(kOneDecimal));
  return absl::OkStatus();
}

absl::StatusOr<Money> SumOf(const google::protobuf::RepeatedPtrField<v1::CostLine>& lines) {
  Money sum;
  for (const v1::CostLine& line : lines) {
    ASSIGN_OR_RETURN(Money amount, MoneyFromProto(line.amount(), "amount"));
    ASSIGN_OR_RETURN(sum, sum.Add(amount));
  }
  return sum;
}

// Both totals, the difference, break-even and sensitivity. Exit cost counts in the total of the
// permanent side when a probability was given.
// Totals are the sums of the lines shown, so that a reader can add them up.
absl::Status FillTotals(const Plan& plan, const law::CostComparisonResult& result,
                        v1::CostComparison& out) {
  ASSIGN_OR_RETURN(Money interim_total, SumOf(out.interim_lines()));
  ASSIGN_OR_RETURN(Money permanent_total, SumOf(out.permanent_lines()));
  *out.mutable_interim_total() = ToProto(interim_total);
  *out.mutable_permanent_total() = ToProto(permanent_total);
  *out.mutable_permanent_per_month() = ToProto(result.permanent_per_month);
  *out.mutable_interim_per_month() = ToProto(result.interim_per_month);
  if (plan.is_fixed_price) {
    ASSIGN_OR_RETURN(Decimal months, DecimalFromProto(plan.input.months(), "months"));
    ASSIGN_OR_RETURN(Money per_month, (Ratio(interim_total) / Ratio(months)).ToMoney("EUR"));
    *out.mutable_interim_per_month() = ToProto(per_month);
  }
  ASSIGN_OR_RETURN(Money difference, interim_total.Subtract(permanent_total));
  *out.mutable_difference() = ToProto(difference);
  for (const law::BreakEven& row : result.break_even) {
    v1::BreakEven& line = *out.add_break_evens();
    line.set_with_vacancy_cost(row.with_vacancy_cost);
    line.set_with_exit_cost(row.with_exit_cost);
    if (row.months) *line.mutable_months() = ToProto(*row.months);
  }
  return absl::OkStatus();
}

absl::Status FillSensitivity(const Catalogs& catalogs, const law::CostComparisonResult& result,
                             v1::CostComparison& out) {
  for (const law::Sensitivity& row : result.sensitivity) {
    v1::SensitivityRow& line = *out.add_sensitivity();
    line.set_code(row.key);
    line.mutable_title()->set_nl(catalogs.Word(absl::StrCat("lever_", row.key), "nl"));
    line.mutable_title()->set_en(catalogs.Word(absl::StrCat("lever_", row.key), "en"));
    *line.mutable_change_percent() = ToProto(row.change_percent);
    if (!row.difference) continue;
    ASSIGN_OR_RETURN(Money turned, row.difference->MultiplyBy(-1));  // interim minus permanent
    *line.mutable_difference() = ToProto(turned);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::CostComparison> CompareCosts(const law::LawData& law, const Catalogs& catalogs,
                                                const v1::CompareCostsRequest& request) {
  RETURN_IF_ERROR(CheckRequest(request));
  ASSIGN_OR_RETURN(Date on, DateFromProto(request.reference_date(), "reference_date"));
  Plan plan;
  *plan.input.mutable_months() = request.months();
  *plan.input.mutable_reference_date() = request.reference_date();
  if (request.has_attributable_benefit()) {
    *plan.input.mutable_attributable_benefit() = request.attributable_benefit();
  }
  RETURN_IF_ERROR(PlanInterim(catalogs, request.interim(), plan));
  RETURN_IF_ERROR(PlanPermanent(law, request.permanent(), on, plan));
  ASSIGN_OR_RETURN(law::CostComparisonResult result, law::CompareCosts(law, plan.input));
  v1::CostComparison out;
  *out.mutable_months() = request.months();
  *out.mutable_reference_date() = request.reference_date();
  RETURN_IF_ERROR(FillInterimLines(law, request, plan, result, out));
  RETURN_IF_ERROR(FillPermanentLines(law, request, plan, result, out));
  RETURN_IF_ERROR(FillTotals(plan, result, out));
  RETURN_IF_ERROR(FillSensitivity(catalogs, result, out));
  FillRates(catalogs, request, out);
  RETURN_IF_ERROR(FillMargin(request.interim().rate(), out));
  RETURN_IF_ERROR(FillUnits(catalogs, request, result.permanent_per_month, out));
  RETURN_IF_ERROR(FillFairRates(catalogs, request, out));
  if (result.net_benefit) *out.mutable_net_benefit() = ToProto(*result.net_benefit);
  if (result.return_percent) *out.mutable_return_percent() = ToProto(*result.return_percent);
  if (result.months_without_service) {
    *out.mutable_months_without_service() = ToProto(*result.months_without_service);
  }
  for (type::Finding& finding : plan.findings) *out.add_findings() = std::move(finding);
  for (type::Finding& finding : result.findings) *out.add_findings() = std::move(finding);
  return out;
}

}  // namespace interim::contracting
