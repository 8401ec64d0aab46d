#include "common/law/liability.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/core/status_macros.h"
#include "common/law/evaluation.h"
#include "common/law/facts.h"
#include "common/law/vat.h"

namespace interim::law {
namespace {

constexpr int kPercent = 100;

// First party whose certificate does not cover the day; nothing when all do.
struct CertificateGap {
  std::string party;
  bool known = true;  // false: not known whether the certificate is there
};

absl::StatusOr<std::optional<CertificateGap>> FindGap(const LiabilityInput& in, Date on) {
  if (in.parties().empty()) return std::optional<CertificateGap>(CertificateGap{"", false});
  std::optional<CertificateGap> unknown;
  for (const LiabilityParty& party : in.parties()) {
    ASSIGN_OR_RETURN(const auto until, FindDate(party.has_certificate_valid_until_date(),
                                                party.certificate_valid_until_date(),
                                                "certificate_valid_until_date"));
    if (party.certified() == TERNARY_NO || (until && *until < on)) {
      return std::optional<CertificateGap>(CertificateGap{party.party(), true});
    }
    if (party.certified() == TERNARY_UNSPECIFIED && !unknown) {
      unknown = CertificateGap{party.party(), false};
    }
  }
  return unknown;
}

// Splits the invoice into blocked and normal account.
absl::Status Split(Evaluation* ev, const LiabilityInput& in, const Money& net, const Decimal& vat,
                   const Decimal& percent, LiabilityResult* result) {
  const Ratio added = in.reverse_charge() ? Ratio(0) : Ratio(vat);
  const Ratio total = Ratio(net) * (Ratio(kPercent) + added) / Ratio(kPercent);
  ASSIGN_OR_RETURN(result->invoice_total, total.ToMoney("EUR"));
  const Ratio blocked = Ratio(*result->invoice_total) * Ratio(percent) / Ratio(kPercent);
  ASSIGN_OR_RETURN(result->blocked_amount, blocked.ToMoney("EUR"));
  ASSIGN_OR_RETURN(result->normal_amount, result->invoice_total->Subtract(*result->blocked_amount));
  ev->Value("invoice_total", *result->invoice_total);
  ev->Value("blocked_percent", percent, "percent");
  ev->Value("blocked_amount", *result->blocked_amount);
  ev->Value("normal_amount", *result->normal_amount);
  return absl::OkStatus();
}

void AddFindings(Evaluation* ev, const LiabilityInput& in, const std::optional<CertificateGap>& gap,
                 LiabilityResult* result) {
  Params params;
  const std::string party = gap ? gap->party : in.parties(0).party();
  if (party.empty()) {
    params.Phrase("party", "law.party.supplier");
  } else {
    params.Plain("party", party);
  }
  params.Amount("amount", *result->blocked_amount).Amount("rest", *result->normal_amount);
  // Before the first payment it is not known yet: then the finding tells what to pay.
  const bool uses_account = in.uses_blocked_account() != TERNARY_NO;
  if (gap && !gap->known) {
    result->findings.push_back(ev->MakeMissingFact("parties.certified"));
  } else if (gap || !uses_account) {
    if (gap) ev->Cure("liability.cure.certified");
    if (!uses_account) ev->Cure("liability.cure.account");
    result->findings.push_back(ev->Make(kWarn, "liability.open", params));
  } else {
    result->findings.push_back(ev->Make(kInform, "liability.split", params));
  }
  if (!in.record_set_complete() || !in.worker_identified()) {
    Evaluation part = *ev;
    part.Cure("liability.cure.records");
    result->findings.push_back(part.Make(kWarn, "liability.records", params));
  }
}

}  // namespace

absl::StatusOr<LiabilityResult> EvaluateLiability(const LawData& law, const LiabilityInput& input) {
  ASSIGN_OR_RETURN(const Date on,
                   NeedDate(input.has_invoice_date(), input.invoice_date(), "invoice_date"));
  Evaluation ev(law, "R10", input);
  ev.SetReference(on);
  LiabilityResult result;
  if (input.is_lending() == TERNARY_NO) {
    ev.FindFlag("self_employed_outside", on);
    result.findings.push_back(ev.Make(kOk, "liability.not_applicable"));
    return result;
  }
  if (input.is_lending() == TERNARY_UNSPECIFIED) {
    result.findings.push_back(ev.MakeMissingFact("is_lending"));
    return result;
  }
  ASSIGN_OR_RETURN(const Money net,
                   NeedMoney(input.has_net_amount(), input.net_amount(), "net_amount"));
  const auto percent = ev.FindNumber(
      input.reverse_charge() ? "blocked_account_percent_reverse_charge" : "blocked_account_percent",
      on);
  const auto vat = GeneralVatRate(law, on);
  if (!percent || !vat.ok() || !ev.FindFlag("hirer_liable", on)) {
    result.findings.push_back(ev.MakeNoFigure());
    return result;
  }
  RETURN_IF_ERROR(Split(&ev, input, net, *vat, *percent, &result));
  ASSIGN_OR_RETURN(const auto gap, FindGap(input, on));
  AddFindings(&ev, input, gap, &result);
  SortByWeight(&result.findings);
  return result;
}

}  // namespace interim::law
