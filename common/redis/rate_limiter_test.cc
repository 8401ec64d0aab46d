#include "common/redis/rate_limiter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "common/redis/testing/real_redis.h"

namespace interim::redis {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr absl::Duration kBudget = absl::Seconds(5);

bool Eventually(const std::function<bool()>& condition) {
  const auto end = steady_clock::now() + std::chrono::seconds(8);
  while (steady_clock::now() < end) {
    if (condition()) return true;
    std::this_thread::sleep_for(milliseconds(5));
  }
  return false;
}

class RateLimiterTest : public testing::Test {
 protected:
  void SetUp() override {
    auto redis = RealRedis::Start();
    ASSERT_TRUE(redis.ok()) << redis.status();
    redis_ = *std::move(redis);
    client_ = *Client::Create({.port = redis_->port(), .command_timeout = absl::Seconds(2)});
  }
  // Calls allowed out of `calls`, one after another.
  int Allowed(RateLimiter& limiter, const RateLimit& limit, int calls, int weight = 1,
              const std::string& tenant = "acme", const std::string& call_class = "default") {
    int allowed = 0;
    for (int i = 0; i < calls; ++i) {
      if (limiter.Take(*TenantId::Parse(tenant), call_class, limit, weight, kBudget).allowed) {
        ++allowed;
      }
    }
    return allowed;
  }

  std::unique_ptr<RealRedis> redis_;
  std::unique_ptr<Client> client_;
  // One unit a second: next to nothing comes back during a test.
  const RateLimit slow_{.per_second = 1, .burst = 100};
};

TEST_F(RateLimiterTest, Burst_IsAllowedExactly) {
  RateLimiter limiter(client_.get(), {.lease_life = absl::Hours(1)});
  const RateLimit limit{.per_second = 1, .burst = 10};
  EXPECT_EQ(Allowed(limiter, limit, 10), 10);
  const auto refused = limiter.Take(*TenantId::Parse("acme"), "default", limit, 1, kBudget);
  EXPECT_FALSE(refused.allowed);
  EXPECT_GT(refused.retry_after, absl::ZeroDuration());
  EXPECT_LE(refused.retry_after, absl::Seconds(1));
}

TEST_F(RateLimiterTest, SeveralReplicas_NeverExceedTheLimitTogether) {
  RateLimiter first(client_.get(), {.lease_life = absl::Hours(1)});
  RateLimiter second(client_.get(), {.lease_life = absl::Hours(1)});
  std::atomic<int> allowed{0};
  std::vector<std::thread> threads;
  const auto start = steady_clock::now();
  for (RateLimiter* limiter : {&first, &second}) {
    for (int t = 0; t < 2; ++t) {
      threads.emplace_back([&, limiter] { allowed += Allowed(*limiter, slow_, 200); });
    }
  }
  for (std::thread& thread : threads) thread.join();
  const auto took = std::chrono::duration_cast<std::chrono::seconds>(steady_clock::now() - start);
  EXPECT_LE(allowed, 100 + took.count() + 1);
  EXPECT_GE(allowed, 50);  // at most two leases of 25 are left over
}

TEST_F(RateLimiterTest, UnitsComeBack_AtTheirRate) {
  RateLimiter limiter(client_.get(), {.lease_life = absl::Hours(1)});
  const RateLimit limit{.per_second = 20, .burst = 2};
  EXPECT_GE(Allowed(limiter, limit, 5), 2);
  EXPECT_TRUE(Eventually([&] { return Allowed(limiter, limit, 1) == 1; }));
}

TEST_F(RateLimiterTest, Weight_CountsAsManyUnits) {
  RateLimiter limiter(client_.get(), {.lease_life = absl::Hours(1)});
  EXPECT_EQ(Allowed(limiter, slow_, 10, 20), 5);
  EXPECT_EQ(Allowed(limiter, slow_, 1, 1), 0);
}

TEST_F(RateLimiterTest, TenantsAndClasses_DoNotDisturbEachOther) {
  RateLimiter limiter(client_.get(), {.lease_life = absl::Hours(1)});
  const RateLimit limit{.per_second = 1, .burst = 3};
  EXPECT_EQ(Allowed(limiter, limit, 3), 3);
  EXPECT_EQ(Allowed(limiter, limit, 3, 1, "other"), 3);
  EXPECT_EQ(Allowed(limiter, limit, 3, 1, "acme", "export"), 3);
}

TEST_F(RateLimiterTest, BusyTenant_AsksRedisRarely) {
  RateLimiter limiter(client_.get(), {.lease_life = absl::Hours(1)});
  const RateLimit limit{.per_second = 1000, .burst = 1000};
  redis_->Tell("CONFIG RESETSTAT");
  EXPECT_EQ(Allowed(limiter, limit, 500), 500);
  const auto info = client_->Command({"INFO", "commandstats"}, kBudget);
  const std::string text(info->text());
  const std::string mark = "cmdstat_evalsha:calls=";
  ASSERT_NE(text.find(mark), std::string::npos);
  EXPECT_LT(std::stoi(text.substr(text.find(mark) + mark.size())), 60);
}

TEST_F(RateLimiterTest, WithoutRedis_TheLocalShareDecides) {
  Metrics metrics;
  RateLimiter limiter(client_.get(), {.replicas = 4, .metrics = &metrics});
  redis_->Kill();
  EXPECT_EQ(Allowed(limiter, {.per_second = 1, .burst = 40}, 40), 10);
  EXPECT_THAT(metrics.Text(), testing::HasSubstr("rate_limited_total 30"));
  RateLimiter alone(nullptr, {});
  EXPECT_EQ(Allowed(alone, {.per_second = 1, .burst = 5}, 10), 5);
}

TEST_F(RateLimiterTest, Keys_Expire) {
  RateLimiter limiter(client_.get(), {.lease_life = absl::Hours(1)});
  EXPECT_EQ(Allowed(limiter, slow_, 1), 1);
  const auto ttl = client_->Command({"PTTL", "interim:rl:{acme}:default"}, kBudget);
  EXPECT_GT(ttl->integer(), 0);
}

}  // namespace
}  // namespace interim::redis
