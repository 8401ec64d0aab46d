#include "common/rpc/server_config.h"

#include <unistd.h>

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/core/error.h"
#include "common/rules/text_proto.h"

namespace interim::rpc {
namespace {

using Problems = std::vector<std::string>;

void NeedFile(const std::string& path, absl::string_view what, Problems& problems) {
  if (path.empty()) {
    problems.push_back(absl::StrCat(what, ": must be set"));
  } else if (access(path.c_str(), R_OK) != 0) {
    problems.push_back(absl::StrCat(what, ": cannot read ", path));
  }
}

void CheckRange(std::int64_t value, std::int64_t low, std::int64_t high, absl::string_view what,
                Problems& problems) {
  if (value < low || value > high) {
    problems.push_back(absl::StrCat(what, ": ", value, " is not in ", low, "..", high));
  }
}

void CheckAddress(const std::string& address, absl::string_view what, Problems& problems) {
  if (!ParseHostPort(address).ok()) {
    problems.push_back(absl::StrCat(what, ": '", address, "' is not host:port"));
  }
}

void CheckParts(const ServerConfig& config, Problems& problems) {
  if (config.store().kind_case() == StoreConfig::KIND_NOT_SET) {
    problems.push_back("store: say sqlite_path or memory");
  }
  const StoreConfig& store = config.store();
  if (store.memory() && !store.backup_dir().empty()) {
    problems.push_back("store.backup_dir: there is no file to copy with store.memory");
  }
  if (store.backup_every_minutes() != 0 && store.backup_dir().empty()) {
    problems.push_back("store.backup_every_minutes: needs backup_dir");
  }
  CheckRange(store.backup_every_minutes(), 0, 10080, "store.backup_every_minutes", problems);
  CheckRange(store.backups_kept(), 1, 1000, "store.backups_kept", problems);
  if (config.has_redis()) {
    CheckAddress(config.redis().address(), "redis.address", problems);
    if (!config.redis().password_file().empty()) {
      NeedFile(config.redis().password_file(), "redis.password_file", problems);
    }
  }
  NeedFile(config.token().key_set_file(), "token.key_set_file", problems);
  if (config.token().issuer().empty()) problems.push_back("token.issuer: must be set");
  if (config.token().audience().empty()) problems.push_back("token.audience: must be set");
  for (const PeerConfig& peer : config.peers()) {
    if (!absl::StartsWith(peer.package(), "interim.") || peer.target().empty()) {
      problems.push_back(
          absl::StrCat("peers: '", peer.package(), "' needs a package and a target"));
    }
    CheckRange(peer.limit_ms(), 10, 30000, absl::StrCat("peers ", peer.package(), ": limit_ms"),
               problems);
  }
  for (const std::string& folder : config.overlay_dirs())
    NeedFile(folder, "overlay_dirs", problems);
}

void CheckProduction(const ServerConfig& config, Problems& problems) {
  if (config.environment() != ServerConfig::PRODUCTION) return;
  if (config.store().memory()) problems.push_back("store.memory: refused in PRODUCTION");
  if (config.reflection()) problems.push_back("reflection: refused in PRODUCTION");
}

}  // namespace

absl::StatusOr<HostPort> ParseHostPort(const std::string& address) {
  const std::size_t colon = address.rfind(':');
  HostPort parsed;
  if (colon == std::string::npos || colon == 0 ||
      !absl::SimpleAtoi(address.substr(colon + 1), &parsed.port) || parsed.port < 0 ||
      parsed.port > 65535) {
    return MakeError({.code = absl::StatusCode::kInvalidArgument,
                      .reason = "ADDRESS_INVALID",
                      .message = "an address is host:port",
                      .metadata = {{"address", address}}});
  }
  parsed.host = address.substr(0, colon);
  return parsed;
}

void FillDefaults(ServerConfig& config) {
  if (!config.has_drain_seconds()) config.set_drain_seconds(2);
  if (!config.has_shutdown_seconds()) config.set_shutdown_seconds(5);
  if (!config.has_max_concurrent_calls()) config.set_max_concurrent_calls(32);
  if (!config.store().has_backups_kept()) config.mutable_store()->set_backups_kept(7);
  if (!config.has_max_watches_per_organization()) config.set_max_watches_per_organization(500);
  if (!config.has_memory_mib()) config.set_memory_mib(256);
  if (config.log_level().empty()) config.set_log_level("info");
  if (config.has_redis() && config.redis().key_prefix().empty()) {
    config.mutable_redis()->set_key_prefix("interim");
  }
  if (config.has_rate_limit() && !config.rate_limit().has_replicas()) {
    config.mutable_rate_limit()->set_replicas(1);
  }
  for (PeerConfig& peer : *config.mutable_peers()) {
    if (!peer.has_limit_ms()) peer.set_limit_ms(5000);
  }
}

std::vector<std::string> ConfigProblems(const ServerConfig& config) {
  Problems problems;
  CheckAddress(config.listen_address(), "listen_address", problems);
  if (!config.operations_address().empty()) {
    CheckAddress(config.operations_address(), "operations_address", problems);
  }
  if (config.environment() == ServerConfig::ENVIRONMENT_UNSPECIFIED) {
    problems.push_back("environment: say DEV, REHEARSAL or PRODUCTION");
  }
  CheckParts(config, problems);
  CheckRange(config.drain_seconds(), 0, 120, "drain_seconds", problems);
  CheckRange(config.shutdown_seconds(), 1, 60, "shutdown_seconds", problems);
  CheckRange(config.max_concurrent_calls(), 1, 1024, "max_concurrent_calls", problems);
  CheckRange(config.max_watches_per_organization(), 1, 2000, "max_watches_per_organization",
             problems);
  CheckRange(config.memory_mib(), 16, 65536, "memory_mib", problems);
  constexpr absl::string_view kLevels[] = {"debug", "info", "warning", "error", "off"};
  bool known = false;
  for (absl::string_view level : kLevels) known |= config.log_level() == level;
  if (!known) problems.push_back(absl::StrCat("log_level: '", config.log_level(), "' is unknown"));
  if (config.has_rate_limit()) {
    const RateLimitConfig& limit = config.rate_limit();
    CheckRange(limit.per_second(), 1, 1000000, "rate_limit.per_second", problems);
    CheckRange(limit.burst(), 100, 1000000, "rate_limit.burst", problems);
    CheckRange(limit.replicas(), 1, 1000, "rate_limit.replicas", problems);
  }
  CheckProduction(config, problems);
  return problems;
}

absl::StatusOr<ServerConfig> LoadServerConfig(const std::string& path) {
  ServerConfig config;
  std::vector<rules::FileProblem> file_problems;
  rules::ReadTextProto(path, &config, nullptr, &file_problems);
  FillDefaults(config);
  Problems problems;
  for (const rules::FileProblem& problem : file_problems)
    problems.push_back(rules::ToString(problem));
  // What a broken file left out is not worth naming.
  if (problems.empty()) problems = ConfigProblems(config);
  if (problems.empty()) return config;
  return MakeError({.code = absl::StatusCode::kInvalidArgument,
                    .reason = "CONFIG_INVALID",
                    .message = absl::StrJoin(problems, "\n"),
                    .metadata = {{"problemCount", absl::StrCat(problems.size())}}});
}

}  // namespace interim::rpc
