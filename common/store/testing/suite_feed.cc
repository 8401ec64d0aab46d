// The feed: six rules, payloads, the past, erasure, the chain.
#include <atomic>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "common/core/mutex.h"
#include "common/store/event_chain.h"
#include "common/store/limits.h"
#include "common/store/testing/feed_checker.h"
#include "common/store/testing/store_suite.h"
#include "common/store/testing/suite_parts.h"

namespace interim::store::testing {

void LinkFeedTests() {}

namespace {

TEST_P(StoreSuite, Feed_OneCommit_HoldsWhoDidWhatAndTheBytes) {
  Draft draft("contract.signed");
  draft.Put("contracts/c1", 0, "signed");
  EventDraft& what = draft.transaction().event;
  what.reason = "agreed on the phone";
  what.rules = "R12@1 R05@2";
  what.request_id = "b7f2";
  what.trace_id = "4bf9";
  Commit(draft);
  const std::vector<FeedEntry> feed = ReadAll(tenant());
  ASSERT_EQ(feed.size(), 1u);
  const Event& event = feed[0].event;
  EXPECT_EQ(event.sequence, 1);
  EXPECT_EQ(event.what.type, "contract.signed");
  EXPECT_EQ(event.what.resource, "contracts/c1");
  EXPECT_EQ(event.what.actor, "ann");
  EXPECT_EQ(event.what.method, "/interim.test.v1.TestService/Change");
  EXPECT_EQ(event.what.reason, "agreed on the phone");
  EXPECT_EQ(event.what.rules, "R12@1 R05@2");
  EXPECT_EQ(event.what.request_id, "b7f2");
  EXPECT_EQ(event.what.trace_id, "4bf9");
  EXPECT_EQ(event.record_version, 1);
  EXPECT_EQ(event.time, clock().Now());
  EXPECT_EQ(event.previous_hash, GenesisHash());
  EXPECT_EQ(event.hash, ComputeEventHash("acme", event));
  ASSERT_TRUE(feed[0].payload.has_value());
  EXPECT_EQ(feed[0].payload->bytes, "signed");
  EXPECT_EQ(feed[0].payload->salt.size(), static_cast<std::size_t>(kSaltBytes));
  EXPECT_EQ(event.payload_hash, ComputePayloadHash(feed[0].payload->salt, "signed"));
}

TEST_P(StoreSuite, Feed_SeveralWrites_OneEventAboutTheNamedOneWithTheOthersInOrder) {
  Commit(Draft()
             .Put("mandates/m1", 0, "root")
             .Put("decisions/d1", 0, "decision")
             .Put("kpis/k1", 0, "kpi")
             .About("decisions/d1"));
  const std::vector<FeedEntry> feed = ReadAll(tenant());
  ASSERT_EQ(feed.size(), 1u);
  EXPECT_EQ(feed[0].event.what.resource, "decisions/d1");
  EXPECT_EQ(feed[0].payload->bytes, "decision");
  ASSERT_EQ(feed[0].event.others.size(), 2u);
  EXPECT_EQ(feed[0].event.others[0].id, "mandates/m1");
  EXPECT_EQ(feed[0].event.others[1].id, "kpis/k1");
  ASSERT_EQ(feed[0].other_payloads.size(), 2u);
  EXPECT_EQ(feed[0].other_payloads[0].bytes, "root");
  EXPECT_EQ(feed[0].other_payloads[1].bytes, "kpi");
  ExpectChainIntact(tenant());
}

TEST_P(StoreSuite, Feed_WithoutPayloads_HasNone) {
  Commit(Draft().Put("things/a", 0, "x").Put("things/b", 0, "y"));
  const auto feed = *store().ReadFeed(tenant(), 0, 10, Store::Payloads::kWithout);
  ASSERT_EQ(feed.size(), 1u);
  EXPECT_FALSE(feed[0].payload.has_value());
  EXPECT_TRUE(feed[0].other_payloads.empty());
  EXPECT_EQ(feed[0].event.others.size(), 1u);
}

TEST_P(StoreSuite, Feed_ResumedAnywhere_GoesOnWithTheNext) {
  for (int i = 0; i < 10; ++i) Commit(Draft().Put(absl::StrCat("things/t", i), 0, "x"));
  for (int after = 0; after <= 10; ++after) {
    const auto feed = *store().ReadFeed(tenant(), after, 3, Store::Payloads::kWithout);
    const int expected = after > 7 ? 10 - after : 3;
    ASSERT_EQ(feed.size(), static_cast<std::size_t>(expected));
    for (int i = 0; i < expected; ++i) EXPECT_EQ(feed[i].event.sequence, after + 1 + i);
  }
  EXPECT_TRUE(store().ReadFeed(tenant(), 999, 3, Store::Payloads::kWith)->empty());
}

TEST_P(StoreSuite, Feed_BadArguments_AreMisuse) {
  using P = Store::Payloads;
  EXPECT_EQ(ReasonOf(store().ReadFeed(tenant(), -1, 3, P::kWith).status()), "STORE_MISUSE");
  EXPECT_EQ(ReasonOf(store().ReadFeed(tenant(), 0, 0, P::kWith).status()), "STORE_MISUSE");
  EXPECT_EQ(ReasonOf(store().ReadFeed(tenant(), 0, 1001, P::kWith).status()), "STORE_MISUSE");
}

TEST_P(StoreSuite, FeedHead_FollowsTheLastCommit) {
  EXPECT_EQ(store().GetFeedHead(tenant())->sequence, 0);
  EXPECT_EQ(store().GetFeedHead(tenant())->hash, GenesisHash());
  Commit(Draft().Put("things/a", 0, "x"));
  Commit(Draft().Put("things/a", 1, "y"));
  const FeedHead head = *store().GetFeedHead(tenant());
  EXPECT_EQ(head.sequence, 2);
  EXPECT_EQ(head.hash, ReadAll(tenant()).back().event.hash);
  EXPECT_EQ(store().GetFeedHead(other())->sequence, 0);
}

TEST_P(StoreSuite, Feed_LargePayloads_ComeInPartsWithoutLoss) {
  const std::string large(kMaxRecordBytes, 'l');
  for (int i = 0; i < 5; ++i) Commit(Draft().Put(absl::StrCat("things/t", i), 0, large));
  const auto first = *store().ReadFeed(tenant(), 0, 100, Store::Payloads::kWith);
  EXPECT_LT(first.size(), 5u);
  EXPECT_EQ(store().ReadFeed(tenant(), 0, 100, Store::Payloads::kWithout)->size(), 5u);
  EXPECT_EQ(ReadAll(tenant()).size(), 5u);
  ExpectChainIntact(tenant());
}

// Writers of two tenants, watchers that read, stop and resume: every rule holds for each watcher.
TEST_P(StoreSuite, Feed_WatchedWhileManyWrite_KeepsTheSixRules) {
  constexpr int kWriters = 4, kCommits = 60, kWatchers = 3;
  Mutex mutex;
  std::vector<Acknowledged> acknowledged;
  std::atomic<int> writing{kWriters};
  std::vector<std::thread> threads;
  for (int w = 0; w < kWriters; ++w) {
    threads.emplace_back([&, w] {
      for (int i = 0; i < kCommits; ++i) {
        const std::string a = absl::StrCat("things/a", w, "-", i), b = absl::StrCat(a, "-b");
        const CommitResult result = Commit(Draft().Put(a, 0, "x").Put(b, 0, "y"));
        CommitTo(other(), Draft().Put(a, 0, "noise"));
        MutexLock lock(mutex);
        acknowledged.push_back({.sequence = result.sequence, .ids = {a, b}});
      }
      --writing;
    });
  }
  std::vector<Watch> watches(kWatchers);
  for (int r = 0; r < kWatchers; ++r) {
    threads.emplace_back([&, r] {
      Watch& watch = watches[static_cast<std::size_t>(r)];
      for (int turn = 0;; ++turn) {
        const bool last_turn = writing == 0;
        if (turn % 5 == r) watch.Resume(watch.last());
        const FeedHead head = *store().GetFeedHead(tenant());
        const auto entries =
            *store().ReadFeed(tenant(), watch.last(), 5 + r, Store::Payloads::kWithout);
        for (const FeedEntry& entry : entries) watch.See(entry.event);
        // What the head covered before the read has been delivered once the read has reached it.
        if (watch.last() >= head.sequence) watch.Bookmark(head.sequence);
        if (last_turn && entries.empty()) return;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const std::vector<FeedEntry> feed = ReadAll(tenant());
  EXPECT_EQ(feed.size(), static_cast<std::size_t>(kWriters * kCommits));
  for (const Watch& watch : watches) {
    EXPECT_EQ(watch.events().size(), feed.size());
    EXPECT_EQ(CheckFeed(watch, feed, acknowledged), std::vector<std::string>());
  }
  ExpectChainIntact(tenant());
  ExpectChainIntact(other());
}

TEST_P(StoreSuite, AsOf_EachSequence_ShowsTheRecordOfThatTime) {
  const absl::Time created = clock().Now();
  Commit(Draft().Put("things/a", 0, "a1"));  // 1
  Commit(Draft().Put("things/b", 0, "b1"));  // 2
  clock().Advance(absl::Hours(1));
  Commit(Draft().Put("things/b", 1, "b2").Put("things/a", 1, "a2"));  // 3: a is not the subject
  Commit(Draft().Delete("things/a", 2));                              // 4
  Commit(Draft().Put("things/a", 0, "a3"));                           // 5
  auto bytes_at = [this](std::int64_t at) -> std::string {
    const auto record = store().GetAsOf(tenant(), "things/a", at);
    return record.ok() ? record->bytes : ReasonOf(record.status());
  };
  EXPECT_EQ(bytes_at(0), "RECORD_NOT_FOUND");
  EXPECT_EQ(bytes_at(1), "a1");
  EXPECT_EQ(bytes_at(2), "a1");
  EXPECT_EQ(bytes_at(3), "a2");
  EXPECT_EQ(bytes_at(4), "RECORD_NOT_FOUND");
  EXPECT_EQ(bytes_at(5), "a3");
  EXPECT_EQ(bytes_at(99), "a3");
  const Record then = *store().GetAsOf(tenant(), "things/a", 3);
  EXPECT_EQ(then.id, "things/a");
  EXPECT_EQ(then.collection, "things");
  EXPECT_EQ(then.version, 2);
  EXPECT_EQ(then.state, "OPEN");
  EXPECT_EQ(then.create_time, created);
  EXPECT_EQ(then.update_time, created + absl::Hours(1));
  EXPECT_EQ(ReasonOf(store().GetAsOf(tenant(), "things/none", 5).status()), "RECORD_NOT_FOUND");
}

TEST_P(StoreSuite, Erase_AllPayloadsOfOneRecord_ChainStillVerifies) {
  Commit(Draft().Put("candidates/c1", 0, "name: Marker").Request("r1", "name: Marker"));
  Commit(Draft().Put("candidates/c2", 0, "other").Put("candidates/c1", 1, "name: Marker v2"));
  Commit(Draft("candidate.erased").Delete("candidates/c1", 2));
  ASSERT_TRUE(store().ErasePayloads(tenant(), "candidates/c1").ok());

  const std::vector<FeedEntry> feed = ReadAll(tenant());
  ASSERT_EQ(feed.size(), 3u);
  EXPECT_TRUE(feed[0].payload->erased);
  EXPECT_EQ(feed[0].payload->bytes, "");
  EXPECT_EQ(feed[0].payload->salt, "");
  EXPECT_FALSE(feed[1].payload->erased);
  EXPECT_EQ(feed[1].payload->bytes, "other");
  ASSERT_EQ(feed[1].other_payloads.size(), 1u);
  EXPECT_TRUE(feed[1].other_payloads[0].erased);
  EXPECT_EQ(ReasonOf(store().GetAsOf(tenant(), "candidates/c1", 1).status()), "RECORD_NOT_FOUND");
  EXPECT_FALSE(store().FindIdempotency(tenant(), RequestKey("r1"))->has_value());
  const ChainReport report = *VerifyStore(store(), tenant());
  EXPECT_TRUE(report.intact) << report.problem;
  EXPECT_EQ(report.event_count, 3);
  EXPECT_EQ(report.erased_count, 3);
  ASSERT_TRUE(store().ErasePayloads(tenant(), "candidates/c1").ok()) << "twice is as once";
  ASSERT_TRUE(store().ErasePayloads(tenant(), "candidates/none").ok());
  Commit(Draft().Put("candidates/c3", 0, "goes on"));
  ExpectChainIntact(tenant());
}

}  // namespace
}  // namespace interim::store::testing
