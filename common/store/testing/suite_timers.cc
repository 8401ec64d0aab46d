// Timers: due by their clock, claimed by one, lapsing, retried, finished.
#include <atomic>
#include <set>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "common/core/mutex.h"
#include "common/store/limits.h"
#include "common/store/testing/store_suite.h"
#include "common/store/testing/suite_parts.h"

namespace interim::store::testing {

void LinkTimerTests() {}

namespace {

constexpr absl::Duration kLease = absl::Minutes(1);

TEST_P(StoreSuite, Timer_BeforeAtAndAfterDue_IsHandedOutFromDueOn) {
  const absl::Time due = clock().Now() + absl::Hours(1);
  Commit(Draft()
             .Put("things/t1", 0, "x")
             .SetTimer("things/t1", "escalation", due, Timer::Clock::kBusiness, "level 2"));
  auto claim = [this](absl::Time at) { return *store().ClaimDue(at, clock().Now(), kLease, 10); };
  EXPECT_TRUE(claim(due - absl::Microseconds(1)).empty());
  const std::vector<Timer> timers = claim(due);
  ASSERT_EQ(timers.size(), 1u);
  EXPECT_EQ(timers[0].tenant, "acme");
  EXPECT_EQ(timers[0].resource, "things/t1");
  EXPECT_EQ(timers[0].kind, "escalation");
  EXPECT_EQ(timers[0].due, due);
  EXPECT_EQ(timers[0].payload, "level 2");
  EXPECT_EQ(timers[0].attempts, 0);
}

TEST_P(StoreSuite, Timer_TwoClocks_EachFollowsItsOwn) {
  const absl::Time now = clock().Now();
  Commit(Draft()
             .Put("things/t1", 0, "x")
             .SetTimer("things/t1", "business", now + absl::Hours(24))
             .SetTimer("things/t1", "system", now + absl::Hours(1), Timer::Clock::kSystem));
  EXPECT_TRUE(store().ClaimDue(now, now, kLease, 10)->empty());
  const auto rehearsed = *store().ClaimDue(now + absl::Hours(24), now, kLease, 10);
  ASSERT_EQ(rehearsed.size(), 1u);
  EXPECT_EQ(rehearsed[0].kind, "business");
  const auto later = *store().ClaimDue(now, now + absl::Hours(1), kLease, 10);
  ASSERT_EQ(later.size(), 1u);
  EXPECT_EQ(later[0].kind, "system");
  EXPECT_EQ(later[0].clock, Timer::Clock::kSystem);
}

TEST_P(StoreSuite, Timer_Claimed_IsFreeAgainWhenTheLeaseEnds) {
  const absl::Time now = clock().Now();
  Commit(Draft().Put("things/t1", 0, "x").SetTimer("things/t1", "k", now));
  EXPECT_EQ(store().ClaimDue(now, now, kLease, 10)->size(), 1u);
  EXPECT_TRUE(store().ClaimDue(now, now, kLease, 10)->empty());
  EXPECT_TRUE(store().ClaimDue(now, now + kLease - absl::Microseconds(1), kLease, 10)->empty());
  EXPECT_EQ(store().ClaimDue(now, now + kLease, kLease, 10)->size(), 1u);
}

TEST_P(StoreSuite, Timer_Finished_IsGone) {
  const absl::Time now = clock().Now();
  Commit(Draft().Put("things/t1", 0, "x").SetTimer("things/t1", "k", now));
  const Timer timer = store().ClaimDue(now, now, kLease, 10)->at(0);
  EXPECT_TRUE(store().FinishTimer(timer).ok());
  EXPECT_TRUE(store().FinishTimer(timer).ok()) << "twice is the same as once";
  EXPECT_TRUE(store().ClaimDue(now, now + kLease, kLease, 10)->empty());
}

TEST_P(StoreSuite, Timer_CancelledByTheCommitThatHandlesIt_IsGone) {
  const absl::Time now = clock().Now();
  Commit(Draft().Put("things/t1", 0, "x").SetTimer("things/t1", "k", now));
  EXPECT_EQ(store().ClaimDue(now, now, kLease, 10)->size(), 1u);
  Commit(Draft().Put("things/t1", 1, "y").CancelTimer("things/t1", "k"));
  EXPECT_TRUE(store().ClaimDue(now, now + kLease, kLease, 10)->empty());
}

TEST_P(StoreSuite, Timer_FailedCommit_NeitherSetsNorCancels) {
  const absl::Time now = clock().Now();
  Commit(Draft().Put("things/t1", 0, "x").SetTimer("things/t1", "k", now));
  EXPECT_EQ(FailCommit(Draft()
                           .Put("things/t1", 5, "y")
                           .CancelTimer("things/t1", "k")
                           .SetTimer("things/t1", "new", now)),
            "STORE_CONFLICT");
  const auto timers = *store().ClaimDue(now, now, kLease, 10);
  ASSERT_EQ(timers.size(), 1u);
  EXPECT_EQ(timers[0].kind, "k");
}

TEST_P(StoreSuite, Timer_Retried_ComesBackLaterWithTheAttemptCounted) {
  const absl::Time now = clock().Now();
  Commit(Draft().Put("things/t1", 0, "x").SetTimer("things/t1", "k", now));
  const Timer first = store().ClaimDue(now, now, kLease, 10)->at(0);
  EXPECT_TRUE(store().RetryTimer(first, now + absl::Seconds(10)).ok());
  EXPECT_TRUE(store().ClaimDue(now, now, kLease, 10)->empty());
  const auto again =
      *store().ClaimDue(now + absl::Seconds(10), now + absl::Seconds(10), kLease, 10);
  ASSERT_EQ(again.size(), 1u);
  EXPECT_EQ(again[0].attempts, 1);
  EXPECT_EQ(again[0].due, now + absl::Seconds(10));
}

// A worker that was away too long must not undo what happened meanwhile.
TEST_P(StoreSuite, Timer_SetAnewWhileClaimed_IsNotTouchedByTheOldClaim) {
  const absl::Time now = clock().Now();
  Commit(Draft().Put("things/t1", 0, "x").SetTimer("things/t1", "k", now));
  const Timer old = store().ClaimDue(now, now, kLease, 10)->at(0);
  const absl::Time later = now + absl::Seconds(5);
  Commit(Draft().Put("things/t1", 1, "y").SetTimer("things/t1", "k", later));
  EXPECT_TRUE(store().FinishTimer(old).ok());
  EXPECT_TRUE(store().RetryTimer(old, now + absl::Hours(9)).ok());
  const auto timers = *store().ClaimDue(later, now, kLease, 10);
  ASSERT_EQ(timers.size(), 1u) << "a timer set anew is free at once";
  EXPECT_EQ(timers[0].due, later);
  EXPECT_EQ(timers[0].attempts, 0);
}

TEST_P(StoreSuite, Timer_ManyDue_OldestFirstAndBounded) {
  const absl::Time now = clock().Now();
  for (int i = 0; i < 6; ++i) {
    CommitTo(i % 2 == 0 ? tenant() : other(),
             Draft()
                 .Put(absl::StrCat("things/t", i), 0, "x")
                 .SetTimer(absl::StrCat("things/t", i), "k", now - absl::Seconds(i)));
  }
  const auto first = *store().ClaimDue(now, now, kLease, 4);
  ASSERT_EQ(first.size(), 4u);
  EXPECT_EQ(first[0].resource, "things/t5");
  EXPECT_EQ(first[3].resource, "things/t2");
  EXPECT_EQ(store().ClaimDue(now, now, kLease, 4)->size(), 2u);
}

TEST_P(StoreSuite, Timer_ManyWorkers_EachTimerGoesToOne) {
  const absl::Time now = clock().Now();
  Draft bulk;
  bulk.Put("things/t1", 0, "x");
  for (int i = 0; i < 200; ++i) bulk.SetTimer("things/t1", absl::StrCat("k", i), now);
  Commit(bulk);
  Mutex mutex;
  std::multiset<std::string> claimed;
  std::vector<std::thread> workers;
  for (int i = 0; i < 6; ++i) {
    workers.emplace_back([&] {
      while (true) {
        const auto timers = store().ClaimDue(now, now, kLease, 7);
        ASSERT_TRUE(timers.ok()) << timers.status();
        if (timers->empty()) return;
        MutexLock lock(mutex);
        for (const Timer& timer : *timers) claimed.insert(timer.kind);
      }
    });
  }
  for (std::thread& worker : workers) worker.join();
  EXPECT_EQ(claimed.size(), 200u);
  EXPECT_EQ(std::set<std::string>(claimed.begin(), claimed.end()).size(), 200u);
}

TEST_P(StoreSuite, Timer_BadArguments_AreMisuse) {
  const absl::Time now = clock().Now();
  EXPECT_EQ(ReasonOf(store().ClaimDue(now, now, absl::ZeroDuration(), 10).status()),
            "STORE_MISUSE");
  EXPECT_EQ(ReasonOf(store().ClaimDue(now, now, kLease, 0).status()), "STORE_MISUSE");
  EXPECT_EQ(FailCommit(Draft().Put("things/t1", 0, "x").SetTimer("things/t1", "", now)),
            "STORE_MISUSE");
  EXPECT_EQ(FailCommit(Draft()
                           .Put("things/t1", 0, "x")
                           .SetTimer("things/t1", "k", now, Timer::Clock::kBusiness,
                                     std::string(kMaxTimerPayloadBytes + 1, 'p'))),
            "STORE_LIMIT");
}

}  // namespace
}  // namespace interim::store::testing
