// A small writer of canonical Markdown; not for other folders.
#ifndef INTERIM_SERVICES_CONTRACTING_DOMAIN_MARKDOWN_H_
#define INTERIM_SERVICES_CONTRACTING_DOMAIN_MARKDOWN_H_

#include <string>

#include "absl/strings/string_view.h"
#include "services/contracting/domain/catalogs.h"

namespace interim::contracting {

// Collects a document in one language. Everything that people wrote goes through Inline.
class Markdown {
 public:
  Markdown(const Catalogs& catalogs, absl::string_view language)
      : catalogs_(catalogs), language_(language) {}

  // A word of the document, parameters made safe.
  std::string Word(absl::string_view key, const TextParams& params = {}) const;
  // "## text", `level` 1 to 3.
  void Heading(int level, absl::string_view text);
  // "### 1. text": a heading with a number.
  void Numbered(int level, int number, absl::string_view text);
  // A paragraph or several of free text.
  void Text(absl::string_view text);
  // A paragraph that is Markdown already.
  void Raw(absl::string_view markdown);
  // "**word:** value"; nothing for an empty value.
  void Field(absl::string_view key, absl::string_view value);
  // "- text" of free text; nothing for an empty one.
  void Item(absl::string_view text);
  // "- text" of a word with parameters.
  void ItemOf(absl::string_view key, const TextParams& params);
  // "**word:**" and the items; nothing for an empty list.
  template <class List>
  void Items(absl::string_view key, const List& list) {
    if (list.empty()) return;
    Field(key, ":");
    for (const auto& item : list) Item(item);
  }
  const Catalogs& catalogs() const { return catalogs_; }
  const std::string& language() const { return language_; }
  // The bytes: one line feed at the end.
  std::string Take();

 private:
  void Blank();
  const Catalogs& catalogs_;
  const std::string language_;
  std::string text_;
  bool in_list_ = false;
};

}  // namespace interim::contracting

#endif  // INTERIM_SERVICES_CONTRACTING_DOMAIN_MARKDOWN_H_
