// Records: versions, conflicts, identity, sizes.
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "common/store/limits.h"
#include "common/store/testing/store_suite.h"
#include "common/store/testing/suite_parts.h"

namespace interim::store::testing {

void LinkRecordTests() {}

namespace {

TEST_P(StoreSuite, Put_AbsentRecord_IsVersionOneWithEverythingKept) {
  Record record = MakeRecord("contracts/c1", "first", {{"state", "OPEN"}, {"role", "cfo"}});
  const CommitResult result = Commit(Draft("contract.created").PutRecord(record, 0));
  EXPECT_EQ(result.sequence, 1);
  EXPECT_EQ(result.versions, std::vector<std::int64_t>{1});
  EXPECT_EQ(result.time, clock().Now());

  const Record stored = Get("contracts/c1");
  EXPECT_EQ(stored.collection, "contracts");
  EXPECT_EQ(stored.id, "contracts/c1");
  EXPECT_EQ(stored.parent, "");
  EXPECT_EQ(stored.version, 1);
  EXPECT_EQ(stored.state, "OPEN");
  EXPECT_EQ(stored.bytes, "first");
  EXPECT_EQ(stored.create_time, clock().Now());
  EXPECT_EQ(stored.update_time, clock().Now());
  ASSERT_EQ(stored.index.size(), 2u);
  EXPECT_EQ(stored.index[0].name, "state");
  EXPECT_EQ(stored.index[1].value, "cfo");
}

TEST_P(StoreSuite, Put_ReadVersionStillTrue_CountsOnAndKeepsCreateTime) {
  Commit(Draft().Put("contracts/c1", 0, "a"));
  const absl::Time created = clock().Now();
  clock().Advance(absl::Hours(2));
  const CommitResult result = Commit(Draft().Put("contracts/c1", 1, "b"));
  EXPECT_EQ(result.versions, std::vector<std::int64_t>{2});
  const Record stored = Get("contracts/c1");
  EXPECT_EQ(stored.version, 2);
  EXPECT_EQ(stored.bytes, "b");
  EXPECT_EQ(stored.create_time, created);
  EXPECT_EQ(stored.update_time, created + absl::Hours(2));
}

TEST_P(StoreSuite, Put_StaleVersion_ConflictsAndChangesNothing) {
  Commit(Draft().Put("contracts/c1", 0, "a"));
  Commit(Draft().Put("contracts/c1", 1, "b"));
  EXPECT_EQ(FailCommit(Draft().Put("contracts/c1", 1, "lost").Put("contracts/c2", 0, "x")),
            "STORE_CONFLICT");
  EXPECT_EQ(Get("contracts/c1").bytes, "b");
  EXPECT_FALSE(Exists("contracts/c2"));
  EXPECT_EQ(ReadAll(tenant()).size(), 2u);
}

TEST_P(StoreSuite, Put_ExistingRecordBelievedAbsent_Conflicts) {
  Commit(Draft().Put("contracts/c1", 0, "a"));
  EXPECT_EQ(FailCommit(Draft().Put("contracts/c1", 0, "again")), "STORE_CONFLICT");
}

TEST_P(StoreSuite, Put_AbsentRecordBelievedThere_Conflicts) {
  EXPECT_EQ(FailCommit(Draft().Put("contracts/c1", 3, "a")), "STORE_CONFLICT");
}

TEST_P(StoreSuite, Commit_OnlyReadRecordChanged_Conflicts) {
  Commit(Draft().Put("mandates/m1", 0, "limit 100"));
  Commit(Draft().Put("mandates/m1", 1, "limit 50"));
  EXPECT_EQ(FailCommit(Draft().Put("decisions/d1", 0, "80").Read("mandates/m1", 1)),
            "STORE_CONFLICT");
  EXPECT_FALSE(Exists("decisions/d1"));
  Commit(Draft().Put("decisions/d1", 0, "40").Read("mandates/m1", 2));
}

TEST_P(StoreSuite, Commit_OnlyReadRecordAppeared_Conflicts) {
  Commit(Draft().Put("gates/g1", 0, "closed"));
  EXPECT_EQ(FailCommit(Draft().Put("decisions/d1", 0, "go").Read("gates/g1", 0)), "STORE_CONFLICT");
}

TEST_P(StoreSuite, Commit_OnlyReadRecordDeleted_Conflicts) {
  Commit(Draft().Put("gates/g1", 0, "open"));
  Commit(Draft().Delete("gates/g1", 1));
  EXPECT_EQ(FailCommit(Draft().Put("decisions/d1", 0, "go").Read("gates/g1", 1)), "STORE_CONFLICT");
}

TEST_P(StoreSuite, Commit_SameRecordReadTwiceAtOneVersion_Passes) {
  Commit(Draft().Put("gates/g1", 0, "open"));
  Commit(Draft().Put("decisions/d1", 0, "go").Read("gates/g1", 1).Read("gates/g1", 1));
}

TEST_P(StoreSuite, Commit_SameRecordReadAtTwoVersions_Conflicts) {
  Commit(Draft().Put("gates/g1", 0, "open"));
  Commit(Draft().Put("gates/g1", 1, "closed"));
  EXPECT_EQ(
      FailCommit(Draft().Put("decisions/d1", 0, "go").Read("gates/g1", 1).Read("gates/g1", 2)),
      "STORE_CONFLICT");
}

TEST_P(StoreSuite, Delete_ExistingRecord_IsGoneAndAnswersVersionZero) {
  Commit(Draft().Put("contracts/c1", 0, "a", {{"state", "OPEN"}}));
  const CommitResult result = Commit(Draft("contract.deleted").Delete("contracts/c1", 1));
  EXPECT_EQ(result.versions, std::vector<std::int64_t>{0});
  EXPECT_FALSE(Exists("contracts/c1"));
  EXPECT_TRUE(ListIds({.collection = "contracts", .filters = {{"state", "OPEN"}}}).empty());
}

TEST_P(StoreSuite, Put_AfterDelete_CountsOnSoThatOldReadersConflict) {
  Commit(Draft().Put("contracts/c1", 0, "old"));
  Commit(Draft().Delete("contracts/c1", 1));
  const CommitResult again = Commit(Draft().Put("contracts/c1", 0, "new"));
  EXPECT_GT(again.versions[0], 1);
  EXPECT_EQ(FailCommit(Draft().Put("contracts/c1", 1, "from the old one")), "STORE_CONFLICT");
  EXPECT_EQ(Get("contracts/c1").bytes, "new");
  Commit(Draft().Put("contracts/c1", again.versions[0], "newer"));
  Commit(Draft().Delete("contracts/c1", again.versions[0] + 1));
  EXPECT_GT(Commit(Draft().Put("contracts/c1", 0, "third")).versions[0], again.versions[0] + 1);
}

TEST_P(StoreSuite, Get_AbsentRecord_IsNotFound) {
  EXPECT_EQ(ReasonOf(store().Get(tenant(), "contracts/none").status()), "RECORD_NOT_FOUND");
  EXPECT_EQ(ReasonOf(store().Get(tenant(), "").status()), "RECORD_NOT_FOUND");
}

TEST_P(StoreSuite, Ids_DifferInCase_AreDifferentRecords) {
  Commit(Draft().Put("contracts/abc", 0, "lower"));
  Commit(Draft().Put("contracts/ABC", 0, "upper"));
  EXPECT_EQ(Get("contracts/abc").bytes, "lower");
  EXPECT_EQ(Get("contracts/ABC").bytes, "upper");
  EXPECT_FALSE(Exists("contracts/Abc"));
  Commit(Draft().Put("contracts/x", 0, "x", {{"code", "Cfo"}}));
  EXPECT_TRUE(ListIds({.collection = "contracts", .filters = {{"code", "cfo"}}}).empty());
  EXPECT_TRUE(ListIds({.collection = "Contracts"}).empty());
}

TEST_P(StoreSuite, Tenants_SameId_NeverMeet) {
  CommitTo(tenant(), Draft().Put("contracts/c1", 0, "ours").Request("r1", "ours"));
  EXPECT_EQ(ReasonOf(store().Get(other(), "contracts/c1").status()), "RECORD_NOT_FOUND");
  EXPECT_TRUE(store().List(other(), {.collection = "contracts"})->empty());
  EXPECT_TRUE(store().ReadFeed(other(), 0, 10, Store::Payloads::kWith)->empty());
  EXPECT_FALSE(store().FindIdempotency(other(), RequestKey("r1"))->has_value());
  EXPECT_EQ(ReasonOf(store().GetAsOf(other(), "contracts/c1", 1).status()), "RECORD_NOT_FOUND");
  const CommitResult theirs =
      CommitTo(other(), Draft().Put("contracts/c1", 0, "theirs").Request("r1", "theirs"));
  EXPECT_EQ(theirs.sequence, 1);
  EXPECT_EQ(Get("contracts/c1").bytes, "ours");
  EXPECT_TRUE(store().ErasePayloads(other(), "contracts/c1").ok());
  EXPECT_TRUE(store().GetAsOf(tenant(), "contracts/c1", 1).ok());
}

TEST_P(StoreSuite, Sizes_LargestAllowed_AreKeptByteForByte) {
  Record record = MakeRecord("contracts/" + std::string(kMaxIdBytes - 10, 'i'), "");
  ASSERT_EQ(record.id.size(), kMaxIdBytes);
  record.bytes.resize(kMaxRecordBytes);
  for (std::size_t i = 0; i < record.bytes.size(); ++i) {
    record.bytes[i] = static_cast<char>(i * 7 % 251);
  }
  record.state = std::string(kMaxNameBytes, 's');
  for (std::size_t i = 0; i < kMaxIndexFields; ++i) {
    record.index.push_back({absl::StrCat("field", i), std::string(kMaxIndexValueBytes, 'v')});
  }
  Commit(Draft().PutRecord(record, 0).Request("r1", record.bytes));
  const Record stored = Get(record.id);
  EXPECT_TRUE(stored.bytes == record.bytes);
  EXPECT_EQ(stored.state, record.state);
  EXPECT_EQ(stored.index.size(), kMaxIndexFields);
  EXPECT_EQ(ListIds({.collection = "contracts", .filters = {record.index.back()}}).size(), 1u);
  EXPECT_TRUE((*store().FindIdempotency(tenant(), RequestKey("r1")))->response == record.bytes);
  ExpectChainIntact(tenant());
}

TEST_P(StoreSuite, Sizes_OneAboveTheLimit_AreRefused) {
  EXPECT_EQ(FailCommit(Draft().Put("contracts/c1", 0, std::string(kMaxRecordBytes + 1, 'b'))),
            "STORE_LIMIT");
  EXPECT_EQ(FailCommit(Draft().Put("contracts/" + std::string(kMaxIdBytes - 9, 'i'), 0, "b")),
            "STORE_LIMIT");
  EXPECT_EQ(FailCommit(Draft().Put("contracts/c1", 0, "b",
                                   {{"f", std::string(kMaxIndexValueBytes + 1, 'v')}})),
            "STORE_LIMIT");
  EXPECT_EQ(FailCommit(Draft(std::string(kMaxNameBytes + 1, 't')).Put("contracts/c1", 0, "b")),
            "STORE_LIMIT");
  Draft many;
  for (std::size_t i = 0; i <= kMaxWrites; ++i) many.Put(absl::StrCat("contracts/c", i), 0, "b");
  EXPECT_EQ(FailCommit(many), "STORE_LIMIT");
  EXPECT_TRUE(ReadAll(tenant()).empty());
}

TEST_P(StoreSuite, Sizes_EmptyBytesAndAllByteValues_AreKept) {
  std::string all;
  for (int i = 0; i < 256; ++i) all.push_back(static_cast<char>(i));
  Commit(Draft().Put("things/empty", 0, "").Put("things/all", 0, all));
  EXPECT_EQ(Get("things/empty").bytes, "");
  EXPECT_EQ(Get("things/all").bytes, all);
}

TEST_P(StoreSuite, Commit_AgainstTheContract_IsMisuseAndChangesNothing) {
  Draft unread;
  unread.Put("things/a", 0, "a");
  unread.transaction().reads.clear();
  EXPECT_EQ(FailCommit(unread), "STORE_MISUSE");
  EXPECT_EQ(FailCommit(Draft().Put("things/a", 0, "a").Put("things/a", 0, "b")), "STORE_MISUSE");
  EXPECT_EQ(FailCommit(Draft().Put("things/a", 0, "a").About("things/b")), "STORE_MISUSE");
  EXPECT_EQ(FailCommit(Draft().Put("", 0, "a")), "STORE_MISUSE");
  EXPECT_EQ(FailCommit(Draft("").Put("things/a", 0, "a")), "STORE_MISUSE");
  EXPECT_EQ(FailCommit(Draft().Put(std::string("things/a\0b", 10), 0, "a")), "STORE_MISUSE");
  EXPECT_EQ(FailCommit(Draft().Delete("things/a", 0)), "STORE_MISUSE");
  EXPECT_EQ(FailCommit(Draft().Put("things/a", -1, "a")), "STORE_MISUSE");
  EXPECT_TRUE(ReadAll(tenant()).empty());
  EXPECT_FALSE(Exists("things/a"));
}

TEST_P(StoreSuite, Put_CollectionOrParentUnlikeTheId_IsMisuse) {
  Record astray = MakeRecord("engagements/e1/decisions/d1", "a");
  astray.parent = "engagements/e2";
  EXPECT_EQ(FailCommit(Draft().PutRecord(astray, 0)), "STORE_MISUSE");
  astray = MakeRecord("engagements/e1/decisions/d1", "a");
  astray.collection = "contracts";
  EXPECT_EQ(FailCommit(Draft().PutRecord(astray, 0)), "STORE_MISUSE");
  EXPECT_FALSE(Exists("engagements/e1/decisions/d1"));
}

TEST_P(StoreSuite, Commit_ThousandRecordsAtOnce_IsOneEventWithAllOfThem) {
  Draft bulk("candidates.imported");
  for (int i = 0; i < 1000; ++i) {
    bulk.Put(absl::StrCat("candidates/c", i), 0, absl::StrCat("candidate ", i),
             {{"role", i % 2 == 0 ? "cfo" : "cto"}});
  }
  const CommitResult result = Commit(bulk);
  EXPECT_EQ(result.versions.size(), 1000u);
  const std::vector<FeedEntry> feed = ReadAll(tenant());
  ASSERT_EQ(feed.size(), 1u);
  EXPECT_EQ(feed[0].event.others.size(), 999u);
  EXPECT_EQ(feed[0].other_payloads.size(), 999u);
  EXPECT_EQ(Get("candidates/c999").bytes, "candidate 999");
  EXPECT_EQ(
      ListIds({.collection = "candidates", .filters = {{"role", "cto"}}, .limit = 500}).size(),
      500u);
  ExpectChainIntact(tenant());
}

TEST_P(StoreSuite, Commit_TwoOverlappingWriters_OneAfterTheOther) {
  Commit(Draft().Put("roots/r1", 0, "0"));
  constexpr int kRounds = 50;
  auto work = [this] {
    for (int done = 0; done < kRounds;) {
      const Record root = Get("roots/r1");
      const int next = std::stoi(root.bytes) + 1;
      const auto result = store().Commit(
          tenant(), Draft().Put("roots/r1", root.version, absl::StrCat(next)).transaction());
      if (result.ok()) {
        ++done;
        EXPECT_GE(Get("roots/r1").version, result->versions[0]) << "own write must be visible";
      } else {
        EXPECT_EQ(ReasonOf(result.status()), "STORE_CONFLICT");
      }
    }
  };
  std::thread first(work);
  std::thread second(work);
  first.join();
  second.join();
  EXPECT_EQ(Get("roots/r1").bytes, absl::StrCat(2 * kRounds));
  EXPECT_EQ(Get("roots/r1").version, 2 * kRounds + 1);
}

TEST_P(StoreSuite, Restart_CommittedRecords_AreStillThere) {
  Commit(Draft().Put("contracts/c1", 0, "a", {{"state", "OPEN"}}).Request("r1", "answer"));
  Commit(Draft().Put("contracts/c2", 0, "b").SetTimer("contracts/c2", "expiry", clock().Now()));
  Commit(Draft().Delete("contracts/c2", 1));
  if (!harness().Restart()) return;  // the memory back end keeps nothing, by design
  EXPECT_EQ(Get("contracts/c1").bytes, "a");
  EXPECT_FALSE(Exists("contracts/c2"));
  EXPECT_EQ(ListIds({.collection = "contracts", .filters = {{"state", "OPEN"}}}).size(), 1u);
  EXPECT_EQ((*store().FindIdempotency(tenant(), RequestKey("r1")))->response, "answer");
  EXPECT_EQ(Commit(Draft().Put("contracts/c3", 0, "c")).sequence, 4);
  ExpectChainIntact(tenant());
  EXPECT_EQ(store().ClaimDue(clock().Now(), clock().Now(), absl::Minutes(1), 10)->size(), 1u);
}

}  // namespace
}  // namespace interim::store::testing
