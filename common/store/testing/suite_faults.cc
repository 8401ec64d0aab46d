// A store that is closed, away or failing, and what its callers see.
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/core/error.h"
#include "common/store/store_errors.h"
#include "common/store/testing/faulty_store.h"
#include "common/store/testing/store_suite.h"
#include "common/store/testing/suite_parts.h"

namespace interim::store::testing {

void LinkFaultTests() {}

namespace {

using Operation = FaultyStore::Operation;

// How a use case retries: read, decide, commit, and again on a conflict, at most `limit` times.
absl::Status AddOne(Store& store, const TenantId& tenant, int limit) {
  absl::Status last;
  for (int attempt = 0; attempt < limit; ++attempt) {
    const auto record = store.Get(tenant, "counters/c1");
    if (!record.ok()) return record.status();
    const std::string next = absl::StrCat(std::stoi(record->bytes) + 1);
    last = store.Commit(tenant, Draft().Put("counters/c1", record->version, next).transaction())
               .status();
    if (!IsConflict(last)) return last;
  }
  return last;
}

TEST_P(StoreSuite, Closed_EveryOperation_IsUnavailable) {
  Commit(Draft().Put("things/a", 0, "x"));
  EXPECT_TRUE(store().Health().ok());
  harness().Close();
  const absl::Time now = clock().Now();
  Store& closed = store();
  const std::vector<absl::Status> answers{
      closed.Health(),
      closed.Get(tenant(), "things/a").status(),
      closed.List(tenant(), {.collection = "things"}).status(),
      closed.Commit(tenant(), Draft().Put("things/b", 0, "x").transaction()).status(),
      closed.GetFeedHead(tenant()).status(),
      closed.FindIdempotency(tenant(), RequestKey("r")).status(),
      closed.ReadFeed(tenant(), 0, 1, Store::Payloads::kWith).status(),
      closed.GetAsOf(tenant(), "things/a", 1).status(),
      closed.ClaimDue(now, now, absl::Minutes(1), 1).status(),
      closed.FinishTimer(Timer{.tenant = "acme"}),
      closed.RetryTimer(Timer{.tenant = "acme"}, now),
      closed.ErasePayloads(tenant(), "things/a"),
      closed.SweepIdempotency(now, 1).status(),
  };
  for (const absl::Status& answer : answers) {
    EXPECT_EQ(answer.code(), absl::StatusCode::kUnavailable) << answer;
    EXPECT_EQ(ReasonOf(answer), "STORE_UNAVAILABLE");
    EXPECT_TRUE(FindError(answer)->retry_after.has_value());
  }
}

TEST_P(StoreSuite, Paused_Database_IsUnavailableAndWorksAgainAfterwards) {
  Commit(Draft().Put("things/a", 0, "x"));
  harness().SetPaused(true);
  EXPECT_EQ(FailCommit(Draft().Put("things/a", 1, "y")), "STORE_UNAVAILABLE");
  harness().SetPaused(false);
  EXPECT_EQ(Get("things/a").bytes, "x");
  Commit(Draft().Put("things/a", 1, "y"));
  ExpectChainIntact(tenant());
}

TEST_P(StoreSuite, Injected_ConflictOnce_IsCuredByRunningAgain) {
  Commit(Draft().Put("counters/c1", 0, "0"));
  FaultyStore faulty(store());
  faulty.FailNext(Operation::kCommit, 1, StoreConflict("counters/c1"));
  EXPECT_TRUE(AddOne(faulty, tenant(), 5).ok());
  EXPECT_EQ(faulty.CallCount(Operation::kCommit), 2);
  EXPECT_EQ(Get("counters/c1").bytes, "1");
}

TEST_P(StoreSuite, Injected_ConflictUntilTheLimit_IsToldAndChangesNothing) {
  Commit(Draft().Put("counters/c1", 0, "0"));
  FaultyStore faulty(store());
  faulty.FailNext(Operation::kCommit, 5, StoreConflict("counters/c1"));
  EXPECT_EQ(ReasonOf(AddOne(faulty, tenant(), 5)), "STORE_CONFLICT");
  EXPECT_EQ(Get("counters/c1").bytes, "0");
  EXPECT_TRUE(AddOne(faulty, tenant(), 5).ok());
}

// Success or failure? The idempotency record is the only one who knows.
TEST_P(StoreSuite, Injected_LostAnswer_IsResolvedByTheIdempotencyRecord) {
  FaultyStore faulty(store());
  faulty.LoseAnswers(1, StoreUnavailable("injected"));
  const Draft draft = Draft().Put("things/a", 0, "x").Request("r1", "done");
  EXPECT_EQ(ReasonOf(faulty.Commit(tenant(), draft.transaction()).status()), "STORE_UNAVAILABLE");
  EXPECT_EQ((*faulty.FindIdempotency(tenant(), RequestKey("r1")))->response, "done");
  EXPECT_EQ(ReasonOf(faulty.Commit(tenant(), draft.transaction()).status()), "IDEMPOTENCY_RACE");
  EXPECT_EQ(ReadAll(tenant()).size(), 1u);

  faulty.FailNext(Operation::kCommit, 1, StoreUnavailable("injected"));
  const Draft second = Draft().Put("things/b", 0, "x").Request("r2", "done");
  EXPECT_FALSE(faulty.Commit(tenant(), second.transaction()).ok());
  EXPECT_FALSE(faulty.FindIdempotency(tenant(), RequestKey("r2"))->has_value());
  EXPECT_TRUE(faulty.Commit(tenant(), second.transaction()).ok());
}

TEST_P(StoreSuite, Injected_FaultInEveryOperation_IsPassedOnUnchanged) {
  FaultyStore faulty(store());
  const absl::Time now = clock().Now();
  for (std::size_t i = 0; i < FaultyStore::kOperationCount; ++i) {
    faulty.FailNext(static_cast<Operation>(i), 1, StoreDataLoss("injected"));
  }
  EXPECT_EQ(ReasonOf(faulty.Health()), "STORE_DATA_LOSS");
  EXPECT_EQ(ReasonOf(faulty.Get(tenant(), "a").status()), "STORE_DATA_LOSS");
  EXPECT_EQ(ReasonOf(faulty.List(tenant(), {.collection = "c"}).status()), "STORE_DATA_LOSS");
  EXPECT_EQ(ReasonOf(faulty.GetFeedHead(tenant()).status()), "STORE_DATA_LOSS");
  EXPECT_EQ(ReasonOf(faulty.ReadFeed(tenant(), 0, 1, Store::Payloads::kWith).status()),
            "STORE_DATA_LOSS");
  EXPECT_EQ(ReasonOf(faulty.GetAsOf(tenant(), "a", 1).status()), "STORE_DATA_LOSS");
  EXPECT_EQ(ReasonOf(faulty.ClaimDue(now, now, absl::Minutes(1), 1).status()), "STORE_DATA_LOSS");
  EXPECT_EQ(ReasonOf(faulty.FinishTimer(Timer())), "STORE_DATA_LOSS");
  EXPECT_EQ(ReasonOf(faulty.RetryTimer(Timer(), now)), "STORE_DATA_LOSS");
  EXPECT_EQ(ReasonOf(faulty.ErasePayloads(tenant(), "a")), "STORE_DATA_LOSS");
  EXPECT_EQ(ReasonOf(faulty.SweepIdempotency(now, 1).status()), "STORE_DATA_LOSS");
  EXPECT_TRUE(faulty.Health().ok());
}

TEST_P(StoreSuite, Injected_DelayAndEveryNth_BehaveAsPlanned) {
  FaultyStore faulty(store());
  faulty.Delay(Operation::kCommit, absl::Milliseconds(20));
  const absl::Time start = absl::Now();
  EXPECT_TRUE(faulty.Commit(tenant(), Draft().Put("things/a", 0, "x").transaction()).ok());
  EXPECT_GE(absl::Now() - start, absl::Milliseconds(20));
  FaultyStore flaky(store());
  flaky.FailEvery(3);
  int failed = 0;
  for (int i = 0; i < 30; ++i) failed += flaky.Get(tenant(), "things/a").ok() ? 0 : 1;
  EXPECT_EQ(failed, 10);
}

// Two use cases forced to read before either commits: the second must not pass.
TEST_P(StoreSuite, Injected_ForcedInterleaving_SecondCommitConflicts) {
  Commit(Draft().Put("counters/c1", 0, "0"));
  FaultyStore faulty(store());
  bool interfered = false;
  faulty.SetHook([this, &interfered](Operation operation) {
    if (operation != Operation::kCommit || interfered) return;
    interfered = true;
    EXPECT_TRUE(AddOne(store(), tenant(), 1).ok());
  });
  EXPECT_EQ(ReasonOf(AddOne(faulty, tenant(), 1)), "STORE_CONFLICT");
  EXPECT_TRUE(AddOne(faulty, tenant(), 1).ok());
  EXPECT_EQ(Get("counters/c1").bytes, "2");
}

}  // namespace
}  // namespace interim::store::testing
