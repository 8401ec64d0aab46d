// deps: interim::rules interim::assessment_service interim::testing interim::service_stubs
//
// What an advice costs: CPU of the calculation itself, over all worked cases, and needs per second
// of server CPU when thousands are streamed, beside a bare gRPC stream that sends the same bytes.
// Each server is a process of its own, so that its CPU time is all its own; the assessment server
// is the built program beside this one.
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "common/rpc/channel_settings.h"
#include "common/rpc/client.h"
#include "common/rules/text_proto.h"
#include "common/testing/in_process_server.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server.h"
#include "interim/assessment/v1/assessment_service.grpc.pb.h"
#include "services/assessment/domain/advice.h"
#include "services/assessment/domain/fact_text.h"
#include "services/assessment/domain/localize.h"
#include "services/assessment/service/knowledge.h"
#include "tests/bench/bench_table.h"

extern char** environ;

namespace interim::bench {
namespace {

using assessment::BuildAdvice;
using assessment::Depth;
using assessment::Knowledge;
using assessment::Known;
using testing::TestFolder;
using testing::TestTokens;
namespace v1 = assessment::v1;

constexpr int kNeedsPerStream = 1000;
constexpr int kStreams = 6;
constexpr int kRounds = 20;
constexpr double kMostFullMillis = 2.0;
constexpr double kLeastNeedsPerSecond = 2000;
constexpr char kMethod[] = "interim.assessment.v1.AssessmentService/StreamAssessNeeds";

[[noreturn]] void Give(const std::string& what) {
  std::fprintf(stderr, "%s\n", what.c_str());
  std::abort();
}

// What is known in every worked case.
std::vector<Known> CaseNeeds(const assessment::CompiledModel& model) {
  const auto files = rules::ListFiles(
      absl::StrCat(INTERIM_SOURCE_DIR, "/services/assessment/data/cases"), ".textproto");
  if (!files.ok()) Give(files.status().ToString());
  std::vector<assessment::model::Case> rows;
  for (const std::string& file : *files) {
    const auto cases = rules::LoadTextProto<assessment::model::Cases>(file);
    if (!cases.ok()) Give(cases.status().ToString());
    rows.insert(rows.end(), cases->case_().begin(), cases->case_().end());
  }
  const auto complete = assessment::CompleteCases(std::move(rows));
  if (!complete.ok()) Give(complete.status().ToString());
  std::vector<Known> needs;
  for (const auto& row : *complete) {
    auto known = assessment::KnownOfCase(model, row, *Date::Parse("2026-01-12"));
    if (!known.ok()) Give(known.status().ToString());
    needs.push_back(*std::move(known));
  }
  return needs;
}

std::string SourcePath(const std::string& path) {
  return absl::StrCat(INTERIM_SOURCE_DIR, "/", path);
}

// Sends the messages it is given, once for each need of the request as ours does.
class BareStream final : public v1::AssessmentService::Service {
 public:
  explicit BareStream(std::vector<v1::StreamAssessNeedsResponse> messages)
      : messages_(std::move(messages)) {}
  grpc::Status StreamAssessNeeds(
      grpc::ServerContext*, const v1::StreamAssessNeedsRequest*,
      grpc::ServerWriter<v1::StreamAssessNeedsResponse>* writer) override {
    for (const v1::StreamAssessNeedsResponse& message : messages_) writer->Write(message);
    return grpc::Status::OK;
  }

