// deps: interim::core interim::rpc interim::rpc_testing interim::testing interim::service_stubs
//
// What the call wrapper costs: server CPU per call beside a bare gRPC echo of the same size, same
// API and threads, in the same run. Each server is a process of its own, so that its CPU time is
// all its own.
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/rpc/channel_settings.h"
#include "common/rpc/client.h"
#include "common/rpc/testing/notes_service.h"
#include "common/testing/in_process_server.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/resource_quota.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server.h"
#include "interim/audit/v1/audit_service.grpc.pb.h"
#include "tests/bench/bench_table.h"

extern char** environ;

namespace interim::bench {
namespace {

using testing::TestFolder;
using testing::TestTokens;

constexpr int kThreads = 4;
constexpr int kCallsPerRound = 8000;
constexpr int kRounds = 3;
constexpr std::size_t kEmptyBytes = 32;
constexpr std::size_t kRecordBytes = 2000;  // a contract with its parties and clauses

// Answers with what it got.
class BareEcho final : public audit::v1::AuditService::Service {
  grpc::Status VerifyTrail(grpc::ServerContext*, const audit::v1::VerifyTrailRequest* request,
                           audit::v1::VerifyTrailResponse* response) override {
    response->set_problem(request->parent());
    return grpc::Status::OK;
  }
};

int ServeBare(const std::string& address_file) {
  BareEcho echo;
  // As in our servers: it brings the threads of the callback API, which every call pays for.
  grpc::EnableDefaultHealthCheckService(true);
  grpc::ServerBuilder builder;
  rpc::ApplyServerSettings(builder);
  grpc::ResourceQuota quota("server");
  quota.SetMaxThreads(72);
  builder.SetResourceQuota(quota);
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&echo);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  std::ofstream(absl::StrCat(address_file, ".new")) << "127.0.0.1:" << port << "\n";
  std::rename(absl::StrCat(address_file, ".new").c_str(), address_file.c_str());
  server->Wait();
  return 0;
}

int ServeWrapped(char* program, const std::string& config) {
  rpctest::Notes notes;
  const rpc::ServerSpec spec = rpctest::NotesSpec(notes);
  std::string flag = absl::StrCat("--config=", config);
  char* arguments[] = {program, flag.data(), nullptr};
  return rpc::RunServer(2, arguments, spec);
}

// A server process; killed at the end.
class Process {
 public:
  Process(const char* kind, const std::string& argument, std::string address_file)
      : address_file_(std::move(address_file)) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    std::string program = "/proc/self/exe";
    std::string first = absl::StrCat("--", kind);
    std::string second = argument;
    char* arguments[] = {program.data(), first.data(), second.data(), nullptr};
    if (posix_spawn(&pid_, program.c_str(), &actions, nullptr, arguments, environ) != 0) {
      std::abort();
    }
    posix_spawn_file_actions_destroy(&actions);
    if (!testing::WaitFor([this] { return access(address_file_.c_str(), R_OK) == 0; })) {
      std::fprintf(stderr, "the %s server did not start\n", kind);
      std::abort();
    }
    std::ifstream(address_file_) >> address_;
  }
  ~Process() {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  const std::string& address() const { return address_; }
  // User and system time so far, in microseconds; the system counts in steps of 10 ms.
  double CpuMicros() const {
    std::ifstream file(absl::StrCat("/proc/", pid_, "/stat"));
    std::string line;
    std::getline(file, line);
    const std::vector<std::string> fields = absl::StrSplit(line.substr(line.rfind(')') + 2), ' ');
    std::int64_t user = 0;
    std::int64_t system = 0;
    if (!absl::SimpleAtoi(fields[11], &user) || !absl::SimpleAtoi(fields[12], &system)) return 0;
    return static_cast<double>(user + system) * 1e6 / static_cast<double>(sysconf(_SC_CLK_TCK));
  }

 private:
  pid_t pid_ = 0;
  std::string address_file_;
  std::string address_;
};

// One kind of call to one server, and the CPU it has cost so far.
class Load {
 public:
  Load(Process& process, std::string method, const google::protobuf::Message& request,
       const google::protobuf::Message& response, std::string token)
      : process_(process),
        method_(std::move(method)),
        request_(request.New()),
        response_(response),
        options_{.token = std::move(token)},
        client_(rpc::Client::Connect({.target = process.address()})) {
    request_->CopyFrom(request);
  }

