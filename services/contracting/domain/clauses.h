// Clauses of a contract: what the form needs, and the texts with their values filled in.
#ifndef INTERIM_SERVICES_CONTRACTING_DOMAIN_CLAUSES_H_
#define INTERIM_SERVICES_CONTRACTING_DOMAIN_CLAUSES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/core/error.h"
#include "interim/contracting/v1/brief.pb.h"
#include "interim/contracting/v1/contract.pb.h"
#include "services/contracting/domain/catalogs.h"

namespace interim::contracting {

// What this contract needs of a clause: the requirement of its form, where the clause's condition
// holds; OPTIONAL where it does not.
v1::ClauseRequirement RequirementOf(const ClauseEntry& entry, const v1::Contract& contract,
                                    const v1::Brief& brief);

// Clauses of a new draft, in the order of the library: required ones, and optional ones that are
// usual. Texts stay empty: the library's hold until somebody changes them.
std::vector<v1::Clause> DraftClauses(const Catalogs& catalogs, const v1::Contract& contract,
                                     const v1::Brief& brief);

// Fills `requirement` and `is_changed` of every clause.
void MarkClauses(const Catalogs& catalogs, const v1::Brief& brief, v1::Contract& contract);

// Required clauses that are missing, forbidden ones that are there, own ones without text, codes
// used twice.
std::vector<PreconditionViolation> CheckClauses(const Catalogs& catalogs,
                                                const v1::Contract& contract,
                                                const v1::Brief& brief);

// Heading and text of a clause in a language, values filled in.
struct ClauseText {
  std::string title;
  std::string text;
};
ClauseText TextOf(const Catalogs& catalogs, const v1::Clause& clause, const v1::Contract& contract,
                  const v1::Brief& brief, absl::string_view language);

}  // namespace interim::contracting

#endif  // INTERIM_SERVICES_CONTRACTING_DOMAIN_CLAUSES_H_
