#include <algorithm>
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

std::string RowText(const v1::RuleChange& rule, const v1::RowStart& row, const Speech& speech) {
  return speech(
      "recheck.row",
      {{"rule", rule.rule_id()},
       {"name", ValueName(row.parameter_key(), speech)},
       {"before", row.value_before().empty() ? speech("recheck.none_before")
                                             : ValueShown(row.value_before(), row.unit(), speech)},
       {"after", ValueShown(row.value_after(), row.unit(), speech)},
       {"day", DayText(row.from_date(), speech.language())}});
}

std::string FindingChangeText(const v1::FindingChange& change, const Speech& speech) {
  const std::string kind =
      CodeOf(v1::FindingChangeKind_Name(change.kind()), "FINDING_CHANGE_KIND_");
  const type::Finding& finding = change.has_after() ? change.after() : change.before();
  return speech(absl::StrCat("recheck.", kind), {{"weight", WeightOf(finding.outcome(), speech)},
                                                 {"rule", finding.rule_id()},
                                                 {"text", In(finding.text(), speech)}});
}

std::string Changes(const v1::ContractRecheck& recheck, const Speech& speech) {
  std::vector<std::string> lines;
  for (const v1::FindingChange& change : recheck.finding_changes()) {
    lines.push_back(FindingChangeText(change, speech));
  }
  for (const v1::RuleChange& rule : recheck.rule_changes()) {
    for (const v1::RowStart& row : rule.row_starts()) lines.push_back(RowText(rule, row, speech));
    if (rule.row_starts_size() == 0) {
      lines.push_back(speech("recheck.rule", {{"rule", rule.rule_id()}, {"title", rule.title()}}));
    }
  }
  for (const v1::FindingDecision& decision : recheck.lapsed_decisions()) {
    lines.push_back(
        speech("recheck.lapsed", {{"rule", decision.rule_id()}, {"reason", decision.reason()}}));
  }
  for (std::string& line : lines) line.insert(0, "- ");
  return lines.empty() ? speech("recheck.untouched") : absl::StrJoin(lines, "\n");
}

std::string Outcomes(const v1::ContractRecheck& recheck, const Speech& speech) {
  const std::string before = WeightOf(recheck.outcome_before(), speech);
  const std::string after = WeightOf(recheck.outcome_after(), speech);
  if (before == after || before.empty()) return after;
  return absl::StrCat(before, " → ", after);
}

}  // namespace

std::string RecheckPage(const v1::RecheckContractsResponse& response, PageLength length,
                        const PageStyle& style, const Speech& speech) {
  Page page(style);
  page.Title(speech("recheck.title"),
             speech("recheck.as_of", {{"day", DayText(response.as_of_date(), speech.language())}}));
  const auto touched = std::count_if(response.rechecks().begin(), response.rechecks().end(),
                                     [](const auto& recheck) { return recheck.is_touched(); });
  page.Line(speech("recheck.counts", {{"checked", absl::StrCat(response.checked_count())},
                                      {"touched", absl::StrCat(touched)}}));
  Grid grid({{speech("recheck.contract"), Align::kLeft, 22},
             {speech("recheck.state"), Align::kLeft, 8},
             {speech("recheck.outcome"), Align::kLeft, 10},
             {speech("recheck.changes"), Align::kLeft, 30}});
  for (const v1::ContractRecheck& recheck : response.rechecks()) {
    if (length == PageLength::kShort && !recheck.is_touched()) continue;
    if (!grid.empty()) grid.Gap();
    const std::string id = recheck.contract().substr(recheck.contract().rfind('/') + 1);
    grid.Row({recheck.title().empty() ? id : absl::StrCat(recheck.title(), "\n", id),
              speech.WordOr("state",
                            CodeOf(v1::ContractState_Name(recheck.state()), "CONTRACT_STATE_"), ""),
              Outcomes(recheck, speech), Changes(recheck, speech)});
  }
  if (!grid.empty()) {
    page.Blank();
    page.Add(grid);
  }
  return page.text();
}

}  // namespace interim::cli
