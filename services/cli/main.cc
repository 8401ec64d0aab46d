// `interim`: the suite from the command line, for people and for scripts.
#include <iostream>
#include <string>
#include <vector>

#include "services/cli/args.h"
#include "services/cli/assess/assess.h"
#include "services/cli/commands.h"
#include "services/cli/pool/import.h"
#include "services/cli/services.h"
#include "services/cli/walk/walk.h"

namespace {

constexpr char kHelp[] =
    R"(interim - the Interim Suite from the command line

Journeys
  interim walk site_merger [--resume] [--lang=nl|en] [--json] [--report=<file>]
      plays a whole case through the four services and prints a report; --resume goes on where it was cut
  interim walk --summary
      counts events and records per service, to compare two runs
  interim import [--candidates=500] [--suppliers=5] [--seed=1]
      fills the pool with made-up candidates, with a progress bar

Every method, in words
  interim assess|match|contract|govern <verb> [<name>] [--<field>=<value> ...]
  interim session|audit|clock <verb> --on=<service> [...]
      <verb> is the method in words: `interim govern get-dashboard organizations/acme/engagements/e1`;
      without a verb the verbs are listed; a field may be a path (--need.role_code=TRANS), a list with
      commas, a date, an amount ("1500.00 EUR"), JSON, or @file

Every method, in protobuf JSON
  interim call <service>.<Method> [--data='{...}'|@file] < request.json
  interim methods [<part of a name>]

Identity for rehearsals
  interim keys --out=<folder>
  interim token --sub=<subject> --roles=<a,b> [--party=<name>] [--org=<organization>] [--hours=12]

Flags of every command
  --suite=<folder>   folder of the running suite (default build/run)
  --as=<roles>       roles to call with (default hr_advisor); --sub and --party say who
  --token-file=<f>   use this token instead
  --session=<name>   the journey this call belongs to
  --lang=nl|en       language of texts (default en)
  --json             protobuf JSON instead of tables
  --timeout=<s>      seconds before a call is given up (default 30)

Exit code: 0 done, 1 refused by a service or not reachable, 2 wrong use, 3 a walk to be resumed.
)";

int Run(const interim::cli::Args& args) {
  using namespace interim::cli;  // NOLINT(google-build-using-namespace): commands by name
  const std::string command = args.Word(0);
  if (command.empty() || command == "help" || args.Has("help")) {
    std::cout << kHelp;
    return 0;
  }
  if (command == "keys") return KeysCommand(args);
  if (command == "token") return TokenCommand(args);
  if (command == "call") return CallCommand(args);
  if (command == "methods") return MethodsCommand(args);
  if (command == "import") return ImportCommand(args);
  if (command == "walk") return WalkCommand(args);
  if (command == "assess" && args.Word(1).empty()) return AssessCommand(args);
  if (IsVerbGroup(command)) return VerbCommand(args);
  std::cerr << "no command '" << command << "'; `interim help` lists them\n";
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  interim::cli::LinkServices();
  const auto args = interim::cli::Args::Parse(
      std::vector<std::string>(argv + 1, argv + argc),
      {"json", "resume", "help", "quiet", "summary", "full", "explain-model"});
  if (!args.ok()) return interim::cli::Fail(args.status());
  return Run(*args);
}
