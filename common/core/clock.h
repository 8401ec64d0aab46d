#ifndef INTERIM_COMMON_CORE_CLOCK_H_
#define INTERIM_COMMON_CORE_CLOCK_H_

#include <atomic>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/core/date.h"

namespace interim {

// The time zone of every business day: Europe/Amsterdam. Loaded once; falls back to UTC+1 when the
// machine has no zone data, which CheckTimeZone reports so that a server can refuse to start.
const absl::TimeZone& AmsterdamTimeZone();

// OK when Europe/Amsterdam could be loaded.
//   errors  FAILED_PRECONDITION TIME_ZONE_MISSING (package tzdata is not installed)
absl::Status CheckTimeZone();

// The civil day in Amsterdam at an instant.
Date AmsterdamDate(absl::Time instant);

// The instant at which a civil day starts in Amsterdam.
absl::Time StartOfAmsterdamDay(Date day);

// Real time: tokens, sessions, idempotency, limits, deadlines. Never moved. Thread-safe.
class SystemClock {
 public:
  virtual ~SystemClock() = default;
  virtual absl::Time Now() const { return absl::Now(); }
};

// Business time: today, timers, retention. Follows a SystemClock plus an offset that a rehearsal
// may move. Thread-safe.
class BusinessClock {
 public:
  // `system` must outlive this clock.
  explicit BusinessClock(const SystemClock& system) : system_(system) {}
  virtual ~BusinessClock() = default;
  BusinessClock(const BusinessClock&) = delete;
  BusinessClock& operator=(const BusinessClock&) = delete;

  // System time plus the offset.
  virtual absl::Time Now() const { return system_.Now() + offset(); }
  // The civil day in Amsterdam at Now().
  Date Today() const { return AmsterdamDate(Now()); }

  absl::Duration offset() const { return absl::Nanoseconds(offset_nanos_.load()); }
  // Sets how far business time runs ahead (behind when negative); kept to the nanosecond and within
  // about 292 years.
  void SetOffset(absl::Duration offset) { offset_nanos_.store(absl::ToInt64Nanoseconds(offset)); }

 private:
  const SystemClock& system_;
  std::atomic<std::int64_t> offset_nanos_{0};
};

}  // namespace interim

#endif  // INTERIM_COMMON_CORE_CLOCK_H_
