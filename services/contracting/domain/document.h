// The document that is signed: canonical UTF-8 Markdown of contract and brief.
#ifndef INTERIM_SERVICES_CONTRACTING_DOMAIN_DOCUMENT_H_
#define INTERIM_SERVICES_CONTRACTING_DOMAIN_DOCUMENT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "common/core/date.h"
#include "interim/contracting/v1/brief.pb.h"
#include "interim/contracting/v1/contract.pb.h"
#include "services/contracting/domain/catalogs.h"

namespace interim::contracting {

// What the document is made for.
enum class DocumentPurpose {
  kSignature,    // the bytes to sign
  kDraft,        // marked as draft
  kTranslation,  // marked as rendering of a contract that is signed in another language
};

struct DocumentQuestion {
  std::string language;  // "nl" or "en"
  DocumentPurpose purpose = DocumentPurpose::kDraft;
  int revision = 0;  // of the document within the contract
  Date day;          // the day it is made
};

// Keys of the words that name the document and the sides in it: employment has an employer and an
// employee.
const char* TitleKey(const v1::Contract& contract);
const char* SideKey(const v1::Contract& contract, v1::PartySide side);

// The document with its hash. Canonical: the same contract, brief, question and data give the same
// bytes; lines end with one line feed, no trailing spaces, one line feed at the end.
v1::ContractDocument MakeDocument(const Catalogs& catalogs, const v1::Contract& contract,
                                  const v1::Brief& brief, const DocumentQuestion& question);

// The annex alone: every block of the form in order.
std::string BriefText(const Catalogs& catalogs, const v1::Brief& brief, absl::string_view language);

}  // namespace interim::contracting

#endif  // INTERIM_SERVICES_CONTRACTING_DOMAIN_DOCUMENT_H_
