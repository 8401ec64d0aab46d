// Sends a pool to the matching service.
#ifndef INTERIM_SERVICES_CLI_POOL_IMPORT_H_
#define INTERIM_SERVICES_CLI_POOL_IMPORT_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "common/rpc/client.h"
#include "interim/matching/v1/matching_service.pb.h"
#include "services/cli/args.h"
#include "services/cli/pool/pool.h"
#include "services/cli/suite.h"

namespace interim::cli {

// A bar on a terminal, plain lines elsewhere; on stderr. `label` stands in front.
class ProgressBar {
 public:
  ProgressBar(std::string label, int total, bool is_quiet);
  // Shows that `done` of the total are done.
  void Show(int done);

 private:
  std::string label_;
  int total_;
  bool quiet_;
  bool terminal_;
  int last_percent_ = -1;
};

// Sends all candidates in one stream; a repeated import changes nothing.
//   errors  as ImportCandidates
absl::Status SendCandidates(rpc::Client& matching, const Pool& pool, const std::string& parent,
                            const rpc::CallOptions& options,
                            const std::function<void(int)>& progress,
                            matching::v1::ImportCandidatesResponse& response);

// interim import --candidates=<n> [--suppliers=<n>] [--seed=<n>]
int ImportCommand(const Args& args);

}  // namespace interim::cli

#endif  // INTERIM_SERVICES_CLI_POOL_IMPORT_H_
