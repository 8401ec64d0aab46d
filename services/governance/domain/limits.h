// Hard limits of governance, each with its reason.
#ifndef INTERIM_SERVICES_GOVERNANCE_DOMAIN_LIMITS_H_
#define INTERIM_SERVICES_GOVERNANCE_DOMAIN_LIMITS_H_

namespace interim::governance {

// Values of one KPI: a year of daily values and some more; a longer series belongs to a reporting
// system, and one record stays small.
inline constexpr int kMaxMeasurements = 400;

}  // namespace interim::governance

#endif  // INTERIM_SERVICES_GOVERNANCE_DOMAIN_LIMITS_H_
