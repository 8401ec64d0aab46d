#include "common/rules/rules_check.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <system_error>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/rules/rule_loader.h"
#include "common/rules/text_catalogue.h"
#include "common/rules/text_proto.h"

namespace interim::rules {
namespace {

namespace fs = std::filesystem;

enum class Kind { kRules, kTexts, kOther, kUnknown };

// What a file says it holds, in its leading comments; a text file is known by its name.
Kind KindOf(const fs::path& path) {
  if (absl::EndsWith(path.filename().string(), ".texts.textproto")) return Kind::kTexts;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line) && absl::StartsWith(line, "#");) {
    if (!absl::StrContains(line, "proto-message:")) continue;
    return absl::StrContains(line, "RuleSet") ? Kind::kRules : Kind::kOther;
  }
  return Kind::kUnknown;
}

struct Found {
  std::map<std::string, int> rule_folders;  // folder -> number of rule files
  int texts = 0;
  int others = 0;
};

void Scan(const std::string& folder, Found* found, std::vector<FileProblem>* problems) {
  std::error_code error;
  for (fs::recursive_directory_iterator entry(folder, error);
       !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    const fs::path& path = entry->path();
    if (path.extension() != ".textproto") continue;
    switch (KindOf(path)) {
      case Kind::kRules:
        ++found->rule_folders[path.parent_path().string()];
        break;
      case Kind::kTexts:
        ++found->texts;
        break;
      case Kind::kOther:
        ++found->others;
        break;
      case Kind::kUnknown:
        problems->push_back(
            {path.string(), 1, "The leading comments lack a line '# proto-message: ...'."});
        break;
    }
  }
  if (error) problems->push_back({folder, 0, absl::StrCat("Cannot be read: ", error.message())});
}

}  // namespace

int RunRulesCheck(const std::vector<std::string>& folders, std::ostream& out) {
  if (folders.empty()) {
    out << "usage: rules_check <folder>...\n";
    return 2;
  }
  std::vector<FileProblem> problems;
  Found found;
  for (const std::string& folder : folders) Scan(folder, &found, &problems);
  int rules = 0;
  for (const auto& [folder, count] : found.rule_folders) {
    rules += count;
    ReadRuleFolder(folder, {}, &problems);
  }
  TextCatalogue::Check(folders, &problems);
  for (const FileProblem& problem : problems) out << ToString(problem) << "\n";
  out << rules << " rule files, " << found.texts << " text files, " << found.others
      << " other data files; " << problems.size() << " problems\n";
  return problems.empty() ? 0 : 1;
}

}  // namespace interim::rules
