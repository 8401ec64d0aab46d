// The program around a server: flags, signals, exit codes.
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/observe/log.h"
#include "common/rpc/build_info.h"
#include "common/rpc/running_server.h"
#include "common/rpc/server_config.h"

namespace interim::rpc {
namespace {

constexpr int kExitOk = 0;
constexpr int kExitStart = 1;
constexpr int kExitFlags = 2;
constexpr int kExitStore = 3;

struct Flags {
  std::string config;
  bool check = false;
  bool help = false;
  bool version = false;
  std::string problem;
};

Flags ParseFlags(int argc, char** argv) {
  Flags flags;
  for (int i = 1; i < argc; ++i) {
    absl::string_view flag = argv[i];
    if (absl::ConsumePrefix(&flag, "--config=")) {
      flags.config = std::string(flag);
    } else if (flag == "--check-config") {
      flags.check = true;
    } else if (flag == "--help") {
      flags.help = true;
    } else if (flag == "--version") {
      flags.version = true;
    } else {
      flags.problem = absl::StrCat("unknown flag ", flag);
    }
  }
  if (flags.config.empty() && !flags.help && !flags.version) flags.problem = "--config is needed";
  return flags;
}

void PrintHelp(std::FILE* to, const char* program, const ServerSpec& spec) {
  std::fprintf(
      to,
      "%s serves %s.\n\n"
      "  --config=<file>   configuration (text proto interim.rpc.ServerConfig)\n"
      "  --check-config    check the configuration and stop\n"
      "  --version         print the version and stop\n"
      "  --help            print this and stop\n\n"
      "Stops gracefully on SIGTERM and SIGINT; SIGUSR2 takes a copy of the store into\n"
      "store.backup_dir. Exit code: 0 stopped, 1 not started, 2 wrong flags, 3 the store failed\n"
      "(start again to recover).\n",
      program, spec.service.c_str());
}

// The signals the main thread waits for; SIGUSR1 is the server telling that the store has failed,
// SIGUSR2 an operator who wants a copy of it.
sigset_t WaitedSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGUSR1);
  sigaddset(&signals, SIGUSR2);
  return signals;
}

// No memory of ours ends up in a file or in another process of the same user.
void ProtectMemory() {
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
}

void WriteAddress(const ServerConfig& config, int port) {
  if (config.address_file().empty()) return;
  const absl::StatusOr<HostPort> address = ParseHostPort(config.listen_address());
  const std::string temporary = absl::StrCat(config.address_file(), ".new");
  std::ofstream(temporary) << (address.ok() ? address->host : "") << ":" << port << "\n";
  std::rename(temporary.c_str(), config.address_file().c_str());
}

// Nothing of the store can be trusted any more: no drain, no waiting for calls (one may hang in a
// sync of the disk for ever), no destructors. The next start recovers from the file.
[[noreturn]] void EndAtOnce(const absl::Status& fatal) {
  LOG_ERROR("store_failed", {{"status", fatal}});
  std::_Exit(kExitStore);
}

int Serve(const ServerConfig& config, const ServerSpec& spec) {
  sigset_t signals = WaitedSignals();
  absl::StatusOr<std::unique_ptr<RunningServer>> server = RunningServer::Start(config, spec);
  if (!server.ok()) {
    std::fprintf(stderr, "not started: %s\n", std::string(server.status().message()).c_str());
    return kExitStart;
  }
  (*server)->OnFatal([] { kill(getpid(), SIGUSR1); });
  WriteAddress(config, (*server)->port());
  LOG_INFO("serving",
           {{"service", spec.service}, {"port", (*server)->port()}, {"version", BuildVersion()}});
  int signal = 0;
  while (sigwait(&signals, &signal) != 0 || signal == SIGUSR2) {
    if (signal == SIGUSR2 && !(*server)->BackUp()) LOG_WARNING("backup_not_configured");
  }
  if (signal == SIGUSR1) EndAtOnce((*server)->Fatal());
  LOG_INFO("draining", {{"seconds", config.drain_seconds()}});
  (*server)->BeginDrain();
  // A second signal ends the wait, one for a copy does not.
  sigdelset(&signals, SIGUSR2);
  const timespec drain{config.drain_seconds(), 0};
  if (sigtimedwait(&signals, nullptr, &drain) == SIGUSR1) EndAtOnce((*server)->Fatal());
  (*server)->OnFatal([&server] { EndAtOnce((*server)->Fatal()); });
  (*server)->Stop(absl::Seconds(config.shutdown_seconds()));
  (*server)->OnFatal(nullptr);
  LOG_INFO("stopped");
  return kExitOk;
}

}  // namespace

int RunServer(int argc, char** argv, const ServerSpec& spec) {
  const Flags flags = ParseFlags(argc, argv);
  if (!flags.problem.empty()) {
    std::fprintf(stderr, "%s\n\n", flags.problem.c_str());
    PrintHelp(stderr, argv[0], spec);
    return kExitFlags;
  }
  if (flags.help) {
    PrintHelp(stdout, argv[0], spec);
    return kExitOk;
  }
  if (flags.version) {
    std::printf("%s %s\n", spec.service.c_str(), BuildVersion().c_str());
    return kExitOk;
  }
  ProtectMemory();
  // Before any thread exists, so that every thread inherits it.
  const sigset_t signals = WaitedSignals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);
  const absl::StatusOr<ServerConfig> config = LoadServerConfig(flags.config);
  if (!config.ok()) {
    std::fprintf(stderr, "configuration refused:\n%s\n",
                 std::string(config.status().message()).c_str());
    return kExitStart;
  }
  if (flags.check) {
    std::printf("configuration is fine\n");
    return kExitOk;
  }
  SetLogLevel(ParseLogLevel(config->log_level()));
  return Serve(*config, spec);
}

}  // namespace interim::rpc
