#include "common/session/session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "common/redis/testing/real_redis.h"

namespace interim::session {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr absl::Duration kBudget = absl::Seconds(5);

bool Eventually(const std::function<bool()>& condition, milliseconds limit = milliseconds(8000)) {
  const auto end = steady_clock::now() + limit;
  while (steady_clock::now() < end) {
    if (condition()) return true;
    std::this_thread::sleep_for(milliseconds(5));
  }
  return false;
}

Draft MakeDraft(const std::vector<std::pair<std::string, std::string>>& entries) {
  Draft draft;
  for (const auto& [key, value] : entries) {
    v1::DraftEntry& entry = *draft.Add();
    entry.set_key(key);
    entry.set_value(value);
  }
  return draft;
}

class SessionTest : public testing::Test {
 protected:
  void SetUp() override {
    auto redis = redis::RealRedis::Start();
    ASSERT_TRUE(redis.ok()) << redis.status();
    redis_ = *std::move(redis);
    client_ = *redis::Client::Create({.port = redis_->port()});
    sessions_ = std::make_unique<Sessions>(*client_, ids_);
  }
  v1::Session Create(const std::string& id = "s1", const std::string& owner = "alice") {
    const auto session = sessions_->Create(acme_, {.id = id, .owner = owner}, kBudget);
    EXPECT_TRUE(session.ok()) << session.status();
    return session.ok() ? *session : v1::Session();
  }
  absl::StatusOr<v1::Session> Update(const v1::Session& held, const std::string& value,
                                     const std::string& request_id = "",
                                     const std::string& owner = "alice") {
    return sessions_->UpdateDraft(acme_, "s1",
                                  {.owner = owner,
                                   .epoch = held.epoch(),
                                   .version = held.version(),
                                   .draft = MakeDraft({{"goal", value}}),
                                   .request_id = request_id},
                                  kBudget);
  }
  absl::StatusOr<std::int64_t> Move(const std::string& part, const std::string& id,
                                    std::int64_t version) {
    return sessions_->Advance(
        acme_, "s1", {{part, absl::StrCat("organizations/acme/", part, "s/", id), version}},
        kBudget);
  }
  v1::Session Read(const std::string& id = "s1") {
    const auto session = sessions_->Get(acme_, id, kBudget);
    EXPECT_TRUE(session.ok()) << session.status();
    return session.ok() ? *session : v1::Session();
  }

  const TenantId acme_ = *TenantId::Parse("acme");
  const TenantId other_ = *TenantId::Parse("other");
  SeededIdGenerator ids_{7};
  std::unique_ptr<redis::RealRedis> redis_;
  std::unique_ptr<redis::Client> client_;
  std::unique_ptr<Sessions> sessions_;
};

TEST_F(SessionTest, NewSession_HasAllItsFields) {
  const auto made = sessions_->Create(
      acme_, {.id = "s1", .owner = "alice", .draft = MakeDraft({{"b", "2"}, {"a", "1"}})}, kBudget);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->name(), "organizations/acme/sessions/s1");
  EXPECT_EQ(made->epoch().size(), 36U);
  EXPECT_EQ(made->version(), 1);
  EXPECT_EQ(made->draft_version(), 1);
  EXPECT_EQ(made->owner(), "alice");
  EXPECT_EQ(made->journey().stage(), v1::JOURNEY_STAGE_NOT_STARTED);
  ASSERT_EQ(made->draft_size(), 2);
  EXPECT_EQ(made->draft(0).key(), "a");  // in the order of keys
  const std::int64_t created = made->create_time().seconds();
  EXPECT_NEAR(static_cast<double>(created), static_cast<double>(absl::ToUnixSeconds(absl::Now())),
              5.0);
  EXPECT_EQ(made->expire_time().seconds() - created, 30 * 60);
  EXPECT_EQ(made->latest_expire_time().seconds() - created, 12 * 3600);
  EXPECT_EQ(Read().SerializeAsString().size(), made->SerializeAsString().size());
}

