#include "common/redis/breaker.h"

#include <gtest/gtest.h>

namespace interim::redis {
namespace {

using std::chrono::milliseconds;
using State = Breaker::State;

const Breaker::Time kStart = Breaker::Time(std::chrono::hours(1));

void Fail(Breaker& breaker, int times, Breaker::Time at) {
  for (int i = 0; i < times; ++i) {
    ASSERT_TRUE(breaker.Allow(at));
    breaker.Failure(at);
  }
}

TEST(BreakerTest, FiveFailuresWithinASecond_Open) {
  Breaker breaker;
  Fail(breaker, 4, kStart);
  EXPECT_EQ(breaker.state(), State::kClosed);
  Fail(breaker, 1, kStart + milliseconds(1000));
  EXPECT_EQ(breaker.state(), State::kOpen);
  EXPECT_FALSE(breaker.Allow(kStart + milliseconds(1001)));
}

TEST(BreakerTest, FiveFailuresInMoreThanASecond_StayClosed) {
  Breaker breaker;
  Fail(breaker, 4, kStart);
  Fail(breaker, 1, kStart + milliseconds(1001));
  EXPECT_EQ(breaker.state(), State::kClosed);
}

TEST(BreakerTest, SuccessInBetween_StartsTheCountAgain) {
  Breaker breaker;
  Fail(breaker, 4, kStart);
  breaker.Success();
  Fail(breaker, 4, kStart);
  EXPECT_EQ(breaker.state(), State::kClosed);
  Fail(breaker, 1, kStart);
  EXPECT_EQ(breaker.state(), State::kOpen);
}

TEST(BreakerTest, AfterASecond_OneProbeIsLetThrough) {
  Breaker breaker;
  Fail(breaker, 5, kStart);
  EXPECT_FALSE(breaker.Allow(kStart + milliseconds(999)));
  EXPECT_TRUE(breaker.Allow(kStart + milliseconds(1000)));
  EXPECT_EQ(breaker.state(), State::kHalfOpen);
  EXPECT_FALSE(breaker.Allow(kStart + milliseconds(1000)));
  breaker.Success();
  EXPECT_EQ(breaker.state(), State::kClosed);
  EXPECT_TRUE(breaker.Allow(kStart + milliseconds(1000)));
}

TEST(BreakerTest, FailedProbe_OpensForAnotherSecond) {
  Breaker breaker;
  Fail(breaker, 5, kStart);
  const auto probe = kStart + milliseconds(1000);
  ASSERT_TRUE(breaker.Allow(probe));
  breaker.Failure(probe);
  EXPECT_FALSE(breaker.Allow(probe + milliseconds(999)));
  EXPECT_TRUE(breaker.Allow(probe + milliseconds(1000)));
}

TEST(BreakerTest, ProbeWithoutVerdict_LetsTheNextOneProbe) {
  Breaker breaker;
  Fail(breaker, 5, kStart);
  const auto probe = kStart + milliseconds(1000);
  ASSERT_TRUE(breaker.Allow(probe));
  breaker.NoVerdict();
  EXPECT_TRUE(breaker.Allow(probe));
  EXPECT_FALSE(breaker.Allow(probe));
}

TEST(BreakerTest, LateSuccessOfAnOldCall_DoesNotClose) {
  Breaker breaker;
  ASSERT_TRUE(breaker.Allow(kStart));
  Fail(breaker, 5, kStart);
  breaker.Success();
  EXPECT_EQ(breaker.state(), State::kOpen);
}

}  // namespace
}  // namespace interim::redis
