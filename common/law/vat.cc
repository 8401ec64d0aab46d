#include "common/law/vat.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/core/status_macros.h"
#include "common/law/evaluation.h"
#include "common/law/facts.h"

namespace interim::law {
namespace {

constexpr int kPercent = 100;

// One row of the decision table: which treatment, and the key of the data row that proves it.
struct Row {
  VatTreatment treatment = VAT_TREATMENT_UNSPECIFIED;
  std::string key;
};

struct Facts {
  Date on;
  Money net;
  std::optional<Money> turnover;
  std::optional<Decimal> deductible;
};

absl::StatusOr<Facts> ReadFacts(const VatInput& in) {
  if (in.supplier() == VatInput::SUPPLIER_UNSPECIFIED) {
    return BadFact("supplier", "REQUIRED", "say who supplies");
  }
  if (in.customer_place() == VatInput::CUSTOMER_PLACE_UNSPECIFIED) {
    return BadFact("customer_place", "REQUIRED", "say where the customer is");
  }
  Facts facts;
  ASSIGN_OR_RETURN(facts.on, NeedDate(in.has_supply_date(), in.supply_date(), "supply_date"));
  ASSIGN_OR_RETURN(facts.net, NeedMoney(in.has_net_amount(), in.net_amount(), "net_amount"));
  ASSIGN_OR_RETURN(facts.turnover,
                   FindMoney(in.has_supplier_year_turnover(), in.supplier_year_turnover(),
                             "supplier_year_turnover"));
  ASSIGN_OR_RETURN(facts.deductible, FindDecimal(in.has_deductible_percent(),
                                                 in.deductible_percent(), "deductible_percent"));
  if (facts.deductible &&
      (*facts.deductible < Decimal(0) || *facts.deductible > Decimal(kPercent))) {
    return BadFact("deductible_percent", "OUT_OF_RANGE", "a percentage runs from 0 to 100");
  }
  return facts;
}

// True when the supplier may leave out VAT as a small business. Nothing when it is not known.
std::optional<bool> IsSmallBusiness(Evaluation* ev, const VatInput& in, const Facts& facts) {
  if (!in.small_business_scheme()) return false;
  const auto limit = ev->FindAmount("small_business_turnover_max", facts.on);
  if (!limit || !facts.turnover) return std::nullopt;
  return facts.turnover->cents() <= limit->cents();
}

// Rows 5 to 7: where the service is taxed when the customer is abroad.
Row ForeignCustomer(const VatInput& in) {
  if (in.customer_place() == VatInput::CUSTOMER_PLACE_EU &&
      (in.customer_is_business() || in.customer_has_vat_id())) {
    return {VAT_TREATMENT_EU_REVERSE_CHARGE, "row_eu_reverse_charge"};
  }
  if (in.customer_place() == VatInput::CUSTOMER_PLACE_OUTSIDE_EU && in.customer_is_business()) {
    return {VAT_TREATMENT_OUTSIDE_EU, "row_outside_eu"};
  }
  return {VAT_TREATMENT_GENERAL_RATE, "row_general_rate"};
}

// First row of the decision table that matches. UNSPECIFIED with a key: unclear in law.
Row FirstMatch(const VatInput& in, bool small_business) {
  switch (in.supplier()) {
    case VatInput::SUPPLIER_EMPLOYEE:
      return {VAT_TREATMENT_PAYROLL, "row_payroll"};
    case VatInput::SUPPLIER_SUPERVISOR_PERSON:
      return {VAT_TREATMENT_SUPERVISORY_SEAT, "row_supervisory_seat"};
    case VatInput::SUPPLIER_SUPERVISOR_BV:
      return {VAT_TREATMENT_UNSPECIFIED, "row_supervisory_bv"};
    default:
      break;
  }
  if (in.fiscal_unity()) return {VAT_TREATMENT_FISCAL_UNITY, "row_fiscal_unity"};
  if (small_business) return {VAT_TREATMENT_SMALL_BUSINESS, "row_small_business"};
  if (in.customer_place() != VatInput::CUSTOMER_PLACE_NETHERLANDS) return ForeignCustomer(in);
  if (in.supplier_is_foreign() && in.customer_is_business()) {
    return {VAT_TREATMENT_FOREIGN_SUPPLIER, "row_foreign_supplier"};
  }
  if (in.physical_work_for_contractor()) {
    return {VAT_TREATMENT_DOMESTIC_REVERSE_CHARGE, "row_domestic_reverse_charge"};
  }
  return {VAT_TREATMENT_GENERAL_RATE, "row_general_rate"};
}

bool IsReverseCharge(VatTreatment treatment) {
  return treatment == VAT_TREATMENT_EU_REVERSE_CHARGE ||
         treatment == VAT_TREATMENT_FOREIGN_SUPPLIER ||
         treatment == VAT_TREATMENT_DOMESTIC_REVERSE_CHARGE;
}

std::string TreatmentKey(VatTreatment treatment) {
  return absl::StrCat("vat.treatment.", static_cast<int>(treatment));
}

// Rate, VAT and totals. Reverse-charged VAT is paid by a Dutch customer itself, so what it cannot
// deduct is a cost as well.
absl::Status ComputeAmounts(Evaluation* ev, const Facts& facts, const VatInput& in,
                            const Decimal& general, VatResult* result) {
  const bool on_invoice = result->treatment == VAT_TREATMENT_GENERAL_RATE;
  const bool borne_in_netherlands =
      on_invoice ||
      (IsReverseCharge(result->treatment) && result->treatment != VAT_TREATMENT_EU_REVERSE_CHARGE);
  result->rate_percent = on_invoice ? general : Decimal(0);
  const Ratio vat = Ratio(facts.net) * Ratio(general) / Ratio(kPercent);
  ASSIGN_OR_RETURN(const Money full, vat.ToMoney("EUR"));
  result->vat = on_invoice ? full : Money::Eur(0);
  ASSIGN_OR_RETURN(result->invoice_total, facts.net.Add(*result->vat));
  ev->Value("rate_percent", *result->rate_percent, "percent");
  ev->Value("vat", *result->vat);
  ev->Value("invoice_total", *result->invoice_total);
  std::optional<Decimal> deductible = facts.deductible;
  if (in.employment_found() && on_invoice) deductible = Decimal(0);
  if (!borne_in_netherlands) deductible = Decimal(kPercent);
  if (!deductible) return absl::OkStatus();
  const Ratio lost = vat * (Ratio(kPercent) - Ratio(*deductible)) / Ratio(kPercent);
  ASSIGN_OR_RETURN(result->not_deductible, lost.ToMoney("EUR"));
  ASSIGN_OR_RETURN(result->cost_to_client, facts.net.Add(*result->not_deductible));
  ev->Value("not_deductible", *result->not_deductible);
  ev->Value("cost_to_client", *result->cost_to_client);
  return absl::OkStatus();
}

void AddFindings(Evaluation* ev, const VatInput& in, Date on, const std::string& reason_key,
                 VatResult* result) {
  Params params;
  params.Phrase("treatment", TreatmentKey(result->treatment))
      .Phrase("reason", absl::StrCat("vat.reason.", reason_key));
  const bool is_wrong = in.stated_treatment() != VAT_TREATMENT_UNSPECIFIED &&
                        in.stated_treatment() != result->treatment;
  if (is_wrong) ev->Cure("vat.cure.correct");
  result->findings.push_back(
      ev->Make(is_wrong ? kBlock : kOk, is_wrong ? "vat.wrong" : "vat.treatment", params));
  if (result->treatment == VAT_TREATMENT_EU_REVERSE_CHARGE && !in.vat_id_validated()) {
    Evaluation part = *ev;
    part.Cure("vat.cure.validate");
    result->findings.push_back(part.Make(kWarn, "vat.unvalidated_id"));
  }
  if (result->not_deductible && !result->not_deductible->IsZero()) {
    result->findings.push_back(
        ev->Make(kInform, "vat.cost", Params().Amount("amount", *result->not_deductible)));
  }
  if (!result->not_deductible) {
    result->findings.push_back(ev->Make(kInform, "vat.deduction_unknown"));
  }
  if (in.employment_found()) {
    Evaluation part = *ev;
    part.FindFlag("row_employment_found", on);
    part.Cure("vat.cure.no_vat");
    result->findings.push_back(part.Make(kWarn, "vat.employment_found"));
  }
}

}  // namespace

absl::StatusOr<VatResult> EvaluateVat(const LawData& law, const VatInput& input) {
  ASSIGN_OR_RETURN(const Facts facts, ReadFacts(input));
  Evaluation ev(law, "R07", input);
  ev.SetReference(facts.on);
  VatResult result;
  const std::optional<bool> small_business = IsSmallBusiness(&ev, input, facts);
  if (!small_business) {
    result.findings.push_back(facts.turnover ? ev.MakeNoFigure()
                                             : ev.MakeMissingFact("supplier_year_turnover"));
    return result;
  }
  const Row row = FirstMatch(input, *small_business);
  if (!ev.FindFlag(row.key, facts.on)) {
    result.findings.push_back(ev.MakeNoFigure());
    return result;
  }
  result.treatment = row.treatment;
  if (row.treatment == VAT_TREATMENT_UNSPECIFIED) {
    ev.NeedsJudgement("vat.judge.position");
    ev.Cure("vat.cure.advice");
    result.findings.push_back(
        ev.Make(kIndeterminate, "vat.unclear",
                Params().Phrase("reason", absl::StrCat("vat.reason.", row.key))));
    return result;
  }
  result.reverse_charge = IsReverseCharge(row.treatment);
  result.sales_list = row.treatment == VAT_TREATMENT_EU_REVERSE_CHARGE;
  ev.Value("treatment", VatTreatment_Name(row.treatment));
  const auto general = ev.FindNumber("general_rate", facts.on);
  if (!general) {
    result.findings.push_back(ev.MakeNoFigure());
    return result;
  }
  RETURN_IF_ERROR(ComputeAmounts(&ev, facts, input, *general, &result));
  AddFindings(&ev, input, facts.on, row.key, &result);
  SortByWeight(&result.findings);
  return result;
}

absl::StatusOr<Decimal> GeneralVatRate(const LawData& law, Date on) {
  Evaluation ev(law, "R07", VatInput());
  const auto rate = ev.FindNumber("general_rate", on);
  if (!rate) return absl::OutOfRangeError("R07 general_rate: no row covers the day");
  return *rate;
}

}  // namespace interim::law
