// The connections of one client. Internal to the client.
#ifndef INTERIM_COMMON_REDIS_POOL_H_
#define INTERIM_COMMON_REDIS_POOL_H_

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "common/core/mutex.h"
#include "common/observe/metrics.h"
#include "common/redis/connection.h"

namespace interim::redis {

// Thread-safe. The latest used connection is handed out first, so that quiet ones grow old.
class Pool {
 public:
  explicit Pool(const Options& options);

  // A connection on loan; give it back with Return, or drop it after a failure.
  struct Loan {
    std::unique_ptr<Connection> connection;
    std::uint64_t generation = 0;
  };
  // Waits for a free connection or opens one, until `end`.
  //   returns  a loan without connection, with `failure` and `text` set (kTimeout with text
  //            "pool" when none came free)
  Loan Take(SteadyTime end, Failure& failure, std::string& text);
  void Return(Loan loan);
  void Discard(Loan loan);
  // Closes the idle connections, and those on loan when they come back.
  void DropAll();

  std::int64_t opened() const { return opened_.load(std::memory_order_relaxed); }
  int open() const;

 private:
  struct Idle {
    Loan loan;
    SteadyTime since;
  };
  // Takes an idle one or the right to open one; false at the end of the wait.
  bool Claim(SteadyTime end, Loan& loan, SteadyTime& since);
  bool StillGood(Connection& connection, SteadyTime since) const;
  void GiveUpPlace();

  const Options& options_;
  std::atomic<std::int64_t> opened_{0};
  Gauge in_use_;
  Gauge waiting_;
  mutable Mutex mutex_;
  CondVar freed_;
  std::vector<Idle> idle_ ABSL_GUARDED_BY(mutex_);
  int places_ ABSL_GUARDED_BY(mutex_) = 0;  // open connections, idle and on loan
  int waiters_ ABSL_GUARDED_BY(mutex_) = 0;
  std::uint64_t generation_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace interim::redis

#endif  // INTERIM_COMMON_REDIS_POOL_H_
