#include "services/contracting/service/print/blocks.h"

#include <utility>

#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace interim::contracting::print {
namespace {

// Collects runs; a style without text leaves nothing behind.
class Runs {
 public:
  explicit Runs(Style base) : base_(base), style_(base) {}
  void Put(char c) { text_.push_back(c); }
  // Turns a style on, or off when it is on.
  void Toggle(Style style) {
    Close();
    style_ = style_ == style ? base_ : style;
  }
  bool Is(Style style) const { return style_ == style; }
  std::vector<TextRun> Take() {
    Close();
    return std::move(runs_);
  }

 private:
  void Close() {
    if (!text_.empty()) runs_.push_back({style_, std::move(text_)});
    text_.clear();
  }
  const Style base_;
  Style style_;
  std::string text_;
  std::vector<TextRun> runs_;
};

Block MakeBlock(absl::string_view line) {
  struct Mark {
    absl::string_view text;
    BlockKind kind;
    Style style;
  };
  constexpr Mark kMarks[] = {{"# ", BlockKind::kTitle, Style::kBold},
                             {"## ", BlockKind::kHeading, Style::kBold},
                             {"### ", BlockKind::kSubheading, Style::kBold},
                             {"- ", BlockKind::kItem, Style::kRegular}};
  for (const Mark& mark : kMarks) {
    if (absl::ConsumePrefix(&line, mark.text)) {
      return {.kind = mark.kind, .runs = ParseRuns(line, mark.style)};
    }
  }
  return {.kind = BlockKind::kParagraph, .runs = ParseRuns(line)};
}

}  // namespace

std::vector<TextRun> ParseRuns(absl::string_view line, Style base) {
  Runs runs(base);
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '\\' && i + 1 < line.size()) {
      runs.Put(line[++i]);
    } else if (c == '`') {
      runs.Toggle(Style::kMono);
    } else if (runs.Is(Style::kMono)) {
      runs.Put(c);
    } else if (c == '*' && i + 1 < line.size() && line[i + 1] == '*') {
      runs.Toggle(Style::kBold);
      ++i;
    } else if (c == '_') {
      runs.Toggle(Style::kItalic);
    } else {
      runs.Put(c);
    }
  }
  return runs.Take();
}

std::vector<Block> ParseBlocks(absl::string_view markdown) {
  std::vector<Block> blocks;
  for (absl::string_view line : absl::StrSplit(markdown, '\n')) {
    if (!line.empty()) blocks.push_back(MakeBlock(line));
  }
  return blocks;
}

}  // namespace interim::contracting::print
