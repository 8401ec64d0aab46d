// From the facts of briefs and contracts to the inputs of common/law. Nothing is guessed: what is
// not known stays absent, and the rule says so.
#ifndef INTERIM_SERVICES_CONTRACTING_DOMAIN_LAW_FACTS_H_
#define INTERIM_SERVICES_CONTRACTING_DOMAIN_LAW_FACTS_H_

#include <optional>

#include "common/core/date.h"
#include "common/law/inputs.pb.h"
#include "interim/contracting/v1/brief.pb.h"
#include "interim/contracting/v1/compliance.pb.h"
#include "interim/contracting/v1/contract.pb.h"
#include "services/contracting/domain/catalogs.h"

namespace interim::contracting {

// What was agreed keeps the law of the day of signing; what runs on is judged on another day.
struct LawDays {
  Date signing;
  Date as_of;
};

// Employee of the client itself.
bool IsEmployedByClient(v1::ContractForm form);
// Employee of anybody: client, payroll firm or seconding firm.
bool IsEmployment(v1::ContractForm form);

// The same form in the words of the law inputs.
law::EngagementForm ToLaw(v1::ContractForm form);

// The restrictive clauses of the draft, in the words of the law inputs.
google::protobuf::RepeatedPtrField<law::RestrictiveClause> ClausesOf(
    const v1::ComplianceFacts& facts);

// Facts for one participation question. `reference` is the day it is judged on.
law::WorksCouncilInput CouncilFacts(const v1::PersonnelImpact& impact,
                                    law::ParticipationSubject subject, Date reference);

// Facts for the question who appoints.
struct OnFile {
  bool resolution_on_file = false;
};
law::ApprovalInput ApprovalFacts(const v1::Brief& brief, OnFile on_file, Date signing);

// Everything the rules can be asked about these facts. `facts.form` and `facts.period` must be set.
//   as_of  the day that what runs on (notice, liability, files) is judged; the day of signing when
//          absent. What was agreed is judged on the day of signing.
law::ComplianceCase ToCase(const Catalogs& catalogs, const v1::ComplianceFacts& facts,
                           std::optional<Date> as_of = std::nullopt);

// Earlier contracts, notice, probation and wage, as far as the form knows them.
void AddEmployment(const Catalogs& catalogs, const v1::ComplianceFacts& facts, const LawDays& days,
                   law::ComplianceCase& result);

// The pay cap for a planned assignment: fee and hours are spread evenly over the days, because a
// plan does not say more. Nothing is added when the client is known to be outside the WNT.
void AddPayCap(const v1::ComplianceFacts& facts, law::ComplianceCase& result);

// The pay cap on recorded work: what was invoiced and worked in each month.
//   today  the day on which pace is judged
law::WntInput SpendFacts(const v1::ComplianceFacts& facts, const v1::Contract& contract,
                         Date today);

// The facts of a contract: what was given with it, completed from contract and brief. Given facts
// win, except form and period, which are the contract's own, and gates, which are the brief's.
v1::ComplianceFacts FactsOf(const Catalogs& catalogs, const v1::Contract& contract,
                            const v1::Brief& brief);

// Facts that follow from a brief alone.
v1::ComplianceFacts FactsOf(const Catalogs& catalogs, const v1::Brief& brief);

}  // namespace interim::contracting

#endif  // INTERIM_SERVICES_CONTRACTING_DOMAIN_LAW_FACTS_H_
