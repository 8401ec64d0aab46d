// The program around a server: start, signals, exit codes, what a crash leaves.
// covers: X5
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/rpc/testing/notes.pb.h"
#include "common/testing/matchers.h"
#include "common/testing/suite_process.h"
#include "gtest/gtest.h"
#include "interim/audit/v1/audit_service.pb.h"

namespace interim::rpctest {
namespace {

namespace v1 = ::interim::notes::v1;
using testing::IsOk;
using testing::NextRequestId;
using testing::SuiteProcess;
using testing::WaitFor;

constexpr char kCreate[] = "interim.notes.v1.NotesService/CreateNote";
constexpr char kGet[] = "interim.notes.v1.NotesService/GetNote";
constexpr char kEcho[] = "interim.notes.v1.NotesService/Echo";

std::string ProgramFolder() {
  char path[4096];
  const ssize_t length = readlink("/proc/self/exe", path, sizeof(path));
  const std::string program(path, static_cast<std::size_t>(length));
  return program.substr(0, program.rfind('/'));
}

struct Ended {
  int code = -1;
  std::string output;
};

Ended RunProgram(const std::string& arguments) {
  Ended ended;
  const std::string command =
      absl::StrCat(ProgramFolder(), "/notes_server ", arguments, " 2>&1 </dev/null");
  std::FILE* pipe = popen(command.c_str(), "r");
  char buffer[512];
  while (std::fgets(buffer, sizeof(buffer), pipe) != nullptr) ended.output += buffer;
  ended.code = WEXITSTATUS(pclose(pipe));
  return ended;
}

class RunServerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    // Passed on to the servers: a write beyond the limit of DiskFull answers an error.
    signal(SIGXFSZ, SIG_IGN);
    auto suite = SuiteProcess::Start({.services = {"notes"}, .redis = false});
    ASSERT_THAT(suite, IsOk());
    suite_ = *std::move(suite);
  }
  absl::StatusOr<v1::Note> Create(const std::string& request_id) {
    v1::CreateNoteRequest request;
    request.set_parent("organizations/acme");
    request.mutable_note()->set_title("kept");
    request.set_request_id(request_id);
    return suite_->Call<v1::Note>(kCreate, request);
  }
  std::string ConfigFlag() const {
    return absl::StrCat("--config=", suite_->folder(), "/notes.textproto");
  }
  // For the next start.
  void EditConfig(const std::string& from, const std::string& to) const {
    const std::string path = suite_->folder() + "/notes.textproto";
    std::ifstream before(path);
    const std::string config((std::istreambuf_iterator<char>(before)), {});
    ASSERT_TRUE(absl::StrContains(config, from));
    std::ofstream(path) << absl::StrReplaceAll(config, {{from, to}});
  }
  // From now on no file of the server grows by more than a few commits.
  void FillDisk() const {
    std::int64_t largest = 0;
    for (const char* suffix : {".db", ".db-wal", ".log"}) {
      struct stat info {};
      if (stat(absl::StrCat(suite_->folder(), "/notes", suffix).c_str(), &info) == 0) {
        largest = std::max<std::int64_t>(largest, info.st_size);
      }
    }
    const rlimit limit{static_cast<rlim_t>(largest + 65536), RLIM_INFINITY};
    ASSERT_EQ(prlimit(suite_->PidOf("notes"), RLIMIT_FSIZE, &limit, nullptr), 0);
  }
  // Creates notes until one is refused; names of those that were acknowledged.
  std::vector<std::string> CreateUntilRefused() {
    std::vector<std::string> names;
    for (int i = 0; i < 1000; ++i) {
      const auto note = Create(NextRequestId());
      if (!note.ok()) return names;
      names.push_back(note->name());
    }
    ADD_FAILURE() << "nothing was refused";
    return names;
  }
  void ExpectAllThere(const std::vector<std::string>& names) {
    for (const std::string& name : names) {
      v1::GetNoteRequest get;
      get.set_name(name);
      EXPECT_THAT(suite_->Call<v1::Note>(kGet, get), IsOk()) << name;
    }
  }

