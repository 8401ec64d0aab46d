#include "common/rules/text_catalogue.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/core/error.h"
#include "common/core/sha256.h"
#include "common/core/status_macros.h"
#include "interim/rules/text_set.pb.h"
#include "interim/type/localized_text.pb.h"

namespace interim::rules {
namespace {

namespace fs = std::filesystem;

constexpr char kSuffix[] = ".texts.textproto";

// A piece of a template: fixed text, or the name of a parameter.
struct Piece {
  bool is_param = false;
  std::string text;
};

struct Template {
  std::vector<Piece> nl;
  std::vector<Piece> en;
};

bool IsParamName(absl::string_view name) {
  return !name.empty() && absl::ascii_isalpha(name.front()) &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return absl::ascii_isalnum(c) || c == '_'; });
}

bool IsTextKey(absl::string_view key) {
  return !key.empty() && key.size() <= 128 && absl::ascii_isalpha(key.front()) &&
         std::all_of(key.begin(), key.end(), [](char c) {
           return absl::ascii_isalnum(c) || c == '_' || c == '.' || c == '-';
         });
}

// Cuts a template into pieces; nothing when a brace is wrong.
std::optional<std::vector<Piece>> ParseTemplate(absl::string_view text) {
  std::vector<Piece> pieces;
  std::string fixed;
  while (!text.empty()) {
    if (absl::StartsWith(text, "{{") || absl::StartsWith(text, "}}")) {
      fixed.push_back(text.front());
      text.remove_prefix(2);
    } else if (text.front() == '{') {
      const std::size_t end = text.find('}');
      if (end == absl::string_view::npos || !IsParamName(text.substr(1, end - 1))) {
        return std::nullopt;
      }
      if (!fixed.empty()) pieces.push_back({false, std::exchange(fixed, "")});
      pieces.push_back({true, std::string(text.substr(1, end - 1))});
      text.remove_prefix(end + 1);
    } else if (text.front() == '}') {
      return std::nullopt;
    } else {
      fixed.push_back(text.front());
      text.remove_prefix(1);
    }
  }
  if (!fixed.empty()) pieces.push_back({false, std::move(fixed)});
  return pieces;
}

std::set<std::string> ParamsOf(const std::vector<Piece>& pieces) {
  std::set<std::string> names;
  for (const Piece& piece : pieces) {
    if (piece.is_param) names.insert(piece.text);
  }
  return names;
}

