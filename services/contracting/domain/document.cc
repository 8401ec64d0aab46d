#include "services/contracting/domain/document.h"

#include <optional>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/core/sha256.h"
#include "services/contracting/domain/clauses.h"
#include "services/contracting/domain/compliance.h"
#include "services/contracting/domain/markdown.h"
#include "services/contracting/domain/values.h"
#include "services/contracting/domain/wording.h"

namespace interim::contracting {
namespace {

std::string PersonText(const v1::PartyPerson& person) {
  if (person.capacity().empty()) return person.display_name();
  return absl::StrCat(person.display_name(), ", ", person.capacity());
}

void WriteHead(const v1::Contract& contract, const DocumentQuestion& question, Markdown& out) {
  out.Heading(1, out.Word(TitleKey(contract)));
  out.Text(contract.title());
  if (question.purpose == DocumentPurpose::kDraft)
    out.Raw(absl::StrCat("_", out.Word("draft_note"), "_"));
  if (question.purpose == DocumentPurpose::kTranslation) {
    out.Raw(absl::StrCat("_", out.Word("translation_note"), "_"));
  }
  // Name and revision stand in the bytes, so that the hash belongs to this contract only.
  out.Raw(absl::StrCat(out.Word("reference"), " `", contract.name(), "`, ",
                       out.Word(question.revision > 0 ? "reference_text" : "reference_day",
                                {{"revision", absl::StrCat(question.revision)},
                                 {"date", DayText(question.day, out.language())}})));
}

std::string FieldText(const std::string& field, const Markdown& out) {
  constexpr absl::string_view kSlot = "signature_slots.";
  if (absl::StartsWith(field, kSlot)) {
    return out.Word("term_signature", {{"code", field.substr(kSlot.size())}});
  }
  if (absl::StartsWith(field, "CL-") || absl::StartsWith(field, "OWN-")) {
    return out.Word("term_clause", {{"code", field}});
  }
  return out.Word(absl::StrCat("term_", field));
}

void WriteNeed(const v1::AmendmentTerms& terms, Markdown& out) {
  if (!terms.has_need()) return;
  const v1::ExtensionNeed& need = terms.need();
  out.Field("extension_need", need.need());
  out.Field("extension_work", need.remaining_work());
  out.Field("extension_permanent", need.permanent_route());
  out.Items("extension_alternatives", need.alternatives());
  out.Raw(out.Word("extension_decided", {{"actor", need.actor()},
                                         {"date", DayText(need.has_decide_date(),
                                                          need.decide_date(), out.language())}}));
  for (const v1::ExtensionNote& note : terms.notes()) out.Item(In(note.text(), out.language()));
}

// What is changed, why, and from when; the whole text follows.
void WriteAmendment(const v1::Contract& contract, Markdown& out) {
  if (!contract.has_amendment()) return;
  const v1::AmendmentTerms& terms = contract.amendment();
  bool extends = terms.kind() == v1::CONTRACT_KIND_EXTENSION;
  out.Heading(2, out.Word(extends ? "extension_title" : "amendment_title"));
  out.Raw(out.Word("amendment_intro", {{"base", terms.base_contract()},
                                       {"version", absl::StrCat(terms.base_version())},
                                       {"hash", terms.base_document_sha256()},
                                       {"date", DayText(terms.has_effective_date(),
                                                        terms.effective_date(), out.language())}}));
  if (!extends) out.Field("amendment_reason", terms.reason());
  out.Field("amendment_changes", terms.changes().empty() ? "" : ":");
  for (const v1::TermChange& change : terms.changes()) {
    out.ItemOf("change_line", {{"field", FieldText(change.field(), out)},
                               {"before", change.before().empty() ? "-" : change.before()},
                               {"after", change.after().empty() ? "-" : change.after()}});
  }
  WriteNeed(terms, out);
}

void WriteParties(const v1::Contract& contract, Markdown& out) {
  out.Heading(2, out.Word("parties"));
  const bool employs = contract.form() == v1::CONTRACT_FORM_FIXED_TERM;
  out.Field(employs ? "employer" : "client", PersonText(contract.client()));
  if (!employs) out.Field("supplier", PersonText(contract.supplier()));
  out.Field(employs ? "employee" : "manager", PersonText(contract.interim_manager()));
  const FormEntry* form = out.catalogs().FindForm(contract.form());
  if (form != nullptr) out.Field("form", In(form->title(), out.language()));
  std::optional<DatePeriod> period = FindPeriod(contract.has_period(), contract.period());
  if (period) {
    out.Field("period", out.catalogs().Word("period_value", out.language(),
                                            {{"start", DayText(period->start(), out.language())},
                                             {"end", DayText(period->end(), out.language())}}));
  }
  out.Field(employs ? "wage" : "rate", RateText(out.catalogs(), contract.rate(), out.language()));
  if (contract.rate().has_margin_percent()) {
    out.Field(
        "margin",
        out.catalogs().Word(
            "margin_value", out.language(),
            {{"percent", NumberText(true, contract.rate().margin_percent(), out.language())}}));
  }
  std::optional<Money> maximum = FindMoney(contract.has_maximum(), contract.maximum());
  if (maximum) out.Field("maximum", maximum->FormatFor(out.language()));
  if (!contract.is_pilot()) return;
  out.Field("pilot", contract.pilot().question());
  out.Field("pilot_decision", DayText(contract.pilot().has_decision_date(),
                                      contract.pilot().decision_date(), out.language()));
}

void WriteClauses(const v1::Contract& contract, const v1::Brief& brief, Markdown& out) {
  out.Heading(2, out.Word("clauses"));
  int number = 0;
  for (const v1::Clause& clause : contract.clauses()) {
    ClauseText text = TextOf(out.catalogs(), clause, contract, brief, out.language());
    out.Numbered(3, ++number, absl::StrCat(text.title, " (", clause.code(), ")"));
    out.Text(text.text);
  }
}

void WriteFindings(const v1::Contract& contract, const DocumentQuestion& question, Markdown& out) {
  if (contract.findings().empty()) return;
  out.Heading(2, out.Word("findings"));
  out.Raw(out.Word("findings_intro", {{"date", DayText(question.day, out.language())}}));
  for (const type::Finding& finding : contract.findings()) {
    std::string line = absl::StrCat(finding.rule_id(), "@", finding.rule_version(), ": ",
                                    In(finding.text(), out.language()));
    const v1::FindingDecision* decision = FindDecision(contract, finding);
    if (decision != nullptr) {
      absl::StrAppend(
          &line, " ",
          out.catalogs().Word("decided", out.language(),
                              {{"reason", decision->reason()}, {"actor", decision->actor()}}));
    }
    out.Item(line);
  }
}

void WriteSlots(const v1::Contract& contract, Markdown& out) {
  out.Heading(2, out.Word("signatures"));
  out.Raw(out.Word("signatures_intro"));
  for (const v1::SignatureSlot& slot : contract.signature_slots()) {
    std::vector<std::string> names;
    for (const v1::Signatory& signatory : slot.signatories()) {
      std::vector<std::string> parts;
      for (const std::string& part : {signatory.display_name(), signatory.capacity(),
                                      signatory.subject(), signatory.party(), signatory.role()}) {
        if (!part.empty()) parts.push_back(part);
      }
      names.push_back(absl::StrJoin(parts, ", "));
    }
    out.ItemOf(slot.required_count() == 1 ? "slot_one" : "slot",
               {{"turn", absl::StrCat(slot.turn())},
                {"side", out.Word(SideKey(contract, slot.side()))},
                {"count", absl::StrCat(slot.required_count())},
                {"names", absl::StrJoin(names, " / ")}});
  }
}

}  // namespace

const char* TitleKey(const v1::Contract& contract) {
  return contract.form() == v1::CONTRACT_FORM_FIXED_TERM ? "title_employment" : "title";
}

const char* SideKey(const v1::Contract& contract, v1::PartySide side) {
  const bool employs = contract.form() == v1::CONTRACT_FORM_FIXED_TERM;
  switch (side) {
    case v1::PARTY_SIDE_CLIENT:
      return employs ? "side_employer" : "side_client";
    case v1::PARTY_SIDE_SUPPLIER:
      return employs ? "side_employee" : "side_supplier";
    default:
      return "side_manager";
  }
}

v1::ContractDocument MakeDocument(const Catalogs& catalogs, const v1::Contract& contract,
                                  const v1::Brief& brief, const DocumentQuestion& question) {
  Markdown out(catalogs, question.language);
  WriteHead(contract, question, out);
  WriteAmendment(contract, out);
  WriteParties(contract, out);
  WriteClauses(contract, brief, out);
  WriteSlots(contract, out);
  WriteFindings(contract, question, out);
  std::string content = out.Take();
  absl::StrAppend(&content, "\n", BriefText(catalogs, brief, question.language));
  v1::ContractDocument document;
  document.set_document_sha256(Sha256Hex(content));
  document.set_content(std::move(content));
  document.set_language_code(question.language);
  document.set_revision(question.revision);
  document.set_is_signed_text(question.purpose == DocumentPurpose::kSignature);
  return document;
}

}  // namespace interim::contracting
