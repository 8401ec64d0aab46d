// Metrics of one process, in the Prometheus text format. Labels never hold a tenant, person or id.
#ifndef INTERIM_COMMON_OBSERVE_METRICS_H_
#define INTERIM_COMMON_OBSERVE_METRICS_H_

#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace prometheus {
class Counter;
class Gauge;
class Histogram;
}  // namespace prometheus

namespace interim {

// Handles are small values; a default one does nothing, so that parts work without metrics. They
// must not outlive their Metrics.
class Counter {
 public:
  Counter() = default;
  explicit Counter(prometheus::Counter* metric) : metric_(metric) {}
  void Add(double by = 1) const;  // by >= 0
 private:
  prometheus::Counter* metric_ = nullptr;
};
class Gauge {
 public:
  Gauge() = default;
  explicit Gauge(prometheus::Gauge* metric) : metric_(metric) {}
  void Set(double value) const;
  void Add(double by) const;

 private:
  prometheus::Gauge* metric_ = nullptr;
};
class Histogram {
 public:
  Histogram() = default;
  explicit Histogram(prometheus::Histogram* metric) : metric_(metric) {}
  void Observe(double value) const;
  // In seconds.
  void Observe(absl::Duration value) const { Observe(absl::ToDoubleSeconds(value)); }

 private:
  prometheus::Histogram* metric_ = nullptr;
};

using MetricLabels = std::vector<std::pair<std::string, std::string>>;

// Owns all metrics of a process. Thread-safe.
class Metrics {
 public:
  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  // Each gives the same metric for the same name and labels. Names by Prometheus rules.
  Counter AddCounter(absl::string_view name, absl::string_view help,
                     const MetricLabels& labels = {});
  Gauge AddGauge(absl::string_view name, absl::string_view help, const MetricLabels& labels = {});
  Histogram AddHistogram(absl::string_view name, absl::string_view help,
                         const std::vector<double>& buckets, const MetricLabels& labels = {});
  // A gauge whose value is asked at each reading; `read` must be quick and thread-safe and work as
  // long as this object lives.
  void AddReadGauge(absl::string_view name, absl::string_view help, const MetricLabels& labels,
                    std::function<double()> read);
  // Everything, in the text format.
  std::string Text() const;

  // 1 ms .. 10 s, in seconds.
  static const std::vector<double>& CallBuckets();
  // 50 us .. 1 s, in seconds: Redis and store.
  static const std::vector<double>& StorageBuckets();

 private:
  friend class MethodMetrics;
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// The four metrics of one gRPC method; one object per method, made at start:
// grpc_server_started_total, grpc_server_handled_total, grpc_server_handling_seconds,
// grpc_server_in_flight (all methods together).
class MethodMetrics {
 public:
  // `service` "interim.session.v1.SessionService", `method` "GetSession". `metrics` outlives this.
  MethodMetrics(Metrics& metrics, absl::string_view service, absl::string_view method);
  void Started();
  void Finished(absl::StatusCode code, absl::Duration took);

 private:
  Metrics& metrics_;
  std::string service_;
  std::string method_;
  Counter started_;
  Gauge in_flight_;
  Histogram handling_;
  std::array<std::atomic<prometheus::Counter*>, 17> handled_{};
};

// Sets build_info (version) and the process_* metrics (start time, resident memory, open files,
// CPU).
void AddProcessMetrics(Metrics& metrics, absl::string_view version);

}  // namespace interim

#endif  // INTERIM_COMMON_OBSERVE_METRICS_H_
