#include "services/contracting/domain/markdown.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/contracting/domain/wording.h"

namespace interim::contracting {

std::string Markdown::Word(absl::string_view key, const TextParams& params) const {
  TextParams safe;
  for (const auto& [name, value] : params) safe.emplace_back(name, Inline(value));
  return catalogs_.Word(key, language_, safe);
}

void Markdown::Blank() {
  if (!text_.empty()) absl::StrAppend(&text_, "\n");
  in_list_ = false;
}

void Markdown::Heading(int level, absl::string_view text) {
  Blank();
  absl::StrAppend(&text_, std::string(static_cast<std::size_t>(level), '#'), " ", Inline(text),
                  "\n");
}

void Markdown::Numbered(int level, int number, absl::string_view text) {
  Blank();
  absl::StrAppend(&text_, std::string(static_cast<std::size_t>(level), '#'), " ", number, ". ",
                  Inline(text), "\n");
}

void Markdown::Text(absl::string_view text) { Raw(Paragraphs(text)); }

void Markdown::Raw(absl::string_view markdown) {
  if (markdown.empty()) return;
  Blank();
  absl::StrAppend(&text_, markdown, "\n");
}

void Markdown::Field(absl::string_view key, absl::string_view value) {
  if (value.empty()) return;
  Blank();
  // A colon alone opens a list.
  absl::StrAppend(&text_, "**", Word(key), ":**",
                  value == ":" ? std::string() : absl::StrCat(" ", Inline(value)), "\n");
}

void Markdown::Item(absl::string_view text) {
  std::string safe = Inline(text);
  if (safe.empty()) return;
  if (!in_list_) Blank();
  in_list_ = true;
  absl::StrAppend(&text_, "- ", safe, "\n");
}

void Markdown::ItemOf(absl::string_view key, const TextParams& params) {
  if (!in_list_) Blank();
  in_list_ = true;
  absl::StrAppend(&text_, "- ", Word(key, params), "\n");
}

std::string Markdown::Take() { return std::move(text_); }

}  // namespace interim::contracting
