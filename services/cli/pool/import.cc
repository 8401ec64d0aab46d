#include "services/cli/pool/import.h"

#include <unistd.h>

#include <iostream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "common/core/status_macros.h"
#include "services/cli/commands.h"
#include "services/cli/print.h"

namespace interim::cli {
namespace {

namespace v1 = ::interim::matching::v1;

constexpr absl::string_view kCreateSupplier = "interim.matching.v1.MatchingService/CreateSupplier";
constexpr absl::string_view kImport = "interim.matching.v1.MatchingService/ImportCandidates";

absl::Status SendSuppliers(rpc::Client& matching, const Pool& pool, const std::string& parent,
                           const rpc::CallOptions& options) {
  for (const PoolSupplier& made : pool.suppliers) {
    v1::CreateSupplierRequest request;
    request.set_parent(parent);
    request.set_supplier_id(made.id);
    *request.mutable_supplier() = made.supplier;
    const absl::Status status =
        matching.Call<v1::Supplier>(kCreateSupplier, request, options).status();
    if (!status.ok() && !absl::IsAlreadyExists(status)) return status;
  }
  return absl::OkStatus();
}

absl::StatusOr<PoolSize> SizeOf(const Args& args) {
  PoolSize size;
  ASSIGN_OR_RETURN(size.candidates, args.GetInt("candidates", size.candidates, 1));
  ASSIGN_OR_RETURN(size.suppliers, args.GetInt("suppliers", size.suppliers, 0));
  ASSIGN_OR_RETURN(const int seed, args.GetInt("seed", 1, 0));
  size.seed = static_cast<std::uint64_t>(seed);
  return size;
}

absl::Status RunImport(const Args& args) {
  RETURN_IF_ERROR(CheckFlags(args, {"candidates", "suppliers", "seed", "quiet"}));
  ASSIGN_OR_RETURN(const PoolSize size, SizeOf(args));
  ASSIGN_OR_RETURN(const auto suite, OpenSuite(args));
  rpc::CallOptions options;
  ASSIGN_OR_RETURN(options.token, TokenOf(args, *suite));
  options.language = args.Get("lang", "en");
  ASSIGN_OR_RETURN(const int seconds, args.GetInt("timeout", 120, 1));
  options.timeout = absl::Seconds(seconds);
  rpc::Client& matching = suite->ClientOf("matching");
  const Pool pool = MakePool(size, suite->Parent());
  RETURN_IF_ERROR(SendSuppliers(matching, pool, suite->Parent(), options));
  ProgressBar bar("import", size.candidates, args.Has("quiet"));
  v1::ImportCandidatesResponse response;
  RETURN_IF_ERROR(SendCandidates(
      matching, pool, suite->Parent(), options, [&](int done) { bar.Show(done); }, response));
  if (args.Has("json")) {
    ASSIGN_OR_RETURN(const std::string text, ToJson(response));
    std::cout << text;
  } else {
    std::cout << ToReadable(response);
  }
  if (response.failed_count() == 0) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat(response.failed_count(), " candidates were refused"));
}

}  // namespace

ProgressBar::ProgressBar(std::string label, int total, bool is_quiet)
    : label_(std::move(label)),
      total_(total),
      quiet_(is_quiet),
      terminal_(isatty(STDERR_FILENO) != 0) {}

void ProgressBar::Show(int done) {
  constexpr int kHundred = 100;
  const int percent = total_ == 0 ? kHundred : done * kHundred / total_;
  // Plain lines every quarter; a terminal is redrawn with each percent.
  constexpr int kQuarter = 25;
  const int step = terminal_ ? 1 : kQuarter;
  if (quiet_ || percent / step == last_percent_ / step) return;
  last_percent_ = percent;
  if (!terminal_) {
    std::cerr << label_ << " " << done << "/" << total_ << "\n";
    return;
  }
  constexpr int kWidth = 40;
  const int filled = percent * kWidth / kHundred;
  std::cerr << "\r" << label_ << " [" << std::string(filled, '#')
            << std::string(kWidth - filled, '.') << "] " << done << "/" << total_
            << (done == total_ ? "\n" : "") << std::flush;
}

absl::Status SendCandidates(rpc::Client& matching, const Pool& pool, const std::string& parent,
                            const rpc::CallOptions& options,
                            const std::function<void(int)>& progress,
                            v1::ImportCandidatesResponse& response) {
  std::size_t place = 0;
  const auto next = [&](google::protobuf::Message& message) {
    if (place == pool.candidates.size()) return false;
    auto& request = static_cast<v1::ImportCandidatesRequest&>(message);
    request.set_parent(parent);
    request.set_candidate_id(pool.candidates[place].id);
    *request.mutable_candidate() = pool.candidates[place].candidate;
    ++place;
    progress(static_cast<int>(place));
    return true;
  };
  v1::ImportCandidatesRequest request;
  return matching.SendStream(kImport, next, request, response, options);
}

int ImportCommand(const Args& args) {
  const absl::Status status = RunImport(args);
  return status.ok() ? 0 : Fail(status);
}

}  // namespace interim::cli
