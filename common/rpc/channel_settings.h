// Internal: how our servers and clients talk, both sides in one place. gRPC headers.
#ifndef INTERIM_COMMON_RPC_CHANNEL_SETTINGS_H_
#define INTERIM_COMMON_RPC_CHANNEL_SETTINGS_H_

#include <string>

#include "grpcpp/server_builder.h"
#include "grpcpp/support/channel_arguments.h"

namespace interim::rpc {

// In milliseconds. The server accepts pings more often than clients send them; the other way round
// the connection dies with too_many_pings.
struct KeepaliveSettings {
  int client_time_ms = 20000;
  int client_timeout_ms = 5000;
  int server_min_interval_ms = 10000;
  int server_ping_strikes = 2;
  int connection_idle_ms = 5 * 60 * 1000;
  int connection_age_ms = 30 * 60 * 1000;
  int connection_age_grace_ms = 30 * 1000;
  int connect_limit_ms = 1000;  // for one attempt
  int reconnect_first_ms = 100;
  int reconnect_last_ms = 2000;
};
inline constexpr KeepaliveSettings kKeepalive;
static_assert(kKeepalive.server_min_interval_ms < kKeepalive.client_time_ms);

// Streams per connection.
inline constexpr int kMaxConcurrentStreams = 100;

// Service config of a channel: retries of UNAVAILABLE (4 attempts, 50 ms to 1 s, about one retry
// for ten successes), round robin over the addresses and, with a name, only over those whose health
// service says SERVING for it.
std::string RetryServiceConfig(const std::string& health_service);
// The same without retries.
std::string PlainServiceConfig(const std::string& health_service);

void ApplyServerSettings(grpc::ServerBuilder& builder);
grpc::ChannelArguments ClientSettings(const std::string& service_config);

}  // namespace interim::rpc

#endif  // INTERIM_COMMON_RPC_CHANNEL_SETTINGS_H_
