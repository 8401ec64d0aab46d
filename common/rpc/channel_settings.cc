#include "common/rpc/channel_settings.h"

#include "absl/strings/str_cat.h"
#include "common/rpc/limits.h"

namespace interim::rpc {
namespace {

std::string HealthPart(const std::string& health_service) {
  if (health_service.empty()) return "";
  return absl::StrCat(R"("healthCheckConfig":{"serviceName":")", health_service, R"("},)");
}

constexpr char kBalancing[] = R"("loadBalancingConfig":[{"round_robin":{}}])";

}  // namespace

std::string RetryServiceConfig(const std::string& health_service) {
  return absl::StrCat(
      "{", HealthPart(health_service), kBalancing,
      R"(,"retryThrottling":{"maxTokens":10,"tokenRatio":0.1},)"
      R"("methodConfig":[{"name":[{}],"retryPolicy":{"maxAttempts":4,"initialBackoff":"0.05s",)"
      R"("maxBackoff":"1s","backoffMultiplier":2,"retryableStatusCodes":["UNAVAILABLE"]}}]})");
}

std::string PlainServiceConfig(const std::string& health_service) {
  return absl::StrCat("{", HealthPart(health_service), kBalancing, "}");
}

void ApplyServerSettings(grpc::ServerBuilder& builder) {
  builder.SetMaxReceiveMessageSize(kMaxMessageBytes);
  builder.SetMaxSendMessageSize(kMaxMessageBytes);
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, kMaxMetadataBytes);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kMaxConcurrentStreams);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_IDLE_MS, kKeepalive.connection_idle_ms);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS, kKeepalive.connection_age_ms);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS,
                             kKeepalive.connection_age_grace_ms);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
                             kKeepalive.server_min_interval_ms);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MAX_PING_STRIKES, kKeepalive.server_ping_strikes);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
}

grpc::ChannelArguments ClientSettings(const std::string& service_config) {
  grpc::ChannelArguments args;
  args.SetServiceConfigJSON(service_config);
  args.SetMaxReceiveMessageSize(kMaxMessageBytes);
  args.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepalive.client_time_ms);
  args.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepalive.client_timeout_ms);
  args.SetInt(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  args.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kKeepalive.reconnect_first_ms);
  args.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, kKeepalive.connect_limit_ms);
  args.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kKeepalive.reconnect_last_ms);
  args.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  return args;
}

}  // namespace interim::rpc
