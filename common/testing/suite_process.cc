#include "common/testing/suite_process.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <deque>
#include <fstream>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/core/status_macros.h"
#include "interim/clock/v1/clock_service.pb.h"

extern char** environ;

namespace interim::testing {
namespace {

constexpr char kRedis[] = "redis";
constexpr absl::Duration kStartLimit = absl::Seconds(60);  // also on a busy machine

sockaddr_in Loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  return address;
}

// Sends text to a port and returns the first bytes of the answer; "" when nobody answers.
std::string Tell(int port, const std::string& text) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const timeval limit{1, 0};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
  const sockaddr_in address = Loopback(port);
  char answer[64] = {};
  ssize_t got = 0;
  if (connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0 &&
      send(fd, text.data(), text.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(text.size())) {
    got = recv(fd, answer, sizeof(answer) - 1, 0);
  }
  close(fd);
  return got > 0 ? std::string(answer, static_cast<std::size_t>(got)) : "";
}

std::string OwnFolder() {
  char path[4096];
  const ssize_t length = readlink("/proc/self/exe", path, sizeof(path));
  std::string program(path, length > 0 ? static_cast<std::size_t>(length) : 0);
  return program.substr(0, program.rfind('/'));
}

std::string PackageOf(const std::string& service) {
  return absl::StrCat("interim.", service, ".v1");
}

}  // namespace

std::vector<int> FreePorts(int count) {
  std::vector<int> sockets;
  std::vector<int> ports;
  for (int i = 0; i < count; ++i) {
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = Loopback(0);
    socklen_t size = sizeof(address);
    if (bind(fd, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
        getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) == 0) {
      ports.push_back(ntohs(address.sin_port));
    }
    sockets.push_back(fd);
  }
  for (const int fd : sockets) close(fd);
  return ports;
}

std::string FullServiceName(const std::string& service) {
  std::string name = service;
  if (!name.empty()) name[0] = absl::ascii_toupper(name[0]);
  return absl::StrCat(PackageOf(service), ".", name, "Service");
}

SuiteProcess::SuiteProcess(SuiteOptions options) : options_(std::move(options)) {
  tokens_ = std::make_unique<TestTokens>(folder_.path(), absl::Now());
  tokens_->WriteServiceTokens(options_.organizations);
}

SuiteProcess::~SuiteProcess() {
  for (auto& [name, part] : parts_) Kill(name);
}

absl::StatusOr<std::unique_ptr<SuiteProcess>> SuiteProcess::Start(SuiteOptions options) {
  std::unique_ptr<SuiteProcess> suite(new SuiteProcess(std::move(options)));
  std::vector<std::string> names = suite->options_.services;
  if (suite->options_.redis) names.insert(names.begin(), kRedis);
  std::vector<int> ports = FreePorts(static_cast<int>(2 * names.size()));
  for (std::size_t i = 0; i < names.size(); ++i) {
    suite->parts_[names[i]] = {.port = ports[2 * i], .operations_port = ports[2 * i + 1]};
  }
  suite->WriteSuiteJson();
  for (const std::string& name : names) {
    if (name != kRedis) suite->WriteConfig(name);
    RETURN_IF_ERROR(suite->Spawn(name));
  }
  for (const std::string& name : names) RETURN_IF_ERROR(suite->Await(name));
  return suite;
}

std::string SuiteProcess::address(const std::string& part) const {
  const auto it = parts_.find(part);
  return it == parts_.end() ? "" : absl::StrCat("127.0.0.1:", it->second.port);
}

void SuiteProcess::WriteConfig(const std::string& service) {
  const Part& part = parts_[service];
  std::ofstream file(absl::StrCat(folder(), "/", service, ".textproto"));
  file << "# proto-file: common/rpc/server_config.proto\n"
          "# proto-message: interim.rpc.ServerConfig\n"
       << "listen_address: '127.0.0.1:" << part.port << "'\n"
       << "operations_address: '127.0.0.1:" << part.operations_port << "'\n"
       << "environment: REHEARSAL\nreflection: true\ndrain_seconds: 0\n"
       << "store { sqlite_path: '" << folder() << "/" << service << ".db' }\n"
       << "token { key_set_file: '" << tokens_->key_set_file() << "' issuer: '" << kTestIssuer
       << "' audience: '" << kTestAudience << "' }\n"
       << "service_token_file: '" << folder() << "/service.token'\n";
  if (!options_.data_dir.empty()) file << "data_dir: '" << options_.data_dir << "'\n";
  if (options_.redis) file << "redis { address: '" << address(kRedis) << "' }\n";
  for (const std::string& peer : options_.services) {
    if (peer == service) break;  // only those to its left
    file << "peers { package: '" << PackageOf(peer) << "' target: '" << address(peer) << "' }\n";
  }
}

void SuiteProcess::WriteSuiteJson() {
  const std::string key = folder() + "/signing.pem";
  (void)tokens_->minter().WritePrivateKey(key);
  std::ofstream file(folder() + "/suite.json");
  file << "{\n";
  for (const auto& [name, part] : parts_) {
    file << "  \"" << name << "\": \"" << address(name) << "\",\n";
  }
  file << "  \"issuer\": \"" << kTestIssuer << "\",\n  \"audience\": \"" << kTestAudience
       << "\",\n  \"key\": \"" << key << "\",\n  \"key_set\": \"" << tokens_->key_set_file()
       << "\"\n}\n";
}

