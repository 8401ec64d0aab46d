#include "common/law/triangle.h"

#include "absl/strings/str_cat.h"
#include "common/core/status_macros.h"
#include "common/law/evaluation.h"
#include "common/law/facts.h"

namespace interim::law {
namespace {

constexpr int kPercent = 100;

// The class, or the fact that is missing to decide it.
struct Classified {
  TriangleKind kind = TriangleKind::kNotDecided;
  absl::string_view missing;
};

Classified Classify(const TriangleInput& in) {
  if (in.direction_by_client() == TERNARY_NO || in.employed_by_other() == TERNARY_NO) {
    return {TriangleKind::kServices, ""};
  }
  if (in.direction_by_client() == TERNARY_UNSPECIFIED) return {{}, "direction_by_client"};
  if (in.employed_by_other() == TERNARY_UNSPECIFIED) return {{}, "employed_by_other"};
  // Payroll needs both: the client found the person, and the lender may not place the person
  // elsewhere without its consent. All else is agency work.
  if (in.lender_recruited() == TERNARY_UNSPECIFIED) return {{}, "lender_recruited"};
  if (in.may_place_elsewhere() == TERNARY_UNSPECIFIED) return {{}, "may_place_elsewhere"};
  if (in.lender_recruited() == TERNARY_YES) return {TriangleKind::kAgency, ""};
  if (in.may_place_elsewhere() == TERNARY_NO) return {TriangleKind::kPayroll, ""};
  return {TriangleKind::kAgency, ""};
}

// Employer premium of a payroll worker against the norm of one calendar year.
absl::StatusOr<std::optional<type::Finding>> Pension(Evaluation ev, const TriangleInput& in,
                                                     Date on) {
  ev.SetReference(on);
  ev.Subject(absl::StrCat("year.", on.year()));
  ASSIGN_OR_RETURN(const auto percent,
                   FindDecimal(in.has_pension_percent(), in.pension_percent(), "pension_percent"));
  ASSIGN_OR_RETURN(const auto base,
                   FindMoney(in.has_pension_base(), in.pension_base(), "pension_base"));
  ASSIGN_OR_RETURN(const auto premium,
                   FindMoney(in.has_pension_premium(), in.pension_premium(), "pension_premium"));
  if (!percent && !(base && premium && !base->IsZero())) {
    return std::optional<type::Finding>(ev.MakeMissingFact("pension_percent"));
  }
  const auto norm = ev.FindNumber("payroll_pension_norm", on);
  if (!norm) return std::optional<type::Finding>(ev.MakeNoFigure());
  const Ratio share = percent ? Ratio(*percent) : Ratio(*premium) * Ratio(kPercent) / Ratio(*base);
  ASSIGN_OR_RETURN(const int compared, share.Compare(Ratio(*norm)));
  ASSIGN_OR_RETURN(const Decimal shown, share.RoundHalfUp(2));
  ev.Value("pension_percent", shown, "percent");
  ev.Value("pension_norm_percent", *norm, "percent");
  if (base) {
    ASSIGN_OR_RETURN(const Money norm_amount,
                     (Ratio(*base) * Ratio(*norm) / Ratio(kPercent)).ToMoney("EUR"));
    ev.Value("pension_norm_amount", norm_amount);
  }
  const Params params =
      Params().Number("pct", shown).Number("norm", *norm).Count("year", on.year());
  if (compared < 0) {
    ev.Cure("payroll.cure.pension");
    return std::optional<type::Finding>(ev.Make(kBlock, "payroll.pension", params));
  }
  return std::optional<type::Finding>(ev.Make(kOk, "payroll.pension_fine", params));
}

absl::Status JudgePayroll(const Evaluation& base, const TriangleInput& in, const DatePeriod& period,
                          TriangleResult* result) {
  const Date on = period.end();
  Evaluation terms = base;
  const auto same_terms = terms.FindFlag("payroll_client_terms", on);
  result->findings.push_back(terms.Make(kInform, "triangle.payroll"));
  if (same_terms.value_or(true) && !in.client_terms_on_file()) {
    terms.Cure("payroll.cure.terms");
    result->findings.push_back(terms.Make(kWarn, "payroll.terms"));
  }
  if (in.agency_clause()) {
    Evaluation clause = base;
    const auto allowed = clause.FindFlag("payroll_agency_clause_allowed", on);
    clause.Cure("payroll.cure.clause");
    result->findings.push_back(!allowed   ? clause.MakeNoFigure()
                               : *allowed ? clause.Make(kOk, "payroll.clause_fine")
                                          : clause.Make(kBlock, "payroll.agency_clause"));
  }
  if (in.joins_client_scheme()) return absl::OkStatus();
  for (const DatePeriod& year : period.SplitByYear()) {
    ASSIGN_OR_RETURN(auto pension, Pension(base, in, year.end()));
    if (pension) result->findings.push_back(*std::move(pension));
    if (!in.has_pension_percent() && !in.has_pension_premium()) break;  // one gap, told once
  }
  return absl::OkStatus();
}

// How long the clause may run, and that it costs the high premium for unemployment.
type::Finding AgencyClause(Evaluation ev, Date on) {
  const auto by_law = ev.FindCount("agency_clause_weeks_law", on);
  const auto by_agreement = ev.FindCount("agency_clause_weeks_cao", on);
  if (!by_law || !by_agreement) return ev.MakeNoFigure();
  ev.Value("agency_clause_weeks_law", *by_law, "weeks worked");
  ev.Value("agency_clause_weeks_cao", *by_agreement, "weeks worked");
  return ev.Make(kInform, "agency.clause",
                 Params().Count("weeks", *by_law).Count("weeks_cao", *by_agreement));
}

void JudgeAgency(const Evaluation& base, const TriangleInput& in, Date on, TriangleResult* result) {
  Evaluation ev = base;
  result->findings.push_back(ev.Make(kInform, "triangle.agency"));
  if (in.agency_clause()) result->findings.push_back(AgencyClause(base, on));
  Evaluation package = base;
  const auto by_law = package.FindFlag("equal_package_by_law", on);
  if (!by_law) {
    result->findings.push_back(package.MakeNoFigure());
  } else if (*by_law && !in.package_compared()) {
    package.Cure("agency.cure.compare");
    result->findings.push_back(package.Make(kWarn, "agency.package"));
  } else {
    result->findings.push_back(package.Make(kOk, "agency.package_fine"));
  }
}

}  // namespace

absl::StatusOr<TriangleResult> EvaluateTriangle(const LawData& law, const TriangleInput& input) {
  ASSIGN_OR_RETURN(const DatePeriod period,
                   NeedPeriod(input.has_period(), input.period(), "period"));
  const Date on = period.end();
  Evaluation ev(law, "R08", input);
  ev.SetReference(on);
  TriangleResult result;
  const Classified classified = Classify(input);
  result.kind = classified.kind;
  if (classified.kind != TriangleKind::kNotDecided) ev.NeedsJudgement("law.judge.direction");
  switch (classified.kind) {
    case TriangleKind::kNotDecided:
      result.findings.push_back(ev.MakeMissingFact(classified.missing));
      break;
    case TriangleKind::kServices:
      result.findings.push_back(ev.Make(kOk, "triangle.services"));
      break;
    case TriangleKind::kPayroll:
      RETURN_IF_ERROR(JudgePayroll(ev, input, period, &result));
      break;
    case TriangleKind::kAgency:
      JudgeAgency(ev, input, on, &result);
      break;
  }
  SortByWeight(&result.findings);
  return result;
}

}  // namespace interim::law
