#include "services/cli/help.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/cli/page/page.h"

namespace interim::cli {
namespace {

constexpr char kCommonFlags[] =
    R"(--suite=<folder>   folder of the running suite (default build/run)
--as=<roles>       roles to call with (default hr_advisor); --sub and --party say who
--token-file=<f>   use this token instead
--session=<name>   the journey this call belongs to
--lang=nl|en       language of texts (default en)
--json             protobuf JSON instead of tables
--timeout=<s>      seconds before a call is given up (default 30))";

constexpr char kExitCodes[] =
    "Exit code: 0 done, 1 refused by a service or not reachable, 2 wrong use, 3 a walk or "
    "questionnaire to be resumed.";

// "--flag  text" lines as a grid.
void AddFlags(absl::string_view lines, Page& page) {
  Grid grid({{""}, {""}});
  for (absl::string_view line : absl::StrSplit(lines, '\n', absl::SkipEmpty())) {
    const std::size_t gap = line.find("  ");
    const absl::string_view flag = line.substr(0, gap);
    absl::string_view text = gap == absl::string_view::npos ? "" : line.substr(gap);
    grid.Row({std::string(flag), std::string(text.substr(text.find_first_not_of(' ')))});
  }
  page.Add(grid, 2);
}

}  // namespace

// long: one table of texts, a line each
const std::vector<CommandHelp>& CommandHelps() {
  static const auto* const helps = new std::vector<CommandHelp>{
      {"assess", "assess [--title=<line>] [--resume|--session=<s>|--assessment=<a>] [--full]",
       "asks the questions that decide whether an interim manager is the answer, and advises",
       R"(--title=<line>  what it is about; asked when absent
--resume  choose among the open assessments and go on
--session=<s>  go on with a session, also one begun on another device
--assessment=<a>  go on with an assessment
--informant=<code>  who answers, such as board (default: the caller)
--known-by=<role>  only questions that this role usually can answer
--facts=<file>  no questions: advice on an AssessNeedRequest in JSON, stored nowhere
--settle  shows where informants differ, and lets the client decide whose answer counts
--full  everything, with the problem statement to sign)",
       "interim assess --lang=nl --title=\"Two sites become one\" --informant=board"},
      {"assess --explain-model", "assess --explain-model [--model-version=<v>] [--out=<file>]",
       "prints the whole model as Markdown, for review by an expert",
       R"(--model-version=<v>  an older version that the service still knows
--out=<file>  write there instead of to the screen)",
       "interim assess --explain-model --lang=nl --out=model.md"},
      {"contract check",
       "contract check [<contract>] [--request=<file>] [--facts.<field>=<value> ...]",
       "what the Dutch rules say about a contract or about facts",
       R"(--request=<file>  a CheckComplianceRequest in JSON ("-" reads stdin)
--facts.<field>=<value>  one fact; --facts=@<file> all of them
--include-ok=true  rules that are met as well
--full  versions, dated figures and decision records too)",
       "interim contract check c1 --as=legal --lang=nl"},
      {"contract forms",
       "contract forms [<brief>] [--request=<file>] [--facts.<field>=<value> ...]",
       "contract forms side by side, the closed ones with why",
       R"(--request=<file>  a CompareFormsRequest in JSON ("-" reads stdin)
--channel-code=<c>  the way the candidate comes, such as INTERIM_BUREAU
--full  every form in the comparison)",
       "interim contract forms b1 --channel-code=INTERIM_BUREAU --lang=nl"},
      {"contract costs", "contract costs --request=<file> [--<field>=<value> ...]",
       "a permanent hire against an interim manager, to the cent",
       R"(--request=<file>  a CompareCostsRequest in JSON ("-" reads stdin)
--<field>=<value>  one field, such as --months=9 or --interim.rate.amount="165.00 EUR"
--full  where each figure comes from)",
       "interim contract costs --request=costs.json --months=9 --lang=nl"},
      {"contract render",
       "contract render <contract> [--pdf|--md] [--out=<file>] [--language=nl|en]",
       "writes the document and prints its hash",
       R"(--pdf  as PDF; needs --out
--md  as Markdown (default), to the screen without --out
--out=<file>  written as a whole or not at all
--language=nl|en  another language than that of the contract: a translation
--document-sha256=<h>  an earlier text of the contract)",
       "interim contract render c1 --pdf --out=contract.pdf"},
      {"contract recheck", "contract recheck [--as-of=<day>] [--only-touched=true] [--full]",
       "which open contracts a change of the rules touches",
       R"(--as-of=<day>  judge on this day, today or later
--full  contracts that nothing touches as well)",
       "interim contract recheck --as-of=2028-01-01 --as=legal"},
      {"contract scan", "contract scan <contract|file> [--form=<form>]",
       "warnings about the clauses of a contract, or of a text of somebody else",
       R"(<file>  plain text with an empty line between clauses ("-" reads stdin)
--form=<form>  form of that text, such as CONTRACT_FORM_BUREAU
--is-leading-role=true  a leading role, which needs a mandate clause)",
       "interim contract scan offer.txt --form=CONTRACT_FORM_BUREAU --lang=nl"},
      {"contract relation", "contract relation <contract> [--full]",
       "the working relation in words: for and against, drift, what is still asked",
       "--full  the legal basis, evidence asked and every fact from practice",
       "interim contract relation c1 --as=legal --lang=nl"},
      {"contract rules", "contract rules [<rule>] [--as-of=<day>] [--full]",
       "the rules with their dated figures and sources",
       R"(--as-of=<day>  what holds on this day (default: today)
--full  what held before as well, with addresses and versions)",
       "interim contract rules R11 --as-of=2026-07-01 --lang=nl"},
      {"walk", "walk site_merger [--resume] [--report=<file>] [--patience=<s>] | walk --summary",
       "plays a whole case through the four services and prints a report",
       R"(--resume  go on where it was cut
--report=<file>  the report in a file too
--patience=<s>  seconds to wait for a server that is away (default 20)
--quiet  no progress
--summary  count events and records per service, to compare two runs)",
       "interim walk site_merger --lang=nl"},
      {"import", "import [--candidates=<n>] [--suppliers=<n>] [--seed=<n>]",
       "fills the pool with made-up candidates, the same for a seed",
       R"(--candidates=<n>  how many (default 500)
--suppliers=<n>  how many (default 5)
--seed=<n>  which ones (default 1))",
       "interim import --candidates=2000 --seed=7"},
      {"call", "call <service>.<Method> [--data='{...}'|@<file>] [--on=<server>] < request.json",
       "any method, protobuf JSON in and out",
       R"(--data=<json>  the request, or @file; stdin when absent
--on=<server>  for methods that every server has (session, audit, clock))",
       "interim call governance.GetDashboard "
       "--data='{\"name\":\"organizations/acme/engagements/e1\"}'"},
      {"methods", "methods [<part of a name>]", "lists the methods that can be called", "",
       "interim methods Contract"},
      {"keys", "keys --out=<folder>", "makes a throw-away key for rehearsals",
       "--out=<folder>  where the key and the public key set go", "interim keys --out=keys"},
      {"token", "token --sub=<subject> --roles=<a,b> [--party=<name>] [--org=<o>] [--hours=<n>]",
       "mints a token with the throw-away key of the suite",
       R"(--sub=<subject>  who
--roles=<a,b>  what they are
--party=<name>  for outside parties: a supplier, for example
--org=<o>  another organization
--hours=<n>  how long it lasts (default 12))",
       "interim token --sub=anna --roles=hr_advisor"}};
  return *helps;
}

