#ifndef INTERIM_COMMON_CORE_FAKE_CLOCK_H_
#define INTERIM_COMMON_CORE_FAKE_CLOCK_H_

#include "absl/time/time.h"
#include "common/core/clock.h"
#include "common/core/mutex.h"

namespace interim {

// A clock that stands still until a test moves it. Thread-safe. For business time put a
// BusinessClock on top: FakeClock system(start); BusinessClock business(system);
class FakeClock : public SystemClock {
 public:
  // Starts at 2026-11-24 12:00 in Amsterdam.
  FakeClock() : FakeClock(absl::FromUnixSeconds(1795518000)) {}
  explicit FakeClock(absl::Time now) : now_(now) {}

  absl::Time Now() const override {
    MutexLock lock(mutex_);
    return now_;
  }
  // Moves to an instant; backwards is allowed.
  void Set(absl::Time now) {
    MutexLock lock(mutex_);
    now_ = now;
  }
  // Moves by a length of time.
  void Advance(absl::Duration by) {
    MutexLock lock(mutex_);
    now_ += by;
  }

 private:
  mutable Mutex mutex_;
  absl::Time now_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace interim

#endif  // INTERIM_COMMON_CORE_FAKE_CLOCK_H_
