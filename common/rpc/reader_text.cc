#include "common/rpc/reader_text.h"

#include <cstddef>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "common/core/date.h"
#include "common/core/day_text.h"
#include "common/core/resource_name.h"

namespace interim::rpc {
namespace {

constexpr std::size_t kIsoSize = 10;

std::string Worded(const std::string& value, Language language) {
  if (absl::StartsWith(value, "organizations/")) {
    const auto name = ResourceName::Parse(value);
    return name.ok() ? std::string(name->last_id()) : value;
  }
  if (value.size() != kIsoSize) return value;
  const auto day = Date::Parse(value);
  if (!day.ok()) return value;
  return DayText(*day, language == Language::kEnglish ? "en" : "nl");
}

}  // namespace

TextParams ForReader(TextParams params, Language language) {
  for (auto& [name, value] : params) value = Worded(value, language);
  return params;
}

}  // namespace interim::rpc
