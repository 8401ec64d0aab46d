// A page in one language for a reader at a terminal.
#ifndef INTERIM_SERVICES_CLI_PAGE_PAGE_H_
#define INTERIM_SERVICES_CLI_PAGE_PAGE_H_

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/cli/page/layout.h"

namespace interim::cli {

// One text of a table of texts.
struct PageText {
  const char* key;
  const char* nl;
  const char* en;
};

// Values for the places "{name}" of a text.
using TextValues = std::vector<std::pair<std::string, std::string>>;

// Texts in one language.
class Speech {
 public:
  // `table` must outlive the speech. Any language but "nl" is English.
  Speech(const std::vector<PageText>& table, absl::string_view language)
      : table_(&table), language_(language == "nl" ? "nl" : "en") {}
  const std::string& language() const { return language_; }
  // The text with its places filled; "[key]" when there is none, which tests refuse.
  std::string operator()(absl::string_view key, const TextValues& values = {}) const;
  // The text of "group.code", or `fallback` when there is none.
  std::string WordOr(absl::string_view group, absl::string_view code,
                     absl::string_view fallback) const;

 private:
  const PageText* Find(absl::string_view key) const;

  const std::vector<PageText>* table_;
  std::string language_;
};

// How a page looks.
struct PageStyle {
  std::size_t columns = 100;
  // Bold headings by terminal codes.
  bool is_bold = false;
};

// The style that fits stdout: its width, and bold on a terminal unless NO_COLOR is set.
PageStyle StyleOfStdout();
// The text in bold, or as it is.
std::string Bold(absl::string_view text, const PageStyle& style);

// Collects lines.
class Page {
 public:
  explicit Page(PageStyle style) : style_(style) {}
  std::size_t columns() const { return style_.columns; }
  const PageStyle& style() const { return style_; }
  // A heading with a double line under it; `aside` stands at the right end of the same line.
  void Title(absl::string_view text, absl::string_view aside = "");
  // An empty line and a heading.
  void Head(absl::string_view text);
  // A paragraph.
  void Line(absl::string_view text);
  // A name and its value, wrapped beside it. An empty value prints nothing.
  void Label(absl::string_view name, absl::string_view value, std::size_t name_width = kNameWidth);
  // A point of a list.
  void Item(absl::string_view text, std::size_t indent = 0);
  void Blank();
  void Add(const Grid& grid, std::size_t indent = 0);
  // Printed as it is.
  void Raw(absl::string_view text);

  const std::string& text() const { return text_; }

  static constexpr std::size_t kNameWidth = 14;

 private:
  PageStyle style_;
  std::string text_;
};

}  // namespace interim::cli

#endif  // INTERIM_SERVICES_CLI_PAGE_PAGE_H_
