// The parts of stage 4 that stand apart.
#ifndef INTERIM_SERVICES_CLI_WALK_GOVERN_H_
#define INTERIM_SERVICES_CLI_WALK_GOVERN_H_

#include <string>

#include "absl/status/status.h"
#include "interim/governance/v1/decision.pb.h"
#include "interim/governance/v1/progress.pb.h"
#include "services/cli/walk/engine.h"
#include "services/cli/walk/report.h"

namespace interim::cli {

// KPIs and milestones at the start.
absl::Status PlanProgress(Walk& walk);
// The values of all KPIs on the day of the walk, the n-th time (from 0).
absl::Status Measure(Walk& walk, int round);
// Hours and invoice of a month; the day of the walk lies in or after it.
absl::Status RecordWork(Walk& walk, int month, int hours);
// A soft milestone slips; a hard one does not move without a decision.
absl::Status Slip(Walk& walk, Report& report);
// Milestones that are done on the day of the walk.
absl::Status Complete(Walk& walk, const std::string& milestone);
// The plan of approach: submitted, and decided in week 4.
absl::Status SubmitPlan(Walk& walk);
absl::Status DecidePlan(Walk& walk, Report& report);
// An evaluation by the formal client.
absl::Status Evaluate(Walk& walk, const std::string& moment, const std::string& lesson, int mark);
// Hand-over items, confirmed by their receivers; then the close.
absl::Status PlanHandover(Walk& walk);
absl::Status ConfirmHandover(Walk& walk, Report& report);
absl::Status Close(Walk& walk, Report& report);
// How the KPIs ended.
absl::Status ReportKpis(Walk& walk, Report& report);

}  // namespace interim::cli

#endif  // INTERIM_SERVICES_CLI_WALK_GOVERN_H_
