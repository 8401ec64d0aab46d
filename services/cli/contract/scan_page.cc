#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/cli/contract/pages.h"
#include "services/cli/contract/texts.h"
#include "services/cli/contract/values.h"

namespace interim::cli {
namespace {

namespace v1 = ::interim::contracting::v1;

constexpr std::size_t kHeadingWidth = 80;

std::string SourceText(const v1::ClauseWarning& warning, const Speech& speech) {
  std::vector<std::string> parts;
  for (const type::Source& source : warning.sources()) {
    if (!source.decision().empty()) {
      parts.push_back(speech("check.house"));
      continue;
    }
    const std::string& name = source.article().empty() ? source.title() : source.article();
    parts.push_back(
        absl::StrCat(name, name.empty() || source.url().empty() ? "" : " ", source.url()));
  }
  if (warning.evidence() == type::EVIDENCE_SECONDARY) parts.push_back(speech("check.secondary"));
  if (warning.evidence() == type::EVIDENCE_UNCONFIRMED) {
    parts.push_back(speech("check.unconfirmed"));
  }
  return absl::StrJoin(parts, "; ");
}

// What is wrong and what to do, the words it was read in, the rule behind it and the source.
std::string WarningText(const v1::ClauseWarning& warning, const Speech& speech) {
  std::vector<std::string> lines = {In(warning.text(), speech)};
  const auto add = [&lines](const std::string& line) { lines.push_back(absl::StrCat("- ", line)); };
  if (!warning.excerpt().empty()) add(speech("scan.read", {{"excerpt", warning.excerpt()}}));
  if (warning.has_finding()) {
    add(speech("scan.rule", {{"rule", warning.finding().rule_id()},
                             {"text", In(warning.finding().text(), speech)}}));
    for (const type::Cure& cure : warning.finding().cures()) {
      add(speech("check.cures", {{"cures", In(cure.text(), speech)}}));
    }
  }
  const std::string source = SourceText(warning, speech);
  if (!source.empty()) add(speech("check.source", {{"source", source}}));
  return absl::StrJoin(lines, "\n");
}

bool IsHeading(absl::string_view paragraph) {
  return absl::StartsWith(paragraph, "#") ||
         (Width(paragraph) <= kHeadingWidth && !absl::StrContains(paragraph, '\n') &&
          !absl::EndsWith(paragraph, ".") && !absl::EndsWith(paragraph, ";"));
}

}  // namespace

std::vector<v1::ScannedClause> ClausesOf(absl::string_view text) {
  std::vector<v1::ScannedClause> clauses;
  std::string heading;
  std::string paragraph;
  const auto end = [&] {
    absl::StripAsciiWhitespace(&paragraph);
    if (paragraph.empty()) return;
    if (IsHeading(paragraph)) {
      heading = std::string(
          absl::StripAsciiWhitespace(paragraph.substr(paragraph.find_first_not_of("#"))));
    } else {
      v1::ScannedClause& clause = clauses.emplace_back();
      clause.set_title(std::exchange(heading, ""));
      clause.set_text(paragraph);
    }
    paragraph.clear();
  };
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    if (absl::StripAsciiWhitespace(line).empty()) {
      end();
    } else {
      absl::StrAppend(&paragraph, paragraph.empty() ? "" : "\n", absl::StripAsciiWhitespace(line));
    }
  }
  end();
  return clauses;
}

std::string ScanPage(const v1::ScanClausesResponse& response,
                     const std::vector<v1::ScannedClause>& clauses, const PageStyle& style,
                     const Speech& speech) {
  Page page(style);
  page.Title(speech("scan.title"),
             speech("scan.counts", {{"clauses", absl::StrCat(response.clause_count())},
                                    {"warnings", absl::StrCat(response.warnings_size())}}));
  if (response.warnings().empty()) page.Line(speech("scan.none"));
  Grid grid({{speech("scan.clause"), Align::kLeft, 10},
             {speech("check.weight"), Align::kLeft, 7},
             {speech("scan.warning"), Align::kLeft, 30}});
  for (const v1::ClauseWarning& warning : response.warnings()) {
    if (!grid.empty()) grid.Gap();
    std::string where =
        warning.clause_code().empty() ? speech("scan.missing") : warning.clause_code();
    int number = 0;
    if (absl::StartsWith(where, "#") && absl::SimpleAtoi(where.substr(1), &number) && number >= 1 &&
        number <= static_cast<int>(clauses.size())) {
      const std::string& title = clauses[static_cast<std::size_t>(number - 1)].title();
      where = speech("scan.paragraph", {{"number", absl::StrCat(number)}});
      if (!title.empty()) absl::StrAppend(&where, "\n", title);
    }
    grid.Row({where, WeightOf(warning.outcome(), speech), WarningText(warning, speech)});
  }
  if (!grid.empty()) page.Add(grid);
  if (!In(response.limits(), speech).empty()) {
    page.Blank();
    page.Line(In(response.limits(), speech));
  }
  return page.text();
}

}  // namespace interim::cli
