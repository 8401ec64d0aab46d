#include "common/redis/pool.h"

#include <algorithm>
#include <utility>

namespace interim::redis {
namespace {

using std::chrono::microseconds;
using std::chrono::steady_clock;

// A connection that rested this long is looked at before use: Redis may have been restarted.
constexpr std::chrono::milliseconds kLookAfter{100};

microseconds ToMicros(absl::Duration duration) {
  return microseconds(absl::ToInt64Microseconds(duration));
}

}  // namespace

Pool::Pool(const Options& options) : options_(options) {
  if (options.metrics == nullptr) return;
  in_use_ = options.metrics->AddGauge("redis_pool_in_use", "Redis connections at work.");
  waiting_ =
      options.metrics->AddGauge("redis_pool_waiting", "Calls that wait for a Redis connection.");
}

bool Pool::Claim(SteadyTime end, Loan& loan, SteadyTime& since) {
  MutexLock lock(mutex_);
  while (true) {
    if (!idle_.empty()) {
      loan = std::move(idle_.back().loan);
      since = idle_.back().since;
      idle_.pop_back();
      return true;
    }
    if (places_ < options_.pool_size) {
      ++places_;
      loan.generation = generation_;
      return true;
    }
    const auto left = end - steady_clock::now();
    if (left.count() <= 0) return false;
    ++waiters_;
    waiting_.Add(1);
    freed_.WaitFor(mutex_, absl::FromChrono(left));
    waiting_.Add(-1);
    --waiters_;
  }
}

bool Pool::StillGood(Connection& connection, SteadyTime since) const {
  const auto rested = steady_clock::now() - since;
  if (rested < kLookAfter) return true;
  if (connection.IsStale()) return false;
  if (rested < absl::ToChronoMicroseconds(options_.ping_after)) return true;
  const char* args[] = {"PING"};
  const std::size_t sizes[] = {4};
  Failure failure = Failure::kNone;
  std::string text;
  redisReply* reply =
      connection.RoundTrip(1, args, sizes, ToMicros(options_.command_timeout), failure, text);
  if (reply == nullptr) return false;
  const bool good = reply->type == REDIS_REPLY_STATUS;
  freeReplyObject(reply);
  return good;
}

Pool::Loan Pool::Take(SteadyTime end, Failure& failure, std::string& text) {
  Loan loan;
  SteadyTime since{};
  if (!Claim(end, loan, since)) {
    failure = Failure::kTimeout;
    text = "pool";
    return {};
  }
  if (loan.connection != nullptr && !StillGood(*loan.connection, since)) loan.connection = nullptr;
  if (loan.connection == nullptr) {
    const auto left = std::chrono::duration_cast<microseconds>(end - steady_clock::now());
    loan.connection = Connection::Open(options_, std::min(left, ToMicros(options_.connect_timeout)),
                                       failure, text);
    if (loan.connection == nullptr) {
      GiveUpPlace();
      return {};
    }
    opened_.fetch_add(1, std::memory_order_relaxed);
  }
  in_use_.Add(1);
  return loan;
}

void Pool::GiveUpPlace() {
  MutexLock lock(mutex_);
  --places_;
  freed_.Signal();
}

void Pool::Return(Loan loan) {
  in_use_.Add(-1);
  bool wake = false;
  {
    MutexLock lock(mutex_);
    if (loan.generation == generation_) {
      idle_.push_back({std::move(loan), steady_clock::now()});
    } else {
      --places_;
    }
    wake = waiters_ > 0;
  }
  if (wake) freed_.Signal();
}  // a connection of an older generation closes here, outside the lock

void Pool::Discard(Loan loan) {
  in_use_.Add(-1);
  loan.connection.reset();
  GiveUpPlace();
}

void Pool::DropAll() {
  std::vector<Idle> dropped;
  {
    MutexLock lock(mutex_);
    ++generation_;
    dropped.swap(idle_);
    places_ -= static_cast<int>(dropped.size());
  }
  freed_.SignalAll();
}

int Pool::open() const {
  MutexLock lock(mutex_);
  return places_;
}

}  // namespace interim::redis
