// Copies of a store that is in use: what goes wrong with one is nobody else's trouble.
// covers: X4
#include <unistd.h>

#include <memory>
#include <string>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "common/core/fake_clock.h"
#include "common/core/mutex.h"
#include "common/store/sqlite/sqlite_store.h"
#include "common/store/sqlite/testing/fault_vfs.h"
#include "common/store/sqlite/testing/vfs_shim.h"
#include "common/store/testing/store_fixtures.h"
#include "common/store/testing/temp_folder.h"
#include "gtest/gtest.h"

namespace interim::store::testing {
namespace {

// Holds up the first write into a copy until it is let go.
class HeldCopy final : public VfsHooks {
 public:
  int BeforeWrite(const std::string& path, absl::string_view, std::int64_t, std::size_t&) override {
    if (!absl::EndsWith(path, "copy.db")) return 0;
    MutexLock lock(mutex_);
    reached_ = true;
    changed_.SignalAll();
    while (held_) changed_.Wait(mutex_);
    return 0;
  }
  void AwaitCopy() {
    MutexLock lock(mutex_);
    while (!reached_) changed_.Wait(mutex_);
  }
  void Release() {
    MutexLock lock(mutex_);
    held_ = false;
    changed_.SignalAll();
  }

 private:
  Mutex mutex_;
  CondVar changed_;
  bool held_ ABSL_GUARDED_BY(mutex_) = true;
  bool reached_ ABSL_GUARDED_BY(mutex_) = false;
};

class SqliteBackupTest : public ::testing::Test {
 protected:
  std::unique_ptr<SqliteStore> Open(const std::string& vfs, absl::Duration timeout,
                                    int checkpoint_pages = 1000) {
    SqliteStore::Options options;
    options.path = folder_.path() + "/store.db";
    options.clock = &clock_;
    options.vfs = vfs;
    options.timeout = timeout;
    options.checkpoint_pages = checkpoint_pages;
    options.on_fatal = [this](absl::string_view) { ++fatal_count_; };
    auto store = SqliteStore::Open(std::move(options));
    EXPECT_TRUE(store.ok()) << store.status();
    return *std::move(store);
  }
  absl::Status Put(Store& store, const std::string& id) {
    return store.Commit(tenant_, Draft().Put(id, 0, std::string(3000, 'x')).transaction()).status();
  }

  TempFolder folder_;
  const std::string copy_ = folder_.path() + "/copy.db";
  FakeClock clock_;
  const TenantId tenant_ = Tenant("acme");
  int fatal_count_ = 0;
};

TEST_F(SqliteBackupTest, FullBackupDisk_LeavesTheStoreServingAndNoFile) {
  const auto store = Open(FaultVfs::Name(), absl::Seconds(2));
  ASSERT_TRUE(Put(*store, "things/t1").ok());
  for (const auto fault : {FaultVfs::Fault::kFull, FaultVfs::Fault::kShortWrite}) {
    FaultVfs::FailNth(fault, 2, FaultVfs::Length::kForEver);
    EXPECT_EQ(ReasonOf(store->BackUp(copy_)), "STORE_UNAVAILABLE");
    EXPECT_TRUE(FaultVfs::has_failed());
    FaultVfs::StopFailing();
    EXPECT_NE(access(copy_.c_str(), F_OK), 0) << "half a copy was left";
    EXPECT_TRUE(store->Health().ok());
  }
  EXPECT_EQ(fatal_count_, 0);
  EXPECT_TRUE(Put(*store, "things/t2").ok());
  EXPECT_TRUE(store->BackUp(copy_).ok()) << "the next try is not refused";
}

TEST_F(SqliteBackupTest, LongCopy_HoldsUpNoCommit) {
  static HeldCopy& hooks = *new HeldCopy();  // known to SQLite for ever
  RegisterVfs("held_copy", hooks);
  // A commit that waits for the reader waits this long.
  const absl::Duration timeout = absl::Seconds(20);
  const auto store = Open("held_copy", timeout, /*checkpoint_pages=*/4);
  ASSERT_TRUE(Put(*store, "things/first").ok());
  std::thread copier([&] { EXPECT_TRUE(store->BackUp(copy_).ok()); });
  hooks.AwaitCopy();
  const absl::Time before = absl::Now();
  for (int i = 0; i < 30; ++i) EXPECT_TRUE(Put(*store, absl::StrCat("things/t", i)).ok());
  EXPECT_LT(absl::Now() - before, timeout / 2);
  hooks.Release();
  copier.join();
}

}  // namespace
}  // namespace interim::store::testing
