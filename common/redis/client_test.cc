#include "common/redis/client.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "common/redis/testing/real_redis.h"

namespace interim::redis {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr absl::Duration kBudget = absl::Seconds(5);

milliseconds Took(const std::function<void()>& work) {
  const auto start = steady_clock::now();
  work();
  return std::chrono::duration_cast<milliseconds>(steady_clock::now() - start);
}

// Waits for a condition that another process or thread brings about.
bool Eventually(const std::function<bool()>& condition, milliseconds limit = milliseconds(8000)) {
  const auto end = steady_clock::now() + limit;
  while (steady_clock::now() < end) {
    if (condition()) return true;
    std::this_thread::sleep_for(milliseconds(5));
  }
  return false;
}

class ClientTest : public testing::Test {
 protected:
  void SetUp() override {
    auto redis = RealRedis::Start();
    ASSERT_TRUE(redis.ok()) << redis.status();
    redis_ = *std::move(redis);
  }
  std::unique_ptr<Client> Make(Options options = {}) {
    options.port = redis_->port();
    options.metrics = &metrics_;
    auto client = Client::Create(std::move(options));
    EXPECT_TRUE(client.ok()) << client.status();
    return *std::move(client);
  }
  static std::string Get(Client& client, absl::string_view key) {
    const auto reply = client.Command({"GET", key}, kBudget);
    EXPECT_TRUE(reply.ok()) << reply.status();
    return reply.ok() ? std::string(reply->text()) : "error";
  }

