// Internal: what a relay timer carries. See relay_payload.proto.
#ifndef INTERIM_COMMON_RPC_RELAY_PAYLOAD_H_
#define INTERIM_COMMON_RPC_RELAY_PAYLOAD_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace interim::rpc {

// Kind of a relay timer: "relay:<method>#<request_id>"; one timer for each delivery, so that none
// replaces another.
inline constexpr absl::string_view kRelayPrefix = "relay:";

struct RelayPayload {
  std::string method;
  std::string request_id;
  std::string request_type;  // full message name
  std::string request;       // its bytes, without request_id
  std::string traceparent;
};

std::string EncodeRelay(const RelayPayload& payload);
// Nothing when the bytes are not a relay payload.
std::optional<RelayPayload> DecodeRelay(absl::string_view bytes);

}  // namespace interim::rpc

#endif  // INTERIM_COMMON_RPC_RELAY_PAYLOAD_H_
