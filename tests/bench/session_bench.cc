// deps: interim::session interim::redis interim::redis_testing interim::core
//
// Session read and move at the session interface against redis-benchmark with the same script and
// arguments, the same concurrency, no pipelining, in one run, turn by turn, on one Redis.
//   session_bench [--long]
// Ends with 1 when a goal is missed.
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/core/ids.h"
#include "common/redis/client.h"
#include "common/redis/testing/real_redis.h"
#include "common/session/limits.h"
#include "common/session/scripts.h"
#include "common/session/session.h"
#include "tests/bench/bench_table.h"

namespace interim::bench {
namespace {

using session::Sessions;
using std::chrono::steady_clock;

constexpr int kSessions = 1000;
constexpr double kGoal = 0.70;
constexpr absl::Duration kBudget = absl::Seconds(30);
constexpr absl::string_view kOwner = "bench";

std::string SessionId(int number) { return absl::StrFormat("s%012d", number); }

struct Bench {
  std::unique_ptr<redis::RealRedis> redis;
  std::unique_ptr<redis::Client> client;
  SeededIdGenerator ids{1};
  std::unique_ptr<Sessions> sessions;
  const TenantId tenant = *TenantId::Parse("acme");
};

// Calls per second of `work(number)` on `threads` threads, `calls` in all; 0 when a call failed.
double Rate(int threads, int calls, const std::function<bool(int)>& work) {
  std::atomic<int> next{0};
  std::atomic<int> failed{0};
  const auto start = steady_clock::now();
  std::vector<std::thread> running;
  for (int t = 0; t < threads; ++t) {
    running.emplace_back([&] {
      for (int i = next++; i < calls; i = next++) {
        if (!work(i)) ++failed;
      }
    });
  }
  for (std::thread& thread : running) thread.join();
  const std::chrono::duration<double> took = steady_clock::now() - start;
  return failed > 0 ? 0 : calls / took.count();
}

// Requests per second as redis-benchmark reports them; `command` may hold __rand_int__.
double ReferenceRate(int port, int clients, int calls, const std::string& command) {
  const std::string line =
      absl::StrCat("redis-benchmark -h 127.0.0.1 -p ", port, " -c ", clients, " -n ", calls, " -r ",
                   kSessions, " --csv ", command, " 2>/dev/null");
  std::FILE* out = popen(line.c_str(), "r");
  if (out == nullptr) return 0;
  char text[512];
  double rate = 0;
  while (std::fgets(text, sizeof text, out) != nullptr) {
    // "EVALSHA ...","51234.56",...: the second column of the last line.
    const std::string row(text);
    const std::size_t column = row.find("\",\"");
    if (column == std::string::npos) continue;
    const std::string value = row.substr(column + 3, row.find('"', column + 3) - column - 3);
    double parsed = 0;
    if (absl::SimpleAtod(value, &parsed)) rate = parsed;
  }
  pclose(out);
  return rate;
}

// A random number as redis-benchmark draws them: below the number of sessions.
int Draw(int i) {
  return static_cast<int>((static_cast<std::uint64_t>(i) * 2654435761U >> 8) % kSessions);
}

std::string Quoted(absl::string_view text) { return absl::StrCat("'", text, "'"); }

void Compare(Bench& bench, Table& table, int concurrency, int calls, int rounds) {
  const std::string key = bench.sessions->KeyOf(bench.tenant, "s__rand_int__");
  const std::string feed = bench.sessions->FeedKeyOf(bench.tenant, "s__rand_int__");
  const std::string idle = absl::StrCat(absl::ToInt64Milliseconds(absl::Minutes(30)));
  const std::string read =
      absl::StrCat("EVALSHA ", session::TheScripts().read.sha1(), " 1 ", Quoted(key), " ", idle);
  // Each call names another record, so that each is a change.
  const std::string move = absl::StrCat(
      "EVALSHA ", session::TheScripts().move.sha1(), " 2 ", Quoted(key), " ", Quoted(feed), " ",
      idle, " ", session::kFeedLength, " brief organizations/acme/briefs/b__rand_int__ 1");
  const auto our_read = [&bench](int i) {
    return bench.sessions->Get(bench.tenant, SessionId(Draw(i)), kBudget).ok();
  };
  const auto our_move = [&bench](int i) {
    return bench.sessions
        ->Advance(
            bench.tenant, SessionId(Draw(i)),
            {{"brief", absl::StrFormat("organizations/acme/briefs/b%012d", Draw(i * 7 + 3)), 1}},
            kBudget)
        .ok();
  };
  for (const auto& [name, command, work] :
       {std::tuple<std::string, std::string, std::function<bool(int)>>{"read", read, our_read},
        {"move", move, our_move}}) {
    std::vector<double> shares;
    double ours = 0;
    double reference = 0;
    for (int round = 0; round < rounds; ++round) {
      const double theirs_now = ReferenceRate(bench.redis->port(), concurrency, calls, command);
      const double ours_now = Rate(concurrency, calls, work);
      reference += theirs_now / rounds;
      ours += ours_now / rounds;
      shares.push_back(theirs_now > 0 ? ours_now / theirs_now : 0);
    }
    const double share = Percentile(shares, 0.5);
    table.Add({absl::StrFormat("session %s, %d callers", name, concurrency),
               absl::StrFormat("redis-benchmark %.0f/s", reference),
               absl::StrFormat("%.0f/s, %.0f%%", ours, 100 * share),
               absl::StrFormat(">= %.0f%%", 100 * kGoal), share >= kGoal});
  }
}

int Run(bool is_long) {
  Bench bench;
  auto redis = redis::RealRedis::Start();
  if (!redis.ok()) {
    std::fprintf(stderr, "%s\n", redis.status().ToString().c_str());
    return 1;
  }
  bench.redis = *std::move(redis);
  bench.client = *redis::Client::Create(
      {.port = bench.redis->port(), .pool_size = 64, .command_timeout = absl::Seconds(5)});
  bench.sessions = std::make_unique<Sessions>(*bench.client, bench.ids);
  for (int i = 0; i < kSessions; ++i) {
    const auto made = bench.sessions->Create(
        bench.tenant, {.id = SessionId(i), .owner = std::string(kOwner)}, kBudget);
    if (!made.ok()) return 1;
  }
  // Redis knows both scripts before the reference runs them by hash.
  (void)bench.sessions->Get(bench.tenant, SessionId(0), kBudget);
  (void)bench.sessions->Advance(bench.tenant, SessionId(0), {{"brief", "x", 1}}, kBudget);
  Table table("Sessions in Redis (same script, same concurrency, no pipelining)");
  const int calls = is_long ? 200000 : 30000;
  for (const int concurrency : {16, 64}) Compare(bench, table, concurrency, calls, is_long ? 5 : 3);
  return table.Print();
}

}  // namespace
}  // namespace interim::bench

int main(int argc, char** argv) {
  bool is_long = false;
  for (int i = 1; i < argc; ++i) is_long = is_long || absl::string_view(argv[i]) == "--long";
  return interim::bench::Run(is_long);
}
