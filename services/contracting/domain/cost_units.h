// Cost per unit really worked, and rules of thumb for a fair price; not for other folders.
#ifndef INTERIM_SERVICES_CONTRACTING_DOMAIN_COST_UNITS_H_
#define INTERIM_SERVICES_CONTRACTING_DOMAIN_COST_UNITS_H_

#include "absl/status/status.h"
#include "common/core/money.h"
#include "interim/contracting/v1/contracting_service.pb.h"
#include "interim/contracting/v1/costs.pb.h"
#include "services/contracting/domain/catalogs.h"

namespace interim::contracting {

// Fills `permanent_unit` when productive days, hours or weeks were given.
//   month   employer cost per month of the permanent side
//   errors  INVALID_ARGUMENT CALCULATION_IMPOSSIBLE for zero days or hours
absl::Status FillUnits(const Catalogs& catalogs, const v1::CompareCostsRequest& request,
                       const Money& month, v1::CostComparison& out);

// Fills `fair_rates` from the salary of the permanent side.
absl::Status FillFairRates(const Catalogs& catalogs, const v1::CompareCostsRequest& request,
                           v1::CostComparison& out);

}  // namespace interim::contracting

#endif  // INTERIM_SERVICES_CONTRACTING_DOMAIN_COST_UNITS_H_
