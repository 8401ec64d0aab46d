#include "services/contracting/domain/wording.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "services/contracting/domain/values.h"

namespace interim::contracting {
namespace {

// Characters without width or that turn the direction: a reader would see another text than is
// signed.
constexpr const char* kInvisible[] = {
    "\xE2\x80\x8B", "\xE2\x80\x8C", "\xE2\x80\x8D", "\xE2\x80\x8E", "\xE2\x80\x8F", "\xE2\x80\xAA",
    "\xE2\x80\xAB", "\xE2\x80\xAC", "\xE2\x80\xAD", "\xE2\x80\xAE", "\xE2\x81\xA0", "\xE2\x81\xA6",
    "\xE2\x81\xA7", "\xE2\x81\xA8", "\xE2\x81\xA9", "\xEF\xBB\xBF", "\xC2\xAD"};
// Other line breaks and spaces of Unicode.
constexpr const char* kOtherSpace[] = {"\xE2\x80\xA8", "\xE2\x80\xA9", "\xC2\x85", "\xC2\xA0"};

bool IsMark(char c) {
  return c == '\\' || c == '`' || c == '*' || c == '_' || c == '<' || c == '>' || c == '[' ||
         c == ']' || c == '|' || c == '~';
}

bool IsControl(char c) {
  constexpr unsigned char kFirstPrintable = 0x20;
  constexpr unsigned char kDelete = 0x7F;
  auto byte = static_cast<unsigned char>(c);
  return byte < kFirstPrintable || byte == kDelete;
}

// Marks that mean something only at the start of a line.
bool StartsBlock(absl::string_view text) {
  if (text.empty()) return false;
  if (text[0] == '#' || text[0] == '-' || text[0] == '+' || text[0] == '=') return true;
  std::size_t digits = text.find_first_not_of("0123456789");
  return digits != 0 && digits != absl::string_view::npos &&
         (text[digits] == '.' || text[digits] == ')');
}

}  // namespace

std::string DayText(bool has, const google::type::Date& day, absl::string_view language) {
  std::optional<Date> date = FindDate(has, day);
  return date ? DayText(*date, language) : "-";
}

std::string NumberText(const Decimal& value, absl::string_view language) {
  std::string text = value.ToString();
  if (language == "nl") std::replace(text.begin(), text.end(), '.', ',');
  return text;
}

std::string NumberText(bool has, const google::type::Decimal& value, absl::string_view language) {
  std::optional<Decimal> number = FindDecimal(has, value);
  return number ? NumberText(*number, language) : "-";
}

std::string MonthsText(const Catalogs& catalogs, int months, absl::string_view language) {
  return catalogs.Word(months == 1 ? "notice_months_one" : "notice_months_many", language,
                       {{"months", absl::StrCat(months)}});
}

std::string RateText(const Catalogs& catalogs, const v1::Rate& rate, absl::string_view language) {
  std::optional<Money> amount = FindMoney(rate.has_amount(), rate.amount());
  if (!amount) return "-";
  const char* key = nullptr;
  switch (rate.unit()) {
    case v1::RATE_UNIT_HOUR:
      key = "unit_hour";
      break;
    case v1::RATE_UNIT_DAY:
      key = "unit_day";
      break;
    case v1::RATE_UNIT_MONTH:
      key = "unit_month";
      break;
    case v1::RATE_UNIT_RETAINER:
      key = "unit_retainer";
      break;
    case v1::RATE_UNIT_FIXED:
      key = "unit_fixed";
      break;
    default:
      return "-";
  }
  return catalogs.Word(key, language, {{"amount", amount->FormatFor(language)}});
}

std::string Inline(absl::string_view text) {
  std::string clean(text);
  std::vector<std::pair<std::string, std::string>> replacements;
  for (const char* hidden : kInvisible) replacements.emplace_back(hidden, "");
  for (const char* space : kOtherSpace) replacements.emplace_back(space, " ");
  absl::StrReplaceAll(replacements, &clean);
  std::string result;
  bool space = false;
  for (char c : clean) {
    if (c == ' ' || IsControl(c)) {
      space = !result.empty();
      continue;
    }
    if (space) result.push_back(' ');
    space = false;
    if (IsMark(c)) result.push_back('\\');
    result.push_back(c);
  }
  if (StartsBlock(result)) {
    std::size_t digits = result.find_first_not_of("0123456789");
    result.insert(digits == std::string::npos ? 0 : digits, "\\");
  }
  return result;
}

std::string Paragraphs(absl::string_view text) {
  std::vector<std::string> lines;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    std::string safe = Inline(line);
    if (!safe.empty()) lines.push_back(std::move(safe));
  }
  return absl::StrJoin(lines, "\n\n");
}

}  // namespace interim::contracting
