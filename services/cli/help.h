// What `interim help` and `--help` print.
#ifndef INTERIM_SERVICES_CLI_HELP_H_
#define INTERIM_SERVICES_CLI_HELP_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace interim::cli {

// Usage, flags and one example of a command of our own.
struct CommandHelp {
  const char* name;     // "contract check"
  const char* usage;    // after "interim "
  const char* summary;  // one line
  const char* details;  // flags, one per line; may be empty
  const char* example;  // after "$ "
};
const std::vector<CommandHelp>& CommandHelps();

// The overview: all commands with their summary, flags of every command, exit codes.
std::string OverviewHelp();
// The page of "walk", "contract check", ...; empty when it is no command of our own.
std::string HelpOf(absl::string_view command);
// The page of a method called in words, made from its description: fields with type and whether
// they are needed, and one example.
//   verb  as typed: "govern get-dashboard"
//   method  full name: "interim.governance.v1.GovernanceService/GetDashboard"
//   errors  NOT_FOUND for a method that does not exist
absl::StatusOr<std::string> MethodHelp(absl::string_view verb, absl::string_view method);

}  // namespace interim::cli

#endif  // INTERIM_SERVICES_CLI_HELP_H_
