// deps: interim::store_sqlite interim::store_memory interim::store_testing interim::store
// interim::core
//
// Durable writes at the store interface: 64 callers with group commit against the same write set
// committed one by one, in one run, turn by turn, each on a fresh file beside the other.
//   store_bench [--long] [--folder=<where the files go>]
// Ends with 1 when a goal is missed.
#include <sys/resource.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/core/clock.h"
#include "common/store/event_chain.h"
#include "common/store/sha256.h"
#include "common/store/sqlite/sqlite_store.h"
#include "common/store/testing/store_fixtures.h"
#include "common/store/testing/temp_folder.h"
#include "tests/bench/bench_table.h"

namespace interim::bench {
namespace {

using std::chrono::steady_clock;
using store::SqliteStore;
using store::testing::Draft;
using store::testing::MakeRecord;

constexpr int kCallers = 64;
constexpr int kRecordBytes = 1000;  // a contract of the walk is about this size
constexpr double kGainGoal = 2.5;
constexpr double kLatencyGoal = 3.0;

struct Counts {
  std::atomic<long> batches{0};
  std::atomic<long> jobs{0};
  std::atomic<long> checkpoints{0};
  std::atomic<long> checkpoint_micros{0};
};

class CountingObserver : public store::StoreObserver {
 public:
  explicit CountingObserver(Counts& counts) : counts_(counts) {}
  void OnBatch(std::size_t size, std::size_t, absl::Duration) override {
    ++counts_.batches;
    counts_.jobs += static_cast<long>(size);
  }
  void OnCheckpoint(absl::Duration elapsed, int) override {
    ++counts_.checkpoints;
    counts_.checkpoint_micros += absl::ToInt64Microseconds(elapsed);
  }

 private:
  Counts& counts_;
};

struct Measured {
  double rate = 0;  // commits per second
  double p50_micros = 0;
  double p99_micros = 0;
  double worst_micros = 0;
  double batch = 0;       // commits per fsync
  double cpu_micros = 0;  // of the whole process, for each commit
  long checkpoints = 0;
  double checkpoint_millis = 0;
};

[[noreturn]] void Stop(const absl::Status& status) {
  std::fprintf(stderr, "store_bench: %s\n", status.ToString().c_str());
  std::exit(2);
}

std::unique_ptr<SqliteStore> OpenStore(const std::string& path, const SystemClock& clock,
                                       store::StoreObserver* observer, std::size_t max_batch) {
  SqliteStore::Options options;
  options.path = path;
  options.clock = &clock;
  options.observer = observer;
  options.max_batch = max_batch;
  auto opened = SqliteStore::Open(std::move(options));
  if (!opened.ok()) Stop(opened.status());
  return *std::move(opened);
}

// One caller's share of the write set: creates a record with three index fields and an idempotency
// record, then changes it; two commits for each record, as most use cases do.
class Caller {
 public:
  Caller(store::Store& target, const TenantId& tenant, int number)
      : store_(target), tenant_(tenant), number_(number), bytes_(kRecordBytes, 'b') {}

  void CommitOne(std::vector<double>& micros) {
    const bool create = count_ % 2 == 0;
    // Ids as the servers make them: by chance, so that rows land all over the index.
    if (create)
      id_ = "contracts/c" +
            store::Hex(store::Sha256(absl::StrCat(number_, "-", count_))).substr(0, 19);
    Draft draft(create ? "contract.created" : "contract.signed");
    draft.Put(id_, create ? 0 : 1, bytes_,
              {{"state", create ? "DRAFT" : "SIGNED"}, {"party", "p1"}, {"role", "cfo"}});
    draft.Request(absl::StrCat("request-", number_, "-", count_), bytes_);
    ++count_;
    const auto start = steady_clock::now();
    const auto result = store_.Commit(tenant_, draft.transaction());
    if (!result.ok()) Stop(result.status());
    micros.push_back(
        std::chrono::duration<double, std::micro>(steady_clock::now() - start).count());
  }

 private:
  store::Store& store_;
  const TenantId& tenant_;
  const int number_;
  const std::string bytes_;
  std::string id_;
  long count_ = 0;
};

// Processor time of this process so far, user and system.
double CpuMicros() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  auto micros = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) * 1e6 + static_cast<double>(t.tv_usec);
  };
  return micros(usage.ru_utime) + micros(usage.ru_stime);
}

// Lets `callers` commit for a while and adds their latencies to `micros`.
double RunFor(std::vector<std::unique_ptr<Caller>>& callers, std::chrono::milliseconds length,
              std::vector<double>& micros) {
  std::atomic<bool> stop{false};
  std::vector<std::vector<double>> each(callers.size());
  std::vector<std::thread> threads;
  const auto start = steady_clock::now();
  for (std::size_t i = 0; i < callers.size(); ++i) {
    threads.emplace_back([&, i] {
      while (!stop) callers[i]->CommitOne(each[i]);
    });
  }
  std::this_thread::sleep_for(length);
  stop = true;
  for (std::thread& thread : threads) thread.join();
  const double seconds = std::chrono::duration<double>(steady_clock::now() - start).count();
  std::size_t count = 0;
  for (const std::vector<double>& part : each) {
    count += part.size();
    micros.insert(micros.end(), part.begin(), part.end());
  }
  return static_cast<double>(count) / seconds;
}

