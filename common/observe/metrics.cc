#include "common/observe/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <cstddef>
#include <iterator>
#include <map>
#include <sstream>

#include "common/core/mutex.h"

namespace interim {
namespace {

// The registry knows no gauges that are read on demand, so this collects them.
class ReadGauges {
 public:
  void Add(absl::string_view name, absl::string_view help, const MetricLabels& labels,
           std::function<double()> read) {
    MutexLock lock(mutex_);
    Family& family = families_[std::string(name)];
    family.help = std::string(help);
    family.series.push_back({labels, std::move(read)});
  }

  std::vector<prometheus::MetricFamily> Collect() const {
    MutexLock lock(mutex_);
    std::vector<prometheus::MetricFamily> result;
    for (const auto& [name, family] : families_) {
      prometheus::MetricFamily out;
      out.name = name;
      out.help = family.help;
      out.type = prometheus::MetricType::Gauge;
      for (const Series& series : family.series) {
        prometheus::ClientMetric metric;
        for (const auto& [key, value] : series.labels) metric.label.push_back({key, value});
        metric.gauge.value = series.read();
        out.metric.push_back(std::move(metric));
      }
      result.push_back(std::move(out));
    }
    return result;
  }

 private:
  struct Series {
    MetricLabels labels;
    std::function<double()> read;
  };
  struct Family {
    std::string help;
    std::vector<Series> series;
  };
  mutable Mutex mutex_;
  std::map<std::string, Family> families_ ABSL_GUARDED_BY(mutex_);
};

prometheus::Labels ToLabels(const MetricLabels& labels) {
  return prometheus::Labels(labels.begin(), labels.end());
}

constexpr absl::string_view kCodeNames[] = {
    "OK",        "CANCELLED",      "UNKNOWN",           "INVALID_ARGUMENT",   "DEADLINE_EXCEEDED",
    "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION",
    "ABORTED",   "OUT_OF_RANGE",   "UNIMPLEMENTED",     "INTERNAL",           "UNAVAILABLE",
    "DATA_LOSS", "UNAUTHENTICATED"};

}  // namespace

struct Metrics::Impl {
  prometheus::Registry registry{prometheus::Registry::InsertBehavior::Merge};
  ReadGauges read_gauges;
};

void Counter::Add(double by) const {
  if (metric_ != nullptr) metric_->Increment(by);
}
void Gauge::Set(double value) const {
  if (metric_ != nullptr) metric_->Set(value);
}
void Gauge::Add(double by) const {
  if (metric_ != nullptr) metric_->Increment(by);
}
void Histogram::Observe(double value) const {
  if (metric_ != nullptr) metric_->Observe(value);
}

Metrics::Metrics() : impl_(std::make_unique<Impl>()) {}
Metrics::~Metrics() = default;

Counter Metrics::AddCounter(absl::string_view name, absl::string_view help,
                            const MetricLabels& labels) {
  auto& family = prometheus::BuildCounter()
                     .Name(std::string(name))
                     .Help(std::string(help))
                     .Register(impl_->registry);
  return Counter(&family.Add(ToLabels(labels)));
}

Gauge Metrics::AddGauge(absl::string_view name, absl::string_view help,
                        const MetricLabels& labels) {
  auto& family = prometheus::BuildGauge()
                     .Name(std::string(name))
                     .Help(std::string(help))
                     .Register(impl_->registry);
  return Gauge(&family.Add(ToLabels(labels)));
}

Histogram Metrics::AddHistogram(absl::string_view name, absl::string_view help,
                                const std::vector<double>& buckets, const MetricLabels& labels) {
  auto& family = prometheus::BuildHistogram()
                     .Name(std::string(name))
                     .Help(std::string(help))
                     .Register(impl_->registry);
  return Histogram(&family.Add(ToLabels(labels), buckets));
}

void Metrics::AddReadGauge(absl::string_view name, absl::string_view help,
                           const MetricLabels& labels, std::function<double()> read) {
  impl_->read_gauges.Add(name, help, labels, std::move(read));
}

std::string Metrics::Text() const {
  std::vector<prometheus::MetricFamily> families = impl_->registry.Collect();
  std::vector<prometheus::MetricFamily> read = impl_->read_gauges.Collect();
  std::move(read.begin(), read.end(), std::back_inserter(families));
  std::ostringstream out;
  prometheus::TextSerializer().Serialize(out, families);
  return out.str();
}

const std::vector<double>& Metrics::CallBuckets() {
  static const std::vector<double>& buckets = *new std::vector<double>{
      0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
  return buckets;
}

const std::vector<double>& Metrics::StorageBuckets() {
  static const std::vector<double>& buckets = *new std::vector<double>{
      0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1};
  return buckets;
}

MethodMetrics::MethodMetrics(Metrics& metrics, absl::string_view service, absl::string_view method)
    : metrics_(metrics), service_(service), method_(method) {
  const MetricLabels labels = {{"grpc_service", service_}, {"grpc_method", method_}};
  started_ = metrics.AddCounter("grpc_server_started_total", "Calls received.", labels);
  in_flight_ = metrics.AddGauge("grpc_server_in_flight", "Calls being worked on.");
  handling_ = metrics.AddHistogram("grpc_server_handling_seconds", "Time from request to answer.",
                                   Metrics::CallBuckets(), labels);
}

void MethodMetrics::Started() {
  started_.Add();
  in_flight_.Add(1);
}

void MethodMetrics::Finished(absl::StatusCode code, absl::Duration took) {
  in_flight_.Add(-1);
  handling_.Observe(took);
  std::size_t index = static_cast<std::size_t>(code);
  if (index >= handled_.size()) index = static_cast<std::size_t>(absl::StatusCode::kUnknown);
  prometheus::Counter* counter = handled_[index].load(std::memory_order_acquire);
  if (counter == nullptr) {  // first answer with this code; the registry gives all the same one
    auto& family = prometheus::BuildCounter()
                       .Name("grpc_server_handled_total")
                       .Help("Calls answered, by code.")
                       .Register(metrics_.impl_->registry);
    counter = &family.Add({{"grpc_service", service_},
                           {"grpc_method", method_},
                           {"grpc_code", std::string(kCodeNames[index])}});
    handled_[index].store(counter, std::memory_order_release);
  }
  counter->Increment();
}

}  // namespace interim
