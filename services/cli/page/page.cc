#include "services/cli/page/page.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace interim::cli {

const PageText* Speech::Find(absl::string_view key) const {
  const auto found = std::find_if(table_->begin(), table_->end(),
                                  [&](const PageText& text) { return key == text.key; });
  return found == table_->end() ? nullptr : &*found;
}

std::string Speech::operator()(absl::string_view key, const TextValues& values) const {
  const PageText* text = Find(key);
  if (text == nullptr) return absl::StrCat("[", key, "]");
  std::vector<std::pair<std::string, std::string>> places;
  places.reserve(values.size());
  for (const auto& [name, value] : values) places.emplace_back(absl::StrCat("{", name, "}"), value);
  return absl::StrReplaceAll(language_ == "nl" ? text->nl : text->en, places);
}

std::string Speech::WordOr(absl::string_view group, absl::string_view code,
                           absl::string_view fallback) const {
  const std::string key = absl::StrCat(group, ".", code);
  return Find(key) == nullptr ? std::string(fallback) : (*this)(key);
}

PageStyle StyleOfStdout() {
  return {.columns = PageColumns(),
          .is_bold = isatty(STDOUT_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr};
}

std::string Bold(absl::string_view text, const PageStyle& style) {
  return style.is_bold ? absl::StrCat("\033[1m", text, "\033[0m") : std::string(text);
}

void Page::Title(absl::string_view text, absl::string_view aside) {
  const std::size_t taken = Width(text) + Width(aside);
  const bool fits = !aside.empty() && taken + 2 <= style_.columns;
  std::string line = Bold(text, style_);
  if (fits) absl::StrAppend(&line, std::string(style_.columns - taken, ' '), aside);
  absl::StrAppend(&text_, line, "\n");
  const std::size_t under = fits ? style_.columns : std::min(Width(text), style_.columns);
  for (std::size_t i = 0; i < under; ++i) absl::StrAppend(&text_, "═");
  absl::StrAppend(&text_, "\n");
  if (!aside.empty() && !fits) Line(aside);
}

void Page::Head(absl::string_view text) { absl::StrAppend(&text_, "\n", Bold(text, style_), "\n"); }

void Page::Line(absl::string_view text) {
  for (const std::string& line : Wrap(text, style_.columns)) absl::StrAppend(&text_, line, "\n");
}

void Page::Label(absl::string_view name, absl::string_view value, std::size_t name_width) {
  if (value.empty()) return;
  bool is_first = true;
  for (const std::string& line : Wrap(value, style_.columns - name_width)) {
    const std::string shown = is_first ? PadRight(name, name_width) : std::string(name_width, ' ');
    absl::StrAppend(&text_, is_first ? Bold(shown, style_) : shown, line, "\n");
    is_first = false;
  }
}

void Page::Item(absl::string_view text, std::size_t indent) {
  bool is_first = true;
  for (const std::string& line : Wrap(text, style_.columns - indent - 2)) {
    absl::StrAppend(&text_, std::string(indent, ' '), is_first ? "- " : "  ", line, "\n");
    is_first = false;
  }
}

void Page::Blank() { absl::StrAppend(&text_, "\n"); }

void Page::Add(const Grid& grid, std::size_t indent) {
  absl::StrAppend(&text_, grid.ToString(style_.columns, indent));
}

void Page::Raw(absl::string_view text) { absl::StrAppend(&text_, text); }

}  // namespace interim::cli
