// A caller with little time left is not kept waiting for a lock or a reader.
#include <memory>
#include <thread>
#include <vector>

#include "common/core/clock.h"
#include "common/core/mutex.h"
#include "common/store/deadline_scope.h"
#include "common/store/sqlite/reader.h"
#include "common/store/sqlite/sqlite_store.h"
#include "common/store/testing/store_fixtures.h"
#include "common/store/testing/temp_folder.h"
#include "gtest/gtest.h"

namespace interim::store::testing {
namespace {

constexpr absl::Duration kLittle = absl::Milliseconds(50);
constexpr absl::Duration kMuch = absl::Seconds(60);  // the store's own limit in these tests

// A commit asks for the time inside its transaction: whoever is made to wait there has the writer.
class HeldClock final : public SystemClock {
 public:
  absl::Time Now() const override {
    MutexLock lock(mutex_);
    ++waiting_;
    changed_.SignalAll();
    while (held_) changed_.Wait(mutex_);
    return absl::FromUnixSeconds(1795518000);
  }
  void Hold() {
    MutexLock lock(mutex_);
    held_ = true;
    waiting_ = 0;
  }
  void AwaitOne() {
    MutexLock lock(mutex_);
    while (waiting_ == 0) changed_.Wait(mutex_);
  }
  void Release() {
    MutexLock lock(mutex_);
    held_ = false;
    changed_.SignalAll();
  }

 private:
  mutable Mutex mutex_;
  mutable CondVar changed_;
  mutable int waiting_ ABSL_GUARDED_BY(mutex_) = 0;
  bool held_ ABSL_GUARDED_BY(mutex_) = false;
};

TEST(DeadlineScopeTest, EarliestEndCounts_UntilItsScopeEnds) {
  using std::chrono::steady_clock;
  const auto far = [] { return DeadlineScope::Earlier(absl::Hours(1)); };
  EXPECT_GT(far(), steady_clock::now() + std::chrono::minutes(50));
  {
    const DeadlineScope outer(absl::Minutes(1));
    const DeadlineScope inner(absl::Minutes(10));
    EXPECT_LT(far(), steady_clock::now() + std::chrono::minutes(2));
    EXPECT_LT(DeadlineScope::Earlier(kLittle), steady_clock::now() + std::chrono::seconds(1));
  }
  const DeadlineScope none(absl::InfiniteDuration());
  EXPECT_GT(far(), steady_clock::now() + std::chrono::minutes(50));
}

TEST(SqliteDeadlineTest, BusyWriter_GivesACommitBackWhenItsTimeIsUp) {
  const TempFolder folder;
  HeldClock clock;
  auto store =
      SqliteStore::Open({.path = folder.path() + "/store.db", .clock = &clock, .timeout = kMuch});
  ASSERT_TRUE(store.ok()) << store.status();
  const TenantId tenant = Tenant("acme");
  const auto put = [&](absl::string_view id) {
    return (*store)->Commit(tenant, Draft().Put(id, 0, "x").transaction()).status();
  };
  clock.Hold();
  std::thread leader([&] { EXPECT_TRUE(put("things/first").ok()); });
  clock.AwaitOne();
  const absl::Time before = absl::Now();
  {
    const DeadlineScope scope(kLittle);
    EXPECT_EQ(put("things/second").code(), absl::StatusCode::kUnavailable);
  }
  EXPECT_LT(absl::Now() - before, kMuch / 2);
  clock.Release();
  leader.join();
  EXPECT_TRUE((*store)->Get(tenant, "things/first").ok());
  EXPECT_TRUE(absl::IsNotFound((*store)->Get(tenant, "things/second").status()))
      << "given back means not done";
  EXPECT_TRUE(put("things/second").ok());
}

TEST(SqliteDeadlineTest, NoReaderFree_AnswersWhenTheTimeIsUp) {
  sqlite::ReaderPool none({}, kMuch);
  const absl::Time before = absl::Now();
  const DeadlineScope scope(kLittle);
  EXPECT_TRUE(absl::IsUnavailable(none.Borrow().status()));
  EXPECT_LT(absl::Now() - before, kMuch / 2);
}

}  // namespace
}  // namespace interim::store::testing
