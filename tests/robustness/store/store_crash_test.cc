// kill -9 at random moments: no acknowledged record is lost, none is there twice, the trail
// verifies, and one who watched the feed sees no gap, no repeat and no change of what was seen.
// INTERIM_LONG=1 plays 300 rounds, else 20. The seed is printed; INTERIM_SEED repeats it.
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/core/clock.h"
#include "common/core/error.h"
#include "common/store/event_chain.h"
#include "common/store/sqlite/sqlite_store.h"
#include "common/store/testing/feed_checker.h"
#include "common/store/testing/store_fixtures.h"
#include "common/store/testing/temp_folder.h"
#include "gtest/gtest.h"

extern char** environ;  // NOLINT: POSIX gives it no header

namespace interim::store::testing {
namespace {

constexpr int kThreads = 6;

struct Acknowledgement {
  int thread = 0;
  std::int64_t number = 0;
  std::int64_t sequence = 0;
};

// A child process that writes, with its standard output.
class Child {
 public:
  explicit Child(const std::string& path) {
    int pipe_ends[2];
    if (pipe2(pipe_ends, O_CLOEXEC) != 0) std::abort();
    output_ = pipe_ends[0];
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDOUT_FILENO);
    std::string program = INTERIM_CRASH_WRITER, store = path, threads = absl::StrCat(kThreads);
    char* arguments[] = {program.data(), store.data(), threads.data(), nullptr};
    const int code = posix_spawn(&process_, program.c_str(), &actions, nullptr, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    close(pipe_ends[1]);
    EXPECT_EQ(code, 0) << program;
  }
  ~Child() { close(output_); }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  // Reads until `lines` lines have come; false when the child ended before.
  bool ReadLines(int lines) {
    while (line_count_ < lines) {
      if (!ReadSome()) return false;
    }
    return true;
  }
  // Ends the child and reads what it had said before.
  void Kill() {
    kill(process_, SIGKILL);
    while (ReadSome()) {
    }
    int status = 0;
    waitpid(process_, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status)) << "the child ended by itself";
  }
  std::vector<Acknowledgement> acknowledged() const {
    std::vector<Acknowledgement> all;
    for (absl::string_view line : absl::StrSplit(text_, '\n', absl::SkipEmpty())) {
      std::istringstream in{std::string(line)};
      std::string word;
      Acknowledgement ack;
      if (in >> word >> ack.thread >> ack.number >> ack.sequence && word == "ack") {
        all.push_back(ack);
      }
    }
    return all;
  }

 private:
  bool ReadSome() {
    char buffer[4096];
    const ssize_t size = read(output_, buffer, sizeof(buffer));
    if (size <= 0) return false;
    for (ssize_t i = 0; i < size; ++i) line_count_ += buffer[i] == '\n' ? 1 : 0;
    text_.append(buffer, static_cast<std::size_t>(size));
    return true;
  }

  pid_t process_ = 0;
  int output_ = -1;
  int line_count_ = 0;
  std::string text_;
};

std::uint64_t Seed() {
  const char* given = std::getenv("INTERIM_SEED");
  return given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device()();
}

int RoundCount() { return std::getenv("INTERIM_LONG") != nullptr ? 300 : 20; }

class StoreCrashTest : public ::testing::Test {
 protected:
  std::unique_ptr<SqliteStore> Open() {
    SqliteStore::Options options;
    options.path = path_;
    options.clock = &clock_;
    auto store = SqliteStore::Open(std::move(options));
    EXPECT_TRUE(store.ok()) << store.status();
    return store.ok() ? *std::move(store) : nullptr;
  }

  // Everything that was acknowledged since the last check is there, once, in its place.
  void Check(Store& store, const std::vector<Acknowledgement>& acknowledged) {
    std::map<int, std::int64_t> last;
    for (const Acknowledgement& ack : acknowledged) {
      const std::string counter = absl::StrCat("counters/c", ack.thread);
      last[ack.thread] = std::max(last[ack.thread], ack.number);
      EXPECT_TRUE(store.Get(tenant_, absl::StrCat(counter, "/steps/s", ack.number)).ok())
          << "lost: " << ack.thread << " " << ack.number;
      const auto then = store.GetAsOf(tenant_, counter, ack.sequence);
      ASSERT_TRUE(then.ok()) << then.status();
      EXPECT_EQ(then->bytes, absl::StrCat(ack.number)) << "another commit took the sequence";
      const auto answer =
          store.FindIdempotency(tenant_, RequestKey(absl::StrCat(ack.thread, "-", ack.number)));
      ASSERT_TRUE(answer.ok() && answer->has_value());
      EXPECT_EQ((*answer)->response, absl::StrCat("answer ", ack.number));
    }
    for (const auto& [thread, number] : last) CheckCounter(store, thread, number);
  }

