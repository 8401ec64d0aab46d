// Requests as text with places to fill in.
#ifndef INTERIM_SERVICES_CLI_WALK_TEMPLATE_H_
#define INTERIM_SERVICES_CLI_WALK_TEMPLATE_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace interim::cli {

// Fills a text-format request:
//   "${name}"            a value, escaped for use between quotes
//   {${day:2026-01-12}}  a calendar day as fields of google.type.Date
//   {${eur:1500.00}}     an amount as fields of google.type.Money
// `find` gives the value of a name ("text:brief.title" included), or an error.
//   errors  INVALID_ARGUMENT for a place that cannot be filled
absl::StatusOr<std::string> FillTemplate(
    absl::string_view text,
    const std::function<absl::StatusOr<std::string>(absl::string_view)>& find);

// Reads text format into a message.
//   errors  INVALID_ARGUMENT with line and reason
absl::Status FromText(const std::string& text, google::protobuf::Message& message);

}  // namespace interim::cli

#endif  // INTERIM_SERVICES_CLI_WALK_TEMPLATE_H_
