// Small files as text.
#ifndef INTERIM_SERVICES_CLI_FILES_H_
#define INTERIM_SERVICES_CLI_FILES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace interim::cli {

// The whole file; "-" is the standard input.
//   errors  NOT_FOUND when it cannot be read
absl::StatusOr<std::string> ReadFile(const std::string& path);
// Replaces a file by rename, so that nobody reads half of it.
//   errors  UNAVAILABLE when it cannot be written
absl::Status WriteFile(const std::string& path, const std::string& text);

}  // namespace interim::cli

#endif  // INTERIM_SERVICES_CLI_FILES_H_
