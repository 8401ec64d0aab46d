// Calls to the other services, as the call wrapper and the relay see them.
#ifndef INTERIM_COMMON_RPC_PEER_CALLER_H_
#define INTERIM_COMMON_RPC_PEER_CALLER_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"

namespace interim::rpc {

// What goes along with a call to a peer.
struct PeerContext {
  std::string token;        // bearer token; the caller's own, or the service's for relays
  std::string traceparent;  // "" for none
  std::string language;     // "nl" or "en"
  absl::Duration limit = absl::Seconds(5);  // how long it may take, retries of the channel included
};

// Thread-safe.
class PeerCaller {
 public:
  virtual ~PeerCaller() = default;
  // Calls "interim.matching.v1.MatchingService/GetSelection".
  //   errors  those of the peer with reason and metadata; UNAVAILABLE PEER_UNAVAILABLE (down,
  //   retried
  //           by the channel already), DEADLINE_EXCEEDED, FAILED_PRECONDITION PEER_NOT_CONFIGURED
  virtual absl::Status Ask(absl::string_view method, const google::protobuf::Message& request,
                           google::protobuf::Message& response, const PeerContext& context) = 0;
};

// A UUID of version 4 that is the same for the same text: the request_id of a call that another
// call or an event leads to.
std::string DerivedUuid(absl::string_view text);

}  // namespace interim::rpc

#endif  // INTERIM_COMMON_RPC_PEER_CALLER_H_
