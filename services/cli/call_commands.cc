// Calling any method: with protobuf JSON, or with words and flags.
#include <algorithm>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/core/status_macros.h"
#include "common/rpc/client.h"
#include "services/cli/commands.h"
#include "services/cli/files.h"
#include "services/cli/help.h"
#include "services/cli/json_path.h"
#include "services/cli/print.h"

namespace interim::cli {
namespace {

const std::map<std::string, std::string>& Groups() {
  static const auto* const groups = new std::map<std::string, std::string>{
      {"assess", "assessment"}, {"match", "matching"},  {"contract", "contracting"},
      {"govern", "governance"}, {"session", "session"}, {"audit", "audit"},
      {"clock", "clock"}};
  return *groups;
}

// "get-dashboard" -> "GetDashboard"
std::string Pascal(absl::string_view words) {
  std::string name;
  for (absl::string_view word : absl::StrSplit(words, '-')) {
    if (word.empty()) continue;
    absl::StrAppend(&name, std::string(1, absl::ascii_toupper(word.front())), word.substr(1));
  }
  return name;
}

// "GetDashboard" -> "get-dashboard"
std::string Words(absl::string_view name) {
  std::string words;
  for (char c : name) {
    if (absl::ascii_isupper(c) && !words.empty()) words += '-';
    words += absl::ascii_tolower(c);
  }
  return words;
}

// One unary call and its answer on stdout.
absl::Status CallAndPrint(const Args& args, Suite& suite, rpc::MethodMessages& method, bool json) {
  if (method.client_streaming || method.server_streaming) {
    return absl::InvalidArgumentError(
        absl::StrCat(method.method, " is a stream; `interim import` sends candidates"));
  }
  const std::string server = args.Get("on", ServerOfMethod(method.method));
  ASSIGN_OR_RETURN(const rpc::CallOptions options, CallOptionsOf(args, suite));
  rpc::Client& client = suite.ClientOf(server.empty() ? Suite::ServiceNames().front() : server);
  RETURN_IF_ERROR(client.Invoke(method.method, *method.request, *method.response, options));
  if (!json) {
    std::cout << ToReadable(*method.response);
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const std::string text, ToJson(*method.response));
  std::cout << text << (text.empty() || text.back() != '\n' ? "\n" : "");
  return absl::OkStatus();
}

absl::StatusOr<rpc::MethodMessages> MethodOfVerb(const std::string& group,
                                                 const std::string& verb) {
  const std::string package = Groups().at(group);
  const std::string service = absl::StrCat(std::string(1, absl::ascii_toupper(package.front())),
                                           package.substr(1), "Service");
  const std::string full = absl::StrCat("interim.", package, ".v1.", service, "/", Pascal(verb));
  auto found = rpc::FindMethod(full);
  if (found.ok()) return found;
  std::vector<std::string> verbs;
  for (const std::string& method : rpc::KnownMethods()) {
    const std::string prefix = absl::StrCat("interim.", package, ".v1.", service, "/");
    absl::string_view name = method;
    if (absl::ConsumePrefix(&name, prefix)) verbs.push_back(Words(name));
  }
  return absl::InvalidArgumentError(
      absl::StrCat(verb.empty() ? "name a verb" : absl::StrCat("no verb '", verb, "'"),
                   "; `interim ", group, "` knows:\n  ", absl::StrJoin(verbs, "\n  ")));
}

absl::Status RunVerb(const Args& args) {
  ASSIGN_OR_RETURN(auto method, MethodOfVerb(args.Word(0), args.Word(1)));
  ASSIGN_OR_RETURN(const auto suite, OpenSuite(args));
  std::set<std::string> own = {"on"};
  for (const std::string& flag : args.FlagNames()) {
    if (CommonFlags().contains(flag) || flag == "on") continue;
    RETURN_IF_ERROR(SetPath(*method.request, flag, args.Get(flag)));
    own.insert(flag);
  }
  RETURN_IF_ERROR(CheckFlags(args, own));
  const auto* descriptor = method.request->GetDescriptor();
  if (!args.Word(2).empty()) {
    const bool named = descriptor->FindFieldByName("name") != nullptr;
    RETURN_IF_ERROR(SetPath(*method.request, named ? "name" : "parent", args.Word(2)));
  } else if (descriptor->FindFieldByName("parent") != nullptr && !args.Has("parent")) {
    RETURN_IF_ERROR(SetPath(*method.request, "parent", suite->Parent()));
  }
  return CallAndPrint(args, *suite, method, args.Has("json"));
}

absl::Status RunCall(const Args& args) {
  RETURN_IF_ERROR(CheckFlags(args, {"data", "on"}));
  ASSIGN_OR_RETURN(auto method, rpc::FindMethod(args.Word(1)));
  ASSIGN_OR_RETURN(const auto suite, OpenSuite(args));
  std::string text = args.Get("data");
  if (text.empty()) {
    ASSIGN_OR_RETURN(text, ReadFile("-"));
  } else if (text.front() == '@') {
    ASSIGN_OR_RETURN(text, ReadFile(text.substr(1)));
  }
  if (absl::StripAsciiWhitespace(text).empty()) text = "{}";
  RETURN_IF_ERROR(FromJson(text, *method.request));
  return CallAndPrint(args, *suite, method, true);
}

}  // namespace

bool IsVerbGroup(const std::string& word) { return Groups().contains(word); }

std::string VerbHelp(const std::string& group, const std::string& verb) {
  const auto method = MethodOfVerb(group, verb);
  if (!method.ok()) return absl::StrCat(method.status().message(), "\n");
  const auto help = MethodHelp(absl::StrCat(group, " ", verb), method->method);
  return help.ok() ? *help : absl::StrCat(help.status().message(), "\n");
}

int VerbCommand(const Args& args) {
  const absl::Status status = RunVerb(args);
  return status.ok() ? 0 : Fail(status);
}

int CallCommand(const Args& args) {
  const absl::Status status = RunCall(args);
  return status.ok() ? 0 : Fail(status);
}

int MethodsCommand(const Args& args) {
  const absl::Status known = CheckFlags(args, {});
  if (!known.ok()) return Fail(known);
  for (const std::string& method : rpc::KnownMethods()) {
    if (method.find(args.Word(1)) != std::string::npos) std::cout << method << "\n";
  }
  return 0;
}

}  // namespace interim::cli
