// Internal: checked copies of a server's SQLite file, by the clock and when told.
#ifndef INTERIM_COMMON_RPC_BACKUPS_H_
#define INTERIM_COMMON_RPC_BACKUPS_H_

#include <atomic>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/core/clock.h"
#include "common/core/mutex.h"
#include "common/observe/metrics.h"
#include "common/store/sqlite/sqlite_store.h"

namespace interim::rpc {

// Copies are named "<service>-20261124T083000Z.db" (UTC) and appear whole: one under way, or left
// by a crash, ends in ".part". A copy is a store of its own: to restore, start a server on it.
class Backups {
 public:
  struct Options {
    std::string folder;   // made when absent, mode 0700
    std::string service;  // "contracting"
    absl::Duration every = absl::InfiniteDuration();
    int kept = 7;  // the oldest go first
  };
  // `store`, `clock` and `metrics` outlive this. Counts store_backups_total{outcome} and tells
  // store_backup_time_seconds (Unix time of the last good copy, 0 before the first).
  Backups(store::SqliteStore& store, const SystemClock& clock, Metrics& metrics, Options options);
  ~Backups();
  Backups(const Backups&) = delete;
  Backups& operator=(const Backups&) = delete;

  // Waits for a copy under way.
  void Stop();
  // Takes a copy soon, on this object's thread.
  void TakeSoon();

 private:
  void Run();
  absl::Status Take();
  void RemoveOld() const;

  store::SqliteStore& store_;
  const SystemClock& clock_;
  const Options options_;
  Counter done_;
  Counter failed_;
  Gauge last_;
  Mutex mutex_;
  CondVar changed_;
  bool stop_ ABSL_GUARDED_BY(mutex_) = false;
  bool wanted_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace interim::rpc

#endif  // INTERIM_COMMON_RPC_BACKUPS_H_
