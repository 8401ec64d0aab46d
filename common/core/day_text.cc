#include "common/core/day_text.h"

#include <array>
#include <cstddef>

#include "absl/strings/str_cat.h"

namespace interim {
namespace {

constexpr std::array<absl::string_view, 12> kDutch = {
    "januari", "februari", "maart",     "april",   "mei",      "juni",
    "juli",    "augustus", "september", "oktober", "november", "december"};
constexpr std::array<absl::string_view, 12> kEnglish = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

}  // namespace

std::string DayText(Date day, absl::string_view language_code) {
  const auto& months = language_code == "nl" ? kDutch : kEnglish;
  return absl::StrCat(day.day(), " ", months[static_cast<std::size_t>(day.month() - 1)], " ",
                      day.year());
}

}  // namespace interim
