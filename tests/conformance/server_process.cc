#include "tests/conformance/server_process.h"

#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"

extern char** environ;

namespace interim::conformance {
namespace {

[[noreturn]] void Give(const std::string& what) {
  std::fprintf(stderr, "server process: %s\n", what.c_str());
  std::abort();
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string PeerConfig(const testing::FakePeer* peer) {
  if (peer == nullptr) return "";
  return absl::StrCat("peers { package: \"", peer->package(), "\" target: \"", peer->address(),
                      "\" }\n");
}

std::string Config(const std::string& folder, const testing::TestTokens& tokens,
                   const testing::FakePeer* peer) {
  return absl::StrCat(
      "# proto-file: common/rpc/server_config.proto\n# proto-message: interim.rpc.ServerConfig\n",
      "listen_address: \"127.0.0.1:0\"\nenvironment: REHEARSAL\nstore { memory: true }\n",
      "token { key_set_file: \"", tokens.key_set_file(), "\" issuer: \"", testing::kTestIssuer,
      "\" audience: \"", testing::kTestAudience, "\" }\n", "service_token_file: \"",
      tokens.WriteServiceTokens({"acme"}), "\"\ndata_dir: \"", INTERIM_SOURCE_DIR,
      "\"\ndrain_seconds: 0\nlog_level: \"warning\"\naddress_file: \"", folder, "/address\"\n",
      PeerConfig(peer));
}

pid_t Spawn(const std::string& program, const std::string& config) {
  const std::string path =
      (std::filesystem::read_symlink("/proc/self/exe").parent_path() / program).string();
  std::vector<std::string> args = {"setpriv", "--pdeathsig", "KILL", path,
                                   absl::StrCat("--config=", config)};
  std::vector<char*> pointers;
  for (std::string& arg : args) pointers.push_back(arg.data());
  pointers.push_back(nullptr);
  pid_t pid = -1;
  if (posix_spawnp(&pid, "setpriv", nullptr, nullptr, pointers.data(), environ) != 0) {
    Give("cannot start " + path);
  }
  return pid;
}

}  // namespace

ServerProcess::ServerProcess(const std::string& program, const testing::FakePeer* peer) {
  if (peer == nullptr) {
    own_tokens_ = std::make_unique<testing::TestTokens>(folder_.path(), absl::Now());
  }
  tokens_ = peer == nullptr ? own_tokens_.get() : &peer->tokens();
  const std::string config = folder_.path() + "/config.textproto";
  std::ofstream(config) << Config(folder_.path(), *tokens_, peer);
  pid_ = Spawn(program, config);
  const std::string address_file = folder_.path() + "/address";
  const bool started = testing::WaitFor(
      [&] {
        int status = 0;
        if (waitpid(pid_, &status, WNOHANG) == pid_) Give(program + " did not start");
        return std::filesystem::exists(address_file);
      },
      absl::Seconds(60));
  if (!started) Give(program + " does not answer");
  const std::string address = ReadFile(address_file);
  client_ = rpc::Client::Connect({.target = std::string(absl::StripSuffix(address, "\n"))});
  if (!client_->WaitUntilConnected(absl::Seconds(10))) Give("no connection to " + program);
}

ServerProcess::~ServerProcess() {
  kill(pid_, SIGTERM);
  int status = 0;
  waitpid(pid_, &status, 0);
}

}  // namespace interim::conformance