 private:
  const std::vector<v1::StreamAssessNeedsResponse> messages_;
};

// Messages of a stream, one after another with their length before each.
std::vector<v1::StreamAssessNeedsResponse> ReadMessages(const std::string& path) {
  std::vector<v1::StreamAssessNeedsResponse> messages;
  std::ifstream file(path, std::ios::binary);
  std::size_t size = 0;
  while (file.read(reinterpret_cast<char*>(&size), sizeof(size))) {
    std::string bytes(size, '\0');
    file.read(bytes.data(), static_cast<std::streamsize>(size));
    if (!messages.emplace_back().ParseFromString(bytes)) Give("a message cannot be read again");
  }
  return messages;
}

int ServeBare(const std::string& messages, const std::string& address_file) {
  BareStream service(ReadMessages(messages));
  grpc::ServerBuilder builder;
  rpc::ApplyServerSettings(builder);
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&service);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  std::ofstream(absl::StrCat(address_file, ".new")) << "127.0.0.1:" << port << "\n";
  std::rename(absl::StrCat(address_file, ".new").c_str(), address_file.c_str());
  server->Wait();
  return 0;
}

// A server process; killed at the end.
class Process {
 public:
  Process(std::vector<std::string> arguments, std::string address_file)
      : address_file_(std::move(address_file)) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    std::vector<char*> pointers;
    for (std::string& argument : arguments) pointers.push_back(argument.data());
    pointers.push_back(nullptr);
    const int failed = posix_spawn(&pid_, pointers[0], &actions, nullptr, pointers.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) Give(absl::StrCat("cannot start ", arguments[0], "; build it first"));
    if (!testing::WaitFor([this] { return access(address_file_.c_str(), R_OK) == 0; })) {
      Give(absl::StrCat(arguments[0], " did not start"));
    }
    std::ifstream(address_file_) >> address_;
  }
  ~Process() {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  const std::string& address() const { return address_; }
  // User and system time so far, in seconds; the system counts in steps of 10 ms.
  double CpuSeconds() const {
    std::ifstream file(absl::StrCat("/proc/", pid_, "/stat"));
    std::string line;
    std::getline(file, line);
    const std::vector<std::string> fields = absl::StrSplit(line.substr(line.rfind(')') + 2), ' ');
    std::int64_t user = 0;
    std::int64_t system = 0;
    if (!absl::SimpleAtoi(fields[11], &user) || !absl::SimpleAtoi(fields[12], &system)) return 0;
    return static_cast<double>(user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
  }

 private:
  pid_t pid_ = 0;
  std::string address_file_;
  std::string address_;
};

double CpuMillis() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto millis = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3;
  };
  return millis(usage.ru_utime) + millis(usage.ru_stime);
}

// CPU per advice over all cases, and of the dearest case, in milliseconds.
struct Cost {
  double mean = 0;
  double most = 0;
};

Cost MeasureAdvice(const Knowledge& knowledge, const std::vector<Known>& needs, Depth depth) {
  Cost cost;
  for (const Known& known : needs) {
    const double before = CpuMillis();
    for (int round = 0; round < kRounds; ++round) {
      v1::Advice advice = BuildAdvice(knowledge.model(), &knowledge.law(), known, depth);
      Localize(knowledge.model(), assessment::Lang::kDutch, advice);
    }
    const double spent = (CpuMillis() - before) / kRounds;
    cost.mean += spent / static_cast<double>(needs.size());
    cost.most = std::max(cost.most, spent);
  }
  return cost;
}

v1::StreamAssessNeedsRequest ManyNeeds(const std::vector<Known>& needs) {
  v1::StreamAssessNeedsRequest request;
  request.set_parent("organizations/acme");
  for (int i = 0; i < kNeedsPerStream; ++i) {
    v1::Need* need = request.add_needs();
    for (const v1::Fact& fact : needs[i % needs.size()].facts) *need->add_facts() = fact;
  }
  return request;
}

// Reads whole streams; keeps the messages of the first one.
class Load {
 public:
  Load(const Process& process, v1::StreamAssessNeedsRequest request, std::string token)
      : process_(process),
        request_(std::move(request)),
        options_{.token = std::move(token), .timeout = absl::Seconds(60)},
        client_(rpc::Client::Connect({.target = process.address()})) {}

  void Run(bool counts) {
    const double before = process_.CpuSeconds();
    int left = kNeedsPerStream;
    v1::StreamAssessNeedsResponse response;
    const absl::Status status = client_->ReadStream(
        kMethod, request_, response,
        [&](const google::protobuf::Message& message) {
          const auto& part = static_cast<const v1::StreamAssessNeedsResponse&>(message);
          left -= part.needs_size();
          if (!counts) messages_.push_back(part);
          return left > 0;
        },
        options_);
    if (!status.ok() || left != 0) Give(absl::StrCat("stream: ", status.ToString(), ", ", left));
    if (!counts) return;
    seconds_ += process_.CpuSeconds() - before;
    needs_ += kNeedsPerStream;
  }
  double NeedsPerSecond() const { return needs_ / std::max(seconds_, 1e-3); }
  const std::vector<v1::StreamAssessNeedsResponse>& messages() const { return messages_; }

 private:
  const Process& process_;
  const v1::StreamAssessNeedsRequest request_;
  const rpc::CallOptions options_;
  std::unique_ptr<rpc::Client> client_;
  std::vector<v1::StreamAssessNeedsResponse> messages_;
  double seconds_ = 0;
  double needs_ = 0;
};