  Metrics metrics_;
  std::unique_ptr<RealRedis> redis_;
};

TEST_F(ClientTest, Arguments_ArePassedByteForByte) {
  const auto client = Make();
  const std::string value("a b\r\n\0\xFF%s", 9);
  ASSERT_TRUE(client->Command({"SET", "key with space", value}, kBudget).ok());
  EXPECT_EQ(Get(*client, "key with space"), value);
  const auto absent = client->Command({"GET", "absent"}, kBudget);
  ASSERT_TRUE(absent.ok());
  EXPECT_TRUE(absent->IsNil());
  const auto count = client->Command({"INCRBY", "n", "41"}, kBudget);
  EXPECT_EQ(count->integer(), 41);
  const auto list = client->Command({"MGET", "n", "absent"}, kBudget);
  ASSERT_EQ(list->size(), 2U);
  EXPECT_EQ((*list)[0].integer(), 41);
  EXPECT_TRUE((*list)[1].IsNil());
  EXPECT_TRUE((*list)[2].IsNil());
}

TEST_F(ClientTest, Script_IsSentOnceAndFoundAgain_AlsoAfterItVanished) {
  const auto client = Make();
  const Script script("return {KEYS[1], ARGV[1], redis.call('INCR', KEYS[1])}");
  for (int i = 1; i <= 2; ++i) {
    const auto reply = client->Eval(script, {"counter"}, {"x"}, kBudget);
    ASSERT_TRUE(reply.ok()) << reply.status();
    EXPECT_EQ((*reply)[0].text(), "counter");
    EXPECT_EQ((*reply)[1].text(), "x");
    EXPECT_EQ((*reply)[2].integer(), i);
  }
  EXPECT_EQ(redis_->Tell(absl::StrCat("EVALSHA ", script.sha1(), " 1 counter x")), "*3");
  redis_->Tell("SCRIPT FLUSH");
  const auto reply = client->Eval(script, {"counter"}, {"x"}, kBudget);
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ((*reply)[2].integer(), 4);
}

TEST_F(ClientTest, ErrorsOfRedis_AreMappedWithoutTheirText) {
  const auto client = Make();
  ASSERT_TRUE(client->Command({"SET", "s", "secret-value"}, kBudget).ok());
  const auto wrong = client->Command({"HGET", "s", "f"}, kBudget);
  EXPECT_EQ(wrong.status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(ReasonOf(wrong.status()), "REDIS_DATA");
  const auto unknown = client->Command({"NOSUCHCOMMAND"}, kBudget);
  EXPECT_EQ(ReasonOf(unknown.status()), "REDIS_REFUSED");
  EXPECT_THAT(std::string(unknown.status().message()), testing::Not(testing::HasSubstr("NOSUCH")));
  EXPECT_TRUE(client->Ping(kBudget).ok());
  EXPECT_EQ(client->connections_opened(), 1);  // an answer, even an error, keeps the connection
}

TEST_F(ClientTest, ReadOnlyRedis_IsUnavailable_AndTheOtherConnectionsAreDropped) {
  const auto client = Make();
  ASSERT_TRUE(client->Ping(kBudget).ok());
  redis_->Tell("REPLICAOF 127.0.0.1 1");
  const auto refused = client->Command({"SET", "a", "b"}, kBudget);
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(client->connections(), 0);
  redis_->Tell("REPLICAOF NO ONE");
  EXPECT_TRUE(client->Command({"SET", "a", "b"}, kBudget).ok());
}

TEST_F(ClientTest, PausedRedis_FailsWithinTheCommandTimeout) {
  const auto client = Make();
  ASSERT_TRUE(client->Ping(kBudget).ok());
  redis_->Pause();
  absl::Status status;
  const milliseconds took = Took([&] { status = client->Ping(kBudget); });
  redis_->Resume();
  EXPECT_EQ(ReasonOf(status), "REDIS_UNAVAILABLE");
  EXPECT_TRUE(FindError(status)->retry_after.has_value());
  EXPECT_GE(took.count(), 45);
  EXPECT_LT(took.count(), 100);
}

TEST_F(ClientTest, CallersDeadline_IsKeptWhenShorter) {
  const auto client = Make({.command_timeout = absl::Seconds(2)});
  ASSERT_TRUE(client->Ping(kBudget).ok());
  redis_->Pause();
  absl::Status status;
  const milliseconds took = Took([&] { status = client->Ping(absl::Milliseconds(30)); });
  redis_->Resume();
  EXPECT_FALSE(status.ok());
  EXPECT_LT(took.count(), 90);
  EXPECT_EQ(ReasonOf(client->Ping(absl::ZeroDuration())), "REDIS_NO_TIME");
}

TEST_F(ClientTest, LateAnswer_NeverAnswersTheNextCommand) {
  const auto client = Make({.pool_size = 1});
  ASSERT_TRUE(client->Command({"SET", "first", "1"}, kBudget).ok());
  ASSERT_TRUE(client->Command({"SET", "second", "2"}, kBudget).ok());
  for (int round = 0; round < 3; ++round) {
    redis_->Pause();
    EXPECT_FALSE(client->Command({"GET", "first"}, kBudget).ok());
    redis_->Resume();
    ASSERT_TRUE(Eventually([&] { return client->Ping(kBudget).ok(); }));
    EXPECT_EQ(Get(*client, "second"), "2");
  }
  EXPECT_GE(client->connections_opened(), 4);  // each time-out closed its connection
}

TEST_F(ClientTest, KilledAndRestarted_WorksAgain) {
  const auto client = Make();
  ASSERT_TRUE(client->Ping(kBudget).ok());
  redis_->Kill();
  absl::Status status;
  const milliseconds took = Took([&] { status = client->Ping(kBudget); });
  EXPECT_EQ(ReasonOf(status), "REDIS_UNAVAILABLE");
  EXPECT_LT(took.count(), 100);
  ASSERT_TRUE(redis_->Restart().ok());
  EXPECT_TRUE(Eventually([&] { return client->Ping(kBudget).ok(); }));
}

TEST_F(ClientTest, RestartedWhileIdle_IsNotNoticed) {
  const auto client = Make();
  ASSERT_TRUE(client->Ping(kBudget).ok());
  redis_->Kill();
  ASSERT_TRUE(redis_->Restart().ok());
  // The connection rested; a dead one is found before use.
  std::this_thread::sleep_for(milliseconds(110));
  EXPECT_TRUE(client->Ping(kBudget).ok());
}

TEST_F(ClientTest, Breaker_FailsAtOnceWhileRedisIsAway_AndProbesLater) {
  const auto client = Make();
  redis_->Kill();
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(client->Ping(kBudget).ok());
  EXPECT_TRUE(client->breaker_open());
  const milliseconds took = Took([&] {
    for (int i = 0; i < 1000; ++i) EXPECT_FALSE(client->Ping(kBudget).ok());
  });
  EXPECT_LT(took.count(), 500);
  EXPECT_THAT(metrics_.Text(), testing::HasSubstr("breaker_state{peer=\"redis\"} 1"));
  ASSERT_TRUE(redis_->Restart().ok());
  EXPECT_TRUE(Eventually([&] { return client->Ping(kBudget).ok(); }, milliseconds(3000)));
  EXPECT_FALSE(client->breaker_open());
}

TEST_F(ClientTest, Pool_IsBounded_AndWaitsNoLongerThanTheDeadline) {
  const auto client = Make({.pool_size = 2, .command_timeout = absl::Seconds(2)});
  std::atomic<int> done{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 2; ++i) {
    threads.emplace_back([&] {
      (void)client->Blocking({"BLPOP", "nothing", "0.5"}, absl::Milliseconds(500));
      ++done;
    });
  }
  ASSERT_TRUE(Eventually([&] { return client->connections() == 2; }));
  absl::Status status;
  const milliseconds took = Took([&] { status = client->Ping(absl::Milliseconds(40)); });
  if (done == 0) {
    EXPECT_EQ(ReasonOf(status), "REDIS_UNAVAILABLE");
    EXPECT_LT(took.count(), 200);
  }
  EXPECT_TRUE(client->Ping(kBudget).ok());  // waits until one is free
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(client->connections_opened(), 2);
  EXPECT_FALSE(client->breaker_open());
}

TEST_F(ClientTest, ManyThreads_GetTheirOwnAnswers) {
  const auto client = Make({.pool_size = 4, .command_timeout = absl::Seconds(5)});
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 500; ++i) {
        const std::string text = absl::StrCat(t, ":", i);
        const auto reply = client->Command({"ECHO", text}, kBudget);
        if (!reply.ok() || reply->text() != text) ++wrong;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_LE(client->connections_opened(), 4);
}

TEST_F(ClientTest, IdleConnection_IsPingedBeforeUse) {
  const auto client = Make({.ping_after = absl::Milliseconds(120)});
  ASSERT_TRUE(client->Ping(kBudget).ok());
  std::this_thread::sleep_for(milliseconds(130));
  redis_->Tell("CONFIG RESETSTAT");
  ASSERT_TRUE(client->Command({"GET", "x"}, kBudget).ok());
  const auto stats = client->Command({"INFO", "commandstats"}, kBudget);
  EXPECT_THAT(std::string(stats->text()), testing::HasSubstr("cmdstat_ping:calls=1"));
}

TEST_F(ClientTest, UserAndPassword_AreSentFirst) {
  redis_->Tell("ACL SETUSER suite on >letmein ~* +@all");
  redis_->Tell("ACL SETUSER default off");
  EXPECT_TRUE(Make({.user = "suite", .password = "letmein"})->Ping(kBudget).ok());
  for (const std::string password : {"wrong", ""}) {
    const absl::Status refused = Make({.user = "suite", .password = password})->Ping(kBudget);
    EXPECT_EQ(ReasonOf(refused), "REDIS_UNAVAILABLE");
  }
}

TEST(ClientOptionsTest, OutOfRange_IsRefused) {
  EXPECT_EQ(ReasonOf(Client::Create({.port = 0}).status()), "REDIS_OPTIONS_INVALID");
  EXPECT_EQ(ReasonOf(Client::Create({.pool_size = 0}).status()), "REDIS_OPTIONS_INVALID");
  EXPECT_EQ(ReasonOf(Client::Create({.host = ""}).status()), "REDIS_OPTIONS_INVALID");
}

// A peer that sends an answer byte by byte must not stretch the time-out.
TEST(ClientTrickleTest, TricklingAnswer_EndsWithTheTimeout) {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ASSERT_EQ(bind(listener, reinterpret_cast<sockaddr*>(&address), size), 0);
  ASSERT_EQ(listen(listener, 1), 0);
  getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
  std::thread peer([listener] {
    const int fd = accept(listener, nullptr, nullptr);
    for (int i = 0; i < 50; ++i) {
      if (send(fd, i == 0 ? "+" : "x", 1, MSG_NOSIGNAL) != 1) break;
      std::this_thread::sleep_for(milliseconds(20));
    }
    close(fd);
  });
  const auto client = *Client::Create({.port = ntohs(address.sin_port)});
  absl::Status status;
  const milliseconds took = Took([&] { status = client->Ping(kBudget); });
  EXPECT_EQ(ReasonOf(status), "REDIS_UNAVAILABLE");
  EXPECT_LT(took.count(), 120);
  peer.join();
  close(listener);
}

}  // namespace
}  // namespace interim::redis
