// Internal: the parts of a running server in the order in which they are made. gRPC headers.
#ifndef INTERIM_COMMON_RPC_SERVER_CORE_H_
#define INTERIM_COMMON_RPC_SERVER_CORE_H_

#include <atomic>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "common/core/mutex.h"
#include "common/observe/operations_server.h"
#include "common/rpc/audit_service.h"
#include "common/rpc/backups.h"
#include "common/rpc/clock_service.h"
#include "common/rpc/engine.h"
#include "common/rpc/grpc_mount.h"
#include "common/rpc/peers.h"
#include "common/rpc/running_server.h"
#include "common/rpc/service_tokens.h"
#include "common/rpc/session_parts.h"
#include "common/rpc/store_metrics.h"
#include "common/rpc/timer_worker.h"
#include "common/rpc/watch_hub.h"
#include "common/rules/text_catalogue.h"
#include "grpcpp/server.h"

namespace interim::rpc {

// Business time for the stamps of records and events.
class StampClock final : public SystemClock {
 public:
  explicit StampClock(const BusinessClock& business) : business_(business) {}
  absl::Time Now() const override { return business_.Now(); }

 private:
  const BusinessClock& business_;
};

class RunningServer::Core final : public Server {
 public:
  Core(const ServerConfig& config, const ServerSpec& spec, const ServerOverrides& overrides);
  ~Core() override;

  absl::Status Build();
  void BeginDrain();
  void Stop(absl::Duration limit);
  absl::Status Fatal() const;
  void OnFatal(std::function<void()> on_fatal);
  bool BackUp();
  int port() const { return port_; }
  int operations_port() const { return operations_ == nullptr ? 0 : operations_->port(); }
  BusinessClock& mutable_business_clock() { return business_clock_; }
  Metrics& metrics() { return metrics_; }

  // Server
  Mounted& Mount(absl::string_view service) override;
  void OnTimer(absl::string_view kind, TimerHandler handler) override;
  void OnServing(absl::string_view name,
                 std::function<void(const std::atomic<bool>& stop)> work) override;
  const ServerConfig& config() const override { return config_; }
  std::string DataPath(absl::string_view path) const override;
  std::vector<std::string> OverlayPaths(absl::string_view path) const override;
  store::Store& store() override { return *store_; }
  const SystemClock& system_clock() const override { return *system_clock_; }
  const BusinessClock& business_clock() const override { return business_clock_; }
  IdGenerator& ids() override { return *ids_; }

 private:
  absl::Status OpenStore();
  void StartBackups(store::SqliteStore& sqlite);
  absl::Status LoadTexts();
  absl::Status LoadAccess();
  absl::Status MountAll();
  absl::Status Serve();
  void StartWorkers();
  void ShutDownGrpc(absl::Duration limit);
  void Supervise();
  // Tells health; a drain overrules `wanted`.
  void SetServing(bool wanted);
  Readiness NotReady() const;
  void BecomeFatal(absl::Status status);

  const ServerConfig config_;
  const ServerSpec& spec_;
  const ServerOverrides overrides_;
  Metrics metrics_;
  StoreMetrics store_metrics_{metrics_};
  const SystemClock own_clock_;
  const SystemClock* system_clock_;
  BusinessClock business_clock_;
  const StampClock stamp_clock_;
  RandomIdGenerator own_ids_;
  IdGenerator* ids_;
  std::unique_ptr<store::Store> owned_store_;
  store::Store* store_ = nullptr;
  std::unique_ptr<Backups> backups_;
  std::unique_ptr<TokenVerifier> tokens_;
  std::unique_ptr<ServiceTokenFile> service_tokens_;
  std::unique_ptr<rules::TextCatalogue> texts_;
  std::unique_ptr<AccessPolicy> access_;
  std::unique_ptr<Peers> peers_;
  std::unique_ptr<SessionParts> session_;
  CallServices services_;
  std::unique_ptr<Engine> engine_;
  std::unique_ptr<TimerWorker> timers_;
  std::map<std::string, TimerHandler> timer_handlers_;
  std::unique_ptr<AuditService> audit_;
  std::unique_ptr<ClockService> clock_;
  std::deque<GrpcMount> mounts_;
  std::vector<std::string> mount_problems_;
  std::unique_ptr<WatchHub> hub_;
  std::unique_ptr<grpc::Server> grpc_;
  std::unique_ptr<OperationsServer> operations_;
  int port_ = 0;

  std::vector<std::pair<std::string, std::function<void(const std::atomic<bool>&)>>> works_;
  std::vector<std::thread> threads_;
  std::atomic<bool> stop_{false};
  std::atomic<bool> draining_{false};
  std::atomic<bool> serving_{false};
  std::atomic<bool> session_serving_{false};
  Mutex health_mutex_;  // what health says changes in one piece

  mutable Mutex mutex_;
  CondVar changed_;
  absl::Status fatal_ ABSL_GUARDED_BY(mutex_);
  std::function<void()> on_fatal_ ABSL_GUARDED_BY(mutex_);
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace interim::rpc

#endif  // INTERIM_COMMON_RPC_SERVER_CORE_H_
