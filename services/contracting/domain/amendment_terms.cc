#include "services/contracting/domain/amendment_terms.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/contracting/domain/clauses.h"
#include "services/contracting/domain/values.h"
#include "services/contracting/domain/wording.h"

namespace interim::contracting {
namespace {

using Terms = std::vector<std::pair<std::string, std::string>>;  // field, text

std::string PeriodText(const Catalogs& catalogs, const v1::Contract& contract) {
  std::optional<DatePeriod> period = FindPeriod(contract.has_period(), contract.period());
  if (!period) return "";
  const std::string& language = contract.language_code();
  return catalogs.Word(
      "period_value", language,
      {{"start", DayText(period->start(), language)}, {"end", DayText(period->end(), language)}});
}

std::string SlotText(const v1::SignatureSlot& slot) {
  std::vector<std::string> names;
  for (const v1::Signatory& signatory : slot.signatories()) {
    std::vector<std::string> parts;
    for (const std::string& part :
         {signatory.display_name(), signatory.subject(), signatory.party(), signatory.role()}) {
      if (!part.empty()) parts.push_back(part);
    }
    names.push_back(absl::StrJoin(parts, ", "));
  }
  return absl::StrCat(slot.turn(), ". ", slot.code(), ": ", slot.required_count(), " x ",
                      absl::StrJoin(names, " / "));
}

std::string DaysText(int days) { return absl::StrCat(days); }

// An agreed term of an employment, else that of the law.
std::string NoticeText(const Catalogs& catalogs, int months, const std::string& language) {
  return months > 0 ? MonthsText(catalogs, months, language)
                    : catalogs.Word("notice_law_employee", language);
}

Terms TermsOf(const Catalogs& catalogs, const v1::Contract& contract, const v1::Brief& brief) {
  const std::string& language = contract.language_code();
  Terms terms;
  terms.emplace_back("title", contract.title());
  terms.emplace_back("interim_manager", contract.interim_manager().display_name());
  terms.emplace_back("period", PeriodText(catalogs, contract));
  std::string rate = RateText(catalogs, contract.rate(), language);
  std::optional<Money> success =
      FindMoney(contract.rate().has_success_fee(), contract.rate().success_fee());
  if (success) absl::StrAppend(&rate, " + ", success->FormatFor(language));
  terms.emplace_back("rate", rate);
  terms.emplace_back("margin", contract.rate().has_margin_percent()
                                   ? NumberText(true, contract.rate().margin_percent(), language)
                                   : "");
  std::optional<Money> maximum = FindMoney(contract.has_maximum(), contract.maximum());
  terms.emplace_back("maximum", maximum ? maximum->FormatFor(language) : "");
  terms.emplace_back("hours_per_week", NumberText(contract.has_hours_per_week(),
                                                  contract.hours_per_week(), language));
  terms.emplace_back("notice_days", DaysText(contract.notice_days()));
  terms.emplace_back("employee_notice_months",
                     NoticeText(catalogs, contract.employee_notice_months(), language));
  terms.emplace_back("employer_notice_months",
                     NoticeText(catalogs, contract.employer_notice_months(), language));
  terms.emplace_back(
      "is_notice_any_day",
      catalogs.Word(contract.is_notice_any_day() ? "notice_against_day" : "notice_law_month",
                    language));
  terms.emplace_back("payment_days", DaysText(contract.payment_days()));
  for (const v1::SignatureSlot& slot : contract.signature_slots()) {
    terms.emplace_back(absl::StrCat("signature_slots.", slot.code()), SlotText(slot));
  }
  // A text of the library changes with the values in it, which stand above; only its own words
  // count here.
  for (const v1::Clause& clause : contract.clauses()) {
    std::string text = clause.text();
    if (text.empty()) text = TextOf(catalogs, clause, contract, brief, language).title;
    terms.emplace_back(clause.code(), std::move(text));
  }
  return terms;
}

const std::string* FindTerm(const Terms& terms, const std::string& field) {
  for (const auto& [name, text] : terms) {
    if (name == field) return &text;
  }
  return nullptr;
}

void AddChange(const std::string& field, const std::string& before, const std::string& after,
               v1::AmendmentTerms& terms) {
  v1::TermChange& change = *terms.add_changes();
  change.set_field(field);
  change.set_before(before);
  change.set_after(after);
}

}  // namespace

void MarkChanges(const Catalogs& catalogs, const v1::Brief& brief, const v1::Contract& base,
                 v1::Contract& draft) {
  v1::AmendmentTerms& amendment = *draft.mutable_amendment();
  amendment.clear_changes();
  Terms before = TermsOf(catalogs, base, brief);
  Terms after = TermsOf(catalogs, draft, brief);
  for (const auto& [field, text] : before) {
    const std::string* now = FindTerm(after, field);
    if (now == nullptr || *now != text) {
      AddChange(field, text, now == nullptr ? "" : *now, amendment);
    }
  }
  for (const auto& [field, text] : after) {
    if (FindTerm(before, field) == nullptr) AddChange(field, "", text, amendment);
  }
}

}  // namespace interim::contracting
