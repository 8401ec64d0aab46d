#include "services/cli/assess/model_page.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

namespace interim::cli {
namespace {

namespace v1 = ::interim::assessment::v1;

const std::string& In(const type::LocalizedText& text, const Speech& speech) {
  return speech.language() == "nl" ? text.nl() : text.en();
}

// Text that Markdown shows as it stands, on one line.
std::string Plain(const std::string& text) {
  return absl::StrReplaceAll(
      text, {{"\n", " "}, {"*", "\\*"}, {"_", "\\_"}, {"|", "\\|"}, {"<", "&lt;"}, {"#", "\\#"}});
}

std::string Anchor(const std::string& code) {
  return absl::AsciiStrToLower(absl::StrReplaceAll(code, {{"_", "-"}}));
}

void AddEntry(const v1::ModelEntry& entry, const Speech& speech, std::string& out) {
  absl::StrAppend(&out, "- ", entry.code().empty() ? "" : absl::StrCat("**", entry.code(), "** "),
                  Plain(In(entry.text(), speech)), "\n");
  const auto detail = [&](const std::string& label, const std::string& value) {
    if (!value.empty()) absl::StrAppend(&out, "  - ", label, ": ", Plain(value), "\n");
  };
  detail(speech("model.when"), In(entry.when(), speech));
  for (const v1::ModelDetail& part : entry.details()) {
    detail(In(part.label(), speech), In(part.value(), speech));
  }
  detail(speech("model.source"), entry.source());
}

std::string VersionLine(const v1::ModelPage& model, const Speech& speech) {
  std::vector<std::string> others;
  for (const std::string& version : model.known_versions()) {
    if (version != model.model_version()) others.push_back(version);
  }
  if (others.empty()) return speech("model.only_version", {{"version", model.model_version()}});
  return speech("model.version",
                {{"version", model.model_version()}, {"others", absl::StrJoin(others, ", ")}});
}

}  // namespace

std::string ModelMarkdown(const v1::ModelPage& model, const Speech& speech) {
  std::string out =
      absl::StrCat("# ", speech("model.title"), "\n\n", VersionLine(model, speech), "\n\n");
  for (const v1::ModelSection& section : model.sections()) {
    absl::StrAppend(&out, "- [", Plain(In(section.title(), speech)), "](#", Anchor(section.code()),
                    ") (", section.entries_size(), ")\n");
  }
  for (const v1::ModelSection& section : model.sections()) {
    absl::StrAppend(&out, "\n<a id=\"", Anchor(section.code()), "\"></a>\n## ",
                    Plain(In(section.title(), speech)), "\n\n");
    if (!In(section.about(), speech).empty()) {
      absl::StrAppend(&out, Plain(In(section.about(), speech)), "\n\n");
    }
    for (const v1::ModelEntry& entry : section.entries()) AddEntry(entry, speech, out);
  }
  return out;
}

}  // namespace interim::cli