TEST_F(SessionTest, Create_ExistingId_IsRefused_UnlessItIsTheSameRequest) {
  Create();
  EXPECT_EQ(ReasonOf(sessions_->Create(acme_, {.id = "s1", .owner = "alice"}, kBudget).status()),
            "SESSION_EXISTS");
  const NewSession request = {.owner = "alice", .request_id = "r-1"};
  const auto first = sessions_->Create(acme_, request, kBudget);
  const auto again = sessions_->Create(acme_, request, kBudget);
  ASSERT_TRUE(first.ok() && again.ok());
  EXPECT_EQ(first->name(), again->name());
  EXPECT_EQ(first->epoch(), again->epoch());
  const auto of_bob = sessions_->Create(acme_, {.owner = "bob", .request_id = "r-1"}, kBudget);
  ASSERT_TRUE(of_bob.ok());
  EXPECT_NE(of_bob->name(), first->name());
}

TEST_F(SessionTest, OtherOrganization_SeesNothing) {
  const v1::Session held = Create();
  const auto absent = sessions_->Get(other_, "s2", kBudget).status();
  const auto foreign = sessions_->Get(other_, "s1", kBudget).status();
  EXPECT_EQ(ReasonOf(foreign), "RESOURCE_NOT_FOUND");
  EXPECT_EQ(foreign.code(), absent.code());
  EXPECT_EQ(ReasonOf(sessions_->Advance(other_, "s1", {{"brief", "x", 1}}, kBudget).status()),
            "RESOURCE_NOT_FOUND");
  EXPECT_EQ(ReasonOf(sessions_->End(other_, "s1", "alice", kBudget)), "RESOURCE_NOT_FOUND");
  EXPECT_EQ(Read().version(), held.version());
}

TEST_F(SessionTest, UpdateDraft_CountsUp_AndReplacesTheDraft) {
  v1::Session held = Create();
  for (int i = 2; i <= 4; ++i) {
    const auto updated = Update(held, absl::StrCat("v", i));
    ASSERT_TRUE(updated.ok()) << updated.status();
    EXPECT_EQ(updated->version(), i);
    EXPECT_EQ(updated->draft_version(), i);
    EXPECT_EQ(updated->epoch(), held.epoch());
    ASSERT_EQ(updated->draft_size(), 1);
    EXPECT_EQ(updated->draft(0).value(), absl::StrCat("v", i));
    held = *updated;
  }
}

TEST_F(SessionTest, UpdateDraft_ByTwo_TheSecondIsToldOfTheConflict) {
  const v1::Session held = Create();
  ASSERT_TRUE(Update(held, "phone").ok());
  const auto second = Update(held, "laptop");
  EXPECT_EQ(second.status().code(), absl::StatusCode::kAborted);
  EXPECT_EQ(ReasonOf(second.status()), "SESSION_CONFLICT");
  EXPECT_EQ(Read().draft(0).value(), "phone");
  EXPECT_TRUE(Update(Read(), "laptop").ok());
}

TEST_F(SessionTest, UpdateDraft_SameRequestAgain_IsAnsweredNotRepeated) {
  const v1::Session held = Create();
  const auto first = Update(held, "x", "r-1");
  const auto again = Update(held, "x", "r-1");
  ASSERT_TRUE(first.ok() && again.ok()) << again.status();
  EXPECT_EQ(again->version(), first->version());
}

TEST_F(SessionTest, UpdateDraft_ByAnotherPerson_LooksLikeALostSession) {
  const v1::Session held = Create();
  EXPECT_EQ(ReasonOf(Update(held, "x", "", "bob").status()), "SESSION_LOST");
  EXPECT_EQ(Read().draft_size(), 0);
}

TEST_F(SessionTest, Commits_NeverConflict_AndDoNotDisturbTheDraft) {
  const v1::Session held = Create();
  EXPECT_EQ(*Move("assessment", "a1", 1), 2);
  EXPECT_EQ(*Move("selection", "x1", 4), 3);
  // The client still holds version 1: the journey moved, the draft did not.
  const auto updated = Update(held, "x");
  ASSERT_TRUE(updated.ok()) << updated.status();
  EXPECT_EQ(updated->version(), 4);
  EXPECT_EQ(updated->journey().assessment().resource(), "organizations/acme/assessments/a1");
  EXPECT_EQ(updated->journey().selection().record_version(), 4);
  EXPECT_EQ(updated->journey().stage(), v1::JOURNEY_STAGE_SELECTION);
}