  std::unique_ptr<SuiteProcess> suite_;
};

TEST_F(RunServerTest, Terminate_EndsWithZero) {
  ASSERT_THAT(Create(NextRequestId()), IsOk());
  const absl::Time before = absl::Now();
  EXPECT_EQ(suite_->Terminate("notes"), 0);
  EXPECT_LT(absl::Now() - before, absl::Seconds(4)) << "an idle client does not hold up the stop";
  const std::string log = suite_->LogOf("notes");
  EXPECT_NE(log.find("\"draining\""), std::string::npos) << log;
  EXPECT_NE(log.find("\"stopped\""), std::string::npos) << log;
}

TEST_F(RunServerTest, Kill_LosesNothingAcknowledged_AndRepeatsNothing) {
  const std::string id = NextRequestId();
  const auto note = Create(id);
  ASSERT_THAT(note, IsOk());
  suite_->Kill("notes");
  ASSERT_THAT(suite_->Restart("notes"), IsOk());
  v1::GetNoteRequest get;
  get.set_name(note->name());
  const auto found = suite_->Call<v1::Note>(kGet, get);
  ASSERT_THAT(found, IsOk());
  EXPECT_EQ(found->SerializeAsString(), note->SerializeAsString());
  const auto again = Create(id);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->SerializeAsString(), note->SerializeAsString());
}

TEST_F(RunServerTest, StoreFault_EndsAtOnceWithThree_AndLosesNothing) {
  ASSERT_THAT(Create(NextRequestId()), IsOk());
  rpc::Client& client = suite_->client("notes");
  const std::string token = suite_->tokens().For({});
  std::thread hanging([&] {  // a call that an orderly stop would wait for
    v1::EchoRequest request;
    request.set_wait_ms(20000);
    (void)client.Call<v1::EchoResponse>(kEcho, request, {.token = token});
  });
  FillDisk();
  const std::vector<std::string> kept = CreateUntilRefused();
  EXPECT_EQ(suite_->AwaitEnd("notes", absl::Seconds(5)), 3) << suite_->LogOf("notes");
  hanging.join();
  const std::string log = suite_->LogOf("notes", 1000);
  EXPECT_TRUE(absl::StrContains(log, "\"store_fault\"")) << "the driver's words are logged";
  EXPECT_TRUE(absl::StrContains(log, "\"store_failed\""));
  ASSERT_THAT(suite_->Restart("notes"), IsOk());
  ExpectAllThere(kept);
}

TEST_F(RunServerTest, StoreFaultDuringTheDrain_EndsWithThree) {
  EditConfig("drain_seconds: 0", "drain_seconds: 10");
  ASSERT_THAT(suite_->Restart("notes"), IsOk());
  ASSERT_THAT(Create(NextRequestId()), IsOk());
  FillDisk();
  kill(suite_->PidOf("notes"), SIGTERM);
  ASSERT_TRUE(WaitFor([&] { return absl::StrContains(suite_->LogOf("notes"), "\"draining\""); }));
  const std::vector<std::string> kept = CreateUntilRefused();
  EXPECT_EQ(suite_->AwaitEnd("notes", absl::Seconds(5)), 3) << suite_->LogOf("notes");
  ASSERT_THAT(suite_->Restart("notes"), IsOk());
  ExpectAllThere(kept);
}

