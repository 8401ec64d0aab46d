// The rehearsed business clock of a server; its offset is a stored record.
#ifndef INTERIM_COMMON_RPC_CLOCK_SERVICE_H_
#define INTERIM_COMMON_RPC_CLOCK_SERVICE_H_

#include <atomic>
#include <functional>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/core/clock.h"
#include "common/core/mutex.h"
#include "common/rpc/server.h"

namespace interim::clock::v1 {
class Clock;
class GetClockRequest;
class SetClockRequest;
}  // namespace interim::clock::v1

namespace interim::rpc {

// The server's own records are kept under this organization; no token for it is accepted.
inline constexpr absl::string_view kServerTenant = "interim-server";

// See protos/interim/clock/v1/clock_service.proto. Thread-safe.
class ClockService {
 public:
  enum class Moves { kAllowed, kRefused };
  // All references outlive the service. `business` is the clock that is moved; `settled` tells
  // whether everything due at its present time has been done.
  ClockService(store::Store& store, const SystemClock& system, BusinessClock& business, Moves moves,
               std::function<bool()> settled)
      : store_(store),
        system_(system),
        business_(business),
        moves_(moves),
        settled_(std::move(settled)) {}

  // Applies the stored offset; call once before serving. With moves refused a stored offset is an
  // error: FAILED_PRECONDITION CLOCK_MOVED.
  absl::Status Restore();

  // Whether the clock was ever moved over this store, also when it is back: stamps by business time
  // do not tell the age of what was written.
  bool was_moved() const { return moved_; }

  absl::StatusOr<clock::v1::Clock> GetClock(Call& call, const clock::v1::GetClockRequest& request);
  absl::StatusOr<clock::v1::Clock> SetClock(Call& call, const clock::v1::SetClockRequest& request);

 private:
  absl::Status Store(absl::string_view actor, absl::Duration offset, absl::string_view request_id);
  clock::v1::Clock Now() const;

  store::Store& store_;
  const SystemClock& system_;
  BusinessClock& business_;
  const Moves moves_;
  const std::function<bool()> settled_;
  std::atomic<bool> moved_{false};
};

// Mounts `service`, which outlives the server.
void MountClock(Server& server, ClockService& service);

}  // namespace interim::rpc

#endif  // INTERIM_COMMON_RPC_CLOCK_SERVICE_H_
