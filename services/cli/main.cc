// `interim`: the suite from the command line, for people and for scripts.
#include <iostream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/cli/args.h"
#include "services/cli/assess/assess.h"
#include "services/cli/commands.h"
#include "services/cli/contract/contract.h"
#include "services/cli/help.h"
#include "services/cli/pool/import.h"
#include "services/cli/services.h"
#include "services/cli/walk/walk.h"

namespace {

// The help of what was typed: a command, a method in words, or everything.
int Help(const std::vector<std::string>& words) {
  using namespace interim::cli;  // NOLINT(google-build-using-namespace): commands by name
  const std::string first = words.empty() ? "" : words[0];
  const std::string second = words.size() < 2 ? "" : words[1];
  for (const std::string& name : {absl::StrCat(first, " ", second), first}) {
    const std::string page = name == first && IsVerbGroup(first) && !second.empty()
                                 ? VerbHelp(first, second)
                                 : HelpOf(name);
    if (page.empty()) continue;
    std::cout << page;
    return 0;
  }
  for (const CommandHelp& help : CommandHelps()) {
    if (IsVerbGroup(first) && absl::StartsWith(help.name, absl::StrCat(first, " "))) {
      std::cout << "interim " << help.name << "  " << help.summary << "\n";
    }
  }
  std::cout << (IsVerbGroup(first) ? VerbHelp(first, second) : OverviewHelp());
  return 0;
}

int Run(const interim::cli::Args& args) {
  using namespace interim::cli;  // NOLINT(google-build-using-namespace): commands by name
  const std::string command = args.Word(0);
  if (command.empty()) return Help({});
  if (command == "help") return Help({args.words().begin() + 1, args.words().end()});
  if (args.Has("help")) {
    const bool is_model = command == "assess" && args.Has("explain-model");
    return Help(is_model ? std::vector<std::string>{command, "--explain-model"} : args.words());
  }
  if (command == "keys") return KeysCommand(args);
  if (command == "token") return TokenCommand(args);
  if (command == "call") return CallCommand(args);
  if (command == "methods") return MethodsCommand(args);
  if (command == "import") return ImportCommand(args);
  if (command == "walk") return WalkCommand(args);
  if (command == "assess" && args.Word(1).empty()) return AssessCommand(args);
  if (command == "contract" && IsContractPage(args.Word(1))) return ContractCommand(args);
  if (IsVerbGroup(command)) return VerbCommand(args);
  std::cerr << "no command '" << command << "'; `interim help` lists them\n";
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  interim::cli::LinkServices();
  const auto args = interim::cli::Args::Parse(
      std::vector<std::string>(argv + 1, argv + argc),
      {"json", "resume", "help", "quiet", "summary", "full", "explain-model", "pdf", "md"});
  if (!args.ok()) return interim::cli::Fail(args.status());
  return Run(*args);
}