TEST_F(SessionTest, Move_OlderVersionOfTheSameRecord_ChangesNothing) {
  Create();
  EXPECT_EQ(*Move("contract", "c1", 5), 2);
  EXPECT_EQ(*Move("contract", "c1", 4), 2);
  EXPECT_EQ(*Move("contract", "c1", 5), 2);
  EXPECT_EQ(Read().journey().contract().record_version(), 5);
  EXPECT_EQ(*Move("contract", "c1", 6), 3);
  EXPECT_EQ(*Move("contract", "c2", 1), 4);  // another record
  EXPECT_EQ(Read().journey().contract().resource(), "organizations/acme/contracts/c2");
}

TEST_F(SessionTest, Move_SeveralPartsAtOnce) {
  Create();
  const auto version = sessions_->Advance(
      acme_, "s1", {{"brief", "organizations/acme/briefs/b1", 2}, {"contract", "x", 1}}, kBudget);
  ASSERT_TRUE(version.ok()) << version.status();
  EXPECT_EQ(*version, 2);
  EXPECT_EQ(Read().journey().stage(), v1::JOURNEY_STAGE_CONTRACT);
  EXPECT_EQ(ReasonOf(Move("weather", "w", 1).status()), "JOURNEY_FIELD_UNKNOWN");
  EXPECT_EQ(ReasonOf(sessions_->Advance(acme_, "s1", {}, kBudget).status()),
            "JOURNEY_FIELD_UNKNOWN");
}

TEST_F(SessionTest, ConcurrentMovesAndDrafts_LoseNothing) {
  Create();
  std::atomic<int> drafts{0};
  std::vector<std::thread> threads;
  const std::vector<std::string> parts = {"assessment", "selection", "contract", "engagement"};
  for (const std::string& part : parts) {
    threads.emplace_back([&, part] {
      for (int i = 1; i <= 50; ++i) EXPECT_TRUE(Move(part, "r1", i).ok());
    });
  }
  threads.emplace_back([&] {
    for (int i = 0; i < 50; ++i) {
      if (Update(Read(), absl::StrCat(i)).ok()) ++drafts;
    }
  });
  for (std::thread& thread : threads) thread.join();
  const v1::Session session = Read();
  EXPECT_EQ(drafts, 50);
  EXPECT_EQ(session.version(), 1 + 4 * 50 + 50);
  EXPECT_EQ(session.journey().engagement().record_version(), 50);
  EXPECT_EQ(session.draft(0).value(), "49");
}

TEST_F(SessionTest, End_RemovesIt_ForItsOwnerOnly) {
  Create();
  EXPECT_EQ(ReasonOf(sessions_->End(acme_, "s1", "bob", kBudget)), "RESOURCE_NOT_FOUND");
  EXPECT_TRUE(sessions_->End(acme_, "s1", "alice", kBudget).ok());
  EXPECT_EQ(ReasonOf(sessions_->End(acme_, "s1", "alice", kBudget)), "RESOURCE_NOT_FOUND");
  EXPECT_EQ(ReasonOf(sessions_->Get(acme_, "s1", kBudget).status()), "RESOURCE_NOT_FOUND");
  EXPECT_EQ(ReasonOf(Move("brief", "b1", 1).status()), "RESOURCE_NOT_FOUND");  // not raised again
  EXPECT_EQ(ReasonOf(sessions_->Get(acme_, "s1", kBudget).status()), "RESOURCE_NOT_FOUND");
}

TEST_F(SessionTest, IdleSession_Ends_AndUseKeepsItAlive) {
  Sessions quick(*client_, ids_, {.idle = absl::Milliseconds(400)});
  ASSERT_TRUE(quick.Create(acme_, {.id = "used", .owner = "a"}, kBudget).ok());
  ASSERT_TRUE(quick.Create(acme_, {.id = "looked-at", .owner = "a"}, kBudget).ok());
  EXPECT_TRUE(Eventually([&] {
    EXPECT_TRUE(quick.Get(acme_, "used", kBudget).ok());
    return !quick.Get(acme_, "looked-at", kBudget, Sessions::Use::kLook).ok();
  }));
  EXPECT_TRUE(
      Eventually([&] { return !quick.Get(acme_, "used", kBudget, Sessions::Use::kLook).ok(); }));
}

