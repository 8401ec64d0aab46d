#include "services/cli/contract/values.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/core/date.h"
#include "common/core/money.h"
#include "services/cli/page/format.h"

namespace interim::cli {
namespace {

bool IsNumber(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isdigit(c) || c == '.' || c == '-';
  }) && std::any_of(text.begin(), text.end(), absl::ascii_isdigit);
}

// A code such as COMPANY_VISIT in small letters; other text as it is.
std::string Word(absl::string_view text) {
  const bool is_code = std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isupper(c) || absl::ascii_isdigit(c) || c == '_';
  });
  if (!is_code || text.size() < 3) return std::string(text);
  return absl::AsciiStrToLower(absl::StrReplaceAll(text, {{"_", " "}}));
}

}  // namespace

std::string ValueName(absl::string_view key, const Speech& speech) {
  return speech.WordOr("value", key, absl::StrReplaceAll(key, {{"_", " "}}));
}

std::string ValueShown(absl::string_view value, absl::string_view unit, const Speech& speech) {
  if (value == "true" || value == "YES") return speech("word.yes");
  if (value == "false" || value == "NO") return speech("word.no");
  const std::string after =
      unit.empty() || absl::StrContains(value, "EUR") ? "" : speech.WordOr("unit", unit, unit);
  const std::string space = after == "%" || after.empty() ? "" : " ";
  if (absl::EndsWith(value, " EUR")) {
    const auto money = Money::Parse(value);
    if (money.ok()) return MoneyText(money->cents(), speech.language());
  }
  if (Date::Parse(value).ok()) return DayText(value, speech.language());
  const std::vector<std::string> ends = absl::StrSplit(value, "..");
  if (ends.size() == 2 && Date::Parse(ends[0]).ok() && Date::Parse(ends[1]).ok()) {
    return absl::StrCat(DayText(ends[0], speech.language()), " - ",
                        DayText(ends[1], speech.language()));
  }
  if (IsNumber(value)) {
    return absl::StrCat(NumberText(value, speech.language()), space, after);
  }
  return absl::StrCat(Word(value), space, after);
}

std::string FormulaShown(absl::string_view formula, const Speech& speech) {
  const std::vector<std::string> parts = absl::StrSplit(formula, ' ', absl::SkipEmpty());
  std::vector<std::string> shown;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    absl::string_view core = parts[i];
    const bool opens = absl::ConsumePrefix(&core, "(");
    std::string tail;
    while (!core.empty() && (core.back() == ')' || core.back() == '%')) {
      tail.insert(0, 1, core.back());
      core.remove_suffix(1);
    }
    std::string text(core);
    if (IsNumber(core) && i + 1 < parts.size() && absl::StartsWith(parts[i + 1], "EUR")) {
      const auto money = Money::Parse(absl::StrCat(core, " EUR"));
      if (money.ok()) text = MoneyText(money->cents(), speech.language());
      tail = parts[++i].substr(3);
    } else if (IsNumber(core)) {
      text = NumberText(core, speech.language());
    } else if (core == "x") {
      text = "×";
    } else {
      text = speech.WordOr("formula", core, core);
    }
    shown.push_back(absl::StrCat(opens ? "(" : "", text, tail));
  }
  return absl::StrJoin(shown, " ");
}

std::string WeightOf(type::RuleOutcome outcome, const Speech& speech) {
  return speech.WordOr("weight", CodeOf(type::RuleOutcome_Name(outcome), "RULE_OUTCOME_"), "");
}

std::string CodeOf(const std::string& name, absl::string_view prefix) {
  return std::string(absl::StripPrefix(name, prefix));
}

}  // namespace interim::cli
