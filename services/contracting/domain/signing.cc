// Signatures: who, in which order, over which bytes.
#include <algorithm>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/core/sha256.h"
#include "services/contracting/domain/amendment.h"
#include "services/contracting/domain/contract.h"
#include "services/contracting/domain/errors.h"
#include "services/contracting/domain/values.h"

namespace interim::contracting {
namespace {

bool Matches(const v1::Signatory& signatory, const Signer& signer) {
  if (signatory.party() != signer.party) return false;
  if (!signatory.subject().empty() && signatory.subject() != signer.subject) return false;
  if (!signatory.role().empty() &&
      std::find(signer.roles.begin(), signer.roles.end(), signatory.role()) == signer.roles.end()) {
    return false;
  }
  // Somebody must be meant: a subject, a role or an outside party.
  return !signatory.subject().empty() || !signatory.role().empty() || !signatory.party().empty();
}

const v1::Signatory* FindSignatory(const v1::SignatureSlot& slot, const Signer& signer) {
  for (const v1::Signatory& signatory : slot.signatories()) {
    if (Matches(signatory, signer)) return &signatory;
  }
  return nullptr;
}

int CountIn(const v1::Contract& contract, const v1::SignatureSlot& slot) {
  return static_cast<int>(std::count_if(
      contract.signatures().begin(), contract.signatures().end(), [&](const v1::Signature& s) {
        return s.slot_code() == slot.code() &&
               s.document_sha256() == contract.document().document_sha256();
      }));
}

bool IsFilled(const v1::Contract& contract, const v1::SignatureSlot& slot) {
  return CountIn(contract, slot) >= slot.required_count();
}

// The open place with the lowest turn; nothing when all are filled.
const v1::SignatureSlot* FirstOpen(const v1::Contract& contract) {
  const v1::SignatureSlot* first = nullptr;
  for (const v1::SignatureSlot& slot : contract.signature_slots()) {
    if (!IsFilled(contract, slot) && (first == nullptr || slot.turn() < first->turn())) {
      first = &slot;
    }
  }
  return first;
}

// The place this signer fills: an open one of the lowest turn; else any that names the signer.
const v1::SignatureSlot* PlaceOf(const v1::Contract& contract, const Signer& signer) {
  const v1::SignatureSlot* place = nullptr;
  for (const v1::SignatureSlot& slot : contract.signature_slots()) {
    if (FindSignatory(slot, signer) == nullptr) continue;
    bool better = place == nullptr || (IsFilled(contract, *place) && !IsFilled(contract, slot)) ||
                  (!IsFilled(contract, slot) && slot.turn() < place->turn());
    if (better) place = &slot;
  }
  return place;
}

bool HasSigned(const v1::Contract& contract, const Signer& signer) {
  return std::any_of(contract.signatures().begin(), contract.signatures().end(),
                     [&](const v1::Signature& s) {
                       return s.subject() == signer.subject && s.party() == signer.party;
                     });
}

v1::Signature MakeSignature(const v1::Contract& contract, const v1::SignatureSlot& slot,
                            const Signer& signer, absl::Time now) {
  v1::Signature signature;
  signature.set_slot_code(slot.code());
  signature.set_side(slot.side());
  signature.set_subject(signer.subject);
  signature.set_party(signer.party);
  const v1::Signatory* signatory = FindSignatory(slot, signer);
  signature.set_display_name(signer.display_name.empty() && signatory != nullptr
                                 ? signatory->display_name()
                                 : signer.display_name);
  signature.set_document_sha256(contract.document().document_sha256());
  *signature.mutable_sign_time() = ToTimestamp(now);
  signature.set_binding_sha256(BindingOf(contract.name(), signature));
  return signature;
}

}  // namespace

std::string BindingOf(absl::string_view contract_name, const v1::Signature& signature) {
  // A line per part; no part holds a line feed: names, codes, hashes, token subjects.
  return Sha256Hex(absl::StrCat(
      "interim.contracting.v1.Signature\n", contract_name, "\n", signature.document_sha256(), "\n",
      signature.slot_code(), "\n", signature.subject(), "\n", signature.party(), "\n",
      signature.sign_time().seconds(), ".", signature.sign_time().nanos(), "\n"));
}

bool IsSignatory(const v1::Contract& contract, const Signer& signer) {
  return std::any_of(
      contract.signature_slots().begin(), contract.signature_slots().end(),
      [&](const v1::SignatureSlot& slot) { return FindSignatory(slot, signer) != nullptr; });
}

bool IsOpenSignatory(const v1::Contract& contract, const Signer& signer) {
  return std::any_of(contract.open_signatories().begin(), contract.open_signatories().end(),
                     [&](const v1::Signatory& signatory) { return Matches(signatory, signer); });
}

absl::StatusOr<v1::Contract> SignContract(const v1::Contract& contract,
                                          absl::string_view document_sha256, const Signer& signer,
                                          absl::Time now) {
  if (!IsSignatory(contract, signer)) return NotASignatory(contract);
  if (contract.state() != v1::CONTRACT_STATE_IN_SIGNATURE) return ContractNotInSignature(contract);
  if (contract.document().document_sha256() != document_sha256) return DocumentMismatch(contract);
  if (HasSigned(contract, signer)) return AlreadySigned(contract);
  const v1::SignatureSlot* place = PlaceOf(contract, signer);
  if (place == nullptr) return NotASignatory(contract);
  if (IsFilled(contract, *place)) return SlotFilled(contract, *place);
  const v1::SignatureSlot* first = FirstOpen(contract);
  if (first != nullptr && first->turn() < place->turn()) {
    return SignatureOutOfOrder(contract, *first);
  }
  v1::Contract after = contract;
  *after.add_signatures() = MakeSignature(contract, *place, signer, now);
  if (FirstOpen(after) == nullptr) {
    after.set_state(v1::CONTRACT_STATE_SIGNED);
    *after.mutable_sign_time() = ToTimestamp(now);
    if (!after.has_amendment()) {
      after.set_version(1);
      *after.add_versions() = VersionOf(after, v1::VERSION_STATE_IN_FORCE);
    }
  }
  return after;
}

absl::StatusOr<v1::Contract> DeclineContract(const v1::Contract& contract, const Signer& signer,
                                             absl::string_view reason, absl::Time now) {
  if (!IsSignatory(contract, signer)) return NotASignatory(contract);
  if (contract.state() != v1::CONTRACT_STATE_IN_SIGNATURE) return ContractNotInSignature(contract);
  v1::Contract after = contract;
  after.set_state(v1::CONTRACT_STATE_DECLINED);
  v1::Declination& declination = *after.mutable_declination();
  declination.set_subject(signer.subject);
  declination.set_party(signer.party);
  declination.set_reason(std::string(reason));
  *declination.mutable_decline_time() = ToTimestamp(now);
  if (!after.has_amendment()) {
    *after.add_versions() = VersionOf(after, v1::VERSION_STATE_DECLINED);
  }
  return after;
}

}  // namespace interim::contracting
