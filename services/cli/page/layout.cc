#include "services/cli/page/layout.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace interim::cli {
namespace {

constexpr std::size_t kGap = 2;
constexpr absl::string_view kPoint = "- ";
constexpr absl::string_view kUnderPoint = "  ";
constexpr std::size_t kDefaultColumns = 100;
constexpr std::size_t kFewestColumns = 72;
constexpr std::size_t kMostColumns = 120;

// One character: its bytes and its code point.
struct Glyph {
  std::size_t bytes = 1;
  std::uint32_t code = 0;
};

// The character at the front of the text; a byte that is not UTF-8 stands for itself.
Glyph FirstGlyph(absl::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  const std::size_t size = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (size == 1 || lead < 0xC0 || size > text.size()) return {1, lead};
  std::uint32_t code = lead & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {1, lead};
    code = (code << 6) | (byte(i) & 0x3F);
  }
  return {size, code};
}

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};

template <std::size_t N>
bool IsIn(const std::array<Range, N>& ranges, std::uint32_t code) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [&](const Range& range) { return code >= range.first && code <= range.last; });
}

// Marks that stand on the character before them, and characters without a glyph.
constexpr std::array<Range, 8> kNoWidth = {{{0x0300, 0x036F},
                                            {0x0483, 0x0489},
                                            {0x1AB0, 0x1AFF},
                                            {0x1DC0, 0x1DFF},
                                            {0x200B, 0x200F},
                                            {0x2060, 0x2064},
                                            {0x20D0, 0x20FF},
                                            {0xFE00, 0xFE0F}}};
constexpr std::array<Range, 9> kTwoWide = {{{0x1100, 0x115F},
                                            {0x2E80, 0x303E},
                                            {0x3041, 0xA4CF},
                                            {0xAC00, 0xD7A3},
                                            {0xF900, 0xFAFF},
                                            {0xFE30, 0xFE4F},
                                            {0xFF00, 0xFF60},
                                            {0x1F300, 0x1F64F},
                                            {0x1F900, 0x1F9FF}}};

std::size_t GlyphWidth(std::uint32_t code) {
  if (IsIn(kNoWidth, code)) return 0;
  return IsIn(kTwoWide, code) ? 2 : 1;
}

// Bytes of the text that fit in `width` columns, at least one character.
std::size_t FittingBytes(absl::string_view text, std::size_t width) {
  std::size_t bytes = 0;
  std::size_t taken = 0;
  while (bytes < text.size()) {
    const Glyph glyph = FirstGlyph(text.substr(bytes));
    taken += GlyphWidth(glyph.code);
    if (taken > width && bytes > 0) break;
    bytes += glyph.bytes;
  }
  return bytes;
}

// Where to cut a word that is too long for a line: after a joint in its second half, or at the end
// of the line.
std::size_t WordCut(absl::string_view word, std::size_t width) {
  const std::size_t most = FittingBytes(word, width);
  const std::size_t joint = word.substr(0, most).find_last_of("/-_");
  return joint == absl::string_view::npos || joint < most / 2 ? most : joint + 1;
}

void WrapLine(absl::string_view text, std::size_t width, std::vector<std::string>& lines) {
  std::string line;
  for (absl::string_view word : absl::StrSplit(text, ' ', absl::SkipEmpty())) {
    if (!line.empty() && Width(line) + 1 + Width(word) <= width) {
      absl::StrAppend(&line, " ", word);
      continue;
    }
    if (!line.empty()) lines.push_back(std::exchange(line, ""));
    while (Width(word) > width) {
      const std::size_t cut = WordCut(word, width);
      lines.emplace_back(word.substr(0, cut));
      word.remove_prefix(cut);
    }
    line = std::string(word);
  }
  lines.push_back(line);
}

std::size_t LongestLine(absl::string_view cell) {
  std::size_t longest = 0;
  for (absl::string_view line : absl::StrSplit(cell, '\n')) {
    longest = std::max(longest, Width(line));
  }
  return longest;
}

// Words longer than this, addresses for example, may be cut.
constexpr std::size_t kOrdinaryWord = 24;

std::size_t LongestWord(absl::string_view cell) {
  std::size_t longest = 0;
  for (absl::string_view word : absl::StrSplit(cell, absl::ByAnyChar(" \n"))) {
    longest = std::max(longest, std::min(Width(word), kOrdinaryWord));
  }
  return longest;
}

// Takes columns from the widest that is above its least width until all fit.
void Shrink(const std::vector<std::size_t>& least, std::size_t room,
            std::vector<std::size_t>& widths) {
  while (std::accumulate(widths.begin(), widths.end(), std::size_t{0}) > room) {
    std::size_t widest = widths.size();
    for (std::size_t i = 0; i < widths.size(); ++i) {
      if (widths[i] <= least[i]) continue;
      if (widest == widths.size() || widths[i] > widths[widest]) widest = i;
    }
    if (widest == widths.size()) return;
    --widths[widest];
  }
}

std::string Repeated(absl::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) absl::StrAppend(&out, text);
  return out;
}

}  // namespace

