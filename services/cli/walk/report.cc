#include "services/cli/walk/report.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "services/cli/print.h"

namespace interim::cli {
namespace {

constexpr std::size_t kColumns = 110;

std::string Quoted(const std::string& text) {
  return absl::StrCat(
      "\"",
      absl::StrReplaceAll(text, {{"\\", "\\\\"}, {"\"", "\\\""}, {"\n", "\\n"}, {"\t", "\\t"}}),
      "\"");
}

}  // namespace

void Report::Title(absl::string_view key, const TextValues& values) {
  absl::StrAppend(&text_, "# ", Phrase(key, language_, values), "\n");
}

void Report::Section(absl::string_view key, const TextValues& values) {
  absl::StrAppend(&text_, "\n## ", Phrase(key, language_, values), "\n");
}

void Report::Line(absl::string_view key, const TextValues& values) {
  Add(Phrase(key, language_, values), "", "");
}

void Report::Item(absl::string_view key, const TextValues& values) {
  Add(Phrase(key, language_, values), "- ", "  ");
}

void Report::Blank() { absl::StrAppend(&text_, "\n"); }

void Report::Add(const std::string& text, const std::string& first, const std::string& next) {
  std::string line = first;
  bool empty = true;
  for (absl::string_view word : absl::StrSplit(text, ' ', absl::SkipEmpty())) {
    if (!empty && Width(line) + 1 + Width(std::string(word)) > kColumns) {
      absl::StrAppend(&text_, line, "\n");
      line = next;
      empty = true;
    }
    absl::StrAppend(&line, empty ? "" : " ", word);
    empty = false;
  }
  absl::StrAppend(&text_, line, "\n");
}

void Report::Costs(const std::map<std::string, StageCost>& costs) {
  Section("report.costs");
  Table table({Phrase("costs.stage", language_), Phrase("costs.days", language_),
               Phrase("costs.steps", language_), Phrase("costs.millis", language_)});
  for (const char* stage : {"assess", "select", "contract", "govern", "audit", "clock"}) {
    const auto found = costs.find(stage);
    if (found == costs.end()) continue;
    const StageCost& cost = found->second;
    table.Row({Phrase(absl::StrCat("stage.", stage), language_),
               absl::StrCat(cost.first_day, " - ", cost.last_day), absl::StrCat(cost.steps),
               absl::StrCat(cost.millis)});
  }
  absl::StrAppend(&text_, table.ToString());
}

std::string Report::Json() const {
  std::string out = "{";
  std::string open;
  for (const auto& [path, value] : facts_) {
    const std::size_t dot = path.find('.');
    const std::string group = path.substr(0, dot);
    if (group != open) {
      absl::StrAppend(&out, open.empty() ? "\n  " : "\n  },\n  ", Quoted(group), ": {\n    ");
      open = group;
    } else {
      absl::StrAppend(&out, ",\n    ");
    }
    absl::StrAppend(&out, Quoted(path.substr(dot + 1)), ": ", Quoted(value));
  }
  absl::StrAppend(&out, open.empty() ? "}\n" : "\n  }\n}\n");
  return out;
}

std::string Report::Day(const google::type::Date& date) const { return DayText(date, language_); }

std::string Report::Amount(const google::type::Money& money) const {
  return MoneyText(money, language_);
}

std::string Report::Percent(int basis_points) const {
  constexpr int kWhole = 100;
  constexpr int kTenth = 10;
  return absl::StrCat(
      NumberText(absl::StrCat(basis_points / kWhole, ".", basis_points % kWhole / kTenth),
                 language_),
      "%");
}

std::string Report::Number(const google::type::Decimal& decimal) const {
  return NumberText(decimal.value(), language_);
}

std::string Report::Word(absl::string_view group, absl::string_view code) const {
  return Phrase(absl::StrCat(group, ".", code), language_);
}

}  // namespace interim::cli
