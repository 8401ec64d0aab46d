// How long the caller of this thread still waits for an answer. The store's own limit is for
// callers who named none: nobody is made to wait for a lock or a free reader longer than they have
// time.
#ifndef INTERIM_COMMON_STORE_DEADLINE_SCOPE_H_
#define INTERIM_COMMON_STORE_DEADLINE_SCOPE_H_

#include <chrono>

#include "absl/time/time.h"

namespace interim::store {

// Limits what the calls of this thread wait for, until the end of the scope. Scopes nest; the
// earliest end counts.
class DeadlineScope {
 public:
  // `left` from now, by the steady clock; absl::InfiniteDuration() changes nothing.
  explicit DeadlineScope(absl::Duration left);
  ~DeadlineScope();
  DeadlineScope(const DeadlineScope&) = delete;
  DeadlineScope& operator=(const DeadlineScope&) = delete;

  // The earlier of `limit` from now and the end set by the scopes of this thread.
  static std::chrono::steady_clock::time_point Earlier(absl::Duration limit);

 private:
  const std::chrono::steady_clock::time_point before_;
};

}  // namespace interim::store

#endif  // INTERIM_COMMON_STORE_DEADLINE_SCOPE_H_
