#include "common/rpc/reader_text.h"

#include <array>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/core/date.h"
#include "common/core/resource_name.h"

namespace interim::rpc {
namespace {

constexpr std::array<absl::string_view, 12> kDutch = {
    "januari", "februari", "maart",     "april",   "mei",      "juni",
    "juli",    "augustus", "september", "oktober", "november", "december"};
constexpr std::array<absl::string_view, 12> kEnglish = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};
constexpr std::size_t kIsoSize = 10;

std::string Worded(const std::string& value, Language language) {
  if (absl::StartsWith(value, "organizations/")) {
    const auto name = ResourceName::Parse(value);
    return name.ok() ? std::string(name->last_id()) : value;
  }
  if (value.size() != kIsoSize) return value;
  const auto day = Date::Parse(value);
  if (!day.ok()) return value;
  const auto& months = language == Language::kEnglish ? kEnglish : kDutch;
  return absl::StrCat(day->day(), " ", months[static_cast<std::size_t>(day->month() - 1)], " ",
                      day->year());
}

}  // namespace

TextParams ForReader(TextParams params, Language language) {
  for (auto& [name, value] : params) value = Worded(value, language);
  return params;
}

}  // namespace interim::rpc
