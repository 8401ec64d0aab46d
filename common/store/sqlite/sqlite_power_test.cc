// Power cuts: at every operation of the disk, with any part of what was not synced lost or torn.
// INTERIM_LONG=1 plays 1,000 crash points, else 200.
#include <algorithm>
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

  // What is wrong with the file after the cut, or an empty text.
  std::string FindLoss(const std::string& path, const std::set<std::string>& acknowledged) {
    auto store = Open(path, "");
    if (!store.ok()) return absl::StrCat("open: ", store.status().ToString());
    if (!(*store)->CheckIntegrity().ok()) return "the structure is broken";
    for (const std::string& id : acknowledged) {
      const auto answer = (*store)->FindIdempotency(tenant_, RequestKey(id));
      if (!(*store)->Get(tenant_, id).ok()) return absl::StrCat("lost ", id);
      if (!answer.ok() || !answer->has_value()) return absl::StrCat("lost the answer ", id);
    }
    const absl::StatusOr<ChainReport> report = VerifyStore(**store, tenant_);
    if (!report.ok()) return absl::StrCat("verify: ", report.status().ToString());
    if (!report->intact) return report->problem;
    if (report->event_count < static_cast<std::int64_t>(acknowledged.size())) return "events lost";
    const Draft draft = Draft().Put("things/after", 0, "x");
    return (*store)->Commit(tenant_, draft.transaction()).ok() ? "" : "no commit afterwards";
  }

  // One run with a power cut; what is wrong afterwards.
  std::string CutAt(std::int64_t operation, std::uint64_t seed, PowerVfs::Syncs syncs,
                    std::size_t& acknowledged_count) {
    TempFolder folder;
    const std::string path = folder.path() + "/store.db", after = folder.path() + "/after.db";
    PowerVfs::Start(operation, syncs);
    const std::set<std::string> acknowledged = WriteUntilCut(path);
    EXPECT_TRUE(PowerVfs::is_cut());
    acknowledged_count = acknowledged.size();
    PowerVfs::Survive(path, after, seed);
    PowerVfs::Survive(path + "-wal", after + "-wal", seed + 7);
    return FindLoss(after, acknowledged);
  }

  std::int64_t CountOperations() {
    TempFolder folder;
    PowerVfs::Start(kNever);
    EXPECT_EQ(WriteUntilCut(folder.path() + "/store.db").size(), 25u);
    return PowerVfs::operation_count();
  }

  FakeClock clock_;
  const TenantId tenant_ = Tenant("acme");
};

TEST_F(SqlitePowerTest, CutAtAnyOperation_NothingAcknowledgedIsLost) {
  const std::int64_t operations = CountOperations();
  ASSERT_GT(operations, 100);
  const int rounds = std::getenv("INTERIM_LONG") != nullptr ? 1000 : 200;
  std::size_t most = 0;
  for (int round = 0; round < rounds; ++round) {
    std::size_t acknowledged = 0;
    // Evenly over the whole run; every point, several times, in a long one.
    const std::string loss =
        CutAt(1 + round * operations / rounds, static_cast<std::uint64_t>(round),
              PowerVfs::Syncs::kKept, acknowledged);
    ASSERT_EQ(loss, "") << "round " << round;
    most = std::max(most, acknowledged);
  }
  EXPECT_GT(most, 20u) << "the cuts must reach into the run";
}

// The planted violation: what the test above finds when syncs keep nothing.
TEST_F(SqlitePowerTest, DiskThatLiesAboutSyncs_IsFoundOut) {
  const std::int64_t operations = CountOperations();
  int lost = 0;
  for (int round = 0; round < 10; ++round) {
    std::size_t acknowledged = 0;
    const std::string loss = CutAt(operations - 10 * round, static_cast<std::uint64_t>(round),
                                   PowerVfs::Syncs::kIgnored, acknowledged);
    lost += loss.empty() ? 0 : 1;
  }
  EXPECT_GE(lost, 9);
}

}  // namespace
}  // namespace interim::store::testing