TEST_F(RunServerTest, BackupOnSignal_CanBeServedFrom) {
  const std::string copies = suite_->folder() + "/copies";
  const std::string file = suite_->folder() + "/notes.db";
  EditConfig(absl::StrCat("'", file, "'"), absl::StrCat("'", file, "' backup_dir: '", copies, "'"));
  ASSERT_THAT(suite_->Restart("notes"), IsOk());
  const auto kept = Create(NextRequestId());
  ASSERT_THAT(kept, IsOk());
  kill(suite_->PidOf("notes"), SIGUSR2);
  const auto taken = [&] { return absl::StrContains(suite_->LogOf("notes"), "\"backup_taken\""); };
  ASSERT_TRUE(WaitFor(taken)) << suite_->LogOf("notes");
  const auto later = Create(NextRequestId());
  ASSERT_THAT(later, IsOk());
  suite_->Kill("notes");
  std::vector<std::string> found;
  for (const auto& entry : std::filesystem::directory_iterator(copies)) {
    found.push_back(entry.path().string());
  }
  ASSERT_EQ(found.size(), 1u);
  EXPECT_TRUE(absl::StartsWith(found[0], copies + "/notes-2")) << found[0];
  // The disk of the store is lost: a server on the copy has what was there when it was taken.
  EditConfig(file, found[0]);
  ASSERT_THAT(suite_->Restart("notes"), IsOk());
  ExpectAllThere({kept->name()});
  v1::GetNoteRequest get;
  get.set_name(later->name());
  EXPECT_EQ(suite_->Call<v1::Note>(kGet, get).status().code(), absl::StatusCode::kNotFound);
  ASSERT_THAT(Create(NextRequestId()), IsOk());
  audit::v1::VerifyTrailRequest verify;
  verify.set_parent("organizations/acme");
  const auto trail = suite_->Call<audit::v1::VerifyTrailResponse>(
      "interim.audit.v1.AuditService/VerifyTrail", verify, {.roles = {"auditor"}});
  ASSERT_THAT(trail, IsOk());
  EXPECT_TRUE(trail->verified());
  EXPECT_EQ(trail->event_count(), 2);
}

TEST_F(RunServerTest, SecondServerOnThePort_DoesNotStart) {
  // Same port, another file: only the port stands in the way.
  const std::string path = suite_->folder() + "/second.textproto";
  std::ifstream first(suite_->folder() + "/notes.textproto");
  std::ofstream second(path);
  for (std::string line; std::getline(first, line);) {
    if (line.find("sqlite_path") != std::string::npos) line = "store { memory: true }";
    if (line.find("operations_address") != std::string::npos) continue;
    second << line << "\n";
  }
  second.close();
  const Ended ended = RunProgram("--config=" + path);
  EXPECT_EQ(ended.code, 1);
  EXPECT_NE(ended.output.find("cannot listen on"), std::string::npos) << ended.output;
  EXPECT_THAT(suite_->Call<v1::EchoResponse>(kEcho, v1::EchoRequest()), IsOk());
}

TEST_F(RunServerTest, SecondServerOnTheFile_DoesNotStart) {
  const Ended ended = RunProgram(ConfigFlag());
  EXPECT_EQ(ended.code, 1) << ended.output;
}

TEST_F(RunServerTest, Flags) {
  EXPECT_EQ(RunProgram("").code, 2);
  EXPECT_EQ(RunProgram("--no-such-flag").code, 2);
  EXPECT_EQ(RunProgram("--help").code, 0);
  EXPECT_NE(RunProgram("--version").output.find("0.1.0"), std::string::npos);
  EXPECT_EQ(RunProgram(ConfigFlag() + " --check-config").code, 0);
  EXPECT_EQ(RunProgram("--config=/no/such/file").code, 1);
  const std::string bad = suite_->folder() + "/bad.textproto";
  std::ofstream(bad) << "# proto-message: interim.rpc.ServerConfig\nlisten_address: 'x'\n";
  const Ended ended = RunProgram("--config=" + bad + " --check-config");
  EXPECT_EQ(ended.code, 1);
  for (const char* problem : {"listen_address", "environment", "store", "token.issuer"}) {
    EXPECT_NE(ended.output.find(problem), std::string::npos) << ended.output;
  }
}

TEST_F(RunServerTest, LogSaysNoNamesAndNoTokens) {
  ASSERT_THAT(Create(NextRequestId()), IsOk());
  const std::string log = suite_->LogOf("notes", 1000);
  EXPECT_NE(log.find("CreateNote"), std::string::npos);
  EXPECT_EQ(log.find("anna"), std::string::npos) << log;
  EXPECT_EQ(log.find("eyJ"), std::string::npos) << log;
}

}  // namespace
}  // namespace interim::rpctest
