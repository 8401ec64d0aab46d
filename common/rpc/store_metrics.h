// Internal: what the store tells of its work, as metrics and log lines.
#ifndef INTERIM_COMMON_RPC_STORE_METRICS_H_
#define INTERIM_COMMON_RPC_STORE_METRICS_H_

#include "common/observe/metrics.h"
#include "common/store/store_observer.h"

namespace interim::rpc {

// store_commit_seconds, store_retries_total{code}, store_queue_depth, store_faults_total; the
// driver's own words of each fault go to the log, and only there.
class StoreMetrics final : public store::StoreObserver {
 public:
  // `metrics` outlives this.
  explicit StoreMetrics(Metrics& metrics);

  void OnCommit(absl::Duration elapsed, const absl::Status& status) override;
  void OnBatch(std::size_t size, std::size_t waiting, absl::Duration elapsed) override;
  void OnFault(absl::string_view driver_text, Severity severity) override;

 private:
  Histogram commit_seconds_;
  Counter aborted_;
  Counter already_exists_;
  Gauge queue_depth_;
  Counter faults_;
};

}  // namespace interim::rpc

#endif  // INTERIM_COMMON_RPC_STORE_METRICS_H_
