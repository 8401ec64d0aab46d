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
  return Width(paragraph) <= kHeadingWidth && !absl::StrContains(paragraph, '\n') &&
         !absl::EndsWith(paragraph, ".") && !absl::EndsWith(paragraph, ";");
}

// Puts headings and paragraphs together; no line is lost.
class ClauseReader {
 public:
  void Line(absl::string_view line) {
    line = absl::StripAsciiWhitespace(line);
    const bool is_marked = absl::StartsWith(line, "#");
    if (line.empty() || is_marked) EndParagraph();
    if (is_marked) {
      const std::size_t start = line.find_first_not_of('#');
      if (start != absl::string_view::npos) Head(absl::StripAsciiWhitespace(line.substr(start)));
    } else if (!line.empty()) {
      absl::StrAppend(&paragraph_, paragraph_.empty() ? "" : "\n", line);
    }
  }

  std::vector<v1::ScannedClause> End() {
    EndParagraph();
    Head("");
    return std::move(clauses_);
  }

 private:
  void EndParagraph() {
    const std::string paragraph = std::exchange(paragraph_, "");
    if (paragraph.empty()) return;
    if (IsHeading(paragraph)) {
      Head(paragraph);
    } else {
      Add(std::exchange(heading_, ""), paragraph);
    }
  }

  // A heading before it that got no text is itself the text to read.
  void Head(absl::string_view heading) {
    if (!heading_.empty()) Add("", heading_);
    heading_ = std::string(heading);
  }

  void Add(const std::string& title, const std::string& text) {
    v1::ScannedClause& clause = clauses_.emplace_back();
    clause.set_title(title);
    clause.set_text(text);
  }

  std::vector<v1::ScannedClause> clauses_;
  std::string heading_;
  std::string paragraph_;
};

}  // namespace

std::vector<v1::ScannedClause> ClausesOf(absl::string_view text) {
  ClauseReader reader;
  for (absl::string_view line : absl::StrSplit(text, '\n')) reader.Line(line);
  return reader.End();
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
