#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/cli/contract/pages.h"
#include "services/cli/contract/texts.h"
#include "services/cli/contract/values.h"
#include "services/cli/page/format.h"

namespace interim::cli {
namespace {

namespace v1 = ::interim::contracting::v1;

std::string Sources(const v1::RuleRow& row, PageLength length, const Speech& speech) {
  std::vector<std::string> parts;
  if (row.is_overlay()) parts.push_back(speech("rules.overlay"));
  for (const type::Source& source : row.sources()) {
    const std::string name = !source.decision().empty() ? speech("check.house")
                             : source.article().empty() ? source.title()
                                                        : source.article();
    const bool with_address = length == PageLength::kFull && !source.url().empty();
    parts.push_back(with_address ? absl::StrCat(name, " ", source.url()) : name);
  }
  if (row.evidence() == type::EVIDENCE_SECONDARY) parts.push_back(speech("check.secondary"));
  if (row.evidence() == type::EVIDENCE_UNCONFIRMED) parts.push_back(speech("check.unconfirmed"));
  return absl::StrJoin(parts, "; ");
}

std::string Days(const v1::RuleRow& row, const Speech& speech) {
  const std::string from = DayText(row.from_date(), speech.language());
  if (!row.has_to_date()) return speech("rules.from", {{"from", from}});
  return speech("rules.until", {{"from", from}, {"to", DayText(row.to_date(), speech.language())}});
}

// Whether a row is on the page: what holds on the day and what comes after it, or everything.
bool IsShown(const v1::RuleParameter& parameter, const v1::RuleRow& row, PageLength length,
             const std::string& day) {
  if (parameter.unit() == "points") return false;
  return length == PageLength::kFull || !row.has_to_date() || day < IsoText(row.to_date());
}

Grid RuleGrid(const v1::Rule& rule, PageLength length, const std::string& day,
              const Speech& speech) {
  Grid grid({{speech("rules.figure"), Align::kLeft, 20},
             {speech("rules.value"), Align::kLeft, 8},
             {speech("rules.when"), Align::kLeft, 18},
             {speech("rules.source"), Align::kLeft, 20}});
  for (const v1::RuleParameter& parameter : rule.parameters()) {
    std::string name =
        parameter.has_title() ? In(parameter.title(), speech) : ValueName(parameter.key(), speech);
    for (const v1::RuleRow& row : parameter.rows()) {
      if (!IsShown(parameter, row, length, day)) continue;
      const std::string value = ValueShown(row.value(), parameter.unit(), speech);
      const bool is_later = day < IsoText(row.from_date());
      grid.Row({name, is_later ? speech("rules.later", {{"value", value}}) : value,
                Days(row, speech), Sources(row, length, speech)});
      name.clear();
    }
  }
  return grid;
}

}  // namespace

std::string RulesPage(const v1::ListRulesResponse& response, const std::string& day,
                      PageLength length, const PageStyle& style, const Speech& speech) {
  Page page(style);
  page.Title(speech("rules.title"),
             speech("recheck.as_of", {{"day", DayText(day, speech.language())}}));
  if (response.rules().empty()) {
    page.Line(speech("rules.unknown"));
    return page.text();
  }
  bool any_overlay = false;
  for (const v1::Rule& rule : response.rules()) {
    page.Head(
        absl::StrCat(rule.rule_id(), " ", speech.WordOr("rule", rule.rule_id(), rule.title())));
    std::string about = rule.law();
    if (length == PageLength::kFull) {
      absl::StrAppend(&about, about.empty() ? "" : "; ",
                      speech("check.version", {{"version", rule.rule_version()}}));
    }
    if (!about.empty()) page.Line(about);
    const Grid grid = RuleGrid(rule, length, day, speech);
    if (grid.empty()) {
      page.Line(speech("rules.none"));
    } else {
      page.Add(grid);
    }
    for (const v1::RuleParameter& parameter : rule.parameters()) {
      for (const v1::RuleRow& row : parameter.rows()) any_overlay |= row.is_overlay();
    }
  }
  page.Blank();
  page.Line(speech(any_overlay ? "rules.with_overlay" : "rules.no_overlay"));
  if (length == PageLength::kShort) page.Line(speech("rules.full"));
  return page.text();
}

}  // namespace interim::cli