// Every text file in a folder and below it, sorted.
absl::StatusOr<std::vector<std::string>> ListTextFiles(const std::string& folder) {
  RETURN_IF_ERROR(ListFiles(folder, kSuffix).status());  // reports a missing folder
  std::vector<std::string> files;
  std::error_code error;
  for (fs::recursive_directory_iterator entry(folder, error);
       !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    if (absl::EndsWith(entry->path().filename().string(), kSuffix)) {
      files.push_back(entry->path().string());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

struct TextCatalogue::Impl {
  std::map<std::string, Template, std::less<>> templates;
  std::string content;  // what the version is made of
  std::string version;

  const Template* Find(absl::string_view key) const {
    const auto found = templates.find(std::string(key));
    return found == templates.end() ? nullptr : &found->second;
  }

  void Add(const TextSet& set, const std::string& file, const LineIndex& lines,
           std::vector<FileProblem>* problems) {
    for (int i = 0; i < set.text_size(); ++i) {
      const TextTemplate& text = set.text(i);
      const auto problem = [&](const char* field, absl::string_view reason) {
        problems->push_back(
            {file, lines.LineOf({{"text", i}, {field}}), absl::StrCat(text.key(), ": ", reason)});
      };
      if (!IsTextKey(text.key())) problem("key", "A key has letters, digits, '.', '_' and '-'.");
      if (text.nl().empty() || text.en().empty()) problem("key", "Both languages are needed.");
      auto nl = ParseTemplate(text.nl());
      auto en = ParseTemplate(text.en());
      if (!nl.has_value()) problem("nl", "A brace is not part of {name}, {{ or }}.");
      if (!en.has_value()) problem("en", "A brace is not part of {name}, {{ or }}.");
      if (!nl.has_value() || !en.has_value()) continue;
      if (ParamsOf(*nl) != ParamsOf(*en)) {
        problem("nl", "The two languages use different parameters.");
      }
      const bool added =
          templates.emplace(text.key(), Template{*std::move(nl), *std::move(en)}).second;
      if (!added) problem("key", "The key is used twice.");
      absl::StrAppend(&content, text.SerializeAsString(), "\n");
    }
  }
};

TextCatalogue::TextCatalogue(std::unique_ptr<const Impl> impl) : impl_(std::move(impl)) {}
TextCatalogue::TextCatalogue(TextCatalogue&&) noexcept = default;
TextCatalogue& TextCatalogue::operator=(TextCatalogue&&) noexcept = default;
TextCatalogue::~TextCatalogue() = default;

std::unique_ptr<TextCatalogue::Impl> TextCatalogue::Read(const std::vector<std::string>& folders,
                                                         std::vector<FileProblem>* problems) {
  auto impl = std::make_unique<Impl>();
  for (const std::string& folder : folders) {
    const auto files = ListTextFiles(folder);
    if (!files.ok()) {
      problems->push_back({folder, 0, std::string(files.status().message())});
      continue;
    }
    for (const std::string& file : *files) {
      TextSet set;
      LineIndex lines;
      if (ReadTextProto(file, &set, &lines, problems)) impl->Add(set, file, lines, problems);
    }
  }
  impl->version = ShortHash(impl->content);
  return impl;
}

absl::StatusOr<TextCatalogue> TextCatalogue::Load(const std::vector<std::string>& folders) {
  for (const std::string& folder : folders) RETURN_IF_ERROR(ListTextFiles(folder).status());
  std::vector<FileProblem> problems;
  auto impl = Read(folders, &problems);
  RETURN_IF_ERROR(ProblemsToStatus(problems));
  return TextCatalogue(std::move(impl));
}

void TextCatalogue::Check(const std::vector<std::string>& folders,
                          std::vector<FileProblem>* problems) {
  Read(folders, problems);
}

absl::StatusOr<TextCatalogue> TextCatalogue::FromSets(const std::vector<TextSet>& sets) {
  std::vector<FileProblem> problems;
  auto impl = std::make_unique<Impl>();
  for (const TextSet& set : sets) impl->Add(set, "", LineIndex(), &problems);
  RETURN_IF_ERROR(ProblemsToStatus(problems));
  impl->version = ShortHash(impl->content);
  return TextCatalogue(std::move(impl));
}

bool TextCatalogue::Has(absl::string_view key) const { return impl_->Find(key) != nullptr; }

std::vector<std::string> TextCatalogue::ParamNames(absl::string_view key) const {
  const Template* found = impl_->Find(key);
  if (found == nullptr) return {};
  const std::set<std::string> names = ParamsOf(found->en);
  return {names.begin(), names.end()};
}

absl::StatusOr<std::string> TextCatalogue::Render(absl::string_view key,
                                                  absl::string_view language_code,
                                                  const TextParams& params) const {
  const Template* found = impl_->Find(key);
  if (found == nullptr) {
    return MakeError({.code = absl::StatusCode::kInternal,
                      .reason = "TEXT_KEY_UNKNOWN",
                      .message = absl::StrCat("There is no text '", key, "'."),
                      .metadata = {{"key", std::string(key)}}});
  }
  const bool dutch = language_code == "nl" || absl::StartsWith(language_code, "nl-");
  std::string text;
  for (const Piece& piece : dutch ? found->nl : found->en) {
    if (!piece.is_param) {
      text += piece.text;
      continue;
    }
    const auto value = std::find_if(params.begin(), params.end(),
                                    [&](const auto& param) { return param.first == piece.text; });
    if (value == params.end()) {
      return MakeError({.code = absl::StatusCode::kInternal,
                        .reason = "TEXT_PARAM_MISSING",
                        .message = absl::StrCat("Text '", key, "' needs {", piece.text, "}."),
                        .metadata = {{"key", std::string(key)}, {"param", piece.text}}});
    }
    text += value->second;
  }
  return text;
}

absl::StatusOr<type::LocalizedText> TextCatalogue::RenderAll(absl::string_view key,
                                                             const TextParams& params) const {
  type::LocalizedText text;
  ASSIGN_OR_RETURN(*text.mutable_nl(), Render(key, "nl", params));
  ASSIGN_OR_RETURN(*text.mutable_en(), Render(key, "en", params));
  return text;
}

std::vector<std::string> TextCatalogue::keys() const {
  std::vector<std::string> keys;
  for (const auto& [key, unused] : impl_->templates) keys.push_back(key);
  return keys;
}

const std::string& TextCatalogue::version() const { return impl_->version; }

}  // namespace interim::rules
