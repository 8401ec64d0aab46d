// The commands of `interim`, one function each. All return the exit code: 0 done, 1 the service
// refused, 2 wrong use.
#ifndef INTERIM_SERVICES_CLI_COMMANDS_H_
#define INTERIM_SERVICES_CLI_COMMANDS_H_

#include <memory>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/rpc/client.h"
#include "services/cli/args.h"
#include "services/cli/suite.h"

namespace interim::cli {

// Flags every command knows.
const std::set<std::string>& CommonFlags();
// Checks the flags of a command; `own` come on top of the common ones.
absl::Status CheckFlags(const Args& args, std::set<std::string> own);
// The suite named by --suite, or build/run.
absl::StatusOr<std::unique_ptr<Suite>> OpenSuite(const Args& args);
// Who calls: --as=<role>[,<role>...], --sub and --party; hr_advisor by default.
Persona CallerOf(const Args& args);
// The token of --token-file, or one minted for the caller.
absl::StatusOr<std::string> TokenOf(const Args& args, Suite& suite);
// Token, language, session and time-out of --as, --lang, --session and --timeout.
absl::StatusOr<rpc::CallOptions> CallOptionsOf(const Args& args, Suite& suite);
// Prints an error to stderr and returns the exit code that fits it.
int Fail(const absl::Status& status);

// interim keys --out=<folder>
int KeysCommand(const Args& args);
// interim token --suite=<folder> --sub=<subject> --roles=<a,b> [--party=<name>] [--org=<o>]
// [--hours=<n>]
int TokenCommand(const Args& args);
// interim call <service>.<Method> [< request.json]
int CallCommand(const Args& args);
// interim <group> <method-in-words> [<name>] [--<field>=<value>...]
int VerbCommand(const Args& args);
// True for a group of verbs: assess, match, contract, govern, session, audit, clock.
bool IsVerbGroup(const std::string& word);
// The help of a method in words; the verbs of the group when there is no such verb.
std::string VerbHelp(const std::string& group, const std::string& verb);
// interim methods [<part of a name>]
int MethodsCommand(const Args& args);

}  // namespace interim::cli

#endif  // INTERIM_SERVICES_CLI_COMMANDS_H_
