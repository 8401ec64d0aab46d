// Throw-away keys and tokens, for rehearsals only: a real deployment gets both from its identity
// provider.
#include <sys/stat.h>

#include <iostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "common/rpc/mint.h"
#include "services/cli/commands.h"

namespace interim::cli {

int KeysCommand(const Args& args) {
  const absl::Status known = CheckFlags(args, {"out"});
  if (!known.ok()) return Fail(known);
  const std::string folder = args.Get("out");
  if (folder.empty()) return Fail(absl::InvalidArgumentError("name a folder with --out"));
  if (mkdir(folder.c_str(), S_IRWXU) != 0 && errno != EEXIST) {
    return Fail(absl::UnavailableError(absl::StrCat("cannot make folder ", folder)));
  }
  const std::string private_key = absl::StrCat(folder, "/signing.pem");
  auto minter = rpc::Minter::ReadFile(private_key);
  if (!minter.ok()) {
    minter = rpc::Minter::Generate(rpc::KeyKind::kEs256);
    if (!minter.ok()) return Fail(minter.status());
    const absl::Status written = (*minter)->WritePrivateKey(private_key);
    if (!written.ok()) return Fail(written);
  }
  const absl::Status published =
      rpc::WriteKeySet(absl::StrCat(folder, "/keys.json"), {minter->get()});
  if (!published.ok()) return Fail(published);
  std::cout << folder << "/keys.json (public), " << private_key << " (private)\n";
  return 0;
}

int TokenCommand(const Args& args) {
  const absl::Status known = CheckFlags(args, {"org", "roles", "hours"});
  if (!known.ok()) return Fail(known);
  const auto suite = OpenSuite(args);
  if (!suite.ok()) return Fail(suite.status());
  if (args.Has("org") && args.Get("org") != (*suite)->organization()) {
    (*suite)->SetOrganization(args.Get("org"));
  }
  Persona persona = CallerOf(args);
  if (args.Has("roles")) persona.roles = absl::StrSplit(args.Get("roles"), ',', absl::SkipEmpty());
  const auto hours = args.GetInt("hours", 12, 1);
  if (!hours.ok()) return Fail(hours.status());
  const auto token = (*suite)->TokenFor(persona, *hours);
  if (!token.ok()) return Fail(token.status());
  std::cout << *token << "\n";
  return 0;
}

}  // namespace interim::cli
