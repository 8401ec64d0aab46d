#include "common/rpc/server_core.h"

#include <sys/stat.h>

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/core/error.h"
#include "common/observe/log.h"
#include "common/rpc/build_info.h"
#include "common/rpc/reader_text.h"
#include "common/rules/text_proto.h"
#include "common/store/memory/memory_store.h"
#include "common/store/sqlite/sqlite_store.h"

namespace interim::rpc {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::ServiceDescriptor;

// Folders with the access entries and texts that every server shares.
constexpr absl::string_view kSharedData[] = {"common/rpc/data", "common/session/data",
                                             "common/law/data", "common/catalogue/data"};
constexpr absl::Duration kSettleLimit = absl::Milliseconds(500);

bool Exists(const std::string& path) {
  struct stat info {};
  return stat(path.c_str(), &info) == 0;
}

// Old keys and revocations go on counting when new ones cannot be used: an operator must hear of
// it.
std::function<void(const absl::Status&)> TellRereads(Metrics& metrics) {
  const Counter failed =
      metrics.AddCounter("token_files_failed_total",
                         "Times that a changed key set or revocation file became unusable");
  return [failed](const absl::Status& status) {
    if (status.ok()) {
      LOG_INFO("token_files_read");
      return;
    }
    failed.Add();
    LOG_ERROR("token_files_unusable", {{"status", status}, {"detail", status.message()}});
  };
}

std::string ShortName(absl::string_view service) {
  // "contracting" of "interim.contracting.v1.ContractingService".
  const std::size_t first = service.find('.');
  const std::size_t second = service.find('.', first + 1);
  if (first == absl::string_view::npos || second == absl::string_view::npos) {
    return std::string(service);
  }
  return std::string(service.substr(first + 1, second - first - 1));
}

}  // namespace

RunningServer::Core::Core(const ServerConfig& config, const ServerSpec& spec,
                          const ServerOverrides& overrides)
    : config_(config),
      spec_(spec),
      overrides_(overrides),
      system_clock_(overrides.system_clock != nullptr ? overrides.system_clock : &own_clock_),
      business_clock_(*system_clock_),
      stamp_clock_(business_clock_),
      ids_(overrides.ids != nullptr ? overrides.ids : &own_ids_) {}

RunningServer::Core::~Core() {
  Stop(absl::ZeroDuration());
  backups_.reset();
  owned_store_.reset();  // its last writes may still tell of a fault
}

std::string RunningServer::Core::DataPath(absl::string_view path) const {
  const std::string root = config_.data_dir().empty() ? SourceDir() : config_.data_dir();
  return absl::StrCat(root, "/", path);
}

std::vector<std::string> RunningServer::Core::OverlayPaths(absl::string_view path) const {
  std::vector<std::string> paths;
  for (const std::string& root : config_.overlay_dirs()) {
    std::string folder = absl::StrCat(root, "/", path);
    if (Exists(folder)) paths.push_back(std::move(folder));
  }
  return paths;
}

Mounted& RunningServer::Core::Mount(absl::string_view service) {
  const ServiceDescriptor* found =
      DescriptorPool::generated_pool()->FindServiceByName(std::string(service));
  if (found == nullptr) {
    mount_problems_.push_back(absl::StrCat(service, ": no such service among the linked protos"));
    found = DescriptorPool::generated_pool()->FindServiceByName("interim.clock.v1.ClockService");
  }
  return mounts_.emplace_back(*found);
}

void RunningServer::Core::OnTimer(absl::string_view kind, TimerHandler handler) {
  timer_handlers_[std::string(kind)] = std::move(handler);
}

void RunningServer::Core::OnServing(absl::string_view name,
                                    std::function<void(const std::atomic<bool>&)> work) {
  works_.emplace_back(std::string(name), std::move(work));
}

absl::Status RunningServer::Core::OpenStore() {
  if (overrides_.store != nullptr) {
    store_ = overrides_.store;
    return absl::OkStatus();
  }
  if (config_.store().memory()) {
    owned_store_ = store::MemoryStore::Create(stamp_clock_);
  } else {
    ASSIGN_OR_RETURN(
        std::unique_ptr<store::SqliteStore> sqlite,
        store::SqliteStore::Open(
            {.path = config_.store().sqlite_path(),
             .clock = &stamp_clock_,
             .on_fatal =
                 [this](absl::string_view) { BecomeFatal(absl::UnavailableError("store fault")); },
             .observer = &store_metrics_}));
    StartBackups(*sqlite);
    owned_store_ = std::move(sqlite);
  }
  store_ = owned_store_.get();
  return absl::OkStatus();
}

void RunningServer::Core::StartBackups(store::SqliteStore& sqlite) {
  if (config_.store().backup_dir().empty()) return;
  const int minutes = config_.store().backup_every_minutes();
  backups_ = std::make_unique<Backups>(
      sqlite, *system_clock_, metrics_,
      Backups::Options{.folder = config_.store().backup_dir(),
                       .service = ShortName(spec_.service),
                       .every = minutes == 0 ? absl::InfiniteDuration() : absl::Minutes(minutes),
                       .kept = config_.store().backups_kept()});
}

bool RunningServer::Core::BackUp() {
  if (backups_ == nullptr) return false;
  backups_->TakeSoon();
  return true;
}

