// Serving, draining, stopping: the second half of a running server.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "common/observe/log.h"
#include "common/rpc/channel_settings.h"
#include "common/rpc/server_config.h"
#include "common/rpc/server_core.h"
#include "grpc/grpc.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/resource_quota.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server_builder.h"

namespace interim::rpc {
namespace {

constexpr char kSessionService[] = "interim.session.v1.SessionService";
constexpr absl::Duration kSuperviseEvery = absl::Milliseconds(500);
// Looks without a running call before connections are closed; a response has gone out by then.
constexpr int kQuietLooks = 10;
constexpr int kQuietLookMs = 10;
constexpr absl::Duration kPingLimit = absl::Milliseconds(100);

absl::Status PortInUse(const std::string& address) {
  return MakeError({.code = absl::StatusCode::kUnavailable,
                    .reason = "PORT_IN_USE",
                    .message = absl::StrCat("cannot listen on ", address),
                    .metadata = {{"address", address}}});
}

// Reflection is a plugin of all builders of a process once it is switched on; one switch is enough.
void EnableReflectionOnce() {
  static const bool done = [] {
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
    return true;
  }();
  (void)done;
}

}  // namespace

absl::Status RunningServer::Core::Serve() {
  grpc::EnableDefaultHealthCheckService(true);
  if (config_.reflection()) EnableReflectionOnce();
  grpc::ServerBuilder builder;
  ApplyServerSettings(builder);
  grpc::ResourceQuota quota("server");
  quota.Resize(static_cast<std::size_t>(config_.memory_mib()) * 1024 * 1024);
  quota.SetMaxThreads(2 * config_.max_concurrent_calls() + 8);
  builder.SetResourceQuota(quota);
  builder.AddListeningPort(config_.listen_address(), grpc::InsecureServerCredentials(), &port_);
  for (GrpcMount& mount : mounts_) builder.RegisterService(&mount);
  grpc_ = builder.BuildAndStart();
  if (grpc_ == nullptr || port_ == 0) {
    grpc_.reset();
    return PortInUse(config_.listen_address());
  }
  if (!config_.operations_address().empty()) {
    ASSIGN_OR_RETURN(operations_, OperationsServer::Start({.address = config_.operations_address()},
                                                          metrics_, [this] { return NotReady(); }));
  }
  return absl::OkStatus();
}

void RunningServer::Core::StartWorkers() {
  for (auto& [kind, handler] : timer_handlers_) timers_->SetHandler(kind, std::move(handler));
  timers_->Start();
  for (const auto& entry : works_) {
    const auto* work = &entry.second;
    threads_.emplace_back([this, work] { (*work)(stop_); });
  }
  session_serving_ = session_->Ping(kPingLimit).ok();
  SetServing(true);
  threads_.emplace_back([this] { Supervise(); });
}

void RunningServer::Core::SetServing(bool wanted) {
  // Under one lock with the drain's mark: nobody turns health on again after BeginDrain.
  MutexLock lock(health_mutex_);
  const bool serving = wanted && !draining_;
  serving_ = serving;
  grpc::HealthCheckServiceInterface* health = grpc_->GetHealthCheckService();
  if (health == nullptr) return;
  for (const GrpcMount& mount : mounts_) {
    const std::string& name = mount.descriptor().full_name();
    const bool follows_redis = name == kSessionService;
    health->SetServingStatus(name, serving && (!follows_redis || session_serving_));
  }
  health->SetServingStatus("", serving);
}

Readiness RunningServer::Core::NotReady() const {
  Readiness reasons;
  if (draining_) reasons.push_back("draining");
  if (!serving_ && !draining_) reasons.push_back("starting");
  if (!store_->Health().ok()) reasons.push_back("store");
  return reasons;
}

// Follows Redis for the health of the session service, the only one that depends on it. The store
// is not watched: its fault ends the process.
void RunningServer::Core::Supervise() {
  while (true) {
    {
      MutexLock lock(mutex_);
      if (!stop_) changed_.WaitFor(mutex_, kSuperviseEvery);
      if (stop_) return;
    }
    if (!session_->configured() || draining_) continue;
    const bool answers = session_->Ping(kPingLimit).ok();
    if (answers == session_serving_) continue;
    session_serving_ = answers;
    SetServing(serving_);
    LOG_WARNING("redis_health", {{"serving", answers}});
  }
}

void RunningServer::Core::BeginDrain() {
  draining_ = true;
  if (grpc_ != nullptr) SetServing(false);
}

void RunningServer::Core::Stop(absl::Duration limit) {
  {
    MutexLock lock(mutex_);
    if (stopped_) return;
    stopped_ = true;
  }
  BeginDrain();
  if (hub_ != nullptr) hub_->Stop();
  if (grpc_ != nullptr) ShutDownGrpc(limit);
  {
    MutexLock lock(mutex_);
    stop_ = true;
    changed_.SignalAll();
  }
  if (timers_ != nullptr) timers_->Stop();
  if (backups_ != nullptr) backups_->Stop();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
  operations_.reset();
  grpc_.reset();  // before the services it points to
}

// No new calls from here on; those under way get `limit`. Shutdown also waits for every connection
// to close, and a client that makes no call just then does not notice that it should: once all
// calls are answered, the connections are closed from this side. A slow client gets half of `limit`
// to read a large answer.
void RunningServer::Core::ShutDownGrpc(absl::Duration limit) {
  std::atomic<bool> done{false};
  std::thread closer([&] {
    using std::chrono::steady_clock;
    const steady_clock::duration reading = absl::ToChronoNanoseconds(limit / 2);
    int quiet = 0;
    while (!done && quiet < kQuietLooks) {
      const bool read = steady_clock::now() - engine_->large_answer() >= reading;
      quiet = engine_->running() == 0 && read ? quiet + 1 : 0;
      std::this_thread::sleep_for(std::chrono::milliseconds(kQuietLookMs));
    }
    if (!done) grpc_server_cancel_all_calls(grpc_->c_server());
  });
  grpc_->Shutdown(std::chrono::system_clock::now() + absl::ToChronoMicroseconds(limit));
  done = true;
  closer.join();
  grpc_->Wait();
}

absl::Status RunningServer::Core::Fatal() const {
  MutexLock lock(mutex_);
  return fatal_;
}

void RunningServer::Core::OnFatal(std::function<void()> on_fatal) {
  bool now = false;
  {
    MutexLock lock(mutex_);
    on_fatal_ = std::move(on_fatal);
    now = !fatal_.ok();
  }
  if (now) BecomeFatal(absl::OkStatus());
}

void RunningServer::Core::BecomeFatal(absl::Status status) {
  std::function<void()> tell;
  {
    MutexLock lock(mutex_);
    if (fatal_.ok()) fatal_ = std::move(status);
    tell = std::exchange(on_fatal_, nullptr);
  }
  if (tell) tell();
}

RunningServer::RunningServer(std::unique_ptr<Core> core) : core_(std::move(core)) {}
RunningServer::~RunningServer() = default;

absl::StatusOr<std::unique_ptr<RunningServer>> RunningServer::Start(
    const ServerConfig& config, const ServerSpec& spec, const ServerOverrides& overrides) {
  auto core = std::make_unique<Core>(config, spec, overrides);
  RETURN_IF_ERROR(core->Build());
  return std::unique_ptr<RunningServer>(new RunningServer(std::move(core)));
}

int RunningServer::port() const { return core_->port(); }
int RunningServer::operations_port() const { return core_->operations_port(); }
void RunningServer::BeginDrain() { core_->BeginDrain(); }
void RunningServer::Stop(absl::Duration limit) { core_->Stop(limit); }
absl::Status RunningServer::Fatal() const { return core_->Fatal(); }
void RunningServer::OnFatal(std::function<void()> on_fatal) { core_->OnFatal(std::move(on_fatal)); }
bool RunningServer::BackUp() { return core_->BackUp(); }
store::Store& RunningServer::store() { return core_->store(); }
BusinessClock& RunningServer::business_clock() { return core_->mutable_business_clock(); }
Metrics& RunningServer::metrics() { return core_->metrics(); }

}  // namespace interim::rpc
