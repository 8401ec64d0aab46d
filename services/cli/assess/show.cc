#include "services/cli/assess/show.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/cli/assess/reply.h"
#include "services/cli/page/format.h"

namespace interim::cli {
namespace {

namespace v1 = ::interim::assessment::v1;

constexpr int kColumnsFrom = 10;  // more choices than this stand in columns
constexpr std::size_t kMargin = 3;
constexpr std::size_t kNumberWidth = 4;
constexpr std::size_t kBetween = 2;

std::vector<std::string> ChoiceLabels(const v1::FactSpec& spec, const Speech& speech) {
  if (spec.kind() == v1::FACT_KIND_FLAG) return {speech("word.yes"), speech("word.no")};
  std::vector<std::string> labels;
  for (const v1::FactChoice& choice : spec.choices()) labels.push_back(choice.label());
  return labels;
}

// Choices under each other, or in columns read downwards when there are many.
std::string Choices(const std::vector<std::string>& labels, std::size_t width) {
  std::size_t widest = 0;
  for (const std::string& label : labels) widest = std::max(widest, Width(label));
  const std::size_t cell = kNumberWidth + widest + kBetween;
  const std::size_t fitting = (width - kMargin + kBetween) / cell;
  const std::size_t columns =
      labels.size() <= kColumnsFrom ? 1 : std::clamp<std::size_t>(fitting, 2, 4);
  const std::size_t rows = (labels.size() + columns - 1) / columns;
  std::vector<Column> heads;
  for (std::size_t i = 0; i < columns; ++i) {
    heads.push_back({"", Align::kRight, kNumberWidth - kBetween});
    heads.push_back({"", Align::kLeft, kNumberWidth});
  }
  Grid grid(heads);
  for (std::size_t row = 0; row < rows; ++row) {
    std::vector<std::string> cells;
    for (std::size_t place = row; place < labels.size(); place += rows) {
      cells.push_back(absl::StrCat(place + 1));
      cells.push_back(labels[place]);
    }
    grid.Row(cells);
  }
  return grid.ToString(width, kMargin);
}

std::string HowToAnswer(const v1::FactSpec& spec, const Speech& speech) {
  switch (spec.kind()) {
    case v1::FACT_KIND_NUMBER:
      return speech("ask.how_number", {{"unit", speech.WordOr("unit", spec.unit(), spec.unit())},
                                       {"least", absl::StrCat(spec.min_value())},
                                       {"most", absl::StrCat(spec.max_value())}});
    case v1::FACT_KIND_DATE:
      return speech("ask.how_date");
    case v1::FACT_KIND_CODES:
      return speech("ask.how_codes");
    default:
      return "";
  }
}

std::string Progress(const v1::NextQuestionsResponse& next, const Speech& speech) {
  const std::string spared =
      next.spared_question_count() == 0
          ? ""
          : speech("ask.spared", {{"count", absl::StrCat(next.spared_question_count())}});
  if (next.open_question_count() == 0) {
    return absl::StrCat(speech("ask.refining"), spared.empty() ? "" : " · ", spared);
  }
  return absl::StrCat(speech("ask.to_go", {{"count", absl::StrCat(next.open_question_count())}}),
                      spared.empty() ? "" : " · ", spared);
}

}  // namespace

std::string QuestionText(const v1::Question& question, const v1::NextQuestionsResponse& next,
                         int place, const PageStyle& style, const Speech& speech) {
  const std::string left =
      absl::StrCat("── ", speech("ask.question", {{"place", absl::StrCat(place)}}), " ");
  const std::string right = absl::StrCat(" ", Progress(next, speech), " ──");
  std::string out = absl::StrCat("\n", left);
  const std::size_t taken = Width(left) + Width(right);
  for (std::size_t i = taken; i < style.columns; ++i) absl::StrAppend(&out, "─");
  absl::StrAppend(&out, right, "\n");
  for (const std::string& line : Wrap(question.text(), style.columns)) {
    absl::StrAppend(&out, Bold(line, style), "\n");
  }
  std::vector<std::string> known_by;
  for (const std::string& role : question.known_by()) {
    known_by.push_back(speech.WordOr("role", role, absl::StrReplaceAll(role, {{"_", " "}})));
  }
  Page page(style);
  constexpr std::size_t kNames = 13;
  page.Label(absl::StrCat("  ", speech("ask.why")), question.why(), kNames);
  if (!known_by.empty()) {
    page.Label(absl::StrCat("  ", speech("ask.who")), Listed(known_by, speech.language()), kNames);
  }
  return absl::StrCat(out, page.text());
}

std::string FactText(const v1::Question& question, const v1::FactSpec& spec,
                     const v1::Fact* current, const PageStyle& style, const Speech& speech) {
  std::string out = "\n";
  if (question.facts_size() > 1 || spec.kind() == v1::FACT_KIND_NUMBER) {
    for (const std::string& line : Wrap(Capital(spec.label()), style.columns - kBetween)) {
      absl::StrAppend(&out, "  ", line, "\n");
    }
  }
  if (!spec.hint().empty()) {
    for (const std::string& line : Wrap(spec.hint(), style.columns - kMargin)) {
      absl::StrAppend(&out, std::string(kMargin, ' '), line, "\n");
    }
  }
  const std::vector<std::string> labels = ChoiceLabels(spec, speech);
  if (!labels.empty()) absl::StrAppend(&out, Choices(labels, style.columns));
  const std::string how = HowToAnswer(spec, speech);
  if (!how.empty()) absl::StrAppend(&out, std::string(kMargin, ' '), how, "\n");
  if (current != nullptr) {
    const std::string now = speech("ask.current", {{"value", ValueText(spec, *current, speech)}});
    for (const std::string& line : Wrap(now, style.columns - kMargin)) {
      absl::StrAppend(&out, std::string(kMargin, ' '), line, "\n");
    }
  }
  return out == "\n" ? "" : out;
}

std::string CommandsText(const PageStyle& style, const Speech& speech) {
  Page page(style);
  page.Line(speech("ask.commands"));
  return page.text();
}

}  // namespace interim::cli
