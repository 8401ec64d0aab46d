#ifndef INTERIM_COMMON_CORE_ERROR_H_
#define INTERIM_COMMON_CORE_ERROR_H_

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace interim {

// Most field errors one status carries; the total stands in the metadata `fieldCount`.
inline constexpr std::size_t kMaxFieldViolations = 20;

// One bad field of a request.
struct FieldViolation {
  std::string field;        // path as in the request: "brief.goals[2].due_date"
  std::string reason;       // UPPER_SNAKE_CASE: "REQUIRED", "OUT_OF_RANGE"
  std::string description;  // English, for developers
  friend bool operator==(const FieldViolation&, const FieldViolation&) = default;
};

// One thing that must change before the call can succeed.
struct PreconditionViolation {
  std::string type;         // for example "STATE", "RULE", "GATE"
  std::string subject;      // what it is about: a resource name or a rule id
  std::string description;  // English, for developers
  friend bool operator==(const PreconditionViolation&, const PreconditionViolation&) = default;
};

// Everything a caller may learn about a failure. Travels inside an absl::Status as a payload.
struct ErrorSpec {
  absl::StatusCode code = absl::StatusCode::kUnknown;
  std::string reason;   // value of the service's ErrorReason enum without its prefix
  std::string message;  // English, for developers
  // lowerCamelCase keys; kept in the order given.
  std::vector<std::pair<std::string, std::string>> metadata;
  std::vector<FieldViolation> fields;
  std::vector<PreconditionViolation> preconditions;
  std::optional<absl::Duration> retry_after;
};

// Builds a status that carries `spec`.
//   returns  never OK: a spec with code OK is a mistake of the caller and becomes INTERNAL
absl::Status MakeError(ErrorSpec spec);

// Reads back what MakeError stored; code and message come from the status itself.
//   returns  nothing for an OK status, a status made elsewhere, or an unreadable payload
std::optional<ErrorSpec> FindError(const absl::Status& status);

// The reason of a status made by MakeError, or an empty string.
std::string ReasonOf(const absl::Status& status);

// Collects all bad fields of one request, so that a caller learns them all at once.
class FieldErrors {
 public:
  // Adds one bad field. `field_path` as in the request, `reason` in UPPER_SNAKE_CASE.
  void Add(absl::string_view field_path, absl::string_view reason, absl::string_view description);

  bool empty() const { return fields_.empty(); }
  const std::vector<FieldViolation>& fields() const { return fields_; }

  // OK when nothing was added; else INVALID_ARGUMENT with the first kMaxFieldViolations fields and
  // metadata `fieldCount` (all of them).
  absl::Status ToStatus(std::string reason = "FIELDS_INVALID") const;

 private:
  std::vector<FieldViolation> fields_;
};

}  // namespace interim

#endif  // INTERIM_COMMON_CORE_ERROR_H_
