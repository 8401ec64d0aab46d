#include "services/governance/service/from_contract.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/core/error.h"
#include "common/core/status_macros.h"
#include "common/type/convert.h"
#include "interim/contracting/v1/brief.pb.h"
#include "interim/contracting/v1/contract.pb.h"
#include "interim/contracting/v1/contracting_service.pb.h"
#include "services/governance/domain/errors.h"
#include "services/governance/domain/parties.h"

namespace interim::governance {
namespace {

namespace contracting = ::interim::contracting::v1;

constexpr absl::string_view kGetContract = "interim.contracting.v1.ContractingService/GetContract";
constexpr absl::string_view kGetBrief = "interim.contracting.v1.ContractingService/GetBrief";

void AddParty(v1::Engagement& engagement, v1::PartyRole role,
              const contracting::PartyPerson& person) {
  if (person.subject().empty() || IsFilled(engagement, role)) return;
  v1::Party* party = engagement.add_parties();
  party->set_role(role);
  party->set_subject(person.subject());
  party->set_display_name(person.display_name());
}

// A person given for a part must be the one of contract or brief.
void CheckPerson(const v1::Engagement& given, v1::PartyRole role,
                 const contracting::PartyPerson& person, FieldErrors& errors) {
  if (person.subject().empty() || !IsFilled(given, role)) return;
  if (HasPart(given, role, person.subject())) return;
  errors.Add("engagement.parties", "CONTRADICTS",
             absl::StrCat(ShortName(role), " is '", person.subject(), "' there."));
}

void CheckAgainstBrief(const v1::Engagement& given, const contracting::Brief& brief,
                       FieldErrors& errors) {
  if (given.mandate_level() != 0 && given.mandate_level() != brief.mandate().level()) {
    errors.Add("engagement.mandate_level", "CONTRADICTS",
               absl::StrCat("The brief agreed level ", brief.mandate().level(), "."));
  }
  CheckPerson(given, v1::PARTY_ROLE_FORMAL_CLIENT, brief.parties().formal_client(), errors);
  CheckPerson(given, v1::PARTY_ROLE_SPONSOR, brief.parties().functional_client(), errors);
  CheckPerson(given, v1::PARTY_ROLE_INTERIM_MANAGER, brief.parties().interim_manager(), errors);
  const auto answer = brief.personnel_impact().works_council_present();
  if (given.has_has_works_council() && answer == contracting::ANSWER_YES &&
      !given.has_works_council()) {
    errors.Add("engagement.has_works_council", "CONTRADICTS", "The brief knows a works council.");
  }
}

// After an extension the period is that of the extension.
const google::type::Date& FirstDay(const contracting::Contract& contract) {
  return contract.has_first_date() ? contract.first_date() : contract.period().start_date();
}

void CheckAgainstContract(const v1::Engagement& given, const contracting::Contract& contract,
                          FieldErrors& errors) {
  CheckPerson(given, v1::PARTY_ROLE_INTERIM_MANAGER, contract.interim_manager(), errors);
  const auto start = DateFromProto(FirstDay(contract), "contract.first_date");
  const auto term = TermOf(contract);
  const auto from = DateFromProto(given.start_date(), "engagement.start_date");
  const auto to = DateFromProto(given.end_date(), "engagement.end_date");
  if (start.ok() && from.ok() && *from < *start) {
    errors.Add("engagement.start_date", "CONTRADICTS",
               absl::StrCat("The contract starts on ", start->ToString(), "."));
  }
  if (term.ok() && to.ok() && term->end < *to) {
    errors.Add("engagement.end_date", "CONTRADICTS",
               absl::StrCat("The contract ends on ", term->end.ToString(), "."));
  }
}

void FillFromBrief(v1::Engagement& engagement, const contracting::Brief& brief) {
  engagement.set_brief(brief.name());
  if (engagement.situation_code().empty() && brief.situation_codes_size() > 0) {
    engagement.set_situation_code(brief.situation_codes(0));
  }
  if (engagement.role_code().empty()) engagement.set_role_code(brief.role_code());
  engagement.set_mandate_level(brief.mandate().level());
  AddParty(engagement, v1::PARTY_ROLE_FORMAL_CLIENT, brief.parties().formal_client());
  AddParty(engagement, v1::PARTY_ROLE_SPONSOR, brief.parties().functional_client());
  AddParty(engagement, v1::PARTY_ROLE_INTERIM_MANAGER, brief.parties().interim_manager());
  AddParty(engagement, v1::PARTY_ROLE_SHADOW_MANAGER, brief.parties().shadow_manager());
  AddParty(engagement, v1::PARTY_ROLE_EVALUATOR, brief.governance().evaluator());
  const auto council = brief.personnel_impact().works_council_present();
  if (!engagement.has_has_works_council() &&
      (council == contracting::ANSWER_YES || council == contracting::ANSWER_NO)) {
    engagement.set_has_works_council(council == contracting::ANSWER_YES);
  }
}

// Unknown is not "no": without an answer no plan would open a gate.
absl::StatusOr<v1::Engagement> CouncilKnown(const v1::Engagement& engagement) {
  if (engagement.has_has_works_council()) return engagement;
  FieldErrors errors;
  errors.Add("engagement.has_works_council", "REQUIRED", "Say whether there is a works council.");
  return errors.ToStatus();
}

}  // namespace

absl::StatusOr<v1::Engagement> FillFromContract(rpc::Call& call, const v1::Engagement& draft) {
  v1::Engagement engagement = draft;
  engagement.clear_brief();
  if (draft.contract().empty()) return CouncilKnown(engagement);
  contracting::GetContractRequest get_contract;
  get_contract.set_name(draft.contract());
  ASSIGN_OR_RETURN(const auto contract,
                   call.Ask<contracting::Contract>(kGetContract, get_contract));
  if (contract.state() != contracting::CONTRACT_STATE_ACTIVE) {
    const std::string state = contracting::ContractState_Name(contract.state());
    return ContractNotActive(draft.contract(), absl::StripPrefix(state, "CONTRACT_STATE_"));
  }
  FieldErrors errors;
  CheckAgainstContract(draft, contract, errors);
  if (!engagement.has_start_date()) {
    *engagement.mutable_start_date() = FirstDay(contract);
  }
  ASSIGN_OR_RETURN(const ContractTerm term, TermOf(contract));
  *engagement.mutable_contract_end_date() = ToProto(term.end);
  const auto own_end = DateFromProto(engagement.end_date(), "engagement.end_date");
  if (!engagement.has_end_date()) {
    *engagement.mutable_end_date() = ToProto(term.end);
  } else if (own_end.ok() && *own_end < term.end) {
    *engagement.mutable_agreed_end_date() = engagement.end_date();
  }
  AddParty(engagement, v1::PARTY_ROLE_INTERIM_MANAGER, contract.interim_manager());
  if (contract.brief().empty()) {
    RETURN_IF_ERROR(errors.ToStatus());
    return CouncilKnown(engagement);
  }
  contracting::GetBriefRequest get_brief;
  get_brief.set_name(contract.brief());
  ASSIGN_OR_RETURN(const auto brief, call.Ask<contracting::Brief>(kGetBrief, get_brief));
  CheckAgainstBrief(draft, brief, errors);
  RETURN_IF_ERROR(errors.ToStatus());
  FillFromBrief(engagement, brief);
  return CouncilKnown(engagement);
}

absl::StatusOr<ContractTerm> ReadTerm(rpc::Call& call, const v1::Engagement& engagement) {
  contracting::GetContractRequest get_contract;
  get_contract.set_name(engagement.contract());
  ASSIGN_OR_RETURN(const auto contract,
                   call.Ask<contracting::Contract>(kGetContract, get_contract));
  return TermOf(contract);
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