  void Run(int calls, bool counts) {
    const double before = process_.CpuMicros();
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&] {
        std::unique_ptr<google::protobuf::Message> response(response_.New());
        for (int j = 0; j < calls / kThreads; ++j) {
          const absl::Status status = client_->Invoke(method_, *request_, *response, options_);
          if (!status.ok()) {
            std::fprintf(stderr, "%s: %s\n", method_.c_str(), status.ToString().c_str());
            std::abort();
          }
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    if (!counts) return;
    micros_ += process_.CpuMicros() - before;
    calls_ += calls;
  }
  double MicrosPerCall() const { return micros_ / calls_; }

 private:
  Process& process_;
  const std::string method_;
  std::unique_ptr<google::protobuf::Message> request_;
  const google::protobuf::Message& response_;
  rpc::CallOptions options_;
  std::unique_ptr<rpc::Client> client_;
  double micros_ = 0;
  int calls_ = 0;
};

std::string WriteConfig(const TestFolder& folder, const TestTokens& tokens, const std::string& name,
                        const std::string& store) {
  const std::string path = absl::StrCat(folder.path(), "/", name, ".textproto");
  std::ofstream(path) << "# proto-file: common/rpc/server_config.proto\n"
                         "# proto-message: interim.rpc.ServerConfig\n"
                         "listen_address: '127.0.0.1:0' environment: REHEARSAL drain_seconds: 0\n"
                      << "store { " << store << " }\n"
                      << "token { key_set_file: '" << tokens.key_set_file() << "' issuer: '"
                      << testing::kTestIssuer << "' audience: '" << testing::kTestAudience
                      << "' }\n"
                      << "address_file: '" << folder.path() << "/" << name << ".address'\n";
  return path;
}

std::string CreateNote(Process& process, const std::string& token, notes::v1::Note* note) {
  notes::v1::CreateNoteRequest request;
  request.set_parent("organizations/acme");
  request.mutable_note()->set_title(std::string(kRecordBytes, 'x'));
  const auto client = rpc::Client::Connect({.target = process.address()});
  const auto made = client->Call<notes::v1::Note>("interim.notes.v1.NotesService/CreateNote",
                                                  request, {.token = token});
  if (!made.ok()) {
    std::fprintf(stderr, "no record: %s\n", made.status().ToString().c_str());
    std::abort();
  }
  *note = *made;
  return made->name();
}

Row RatioRow(const std::string& what, const Load& bare, const Load& wrapped, double goal) {
  const double ratio = wrapped.MicrosPerCall() / bare.MicrosPerCall();
  return {.what = what,
          .reference = absl::StrFormat("%.1f us", bare.MicrosPerCall()),
          .measured = absl::StrFormat("%.1f us = %.2fx", wrapped.MicrosPerCall(), ratio),
          .reach = goal > 0 ? absl::StrFormat("<= %.1fx", goal) : "",
          .reached = goal <= 0 || ratio <= goal};
}

int Measure() {
  const TestFolder folder;
  const TestTokens tokens(folder.path(), absl::Now());
  const std::string token = tokens.For({});
  Process bare("bare", folder.path() + "/bare.address", folder.path() + "/bare.address");
  Process memory("wrapped", WriteConfig(folder, tokens, "memory", "memory: true"),
                 folder.path() + "/memory.address");
  Process sqlite("wrapped",
                 WriteConfig(folder, tokens, "sqlite",
                             absl::StrCat("sqlite_path: '", folder.path(), "/store.db'")),
                 folder.path() + "/sqlite.address");

  audit::v1::VerifyTrailRequest small;
  small.set_parent(std::string(kEmptyBytes, 'x'));
  notes::v1::EchoRequest empty;
  empty.set_payload(small.parent());
  notes::v1::GetNoteRequest get_memory;
  notes::v1::GetNoteRequest get_sqlite;
  notes::v1::Note note;
  get_memory.set_name(CreateNote(memory, token, &note));
  get_sqlite.set_name(CreateNote(sqlite, token, &note));
  audit::v1::VerifyTrailRequest large;
  large.set_parent(std::string(note.ByteSizeLong(), 'x'));

  const std::string echo = "interim.audit.v1.AuditService/VerifyTrail";
  const std::string notes = "interim.notes.v1.NotesService/";
  const auto& echoed = audit::v1::VerifyTrailResponse::default_instance();
  const auto& read = notes::v1::Note::default_instance();
  Load bare_small(bare, echo, small, echoed, token);
  Load bare_large(bare, echo, large, echoed, token);
  Load wrapped_empty(memory, notes + "Echo", empty, notes::v1::EchoResponse::default_instance(),
                     token);
  Load read_memory(memory, notes + "GetNote", get_memory, read, token);
  Load read_sqlite(sqlite, notes + "GetNote", get_sqlite, read, token);
  Load* const loads[] = {&bare_small, &wrapped_empty, &bare_large, &read_memory, &read_sqlite};
  for (Load* load : loads) load->Run(kCallsPerRound / 8, false);
  for (int round = 0; round < kRounds; ++round) {
    for (Load* load : loads) load->Run(kCallsPerRound, true);
  }
  Table table("Server CPU per call; reference: bare gRPC echo of the same size");
  table.Add(RatioRow("empty call through the whole wrapper", bare_small, wrapped_empty, 1.4));
  table.Add(RatioRow("stored read, SQLite", bare_large, read_sqlite, 2.0));
  table.Add(RatioRow("stored read, memory", bare_large, read_memory, 0));
  return table.Print();
}

}  // namespace
}  // namespace interim::bench

int main(int argc, char** argv) {
  if (argc == 3 && std::string(argv[1]) == "--bare") return interim::bench::ServeBare(argv[2]);
  if (argc == 3 && std::string(argv[1]) == "--wrapped") {
    return interim::bench::ServeWrapped(argv[0], argv[2]);
  }
  return interim::bench::Measure();
}
