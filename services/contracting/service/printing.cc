#include "services/contracting/service/printing.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "common/core/clock.h"
#include "common/core/status_macros.h"
#include "services/contracting/domain/document.h"
#include "services/contracting/domain/errors.h"
#include "services/contracting/service/print/printer.h"

namespace interim::contracting {
namespace {

std::string TimeText(const google::protobuf::Timestamp& time) {
  return absl::FormatTime("%Y-%m-%d %H:%M:%S UTC", absl::FromUnixSeconds(time.seconds()),
                          absl::UTCTimeZone());
}

// The version whose text this is; null for the text in signature, a draft or a translation.
const v1::ContractVersion* FindVersion(const v1::Contract& contract, const std::string& hash) {
  for (const v1::ContractVersion& version : contract.versions()) {
    if (version.document().document_sha256() == hash) return &version;
  }
  return nullptr;
}

std::vector<std::string> SignedLines(const Catalogs& catalogs, const std::string& language,
                                     const v1::Signature& signature) {
  std::string who =
      signature.display_name().empty() ? signature.subject() : signature.display_name();
  std::string identity = signature.subject();
  if (!signature.party().empty()) absl::StrAppend(&identity, ", ", signature.party());
  TextParams params = {
      {"name", who}, {"identity", identity}, {"time", TimeText(signature.sign_time())}};
  return {catalogs.Word("print_signed", language, params),
          absl::StrCat(catalogs.Word("print_binding", language), ": `", signature.binding_sha256(),
                       "`")};
}

// One entry per signature that a place asks: those that were set, then those still open.
void AddPlaces(const Catalogs& catalogs, const v1::Contract& contract,
               const v1::SignatureSlot& slot,
               const google::protobuf::RepeatedPtrField<v1::Signature>& signatures,
               const v1::ContractDocument& document, print::PrintInput& input) {
  const std::string& language = document.language_code();
  std::string heading =
      absl::StrCat(slot.turn(), ". ", catalogs.Word(SideKey(contract, slot.side()), language));
  int open = slot.required_count();
  for (const v1::Signature& signature : signatures) {
    if (signature.slot_code() != slot.code() ||
        signature.document_sha256() != document.document_sha256()) {
      continue;
    }
    --open;
    input.places.push_back({.heading = heading,
                            .name = signature.display_name(),
                            .capacity = "",
                            .signed_lines = SignedLines(catalogs, language, signature)});
  }
  std::vector<std::string> names;
  std::vector<std::string> capacities;
  for (const v1::Signatory& signatory : slot.signatories()) {
    names.push_back(signatory.display_name().empty() ? signatory.role() : signatory.display_name());
    if (!signatory.capacity().empty()) capacities.push_back(signatory.capacity());
  }
  for (; open > 0; --open) {
    input.places.push_back({.heading = heading,
                            .name = absl::StrJoin(names, " / "),
                            .capacity = absl::StrJoin(capacities, " / "),
                            .signed_lines = {}});
  }
}

print::PrintWords WordsOf(const Catalogs& catalogs, const std::string& language) {
  auto word = [&](const char* key) { return catalogs.Word(key, language); };
  return {.page = word("print_page"),
          .hash = word("print_hash"),
          .sheet_title = word("print_sheet_title"),
          .sheet_intro = word("print_sheet_intro"),
          .date_line = word("print_date_line"),
          .signature_line = word("print_signature_line")};
}

}  // namespace

absl::Status PrintDocument(const Knowledge& knowledge, const v1::Contract& contract, Date today,
                           v1::ContractDocument& document) {
  if (knowledge.printer() == nullptr) return PdfNotAvailable(contract);
  const Catalogs& catalogs = knowledge.catalogs();
  const std::string& language = document.language_code();
  print::PrintInput input;
  input.markdown = document.content();
  input.document_sha256 = document.document_sha256();
  input.title = absl::StrCat(catalogs.Word(TitleKey(contract), language), ": ", contract.title());
  input.footer = absl::StrCat(contract.name(), " / ", document.revision());
  input.annex_title = catalogs.Word("annex", language);
  input.words = WordsOf(catalogs, language);
  input.day = today;
  if (document.is_signed_text()) {
    const v1::ContractVersion* version = FindVersion(contract, document.document_sha256());
    const v1::DocumentRef& ref = version != nullptr ? version->document() : contract.document();
    input.day = AmsterdamDate(absl::FromUnixSeconds(ref.submit_time().seconds()));
    if (!ref.contract().empty()) {
      input.footer = absl::StrCat(ref.contract(), " / ", document.revision());
    }
    const auto& signatures = version != nullptr ? version->signatures() : contract.signatures();
    for (const v1::SignatureSlot& slot : contract.signature_slots()) {
      AddPlaces(catalogs, contract, slot, signatures, document, input);
    }
  } else {
    input.watermark = catalogs.Word(
        contract.has_document() ? "print_translation_mark" : "print_draft_mark", language);
  }
  ASSIGN_OR_RETURN(print::Printed printed, knowledge.printer()->Print(input));
  document.set_pdf(std::move(printed.pdf));
  document.set_pdf_page_count(printed.page_count);
  return absl::OkStatus();
}

}  // namespace interim::contracting
