#include "common/rpc/relay_payload.h"

#include "absl/strings/str_cat.h"
#include "common/rpc/peer_caller.h"
#include "common/rpc/wire_storage.pb.h"
#include "common/store/sha256.h"

namespace interim::rpc {

std::string EncodeRelay(const RelayPayload& payload) {
  storage::RelayCall call;
  call.set_method(payload.method);
  call.set_request_id(payload.request_id);
  call.set_request_type(payload.request_type);
  call.set_request(payload.request);
  call.set_traceparent(payload.traceparent);
  return call.SerializeAsString();
}

std::optional<RelayPayload> DecodeRelay(absl::string_view bytes) {
  storage::RelayCall call;
  if (!call.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) || call.method().empty()) {
    return std::nullopt;
  }
  return RelayPayload{.method = call.method(),
                      .request_id = call.request_id(),
                      .request_type = call.request_type(),
                      .request = call.request(),
                      .traceparent = call.traceparent()};
}

std::string DerivedUuid(absl::string_view text) {
  std::string bytes = store::Sha256(text).substr(0, 16);
  bytes[6] = static_cast<char>((bytes[6] & 0x0F) | 0x40);
  bytes[8] = static_cast<char>((bytes[8] & 0x3F) | 0x80);
  const std::string hex = store::Hex(bytes);
  const absl::string_view digits = hex;
  return absl::StrCat(digits.substr(0, 8), "-", digits.substr(8, 4), "-", digits.substr(12, 4), "-",
                      digits.substr(16, 4), "-", digits.substr(20));
}

}  // namespace interim::rpc