std::string WriteConfig(const TestFolder& folder, const TestTokens& tokens) {
  const std::string path = absl::StrCat(folder.path(), "/config.textproto");
  std::ofstream(path) << "# proto-file: common/rpc/server_config.proto\n"
                         "# proto-message: interim.rpc.ServerConfig\n"
                         "listen_address: '127.0.0.1:0' environment: REHEARSAL drain_seconds: 0\n"
                         "store { memory: true } log_level: 'warning'\n"
                      << "token { key_set_file: '" << tokens.key_set_file() << "' issuer: '"
                      << testing::kTestIssuer << "' audience: '" << testing::kTestAudience
                      << "' }\ndata_dir: '" << INTERIM_SOURCE_DIR << "'\naddress_file: '"
                      << folder.path() << "/ours.address'\n";
  return path;
}

void WriteMessages(const std::vector<v1::StreamAssessNeedsResponse>& messages,
                   const std::string& path) {
  std::ofstream file(path, std::ios::binary);
  for (const v1::StreamAssessNeedsResponse& message : messages) {
    const std::string bytes = message.SerializeAsString();
    const std::size_t size = bytes.size();
    file.write(reinterpret_cast<const char*>(&size), sizeof(size));
    file.write(bytes.data(), static_cast<std::streamsize>(size));
  }
}

void MeasureStream(const std::vector<Known>& needs, Table& table) {
  const TestFolder folder;
  const TestTokens tokens(folder.path(), absl::Now());
  const std::filesystem::path here = std::filesystem::read_symlink("/proc/self/exe");
  const Process ours({(here.parent_path() / "assessment_server").string(),
                      absl::StrCat("--config=", WriteConfig(folder, tokens))},
                     folder.path() + "/ours.address");
  Load load(ours, ManyNeeds(needs), tokens.For({}));
  load.Run(false);
  const std::string messages = folder.path() + "/messages";
  WriteMessages(load.messages(), messages);
  const Process bare({here.string(), "--bare", messages, folder.path() + "/bare.address"},
                     folder.path() + "/bare.address");
  Load ceiling(bare, ManyNeeds(needs), tokens.For({}));
  ceiling.Run(false);
  for (int i = 0; i < kStreams; ++i) {
    load.Run(true);
    ceiling.Run(true);
  }
  const double share = 100 * load.NeedsPerSecond() / ceiling.NeedsPerSecond();
  table.Add({.what = "BASIC advices streamed, per second of server CPU",
             .reference = absl::StrFormat("%.0f/s bare", ceiling.NeedsPerSecond()),
             .measured = absl::StrFormat("%.0f/s = %.0f%% of bare", load.NeedsPerSecond(), share),
             .reach = absl::StrFormat(">= %.0f/s", kLeastNeedsPerSecond),
             .reached = load.NeedsPerSecond() >= kLeastNeedsPerSecond});
}

int Measure() {
  const auto knowledge = Knowledge::Load({.model = SourcePath("services/assessment/data"),
                                          .catalogue = SourcePath("common/catalogue/data"),
                                          .law = SourcePath("common/law/data")});
  if (!knowledge.ok()) Give(knowledge.status().ToString());
  const std::vector<Known> needs = CaseNeeds(knowledge->model());
  Table table("Advice; reference: bare gRPC stream of the same bytes");
  MeasureAdvice(*knowledge, needs, Depth::kBasic);
  const Cost basic = MeasureAdvice(*knowledge, needs, Depth::kBasic);
  const Cost full = MeasureAdvice(*knowledge, needs, Depth::kFull);
  table.Add({.what = "BASIC advice, CPU, mean of the cases",
             .measured = absl::StrFormat("%.3f ms, dearest %.3f ms", basic.mean, basic.most),
             .reach = ""});
  table.Add({.what = "FULL advice (next question, flips), CPU, dearest case",
             .measured = absl::StrFormat("%.3f ms, mean %.3f ms", full.most, full.mean),
             .reach = absl::StrFormat("<= %.1f ms", kMostFullMillis),
             .reached = full.most <= kMostFullMillis});
  MeasureStream(needs, table);
  return table.Print();
}

}  // namespace
}  // namespace interim::bench

int main(int argc, char** argv) {
  if (argc == 4 && std::string(argv[1]) == "--bare") {
    return interim::bench::ServeBare(argv[2], argv[3]);
  }
  return interim::bench::Measure();
}