// One store with its callers, measured in several turns.
class Side {
 public:
  Side(const std::string& path, const SystemClock& clock, int callers, std::size_t max_batch)
      : observer_(counts_), store_(OpenStore(path, clock, &observer_, max_batch)) {
    for (int i = 0; i < callers; ++i) {
      callers_.push_back(std::make_unique<Caller>(*store_, tenant_, i));
    }
  }
  void Turn(std::chrono::milliseconds length) {
    const double before = CpuMicros();
    rates_.push_back(RunFor(callers_, length, micros_));
    cpu_micros_ += CpuMicros() - before;
  }
  Measured Result() {
    Measured result;
    result.rate = Percentile(rates_, 0.5);
    result.p50_micros = Percentile(micros_, 0.5);
    result.p99_micros = Percentile(micros_, 0.99);
    result.worst_micros = micros_.back();
    result.cpu_micros = cpu_micros_ / static_cast<double>(micros_.size());
    result.batch = static_cast<double>(counts_.jobs) / static_cast<double>(counts_.batches);
    result.checkpoints = counts_.checkpoints;
    if (counts_.checkpoints > 0) {
      result.checkpoint_millis = static_cast<double>(counts_.checkpoint_micros) / 1000.0 /
                                 static_cast<double>(counts_.checkpoints);
    }
    return result;
  }
  store::Store& store() { return *store_; }
  const TenantId& tenant() const { return tenant_; }

 private:
  TenantId tenant_ = store::testing::Tenant("acme");
  Counts counts_;
  CountingObserver observer_;
  std::unique_ptr<SqliteStore> store_;
  std::vector<std::unique_ptr<Caller>> callers_;
  std::vector<double> rates_;
  std::vector<double> micros_;
  double cpu_micros_ = 0;
};

std::string Describe(const Measured& m) {
  return absl::StrFormat("%.0f/s, p50 %.2f ms, p99 %.2f ms", m.rate, m.p50_micros / 1000,
                         m.p99_micros / 1000);
}

int Run(const std::string& folder, int turns, std::chrono::milliseconds length) {
  const SystemClock clock;
  Side one(folder + "/one.db", clock, 1, 1);
  Side group(folder + "/group.db", clock, kCallers, 64);
  for (int i = 0; i < turns; ++i) {
    one.Turn(length);
    group.Turn(length);
  }
  const Measured single = one.Result();
  const Measured many = group.Result();
  const auto report = store::VerifyStore(group.store(), group.tenant());
  if (!report.ok()) Stop(report.status());

  Table table("Durable write at the store interface, SQLite, 64 callers");
  const double gain = many.rate / single.rate;
  const double limit_millis = kLatencyGoal * kCallers / many.rate * 1000;
  table.Add({"one by one", "", Describe(single), "", true});
  table.Add({"64 callers", absl::StrFormat("%.0f/s", single.rate), Describe(many), "", true});
  table.Add({"gain", "one by one", absl::StrFormat("%.2fx", gain),
             absl::StrFormat(">= %.1fx", kGainGoal), gain >= kGainGoal});
  table.Add({"p99", absl::StrFormat("64 / rate = %.2f ms", kCallers / many.rate * 1000),
             absl::StrFormat("%.2f ms", many.p99_micros / 1000),
             absl::StrFormat("<= %.2f ms", limit_millis), many.p99_micros / 1000 <= limit_millis});
  table.Add({"commits per fsync", absl::StrFormat("%.1f", single.batch),
             absl::StrFormat("%.1f", many.batch), "", true});
  table.Add({"processor time", absl::StrFormat("%.0f us", single.cpu_micros),
             absl::StrFormat("%.0f us", many.cpu_micros), "", true});
  table.Add({"checkpoints",
             absl::StrFormat("%d of %.1f ms", single.checkpoints, single.checkpoint_millis),
             absl::StrFormat("%d of %.1f ms", many.checkpoints, many.checkpoint_millis), "", true});
  table.Add({"worst", absl::StrFormat("%.1f ms", single.worst_micros / 1000),
             absl::StrFormat("%.1f ms", many.worst_micros / 1000), "", true});
  table.Add({"chain afterwards", "", report->intact ? "intact" : report->problem, "intact",
             report->intact});
  return table.Print();
}

}  // namespace
}  // namespace interim::bench

int main(int argc, char** argv) {
  bool is_long = false;
  std::string folder;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--long") is_long = true;
    if (absl::StartsWith(argument, "--folder=")) folder = argument.substr(9);
  }
  interim::store::testing::TempFolder temporary;
  if (folder.empty()) folder = temporary.path();
  return interim::bench::Run(folder, is_long ? 10 : 4,
                             std::chrono::milliseconds(is_long ? 5000 : 1500));
}