std::string OverviewHelp() {
  Page page({});
  page.Line("interim - the Interim Suite from the command line");
  page.Head("Commands");
  Grid grid({{""}, {""}});
  for (const CommandHelp& help : CommandHelps()) {
    grid.Row({absl::StrCat("interim ", help.name), help.summary});
  }
  page.Add(grid, 2);
  page.Head("Every method, in words");
  page.Raw("  interim assess|match|contract|govern <verb> [<name>] [--<field>=<value> ...]\n");
  page.Raw("  interim session|audit|clock <verb> --on=<service> [...]\n");
  page.Blank();
  page.Line(
      "<verb> is the method in words: `interim govern get-dashboard "
      "organizations/acme/engagements/e1`; `interim govern --help` lists them. A field may be a "
      "path (--need.role_code=TRANS), a list "
      "with commas, a date, an amount (\"1500.00 EUR\"), JSON, or @file.");
  page.Head("Flags of every command");
  AddFlags(kCommonFlags, page);
  page.Blank();
  page.Line("`interim <command> --help` tells more, with an example.");
  page.Line(kExitCodes);
  return page.text();
}

std::string HelpOf(absl::string_view command) {
  for (const CommandHelp& help : CommandHelps()) {
    if (command != help.name) continue;
    Page page({});
    page.Line(absl::StrCat("interim ", help.usage));
    page.Blank();
    page.Raw(absl::StrCat("  ", help.summary, "\n"));
    if (*help.details != '\0') {
      page.Head("Flags");
      AddFlags(help.details, page);
    }
    page.Head("Flags of every command");
    AddFlags(kCommonFlags, page);
    page.Head("Example");
    page.Raw(absl::StrCat("  $ ", help.example, "\n"));
    return page.text();
  }
  return "";
}

}  // namespace interim::cli
