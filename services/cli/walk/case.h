// The case SITE_MERGER: a production company merges two sites in eleven months.
#ifndef INTERIM_SERVICES_CLI_WALK_CASE_H_
#define INTERIM_SERVICES_CLI_WALK_CASE_H_

#include "absl/status/status.h"
#include "services/cli/walk/engine.h"
#include "services/cli/walk/report.h"

namespace interim::cli {

// Everybody of the case with their roles; the manager and the supplier follow from the selection.
void CastPeople(Walk& walk);

// The four stages in order. Each does its steps and writes its part of the report.
//   errors  of a step; INTERNAL when an answer is not what the case expects
absl::Status PlayAssess(Walk& walk, Report& report);
absl::Status PlaySelect(Walk& walk, Report& report);
absl::Status PlayContract(Walk& walk, Report& report);
absl::Status PlayGovern(Walk& walk, Report& report);
// The trails of all four servers, verified.
absl::Status VerifyTrails(Walk& walk, Report& report);

// OK when `holds`; else INTERNAL that says what was expected at which step.
absl::Status Expect(bool holds, absl::string_view step, absl::string_view what);

}  // namespace interim::cli

#endif  // INTERIM_SERVICES_CLI_WALK_CASE_H_
