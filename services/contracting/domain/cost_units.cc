#include "services/contracting/domain/cost_units.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/core/decimal.h"
#include "common/core/status_macros.h"
#include "common/type/convert.h"
#include "services/contracting/domain/errors.h"
#include "services/contracting/domain/rates.h"
#include "services/contracting/domain/values.h"

namespace interim::contracting {
namespace {

constexpr int kMonthsPerYear = 12;
constexpr int kPercent = 100;
constexpr int kOneDecimal = 1;
constexpr int kTwoDecimals = 2;

// All yearly cost over a number of units; nothing when that number was not given.
absl::StatusOr<std::optional<Money>> PerUnit(const Ratio& year, bool has,
                                             const google::type::Decimal& units,
                                             absl::string_view name, v1::PermanentUnitCost& unit) {
  std::optional<Decimal> count = FindDecimal(has, units);
  if (!count) return std::optional<Money>();
  if (*count <= Decimal(0)) return CalculationImpossible(absl::StrCat("no ", name, " in a year"));
  ASSIGN_OR_RETURN(Money money, (year / Ratio(*count)).ToMoney("EUR"));
  ASSIGN_OR_RETURN(Money total, year.ToMoney("EUR"));
  unit.add_formulas(absl::StrCat(total.Format(), " / ", count->ToString(), " ", name));
  return std::optional<Money>(money);
}

absl::Status FillWeeks(const v1::PermanentOffer& offer, v1::PermanentUnitCost& unit) {
  std::optional<Decimal> weeks =
      FindDecimal(offer.has_working_weeks_per_year(), offer.working_weeks_per_year());
  if (!weeks) return absl::OkStatus();
  Decimal absence =
      FindDecimal(offer.has_absence_percent(), offer.absence_percent()).value_or(Decimal());
  Ratio left = Ratio(*weeks) * (Ratio(kPercent) - Ratio(absence)) / Ratio(kPercent);
  ASSIGN_OR_RETURN(Decimal rounded, left.RoundHalfUp(kTwoDecimals));
  *unit.mutable_available_weeks() = ToProto(rounded);
  unit.add_formulas(absl::StrCat(weeks->ToString(), " weeks x (100 - ", absence.ToString(), ")%"));
  return absl::OkStatus();
}

// The interim's price for the same unit against the permanent cost.
absl::Status FillPremium(const Catalogs& catalogs, const v1::Rate& rate, v1::RateUnit unit_kind,
                         const Ratio& permanent, v1::PermanentUnitCost& unit) {
  std::optional<Money> price = ConvertRate(catalogs, rate, unit_kind);
  if (!price) return absl::OkStatus();
  ASSIGN_OR_RETURN(int sign, permanent.Compare(Ratio(0)));
  if (sign <= 0) return absl::OkStatus();
  ASSIGN_OR_RETURN(
      Decimal premium,
      ((Ratio(*price) - permanent) * Ratio(kPercent) / permanent).RoundHalfUp(kOneDecimal));
  *unit.mutable_interim_premium_percent() = ToProto(premium);
  return absl::OkStatus();
}

}  // namespace

absl::Status FillUnits(const Catalogs& catalogs, const v1::CompareCostsRequest& request,
                       const Money& month, v1::CostComparison& out) {
  const v1::PermanentOffer& offer = request.permanent();
  bool asked = offer.has_productive_days_per_year() || offer.has_productive_hours_per_year() ||
               offer.has_working_weeks_per_year();
  if (!asked) return absl::OkStatus();
  v1::PermanentUnitCost unit;
  Ratio year = Ratio(month) * Ratio(kMonthsPerYear);
  // The salary of a year is known to the cent; twelve rounded months would not be.
  std::optional<Money> salary = FindMoney(offer.has_yearly_salary(), offer.yearly_salary());
  std::optional<Decimal> on_cost =
      FindDecimal(offer.has_on_cost_percent(), offer.on_cost_percent());
  if (salary && on_cost) {
    year = Ratio(*salary) * (Ratio(kPercent) + Ratio(*on_cost)) / Ratio(kPercent);
    std::optional<Money> extras = FindMoney(offer.has_yearly_extras(), offer.yearly_extras());
    if (extras) year = year + Ratio(*extras);
  }
  ASSIGN_OR_RETURN(Money total, year.ToMoney("EUR"));
  *unit.mutable_yearly_cost() = ToProto(total);
  ASSIGN_OR_RETURN(auto per_day, PerUnit(year, offer.has_productive_days_per_year(),
                                         offer.productive_days_per_year(), "days", unit));
  ASSIGN_OR_RETURN(auto per_hour, PerUnit(year, offer.has_productive_hours_per_year(),
                                          offer.productive_hours_per_year(), "hours", unit));
  if (per_day) *unit.mutable_per_day() = ToProto(*per_day);
  if (per_hour) *unit.mutable_per_hour() = ToProto(*per_hour);
  RETURN_IF_ERROR(FillWeeks(offer, unit));
  if (per_day || per_hour) {
    const google::type::Decimal& units =
        per_day ? offer.productive_days_per_year() : offer.productive_hours_per_year();
    Decimal count = FindDecimal(true, units).value_or(Decimal(1));
    RETURN_IF_ERROR(FillPremium(catalogs, request.interim().rate(),
                                per_day ? v1::RATE_UNIT_DAY : v1::RATE_UNIT_HOUR,
                                year / Ratio(count), unit));
  }
  *out.mutable_permanent_unit() = unit;
  return absl::OkStatus();
}

absl::Status FillFairRates(const Catalogs& catalogs, const v1::CompareCostsRequest& request,
                           v1::CostComparison& out) {
  const v1::PermanentOffer& offer = request.permanent();
  std::optional<Money> yearly = FindMoney(offer.has_yearly_salary(), offer.yearly_salary());
  std::optional<Money> monthly = FindMoney(offer.has_monthly_wage(), offer.monthly_wage());
  if (!yearly && !monthly) return absl::OkStatus();
  Ratio year = yearly ? Ratio(*yearly) : Ratio(*monthly) * Ratio(kMonthsPerYear);
  std::optional<Decimal> own_hours =
      FindDecimal(offer.has_productive_hours_per_year(), offer.productive_hours_per_year());
  for (const ThumbRule& rule : catalogs.figures().thumb_rule()) {
    Decimal hours = rule.of_year() && own_hours ? *own_hours : Figure(rule.hours());
    if (hours <= Decimal(0)) continue;
    Ratio basis = rule.of_year() ? year : year / Ratio(kMonthsPerYear);
    ASSIGN_OR_RETURN(Money price,
                     (basis / Ratio(hours) * Ratio(Figure(rule.factor()))).ToMoney("EUR"));
    ASSIGN_OR_RETURN(Money shown, basis.ToMoney("EUR"));
    v1::FairRate& fair = *out.add_fair_rates();
    fair.set_code(rule.code());
    *fair.mutable_title() = rule.title();
    *fair.mutable_per_hour() = ToProto(price);
    fair.set_formula(absl::StrCat(shown.Format(), " / ", hours.ToString(), " x ", rule.factor()));
    fair.set_evidence(rule.evidence());
    *fair.mutable_sources() = rule.source();
  }
  return absl::OkStatus();
}

}  // namespace interim::contracting
