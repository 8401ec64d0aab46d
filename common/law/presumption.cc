#include "common/law/presumption.h"

#include <utility>

#include "common/core/status_macros.h"
#include "common/law/evaluation.h"
#include "common/law/facts.h"

namespace interim::law {
namespace {

constexpr int kShownDecimals = 6;
constexpr int kReaderDecimals = 2;

// Compares the rate with the amounts of the day; only called when the presumption is in force.
absl::StatusOr<type::Finding> Compare(Evaluation* ev, const Ratio& rate, const Decimal& shown,
                                      Date on) {
  // The amount of the regulation, once loaded, replaces the two provisional ones.
  const auto applied = Evaluation(*ev).FindNumber("threshold_applied", on);
  std::optional<Decimal> low = applied;
  std::optional<Decimal> high = applied;
  if (applied) {
    low = high = ev->FindNumber("threshold_applied", on);
  } else {
    low = ev->FindNumber("threshold_statute", on);
    high = ev->FindNumber("threshold_communicated", on);
  }
  if (!low || !high) return ev->MakeNoFigure();
  ev->Value("threshold_low", *low, "EUR/hour");
  ev->Value("threshold_high", *high, "EUR/hour");
  ASSIGN_OR_RETURN(const int to_low, rate.Compare(Ratio(*low)));
  ASSIGN_OR_RETURN(const int to_high, rate.Compare(Ratio(*high)));
  ASSIGN_OR_RETURN(const Money rate_money, shown.ToMoney("EUR"));
  ASSIGN_OR_RETURN(const Money low_money, low->ToMoney("EUR"));
  ASSIGN_OR_RETURN(const Money high_money, high->ToMoney("EUR"));
  Params params;
  params.Amount("rate", rate_money).Amount("limit", low_money).Amount("upper_limit", high_money);
  if (to_low <= 0) {
    ev->Cure("presumption.cure.rate");
    ev->NeedsJudgement("presumption.judge.rebut");
    return ev->Make(kWarn, "presumption.hit", params);
  }
  if (to_high <= 0) {
    ev->Cure("presumption.cure.rate");
    ev->Cure("law.cure.figure");
    return ev->Make(kIndeterminate, "presumption.unsettled", params);
  }
  return ev->Make(kOk, "presumption.none", params);
}

}  // namespace

absl::StatusOr<PresumptionResult> EvaluatePresumption(const LawData& law,
                                                      const PresumptionInput& input) {
  ASSIGN_OR_RETURN(const Money fee, NeedMoney(input.has_fee(), input.fee(), "fee"));
  ASSIGN_OR_RETURN(const Decimal hours, NeedDecimal(input.has_hours(), input.hours(), "hours"));
  ASSIGN_OR_RETURN(const DatePeriod period,
                   NeedPeriod(input.has_period(), input.period(), "period"));
  if (hours <= Decimal(0)) return BadFact("hours", "OUT_OF_RANGE", "hours must be above 0");
  const Date on = period.end();
  const Ratio rate = Ratio(fee) / Ratio(hours);
  PresumptionResult result;
  ASSIGN_OR_RETURN(result.rate_per_hour, rate.RoundHalfUp(kShownDecimals));

  Evaluation ev(law, "R06", input);
  ev.SetReference(on);
  ev.Value("rate_per_hour", result.rate_per_hour->RoundHalfUp(kReaderDecimals), "EUR/hour");
  const auto in_force = ev.FindFlag("in_force", on);
  if (!in_force) {
    result.findings.push_back(ev.MakeNoFigure());
  } else if (!*in_force) {
    result.findings.push_back(ev.Make(kOk, "presumption.not_in_force"));
  } else {
    ASSIGN_OR_RETURN(type::Finding finding, Compare(&ev, rate, *result.rate_per_hour, on));
    result.findings.push_back(std::move(finding));
  }
  return result;
}

}  // namespace interim::law
