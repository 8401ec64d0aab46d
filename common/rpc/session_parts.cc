#include "common/rpc/session_parts.h"

#include <algorithm>
#include <fstream>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "common/core/resource_name.h"
#include "common/rpc/server_config.h"
#include "common/session/errors.h"
#include "common/session/feed.h"
#include "common/session/session_service.h"

namespace interim::rpc {
namespace {

// The parts of a journey and the collections whose records they name.
struct JourneyPart {
  const char* field;
  const char* collection;
};
constexpr JourneyPart kParts[] = {{"assessment", "assessments"},
                                  {"selection", "selections"},
                                  {"brief", "briefs"},
                                  {"contract", "contracts"},
                                  {"engagement", "engagements"}};

// This server's records of a journey; of each kind the one changed last.
absl::StatusOr<std::vector<session::JourneyMove>> OwnRecords(store::Store& store,
                                                             const TenantId& tenant,
                                                             absl::string_view session_name) {
  ASSIGN_OR_RETURN(const ResourceName name, ResourceName::Parse(session_name));
  std::vector<session::JourneyMove> found;
  for (const JourneyPart& part : kParts) {
    ASSIGN_OR_RETURN(const std::vector<store::Record> records,
                     store.List(tenant, {.collection = part.collection,
                                         .filters = {{std::string(kJourneyIndex), name.last_id()}},
                                         .limit = 500}));
    const store::Record* latest = nullptr;
    for (const store::Record& record : records) {
      if (latest == nullptr || record.update_time > latest->update_time) latest = &record;
    }
    if (latest == nullptr) continue;
    found.push_back({.part = part.field,
                     .resource = FullName(tenant, latest->id),
                     .record_version = latest->version});
  }
  return found;
}

}  // namespace

SessionParts::~SessionParts() = default;

absl::StatusOr<std::unique_ptr<SessionParts>> SessionParts::Create(const ServerConfig& config,
                                                                   IdGenerator& ids,
                                                                   Metrics& metrics) {
  auto parts = std::make_unique<SessionParts>();
  if (config.has_redis()) RETURN_IF_ERROR(parts->Connect(config, ids, metrics));
  if (config.has_rate_limit()) {
    parts->rate_ = {.per_second = config.rate_limit().per_second(),
                    .burst = config.rate_limit().burst()};
    parts->limiter_ = std::make_unique<redis::RateLimiter>(
        parts->redis_.get(), redis::RateLimiterOptions{.key_prefix = config.redis().key_prefix(),
                                                       .replicas = config.rate_limit().replicas(),
                                                       .metrics = &metrics});
  }
  return parts;
}

absl::Status SessionParts::Connect(const ServerConfig& config, IdGenerator& ids, Metrics& metrics) {
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
  ASSIGN_OR_RETURN(redis_, redis::Client::Create(std::move(options)));
  sessions_ = std::make_unique<session::Sessions>(
      *redis_, ids, session::SessionOptions{.key_prefix = redis.key_prefix()});
  feed_ = std::make_unique<session::SessionFeed>(*redis_, *sessions_);
  return absl::OkStatus();
}

void SessionParts::Mount(Server& server, store::Store& store, const SystemClock& clock) {
  service_ = std::make_unique<session::SessionService>(
      sessions_.get(), feed_.get(), clock,
      [&store](const TenantId& tenant, absl::string_view session_name) {
        return OwnRecords(store, tenant, session_name);
      });
  session::MountSession(server, *service_);
}

absl::Status SessionParts::Move(const Principal& principal, absl::string_view session,
                                const std::vector<SessionMove>& moves, absl::Duration limit) {
  if (sessions_ == nullptr) return session::SessionNotConfigured();
  ASSIGN_OR_RETURN(const ResourceName name, ResourceName::Parse(session));
  const TenantId& tenant = principal.organization;
  if (principal.IsOutside()) {
    ASSIGN_OR_RETURN(const session::v1::Session there,
                     sessions_->Get(tenant, name.last_id(), limit));
    if (there.owner() != principal.subject) return session::SessionNotFound(session);
  }
  std::vector<session::JourneyMove> steps;
  for (const SessionMove& move : moves) {
    steps.push_back(
        {.part = move.field, .resource = move.resource, .record_version = move.version});
  }
  return sessions_->Advance(tenant, name.last_id(), steps, limit).status();
}

absl::Duration SessionParts::TakeUnits(const TenantId& tenant, std::int64_t weight,
                                       absl::Duration limit) {
  if (limiter_ == nullptr) return absl::ZeroDuration();
  const redis::RateLimiter::Decision decision =
      limiter_->Take(tenant, "default", rate_, weight, limit);
  if (decision.allowed) return absl::ZeroDuration();
  return std::max(decision.retry_after, absl::Milliseconds(1));
}

absl::Status SessionParts::Ping(absl::Duration limit) {
  return redis_ == nullptr ? session::SessionNotConfigured() : redis_->Ping(limit);
}

}  // namespace interim::rpc
