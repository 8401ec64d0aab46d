// The Markdown that contracting writes, as blocks of styled text. Only what our own writer makes is
// read; anything else is shown as it stands.
#ifndef INTERIM_SERVICES_CONTRACTING_SERVICE_PRINT_BLOCKS_H_
#define INTERIM_SERVICES_CONTRACTING_SERVICE_PRINT_BLOCKS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace interim::contracting::print {

enum class Style { kRegular, kBold, kItalic, kMono };

// Text in one style, UTF-8, escapes undone.
struct TextRun {
  Style style = Style::kRegular;
  std::string text;
  friend bool operator==(const TextRun&, const TextRun&) = default;
};

enum class BlockKind { kTitle, kHeading, kSubheading, kParagraph, kItem };

struct Block {
  BlockKind kind = BlockKind::kParagraph;
  std::vector<TextRun> runs;
};

// Blocks in order: "# ", "## ", "### ", "- ", and paragraphs between empty lines.
std::vector<Block> ParseBlocks(absl::string_view markdown);

// One line: `**bold**`, `_italic_`, backticks, and `\` before a mark.
std::vector<TextRun> ParseRuns(absl::string_view line, Style base = Style::kRegular);

}  // namespace interim::contracting::print

#endif  // INTERIM_SERVICES_CONTRACTING_SERVICE_PRINT_BLOCKS_H_
