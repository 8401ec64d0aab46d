#include "common/redis/rate_limiter.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/hash/hash.h"
#include "absl/strings/str_cat.h"
#include "common/core/mutex.h"

namespace interim::redis {
namespace {

using std::chrono::microseconds;
using std::chrono::steady_clock;

constexpr std::size_t kShards = 16;
constexpr std::size_t kMaxEntries = 4096;        // of one shard; all leases are dropped when full
constexpr std::chrono::milliseconds kBusy{200};  // a lease spent faster than this is doubled
constexpr std::int64_t kMicros = 1000000;

// KEYS[1] holds the theoretical arrival time in microseconds. ARGV: interval of a unit, tolerance,
// units needed, units wanted. Answers units granted and, for none, microseconds to wait.
constexpr absl::string_view kScript = R"lua(
local t = redis.call('TIME')
local now = t[1] * 1000000 + t[2]
local interval, tolerance = tonumber(ARGV[1]), tonumber(ARGV[2])
local need, want = tonumber(ARGV[3]), tonumber(ARGV[4])
local tat = math.max(now, tonumber(redis.call('GET', KEYS[1]) or '0'))
local there = math.floor((now + tolerance - tat) / interval)
if there < need then
  return {0, need * interval - (now + tolerance - tat)}
end
local granted = math.min(want, there)
tat = tat + granted * interval
redis.call('SET', KEYS[1], string.format('%d', tat), 'PX', string.format('%d', math.ceil((tat - now) / 1000)))
return {granted, 0}
)lua";

struct Lease {
  std::int64_t units = 0;
  std::int64_t size = 1;  // of the next one
  steady_clock::time_point fetched;
  steady_clock::time_point refused_until;
  std::int64_t refused_weight = 0;
  steady_clock::time_point local_tat;  // of the local share
};

struct Shard {
  Mutex mutex;
  absl::flat_hash_map<std::string, Lease> leases ABSL_GUARDED_BY(mutex);
};

absl::Duration Until(steady_clock::time_point then, steady_clock::time_point now) {
  return absl::FromChrono(std::chrono::duration_cast<microseconds>(then - now));
}

}  // namespace

struct RateLimiter::Impl {
  Impl(Client* c, RateLimiterOptions o) : client(c), options(std::move(o)) {
    if (options.metrics == nullptr) return;
    limited = options.metrics->AddCounter("rate_limited_total", "Calls refused by a rate limit.");
    local = options.metrics->AddCounter("rate_limit_local_total",
                                        "Calls judged by the local share, without Redis.");
  }

  // Decides by what is here; nothing when Redis must be asked for `want` units.
  std::optional<Decision> TryLocally(Shard& shard, const std::string& key, std::int64_t weight,
                                     steady_clock::time_point now, std::int64_t& want);
  Decision ByLocalShare(Shard& shard, const std::string& key, const RateLimit& limit,
                        std::int64_t weight, steady_clock::time_point now);

  Client* const client;
  const RateLimiterOptions options;
  const Script script{std::string(kScript)};
  Counter limited;
  Counter local;
  std::array<Shard, kShards> shards;
};

std::optional<RateLimiter::Decision> RateLimiter::Impl::TryLocally(Shard& shard,
                                                                   const std::string& key,
                                                                   std::int64_t weight,
                                                                   steady_clock::time_point now,
                                                                   std::int64_t& want) {
  MutexLock lock(shard.mutex);
  if (shard.leases.size() >= kMaxEntries && !shard.leases.contains(key)) shard.leases.clear();
  Lease& lease = shard.leases[key];
  if (now - lease.fetched > absl::ToChronoNanoseconds(options.lease_life)) {
    if (lease.units > lease.size / 2) lease.size = std::max<std::int64_t>(1, lease.size / 2);
    lease.units = 0;
  }
  if (lease.units >= weight) {
    lease.units -= weight;
    return Decision{};
  }
  if (now < lease.refused_until && weight >= lease.refused_weight) {
    return Decision{false, Until(lease.refused_until, now)};
  }
  if (now - lease.fetched < kBusy) lease.size = std::min(options.max_lease, lease.size * 2);
  want = std::max(weight, lease.size);
  return std::nullopt;
}

RateLimiter::Decision RateLimiter::Impl::ByLocalShare(Shard& shard, const std::string& key,
                                                      const RateLimit& limit, std::int64_t weight,
                                                      steady_clock::time_point now) {
  local.Add();
  const microseconds interval(
      std::max<std::int64_t>(1, kMicros * options.replicas / limit.per_second));
  const microseconds tolerance(interval *
                               std::max<std::int64_t>(weight, limit.burst / options.replicas));
  MutexLock lock(shard.mutex);
  Lease& lease = shard.leases[key];
  const auto tat = std::max(lease.local_tat, now) + interval * weight;
  if (tat - now > tolerance) return {false, Until(tat - tolerance, now)};
  lease.local_tat = tat;
  return {};
}

RateLimiter::RateLimiter(Client* client, RateLimiterOptions options)
    : impl_(std::make_unique<Impl>(client, std::move(options))) {}
RateLimiter::~RateLimiter() = default;

RateLimiter::Decision RateLimiter::Take(const TenantId& tenant, absl::string_view call_class,
                                        const RateLimit& limit, std::int64_t weight,
                                        absl::Duration budget) {
  const std::string key =
      absl::StrCat(impl_->options.key_prefix, ":rl:{", tenant.value(), "}:", call_class);
  Shard& shard = impl_->shards[absl::HashOf(key) % kShards];
  const auto now = steady_clock::now();
  weight = std::clamp<std::int64_t>(weight, 1, limit.burst);
  std::int64_t want = weight;
  if (std::optional<Decision> decision = impl_->TryLocally(shard, key, weight, now, want)) {
    if (!decision->allowed) impl_->limited.Add();
    return *decision;
  }
  const std::int64_t interval = std::max<std::int64_t>(1, kMicros / limit.per_second);
  absl::StatusOr<Reply> reply = absl::UnavailableError("no Redis");
  if (impl_->client != nullptr) {
    reply = impl_->client->Eval(impl_->script, {key},
                                {absl::StrCat(interval), absl::StrCat(interval * limit.burst),
                                 absl::StrCat(weight), absl::StrCat(want)},
                                budget);
  }
  Decision decision;
  if (!reply.ok()) {
    decision = impl_->ByLocalShare(shard, key, limit, weight, now);
  } else {
    const std::int64_t granted = reply->at(0).integer();
    MutexLock lock(shard.mutex);
    Lease& lease = shard.leases[key];
    if (granted >= weight) {
      lease.units += granted - weight;
      lease.fetched = now;
    } else {
      const microseconds wait(reply->at(1).integer());
      lease.refused_until = now + wait;
      lease.refused_weight = weight;
      decision = {false, absl::FromChrono(wait)};
    }
  }
  if (!decision.allowed) impl_->limited.Add();
  return decision;
}

}  // namespace interim::redis
