// A contract from draft to end. Every function takes the contract as it is and returns it as it
// becomes.
#ifndef INTERIM_SERVICES_CONTRACTING_DOMAIN_CONTRACT_H_
#define INTERIM_SERVICES_CONTRACTING_DOMAIN_CONTRACT_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/core/date.h"
#include "google/protobuf/field_mask.pb.h"
#include "interim/contracting/v1/brief.pb.h"
#include "interim/contracting/v1/contract.pb.h"
#include "services/contracting/domain/catalogs.h"

namespace interim::contracting {

// A draft from brief and form; values of `given` win. Clauses, signing places and terms come from
// the library where none are given: the client signs first.
absl::StatusOr<v1::Contract> DraftContract(const Catalogs& catalogs, const v1::Brief& brief,
                                           v1::ContractForm form, const v1::Contract& given);

// The draft with the masked fields of `change`; a contract that was declined is a draft again. The
// draft of a change keeps form, language, parties and days.
//   errors  FAILED_PRECONDITION CONTRACT_NOT_DRAFT; INVALID_ARGUMENT FIELDS_INVALID for the mask
absl::StatusOr<v1::Contract> UpdateContract(const Catalogs& catalogs, const v1::Contract& contract,
                                            const v1::Brief& brief, const v1::Contract& change,
                                            const google::protobuf::FieldMask& mask);

// Opens the contract for signature over these bytes. Findings must be fresh.
//   document  the canonical bytes (MakeDocument)
//   errors    FAILED_PRECONDITION CONTRACT_NOT_DRAFT, BRIEF_NOT_APPROVED, CONTRACT_INCOMPLETE,
//             GATE_OPEN, RULE_BLOCKS, FINDING_UNDECIDED, in this order
absl::Status CheckCanSubmit(const Catalogs& catalogs, const v1::Contract& contract,
                            const v1::Brief& brief);
v1::Contract SubmitForSignature(const v1::Contract& contract, const v1::ContractDocument& document,
                                absl::string_view subject, absl::Time now);

// Who signs: the identity in the token.
struct Signer {
  std::string subject;
  std::string party;  // "suppliers/s1"; empty for the client's own people
  std::vector<std::string> roles;
  std::string display_name;  // as it should stand beside the signature; may be empty
};

// Signs the named document. The last signature makes the contract signed.
//   errors  FAILED_PRECONDITION CONTRACT_NOT_IN_SIGNATURE, DOCUMENT_MISMATCH, ALREADY_SIGNED,
//           SIGNATURE_OUT_OF_ORDER, SLOT_FILLED; PERMISSION_DENIED NOT_A_SIGNATORY
absl::StatusOr<v1::Contract> SignContract(const v1::Contract& contract,
                                          absl::string_view document_sha256, const Signer& signer,
                                          absl::Time now);

// Declines to sign; seen by all.
//   errors  FAILED_PRECONDITION CONTRACT_NOT_IN_SIGNATURE; PERMISSION_DENIED NOT_A_SIGNATORY
absl::StatusOr<v1::Contract> DeclineContract(const v1::Contract& contract, const Signer& signer,
                                             absl::string_view reason, absl::Time now);

// Whether this identity is named in any signing place.
bool IsSignatory(const v1::Contract& contract, const Signer& signer);
// Whether this identity is named to sign the change that is in signature.
bool IsOpenSignatory(const v1::Contract& contract, const Signer& signer);

// Activates a signed contract.
//   errors  FAILED_PRECONDITION CONTRACT_NOT_SIGNED, MANDATE_MISSING, GATE_OPEN
absl::StatusOr<v1::Contract> ActivateContract(const v1::Contract& contract, const v1::Brief& brief,
                                              absl::Time now);

// Ends an active contract after its last day; any other contract, or one that runs on, stays as it
// is.
v1::Contract EndContract(const v1::Contract& contract, Date today);

// Records one month; a month recorded before is replaced. Sums and deviations are computed.
//   errors  FAILED_PRECONDITION CONTRACT_NOT_ACTIVE, MONTH_NOT_WORKED
struct WorkStamp {
  std::string subject;
  Date today;
  absl::Time now;
};
absl::StatusOr<v1::Contract> RecordWork(const Catalogs& catalogs, const v1::Contract& contract,
                                        const v1::WorkMonth& month, const WorkStamp& stamp);

// SHA-256 that binds one signature to document, contract, place, identity and time.
std::string BindingOf(absl::string_view contract_name, const v1::Signature& signature);

}  // namespace interim::contracting

#endif  // INTERIM_SERVICES_CONTRACTING_DOMAIN_CONTRACT_H_
