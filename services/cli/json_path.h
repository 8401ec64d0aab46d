// Setting one field of a request from a flag.
#ifndef INTERIM_SERVICES_CLI_JSON_PATH_H_
#define INTERIM_SERVICES_CLI_JSON_PATH_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace interim::cli {

// Sets the field at `path` ("need.role_code", dashes count as underscores). The value is plain text
// for strings, "2026-01-12" for a date, "1500.00 EUR" for money, and protobuf JSON (or @file) for
// anything else; a repeated plain field takes a list with commas.
//   errors  INVALID_ARGUMENT that names the fields there are, or what is wrong with the value
absl::Status SetPath(google::protobuf::Message& message, absl::string_view path,
                     const std::string& value);

}  // namespace interim::cli

#endif  // INTERIM_SERVICES_CLI_JSON_PATH_H_
