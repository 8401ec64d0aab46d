// interim walk: a whole case through the four services.
#ifndef INTERIM_SERVICES_CLI_WALK_WALK_H_
#define INTERIM_SERVICES_CLI_WALK_WALK_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "services/cli/args.h"
#include "services/cli/suite.h"

namespace interim::cli {

// Number of events per service and type ("matching selection.scored"), and of records per service
// and collection ("matching records selections/scores"), of the suite's organization.
//   errors  as ListEvents
absl::StatusOr<std::map<std::string, int>> CountEvents(Suite& suite);

// interim walk site_merger [--resume] [--lang=nl|en] [--json] [--report=<file>] [--quiet]
// interim walk --summary
// Exit code: 0 done; 1 an answer was not what the case expects; 2 wrong use; 3 a server did not
// come back in time, go on with --resume.
int WalkCommand(const Args& args);

}  // namespace interim::cli

#endif  // INTERIM_SERVICES_CLI_WALK_WALK_H_
