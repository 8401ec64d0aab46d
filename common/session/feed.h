// Tells watchers that a session has changed.
#ifndef INTERIM_COMMON_SESSION_FEED_H_
#define INTERIM_COMMON_SESSION_FEED_H_

#include <memory>
#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/core/tenant.h"
#include "common/redis/client.h"
#include "common/session/session.h"

namespace interim::session {

struct FeedUpdate {
  enum class Kind { kChanged, kEnded, kLost };
  Kind kind = Kind::kChanged;
  v1::Session session;  // as it is now, with kChanged
};

// One thread reads the feeds of all watched sessions with one connection. Several changes may
// become one update. While Redis is away watchers hear nothing; afterwards they hear what changed,
// or that their session is lost. Thread-safe.
class SessionFeed {
 public:
  // `redis` and `sessions` outlive this.
  SessionFeed(redis::Client& redis, Sessions& sessions);
  // Stops the thread; subscriptions stay valid and hear nothing more.
  ~SessionFeed();
  SessionFeed(const SessionFeed&) = delete;
  SessionFeed& operator=(const SessionFeed&) = delete;

  struct Watched;  // internal
  // Ends with its destruction. Used by one thread.
  class Subscription {
   public:
    explicit Subscription(std::shared_ptr<Watched> watched) : watched_(std::move(watched)) {}
    // The session as it was at the start.
    const v1::Session& first() const;
    // What happened since the last call; never waits. After kEnded or kLost nothing more comes.
    std::optional<FeedUpdate> Take();

   private:
    std::shared_ptr<Watched> watched_;
  };

  // Starts to follow a session without keeping it alive.
  //   errors  as Sessions::Get; RESOURCE_EXHAUSTED TOO_MANY_WATCHES
  absl::StatusOr<std::unique_ptr<Subscription>> Subscribe(const TenantId& tenant,
                                                          absl::string_view id,
                                                          absl::Duration budget);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace interim::session

#endif  // INTERIM_COMMON_SESSION_FEED_H_
