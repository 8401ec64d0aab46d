#include "common/redis/testing/real_redis.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "absl/strings/str_cat.h"

extern char** environ;

namespace interim::redis {
namespace {

constexpr int kPortAttempts = 10;
constexpr std::chrono::seconds kStartLimit{10};

sockaddr_in Loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

int FreePort() {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = Loopback(0);
  socklen_t size = sizeof address;
  int port = 0;
  if (bind(fd, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
      getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) == 0) {
    port = ntohs(address.sin_port);
  }
  close(fd);
  return port;
}

}  // namespace

std::string RealRedis::address() const { return absl::StrCat("127.0.0.1:", port_); }

std::string RealRedis::Tell(const std::string& command) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const timeval limit{5, 0};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  const sockaddr_in address = Loopback(port_);
  std::string answer;
  const std::string line = command + "\r\n";
  if (connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
      send(fd, line.data(), line.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(line.size())) {
    char buffer[512];
    while (answer.find("\r\n") == std::string::npos) {
      const ssize_t got = recv(fd, buffer, sizeof buffer, 0);
      if (got <= 0) break;
      answer.append(buffer, static_cast<std::size_t>(got));
    }
  }
  close(fd);
  return answer.substr(0, answer.find("\r\n"));
}

bool RealRedis::Answers() { return Tell("PING") == "+PONG"; }

absl::Status RealRedis::Spawn() {
  std::vector<std::string> args = {"setpriv",      "--pdeathsig", "KILL",
                                   "redis-server", "--port",      absl::StrCat(port_),
                                   "--bind",       "127.0.0.1",   "--dir",
                                   folder_,        "--save",      "",
                                   "--appendonly", "no",          "--daemonize",
                                   "no",           "--logfile",   "redis.log"};
  args.insert(args.end(), settings_.begin(), settings_.end());
  std::vector<char*> argv;
  for (std::string& arg : args) argv.push_back(arg.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
  // A test binary may block signals; the server must not inherit that.
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  const int error = posix_spawnp(&pid_, "setpriv", &files, &attributes, argv.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  posix_spawnattr_destroy(&attributes);
  if (error != 0) {
    pid_ = -1;
    return absl::UnavailableError("redis-server could not be started (is it installed?)");
  }
  const auto end = std::chrono::steady_clock::now() + kStartLimit;
  while (std::chrono::steady_clock::now() < end) {
    if (Answers()) return absl::OkStatus();
    if (waitpid(pid_, nullptr, WNOHANG) == pid_) {
      pid_ = -1;
      return absl::UnavailableError(absl::StrCat("redis-server ended; see ", folder_));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  Kill();
  return absl::UnavailableError("redis-server does not answer");
}

absl::StatusOr<std::unique_ptr<RealRedis>> RealRedis::Start(
    const std::vector<std::string>& settings) {
  std::string folder = (std::filesystem::temp_directory_path() / "redis_XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) return absl::UnavailableError("no temporary folder");
  std::unique_ptr<RealRedis> redis(new RealRedis);
  redis->folder_ = folder;
  redis->settings_ = settings;
  absl::Status started;
  for (int i = 0; i < kPortAttempts; ++i) {  // somebody else may take the port in between
    redis->port_ = FreePort();
    started = redis->Spawn();
    if (started.ok()) return redis;
  }
  return started;
}

RealRedis::~RealRedis() {
  Kill();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void RealRedis::Kill() {
  if (pid_ <= 0) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

absl::Status RealRedis::Restart() { return Spawn(); }
void RealRedis::Pause() { kill(pid_, SIGSTOP); }
void RealRedis::Resume() { kill(pid_, SIGCONT); }

}  // namespace interim::redis
