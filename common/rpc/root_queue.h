// Lets mutations of one root record pass one after another inside a replica, in order of arrival,
// so that they do not conflict in the store and run again.
#ifndef INTERIM_COMMON_RPC_ROOT_QUEUE_H_
#define INTERIM_COMMON_RPC_ROOT_QUEUE_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/core/mutex.h"

namespace interim::rpc {

// Thread-safe. An optimisation only: what may not happen twice is refused by the store.
class RootQueue {
 public:
  // The right to go on; leaving its scope lets the next one in. Empty when the wait was too long.
  class Turn {
   public:
    Turn() = default;
    Turn(RootQueue* queue, std::string key) : queue_(queue), key_(std::move(key)) {}
    Turn(Turn&& other) noexcept : queue_(other.queue_), key_(std::move(other.key_)) {
      other.queue_ = nullptr;
    }
    Turn& operator=(Turn&&) = delete;
    ~Turn() {
      if (queue_ != nullptr) queue_->Leave(key_);
    }
    explicit operator bool() const { return queue_ != nullptr; }

   private:
    RootQueue* queue_ = nullptr;
    std::string key_;
  };

  // Waits until all that came before for the same key have left, at most `limit`.
  Turn Enter(absl::string_view key, absl::Duration limit);

 private:
  struct Line {
    std::uint64_t next_ticket = 0;
    std::uint64_t serving = 0;
    std::uint64_t waiting = 0;  // those inside included
    CondVar moved;
  };
  void Leave(const std::string& key);

  Mutex mutex_;
  absl::flat_hash_map<std::string, std::unique_ptr<Line>> lines_ ABSL_GUARDED_BY(mutex_);
};

// "engagements/e1" of "engagements/e1/decisions/d2".
absl::string_view RootOf(absl::string_view id);

}  // namespace interim::rpc

#endif  // INTERIM_COMMON_RPC_ROOT_QUEUE_H_
