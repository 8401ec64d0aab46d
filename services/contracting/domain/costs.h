// What an interim manager costs against a permanent hire over the same months. Exact.
#ifndef INTERIM_SERVICES_CONTRACTING_DOMAIN_COSTS_H_
#define INTERIM_SERVICES_CONTRACTING_DOMAIN_COSTS_H_

#include "absl/status/statusor.h"
#include "common/law/law_data.h"
#include "interim/contracting/v1/contracting_service.pb.h"
#include "interim/contracting/v1/costs.pb.h"
#include "services/contracting/domain/catalogs.h"

namespace interim::contracting {

// Both sides with their lines, break-even with and without vacancy and exit cost, sensitivity,
// price in every unit, margin and mark-up apart. Lines add up to their total to the cent.
//   errors  INVALID_ARGUMENT FIELDS_INVALID for missing or impossible figures,
//           CALCULATION_IMPOSSIBLE when the employer figures of the year are not loaded
//   source  cost formulas of the practice reference 11.1; VAT R07; employer cost R15
absl::StatusOr<v1::CostComparison> CompareCosts(const law::LawData& law, const Catalogs& catalogs,
                                                const v1::CompareCostsRequest& request);

}  // namespace interim::contracting

#endif  // INTERIM_SERVICES_CONTRACTING_DOMAIN_COSTS_H_