absl::Status RunningServer::Core::LoadTexts() {
  std::vector<std::string> folders;
  const auto add = [&](absl::string_view path) {
    std::string folder = DataPath(absl::StrCat(path, "/texts"));
    if (Exists(folder)) folders.push_back(std::move(folder));
  };
  for (absl::string_view path : kSharedData) add(path);
  if (!spec_.data_dir.empty()) add(spec_.data_dir);
  ASSIGN_OR_RETURN(rules::TextCatalogue texts, rules::TextCatalogue::Load(folders));
  texts_ = std::make_unique<rules::TextCatalogue>(std::move(texts));
  services_.text = [this](absl::string_view key, const TextParams& params, Language language) {
    if (!texts_->Has(key)) return std::string();
    const absl::StatusOr<std::string> text = texts_->Render(
        key, language == Language::kEnglish ? "en" : "nl", ForReader(params, language));
    if (text.ok()) return *text;
    LOG_WARNING("text_missing", {{"key", key}, {"status", text.status()}});
    return std::string();
  };
  return absl::OkStatus();
}

absl::Status RunningServer::Core::LoadAccess() {
  std::vector<const ServiceDescriptor*> mounted;
  for (const GrpcMount& mount : mounts_) mounted.push_back(&mount.descriptor());
  AccessTable table;
  const auto add = [&](absl::string_view path) -> absl::Status {
    const std::string file = DataPath(absl::StrCat(path, "/access.textproto"));
    if (!Exists(file)) return absl::OkStatus();
    ASSIGN_OR_RETURN(const AccessTable part, rules::LoadTextProto<AccessTable>(file));
    table.MergeFrom(part);
    return absl::OkStatus();
  };
  for (absl::string_view path : kSharedData) RETURN_IF_ERROR(add(path));
  if (overrides_.access != nullptr) {
    table.MergeFrom(*overrides_.access);
  } else if (!spec_.data_dir.empty()) {
    RETURN_IF_ERROR(add(spec_.data_dir));
  }
  ASSIGN_OR_RETURN(access_, AccessPolicy::Create(table, mounted));
  services_.access = access_.get();
  return absl::OkStatus();
}

absl::Status RunningServer::Core::MountAll() {
  audit_ = std::make_unique<AuditService>(*store_);
  MountAudit(*this, *audit_);
  const bool production = config_.environment() == ServerConfig::PRODUCTION;
  clock_ = std::make_unique<ClockService>(
      *store_, *system_clock_, business_clock_,
      production ? ClockService::Moves::kRefused : ClockService::Moves::kAllowed,
      [this] { return timers_->Settled(kSettleLimit); });
  RETURN_IF_ERROR(clock_->Restore());
  MountClock(*this, *clock_);
  session_->Mount(*this, *store_, *system_clock_);
  if (spec_.mount) RETURN_IF_ERROR(spec_.mount(*this));
  if (mount_problems_.empty()) return absl::OkStatus();
  return MakeError({.code = absl::StatusCode::kFailedPrecondition,
                    .reason = "METHODS_INVALID",
                    .message = absl::StrJoin(mount_problems_, "; ")});
}

absl::Status RunningServer::Core::Build() {
  RETURN_IF_ERROR(CheckTimeZone());
  AddProcessMetrics(metrics_, BuildVersion());
  RETURN_IF_ERROR(OpenStore());
  ASSIGN_OR_RETURN(tokens_,
                   TokenVerifier::Create({.key_set_file = config_.token().key_set_file(),
                                          .issuer = config_.token().issuer(),
                                          .audience = config_.token().audience(),
                                          .revocation_file = config_.token().revocation_file(),
                                          .on_reread = TellRereads(metrics_)}));
  service_tokens_ =
      std::make_unique<ServiceTokenFile>(config_.service_token_file(), *tokens_, *system_clock_);
  RETURN_IF_ERROR(LoadTexts());
  if (config_.peers_size() > 0) {
    peers_ = std::make_unique<Peers>(
        std::vector<PeerConfig>(config_.peers().begin(), config_.peers().end()));
  }
  ASSIGN_OR_RETURN(session_, SessionParts::Create(config_, *ids_, metrics_));
  services_.sessions = session_.get();
  if (config_.has_rate_limit()) {
    services_.take_units = [this](const TenantId& tenant, std::int64_t weight,
                                  absl::Duration limit) {
      return session_->TakeUnits(tenant, weight, limit);
    };
  }
  services_.call_limit = config_.max_concurrent_calls();
  metrics_.AddGauge("admission_limit", "Calls at once that the server is made for")
      .Set(services_.call_limit);
  services_.service = ShortName(spec_.service);
  services_.store = store_;
  services_.system_clock = system_clock_;
  services_.business_clock = &business_clock_;
  services_.ids = ids_;
  services_.peers = peers_.get();
  engine_ = std::make_unique<Engine>(services_, *tokens_, metrics_);
  hub_ = std::make_unique<WatchHub>(metrics_, config_.max_watches_per_organization());
  timers_ = std::make_unique<TimerWorker>(
      *engine_, [this](const TenantId& tenant) { return service_tokens_->TokenFor(tenant); },
      metrics_, TimerWorker::Options{.ages_are_true = [this] { return !clock_->was_moved(); }});
  RETURN_IF_ERROR(MountAll());
  RETURN_IF_ERROR(LoadAccess());
  for (GrpcMount& mount : mounts_) {
    RETURN_IF_ERROR(mount.Seal(*engine_, *access_, metrics_, *hub_));
  }
  hub_->Start();
  RETURN_IF_ERROR(Serve());
  StartWorkers();
  return absl::OkStatus();
}

}  // namespace interim::rpc
