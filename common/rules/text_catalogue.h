#ifndef INTERIM_COMMON_RULES_TEXT_CATALOGUE_H_
#define INTERIM_COMMON_RULES_TEXT_CATALOGUE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/core/params.h"
#include "common/rules/text_proto.h"

namespace interim::type {
class LocalizedText;
}  // namespace interim::type

namespace interim::rules {

class TextSet;

// Texts for readers in Dutch and English, made from a key and parameters. Immutable, safe to read
// from many threads, cheap to move.
class TextCatalogue {
 public:
  // Reads every *.texts.textproto file in these folders and below them.
  //   errors  INVALID_ARGUMENT DATA_FILE_INVALID with every problem and its line: a key used twice,
  //   a
  //           language missing, parameters that differ between the languages, a stray brace;
  //           NOT_FOUND DATA_FOLDER_MISSING
  static absl::StatusOr<TextCatalogue> Load(const std::vector<std::string>& folders);
  // As Load, from messages.
  static absl::StatusOr<TextCatalogue> FromSets(const std::vector<TextSet>& sets);
  // Adds the problems of these folders to `problems`; for the data checker.
  static void Check(const std::vector<std::string>& folders, std::vector<FileProblem>* problems);

  TextCatalogue(TextCatalogue&&) noexcept;
  TextCatalogue& operator=(TextCatalogue&&) noexcept;
  ~TextCatalogue();

  bool Has(absl::string_view key) const;
  // Names of the parameters of a text, sorted; empty for an unknown key.
  std::vector<std::string> ParamNames(absl::string_view key) const;
  // The text in a language ("nl" or "nl-NL"; anything else gives English). More parameters than the
  // text uses are fine.
  //   errors  INTERNAL TEXT_KEY_UNKNOWN; INTERNAL TEXT_PARAM_MISSING; metadata key, param
  absl::StatusOr<std::string> Render(absl::string_view key, absl::string_view language_code,
                                     const TextParams& params) const;
  // The text in both languages.
  //   errors  those of Render
  absl::StatusOr<type::LocalizedText> RenderAll(absl::string_view key,
                                                const TextParams& params) const;
  // All keys, sorted.
  std::vector<std::string> keys() const;
  // Short content hash of all texts.
  const std::string& version() const;

 private:
  struct Impl;
  explicit TextCatalogue(std::unique_ptr<const Impl> impl);
  static std::unique_ptr<Impl> Read(const std::vector<std::string>& folders,
                                    std::vector<FileProblem>* problems);
  std::unique_ptr<const Impl> impl_;
};

}  // namespace interim::rules

#endif  // INTERIM_COMMON_RULES_TEXT_CATALOGUE_H_
