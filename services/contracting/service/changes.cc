#include "services/contracting/service/changes.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/core/clock.h"
#include "common/core/status_macros.h"
#include "services/contracting/domain/amendment.h"
#include "services/contracting/domain/compliance.h"
#include "services/contracting/domain/ending.h"
#include "services/contracting/service/contracts.h"
#include "services/contracting/service/resources.h"
#include "services/contracting/service/working_relations.h"

namespace interim::contracting {
namespace {

ChangeStamp StampOf(const rpc::Call& call) {
  return {
      .subject = call.principal().subject, .roles = call.principal().roles, .today = call.today()};
}

EndStamp EndStampOf(const rpc::Call& call, const v1::Contract& contract) {
  EndStamp stamp{.who = SignerOf(call.principal()),
                 .today = call.today(),
                 .now = call.now(),
                 .signed_on = std::nullopt};
  if (contract.has_sign_time()) {
    stamp.signed_on = AmsterdamDate(absl::FromUnixSeconds(contract.sign_time().seconds()));
  }
  return stamp;
}

std::string FullName(const rpc::Call& call, const store::Timer& timer) {
  return absl::StrCat("organizations/", call.tenant().value(), "/", timer.resource);
}

}  // namespace

// The draft of a change, and the mark on the contract that it is open.
absl::StatusOr<v1::Contract> Changes::CommitDraft(rpc::Call& call,
                                                  const rpc::Stored<v1::Contract>& base,
                                                  const v1::Brief& brief, v1::Contract draft,
                                                  absl::string_view event) const {
  ASSIGN_OR_RETURN(auto later, LoadLaterAnswers(call, draft));
  RETURN_IF_ERROR(
      RefreshFindings(knowledge_.law(), knowledge_.catalogs(), brief, call.today(), draft, later));
  rpc::Commit commit = call.Begin(event);
  std::string name = commit.Create<v1::Contract>("", draft);
  v1::Contract after = *base;
  after.set_open_amendment(name);
  commit.Update(base, after);
  commit.About(base->name());
  commit.Reason(draft.amendment().reason());
  RETURN_IF_ERROR(call.Finish(std::move(commit)));
  return call.Committed<v1::Contract>(name, std::move(draft));
}

absl::StatusOr<v1::Contract> Changes::AmendContract(rpc::Call& call,
                                                    const v1::AmendContractRequest& request) const {
  ASSIGN_OR_RETURN(auto base, call.Load<v1::Contract>(request.name()));
  ASSIGN_OR_RETURN(auto brief, call.Load<v1::Brief>(base->brief()));
  ASSIGN_OR_RETURN(v1::Contract draft, contracting::AmendContract(knowledge_.catalogs(), *base,
                                                                  *brief, request, StampOf(call)));
  return CommitDraft(call, base, *brief, std::move(draft), "contract.amendment_drafted");
}

absl::StatusOr<v1::Contract> Changes::ExtendContract(
    rpc::Call& call, const v1::ExtendContractRequest& request) const {
  ASSIGN_OR_RETURN(auto base, call.Load<v1::Contract>(request.name()));
  ASSIGN_OR_RETURN(auto brief, call.Load<v1::Brief>(base->brief()));
  ASSIGN_OR_RETURN(v1::Contract draft, contracting::ExtendContract(knowledge_.catalogs(), *base,
                                                                   *brief, request, StampOf(call)));
  return CommitDraft(call, base, *brief, std::move(draft), "contract.extension_drafted");
}

absl::StatusOr<v1::Contract> Changes::TerminateContract(
    rpc::Call& call, const v1::TerminateContractRequest& request) const {
  ASSIGN_OR_RETURN(auto contract, call.Load<v1::Contract>(request.name()));
  ASSIGN_OR_RETURN(v1::Contract after,
                   contracting::TerminateContract(knowledge_.catalogs(), knowledge_.law(),
                                                  *contract, request, EndStampOf(call, *contract)));
  rpc::Commit commit = call.Begin("contract.terminated");
  commit.Update(contract, after);
  commit.Reason(request.reason());
  for (const type::Finding& finding : after.termination().findings()) {
    commit.Rule(finding.rule_id(), finding.rule_version());
  }
  std::optional<Date> last = LastDay(after);
  if (last && after.state() != v1::CONTRACT_STATE_ENDED) {
    commit.SetTimer(contract.id(), kEndTimer, StartOfAmsterdamDay(last->AddDays(1)));
  }
  RETURN_IF_ERROR(call.Finish(std::move(commit)));
  return call.Committed<v1::Contract>(contract.id(), after);
}

absl::StatusOr<v1::Contract> Changes::DecidePilot(rpc::Call& call,
                                                  const v1::DecidePilotRequest& request) const {
  ASSIGN_OR_RETURN(auto contract, call.Load<v1::Contract>(request.name()));
  ASSIGN_OR_RETURN(v1::Contract after,
                   contracting::DecidePilot(*contract, request, EndStampOf(call, *contract)));
  rpc::Commit commit = call.Begin("contract.pilot_decided");
  commit.Update(contract, after);
  commit.Reason(request.reason());
  commit.CancelTimer(contract.id(), kPilotTimer);
  RETURN_IF_ERROR(call.Finish(std::move(commit)));
  return call.Committed<v1::Contract>(contract.id(), after);
}

absl::StatusOr<v1::Contract> Changes::WithdrawContract(
    rpc::Call& call, const v1::WithdrawContractRequest& request) const {
  ASSIGN_OR_RETURN(auto contract, call.Load<v1::Contract>(request.name()));
  ASSIGN_OR_RETURN(v1::Contract after, contracting::WithdrawContract(*contract, request.reason(),
                                                                     EndStampOf(call, *contract)));
  rpc::Commit commit = call.Begin("contract.withdrawn");
  commit.Update(contract, after);
  commit.Reason(request.reason());
  if (contract->has_amendment()) {
    ASSIGN_OR_RETURN(auto base, call.Load<v1::Contract>(contract->amendment().base_contract()));
    commit.Update(base, DropAmendment(*base, after));
  }
  RETURN_IF_ERROR(call.Finish(std::move(commit)));
  return call.Committed<v1::Contract>(contract.id(), after);
}

absl::Status Changes::TellPilotOverdue(rpc::Call& call, const store::Timer& timer) const {
  absl::StatusOr<rpc::Stored<v1::Contract>> contract =
      call.Load<v1::Contract>(FullName(call, timer));
  if (absl::IsNotFound(contract.status())) return absl::OkStatus();  // nothing left to tell
  RETURN_IF_ERROR(contract.status());
  v1::Contract after = MarkPilotOverdue(**contract, call.today());
  if (after.pilot().is_overdue() == (*contract)->pilot().is_overdue()) return absl::OkStatus();
  return call.Commit(*contract, after, "contract.pilot_overdue").status();
}

}  // namespace interim::contracting
