// What a fault of the disk does: no success after it, and a clean file for the next process.
#include <atomic>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "common/core/fake_clock.h"
#include "common/core/mutex.h"
#include "common/store/event_chain.h"
#include "common/store/sqlite/sqlite_store.h"
#include "common/store/sqlite/testing/fault_vfs.h"
#include "common/store/testing/store_fixtures.h"
#include "common/store/testing/temp_folder.h"
#include "gtest/gtest.h"

namespace interim::store::testing {
namespace {

using Fault = FaultVfs::Fault;
using Length = FaultVfs::Length;

constexpr int kMostFaults = 50;

class SqliteFaultTest : public ::testing::Test {
 protected:
  ~SqliteFaultTest() override { FaultVfs::StopFailing(); }

  absl::StatusOr<std::unique_ptr<SqliteStore>> Open(const std::string& path) {
    SqliteStore::Options options;
    options.path = path;
    options.clock = &clock_;
    options.vfs = FaultVfs::Name();
    options.reader_count = 1;
    options.checkpoint_pages = 20;  // so that checkpoints are hit by the fault, too
    options.on_fatal = [this](absl::string_view text) {
      ++fatal_count_;
      last_text_ = std::string(text);
    };
    return SqliteStore::Open(std::move(options));
  }

  // Commits one record after the other; returns the ids that were acknowledged. Once the fault has
  // struck, nothing may succeed any more.
  std::set<std::string> Write(SqliteStore& store, const std::string& prefix, int count) {
    std::set<std::string> acknowledged;
    bool refused = false;
    for (int i = 0; i < count; ++i) {
      const std::string id = absl::StrCat("things/", prefix, i);
      const auto result =
          store.Commit(tenant_, Draft().Put(id, 0, std::string(2000, 'x')).transaction());
      if (result.ok()) {
        EXPECT_FALSE(refused) << "success after a fault";
        acknowledged.insert(id);
      } else {
        EXPECT_EQ(ReasonOf(result.status()), "STORE_UNAVAILABLE");
        refused = true;
      }
    }
    return acknowledged;
  }

  // One run with one fault. False when the fault came too late to strike.
  bool RunWithFault(Fault fault, int nth, Length length) {
    TempFolder folder;
    const std::string path = folder.path() + "/store.db";
    std::set<std::string> acknowledged;
    bool struck = false;
    {
      auto store = Open(path);
      EXPECT_TRUE(store.ok()) << store.status();
      acknowledged = Write(**store, "before", 3);
      EXPECT_EQ(acknowledged.size(), 3u);
      const int fatal_before = fatal_count_;
      FaultVfs::FailNth(fault, nth, length);
      acknowledged.merge(Write(**store, "during", 40));
      struck = FaultVfs::has_failed();
      if (struck) {
        EXPECT_EQ(fatal_count_, fatal_before + 1) << "the owner is told once";
        EXPECT_EQ(ReasonOf((*store)->Health()), "STORE_UNAVAILABLE");
        EXPECT_EQ(ReasonOf((*store)->Get(tenant_, "things/before0").status()), "STORE_UNAVAILABLE");
      }
      if (length == Length::kOnce) FaultVfs::StopFailing();
    }
    FaultVfs::StopFailing();
    ExpectClean(path, acknowledged, absl::StrCat("fault ", static_cast<int>(fault), " nth ", nth));
    return struck;
  }

  void ExpectClean(const std::string& path, const std::set<std::string>& acknowledged,
                   const std::string& what) {
    auto again = Open(path);
    ASSERT_TRUE(again.ok()) << what << ": " << again.status();
    EXPECT_TRUE((*again)->CheckIntegrity().ok()) << what;
    for (const std::string& id : acknowledged) {
      EXPECT_TRUE((*again)->Get(tenant_, id).ok()) << what << " lost " << id;
    }
    const ChainReport report = *VerifyStore(**again, tenant_);
    EXPECT_TRUE(report.intact) << what << ": " << report.problem;
    EXPECT_GE(report.event_count, static_cast<std::int64_t>(acknowledged.size()));
    EXPECT_EQ(Write(**again, "after", 2).size(), 2u) << what;
  }

