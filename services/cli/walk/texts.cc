#include "services/cli/walk/texts.h"

#include <array>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace interim::cli {
namespace {

using Index = std::map<std::string, const WalkText*, std::less<>>;

const Index& AllTexts() {
  static const auto* const index = [] {
    auto* all = new Index();
    for (const auto* table : {&CaseTexts(), &ReportTexts(), &WordTexts()}) {
      for (const WalkText& text : *table) all->emplace(text.key, &text);
    }
    return all;
  }();
  return *index;
}

constexpr std::array<const char*, 12> kMonthsNl = {"januari",   "februari", "maart",    "april",
                                                   "mei",       "juni",     "juli",     "augustus",
                                                   "september", "oktober",  "november", "december"};
constexpr std::array<const char*, 12> kMonthsEn = {"January",   "February", "March",    "April",
                                                   "May",       "June",     "July",     "August",
                                                   "September", "October",  "November", "December"};

// "1234567" as "1.234.567".
std::string Grouped(std::int64_t number, char separator) {
  std::string digits = absl::StrCat(number);
  constexpr int kGroup = 3;
  for (int place = static_cast<int>(digits.size()) - kGroup; place > 0; place -= kGroup) {
    digits.insert(static_cast<std::size_t>(place), 1, separator);
  }
  return digits;
}

}  // namespace

absl::StatusOr<std::string> TextOf(absl::string_view key, absl::string_view language) {
  const auto found = AllTexts().find(key);
  if (found == AllTexts().end()) {
    return absl::InvalidArgumentError(absl::StrCat("no text '", key, "'"));
  }
  return std::string(language == "nl" ? found->second->nl : found->second->en);
}

std::string Phrase(absl::string_view key, absl::string_view language, const TextValues& values) {
  const auto text = TextOf(key, language);
  if (!text.ok()) return absl::StrCat("[", key, "]");
  std::vector<std::pair<std::string, std::string>> places;
  places.reserve(values.size());
  for (const auto& [name, value] : values) places.emplace_back(absl::StrCat("{", name, "}"), value);
  return absl::StrReplaceAll(*text, places);
}

std::string DayText(absl::string_view iso, absl::string_view language) {
  const std::vector<std::string> parts = absl::StrSplit(iso.substr(0, 10), '-');
  int month = 0;
  int day = 0;
  if (parts.size() != 3 || !absl::SimpleAtoi(parts[1], &month) ||
      !absl::SimpleAtoi(parts[2], &day) || month < 1 || month > 12) {
    return std::string(iso);
  }
  const auto& months = language == "nl" ? kMonthsNl : kMonthsEn;
  return absl::StrCat(day, " ", months[static_cast<std::size_t>(month - 1)], " ", parts[0]);
}

std::string MoneyText(std::int64_t cents, absl::string_view language) {
  const bool is_dutch = language == "nl";
  const std::int64_t size = cents < 0 ? -cents : cents;
  constexpr int kCents = 100;
  const std::string whole = Grouped(size / kCents, is_dutch ? '.' : ',');
  const std::string rest =
      size % kCents == 0
          ? ""
          : absl::StrCat(is_dutch ? "," : ".", absl::Dec(size % kCents, absl::kZeroPad2));
  return absl::StrCat(cents < 0 ? "-" : "", "€\u00a0", whole, rest);
}

std::string NumberText(absl::string_view decimal, absl::string_view language) {
  std::string text(decimal);
  if (language == "nl") text = absl::StrReplaceAll(text, {{".", ","}});
  return text;
}

}  // namespace interim::cli
