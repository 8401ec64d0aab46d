#include "common/testing/in_process_server.h"

#include <stdlib.h>

#include <cstdio>
#include <cstdlib>
#include <system_error>
#include <thread>

#include "absl/strings/str_cat.h"
#include "common/rpc/server_config.h"
#include "common/store/memory/memory_store.h"
#include "google/protobuf/text_format.h"
#include "interim/clock/v1/clock_service.pb.h"

namespace interim::testing {
namespace {

[[noreturn]] void Give(const std::string& what) {
  std::fprintf(stderr, "in-process server: %s\n", what.c_str());
  std::abort();
}

}  // namespace

TestFolder::TestFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "interim-test-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) Give("no folder for temporary files");
  path_ = pattern;
}

TestFolder::~TestFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

InProcessServer::InProcessServer(ServerSetup setup)
    : setup_(std::move(setup)), clock_(setup_.clock != nullptr ? setup_.clock : &own_clock_) {
  if (setup_.tokens == nullptr) {
    own_tokens_ = std::make_unique<TestTokens>(folder_.path(), clock_->Now());
  }
  tokens_ = setup_.tokens != nullptr ? setup_.tokens : own_tokens_.get();
  if (!setup_.access.empty() &&
      !google::protobuf::TextFormat::ParseFromString(setup_.access, &access_)) {
    Give("the access table does not parse");
  }
  if (!setup_.sqlite && setup_.store == nullptr) {
    memory_ = store::MemoryStore::Create(*clock_);
    setup_.store = memory_.get();
  }
  config_.set_listen_address("127.0.0.1:0");
  if (setup_.operations_port >= 0) {
    config_.set_operations_address(absl::StrCat("127.0.0.1:", setup_.operations_port));
  }
  config_.set_environment(setup_.environment);
  if (setup_.sqlite) {
    config_.mutable_store()->set_sqlite_path(folder_.path() + "/store.db");
  } else {
    config_.mutable_store()->set_memory(true);
  }
  if (!setup_.redis_address.empty()) config_.mutable_redis()->set_address(setup_.redis_address);
  config_.mutable_token()->set_key_set_file(tokens_->key_set_file());
  config_.mutable_token()->set_issuer(std::string(kTestIssuer));
  config_.mutable_token()->set_audience(std::string(kTestAudience));
  if (own_tokens_ != nullptr) {
    config_.set_service_token_file(own_tokens_->WriteServiceTokens(setup_.service_organizations));
  } else {
    config_.set_service_token_file(
        std::filesystem::path(tokens_->key_set_file()).parent_path().string() + "/service.token");
  }
  for (const auto& [package, target] : setup_.peers) {
    rpc::PeerConfig& peer = *config_.add_peers();
    peer.set_package(package);
    peer.set_target(target);
  }
  config_.set_drain_seconds(0);
  rpc::FillDefaults(config_);
  Start();
}

InProcessServer::~InProcessServer() { server_->Stop(absl::Seconds(1)); }

void InProcessServer::Start() {
  auto started = rpc::RunningServer::Start(config_, setup_.spec,
                                           {.system_clock = clock_,
                                            .ids = &ids_,
                                            .store = setup_.sqlite ? nullptr : setup_.store,
                                            .access = setup_.access.empty() ? nullptr : &access_});
  if (!started.ok()) Give(std::string(started.status().message()));
  server_ = *std::move(started);
  client_ = rpc::Client::Connect({.target = address()});
}

void InProcessServer::Restart() {
  server_->Stop(absl::Seconds(1));
  server_.reset();
  Start();
}

std::string InProcessServer::address() const { return absl::StrCat("127.0.0.1:", server_->port()); }

bool InProcessServer::WaitUntilSettled() {
  return WaitFor([this] {
    const auto clock = Call<clock::v1::Clock>("interim.clock.v1.ClockService/GetClock",
                                              clock::v1::GetClockRequest(), {.roles = {"admin"}});
    return clock.ok() && clock->settled();
  });
}

bool WaitFor(const std::function<bool()>& condition, absl::Duration limit) {
  const absl::Time end = absl::Now() + limit;
  while (!condition()) {
    if (absl::Now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

std::string NextRequestId() {
  static SeededIdGenerator& ids = *new SeededIdGenerator(11);  // only ever used for test ids
  return ids.NewUuid4();
}

}  // namespace interim::testing
