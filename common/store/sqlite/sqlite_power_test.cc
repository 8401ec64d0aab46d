// Power cuts: at every operation of the disk, with any part of what was not synced lost or torn.
// INTERIM_LONG=1 plays 1,000 crash points, else 200.
#include <cstdlib>
#include <memory>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/core/fake_clock.h"
#include "common/store/event_chain.h"
#include "common/store/sqlite/sqlite_store.h"
#include "common/store/sqlite/testing/power_vfs.h"
#include "common/store/testing/store_fixtures.h"
#include "common/store/testing/temp_folder.h"
#include "gtest/gtest.h"

namespace interim::store::testing {
namespace {

constexpr std::int64_t kNever = 1000000000;

class SqlitePowerTest : public ::testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<SqliteStore>> Open(const std::string& path,
                                                    const std::string& vfs) {
    SqliteStore::Options options;
    options.path = path;
    options.clock = &clock_;
    options.vfs = vfs;
    options.reader_count = 1;
    options.checkpoint_pages = 30;  // several checkpoints in one run
    return SqliteStore::Open(std::move(options));
  }

  // Writes until the power goes; returns what was acknowledged.
  std::set<std::string> WriteUntilCut(const std::string& path) {
    std::set<std::string> acknowledged;
    auto store = Open(path, PowerVfs::Name());
    if (!store.ok()) return acknowledged;
    for (int i = 0; i < 25; ++i) {
      const std::string id = absl::StrCat("things/t", i);
      Draft draft;
      draft.Put(id, 0, std::string(1500, 'x'), {{"n", absl::StrCat(i)}}).Request(id, "answer");
      if ((*store)->Commit(tenant_, draft.transaction()).ok()) acknowledged.insert(id);
    }
    return acknowledged;
  }

  void ExpectSurvives(const std::string& path, const std::set<std::string>& acknowledged) {
    auto store = Open(path, "");
    ASSERT_TRUE(store.ok()) << store.status();
    EXPECT_TRUE((*store)->CheckIntegrity().ok());
    for (const std::string& id : acknowledged) {
      EXPECT_TRUE((*store)->Get(tenant_, id).ok()) << "lost " << id;
      EXPECT_TRUE((*store)->FindIdempotency(tenant_, RequestKey(id))->has_value());
    }
    const ChainReport report = *VerifyStore(**store, tenant_);
    EXPECT_TRUE(report.intact) << report.problem;
    EXPECT_GE(report.event_count, static_cast<std::int64_t>(acknowledged.size()));
    EXPECT_TRUE((*store)->Commit(tenant_, Draft().Put("things/after", 0, "x").transaction()).ok());
  }

  FakeClock clock_;
  const TenantId tenant_ = Tenant("acme");
};

TEST_F(SqlitePowerTest, CutAtAnyOperation_NothingAcknowledgedIsLost) {
  std::int64_t operations = 0;
  {
    TempFolder folder;
    PowerVfs::Start(kNever);
    EXPECT_EQ(WriteUntilCut(folder.path() + "/store.db").size(), 25u);
    operations = PowerVfs::operation_count();
  }
  const int rounds = std::getenv("INTERIM_LONG") != nullptr ? 1000 : 200;
  ASSERT_GT(operations, 100);
  std::size_t most = 0;
  for (int round = 0; round < rounds; ++round) {
    SCOPED_TRACE(absl::StrCat("round ", round));
    TempFolder folder;
    const std::string path = folder.path() + "/store.db", after = folder.path() + "/after.db";
    // Evenly over the whole run; every point in a long one.
    PowerVfs::Start(1 + round * operations / rounds);
    const std::set<std::string> acknowledged = WriteUntilCut(path);
    EXPECT_TRUE(PowerVfs::is_cut());
    most = std::max(most, acknowledged.size());
    PowerVfs::Survive(path, after, static_cast<std::uint64_t>(round));
    PowerVfs::Survive(path + "-wal", after + "-wal", static_cast<std::uint64_t>(round) + 7);
    ExpectSurvives(after, acknowledged);
    if (HasFailure()) return;
  }
  EXPECT_GT(most, 20u) << "the cuts must reach into the run";
}

}  // namespace
}  // namespace interim::store::testing
