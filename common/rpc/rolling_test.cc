// Two replicas behind one client, under load: restarts one after the other and the sudden death of
// one are not noticed.
// covers: X5
#include <atomic>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/core/mutex.h"
#include "common/rpc/testing/notes.pb.h"
#include "common/testing/matchers.h"
#include "common/testing/suite_process.h"
#include "gtest/gtest.h"

namespace interim::rpctest {
namespace {

namespace fs = std::filesystem;
namespace v1 = ::interim::notes::v1;
using testing::IsOk;
using testing::SuiteProcess;
using testing::WaitFor;

constexpr char kService[] = "interim.notes.v1.NotesService";
constexpr char kEcho[] = "interim.notes.v1.NotesService/Echo";
constexpr char kPart[] = "notes";
constexpr int kCallers = 4;
constexpr int kReplicas = 2;
constexpr int kRestarts = 3;

// Calls without a pause until it is ended.
class Load {
 public:
  Load(rpc::Client& client, const std::string& token) {
    for (int i = 0; i < kCallers; ++i) {
      threads_.emplace_back([this, &client, token] {
        while (!stop_) {
          const auto answer =
              client.Call<v1::EchoResponse>(kEcho, v1::EchoRequest(), {.token = token});
          ++calls_;
          if (answer.ok()) continue;
          ++failures_;
          MutexLock lock(mutex_);
          if (first_failure_.ok()) first_failure_ = answer.status();
        }
      });
    }
  }
  ~Load() { End(); }
  void End() {
    stop_ = true;
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }
  int calls() const { return calls_; }
  int failures() const { return failures_; }
  absl::Status first_failure() {
    MutexLock lock(mutex_);
    return first_failure_;
  }

 private:
  std::atomic<bool> stop_{false};
  std::atomic<int> calls_{0};
  std::atomic<int> failures_{0};
  Mutex mutex_;
  absl::Status first_failure_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::thread> threads_;
};

class RollingTest : public ::testing::Test {
 protected:
  void SetUp() override {
    for (int i = 0; i < kReplicas; ++i) {
      auto started = SuiteProcess::Start({.services = {kPart}, .redis = false});
      ASSERT_THAT(started, IsOk());
      replicas_.push_back(*std::move(started));
      // One key set for all, and a moment in which clients hear that this one is going.
      SuiteProcess& replica = *replicas_.back();
      const std::string path = replica.folder() + "/notes.textproto";
      std::ifstream before(path);
      const std::string config((std::istreambuf_iterator<char>(before)), {});
      std::ofstream(path) << absl::StrReplaceAll(
          config, {{"drain_seconds: 0", "drain_seconds: 1"},
                   {replica.tokens().key_set_file(), replicas_[0]->tokens().key_set_file()}});
      ASSERT_THAT(replica.Restart(kPart), IsOk());
    }
    client_ = rpc::Client::Connect({.target = absl::StrCat("ipv4:", replicas_[0]->address(kPart),
                                                           ",", replicas_[1]->address(kPart)),
                                    .health_service = kService});
    ASSERT_TRUE(client_->WaitUntilConnected(absl::Seconds(10)));
  }
  // Waits until the client sends calls to a replica (again): each writes a line.
  bool HasItsShare(const SuiteProcess& replica) const {
    const fs::path log = replica.folder() + "/notes.log";
    const auto before = fs::file_size(log);
    return WaitFor([&] { return fs::file_size(log) > before + 10000; }, absl::Seconds(20));
  }

  std::vector<std::unique_ptr<SuiteProcess>> replicas_;
  std::unique_ptr<rpc::Client> client_;
};

TEST_F(RollingTest, RestartsUnderLoad_FailNoCall) {
  Load load(*client_, replicas_[0]->tokens().For({}));
  for (int i = 0; i < kRestarts; ++i) {
    SuiteProcess& replica = *replicas_[static_cast<std::size_t>(i % kReplicas)];
    ASSERT_TRUE(HasItsShare(*replicas_[0]) && HasItsShare(*replicas_[1])) << "restart " << i;
    ASSERT_EQ(replica.Terminate(kPart), 0);
    ASSERT_THAT(replica.Restart(kPart), IsOk());
  }
  ASSERT_TRUE(HasItsShare(*replicas_[0]));
  load.End();
  EXPECT_EQ(load.failures(), 0) << "of " << load.calls() << ", first: " << load.first_failure();
  EXPECT_GT(load.calls(), 500) << "too little load to count";
}

TEST_F(RollingTest, SuddenDeathUnderLoad_IsMadeGoodByRetries) {
  Load load(*client_, replicas_[0]->tokens().For({}));
  for (const std::unique_ptr<SuiteProcess>& replica : replicas_) {
    ASSERT_TRUE(HasItsShare(*replicas_[0]) && HasItsShare(*replicas_[1]));
    replica->Kill(kPart);
    const int before = load.calls();
    ASSERT_TRUE(WaitFor([&] { return load.calls() > before + 100; })) << "the other one goes on";
    ASSERT_THAT(replica->Restart(kPart), IsOk());
  }
  load.End();
  EXPECT_EQ(load.failures(), 0) << "of " << load.calls() << ", first: " << load.first_failure();
}

}  // namespace
}  // namespace interim::rpctest
