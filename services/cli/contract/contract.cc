#include "services/cli/contract/contract.h"

#include <unistd.h>

#include <iostream>
#include <map>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/core/clock.h"
#include "common/core/date.h"
#include "common/core/sha256.h"
#include "common/core/status_macros.h"
#include "interim/clock/v1/clock_service.pb.h"
#include "interim/contracting/v1/contracting_service.pb.h"
#include "services/cli/commands.h"
#include "services/cli/contract/pages.h"
#include "services/cli/contract/texts.h"
#include "services/cli/files.h"
#include "services/cli/json_path.h"
#include "services/cli/print.h"

namespace interim::cli {
namespace {

namespace v1 = ::interim::contracting::v1;
using google::protobuf::Message;

// One run of a page command.
class ContractRun {
 public:
  ContractRun(const Args& args, Suite& suite, rpc::CallOptions call)
      : args_(args),
        suite_(suite),
        call_(std::move(call)),
        speech_(ContractTexts(), call_.language),
        style_(StyleOfStdout()) {}

  absl::Status Check();
  absl::Status Forms();
  absl::Status Costs();
  absl::Status Render();
  absl::Status Recheck();
  absl::Status Scan();
  absl::Status Relation();
  absl::Status Rules();

 private:
  PageLength Length() const { return args_.Has("full") ? PageLength::kFull : PageLength::kShort; }
  // The business day of the service, "2026-01-26".
  absl::StatusOr<std::string> Today();
  // The request of --request, then each other flag as a field of it, then the name typed.
  absl::Status Fill(Message& request, absl::string_view name_field, absl::string_view collection,
                    std::set<std::string> own, bool skip_word = false) const;
  absl::Status Call(absl::string_view method, const Message& request, Message& response);
  // True when the answer was printed as JSON.
  absl::StatusOr<bool> PrintedJson(const Message& message) const;
  absl::Status WriteDocument(const v1::ContractDocument& document) const;

