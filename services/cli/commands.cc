#include "services/cli/commands.h"

#include <iostream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/core/status_macros.h"
#include "services/cli/files.h"
#include "services/cli/print.h"

namespace interim::cli {

const std::set<std::string>& CommonFlags() {
  static const auto* const flags = new std::set<std::string>{
      "suite", "as", "sub", "party", "token-file", "lang", "json", "session", "timeout", "help"};
  return *flags;
}

absl::Status CheckFlags(const Args& args, std::set<std::string> own) {
  own.insert(CommonFlags().begin(), CommonFlags().end());
  return args.CheckKnown(own);
}

absl::StatusOr<std::unique_ptr<Suite>> OpenSuite(const Args& args) {
  auto suite = Suite::Open(args.Get("suite", "build/run"));
  if (absl::IsNotFound(suite.status())) {
    return absl::NotFoundError(absl::StrCat(
        suite.status().message(), "; start one with deploy/run, or name it with --suite"));
  }
  return suite;
}

Persona CallerOf(const Args& args) {
  Persona persona;
  persona.roles = absl::StrSplit(args.Get("as", "hr_advisor"), ',', absl::SkipEmpty());
  persona.subject = args.Get("sub", persona.roles.empty() ? "nobody" : persona.roles.front());
  persona.party = args.Get("party");
  return persona;
}

absl::StatusOr<std::string> TokenOf(const Args& args, Suite& suite) {
  if (!args.Has("token-file")) return suite.TokenFor(CallerOf(args));
  ASSIGN_OR_RETURN(std::string token, ReadFile(args.Get("token-file")));
  absl::StripTrailingAsciiWhitespace(&token);
  return token;
}

absl::StatusOr<rpc::CallOptions> CallOptionsOf(const Args& args, Suite& suite) {
  rpc::CallOptions options;
  ASSIGN_OR_RETURN(options.token, TokenOf(args, suite));
  options.session = args.Get("session");
  options.language = args.Get("lang", "en");
  ASSIGN_OR_RETURN(const int seconds, args.GetInt("timeout", 30, 1));
  options.timeout = absl::Seconds(seconds);
  return options;
}

int Fail(const absl::Status& status) {
  std::cerr << ErrorText(status);
  return absl::IsInvalidArgument(status) ? 2 : 1;
}

}  // namespace interim::cli
