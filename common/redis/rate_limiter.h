// Limits calls of each organization over all replicas, mostly without asking Redis.
#ifndef INTERIM_COMMON_REDIS_RATE_LIMITER_H_
#define INTERIM_COMMON_REDIS_RATE_LIMITER_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/core/tenant.h"
#include "common/observe/metrics.h"
#include "common/redis/client.h"

namespace interim::redis {

// Units a second, and units at once after a pause. A call costs the weight of its method.
struct RateLimit {
  std::int64_t per_second = 50;  // 1..1,000,000
  std::int64_t burst = 100;      // 1..1,000,000
};

struct RateLimiterOptions {
  std::string key_prefix = "interim";
  int replicas = 1;             // each gets this share of the limit while Redis is away
  std::int64_t max_lease = 25;  // units fetched at once by a busy organization, at most
  absl::Duration lease_life = absl::Seconds(1);  // units not spent by then are lost
  Metrics* metrics = nullptr;                    // may be null; outlives the limiter
};

// Generic cell rate algorithm, one key for each organization and class, by the clock of Redis. A
// replica fetches a small lease of units in one script call and spends it by itself, so the limit
// is never exceeded; units that are not spent soon are lost. Thread-safe.
class RateLimiter {
 public:
  // `client` outlives this; null limits by the local share alone.
  RateLimiter(Client* client, RateLimiterOptions options);
  ~RateLimiter();
  RateLimiter(const RateLimiter&) = delete;
  RateLimiter& operator=(const RateLimiter&) = delete;

  struct Decision {
    bool allowed = true;
    absl::Duration retry_after;  // with a refusal: when as much is there again
  };
  // Takes `weight` units (1..burst) from the organization's limit for a class of calls
  // ("default", "export"). Never fails: without Redis the local share decides.
  Decision Take(const TenantId& tenant, absl::string_view call_class, const RateLimit& limit,
                std::int64_t weight, absl::Duration budget);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace interim::redis

#endif  // INTERIM_COMMON_REDIS_RATE_LIMITER_H_
