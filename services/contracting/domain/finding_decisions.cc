// What people decide about findings, and for which facts it holds.
#include <map>
#include <optional>
#include <utility>

#include "common/core/status_macros.h"
#include "common/type/convert.h"
#include "services/contracting/domain/compliance.h"
#include "services/contracting/domain/errors.h"
#include "services/contracting/domain/values.h"

namespace interim::contracting {
namespace {

// What a decision and a finding, or two decisions, are about.
template <class Other>
bool SameFinding(const v1::FindingDecision& decision, const Other& other) {
  return decision.rule_id() == other.rule_id() && decision.message_key() == other.message_key() &&
         decision.rule_version() == other.rule_version() && decision.subject() == other.subject();
}

bool NeedsReason(const type::Finding& finding) {
  return finding.outcome() == type::RULE_OUTCOME_WARN ||
         finding.outcome() == type::RULE_OUTCOME_INDETERMINATE;
}

// The finding a decision is about, in whatever findings; null when there is none.
template <class Findings>
const type::Finding* FindFinding(const Findings& findings, const v1::FindingDecision& decision) {
  for (const type::Finding& finding : findings) {
    if (SameFinding(decision, finding)) return &finding;
  }
  return nullptr;
}

void PutDecision(v1::FindingDecision decision, v1::Contract& contract) {
  for (v1::FindingDecision& old : *contract.mutable_finding_decisions()) {
    if (SameFinding(old, decision)) {
      old = std::move(decision);
      return;
    }
  }
  *contract.add_finding_decisions() = std::move(decision);
}

}  // namespace

absl::Status MarkOutdated(const law::LawData& law, const Catalogs& catalogs,
                          const v1::ComplianceFacts& facts, v1::Contract& contract) {
  std::map<Date, std::vector<type::Finding>> as_decided;
  for (v1::FindingDecision& decision : *contract.mutable_finding_decisions()) {
    const type::Finding* now = FindFinding(contract.findings(), decision);
    if (now == nullptr) {  // what it was about is gone, so it signs off nothing
      decision.set_is_outdated(true);
      continue;
    }
    bool stands = now->inputs_hash() == decision.inputs_hash();
    std::optional<Date> day = FindDate(decision.has_check_date(), decision.check_date());
    if (!stands && day) {
      // The day alone may have passed since: the same facts on the day of that check count.
      auto found = as_decided.find(*day);
      if (found == as_decided.end()) {
        v1::ComplianceFacts then = facts;
        if (!then.has_signing_date()) *then.mutable_signing_date() = ToProto(*day);
        ASSIGN_OR_RETURN(ComplianceResult check, CheckFacts(law, catalogs, then));
        found = as_decided.emplace(*day, std::move(check.findings)).first;
      }
      const type::Finding* then = FindFinding(found->second, decision);
      stands = then != nullptr && then->inputs_hash() == decision.inputs_hash();
    }
    decision.set_is_outdated(!stands);
  }
  return absl::OkStatus();
}

const v1::FindingDecision* FindDecision(const v1::Contract& contract,
                                        const type::Finding& finding) {
  for (const v1::FindingDecision& decision : contract.finding_decisions()) {
    if (SameFinding(decision, finding) && !decision.is_outdated()) return &decision;
  }
  return nullptr;
}

std::vector<type::Finding> BlockingFindings(const v1::Contract& contract) {
  std::vector<type::Finding> blocking;
  for (const type::Finding& finding : contract.findings()) {
    if (finding.outcome() != type::RULE_OUTCOME_BLOCK) continue;
    const v1::FindingDecision* decision = FindDecision(contract, finding);
    if (decision == nullptr || !decision->is_release()) blocking.push_back(finding);
  }
  return blocking;
}

std::vector<type::Finding> UndecidedFindings(const v1::Contract& contract) {
  std::vector<type::Finding> undecided;
  for (const type::Finding& finding : contract.findings()) {
    if (NeedsReason(finding) && FindDecision(contract, finding) == nullptr) {
      undecided.push_back(finding);
    }
  }
  return undecided;
}

absl::StatusOr<v1::Contract> DecideFindings(const v1::Contract& contract,
                                            const std::vector<v1::FindingDecision>& decisions,
                                            const Decider& decider) {
  if (contract.state() != v1::CONTRACT_STATE_DRAFT) return ContractNotDraft(contract);
  v1::Contract after = contract;
  for (const v1::FindingDecision& asked : decisions) {
    const type::Finding* finding = FindFinding(contract.findings(), asked);
    if (finding == nullptr) return FindingUnknown(contract, asked);
    bool is_block = finding->outcome() == type::RULE_OUTCOME_BLOCK;
    if (is_block && !decider.is_legal) return ReleaseNotAllowed(asked);
    v1::FindingDecision decision = asked;
    decision.set_actor(decider.subject);
    decision.clear_actor_roles();
    for (const std::string& role : decider.roles) decision.add_actor_roles(role);
    *decision.mutable_decide_date() = ToProto(decider.today);
    decision.set_is_release(is_block);
    decision.set_inputs_hash(finding->inputs_hash());
    decision.clear_is_outdated();
    decision.clear_check_date();
    if (contract.has_check_date()) *decision.mutable_check_date() = contract.check_date();
    PutDecision(std::move(decision), after);
  }
  return after;
}

}  // namespace interim::contracting
