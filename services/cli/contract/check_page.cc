#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/cli/contract/pages.h"
#include "services/cli/contract/texts.h"
#include "services/cli/contract/values.h"
#include "services/cli/page/format.h"

namespace interim::cli {
namespace {

namespace v1 = ::interim::contracting::v1;
using Findings = google::protobuf::RepeatedPtrField<type::Finding>;

// Values that say nothing to a reader: part of the text or the source, or the points of a formula
// that only sets a band.
bool IsShown(const type::ComputedValue& value) {
  static constexpr std::array<absl::string_view, 5> kHidden = {
      "article", "unconfirmed_rule", "sum", "weakest_viewpoints", "overlay_figures"};
  return value.unit() != "points" && !value.value().empty() &&
         std::find(kHidden.begin(), kHidden.end(), value.key()) == kHidden.end();
}

std::string Values(const type::Finding& finding, const Speech& speech) {
  std::vector<std::string> texts;
  for (const type::ComputedValue& value : finding.computed_values()) {
    if (!IsShown(value)) continue;
    texts.push_back(absl::StrCat(ValueName(value.key(), speech), " ",
                                 ValueShown(value.value(), value.unit(), speech)));
  }
  return absl::StrJoin(texts, "; ");
}

std::string Figures(const type::Finding& finding, const Speech& speech) {
  std::vector<std::string> texts;
  for (const type::UsedFigure& figure : finding.figures()) {
    if (figure.unit() == "points" || figure.value().empty()) continue;
    texts.push_back(
        speech("check.figure", {{"name", ValueName(figure.key(), speech)},
                                {"value", ValueShown(figure.value(), figure.unit(), speech)},
                                {"day", DayText(figure.from_date(), speech.language())}}));
  }
  return absl::StrJoin(texts, "; ");
}

std::string Cures(const type::Finding& finding, const Speech& speech) {
  std::vector<std::string> texts;
  for (const type::Cure& cure : finding.cures()) texts.push_back(In(cure.text(), speech));
  return absl::StrJoin(texts, " ");
}

bool Rests(const type::Finding& finding, type::Evidence evidence) {
  return std::find(finding.evidence().begin(), finding.evidence().end(), evidence) !=
         finding.evidence().end();
}

// Articles and address of each source, once; then how well it is supported, the day and the
// version.
std::string Sources(const type::Finding& finding, PageLength length, const Speech& speech) {
  std::vector<std::pair<std::string, std::vector<std::string>>> by_address;
  for (const type::Source& source : finding.sources()) {
    const bool is_house = !source.decision().empty();
    std::string name = is_house                    ? speech("check.house")
                       : !source.article().empty() ? source.article()
                                                   : source.title();
    if (is_house && length == PageLength::kFull) absl::StrAppend(&name, " ", source.decision());
    auto found = std::find_if(by_address.begin(), by_address.end(),
                              [&](const auto& entry) { return entry.first == source.url(); });
    if (found == by_address.end()) {
      found = by_address.emplace(by_address.end(), source.url(), std::vector<std::string>());
    }
    auto& names = found->second;
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  std::vector<std::string> parts;
  for (const auto& [address, names] : by_address) {
    parts.push_back(absl::StrCat(absl::StrJoin(names, ", "), address.empty() ? "" : " ", address));
  }
  if (Rests(finding, type::EVIDENCE_SECONDARY)) parts.push_back(speech("check.secondary"));
  if (Rests(finding, type::EVIDENCE_UNCONFIRMED)) parts.push_back(speech("check.unconfirmed"));
  if (finding.has_reference_date()) {
    parts.push_back(
        speech("check.on", {{"day", DayText(finding.reference_date(), speech.language())}}));
  }
  if (length == PageLength::kFull && !finding.rule_version().empty()) {
    parts.push_back(speech("check.version", {{"version", finding.rule_version()}}));
  }
  return absl::StrJoin(parts, "; ");
}

std::string FindingText(const type::Finding& finding, PageLength length, const Speech& speech) {
  std::vector<std::string> lines = {In(finding.text(), speech)};
  const auto add = [&](absl::string_view key, absl::string_view name, const std::string& text) {
    if (!text.empty()) {
      lines.push_back(absl::StrCat("- ", speech(key, {{std::string(name), text}})));
    }
  };
  add("check.values", "values", Values(finding, speech));
  add("check.figures", "figures", length == PageLength::kFull ? Figures(finding, speech) : "");
  add("check.cures", "cures", Cures(finding, speech));
  if (finding.human_judgement()) lines.push_back(absl::StrCat("- ", speech("check.judgement")));
  add("check.source", "source", Sources(finding, length, speech));
  return absl::StrJoin(lines, "\n");
}

// Heaviest first.
constexpr std::array<type::RuleOutcome, 5> kWeights = {
    type::RULE_OUTCOME_BLOCK, type::RULE_OUTCOME_INDETERMINATE, type::RULE_OUTCOME_WARN,
    type::RULE_OUTCOME_INFORM, type::RULE_OUTCOME_OK};

// "R01, R02: reason" per reason, in the order of the rules.
void AddSkipped(const v1::CheckComplianceResponse& response, const Speech& speech, Page& page) {
  std::vector<std::pair<std::string, std::vector<std::string>>> by_reason;
  for (const v1::SkippedRule& skipped : response.skipped_rules()) {
    const std::string& reason = In(skipped.reason(), speech);
    auto found = std::find_if(by_reason.begin(), by_reason.end(),
                              [&](const auto& entry) { return entry.first == reason; });
    if (found == by_reason.end())
      found = by_reason.emplace(by_reason.end(), reason, std::vector<std::string>());
    found->second.push_back(skipped.rule_id());
  }
  if (by_reason.empty()) return;
  page.Head(speech("check.skipped"));
  Grid grid({{""}, {""}});
  for (const auto& [reason, rules] : by_reason) {
    const std::size_t colon = reason.find(": ");
    grid.Row({absl::StrJoin(rules, ", "),
              Capital(colon == std::string::npos ? reason : reason.substr(colon + 2))});
  }
  page.Add(grid);
}

}  // namespace

std::string CountsOf(const Findings& findings, const Speech& speech) {
  std::vector<std::string> parts;
  for (type::RuleOutcome weight : kWeights) {
    const auto count = std::count_if(findings.begin(), findings.end(), [&](const auto& finding) {
      return finding.outcome() == weight;
    });
    if (count == 0) continue;
    parts.push_back(speech("check.count",
                           {{"count", absl::StrCat(count)}, {"weight", WeightOf(weight, speech)}}));
  }
  return absl::StrJoin(parts, " · ");
}

Grid FindingsGrid(const Findings& findings, PageLength length, const Speech& speech) {
  Grid grid({{speech("check.rule")}, {speech("check.weight")}, {speech("check.finding")}});
  bool is_first = true;
  for (const type::Finding& finding : findings) {
    if (!std::exchange(is_first, false)) grid.Gap();
    grid.Row({finding.rule_id(), WeightOf(finding.outcome(), speech),
              FindingText(finding, length, speech)});
  }
  return grid;
}

std::string CheckPage(const v1::CheckComplianceResponse& response, PageLength length,
                      const PageStyle& style, const Speech& speech) {
  Page page(style);
  page.Title(speech("check.title", {{"outcome", WeightOf(response.outcome(), speech)}}),
             CountsOf(response.findings(), speech));
  if (response.findings().empty()) {
    page.Line(speech("check.none"));
  } else {
    page.Add(FindingsGrid(response.findings(), length, speech));
  }
  AddSkipped(response, speech, page);
  return page.text();
}

}  // namespace interim::cli
