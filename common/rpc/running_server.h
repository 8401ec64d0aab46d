// A whole server inside the process: what RunServer runs, and what tests start on port 0.
#ifndef INTERIM_COMMON_RPC_RUNNING_SERVER_H_
#define INTERIM_COMMON_RPC_RUNNING_SERVER_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/core/clock.h"
#include "common/core/ids.h"
#include "common/observe/metrics.h"
#include "common/rpc/access.pb.h"
#include "common/rpc/server.h"
#include "common/rpc/server_config.pb.h"
#include "common/store/store.h"

namespace interim::rpc {

// What tests put in place of the real thing; null: made from the configuration.
struct ServerOverrides {
  const SystemClock* system_clock = nullptr;
  IdGenerator* ids = nullptr;
  store::Store* store = nullptr;
  // Access table of the service in place of the file in its data_dir; null: read the file. The
  // shared tables (audit, clock, session) are always read.
  const AccessTable* access = nullptr;
};

// Thread-safe apart from Start and Stop.
class RunningServer {
 public:
  // Builds everything and serves. `config` complete and checked; `spec` and overrides outlive it.
  //   errors  FAILED_PRECONDITION or INVALID_ARGUMENT with what is wrong (data files, access table,
  //           methods); UNAVAILABLE PORT_IN_USE; those of the store
  static absl::StatusOr<std::unique_ptr<RunningServer>> Start(
      const ServerConfig& config, const ServerSpec& spec, const ServerOverrides& overrides = {});
  // Stops without waiting for a drain, when Stop was not called.
  ~RunningServer();
  RunningServer(const RunningServer&) = delete;
  RunningServer& operator=(const RunningServer&) = delete;

  // Port of the gRPC listener and of the operations listener (0 without one).
  int port() const;
  int operations_port() const;
  // Not serving from now on, but calls are still answered; health and /readyz tell.
  void BeginDrain();
  // Ends watch streams, gives calls `limit` to finish, stops workers. Call once.
  void Stop(absl::Duration limit);
  // OK, or why the process must end (the store cannot be trusted any more).
  absl::Status Fatal() const;
  // Calls `on_fatal` (once, from any thread) as soon as Fatal is an error.
  void OnFatal(std::function<void()> on_fatal);
  // Has a copy of the store taken now, beside everything else; the log and the metrics tell how it
  // went. False without a configured folder for copies.
  bool BackUp();

  store::Store& store();
  BusinessClock& business_clock();
  Metrics& metrics();

 private:
  class Core;
  explicit RunningServer(std::unique_ptr<Core> core);
  std::unique_ptr<Core> core_;
};

}  // namespace interim::rpc

#endif  // INTERIM_COMMON_RPC_RUNNING_SERVER_H_
