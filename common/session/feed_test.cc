#include "common/session/feed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "common/redis/testing/real_redis.h"
#include "common/session/draft.h"
#include "common/session/limits.h"

namespace interim::session {
namespace {

using Kind = FeedUpdate::Kind;

constexpr absl::Duration kBudget = absl::Seconds(5);

class FeedTest : public testing::Test {
 protected:
  void SetUp() override {
    auto redis = redis::RealRedis::Start();
    ASSERT_TRUE(redis.ok()) << redis.status();
    redis_ = *std::move(redis);
    client_ = *redis::Client::Create({.port = redis_->port()});
    sessions_ = std::make_unique<Sessions>(*client_, ids_);
    feed_ = std::make_unique<SessionFeed>(*client_, *sessions_);
    Create("s1");
  }
  void Create(const std::string& id) {
    ASSERT_TRUE(sessions_->Create(acme_, {.id = id, .owner = "alice"}, kBudget).ok());
  }
  std::unique_ptr<SessionFeed::Subscription> Subscribe(const std::string& id = "s1") {
    auto subscription = feed_->Subscribe(acme_, id, kBudget);
    EXPECT_TRUE(subscription.ok()) << subscription.status();
    return *std::move(subscription);
  }
  void Move(const std::string& id, std::int64_t version) {
    ASSERT_TRUE(sessions_->Advance(acme_, id, {{"brief", "b1", version}}, kBudget).ok());
  }
  // Waits for updates until one satisfies the condition.
  static bool Hears(SessionFeed::Subscription& subscription,
                    const std::function<bool(const FeedUpdate&)>& wanted) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (std::chrono::steady_clock::now() < end) {
      const std::optional<FeedUpdate> update = subscription.Take();
      if (update.has_value() && wanted(*update)) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return false;
  }
  static bool HearsVersion(SessionFeed::Subscription& subscription, std::int64_t version) {
    return Hears(subscription, [version](const FeedUpdate& update) {
      return update.kind == Kind::kChanged && update.session.version() == version;
    });
  }
  static bool HearsKind(SessionFeed::Subscription& subscription, Kind kind) {
    return Hears(subscription, [kind](const FeedUpdate& update) { return update.kind == kind; });
  }

