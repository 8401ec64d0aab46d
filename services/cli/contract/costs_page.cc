#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/cli/contract/pages.h"
#include "services/cli/contract/texts.h"
#include "services/cli/contract/values.h"
#include "services/cli/page/format.h"

namespace interim::cli {
namespace {

namespace v1 = ::interim::contracting::v1;

std::string Amount(const google::type::Money& money, const Speech& speech) {
  return MoneyText(money, speech.language());
}

// How a line was computed and where its figures come from.
std::string How(const v1::CostLine& line, PageLength length, const Speech& speech) {
  std::string text = FormulaShown(line.formula(), speech);
  if (length == PageLength::kFull || line.origin() != "input") {
    absl::StrAppend(&text, text.empty() ? "" : " ", "(",
                    speech.WordOr("origin", line.origin(), line.origin()), ")");
  }
  return text;
}

void AddSide(absl::string_view title, const google::protobuf::RepeatedPtrField<v1::CostLine>& lines,
             const google::type::Money& total, const google::type::Money& per_month,
             PageLength length, const Speech& speech, Grid& grid) {
  for (const v1::CostLine& line : lines) {
    grid.Row({Capital(In(line.title(), speech)), How(line, length, speech),
              Amount(line.amount(), speech)});
  }
  grid.Rule();
  grid.Row({std::string(title),
            absl::StrCat(Amount(per_month, speech), " ", speech("costs.per_month")),
            Amount(total, speech)});
  grid.Gap();
}

void AddLines(const v1::CostComparison& costs, PageLength length, const Speech& speech,
              Page& page) {
  Grid grid({{speech("costs.line"), Align::kLeft, 22},
             {speech("costs.how"), Align::kLeft, 20},
             {speech("costs.amount"), Align::kRight, 12}});
  AddSide(speech("costs.interim"), costs.interim_lines(), costs.interim_total(),
          costs.interim_per_month(), length, speech, grid);
  AddSide(speech("costs.permanent"), costs.permanent_lines(), costs.permanent_total(),
          costs.permanent_per_month(), length, speech, grid);
  grid.Row({speech("costs.difference"), "", Amount(costs.difference(), speech)});
  page.Add(grid);
}

void AddBreakEven(const v1::CostComparison& costs, const Speech& speech, Page& page) {
  if (costs.break_evens_size() == 0) return;
  std::map<bool, std::map<bool, std::string>> cells;
  for (const v1::BreakEven& row : costs.break_evens()) {
    cells[row.with_vacancy_cost()][row.with_exit_cost()] =
        row.has_months() ? speech("costs.months",
                                  {{"months", NumberText(row.months().value(), speech.language())}})
                         : speech("costs.never");
  }
  page.Head(speech("costs.break_even"));
  Grid grid({{""}, {speech("costs.with_exit")}, {speech("costs.without_exit")}});
  for (bool vacancy : {true, false}) {
    grid.Row({speech(vacancy ? "costs.with_vacancy" : "costs.without_vacancy"),
              cells[vacancy][true], cells[vacancy][false]});
  }
  page.Add(grid);
}

// One row per figure that moves, one column per change.
void AddSensitivity(const v1::CostComparison& costs, const Speech& speech, Page& page) {
  std::vector<std::string> changes;
  std::vector<std::string> codes;
  std::map<std::string, std::map<std::string, std::string>> cells;
  std::map<std::string, std::string> titles;
  for (const v1::SensitivityRow& row : costs.sensitivity()) {
    const std::string& change = row.change_percent().value();
    if (std::find(changes.begin(), changes.end(), change) == changes.end()) {
      changes.push_back(change);
    }
    if (titles.emplace(row.code(), In(row.title(), speech)).second) codes.push_back(row.code());
    cells[row.code()][change] = Amount(row.difference(), speech);
  }
  if (codes.empty()) return;
  page.Head(speech("costs.sensitivity"));
  std::vector<Column> columns;
  columns.push_back({""});
  for (const std::string& change : changes) {
    const std::string sign = absl::StartsWith(change, "-") ? "" : "+";
    columns.push_back(
        {absl::StrCat(sign,
                      speech("costs.change", {{"percent", NumberText(change, speech.language())}})),
         Align::kRight});
  }
  Grid grid(columns);
  for (const std::string& code : codes) {
    std::vector<std::string> row = {titles[code]};
    for (const std::string& change : changes) row.push_back(cells[code][change]);
    grid.Row(row);
  }
  page.Add(grid);
}

void AddRates(const v1::CostComparison& costs, const Speech& speech, Page& page) {
  const v1::RateConversions& rates = costs.rate_conversions();
  const v1::MarginSplit& margin = costs.margin();
  if (!costs.has_rate_conversions() && !costs.has_margin()) return;
  constexpr std::size_t kNames = 20;
  page.Blank();
  if (costs.has_rate_conversions()) {
    page.Label(speech("costs.rates"),
               speech("costs.rates_text", {{"hour", Amount(rates.per_hour(), speech)},
                                           {"day", Amount(rates.per_day(), speech)},
                                           {"month", Amount(rates.per_month(), speech)},
                                           {"basis", rates.basis()}}),
               kNames);
  }
  if (costs.has_margin()) {
    page.Label(speech("costs.margin"),
               Capital(speech(
                   "costs.margin_text",
                   {{"client", Amount(margin.client_price(), speech)},
                    {"manager", Amount(margin.manager_price(), speech)},
                    {"margin", NumberText(margin.margin_percent().value(), speech.language())},
                    {"markup", NumberText(margin.markup_percent().value(), speech.language())}})),
               kNames);
  }
}

}  // namespace

std::string CostsPage(const v1::CostComparison& costs, PageLength length, const PageStyle& style,
                      const Speech& speech) {
  Page page(style);
  page.Title(
      speech("costs.title", {{"months", NumberText(costs.months().value(), speech.language())}}),
      speech("costs.on", {{"day", DayText(costs.reference_date(), speech.language())}}));
  google::type::Money size = costs.difference();
  const bool is_negative = size.units() < 0 || size.nanos() < 0;
  const bool is_nothing = size.units() == 0 && size.nanos() == 0;
  if (is_negative) {
    size.set_units(-size.units());
    size.set_nanos(-size.nanos());
  }
  page.Line(speech(is_nothing    ? "costs.equal"
                   : is_negative ? "costs.cheaper"
                                 : "costs.dearer",
                   {{"amount", Amount(size, speech)}}));
  page.Blank();
  AddLines(costs, length, speech, page);
  AddBreakEven(costs, speech, page);
  AddSensitivity(costs, speech, page);
  AddRates(costs, speech, page);
  google::protobuf::RepeatedPtrField<type::Finding> findings;
  for (const type::Finding& finding : costs.findings()) {
    // The comparison itself is the page.
    if (finding.message_key() != "cost.comparison" || length == PageLength::kFull) {
      *findings.Add() = finding;
    }
  }
  if (!findings.empty()) {
    page.Head(speech("costs.rules"));
    page.Add(FindingsGrid(findings, length, speech));
  }
  return page.text();
}

}  // namespace interim::cli
