// A checker that finds nothing proves nothing: each must find what was planted.
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/core/fake_clock.h"
#include "common/store/memory/memory_store.h"
#include "common/store/testing/faulty_store.h"
#include "common/store/testing/feed_checker.h"
#include "common/store/testing/history.h"
#include "common/store/testing/store_fixtures.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace interim::store::testing {

namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A broken store: it does not compare some of the versions that a commit names.
class CarelessStore : public FaultyStore {
 public:
  enum class Ignores { kReadOnly, kEverything };
  CarelessStore(Store& base, Ignores ignores) : FaultyStore(base), base_(base), ignores_(ignores) {}

  absl::StatusOr<CommitResult> Commit(const TenantId& tenant,
                                      const Transaction& transaction) override {
    Transaction careless = transaction;
    for (ReadVersion& read : careless.reads) {
      bool written = false;
      for (const Write& write : careless.writes) written |= write.record.id == read.id;
      if (written && ignores_ == Ignores::kReadOnly) continue;
      const absl::StatusOr<Record> now = base_.Get(tenant, read.id);
      read.version = now.ok() ? now->version : 0;
    }
    return base_.Commit(tenant, careless);
  }

 private:
  Store& base_;
  const Ignores ignores_;
};

TEST(HistoryTest, StoreThatIgnoresRecordsOnlyRead_IsFoundOutAsWriteSkew) {
  FakeClock clock;
  auto memory = MemoryStore::Create(clock);
  CarelessStore careless(*memory, CarelessStore::Ignores::kReadOnly);
  const HistoryReport report = RunHistory(careless, Tenant("acme"), {.seed = 1});
  EXPECT_THAT(report.violations, Contains(HasSubstr("write skew")));
}

TEST(HistoryTest, StoreThatIgnoresAllVersions_IsFoundOutAsLostUpdates) {
  FakeClock clock;
  auto memory = MemoryStore::Create(clock);
  CarelessStore careless(*memory, CarelessStore::Ignores::kEverything);
  const HistoryReport report = RunHistory(careless, Tenant("acme"), {.seed = 1});
  EXPECT_THAT(report.violations, Contains(HasSubstr("acknowledged and lost")));
  EXPECT_THAT(report.violations, Contains(HasSubstr("children sum to")));
}

TEST(HistoryTest, LostAnswers_AreUnknownNotViolations) {
  FakeClock clock;
  auto memory = MemoryStore::Create(clock);
  FaultyStore faulty(*memory);
  int count = 0;
  faulty.SetHook([&faulty, &count](FaultyStore::Operation operation) {
    if (operation == FaultyStore::Operation::kCommit && ++count % 7 == 0) {
      faulty.LoseAnswers(1, absl::UnavailableError("lost"));
    }
  });
  const HistoryReport report = RunHistory(faulty, Tenant("acme"), {.seed = 3});
  EXPECT_GT(report.unknown, 10);
  EXPECT_THAT(report.violations, IsEmpty());
}

class FeedCheckerTest : public ::testing::Test {
 protected:
  FeedCheckerTest() {
    for (int i = 1; i <= 5; ++i) {
      FeedEntry entry;
      entry.event.sequence = i;
      entry.event.hash = absl::StrCat("hash", i);
      entry.event.what.resource = absl::StrCat("things/t", i);
      feed_.push_back(entry);
    }
  }
  const Event& At(int sequence) { return feed_[static_cast<std::size_t>(sequence) - 1].event; }
  std::vector<std::string> Check(const Watch& watch) { return CheckFeed(watch, feed_, {}); }
  std::vector<FeedEntry> feed_;
};

TEST_F(FeedCheckerTest, GoodWatch_BreaksNothing) {
  Watch watch;
  watch.See(At(1));
  watch.See(At(2));
  watch.Bookmark(2);
  watch.Resume(2);
  watch.See(At(3));
  EXPECT_THAT(CheckFeed(watch, feed_, {{.sequence = 3, .ids = {"things/t3"}}}), IsEmpty());
}

TEST_F(FeedCheckerTest, PlantedFaults_AreNamedByTheirRule) {
  Watch gap;
  gap.See(At(1));
  gap.See(At(3));
  EXPECT_THAT(Check(gap), Contains(HasSubstr("reliable")));

  Watch twice;
  twice.See(At(1));
  twice.See(At(1));
  EXPECT_THAT(Check(twice), Contains(HasSubstr("unique")));

  Watch backwards;
  backwards.See(At(1));
  backwards.See(At(2));
  backwards.Resume(3);
  backwards.See(At(3));
  EXPECT_THAT(Check(backwards), Contains(HasSubstr("ordered")));

  Watch resumed;
  resumed.Resume(2);
  resumed.See(At(4));
  EXPECT_THAT(Check(resumed), Contains(HasSubstr("resumable")));

  Watch bookmark;
  bookmark.Resume(1);
  bookmark.Bookmark(3);
  bookmark.See(At(2));
  EXPECT_THAT(Check(bookmark), Contains(HasSubstr("bookmarkable")));

  Watch changed;
  Event other = At(1);
  other.hash = "forged";
  changed.See(other);
  EXPECT_THAT(Check(changed), Contains(HasSubstr("changed afterwards")));

  EXPECT_THAT(CheckFeed(Watch(), feed_, {{.sequence = 2, .ids = {"things/t2", "things/x"}}}),
              Contains(HasSubstr("atomic")));
  EXPECT_THAT(CheckFeed(Watch(), feed_, {{.sequence = 6, .ids = {"things/t6"}}}),
              Contains(HasSubstr("lost")));
}

}  // namespace
}  // namespace interim::store::testing
