// From a contract and its document to what is printed.
#ifndef INTERIM_SERVICES_CONTRACTING_SERVICE_PRINTING_H_
#define INTERIM_SERVICES_CONTRACTING_SERVICE_PRINTING_H_

#include "absl/status/status.h"
#include "common/core/date.h"
#include "interim/contracting/v1/contract.pb.h"
#include "services/contracting/service/knowledge.h"

namespace interim::contracting {

// Fills `pdf` of the document: its text, and a sheet with every signing place and the signatures
// set on this very text. A draft or translation is marked as such.
//   today   the day of a draft; a text that was put up for signature carries the day of that
//   errors  FAILED_PRECONDITION PDF_NOT_AVAILABLE when this server has no fonts
absl::Status PrintDocument(const Knowledge& knowledge, const v1::Contract& contract, Date today,
                           v1::ContractDocument& document);

}  // namespace interim::contracting

#endif  // INTERIM_SERVICES_CONTRACTING_SERVICE_PRINTING_H_
