#include "services/contracting/service/contracts.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/core/clock.h"
#include "common/core/status_macros.h"
#include "interim/matching/v1/matching_service.pb.h"
#include "services/contracting/domain/amendment.h"
#include "services/contracting/domain/amendment_terms.h"
#include "services/contracting/domain/compliance.h"
#include "services/contracting/domain/contract.h"
#include "services/contracting/domain/document.h"
#include "services/contracting/domain/ending.h"
#include "services/contracting/domain/errors.h"
#include "services/contracting/domain/values.h"
#include "services/contracting/service/changes.h"
#include "services/contracting/service/printing.h"
#include "services/contracting/service/resources.h"
#include "services/contracting/service/working_relations.h"

namespace interim::contracting {
namespace {

constexpr absl::string_view kRecordPlacement =
    "interim.matching.v1.MatchingService/RecordPlacement";

std::string DocumentId(int revision) { return absl::StrCat("d", revision); }

// Name of the stored bytes; a change keeps its bytes under its own record.
std::string DocumentName(const v1::Contract& contract, const v1::DocumentRef& ref) {
  return absl::StrCat(ref.contract().empty() ? contract.name() : ref.contract(), "/documents/",
                      DocumentId(ref.revision()));
}

// The contract that a change belongs to, as long as it is still the one it was drafted for.
absl::StatusOr<rpc::Stored<v1::Contract>> LoadBase(rpc::Call& call, const v1::Contract& change) {
  ASSIGN_OR_RETURN(auto base, call.Load<v1::Contract>(change.amendment().base_contract()));
  RETURN_IF_ERROR(CheckBase(change, *base));
  return base;
}

void SetEndTimer(const v1::Contract& contract, absl::string_view id, rpc::Commit& commit) {
  std::optional<Date> last = LastDay(contract);
  if (!last || contract.state() != v1::CONTRACT_STATE_ACTIVE) return;
  commit.SetTimer(id, kEndTimer, StartOfAmsterdamDay(last->AddDays(1)));
}

}  // namespace

absl::StatusOr<v1::Contract> Contracts::DraftContract(
    rpc::Call& call, const v1::DraftContractRequest& request) const {
  ASSIGN_OR_RETURN(auto brief, call.Load<v1::Brief>(request.brief()));
  ASSIGN_OR_RETURN(v1::Contract contract,
                   contracting::DraftContract(knowledge_.catalogs(), *brief, request.form(),
                                              request.contract()));
  RETURN_IF_ERROR(
      RefreshFindings(knowledge_.law(), knowledge_.catalogs(), *brief, call.today(), contract));
  return call.Create<v1::Contract>("", contract, "contract.drafted");
}

absl::StatusOr<v1::Contract> Contracts::UpdateContract(
    rpc::Call& call, const v1::UpdateContractRequest& request) const {
  ASSIGN_OR_RETURN(auto contract, call.Load<v1::Contract>(request.contract().name()));
  ASSIGN_OR_RETURN(auto brief, call.Load<v1::Brief>(contract->brief()));
  ASSIGN_OR_RETURN(v1::Contract after,
                   contracting::UpdateContract(knowledge_.catalogs(), *contract, *brief,
                                               request.contract(), request.update_mask()));
  if (contract->has_amendment()) {
    ASSIGN_OR_RETURN(auto base, LoadBase(call, *contract));
    MarkChanges(knowledge_.catalogs(), *brief, *base, after);
  }
  ASSIGN_OR_RETURN(auto later, LoadLaterAnswers(call, *contract));
  RETURN_IF_ERROR(
      RefreshFindings(knowledge_.law(), knowledge_.catalogs(), *brief, call.today(), after, later));
  return call.Commit(contract, after, "contract.updated");
}

absl::StatusOr<v1::Contract> Contracts::DecideFindings(
    rpc::Call& call, const v1::DecideFindingsRequest& request) const {
  ASSIGN_OR_RETURN(auto contract, call.Load<v1::Contract>(request.name()));
  std::vector<v1::FindingDecision> decisions(request.decisions().begin(),
                                             request.decisions().end());
  Decider decider{.subject = call.principal().subject,
                  .is_legal = call.principal().HasRole("legal"),
                  .today = call.today(),
                  .roles = call.principal().roles};
  std::sort(decider.roles.begin(), decider.roles.end());
  ASSIGN_OR_RETURN(v1::Contract after, contracting::DecideFindings(*contract, decisions, decider));
  rpc::Commit commit = call.Begin("contract.findings_decided");
  commit.Update(contract, after);
  for (const v1::FindingDecision& decision : decisions) {
    commit.Rule(decision.rule_id(), decision.rule_version());
  }
  commit.Reason(decisions.empty() ? "" : decisions.front().reason());
  RETURN_IF_ERROR(call.Finish(std::move(commit)));
  return call.Committed<v1::Contract>(contract.id(), after);
}

absl::StatusOr<v1::Contract> Contracts::SubmitForSignature(
    rpc::Call& call, const v1::SubmitForSignatureRequest& request) const {
  ASSIGN_OR_RETURN(auto contract, call.Load<v1::Contract>(request.name()));
  ASSIGN_OR_RETURN(auto brief, call.Load<v1::Brief>(contract->brief()));
  v1::Contract fresh = *contract;
  if (fresh.state() == v1::CONTRACT_STATE_DRAFT) {
    ASSIGN_OR_RETURN(auto later, LoadLaterAnswers(call, *contract));
    RETURN_IF_ERROR(RefreshFindings(knowledge_.law(), knowledge_.catalogs(), *brief, call.today(),
                                    fresh, later));
  }
  RETURN_IF_ERROR(CheckCanSubmit(knowledge_.catalogs(), fresh, *brief));
  v1::ContractDocument document = MakeDocument(knowledge_.catalogs(), fresh, *brief,
                                               {.language = fresh.language_code(),
                                                .purpose = DocumentPurpose::kSignature,
                                                .revision = NextRevision(fresh),
                                                .day = call.today()});
  v1::Contract after =
      contracting::SubmitForSignature(fresh, document, call.principal().subject, call.now());
  rpc::Commit commit = call.Begin("contract.submitted");
  commit.Update(contract, after);
  commit.Create<v1::ContractDocument>(contract.id(), document, DocumentId(document.revision()));
  if (fresh.has_amendment()) {
    // Who is named only in the change must be able to read, and with the last signature to change,
    // what it changes.
    ASSIGN_OR_RETURN(auto base, LoadBase(call, fresh));
    commit.Update(base, OpenToSignatories(*base, fresh));
  }
  for (const type::Finding& finding : after.findings()) {
    commit.Rule(finding.rule_id(), finding.rule_version());
  }
  RETURN_IF_ERROR(call.Finish(std::move(commit)));
  return call.Committed<v1::Contract>(contract.id(), after);
}

absl::StatusOr<v1::Contract> Contracts::SignContract(rpc::Call& call,
                                                     const v1::SignContractRequest& request) const {
  ASSIGN_OR_RETURN(auto contract, call.Load<v1::Contract>(request.name()));
  Signer signer = SignerOf(call.principal());
  signer.display_name = request.display_name();
  ASSIGN_OR_RETURN(
      v1::Contract after,
      contracting::SignContract(*contract, request.document_sha256(), signer, call.now()));
  if (!after.has_amendment()) return call.Commit(contract, after, "contract.signed");
  ASSIGN_OR_RETURN(auto base, LoadBase(call, after));
  rpc::Commit commit = call.Begin("contract.signed");
  commit.Update(contract, after);
  if (after.state() == v1::CONTRACT_STATE_SIGNED) {
    // The last signature: in the same transaction the new terms hold.
    v1::Contract changed = ApplyAmendment(*base, after);
    commit.Update(base, changed);
    SetEndTimer(changed, base.id(), commit);
  }
  RETURN_IF_ERROR(call.Finish(std::move(commit)));
  return call.Committed<v1::Contract>(contract.id(), after);
}

absl::StatusOr<v1::Contract> Contracts::DeclineContract(
    rpc::Call& call, const v1::DeclineContractRequest& request) const {
  ASSIGN_OR_RETURN(auto contract, call.Load<v1::Contract>(request.name()));
  ASSIGN_OR_RETURN(v1::Contract after,
                   contracting::DeclineContract(*contract, SignerOf(call.principal()),
                                                request.reason(), call.now()));
  rpc::Commit commit = call.Begin("contract.declined");
  commit.Update(contract, after);
  commit.Reason(request.reason());
  if (after.has_amendment()) {
    ASSIGN_OR_RETURN(auto base, call.Load<v1::Contract>(after.amendment().base_contract()));
    commit.Update(base, DropAmendment(*base, after));
  }
  RETURN_IF_ERROR(call.Finish(std::move(commit)));
  return call.Committed<v1::Contract>(contract.id(), after);
}

absl::StatusOr<v1::Contract> Contracts::ActivateContract(
    rpc::Call& call, const v1::ActivateContractRequest& request) const {
  ASSIGN_OR_RETURN(auto contract, call.Load<v1::Contract>(request.name()));
  ASSIGN_OR_RETURN(auto brief, call.Load<v1::Brief>(contract->brief()));
  ASSIGN_OR_RETURN(v1::Contract after,
                   contracting::ActivateContract(*contract, *brief, call.now()));
  rpc::Commit commit = call.Begin("contract.activated");
  commit.Update(contract, after);
  SetEndTimer(after, contract.id(), commit);
  commit.SetTimer(contract.id(), kReviewTimer, FirstReview(call.today()));
  std::optional<Date> decision =
      FindDate(after.pilot().has_decision_date(), after.pilot().decision_date());
  if (after.is_pilot() && decision) {
    commit.SetTimer(contract.id(), kPilotTimer, StartOfAmsterdamDay(decision->AddDays(1)));
  }
  if (!after.selection().empty()) {
    matching::v1::RecordPlacementRequest placement;
    placement.set_name(after.selection());
    placement.set_contract(after.name());
    commit.Relay(kRecordPlacement, placement);
  }
  RETURN_IF_ERROR(call.Finish(std::move(commit)));
  return call.Committed<v1::Contract>(contract.id(), after);
}

absl::StatusOr<v1::ContractDocument> Contracts::RenderContract(
    rpc::Call& call, const v1::RenderContractRequest& request) const {
  ASSIGN_OR_RETURN(auto contract, call.Load<v1::Contract>(request.name()));
  ASSIGN_OR_RETURN(v1::ContractDocument document, RenderText(call, *contract, request));
  if (request.format() == v1::DOCUMENT_FORMAT_PDF) {
    RETURN_IF_ERROR(PrintDocument(knowledge_, *contract, call.today(), document));
  }
  return document;
}

absl::StatusOr<v1::ContractDocument> Contracts::RenderText(
    rpc::Call& call, const v1::Contract& contract, const v1::RenderContractRequest& request) const {
  const std::string& own = contract.language_code();
  std::string language = request.language_code().empty() ? own : request.language_code();
  const v1::DocumentRef* wanted = contract.has_document() ? &contract.document() : nullptr;
  if (!request.document_sha256().empty()) {
    wanted = FindDocument(contract, request.document_sha256());
    if (wanted == nullptr) return DocumentUnknown(contract, request.document_sha256());
    language = wanted->language_code();  // an earlier text is shown as it was put up
  }
  if (wanted != nullptr && language == wanted->language_code()) {
    ASSIGN_OR_RETURN(auto stored, call.Load<v1::ContractDocument>(DocumentName(contract, *wanted)));
    return *stored;
  }
  // The brief may have changed since; a rendering shows it as it stands and says what it is.
  ASSIGN_OR_RETURN(auto brief, call.Load<v1::Brief>(contract.brief()));
  return MakeDocument(
      knowledge_.catalogs(), contract, *brief,
      {.language = language,
       .purpose = contract.has_document() ? DocumentPurpose::kTranslation : DocumentPurpose::kDraft,
       .revision = 0,
       .day = call.today()});
}

absl::StatusOr<v1::Contract> Contracts::GetContract(rpc::Call& call,
                                                    const v1::GetContractRequest& request) const {
  ASSIGN_OR_RETURN(auto contract, call.Load<v1::Contract>(request.name()));
  return *contract;
}

absl::StatusOr<v1::ListContractsResponse> Contracts::ListContracts(
    rpc::Call& call, const v1::ListContractsRequest& request) const {
  rpc::ListArgs args;
  if (request.state() != v1::CONTRACT_STATE_UNSPECIFIED) {
    args.filters.push_back({"state", v1::ContractState_Name(request.state())});
  }
  if (!request.brief().empty()) args.filters.push_back({"brief", request.brief()});
  ASSIGN_OR_RETURN(auto page, call.List<v1::Contract>(args));
  v1::ListContractsResponse response;
  for (v1::Contract& contract : page.items) *response.add_contracts() = std::move(contract);
  response.set_next_page_token(page.next_page_token);
  return response;
}

absl::Status Contracts::EndWhenDue(rpc::Call& call, const store::Timer& timer) const {
  absl::StatusOr<rpc::Stored<v1::Contract>> contract = call.Load<v1::Contract>(
      absl::StrCat("organizations/", call.tenant().value(), "/", timer.resource));
  if (absl::IsNotFound(contract.status())) return absl::OkStatus();  // nothing left to end
  RETURN_IF_ERROR(contract.status());
  v1::Contract after = EndContract(**contract, call.today());
  if (after.state() == (*contract)->state()) return absl::OkStatus();
  return call.Commit(*contract, after, "contract.ended").status();
}

}  // namespace interim::contracting
