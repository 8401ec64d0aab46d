// From the facts of briefs and contracts to the inputs of common/law. Nothing is guessed: what is
// not known stays absent, and the rule says so.
#ifndef INTERIM_SERVICES_CONTRACTING_DOMAIN_LAW_FACTS_H_
#define INTERIM_SERVICES_CONTRACTING_DOMAIN_LAW_FACTS_H_

#include "common/core/date.h"
#include "common/law/inputs.pb.h"
#include "interim/contracting/v1/brief.pb.h"
#include "interim/contracting/v1/compliance.pb.h"
#include "interim/contracting/v1/contract.pb.h"
#include "services/contracting/domain/catalogs.h"

namespace interim::contracting {

// The same form in the words of the law inputs.
law::EngagementForm ToLaw(v1::ContractForm form);

// Facts for one participation question. `reference` is the day it is judged on.
law::WorksCouncilInput CouncilFacts(const v1::PersonnelImpact& impact,
                                    law::ParticipationSubject subject, Date reference);

// Facts for the question who appoints.
struct OnFile {
  bool resolution_on_file = false;
};
law::ApprovalInput ApprovalFacts(const v1::Brief& brief, OnFile on_file, Date signing);

// Everything the rules can be asked about these facts. `facts.form` and `facts.period` must be set.
law::ComplianceCase ToCase(const Catalogs& catalogs, const v1::ComplianceFacts& facts);

// The facts of a contract: what was given with it, completed from contract and brief. Given facts
// win, except form and period, which are the contract's own, and gates, which are the brief's.
v1::ComplianceFacts FactsOf(const Catalogs& catalogs, const v1::Contract& contract,
                            const v1::Brief& brief);

// Facts that follow from a brief alone.
v1::ComplianceFacts FactsOf(const Catalogs& catalogs, const v1::Brief& brief);

}  // namespace interim::contracting

#endif  // INTERIM_SERVICES_CONTRACTING_DOMAIN_LAW_FACTS_H_