  const Args& args_;
  Suite& suite_;
  rpc::CallOptions call_;
  Speech speech_;
  PageStyle style_;
};

absl::Status ContractRun::Fill(Message& request, absl::string_view name_field,
                               absl::string_view collection, std::set<std::string> own,
                               bool skip_word) const {
  own.insert({"request", "full"});
  if (args_.Has("request")) {
    std::string path = args_.Get("request");
    if (absl::StartsWith(path, "@")) path.erase(0, 1);
    ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
    RETURN_IF_ERROR(FromJson(text, request));
  }
  for (const std::string& flag : args_.FlagNames()) {
    if (CommonFlags().contains(flag) || own.contains(flag)) continue;
    RETURN_IF_ERROR(SetPath(request, flag, args_.Get(flag)));
  }
  if (!args_.Word(2).empty() && !skip_word) {
    if (name_field.empty()) return absl::InvalidArgumentError("this page takes no name");
    const std::string& word = args_.Word(2);
    RETURN_IF_ERROR(SetPath(request, name_field,
                            absl::StrContains(word, '/') || collection.empty()
                                ? word
                                : absl::StrCat(suite_.Parent(), "/", collection, "/", word)));
  }
  const auto* parent = request.GetDescriptor()->FindFieldByName("parent");
  if (parent != nullptr && request.GetReflection()->GetString(request, parent).empty()) {
    RETURN_IF_ERROR(SetPath(request, "parent", suite_.Parent()));
  }
  return absl::OkStatus();
}

absl::Status ContractRun::Call(absl::string_view method, const Message& request,
                               Message& response) {
  return suite_.ClientOf("contracting")
      .Invoke(absl::StrCat("interim.contracting.v1.ContractingService/", method), request, response,
              call_);
}

absl::StatusOr<bool> ContractRun::PrintedJson(const Message& message) const {
  if (!args_.Has("json")) return false;
  ASSIGN_OR_RETURN(const std::string text, ToJson(message));
  std::cout << text << (absl::EndsWith(text, "\n") ? "" : "\n");
  return true;
}

absl::Status ContractRun::Check() {
  v1::CheckComplianceRequest request;
  RETURN_IF_ERROR(Fill(request, "contract", "contracts", {}));
  v1::CheckComplianceResponse response;
  RETURN_IF_ERROR(Call("CheckCompliance", request, response));
  ASSIGN_OR_RETURN(const bool printed, PrintedJson(response));
  if (!printed) std::cout << CheckPage(response, Length(), style_, speech_);
  return absl::OkStatus();
}

absl::Status ContractRun::Forms() {
  v1::CompareFormsRequest request;
  RETURN_IF_ERROR(Fill(request, "brief", "briefs", {}));
  v1::CompareFormsResponse response;
  RETURN_IF_ERROR(Call("CompareForms", request, response));
  ASSIGN_OR_RETURN(const bool printed, PrintedJson(response));
  if (!printed) std::cout << FormsPage(response, Length(), style_, speech_);
  return absl::OkStatus();
}

absl::Status ContractRun::Costs() {
  v1::CompareCostsRequest request;
  RETURN_IF_ERROR(Fill(request, "", "", {}));
  v1::CostComparison costs;
  RETURN_IF_ERROR(Call("CompareCosts", request, costs));
  ASSIGN_OR_RETURN(const bool printed, PrintedJson(costs));
  if (!printed) std::cout << CostsPage(costs, Length(), style_, speech_);
  return absl::OkStatus();
}

absl::Status ContractRun::Recheck() {
  v1::RecheckContractsRequest request;
  RETURN_IF_ERROR(Fill(request, "", "", {"as-of"}));
  if (args_.Has("as-of")) RETURN_IF_ERROR(SetPath(request, "as_of_date", args_.Get("as-of")));
  v1::RecheckContractsResponse all;
  while (true) {
    v1::RecheckContractsResponse page;
    RETURN_IF_ERROR(Call("RecheckContracts", request, page));
    page.set_checked_count(page.checked_count() + all.checked_count());
    const std::string next = page.next_page_token();
    page.clear_next_page_token();
    all.MergeFrom(page);
    if (next.empty()) break;
    request.set_page_token(next);
  }
  ASSIGN_OR_RETURN(const bool printed, PrintedJson(all));
  if (!printed) std::cout << RecheckPage(all, Length(), style_, speech_);
  return absl::OkStatus();
}

// A name of a record, or a file with the text of somebody else.
bool IsFileName(const std::string& word) {
  return word == "-" || ((absl::StrContains(word, '.') || absl::StrContains(word, '/')) &&
                         !absl::StartsWith(word, "organizations/"));
}

absl::Status ContractRun::Scan() {
  v1::ScanClausesRequest request;
  std::vector<v1::ScannedClause> clauses;
  const bool is_file = IsFileName(args_.Word(2));
  if (args_.Word(2).empty() && !args_.Has("request")) {
    return absl::InvalidArgumentError("name a contract, or a file with its text");
  }
  RETURN_IF_ERROR(Fill(request, "contract", "contracts", {}, is_file));
  if (is_file) {
    ASSIGN_OR_RETURN(const std::string text, ReadFile(args_.Word(2)));
    clauses = ClausesOf(text);
    if (clauses.empty()) return absl::InvalidArgumentError("the file holds no clauses");
    request.mutable_clauses()->Assign(clauses.begin(), clauses.end());
  }
  v1::ScanClausesResponse response;
  RETURN_IF_ERROR(Call("ScanClauses", request, response));
  ASSIGN_OR_RETURN(const bool printed, PrintedJson(response));
  if (!printed) std::cout << ScanPage(response, clauses, style_, speech_);
  return absl::OkStatus();
}

absl::Status ContractRun::Relation() {
  v1::GetWorkingRelationRequest request;
  if (args_.Word(2).empty() && !args_.Has("request") && !args_.Has("name")) {
    return absl::InvalidArgumentError("name a contract");
  }
  RETURN_IF_ERROR(Fill(request, "name", "contracts", {}));
  v1::WorkingRelation relation;
  RETURN_IF_ERROR(Call("GetWorkingRelation", request, relation));
  ASSIGN_OR_RETURN(const bool printed, PrintedJson(relation));
  if (!printed) std::cout << RelationPage(relation, Length(), style_, speech_);
  return absl::OkStatus();
}

absl::StatusOr<std::string> ContractRun::Today() {
  clock::v1::Clock clock;
  RETURN_IF_ERROR(suite_.ClientOf("contracting")
                      .Invoke("interim.clock.v1.ClockService/GetClock",
                              clock::v1::GetClockRequest(), clock, call_));
  return AmsterdamDate(absl::FromUnixSeconds(clock.business_time().seconds())).ToString();
}

absl::Status ContractRun::Rules() {
  v1::ListRulesRequest request;
  RETURN_IF_ERROR(Fill(request, "rule_id", "", {"as-of"}));
  v1::ListRulesResponse response;
  RETURN_IF_ERROR(Call("ListRules", request, response));
  ASSIGN_OR_RETURN(const bool printed, PrintedJson(response));
  if (printed) return absl::OkStatus();
  std::string day = args_.Get("as-of");
  if (day.empty()) {
    ASSIGN_OR_RETURN(day, Today());
  } else if (!Date::Parse(day).ok()) {
    return absl::InvalidArgumentError("--as-of takes a day such as 2026-01-26");
  }
  std::cout << RulesPage(response, day, Length(), style_, speech_);
  return absl::OkStatus();
}

absl::Status ContractRun::Render() {
  if (args_.Has("pdf") && args_.Has("md")) {
    return absl::InvalidArgumentError("choose one of --pdf and --md");
  }
  if (args_.Has("pdf") && !args_.Has("out") && !args_.Has("json")) {
    return absl::InvalidArgumentError("name a file for the PDF with --out");
  }
  v1::RenderContractRequest request;
  RETURN_IF_ERROR(Fill(request, "name", "contracts", {"pdf", "md", "out", "language"}));
  request.set_language_code(args_.Get("language"));
  request.set_format(args_.Has("pdf") ? v1::DOCUMENT_FORMAT_PDF : v1::DOCUMENT_FORMAT_MARKDOWN);
  v1::ContractDocument document;
  RETURN_IF_ERROR(Call("RenderContract", request, document));
  if (Sha256Hex(document.content()) != document.document_sha256()) {
    return absl::DataLossError(
        "the text does not have the hash that came with it; nothing written");
  }
  ASSIGN_OR_RETURN(const bool printed, PrintedJson(document));
  if (printed) return absl::OkStatus();
  return WriteDocument(document);
}

absl::Status ContractRun::WriteDocument(const v1::ContractDocument& document) const {
  const bool is_pdf = args_.Has("pdf");
  const std::string& bytes = is_pdf ? document.pdf() : document.content();
  if (!args_.Has("out")) {
    std::cout << bytes;
    return absl::OkStatus();
  }
  if (is_pdf && !absl::StartsWith(bytes, "%PDF-")) {
    return absl::DataLossError("the service sent no PDF; nothing written");
  }
  RETURN_IF_ERROR(WriteFile(args_.Get("out"), bytes));
  const std::string pages =
      is_pdf ? speech_("render.pages", {{"pages", absl::StrCat(document.pdf_page_count())}}) : "";
  std::cout << speech_("render.done", {{"file", args_.Get("out")},
                                       {"bytes", absl::StrCat(bytes.size())},
                                       {"pages", pages}})
            << "\n"
            << speech_("render.hash", {{"hash", document.document_sha256()}}) << "\n";
  if (is_pdf) std::cout << speech_("render.file_hash", {{"hash", Sha256Hex(bytes)}}) << "\n";
  std::cout << (document.is_signed_text()
                    ? speech_("render.signed", {{"revision", absl::StrCat(document.revision())}})
                    : speech_("render.draft"))
            << "\n";
  return absl::OkStatus();
}

using PageCommand = absl::Status (ContractRun::*)();

const std::map<std::string, PageCommand>& Pages() {
  static const auto* const pages = new std::map<std::string, PageCommand>{
      {"check", &ContractRun::Check},       {"forms", &ContractRun::Forms},
      {"costs", &ContractRun::Costs},       {"render", &ContractRun::Render},
      {"recheck", &ContractRun::Recheck},   {"scan", &ContractRun::Scan},
      {"relation", &ContractRun::Relation}, {"rules", &ContractRun::Rules}};
  return *pages;
}

absl::Status RunContract(const Args& args) {
  ASSIGN_OR_RETURN(const auto suite, OpenSuite(args));
  ASSIGN_OR_RETURN(rpc::CallOptions call, CallOptionsOf(args, *suite));
  ContractRun run(args, *suite, std::move(call));
  return (run.*Pages().at(args.Word(1)))();
}

}  // namespace

bool IsContractPage(const std::string& verb) { return Pages().contains(verb); }

int ContractCommand(const Args& args) {
  const absl::Status status = RunContract(args);
  return status.ok() ? 0 : Fail(status);
}

}  // namespace interim::cli