std::size_t Width(absl::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const Glyph glyph = FirstGlyph(text);
    width += GlyphWidth(glyph.code);
    text.remove_prefix(glyph.bytes);
  }
  return width;
}

std::string Cut(absl::string_view text, std::size_t width) {
  if (Width(text) <= width) return std::string(text);
  if (width == 0) return "";
  if (width == 1) return "…";
  return absl::StrCat(text.substr(0, FittingBytes(text, width - 1)), "…");
}

std::string PadRight(absl::string_view text, std::size_t width) {
  const std::size_t taken = Width(text);
  return absl::StrCat(text, std::string(taken < width ? width - taken : 0, ' '));
}

std::string PadLeft(absl::string_view text, std::size_t width) {
  const std::size_t taken = Width(text);
  return absl::StrCat(std::string(taken < width ? width - taken : 0, ' '), text);
}

std::vector<std::string> Wrap(absl::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    const bool is_point = absl::ConsumePrefix(&line, kPoint) && width > 2 * kPoint.size();
    std::vector<std::string> pieces;
    WrapLine(line, std::max<std::size_t>(is_point ? width - kPoint.size() : width, 1), pieces);
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      const absl::string_view before = !is_point ? "" : i == 0 ? kPoint : kUnderPoint;
      lines.push_back(absl::StrCat(before, pieces[i]));
    }
  }
  return lines;
}

std::size_t PageColumns() {
  winsize size{};
  if (isatty(STDOUT_FILENO) == 0 || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 ||
      size.ws_col == 0) {
    return kDefaultColumns;
  }
  return std::clamp<std::size_t>(size.ws_col, kFewestColumns, kMostColumns);
}

void Grid::Row(std::vector<std::string> cells) {
  cells.resize(columns_.size());
  rows_.push_back({Kind::kCells, std::move(cells)});
}

void Grid::Gap() { rows_.push_back({Kind::kGap, {}}); }

void Grid::Rule() { rows_.push_back({Kind::kRule, {}}); }

// What keeps the column's words whole.
std::size_t Grid::LeastWidth(std::size_t column) const {
  std::size_t least = std::max(columns_[column].min_width, LongestWord(columns_[column].head));
  for (const Line& line : rows_) {
    if (line.kind == Kind::kCells) least = std::max(least, LongestWord(line.cells[column]));
  }
  return least;
}

// Each column gets what its longest line needs; when that is too much, the widest ones share what
// is left evenly, words kept whole as long as that is possible.
std::vector<std::size_t> Grid::Widths(std::size_t width) const {
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    std::size_t wanted = std::max(columns_[i].min_width, Width(columns_[i].head));
    for (const Line& line : rows_) {
      if (line.kind == Kind::kCells) wanted = std::max(wanted, LongestLine(line.cells[i]));
    }
    widths.push_back(wanted);
  }
  const std::size_t gaps = kGap * (columns_.size() - 1);
  const std::size_t room = width > gaps ? width - gaps : columns_.size();
  std::vector<std::size_t> least;
  for (std::size_t i = 0; i < columns_.size(); ++i) least.push_back(LeastWidth(i));
  Shrink(least, room, widths);
  for (std::size_t i = 0; i < columns_.size(); ++i) least[i] = columns_[i].min_width;
  Shrink(least, room, widths);
  return widths;
}

void Grid::Print(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths,
                 const std::string& indent, std::string& out) const {
  std::vector<std::vector<std::string>> wrapped;
  std::size_t height = 0;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    wrapped.push_back(Wrap(cells[i], widths[i]));
    height = std::max(height, wrapped.back().size());
  }
  for (std::size_t row = 0; row < height; ++row) {
    std::string line = indent;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::string text = row < wrapped[i].size() ? wrapped[i][row] : "";
      absl::StrAppend(&line, columns_[i].align == Align::kRight ? PadLeft(text, widths[i])
                                                                : PadRight(text, widths[i]));
      if (i + 1 < cells.size()) line.append(kGap, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    absl::StrAppend(&out, line, "\n");
  }
}

std::string Grid::ToString(std::size_t width, std::size_t indent) const {
  const std::string margin(indent, ' ');
  const std::vector<std::size_t> widths = Widths(width > indent ? width - indent : width);
  std::string rule = margin;
  for (std::size_t i = 0; i < widths.size(); ++i) {
    absl::StrAppend(&rule, i == 0 ? "" : std::string(kGap, ' '), Repeated("─", widths[i]));
  }
  absl::StrAppend(&rule, "\n");
  std::string out;
  const bool has_heads = std::any_of(columns_.begin(), columns_.end(),
                                     [](const Column& column) { return !column.head.empty(); });
  if (has_heads) {
    std::vector<std::string> heads;
    for (const Column& column : columns_) heads.push_back(column.head);
    Print(heads, widths, margin, out);
    absl::StrAppend(&out, rule);
  }
  for (const Line& line : rows_) {
    if (line.kind == Kind::kCells) {
      Print(line.cells, widths, margin, out);
    } else {
      absl::StrAppend(&out, line.kind == Kind::kGap ? "\n" : rule);
    }
  }
  return out;
}

}  // namespace interim::cli
