// Stops asking a peer that fails: calls then fail at once instead of waiting for their time-outs.
#ifndef INTERIM_COMMON_REDIS_BREAKER_H_
#define INTERIM_COMMON_REDIS_BREAKER_H_

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>

#include "common/core/mutex.h"

namespace interim::redis {

// Opens after kFailures failures within one second; one second later lets a single probe through,
// and closes when that succeeds. Thread-safe. Times are of the steady clock.
class Breaker {
 public:
  using Time = std::chrono::steady_clock::time_point;
  static constexpr std::size_t kFailures = 5;
  static constexpr std::chrono::milliseconds kWindow{1000};
  static constexpr std::chrono::milliseconds kOpenFor{1000};

  enum class State { kClosed, kOpen, kHalfOpen };

  // True when a call may be made; each true is answered by one Success or Failure.
  bool Allow(Time now);
  void Success();
  void Failure(Time now);
  // The call said nothing about the peer (the caller had no time, for example).
  void NoVerdict();

  State state() const { return state_.load(std::memory_order_acquire); }

 private:
  std::atomic<State> state_{State::kClosed};
  std::atomic<bool> has_failures_{false};
  Mutex mutex_;
  std::array<Time, kFailures> failures_ ABSL_GUARDED_BY(mutex_){};  // ring of the latest
  std::size_t count_ ABSL_GUARDED_BY(mutex_) = 0;
  Time opened_ ABSL_GUARDED_BY(mutex_){};
  bool probing_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace interim::redis

#endif  // INTERIM_COMMON_REDIS_BREAKER_H_
