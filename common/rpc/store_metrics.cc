#include "common/rpc/store_metrics.h"

#include "common/observe/log.h"

namespace interim::rpc {
namespace {

constexpr char kRetries[] = "store_retries_total";
constexpr char kRetriesHelp[] = "Commits that lost a race and are run again, by code";

}  // namespace

StoreMetrics::StoreMetrics(Metrics& metrics)
    : commit_seconds_(metrics.AddHistogram("store_commit_seconds", "From the call to the answer",
                                           Metrics::StorageBuckets())),
      aborted_(metrics.AddCounter(kRetries, kRetriesHelp, {{"code", "ABORTED"}})),
      already_exists_(metrics.AddCounter(kRetries, kRetriesHelp, {{"code", "ALREADY_EXISTS"}})),
      queue_depth_(metrics.AddGauge("store_queue_depth", "Commits waiting at the latest batch")),
      faults_(metrics.AddCounter("store_faults_total", "Errors that the database answered with")) {}

void StoreMetrics::OnCommit(absl::Duration elapsed, const absl::Status& status) {
  commit_seconds_.Observe(elapsed);
  if (absl::IsAborted(status)) aborted_.Add();
  if (absl::IsAlreadyExists(status)) already_exists_.Add();
}

void StoreMetrics::OnBatch(std::size_t /*size*/, std::size_t waiting, absl::Duration /*elapsed*/) {
  queue_depth_.Set(static_cast<double>(waiting));
}

void StoreMetrics::OnFault(absl::string_view driver_text, Severity severity) {
  faults_.Add();
  LOG_ERROR("store_fault", {{"detail", driver_text}, {"fatal", severity == Severity::kFatal}});
}

}  // namespace interim::rpc
