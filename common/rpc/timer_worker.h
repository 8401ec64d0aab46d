// Internal: the thread that handles due timers and delivers relays.
#ifndef INTERIM_COMMON_RPC_TIMER_WORKER_H_
#define INTERIM_COMMON_RPC_TIMER_WORKER_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/core/mutex.h"
#include "common/observe/metrics.h"
#include "common/rpc/engine.h"
#include "common/rpc/peer_caller.h"
#include "common/rpc/server.h"

namespace interim::rpc {

// A bearer token for calls on behalf of an organization; "" when there is none.
using ServiceTokens = std::function<std::string(const TenantId& tenant)>;

// Handles each due timer once it is claimed; an error moves it on with backoff, so that none holds
// up another for long. Relays are timers whose handler calls a peer.
class TimerWorker {
 public:
  struct Options {
    absl::Duration pause = absl::Milliseconds(100);  // between two looks when nothing was due
    absl::Duration lease = absl::Seconds(30);  // a crashed worker's timers come free after this
    absl::Duration relay_limit = absl::Seconds(5);  // one delivery
    int relay_threads = 4;
    absl::Duration first_retry = absl::Milliseconds(200);
    absl::Duration last_retry = absl::Seconds(30);
    // Whether the stamps of rows tell their age, so that old ones can be swept; empty: always.
    std::function<bool()> ages_are_true;
  };
  // All references outlive the worker.
  TimerWorker(Engine& engine, ServiceTokens tokens, Metrics& metrics, Options options);
  ~TimerWorker();

  // Before Start.
  void SetHandler(const std::string& kind, TimerHandler handler);
  void Start();
  // Finishes the timer under way and waits for the thread.
  void Stop();
  // Wakes the worker up and waits, at most `limit`, for a look that began after this call.
  //   returns  true when that look found nothing due
  bool Settled(absl::Duration limit);

 private:
  void Run();
  // Claims what is due, no more than can be taken up soon. True when something was due, or when
  // the queue of relays is full and nothing was asked.
  bool Look();
  void Handle(const store::Timer& timer);
  void HandleNow(const store::Timer& timer);
  void RunRelays();
  // An error is worth another try; `refused`: given up, the peer will never take it.
  absl::Status Deliver(const store::Timer& timer, const TenantId& tenant, bool& refused);
  void Retry(const store::Timer& timer, const absl::Status& status);
  // Every ten minutes by system time: forgets answers to retries that are older than a day.
  void Sweep();

  Engine& engine_;
  const ServiceTokens tokens_;
  const Options options_;
  Counter handled_;
  Counter failed_;
  Counter refused_;
  Counter swept_;
  Gauge pending_;
  std::map<std::string, TimerHandler> handlers_;
  absl::Time next_sweep_ = absl::InfinitePast();

  Mutex mutex_;
  CondVar wake_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  bool woken_ ABSL_GUARDED_BY(mutex_) = false;
  std::int64_t looks_begun_ ABSL_GUARDED_BY(mutex_) = 0;
  std::int64_t looks_done_ ABSL_GUARDED_BY(mutex_) = 0;
  std::int64_t last_empty_ ABSL_GUARDED_BY(mutex_) = 0;  // number of the last look without finds
  CondVar looked_;
  std::deque<store::Timer> relays_ ABSL_GUARDED_BY(mutex_);  // claimed, not yet taken up
  int relays_open_ ABSL_GUARDED_BY(mutex_) = 0;              // claimed, not yet done
  CondVar relay_wake_;
  std::thread thread_;
  std::vector<std::thread> relay_threads_;
};

}  // namespace interim::rpc

#endif  // INTERIM_COMMON_RPC_TIMER_WORKER_H_
