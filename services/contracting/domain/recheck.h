// Open contracts checked again: which rule changed, which finding came, went or changed.
#ifndef INTERIM_SERVICES_CONTRACTING_DOMAIN_RECHECK_H_
#define INTERIM_SERVICES_CONTRACTING_DOMAIN_RECHECK_H_

#include "absl/status/statusor.h"
#include "common/core/date.h"
#include "common/law/law_data.h"
#include "interim/contracting/v1/brief.pb.h"
#include "interim/contracting/v1/contract.pb.h"
#include "interim/contracting/v1/recheck.pb.h"
#include "interim/contracting/v1/working_relation.pb.h"
#include "services/contracting/domain/catalogs.h"

namespace interim::contracting {

// Draft, in signature, signed or active.
bool IsOpen(const v1::Contract& contract);

// What one recheck looks at.
struct RecheckInput {
  const v1::Contract& contract;
  const v1::Brief& brief;
  const v1::WorkingRelation& relation;  // answers of the sides are part of the facts; may be empty
  Date as_of;
};

// Compares a new check with the findings kept with the contract. A contract without period is not
// touched, because there is nothing to check yet.
//   errors  those of the rules for facts out of range
absl::StatusOr<v1::ContractRecheck> Recheck(const law::LawData& law, const Catalogs& catalogs,
                                            const RecheckInput& input);

}  // namespace interim::contracting

#endif  // INTERIM_SERVICES_CONTRACTING_DOMAIN_RECHECK_H_
