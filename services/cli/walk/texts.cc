#include "services/cli/walk/texts.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace interim::cli {
namespace {

using Index = std::map<std::string, const WalkText*, std::less<>>;

const Index& AllTexts() {
  static const auto* const index = [] {
    auto* all = new Index();
    for (const auto* table : {&CaseTexts(), &ReportTexts(), &WordTexts()}) {
      for (const WalkText& text : *table) all->emplace(text.key, &text);
    }
    return all;
  }();
  return *index;
}

}  // namespace

absl::StatusOr<std::string> TextOf(absl::string_view key, absl::string_view language) {
  const auto found = AllTexts().find(key);
  if (found == AllTexts().end()) {
    return absl::InvalidArgumentError(absl::StrCat("no text '", key, "'"));
  }
  return std::string(language == "nl" ? found->second->nl : found->second->en);
}

std::string Phrase(absl::string_view key, absl::string_view language, const TextValues& values) {
  const auto text = TextOf(key, language);
  if (!text.ok()) return absl::StrCat("[", key, "]");
  std::vector<std::pair<std::string, std::string>> places;
  places.reserve(values.size());
  for (const auto& [name, value] : values) places.emplace_back(absl::StrCat("{", name, "}"), value);
  return absl::StrReplaceAll(*text, places);
}

}  // namespace interim::cli
