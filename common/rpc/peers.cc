#include "common/rpc/peers.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/core/error.h"

namespace interim::rpc {
namespace {

// "interim.matching.v1.MatchingService" for "interim.matching.v1".
std::string MainService(const std::string& package) {
  const std::vector<std::string> parts = absl::StrSplit(package, '.');
  if (parts.size() < 2) return "";
  std::string name = parts[1];
  if (!name.empty()) name[0] = absl::ascii_toupper(name[0]);
  return absl::StrCat(package, ".", name, "Service");
}

absl::Status PeerNotConfigured(absl::string_view method) {
  return MakeError({.code = absl::StatusCode::kFailedPrecondition,
                    .reason = "PEER_NOT_CONFIGURED",
                    .message = "no peer is configured for this method",
                    .metadata = {{"method", std::string(method)}}});
}

// What the channel itself said becomes our words; what the peer said stays.
absl::Status Named(const absl::Status& status, const std::string& package) {
  if (!absl::IsUnavailable(status) || ReasonOf(status) != "UNAVAILABLE") return status;
  return MakeError({.code = absl::StatusCode::kUnavailable,
                    .reason = "PEER_UNAVAILABLE",
                    .message = "another service cannot be reached",
                    .metadata = {{"peer", package}},
                    .retry_after = absl::Seconds(1)});
}

}  // namespace

Peers::Peers(const std::vector<PeerConfig>& peers) {
  for (const PeerConfig& config : peers) {
    peers_.push_back({.package = config.package(),
                      .client = Client::Connect({.target = config.target(),
                                                 .health_service = MainService(config.package())}),
                      .limit = absl::Milliseconds(config.limit_ms())});
  }
}

absl::Status Peers::Ask(absl::string_view method, const google::protobuf::Message& request,
                        google::protobuf::Message& response, const PeerContext& context) {
  for (const Peer& peer : peers_) {
    if (!absl::StartsWith(method, absl::StrCat(peer.package, "."))) continue;
    const absl::Duration limit = std::min(context.limit, peer.limit);
    if (limit <= absl::ZeroDuration()) {
      return MakeError({.code = absl::StatusCode::kDeadlineExceeded,
                        .reason = "DEADLINE_EXCEEDED",
                        .message = "no time left to ask another service"});
    }
    CallOptions options{.token = context.token, .language = context.language, .timeout = limit};
    if (!context.traceparent.empty()) {
      options.metadata.emplace_back("traceparent", context.traceparent);
    }
    return Named(peer.client->Invoke(method, request, response, options), peer.package);
  }
  return PeerNotConfigured(method);
}

}  // namespace interim::rpc
