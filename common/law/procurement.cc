#include "common/law/procurement.h"

#include <variant>

#include "common/core/status_macros.h"
#include "common/law/evaluation.h"
#include "common/law/facts.h"
#include "common/rules/rule_tables.h"

namespace interim::law {
namespace {

absl::string_view ThresholdKey(ProcurementInput::Authority authority,
                               ProcurementInput::Service service) {
  if (service == ProcurementInput::SERVICE_LIGHT_REGIME) return "threshold_light_regime";
  return authority == ProcurementInput::AUTHORITY_CENTRAL ? "threshold_central" : "threshold_other";
}

bool IsEuropean(const Money& value, const Money& threshold) {
  return value.cents() >= threshold.cents();
}

// Value with options, extensions and like contracts that belong together.
absl::StatusOr<Money> TotalValue(const ProcurementInput& in) {
  ASSIGN_OR_RETURN(Money value, NeedMoney(in.has_base_value(), in.base_value(), "base_value"));
  ASSIGN_OR_RETURN(const auto options,
                   FindMoney(in.has_options_value(), in.options_value(), "options_value"));
  ASSIGN_OR_RETURN(const auto related,
                   FindMoney(in.has_related_value(), in.related_value(), "related_value"));
  if (options) {
    ASSIGN_OR_RETURN(value, value.Add(*options));
  }
  if (related) {
    ASSIGN_OR_RETURN(value, value.Add(*related));
  }
  return value;
}

type::Finding BelowThreshold(Evaluation* ev, const ProcurementInput& in, const Money& single_max,
                             const ProcurementResult& result) {
  Params params;
  params.Amount("value", *result.value)
      .Amount("threshold", *result.threshold)
      .Amount("single_max", single_max);
  if (result.value->cents() <= single_max.cents()) return ev->Make(kOk, "procure.fine", params);
  if (in.procedure() == ProcurementInput::PROCEDURE_SINGLE) {
    ev->Cure("procure.cure.quotes");
    return ev->Make(kWarn, "procure.policy", params);
  }
  if (in.procedure() == ProcurementInput::PROCEDURE_UNSPECIFIED) {
    return ev->Make(kInform, "procure.quotes", params);
  }
  return ev->Make(kOk, "procure.fine", params);
}

}  // namespace

absl::StatusOr<ProcurementResult> EvaluateProcurement(const LawData& law,
                                                      const ProcurementInput& input) {
  ASSIGN_OR_RETURN(const Date on, NeedDate(input.has_procedure_start_date(),
                                           input.procedure_start_date(), "procedure_start_date"));
  Evaluation ev(law, "R14", input);
  ev.SetReference(on);
  ProcurementResult result;
  if (input.authority() == ProcurementInput::AUTHORITY_UNSPECIFIED) {
    result.findings.push_back(ev.MakeMissingFact("authority"));
    return result;
  }
  if (input.authority() == ProcurementInput::AUTHORITY_NONE) {
    result.findings.push_back(ev.Make(kOk, "procure.outside"));
    return result;
  }
  if (input.hired_as_employee()) {
    ev.FindFlag("employees_outside", on);
    result.findings.push_back(ev.Make(kOk, "procure.outside"));
    return result;
  }
  ASSIGN_OR_RETURN(result.value, TotalValue(input));
  ASSIGN_OR_RETURN(auto single_max,
                   FindMoney(input.has_single_max(), input.single_max(), "single_max"));
  ev.Value("value", *result.value);
  result.threshold = ev.FindAmount(ThresholdKey(input.authority(), input.service()), on);
  if (!result.threshold) {
    result.findings.push_back(ev.MakeNoFigure());
    return result;
  }
  ev.Value("threshold", *result.threshold);
  ev.NeedsJudgement("procure.judge.related");
  if (IsEuropean(*result.value, *result.threshold)) {
    const bool european = input.procedure() == ProcurementInput::PROCEDURE_EUROPEAN;
    if (!european) ev.Cure("procure.cure.european");
    result.findings.push_back(ev.Make(european ? kOk : kBlock,
                                      european ? "procure.eu_followed" : "procure.eu",
                                      Params()
                                          .Amount("value", *result.value)
                                          .Amount("threshold", *result.threshold)
                                          .Day("date", on)));
    return result;
  }
  if (!single_max) single_max = ev.FindAmount("single_max", on);
  result.findings.push_back(single_max ? BelowThreshold(&ev, input, *single_max, result)
                                       : ev.MakeNoFigure());
  return result;
}

ThresholdVerdict JudgeThreshold(const LawData& law, ProcurementInput::Authority authority,
                                ProcurementInput::Service service, const Money& value, Date on) {
  if (authority == ProcurementInput::AUTHORITY_UNSPECIFIED ||
      authority == ProcurementInput::AUTHORITY_NONE) {
    return ThresholdVerdict::kUnknown;
  }
  const rules::RuleParameter* parameter =
      law.tables().FindParameter("R14", ThresholdKey(authority, service));
  const rules::RuleRow* row = parameter == nullptr ? nullptr : parameter->FindRow(on);
  const Money* threshold = row == nullptr ? nullptr : std::get_if<Money>(&row->value);
  if (threshold == nullptr) return ThresholdVerdict::kUnknown;
  return IsEuropean(value, *threshold) ? ThresholdVerdict::kEuropean : ThresholdVerdict::kBelow;
}

}  // namespace interim::law