TEST_F(SessionTest, AbsoluteEnd_HoldsHoweverOftenItIsUsed) {
  Sessions quick(*client_, ids_, {.absolute = absl::Milliseconds(300)});
  const auto made = quick.Create(acme_, {.id = "s1", .owner = "a"}, kBudget);
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(made->expire_time().seconds(), made->latest_expire_time().seconds());
  EXPECT_EQ(made->expire_time().nanos(), made->latest_expire_time().nanos());
  EXPECT_TRUE(Eventually([&] { return !quick.Get(acme_, "s1", kBudget).ok(); }));
}

TEST_F(SessionTest, AbsoluteEnd_IsCheckedInTheData_NotLeftToExpiryAlone) {
  Create();
  const std::string key = sessions_->KeyOf(acme_, "s1");
  redis_->Tell(absl::StrCat("HSET ", key, " abs_exp_ms 1000"));
  redis_->Tell(absl::StrCat("PERSIST ", key));
  EXPECT_EQ(ReasonOf(sessions_->Get(acme_, "s1", kBudget).status()), "RESOURCE_NOT_FOUND");
  EXPECT_EQ(ReasonOf(Move("brief", "b1", 1).status()), "RESOURCE_NOT_FOUND");
  EXPECT_TRUE(sessions_->Create(acme_, {.id = "s1", .owner = "bob"}, kBudget).ok());
}

TEST_F(SessionTest, EmptiedRedis_IsSeenAsLoss_AndTheSessionCanBeginAgain) {
  const v1::Session held = *Update(Create(), "typed");
  redis_->Tell("FLUSHALL");
  EXPECT_EQ(ReasonOf(Update(held, "more").status()), "SESSION_LOST");
  const v1::Session again = Create();
  EXPECT_NE(again.epoch(), held.epoch());
  EXPECT_EQ(ReasonOf(Update(held, "more").status()), "SESSION_LOST");  // of the old epoch
  EXPECT_EQ(*Move("contract", "c1", 3), 2);                            // each service its own part
  EXPECT_EQ(Read().journey().contract().record_version(), 3);
  EXPECT_TRUE(Update(Read(), "more").ok());
}

TEST_F(SessionTest, VersionSetBack_IsSeenAsLoss) {
  const v1::Session held = *Update(*Update(Create(), "1"), "2");
  // As after a failover to a replica that had not received the last change.
  redis_->Tell(absl::StrCat("HSET ", sessions_->KeyOf(acme_, "s1"), " ver 2 dver 2"));
  EXPECT_EQ(ReasonOf(Update(held, "3").status()), "SESSION_LOST");
}

TEST_F(SessionTest, KilledRedis_IsUnavailableAtOnce_AndWorksAgainAfterRestart) {
  Create();
  redis_->Kill();
  const auto start = steady_clock::now();
  const absl::Status status = sessions_->Get(acme_, "s1", kBudget).status();
  EXPECT_LT(steady_clock::now() - start, milliseconds(100));
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(ReasonOf(status), "SESSION_UNAVAILABLE");
  EXPECT_TRUE(FindError(status)->retry_after.has_value());
  ASSERT_TRUE(redis_->Restart().ok());
  EXPECT_TRUE(Eventually(
      [&] { return sessions_->Create(acme_, {.id = "s1", .owner = "alice"}, kBudget).ok(); }));
}

