// Text that fits a terminal: widths, wrapping, tables with wrapped cells.
#ifndef INTERIM_SERVICES_CLI_PAGE_LAYOUT_H_
#define INTERIM_SERVICES_CLI_PAGE_LAYOUT_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace interim::cli {

// Columns that UTF-8 text takes on a terminal: combining marks none, wide East Asian characters and
// emoji two, all others one. Bytes that are not UTF-8 count one each.
std::size_t Width(absl::string_view text);
// The first `width` columns, the last of them an ellipsis when something was cut.
std::string Cut(absl::string_view text, std::size_t width);
// The text with spaces behind (or before) it up to `width` columns; longer text stays as it is.
std::string PadRight(absl::string_view text, std::size_t width);
std::string PadLeft(absl::string_view text, std::size_t width);

// Lines of at most `width` columns, broken at spaces; line feeds stay, a longer word is cut into
// pieces, after "/", "-" or "_" where it has one. Never empty: no text is one empty line. Spaces
// that may not break (U+00A0) do not. The lines of a point ("- ") stand under its text.
std::vector<std::string> Wrap(absl::string_view text, std::size_t width);

// Columns of the terminal behind stdout between 72 and 120, or 100 when it is none.
std::size_t PageColumns();

enum class Align { kLeft, kRight };

// One column of a grid.
struct Column {
  std::string head;
  Align align = Align::kLeft;
  std::size_t min_width = 4;
};

// A table whose cells wrap so that it fits a width.
class Grid {
 public:
  explicit Grid(std::vector<Column> columns) : columns_(std::move(columns)) {}
  // One row; missing cells are empty, more cells than columns are dropped.
  void Row(std::vector<std::string> cells);
  // An empty line between rows.
  void Gap();
  // A line under the rows before it, for totals.
  void Rule();
  bool empty() const { return rows_.empty(); }

  // Lines of at most `width` columns as long as each column can have its `min_width`; each line
  // ends with a line feed and has no spaces at its end. `indent` spaces stand before each.
  std::string ToString(std::size_t width, std::size_t indent = 0) const;

 private:
  enum class Kind { kCells, kGap, kRule };
  struct Line {
    Kind kind;
    std::vector<std::string> cells;
  };
  std::size_t LeastWidth(std::size_t column) const;
  std::vector<std::size_t> Widths(std::size_t width) const;
  void Print(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths,
             const std::string& indent, std::string& out) const;

  std::vector<Column> columns_;
  std::vector<Line> rows_;
};

}  // namespace interim::cli

#endif  // INTERIM_SERVICES_CLI_PAGE_LAYOUT_H_
