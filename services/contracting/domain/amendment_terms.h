// What a change changes, in words; not for other folders.
#ifndef INTERIM_SERVICES_CONTRACTING_DOMAIN_AMENDMENT_TERMS_H_
#define INTERIM_SERVICES_CONTRACTING_DOMAIN_AMENDMENT_TERMS_H_

#include "interim/contracting/v1/brief.pb.h"
#include "interim/contracting/v1/contract.pb.h"
#include "services/contracting/domain/catalogs.h"

namespace interim::contracting {

// Fills `amendment.changes` of the draft: each term that differs from `base`, before and after, in
// the language of the contract and the order of the document.
void MarkChanges(const Catalogs& catalogs, const v1::Brief& brief, const v1::Contract& base,
                 v1::Contract& draft);

}  // namespace interim::contracting

#endif  // INTERIM_SERVICES_CONTRACTING_DOMAIN_AMENDMENT_TERMS_H_