TEST_F(SessionTest, PausedRedis_EachCallEndsWithin100Milliseconds) {
  const v1::Session held = Create();
  redis_->Pause();
  for (const std::function<absl::Status()>& call : std::vector<std::function<absl::Status()>>{
           [&] { return sessions_->Get(acme_, "s1", kBudget).status(); },
           [&] { return Update(held, "x").status(); },
           [&] { return Move("brief", "b1", 1).status(); },
           [&] { return sessions_->End(acme_, "s1", "alice", kBudget); }}) {
    const auto start = steady_clock::now();
    EXPECT_EQ(ReasonOf(call()), "SESSION_UNAVAILABLE");
    EXPECT_LT(steady_clock::now() - start, milliseconds(100));
  }
  redis_->Resume();
  EXPECT_TRUE(Eventually([&] { return client_->Ping(kBudget).ok(); }));
}

TEST_F(SessionTest, PersistedRedis_KeepsSessionsOverARestart) {
  auto redis = *redis::RealRedis::Start({"--appendonly", "yes", "--appendfsync", "always"});
  auto client = *redis::Client::Create({.port = redis->port()});
  Sessions sessions(*client, ids_);
  const auto made = sessions.Create(acme_, {.id = "s1", .owner = "alice"}, kBudget);
  ASSERT_TRUE(made.ok());
  redis->Kill();
  ASSERT_TRUE(redis->Restart().ok());
  ASSERT_TRUE(Eventually([&] { return sessions.Get(acme_, "s1", kBudget).ok(); }));
  EXPECT_EQ(sessions.Get(acme_, "s1", kBudget)->epoch(), made->epoch());
}

TEST_F(SessionTest, ForeignDataUnderTheKey_IsUnreadable_NotACrash) {
  Create();
  redis_->Tell(absl::StrCat("HSET ", sessions_->KeyOf(acme_, "s1"), " state garbage"));
  EXPECT_EQ(ReasonOf(sessions_->Get(acme_, "s1", kBudget).status()), "SESSION_UNREADABLE");
}

TEST_F(SessionTest, Keys_OfOneSession_ShareASlot_AndTheFeedIsBounded) {
  EXPECT_EQ(sessions_->KeyOf(acme_, "s1"), "interim:session:{acme/s1}");
  EXPECT_EQ(sessions_->FeedKeyOf(acme_, "s1"), "interim:session:{acme/s1}:feed");
  Create();
  for (int i = 1; i <= 400; ++i) ASSERT_TRUE(Move("brief", "b1", i).ok());
  const auto length = client_->Command({"XLEN", "interim:session:{acme/s1}:feed"}, kBudget);
  EXPECT_GE(length->integer(), 64);
  EXPECT_LE(length->integer(), 64 + 100);  // trimmed by whole nodes
}

TEST_F(SessionTest, EveryKey_Expires) {
  const v1::Session held = Create();
  ASSERT_TRUE(Update(held, "x").ok());
  ASSERT_TRUE(Move("brief", "b1", 1).ok());
  for (const std::string& key :
       {sessions_->KeyOf(acme_, "s1"), sessions_->FeedKeyOf(acme_, "s1")}) {
    EXPECT_GT(client_->Command({"PTTL", key}, kBudget)->integer(), 0) << key;
  }
  ASSERT_TRUE(sessions_->End(acme_, "s1", "alice", kBudget).ok());
  const auto ttl = client_->Command({"PTTL", sessions_->FeedKeyOf(acme_, "s1")}, kBudget);
  EXPECT_GT(ttl->integer(), 0);
  EXPECT_LE(ttl->integer(), 60000);
}

TEST_F(SessionTest, EachCall_IsOneRoundTrip) {
  const v1::Session held = Create();
  ASSERT_TRUE(Update(held, "x").ok());  // all scripts are known now
  ASSERT_TRUE(Move("brief", "b1", 1).ok());
  Read();
  redis_->Tell("CONFIG RESETSTAT");
  Read();
  const auto info = client_->Command({"INFO", "commandstats"}, kBudget);
  EXPECT_THAT(std::string(info->text()), testing::HasSubstr("cmdstat_evalsha:calls=1,"));
  redis_->Tell("CONFIG RESETSTAT");
  ASSERT_TRUE(Move("brief", "b1", 2).ok());
  const auto after = client_->Command({"INFO", "commandstats"}, kBudget);
  EXPECT_THAT(std::string(after->text()), testing::HasSubstr("cmdstat_evalsha:calls=1,"));
}

}  // namespace
}  // namespace interim::session
