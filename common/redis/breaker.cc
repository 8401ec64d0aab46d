#include "common/redis/breaker.h"

namespace interim::redis {

bool Breaker::Allow(Time now) {
  if (state_.load(std::memory_order_acquire) == State::kClosed) return true;
  MutexLock lock(mutex_);
  if (state_.load(std::memory_order_relaxed) == State::kClosed) return true;
  if (probing_ || now - opened_ < kOpenFor) return false;
  state_.store(State::kHalfOpen, std::memory_order_release);
  probing_ = true;
  return true;
}

void Breaker::Success() {
  if (state_.load(std::memory_order_acquire) == State::kClosed &&
      !has_failures_.load(std::memory_order_relaxed)) {
    return;
  }
  MutexLock lock(mutex_);
  // Calls that were under way when it opened say nothing about now; only the probe closes it.
  if (state_.load(std::memory_order_relaxed) == State::kOpen) return;
  state_.store(State::kClosed, std::memory_order_release);
  has_failures_.store(false, std::memory_order_relaxed);
  probing_ = false;
  count_ = 0;
}

void Breaker::Failure(Time now) {
  MutexLock lock(mutex_);
  has_failures_.store(true, std::memory_order_relaxed);
  if (state_.load(std::memory_order_relaxed) == State::kHalfOpen) {
    state_.store(State::kOpen, std::memory_order_release);
    opened_ = now;
    probing_ = false;
    return;
  }
  failures_[count_ % kFailures] = now;
  ++count_;
  if (count_ < kFailures || now - failures_[count_ % kFailures] > kWindow) return;
  state_.store(State::kOpen, std::memory_order_release);
  opened_ = now;
  count_ = 0;
}

void Breaker::NoVerdict() {
  if (state_.load(std::memory_order_acquire) != State::kHalfOpen) return;
  MutexLock lock(mutex_);
  probing_ = false;  // the next call probes
}

}  // namespace interim::redis
