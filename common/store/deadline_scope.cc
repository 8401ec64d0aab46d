#include "common/store/deadline_scope.h"

#include <algorithm>

namespace interim::store {
namespace {

using std::chrono::steady_clock;

constexpr steady_clock::time_point kNever = steady_clock::time_point::max();

// Of the call that this thread works for; one thread works for one call at a time.
thread_local steady_clock::time_point until = kNever;

// Longer than any call; keeps the sum below from running over.
constexpr absl::Duration kLongest = absl::Hours(24);

}  // namespace

DeadlineScope::DeadlineScope(absl::Duration left) : before_(until) {
  if (left < kLongest) {
    until = std::min(until, steady_clock::now() + absl::ToChronoNanoseconds(left));
  }
}

DeadlineScope::~DeadlineScope() { until = before_; }

steady_clock::time_point DeadlineScope::Earlier(absl::Duration limit) {
  return std::min(until, steady_clock::now() + absl::ToChronoNanoseconds(limit));
}

}  // namespace interim::store