  // Every place from the first on, until a run ends without meeting the fault.
  void RunAllPlaces(Fault fault, Length length) {
    int struck = 0;
    for (int nth = 1; nth <= kMostFaults; ++nth) struck += RunWithFault(fault, nth, length) ? 1 : 0;
    EXPECT_GT(struck, 0);
  }

  FakeClock clock_;
  const TenantId tenant_ = Tenant("acme");
  int fatal_count_ = 0;
  std::string last_text_;
};

TEST_F(SqliteFaultTest, SyncFailsOnce_NothingSucceedsAfterwards) {
  RunAllPlaces(Fault::kSync, Length::kOnce);
}

TEST_F(SqliteFaultTest, WriteFailsOnce_NothingSucceedsAfterwards) {
  RunAllPlaces(Fault::kWrite, Length::kOnce);
}

TEST_F(SqliteFaultTest, ShortWriteForEver_NothingSucceedsAfterwards) {
  RunAllPlaces(Fault::kShortWrite, Length::kForEver);
}

TEST_F(SqliteFaultTest, DiskFull_NothingSucceedsAfterwards) {
  RunAllPlaces(Fault::kFull, Length::kForEver);
}

TEST_F(SqliteFaultTest, ReadFails_IsFatalToo) {
  TempFolder folder;
  const std::string path = folder.path() + "/store.db";
  auto store = Open(path);
  ASSERT_TRUE(store.ok());
  const std::set<std::string> acknowledged = Write(**store, "t", 5);
  FaultVfs::FailNth(Fault::kRead, 1, Length::kForEver);
  EXPECT_EQ(ReasonOf((*store)->Get(tenant_, "things/t0").status()), "STORE_UNAVAILABLE");
  FaultVfs::StopFailing();
  EXPECT_EQ(fatal_count_, 1);
  EXPECT_NE(last_text_.find("disk I/O error"), std::string::npos) << last_text_;
  EXPECT_EQ(Write(**store, "more", 1).size(), 0u);
  store->reset();
  ExpectClean(path, acknowledged, "read");
}

TEST_F(SqliteFaultTest, FaultWhileOpening_IsToldAndLeavesAGoodFile) {
  for (int nth = 1; nth <= 12; ++nth) {
    TempFolder folder;
    const std::string path = folder.path() + "/store.db";
    FaultVfs::FailNth(Fault::kSync, nth, Length::kForEver);
    const auto store = Open(path);
    if (FaultVfs::has_failed() && !store.ok()) {
      EXPECT_EQ(ReasonOf(store.status()), "STORE_UNAVAILABLE");
    }
    FaultVfs::StopFailing();
    if (store.ok()) continue;
    ExpectClean(path, {}, absl::StrCat("opening, sync ", nth));
  }
}

// Many callers, one fault: those in the same group get no success either, later ones fail at once.
TEST_F(SqliteFaultTest, SyncFailsUnderLoad_NoAcknowledgedRecordIsLost) {
  for (int nth = 1; nth <= 10; ++nth) {
    TempFolder folder;
    const std::string path = folder.path() + "/store.db";
    std::set<std::string> acknowledged;
    {
      auto store = Open(path);
      ASSERT_TRUE(store.ok());
      FaultVfs::FailNth(Fault::kSync, nth, Length::kOnce);
      Mutex mutex;
      std::vector<std::thread> threads;
      for (int t = 0; t < 8; ++t) {
        threads.emplace_back([&, t] {
          const std::set<std::string> mine = Write(**store, absl::StrCat("t", t, "-"), 15);
          MutexLock lock(mutex);
          acknowledged.insert(mine.begin(), mine.end());
        });
      }
      for (std::thread& thread : threads) thread.join();
      FaultVfs::StopFailing();
    }
    ExpectClean(path, acknowledged, absl::StrCat("load, sync ", nth));
  }
}

}  // namespace
}  // namespace interim::store::testing
