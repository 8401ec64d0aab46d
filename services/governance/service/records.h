// Loading what belongs to an engagement.
#ifndef INTERIM_SERVICES_GOVERNANCE_SERVICE_RECORDS_H_
#define INTERIM_SERVICES_GOVERNANCE_SERVICE_RECORDS_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/core/resource_name.h"
#include "common/core/status_macros.h"
#include "common/law/law_data.h"
#include "common/rpc/call.h"
#include "services/governance/domain/escalations.h"
#include "services/governance/domain/parties.h"
#include "services/governance/domain/policy.pb.h"
#include "services/governance/service/resources.h"

namespace interim::governance {

// What the methods need besides a call; lives as long as the server.
struct GovernanceData {
  PolicyData policy;
  law::LawData law;
  WorkingDaysAfter working_days_after;
  // Fills name, unit, direction and thresholds of a KPI from the catalogue where the caller sets
  // none.
  std::function<v1::Kpi(const v1::Kpi&, rpc::Language)> complete_kpi;

  LadderClock Clock(const v1::Engagement& engagement) const {
    return {.policy = policy,
            .working_days_after = working_days_after,
            .mode = engagement.cadence_mode(),
            .filled = FilledLevels(engagement)};
  }
};

// A record below an engagement together with the engagement, which is checked first.
template <class T>
struct WithEngagement {
  rpc::Stored<v1::Engagement> engagement;
  rpc::Stored<T> record;
};

// The full name of the engagement a child belongs to.
//   errors  INVALID_ARGUMENT RESOURCE_NAME_INVALID
absl::StatusOr<std::string> EngagementOf(absl::string_view child_name);

template <class T>
absl::StatusOr<WithEngagement<T>> LoadWithEngagement(rpc::Call& call, absl::string_view name) {
  ASSIGN_OR_RETURN(const std::string parent, EngagementOf(name));
  ASSIGN_OR_RETURN(auto engagement, call.Load<v1::Engagement>(parent));
  ASSIGN_OR_RETURN(auto record, call.Load<T>(name));
  return WithEngagement<T>{std::move(engagement), std::move(record)};
}

// The person who calls, as the engagement knows him.
Actor CallerOf(const rpc::Call& call, const v1::Engagement& engagement);

}  // namespace interim::governance

#endif  // INTERIM_SERVICES_GOVERNANCE_SERVICE_RECORDS_H_