  const TenantId acme_ = *TenantId::Parse("acme");
  SeededIdGenerator ids_{7};
  std::unique_ptr<redis::RealRedis> redis_;
  std::unique_ptr<redis::Client> client_;
  std::unique_ptr<Sessions> sessions_;
  std::unique_ptr<SessionFeed> feed_;
};

TEST_F(FeedTest, Watchers_StartWithTheState_AndHearEachChange) {
  Move("s1", 1);
  const auto first = Subscribe();
  const auto second = Subscribe();
  EXPECT_EQ(first->first().version(), 2);
  EXPECT_FALSE(first->Take().has_value());
  for (int i = 2; i <= 4; ++i) {
    Move("s1", i);
    EXPECT_TRUE(HearsVersion(*first, i + 1));
    EXPECT_TRUE(HearsVersion(*second, i + 1));
  }
  EXPECT_FALSE(first->Take().has_value());
}

TEST_F(FeedTest, QuickChanges_ArriveInOrder_AndTheLastIsNeverMissed) {
  const auto watch = Subscribe();
  for (int i = 1; i <= 300; ++i) Move("s1", i);
  std::int64_t latest = 0;
  EXPECT_TRUE(Hears(*watch, [&latest](const FeedUpdate& update) {
    EXPECT_GT(update.session.version(), latest);
    latest = update.session.version();
    return latest == 301;
  }));
}

TEST_F(FeedTest, OtherSessions_AreNotHeard) {
  Create("s2");
  const auto one = Subscribe("s1");
  const auto two = Subscribe("s2");
  Move("s2", 1);
  EXPECT_TRUE(HearsVersion(*two, 2));
  EXPECT_FALSE(one->Take().has_value());
}

TEST_F(FeedTest, EndedSession_IsHeardOnce) {
  const auto watch = Subscribe();
  ASSERT_TRUE(sessions_->End(acme_, "s1", "alice", kBudget).ok());
  EXPECT_TRUE(HearsKind(*watch, Kind::kEnded));
  EXPECT_FALSE(watch->Take().has_value());
}

TEST_F(FeedTest, EmptiedRedis_IsHeardAsLoss) {
  const auto watch = Subscribe();
  redis_->Tell("FLUSHALL");
  EXPECT_TRUE(HearsKind(*watch, Kind::kLost));
}

TEST_F(FeedTest, SessionBegunAgain_IsHeardAsLoss) {
  const auto watch = Subscribe();
  redis_->Tell("FLUSHALL");
  Create("s1");
  EXPECT_TRUE(HearsKind(*watch, Kind::kLost));
}

TEST_F(FeedTest, KilledAndRestartedRedis_IsHeardAsLoss) {
  const auto watch = Subscribe();
  redis_->Kill();
  ASSERT_TRUE(redis_->Restart().ok());
  EXPECT_TRUE(HearsKind(*watch, Kind::kLost));
}

TEST_F(FeedTest, PausedRedis_NothingIsMissedAfterwards) {
  const auto watch = Subscribe();
  redis_->Pause();
  EXPECT_FALSE(sessions_->Get(acme_, "s1", kBudget).ok());
  redis_->Resume();
  while (!client_->Ping(kBudget).ok()) {
  }
  Move("s1", 1);
  EXPECT_TRUE(HearsVersion(*watch, 2));
}

TEST_F(FeedTest, Watching_DoesNotKeepASessionAlive) {
  Sessions quick(*client_, ids_, {.idle = absl::Milliseconds(200)});
  ASSERT_TRUE(quick.Create(acme_, {.id = "q", .owner = "alice"}, kBudget).ok());
  const auto watch = Subscribe("q");
  EXPECT_TRUE(HearsKind(*watch, Kind::kLost));
}

TEST_F(FeedTest, AbsentSession_CannotBeWatched) {
  EXPECT_EQ(ReasonOf(feed_->Subscribe(acme_, "nothing", kBudget).status()), "RESOURCE_NOT_FOUND");
}

TEST_F(FeedTest, Stop_EndsQuickly_AndLeavesSubscriptionsValid) {
  const auto watch = Subscribe();
  feed_.reset();
  EXPECT_FALSE(watch->Take().has_value());
}

// ---- drafts ----

std::vector<std::string> Faults(const Draft& draft) {
  FieldErrors errors;
  CheckDraft(draft, "draft", errors);
  std::vector<std::string> faults;
  for (const FieldViolation& field : errors.fields()) {
    faults.push_back(absl::StrCat(field.field, " ", field.reason));
  }
  return faults;
}

void Add(Draft& draft, const std::string& key, const std::string& value) {
  v1::DraftEntry& entry = *draft.Add();
  entry.set_key(key);
  entry.set_value(value);
}

TEST(DraftTest, GoodDraft_HasNoFaults) {
  Draft draft;
  Add(draft, "brief.goals[2].due-date/x_Y", "");
  Add(draft, std::string(kMaxDraftKeyBytes, 'k'), std::string(kMaxDraftValueBytes, 'v'));
  EXPECT_THAT(Faults(draft), testing::IsEmpty());
  EXPECT_THAT(Faults({}), testing::IsEmpty());
}

TEST(DraftTest, KeysAndValues_AtAndAboveTheirLimits) {
  Draft draft;
  Add(draft, "", "x");
  Add(draft, std::string(kMaxDraftKeyBytes + 1, 'k'), "x");
  Add(draft, "with space", "x");
  Add(draft, "a", std::string(kMaxDraftValueBytes + 1, 'v'));
  Add(draft, "a", "again");
  EXPECT_THAT(Faults(draft),
              testing::ElementsAre("draft[0].key MALFORMED", "draft[1].key MALFORMED",
                                   "draft[2].key MALFORMED", "draft[3].value TOO_LONG",
                                   "draft[4].key DUPLICATE"));
}

TEST(DraftTest, Entries_AtAndAboveTheLimit) {
  Draft draft;
  for (int i = 0; i < kMaxDraftEntries; ++i) Add(draft, absl::StrCat("k", i), "");
  EXPECT_THAT(Faults(draft), testing::IsEmpty());
  Add(draft, "one-more", "");
  EXPECT_THAT(Faults(draft), testing::ElementsAre("draft TOO_MANY"));
}

TEST(DraftTest, WholeDraft_AtAndAboveTheLimit) {
  Draft draft;
  for (const char* key : {"a", "b", "c"}) Add(draft, key, std::string(kMaxDraftValueBytes, 'v'));
  Add(draft, "d", std::string(kMaxDraftValueBytes - 4, 'v'));  // the four keys count too
  EXPECT_THAT(Faults(draft), testing::IsEmpty());
  Add(draft, "e", "");
  EXPECT_THAT(Faults(draft), testing::ElementsAre("draft TOO_LONG"));
}

}  // namespace
}  // namespace interim::session
