#include "services/cli/page/format.h"

#include <cstddef>
#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "common/core/date.h"
#include "common/core/day_text.h"
#include "google/type/date.pb.h"
#include "google/type/money.pb.h"

namespace interim::cli {
namespace {

constexpr int kHundred = 100;
constexpr int kNanosPerCent = 10000000;

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

std::string DayText(absl::string_view iso, absl::string_view language) {
  constexpr std::size_t kIsoSize = 10;
  const auto day = Date::Parse(iso.substr(0, kIsoSize));
  return day.ok() ? interim::DayText(*day, language) : std::string(iso);
}

std::string DayText(const google::type::Date& date, absl::string_view language) {
  return DayText(IsoText(date), language);
}

std::string IsoText(const google::type::Date& date) {
  return absl::StrCat(absl::Dec(date.year(), absl::kZeroPad4), "-",
                      absl::Dec(date.month(), absl::kZeroPad2), "-",
                      absl::Dec(date.day(), absl::kZeroPad2));
}

std::string MoneyText(std::int64_t cents, absl::string_view language) {
  const bool is_dutch = language == "nl";
  const std::int64_t size = std::abs(cents);
  const std::string whole = Grouped(size / kHundred, is_dutch ? '.' : ',');
  const std::string rest =
      size % kHundred == 0
          ? ""
          : absl::StrCat(is_dutch ? "," : ".", absl::Dec(size % kHundred, absl::kZeroPad2));
  return absl::StrCat(cents < 0 ? "-" : "", "€\u00a0", whole, rest);
}

std::string MoneyText(const google::type::Money& money, absl::string_view language) {
  return MoneyText(money.units() * kHundred + money.nanos() / kNanosPerCent, language);
}

std::string NumberText(absl::string_view decimal, absl::string_view language) {
  std::string text(decimal);
  if (language == "nl") text = absl::StrReplaceAll(text, {{".", ","}});
  return text;
}

std::string HundredthsText(int hundredths, absl::string_view language) {
  const int size = std::abs(hundredths);
  std::string text = absl::StrCat(hundredths < 0 ? "-" : "", size / kHundred, ".",
                                  absl::Dec(size % kHundred, absl::kZeroPad2));
  if (text.back() == '0') text.pop_back();
  return NumberText(text, language);
}

std::string Listed(const std::vector<std::string>& words, absl::string_view language) {
  if (words.empty()) return "";
  if (words.size() == 1) return words.front();
  const std::vector<std::string> head(words.begin(), words.end() - 1);
  return absl::StrCat(absl::StrJoin(head, ", "), language == "nl" ? " en " : " and ", words.back());
}

std::string Inside(std::string text) {
  if (!text.empty() && text.back() == '.') text.pop_back();
  const bool is_short_word = text.size() > 1 && absl::ascii_isupper(text[1]);
  if (!text.empty() && !is_short_word) text[0] = absl::ascii_tolower(text[0]);
  return text;
}

std::string Whole(std::string text) {
  if (!text.empty() && text.back() != '.' && text.back() != '?') text += '.';
  return text;
}

std::string Capital(std::string text) {
  if (!text.empty()) text[0] = absl::ascii_toupper(text[0]);
  return text;
}

}  // namespace interim::cli
