#include "common/rpc/root_queue.h"

#include <utility>

namespace interim::rpc {

RootQueue::Turn RootQueue::Enter(absl::string_view key, absl::Duration limit) {
  const absl::Time until = absl::Now() + limit;
  MutexLock lock(mutex_);
  std::unique_ptr<Line>& slot = lines_[key];
  if (slot == nullptr) slot = std::make_unique<Line>();
  Line& line = *slot;
  const std::uint64_t ticket = line.next_ticket++;
  ++line.waiting;
  while (line.serving < ticket) {
    const absl::Duration left = until - absl::Now();
    if (left <= absl::ZeroDuration()) {
      // Goes out of line: whoever stands behind moves up by one at once, which may let two in
      // together; the store still decides.
      ++line.serving;
      line.moved.SignalAll();
      if (--line.waiting == 0) lines_.erase(key);
      return Turn();
    }
    line.moved.WaitFor(mutex_, left);
  }
  return Turn(this, std::string(key));
}

void RootQueue::Leave(const std::string& key) {
  MutexLock lock(mutex_);
  const auto it = lines_.find(key);
  if (it == lines_.end()) return;
  Line& line = *it->second;
  ++line.serving;
  line.moved.SignalAll();
  if (--line.waiting == 0) lines_.erase(it);
}

absl::string_view RootOf(absl::string_view id) {
  const std::size_t slash = id.find('/');
  if (slash == absl::string_view::npos) return id;
  return id.substr(0, id.find('/', slash + 1));
}

}  // namespace interim::rpc
