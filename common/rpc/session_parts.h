// Internal: sessions as a server has them: the store in Redis, the service, the mover of journeys.
#ifndef INTERIM_COMMON_RPC_SESSION_PARTS_H_
#define INTERIM_COMMON_RPC_SESSION_PARTS_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/observe/metrics.h"
#include "common/redis/client.h"
#include "common/redis/rate_limiter.h"
#include "common/rpc/call_state.h"
#include "common/rpc/server.h"
#include "common/rpc/server_config.pb.h"
#include "common/session/session.h"

namespace interim::session {
class SessionFeed;
class SessionService;
}  // namespace interim::session

namespace interim::rpc {

// Every server has these; without Redis in its configuration every session answers UNAVAILABLE.
class SessionParts final : public SessionMover {
 public:
  ~SessionParts() override;
  // Connects lazily. References outlive the parts.
  //   errors  INVALID_ARGUMENT for an unusable address or password file
  static absl::StatusOr<std::unique_ptr<SessionParts>> Create(const ServerConfig& config,
                                                              IdGenerator& ids, Metrics& metrics);
  // Mounts the SessionService; a lost session gets this server's own records from `store` again.
  void Mount(Server& server, store::Store& store, const SystemClock& clock);

  absl::Status Move(const Principal& principal, absl::string_view session,
                    const std::vector<SessionMove>& moves, absl::Duration limit) override;
  // OK when Redis answers within `limit`.
  absl::Status Ping(absl::Duration limit);
  bool configured() const { return redis_ != nullptr; }
  // Takes units from an organization's rate limit; see TakeUnits. Without a limit in the
  // configuration everything is allowed.
  absl::Duration TakeUnits(const TenantId& tenant, std::int64_t weight, absl::Duration limit);

 private:
  absl::Status Connect(const ServerConfig& config, IdGenerator& ids, Metrics& metrics);

  std::unique_ptr<redis::Client> redis_;
  std::unique_ptr<session::Sessions> sessions_;
  std::unique_ptr<session::SessionFeed> feed_;
  std::unique_ptr<redis::RateLimiter> limiter_;  // works without Redis, too
  redis::RateLimit rate_;
  std::unique_ptr<session::SessionService> service_;
};

}  // namespace interim::rpc

#endif  // INTERIM_COMMON_RPC_SESSION_PARTS_H_
