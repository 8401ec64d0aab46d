// Messages and errors as people read them: tables, or protobuf JSON.
#ifndef INTERIM_SERVICES_CLI_PRINT_H_
#define INTERIM_SERVICES_CLI_PRINT_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "services/cli/page/layout.h"

namespace interim::cli {

// A table with aligned columns; widths count characters, not bytes.
class Table {
 public:
  explicit Table(std::vector<std::string> head) : rows_{std::move(head)} {}
  void Row(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  // With a line under the head; cells longer than `max_cell` characters end in an ellipsis.
  std::string ToString(std::size_t max_cell = 60) const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

// Any message for a reader: a list becomes a table of its plain columns, a single record an
// outline. Dates, money, decimals and times read as such; enum values without their prefix.
std::string ToReadable(const google::protobuf::Message& message);
// Protobuf JSON, indented, in field order.
//   errors  INTERNAL when the message has no JSON form
absl::StatusOr<std::string> ToJson(const google::protobuf::Message& message);
// Reads protobuf JSON.
//   errors  INVALID_ARGUMENT with the place
absl::Status FromJson(const std::string& text, google::protobuf::Message& message);

// An error with its reason, every bad field and every precondition, one per line.
std::string ErrorText(const absl::Status& status);

}  // namespace interim::cli

#endif  // INTERIM_SERVICES_CLI_PRINT_H_
