// How an engagement stands on a day: lights, counts, and what needs attention.
#ifndef INTERIM_SERVICES_GOVERNANCE_DOMAIN_DASHBOARD_H_
#define INTERIM_SERVICES_GOVERNANCE_DOMAIN_DASHBOARD_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/core/date.h"
#include "common/core/params.h"
#include "interim/governance/v1/dashboard.pb.h"
#include "interim/governance/v1/decision.pb.h"
#include "interim/governance/v1/engagement.pb.h"
#include "interim/governance/v1/progress.pb.h"
#include "services/governance/domain/escalations.h"
#include "services/governance/domain/policy.pb.h"

namespace interim::governance {

// Everything below one engagement.
struct EngagementFacts {
  v1::Engagement engagement;
  std::vector<v1::Kpi> kpis;
  std::vector<v1::Milestone> milestones;
  std::vector<v1::Decision> decisions;
  std::vector<v1::Escalation> escalations;
  std::vector<v1::Plan> plans;
  std::vector<v1::HandoverItem> items;
};

// Words a text key in the reader's language; keys `signal.<CODE>`, `light.kpi`, `light.milestone`.
using WordText = std::function<std::string(const std::string& key, const TextParams& params)>;

// The dashboard on `today`. Signals: red before amber, then in the order of the rules.
//   errors  OUT_OF_RANGE when the holidays of a year are not loaded
absl::StatusOr<v1::Dashboard> BuildDashboard(const PolicyData& policy, const EngagementFacts& facts,
                                             const WorkingDaysAfter& working_days_after,
                                             const WordText& word, Date today);

}  // namespace interim::governance

#endif  // INTERIM_SERVICES_GOVERNANCE_DOMAIN_DASHBOARD_H_
