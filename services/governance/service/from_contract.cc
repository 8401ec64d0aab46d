#include "services/governance/service/from_contract.h"

#include <string>

#include "absl/strings/strip.h"
#include "common/core/status_macros.h"
#include "interim/contracting/v1/brief.pb.h"
#include "interim/contracting/v1/contract.pb.h"
#include "interim/contracting/v1/contracting_service.pb.h"
#include "services/governance/domain/errors.h"

namespace interim::governance {
namespace {

namespace contracting = ::interim::contracting::v1;

constexpr absl::string_view kGetContract = "interim.contracting.v1.ContractingService/GetContract";
constexpr absl::string_view kGetBrief = "interim.contracting.v1.ContractingService/GetBrief";

bool HasRole(const v1::Engagement& engagement, v1::PartyRole role) {
  for (const v1::Party& party : engagement.parties()) {
    if (party.role() == role) return true;
  }
  return false;
}

void AddParty(v1::Engagement& engagement, v1::PartyRole role,
              const contracting::PartyPerson& person) {
  if (person.subject().empty() || HasRole(engagement, role)) return;
  v1::Party* party = engagement.add_parties();
  party->set_role(role);
  party->set_subject(person.subject());
  party->set_display_name(person.display_name());
}

void FillFromBrief(v1::Engagement& engagement, const contracting::Brief& brief) {
  engagement.set_brief(brief.name());
  if (engagement.situation_code().empty() && brief.situation_codes_size() > 0) {
    engagement.set_situation_code(brief.situation_codes(0));
  }
  if (engagement.role_code().empty()) engagement.set_role_code(brief.role_code());
  if (engagement.mandate_level() == 0) engagement.set_mandate_level(brief.mandate().level());
  AddParty(engagement, v1::PARTY_ROLE_FORMAL_CLIENT, brief.parties().formal_client());
  AddParty(engagement, v1::PARTY_ROLE_SPONSOR, brief.parties().functional_client());
  AddParty(engagement, v1::PARTY_ROLE_INTERIM_MANAGER, brief.parties().interim_manager());
  AddParty(engagement, v1::PARTY_ROLE_SHADOW_MANAGER, brief.parties().shadow_manager());
  AddParty(engagement, v1::PARTY_ROLE_EVALUATOR, brief.governance().evaluator());
  if (brief.personnel_impact().works_council_present() == contracting::ANSWER_YES) {
    engagement.set_has_works_council(true);
  }
}

}  // namespace

absl::StatusOr<v1::Engagement> FillFromContract(rpc::Call& call, const v1::Engagement& draft) {
  if (draft.contract().empty()) return draft;
  contracting::GetContractRequest get_contract;
  get_contract.set_name(draft.contract());
  ASSIGN_OR_RETURN(const auto contract,
                   call.Ask<contracting::Contract>(kGetContract, get_contract));
  if (contract.state() != contracting::CONTRACT_STATE_ACTIVE) {
    const std::string state = contracting::ContractState_Name(contract.state());
    return ContractNotActive(draft.contract(), absl::StripPrefix(state, "CONTRACT_STATE_"));
  }
  v1::Engagement engagement = draft;
  if (!engagement.has_start_date()) {
    *engagement.mutable_start_date() = contract.period().start_date();
  }
  if (!engagement.has_end_date()) *engagement.mutable_end_date() = contract.period().end_date();
  AddParty(engagement, v1::PARTY_ROLE_INTERIM_MANAGER, contract.interim_manager());
  if (contract.brief().empty()) return engagement;
  contracting::GetBriefRequest get_brief;
  get_brief.set_name(contract.brief());
  ASSIGN_OR_RETURN(const auto brief, call.Ask<contracting::Brief>(kGetBrief, get_brief));
  FillFromBrief(engagement, brief);
  return engagement;
}

absl::StatusOr<std::string> FindAssessment(rpc::Call& call, const v1::Engagement& engagement) {
  if (engagement.brief().empty()) return std::string();
  contracting::GetBriefRequest get_brief;
  get_brief.set_name(engagement.brief());
  const auto brief = call.Ask<contracting::Brief>(kGetBrief, get_brief);
  if (absl::IsNotFound(brief.status())) return std::string();
  RETURN_IF_ERROR(brief.status());
  return brief->assessment();
}

}  // namespace interim::governance
