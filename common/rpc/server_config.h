// Reads and checks the configuration of a server.
#ifndef INTERIM_COMMON_RPC_SERVER_CONFIG_H_
#define INTERIM_COMMON_RPC_SERVER_CONFIG_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/rpc/server_config.pb.h"

namespace interim::rpc {

// Everything wrong with a configuration, one sentence each; empty when it can be used.
std::vector<std::string> ConfigProblems(const ServerConfig& config);

// Reads a text proto file, fills in defaults and checks it.
//   errors  INVALID_ARGUMENT CONFIG_INVALID with every problem at once
absl::StatusOr<ServerConfig> LoadServerConfig(const std::string& path);

// Puts defaults where nothing is set.
void FillDefaults(ServerConfig& config);

// "127.0.0.1:7001" taken apart; port 0..65535.
//   errors  INVALID_ARGUMENT ADDRESS_INVALID
struct HostPort {
  std::string host;
  int port = 0;
};
absl::StatusOr<HostPort> ParseHostPort(const std::string& address);

}  // namespace interim::rpc

#endif  // INTERIM_COMMON_RPC_SERVER_CONFIG_H_