  // The six rules of the feed, for one who has watched since the first round: what was seen before
  // a crash stands after it, and what was acknowledged came as one commit.
  void CheckWatch(Store& store, const std::vector<Acknowledgement>& acknowledged) {
    for (const Acknowledgement& ack : acknowledged) {
      const std::string counter = absl::StrCat("counters/c", ack.thread);
      commits_.push_back({.sequence = ack.sequence,
                          .ids = {counter, absl::StrCat(counter, "/steps/s", ack.number)}});
    }
    watch_.Resume(watch_.last());
    ReadFrom(store, watch_.last(), [this](const FeedEntry& entry) { watch_.See(entry.event); });
    watch_.Bookmark(watch_.last());
    std::vector<FeedEntry> feed;
    ReadFrom(store, 0, [&feed](const FeedEntry& entry) { feed.push_back(entry); });
    EXPECT_EQ(CheckFeed(watch_, feed, commits_), std::vector<std::string>());
    EXPECT_EQ(watch_.events().size(), feed.size());
  }

  void ReadFrom(Store& store, std::int64_t after,
                const std::function<void(const FeedEntry&)>& take) {
    while (true) {
      const auto entries = store.ReadFeed(tenant_, after, 1000, Store::Payloads::kWithout);
      ASSERT_TRUE(entries.ok()) << entries.status();
      if (entries->empty()) return;
      for (const FeedEntry& entry : *entries) take(entry);
      after = entries->back().event.sequence;
    }
  }

  // A counter is at its last acknowledged number or one further (the answer that nobody heard), and
  // its children and the idempotency record say the same.
  void CheckCounter(Store& store, int thread, std::int64_t acknowledged) {
    const std::string counter = absl::StrCat("counters/c", thread);
    const auto record = store.Get(tenant_, counter);
    ASSERT_TRUE(record.ok());
    const std::int64_t number = std::stoll(record->bytes);
    EXPECT_EQ(record->version, number) << "each commit counts once";
    EXPECT_GE(number, acknowledged);
    EXPECT_LE(number, acknowledged + 1);
    const auto step = [&](std::int64_t n) {
      return store.Get(tenant_, absl::StrCat(counter, "/steps/s", n)).ok();
    };
    EXPECT_TRUE(step(number));
    EXPECT_FALSE(step(number + 1)) << "half a commit";
    EXPECT_FALSE(store.FindIdempotency(tenant_, RequestKey(absl::StrCat(thread, "-", number + 1)))
                     ->has_value());
  }

  TempFolder folder_;
  std::string path_ = folder_.path() + "/store.db";
  const SystemClock clock_;
  const TenantId tenant_ = Tenant("acme");
  Watch watch_;
  std::vector<Acknowledged> commits_;
};

TEST_F(StoreCrashTest, KilledAtRandomPoints_LosesNothingAcknowledged) {
  const std::uint64_t seed = Seed();
  std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
  std::mt19937_64 random(seed);
  std::int64_t acknowledged_count = 0;
  for (int round = 0; round < RoundCount(); ++round) {
    SCOPED_TRACE(absl::StrCat("seed ", seed, " round ", round));
    Child child(path_);
    // Some rounds die while opening and recovering, some after many commits.
    const int lines = random() % 5 != 0 ? static_cast<int>(1 + random() % 120) : 0;
    EXPECT_TRUE(child.ReadLines(lines));
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 3000));
    child.Kill();
    const std::vector<Acknowledgement> acknowledged = child.acknowledged();
    acknowledged_count += static_cast<std::int64_t>(acknowledged.size());
    const std::unique_ptr<SqliteStore> store = Open();
    ASSERT_NE(store, nullptr);
    Check(*store, acknowledged);
    CheckWatch(*store, acknowledged);
    const ChainReport report = *VerifyStore(*store, tenant_);
    ASSERT_TRUE(report.intact) << report.problem;
    EXPECT_GE(report.event_count, acknowledged_count);
    EXPECT_TRUE(store->CheckIntegrity().ok());
  }
  EXPECT_GT(acknowledged_count, RoundCount() * 10) << "too little load to count";
}

TEST_F(StoreCrashTest, WhileAChildHasTheFile_NobodyElseMay) {
  Child child(path_);
  ASSERT_TRUE(child.ReadLines(1));
  SqliteStore::Options options;
  options.path = path_;
  options.clock = &clock_;
  EXPECT_EQ(ReasonOf(SqliteStore::Open(std::move(options)).status()), "STORE_LOCKED");
  child.Kill();
  EXPECT_NE(Open(), nullptr) << "the lock dies with its holder";
}

}  // namespace
}  // namespace interim::store::testing
