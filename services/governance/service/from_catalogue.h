// What governance takes from the shared catalogue: the ladder, domains, moments, terms and KPIs.
#ifndef INTERIM_SERVICES_GOVERNANCE_SERVICE_FROM_CATALOGUE_H_
#define INTERIM_SERVICES_GOVERNANCE_SERVICE_FROM_CATALOGUE_H_

#include "absl/status/status.h"
#include "common/catalogue/catalogue.h"
#include "interim/governance/v1/progress.pb.h"
#include "services/governance/domain/policy.pb.h"

namespace interim::governance {

// Fills ladder, mandate domains, reserved matters, evaluation moments, hand-over groups and the
// terms that several services share.
//   errors  INTERNAL CATALOGUE_PARAMETER_UNKNOWN for a term the catalogue lacks
absl::Status FillFromCatalogue(const catalogue::Catalogue& catalogue, PolicyData& policy);

// Languages a name may be taken in.
enum class NameLanguage { kDutch, kEnglish };
// A KPI with name, unit, direction and thresholds of the catalogue where it sets none, and whether
// its target is a result.
v1::Kpi CompleteKpi(const catalogue::Catalogue& catalogue, const v1::Kpi& draft,
                    NameLanguage language);

}  // namespace interim::governance

#endif  // INTERIM_SERVICES_GOVERNANCE_SERVICE_FROM_CATALOGUE_H_
