// How the methods on the working relation say no; apart from errors.h to keep both readable.
#ifndef INTERIM_SERVICES_CONTRACTING_DOMAIN_RELATION_ERRORS_H_
#define INTERIM_SERVICES_CONTRACTING_DOMAIN_RELATION_ERRORS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/core/date.h"
#include "interim/contracting/v1/contract.pb.h"

namespace interim::contracting {

// FAILED_PRECONDITION CONTRACT_CLOSED. Metadata: contract, state.
absl::Status ContractClosed(const v1::Contract& contract);
// FAILED_PRECONDITION NO_WORKING_RELATION. Metadata: contract (empty for given facts), form.
absl::Status NoWorkingRelation(v1::ContractForm form, absl::string_view contract = "");
// FAILED_PRECONDITION FACT_NOT_IN_CONTRACT. Metadata: contract, date.
absl::Status FactNotInContract(const v1::Contract& contract, Date day);
// FAILED_PRECONDITION PRACTICE_FULL. Metadata: contract, limit.
absl::Status PracticeFull(const v1::Contract& contract, int limit);

}  // namespace interim::contracting

#endif  // INTERIM_SERVICES_CONTRACTING_DOMAIN_RELATION_ERRORS_H_
