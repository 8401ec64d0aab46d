#include "common/rpc/session_parts.h"

#include <fstream>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "common/core/resource_name.h"
#include "common/rpc/server_config.h"
#include "common/session/errors.h"

namespace interim::rpc {

absl::StatusOr<std::unique_ptr<SessionParts>> SessionParts::Create(const ServerConfig& config,
                                                                   IdGenerator& ids,
                                                                   Metrics& metrics) {
  auto parts = std::make_unique<SessionParts>();
  if (!config.has_redis()) return parts;
  const RedisConfig& redis = config.redis();
  ASSIGN_OR_RETURN(const HostPort address, ParseHostPort(redis.address()));
  redis::Options options{.host = address.host,
                         .port = address.port,
                         .user = redis.user(),
                         .pool_size = 2 * config.max_concurrent_calls() + 8,
                         .metrics = &metrics};
  if (!redis.password_file().empty()) {
    std::ifstream file(redis.password_file());
    std::getline(file, options.password);
    options.password = std::string(absl::StripAsciiWhitespace(options.password));
  }
  ASSIGN_OR_RETURN(parts->redis_, redis::Client::Create(std::move(options)));
  parts->sessions_ = std::make_unique<session::Sessions>(
      *parts->redis_, ids, session::SessionOptions{.key_prefix = redis.key_prefix()});
  return parts;
}

absl::Status SessionParts::Move(const TenantId& tenant, absl::string_view session,
                                const std::vector<SessionMove>& moves, absl::Duration limit) {
  if (sessions_ == nullptr) return session::SessionNotConfigured();
  ASSIGN_OR_RETURN(const ResourceName name, ResourceName::Parse(session));
  std::vector<session::JourneyMove> steps;
  for (const SessionMove& move : moves) {
    steps.push_back(
        {.part = move.field, .resource = move.resource, .record_version = move.version});
  }
  return sessions_->Advance(tenant, name.last_id(), steps, limit).status();
}

absl::Status SessionParts::Ping(absl::Duration limit) {
  return redis_ == nullptr ? session::SessionNotConfigured() : redis_->Ping(limit);
}

}  // namespace interim::rpc
