// Changes of a contract in force. A change is a record of its own that is drafted and signed like
// any contract; with the last signature its terms replace those of the contract it changes. Until
// then the contract goes on as it was signed.
#ifndef INTERIM_SERVICES_CONTRACTING_DOMAIN_AMENDMENT_H_
#define INTERIM_SERVICES_CONTRACTING_DOMAIN_AMENDMENT_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/core/date.h"
#include "interim/contracting/v1/brief.pb.h"
#include "interim/contracting/v1/contract.pb.h"
#include "interim/contracting/v1/contracting_service.pb.h"
#include "services/contracting/domain/catalogs.h"

namespace interim::contracting {

// Who asks for a change, and when.
struct ChangeStamp {
  std::string subject;
  std::vector<std::string> roles;
  Date today;
};

// The draft of a change of terms.
//   errors  FAILED_PRECONDITION IS_AN_AMENDMENT, CONTRACT_NOT_IN_FORCE, AMENDMENT_OPEN,
//           NOTHING_CHANGES; INVALID_ARGUMENT FIELDS_INVALID for what may not change so
absl::StatusOr<v1::Contract> AmendContract(const Catalogs& catalogs, const v1::Contract& base,
                                           const v1::Brief& brief,
                                           const v1::AmendContractRequest& request,
                                           const ChangeStamp& stamp);

// The draft of a later last day. The need is stated afresh; above the house's flag length (12
// months) the formal client or sponsor decides again with alternatives and the permanent route
// stated; above its refusal length (24 months) it is no interim work. For an employment contract
// the extension is a new link in the chain: its days are the added ones. Otherwise its days are all
// days, so that sums over the whole assignment are checked.
//   errors  FAILED_PRECONDITION IS_AN_AMENDMENT, CONTRACT_NOT_IN_FORCE, NOTICE_GIVEN,
//           AMENDMENT_OPEN, PILOT_NOT_DECIDED, PILOT_STOPPED, EXTENSION_NOT_LATER,
//           EXTENSION_TOO_LONG, REDECISION_NEEDED
absl::StatusOr<v1::Contract> ExtendContract(const Catalogs& catalogs, const v1::Contract& base,
                                            const v1::Brief& brief,
                                            const v1::ExtendContractRequest& request,
                                            const ChangeStamp& stamp);

// Whether the contract is still the one this change was drafted for.
//   errors  FAILED_PRECONDITION AMENDMENT_OUTDATED
absl::Status CheckBase(const v1::Contract& amendment, const v1::Contract& base);

// The contract with the terms of a change that all have signed.
v1::Contract ApplyAmendment(const v1::Contract& base, const v1::Contract& amendment);

// The contract with everybody named to sign its change, so that they see what they change.
v1::Contract OpenToSignatories(const v1::Contract& base, const v1::Contract& amendment);

// The contract without its open change, which was declined or withdrawn; what was put up for
// signature is kept in `versions`.
v1::Contract DropAmendment(const v1::Contract& base, const v1::Contract& amendment);

// What is kept of the text in signature or signed: document, signatures, terms.
v1::ContractVersion VersionOf(const v1::Contract& contract, v1::VersionState state);

// The text with that hash among all versions and the one in signature; null when there is none.
const v1::DocumentRef* FindDocument(const v1::Contract& contract,
                                    absl::string_view document_sha256);

// Number of the next document under this record, from 1.
int NextRevision(const v1::Contract& contract);

}  // namespace interim::contracting

#endif  // INTERIM_SERVICES_CONTRACTING_DOMAIN_AMENDMENT_H_