absl::Status SuiteProcess::Spawn(const std::string& name) {
  Part& part = parts_[name];
  // setpriv ends the part together with the test, also when that is killed.
  std::vector<std::string> words{"setpriv", "--pdeathsig", "KILL"};
  if (name == kRedis) {
    const std::string data = folder() + "/redis";
    mkdir(data.c_str(), 0700);
    for (const std::string& word :
         {std::string("redis-server"), std::string("--port"), absl::StrCat(part.port),
          std::string("--bind"), std::string("127.0.0.1"), std::string("--dir"), data,
          std::string("--appendonly"), std::string("yes"), std::string("--save"),
          std::string("")}) {
      words.push_back(word);
    }
  } else {
    const std::string programs = options_.programs.empty() ? OwnFolder() : options_.programs;
    words.push_back(absl::StrCat(programs, "/", name, "_server"));
    words.push_back(absl::StrCat("--config=", folder(), "/", name, ".textproto"));
  }
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const std::string log = absl::StrCat(folder(), "/", name, ".log");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, log.c_str(),
                                   O_WRONLY | O_CREAT | O_APPEND, 0600);
  posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
  const int failed =
      posix_spawnp(&part.pid, "setpriv", &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) return absl::UnavailableError(absl::StrCat(name, ": ", std::strerror(failed)));
  return absl::OkStatus();
}

bool SuiteProcess::IsRunning(const std::string& name) {
  Part& part = parts_[name];
  if (part.pid > 0 && waitpid(part.pid, nullptr, WNOHANG) == part.pid) part.pid = -1;
  return part.pid > 0;
}

bool SuiteProcess::Answers(const std::string& name) {
  if (name == kRedis) return absl::StartsWith(Tell(parts_[name].port, "PING\r\n"), "+PONG");
  return client(name).IsServing(FullServiceName(name), absl::Milliseconds(500));
}

absl::Status SuiteProcess::Await(const std::string& name) {
  const bool up = WaitFor([&] { return !IsRunning(name) || Answers(name); }, kStartLimit);
  if (up && IsRunning(name)) return absl::OkStatus();
  return absl::UnavailableError(absl::StrCat(name, " did not start:\n", LogOf(name)));
}

rpc::Client& SuiteProcess::client(const std::string& service) {
  Part& part = parts_[service];
  if (part.client == nullptr) part.client = rpc::Client::Connect({.target = address(service)});
  return *part.client;
}

rpc::Client& SuiteProcess::ClientFor(absl::string_view method) {
  for (const std::string& service : options_.services) {
    if (absl::StartsWith(method, PackageOf(service))) return client(service);
  }
  return client(options_.services.front());  // what every server has
}

void SuiteProcess::Kill(const std::string& name) {
  Part& part = parts_[name];
  if (part.pid <= 0) return;
  kill(part.pid, SIGKILL);
  waitpid(part.pid, nullptr, 0);
  part.pid = -1;
}

int SuiteProcess::Terminate(const std::string& name, absl::Duration limit) {
  Part& part = parts_[name];
  if (part.pid <= 0) return -1;
  kill(part.pid, SIGTERM);
  return AwaitEnd(name, limit);
}

int SuiteProcess::AwaitEnd(const std::string& name, absl::Duration limit) {
  Part& part = parts_[name];
  int status = 0;
  const pid_t pid = part.pid;
  if (!WaitFor([&] { return waitpid(pid, &status, WNOHANG) == pid; }, limit)) return -1;
  part.pid = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void SuiteProcess::Pause(const std::string& name) { kill(parts_[name].pid, SIGSTOP); }
void SuiteProcess::Resume(const std::string& name) { kill(parts_[name].pid, SIGCONT); }

absl::Status SuiteProcess::Restart(const std::string& name) {
  Kill(name);
  RETURN_IF_ERROR(Spawn(name));
  return Await(name);
}

void SuiteProcess::EmptyRedis() { Tell(parts_[kRedis].port, "FLUSHALL\r\n"); }

std::string SuiteProcess::LogOf(const std::string& name, int lines) const {
  std::ifstream file(absl::StrCat(folder(), "/", name, ".log"));
  std::deque<std::string> last;
  for (std::string line; std::getline(file, line);) {
    last.push_back(line);
    if (static_cast<int>(last.size()) > lines) last.pop_front();
  }
  std::string text;
  for (const std::string& line : last) absl::StrAppend(&text, line, "\n");
  return text;
}

absl::Status SuiteProcess::SetClock(absl::Duration offset) {
  const std::string token = tokens_->For(
      {.organization = options_.organizations.front(), .subject = "clock", .roles = {"admin"}});
  for (const std::string& service : options_.services) {
    clock::v1::SetClockRequest request;
    const std::int64_t nanos = absl::ToInt64Nanoseconds(offset);
    request.mutable_offset()->set_seconds(nanos / 1000000000);
    request.mutable_offset()->set_nanos(static_cast<std::int32_t>(nanos % 1000000000));
    RETURN_IF_ERROR(client(service)
                        .Call<clock::v1::Clock>("interim.clock.v1.ClockService/SetClock", request,
                                                {.token = token})
                        .status());
  }
  const auto has_settled = [&](const std::string& service) {
    const absl::StatusOr<clock::v1::Clock> clock = client(service).Call<clock::v1::Clock>(
        "interim.clock.v1.ClockService/GetClock", clock::v1::GetClockRequest(), {.token = token});
    return clock.ok() && clock->settled();
  };
  const bool settled = WaitFor(
      [&] { return std::all_of(options_.services.begin(), options_.services.end(), has_settled); });
  return settled ? absl::OkStatus() : absl::DeadlineExceededError("timers did not settle");
}

}  // namespace interim::testing
