#include "services/contracting/service/contracts.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/core/clock.h"
#include "common/core/status_macros.h"
#include "interim/matching/v1/matching_service.pb.h"
#include "services/contracting/domain/compliance.h"
#include "services/contracting/domain/contract.h"
#include "services/contracting/domain/document.h"
#include "services/contracting/domain/values.h"
#include "services/contracting/service/resources.h"

namespace interim::contracting {
namespace {

constexpr absl::string_view kRecordPlacement =
    "interim.matching.v1.MatchingService/RecordPlacement";

std::string DocumentId(int revision) { return absl::StrCat("d", revision); }

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
  RETURN_IF_ERROR(
      RefreshFindings(knowledge_.law(), knowledge_.catalogs(), *brief, call.today(), after));
  return call.Commit(contract, after, "contract.updated");
}

absl::StatusOr<v1::Contract> Contracts::DecideFindings(
    rpc::Call& call, const v1::DecideFindingsRequest& request) const {
  ASSIGN_OR_RETURN(auto contract, call.Load<v1::Contract>(request.name()));
  std::vector<v1::FindingDecision> decisions(request.decisions().begin(),
                                             request.decisions().end());
  Decider decider{.subject = call.principal().subject,
                  .is_legal = call.principal().HasRole("legal"),
                  .today = call.today()};
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
    RETURN_IF_ERROR(
        RefreshFindings(knowledge_.law(), knowledge_.catalogs(), *brief, call.today(), fresh));
  }
  RETURN_IF_ERROR(CheckCanSubmit(knowledge_.catalogs(), fresh, *brief));
  v1::ContractDocument document = MakeDocument(knowledge_.catalogs(), fresh, *brief,
                                               {.language = fresh.language_code(),
                                                .purpose = DocumentPurpose::kSignature,
                                                .revision = fresh.document().revision() + 1,
                                                .day = call.today()});
  v1::Contract after =
      contracting::SubmitForSignature(fresh, document, call.principal().subject, call.now());
  rpc::Commit commit = call.Begin("contract.submitted");
  commit.Update(contract, after);
  commit.Create<v1::ContractDocument>(contract.id(), document, DocumentId(document.revision()));
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
  return call.Commit(contract, after, "contract.signed");
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
  std::optional<DatePeriod> period = FindPeriod(after.has_period(), after.period());
  if (period) {
    commit.SetTimer(contract.id(), kEndTimer, StartOfAmsterdamDay(period->end().AddDays(1)));
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

absl::StatusOr<v1::Contract> Contracts::RecordWork(rpc::Call& call,
                                                   const v1::RecordWorkRequest& request) const {
  ASSIGN_OR_RETURN(auto contract, call.Load<v1::Contract>(request.name()));
  ASSIGN_OR_RETURN(
      v1::Contract after,
      contracting::RecordWork(
          knowledge_.catalogs(), *contract, request.work_month(),
          {.subject = call.principal().subject, .today = call.today(), .now = call.now()}));
  return call.Commit(contract, after, "contract.work_recorded");
}

absl::StatusOr<v1::ContractDocument> Contracts::RenderContract(
    rpc::Call& call, const v1::RenderContractRequest& request) const {
  ASSIGN_OR_RETURN(auto contract, call.Load<v1::Contract>(request.name()));
  const std::string& own = contract->language_code();
  std::string language = request.language_code().empty() ? own : request.language_code();
  if (contract->has_document() && language == contract->document().language_code()) {
    ASSIGN_OR_RETURN(auto stored, call.Load<v1::ContractDocument>(
                                      absl::StrCat(contract->name(), "/documents/",
                                                   DocumentId(contract->document().revision()))));
    return *stored;
  }
  // The brief may have changed since; a rendering shows it as it stands and says what it is.
  ASSIGN_OR_RETURN(auto brief, call.Load<v1::Brief>(contract->brief()));
  return MakeDocument(knowledge_.catalogs(), *contract, *brief,
                      {.language = language,
                       .purpose = contract->has_document() ? DocumentPurpose::kTranslation
                                                           : DocumentPurpose::kDraft,
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
