// JSON as tokens need it: what is ambiguous (duplicate names, trailing bytes, bad UTF-8) is
// refused.
#ifndef INTERIM_COMMON_RPC_STRICT_JSON_H_
#define INTERIM_COMMON_RPC_STRICT_JSON_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace interim::rpc {

struct JsonValue {
  enum class Kind { kNull, kBool, kNumber, kString, kArray, kObject };
  Kind kind = Kind::kNull;
  bool flag = false;
  std::string text;  // a string's value, or a number as written
  std::vector<JsonValue> items;
  std::vector<std::pair<std::string, JsonValue>> members;  // in the order of the text

  // The member of an object with this name, or null.
  const JsonValue* Find(absl::string_view name) const;
  // A whole number without fraction or exponent that fits; nothing for all else.
  std::optional<std::int64_t> Integer() const;
};

// Reads one JSON text (RFC 8259): UTF-8, at most 16 levels deep, no duplicate names, nothing after
// it but white space.
//   errors  INVALID_ARGUMENT with what is wrong, in English
absl::StatusOr<JsonValue> ParseStrictJson(absl::string_view text);

// The text between quotes, escaped for JSON.
std::string JsonQuote(absl::string_view text);

}  // namespace interim::rpc

#endif  // INTERIM_COMMON_RPC_STRICT_JSON_H_
