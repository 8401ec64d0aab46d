// What makes a retry safe: idempotency records and inbox marks, atomic with the change.
#include <atomic>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "common/store/sha256.h"
#include "common/store/testing/store_suite.h"
#include "common/store/testing/suite_parts.h"

namespace interim::store::testing {

void LinkRetryTests() {}

namespace {

TEST_P(StoreSuite, Idempotency_Committed_AnswersWithWhatWasStored) {
  Commit(Draft().Put("contracts/c1", 0, "a").Request("r1", "the answer"));
  const auto found = store().FindIdempotency(tenant(), RequestKey("r1"));
  ASSERT_TRUE(found.ok());
  ASSERT_TRUE(found->has_value());
  EXPECT_EQ((*found)->response, "the answer");
  EXPECT_EQ((*found)->request_hash, Sha256("r1"));
  EXPECT_EQ((*found)->resource, "contracts/c1");
  EXPECT_EQ((*found)->time, clock().Now());
}

TEST_P(StoreSuite, Idempotency_OtherKeyPart_IsAnotherRequest) {
  Commit(Draft().Put("contracts/c1", 0, "a").Request("r1", "x"));
  IdempotencyKey key = RequestKey("r1");
  key.principal = "bob";
  EXPECT_FALSE(store().FindIdempotency(tenant(), key)->has_value());
  key = RequestKey("r1");
  key.method = "Other";
  EXPECT_FALSE(store().FindIdempotency(tenant(), key)->has_value());
  EXPECT_FALSE(store().FindIdempotency(tenant(), RequestKey("R1"))->has_value());
}

TEST_P(StoreSuite, Idempotency_SecondCommit_LosesAndChangesNothing) {
  Commit(Draft().Put("contracts/c1", 0, "a").Request("r1", "first"));
  EXPECT_EQ(FailCommit(Draft().Put("contracts/c2", 0, "b").Request("r1", "second")),
            "IDEMPOTENCY_RACE");
  EXPECT_FALSE(Exists("contracts/c2"));
  EXPECT_EQ((*store().FindIdempotency(tenant(), RequestKey("r1")))->response, "first");
  EXPECT_EQ(ReadAll(tenant()).size(), 1u);
}

// The retry has read what the first has changed: the loser must learn about the winner, not rerun.
TEST_P(StoreSuite, Idempotency_RetryWithStaleReads_LearnsOfTheRaceFirst) {
  Commit(Draft().Put("contracts/c1", 0, "a"));
  Commit(Draft().Put("contracts/c1", 1, "b").Request("r1", "first"));
  EXPECT_EQ(FailCommit(Draft().Put("contracts/c1", 1, "b").Request("r1", "first")),
            "IDEMPOTENCY_RACE");
}

TEST_P(StoreSuite, Idempotency_FailedCommit_LeavesNoRecord) {
  Commit(Draft().Put("contracts/c1", 0, "a"));
  EXPECT_EQ(FailCommit(Draft().Put("contracts/c1", 7, "b").Request("r1", "never")),
            "STORE_CONFLICT");
  EXPECT_FALSE(store().FindIdempotency(tenant(), RequestKey("r1"))->has_value());
  Commit(Draft().Put("contracts/c1", 1, "b").Request("r1", "now"));
}

TEST_P(StoreSuite, Idempotency_ManyAtOnce_ExactlyOneWins) {
  for (int round = 0; round < 10; ++round) {
    const std::string request = absl::StrCat("race", round);
    std::atomic<int> won{0}, lost{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&, i] {
        const auto result =
            store().Commit(tenant(), Draft()
                                         .Put(absl::StrCat("things/t", round, "-", i), 0, "x")
                                         .Request(request, absl::StrCat("answer ", i))
                                         .transaction());
        if (result.ok()) {
          ++won;
        } else {
          EXPECT_EQ(ReasonOf(result.status()), "IDEMPOTENCY_RACE");
          EXPECT_TRUE(store().FindIdempotency(tenant(), RequestKey(request))->has_value())
              << "the winner's answer must be there";
          ++lost;
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(won, 1);
    EXPECT_EQ(lost, 7);
  }
  EXPECT_EQ(ListIds({.collection = "things"}).size(), 10u);
  ExpectChainIntact(tenant());
}

TEST_P(StoreSuite, Sweep_OlderRows_GoOldestFirstAndBounded) {
  for (int i = 0; i < 5; ++i) {
    CommitTo(i % 2 == 0 ? tenant() : other(),
             Draft().Put(absl::StrCat("things/t", i), 0, "x").Request(absl::StrCat("r", i), "a"));
    clock().Advance(absl::Hours(1));
  }
  const absl::Time border = clock().Now() - absl::Hours(2);  // rows 0, 1 and 2 are older
  EXPECT_EQ(*store().SweepIdempotency(border, 2), 2);
  EXPECT_EQ(*store().SweepIdempotency(border, 2), 1);
  EXPECT_EQ(*store().SweepIdempotency(border, 2), 0);
  EXPECT_FALSE(store().FindIdempotency(tenant(), RequestKey("r2"))->has_value());
  EXPECT_TRUE(store().FindIdempotency(other(), RequestKey("r3"))->has_value());
  EXPECT_TRUE(store().FindIdempotency(tenant(), RequestKey("r4"))->has_value());
}

TEST_P(StoreSuite, Sweep_ExactlyAtTheBorder_Stays) {
  Commit(Draft().Put("things/t1", 0, "x").Request("r1", "a"));
  EXPECT_EQ(*store().SweepIdempotency(clock().Now(), 10), 0);
  EXPECT_EQ(*store().SweepIdempotency(clock().Now() + absl::Microseconds(1), 10), 1);
  EXPECT_EQ(ReasonOf(store().SweepIdempotency(clock().Now(), 0).status()), "STORE_MISUSE");
}

// The record that a response is about need not be among those that its commit wrote.
TEST_P(StoreSuite, Idempotency_AboutARecordNotWritten_IsErasedWithThatRecord) {
  Commit(Draft().Put("candidates/c1", 0, "x").Put("candidates/c2", 0, "y"));
  Draft draft("contract.created");
  draft.Put("contracts/c1", 0, "a").Request("r1", "names candidate 1");
  draft.transaction().idempotency->resource = "candidates/c1";
  Commit(draft);
  Commit(Draft().Put("candidates/c2", 1, "z").Request("r2", "about candidate 2"));
  ASSERT_TRUE(store().ErasePayloads(tenant(), "candidates/c1").ok());
  EXPECT_FALSE(store().FindIdempotency(tenant(), RequestKey("r1"))->has_value());
  EXPECT_TRUE(store().FindIdempotency(tenant(), RequestKey("r2"))->has_value());
}

// After a sweep the place of an old row may be taken by another request.
TEST_P(StoreSuite, Erase_AfterASweep_RemovesNoOtherRequest) {
  Commit(Draft().Put("candidates/c1", 0, "x").Request("r1", "a"));
  clock().Advance(absl::Hours(30));
  EXPECT_EQ(*store().SweepIdempotency(clock().Now(), 10), 1);
  Commit(Draft().Put("candidates/c2", 0, "x").Request("r2", "b"));
  ASSERT_TRUE(store().ErasePayloads(tenant(), "candidates/c1").ok());
  EXPECT_TRUE(store().FindIdempotency(tenant(), RequestKey("r2"))->has_value());
}

TEST_P(StoreSuite, Inbox_SecondDelivery_IsRefusedWithItsChange) {
  Commit(Draft().Put("things/t1", 0, "x").Inbox("assessment", 7));
  EXPECT_EQ(FailCommit(Draft().Put("things/t2", 0, "x").Inbox("assessment", 7)), "INBOX_SEEN");
  EXPECT_FALSE(Exists("things/t2"));
  Commit(Draft().Put("things/t3", 0, "x").Inbox("assessment", 8));
  Commit(Draft().Put("things/t4", 0, "x").Inbox("matching", 7));
  CommitTo(other(), Draft().Put("things/t5", 0, "x").Inbox("assessment", 7));
}

TEST_P(StoreSuite, Inbox_FailedCommit_LeavesNoMark) {
  EXPECT_EQ(FailCommit(Draft().Put("things/t1", 9, "x").Inbox("assessment", 7)), "STORE_CONFLICT");
  Commit(Draft().Put("things/t1", 0, "x").Inbox("assessment", 7));
}

TEST_P(StoreSuite, Inbox_EventWithoutEffect_CanBeMarkedAlone) {
  Commit(Draft("event.skipped").About("assessments/a1").Inbox("assessment", 7));
  EXPECT_EQ(FailCommit(Draft("event.skipped").About("assessments/a1").Inbox("assessment", 7)),
            "INBOX_SEEN");
  ExpectChainIntact(tenant());
}

}  // namespace
}  // namespace interim::store::testing
