// What an HR platform fills in on the form of a brief.
#ifndef INTERIM_SERVICES_CLI_WALK_BRIEF_FORM_H_
#define INTERIM_SERVICES_CLI_WALK_BRIEF_FORM_H_

#include <string>

#include "absl/status/status.h"
#include "interim/contracting/v1/brief.pb.h"
#include "services/cli/walk/engine.h"

namespace interim::cli {

// Completes the draft of the service with what only the client knows. The chosen person and
// supplier keep what the service filled in.
//   errors  INVALID_ARGUMENT when a text of the case is missing
absl::Status CompleteBrief(const Walk& walk, contracting::v1::Brief& brief);

// The blocks that CompleteBrief touches, as text format of an update mask.
std::string BriefMask();

}  // namespace interim::cli

#endif  // INTERIM_SERVICES_CLI_WALK_BRIEF_FORM_H_
