// The other services of the suite, by the package of their methods.
#ifndef INTERIM_COMMON_RPC_PEERS_H_
#define INTERIM_COMMON_RPC_PEERS_H_

#include <memory>
#include <string>
#include <vector>

#include "common/rpc/client.h"
#include "common/rpc/peer_caller.h"
#include "common/rpc/server_config.pb.h"

namespace interim::rpc {

// Thread-safe. Channels connect with their first call and live as long as this.
class Peers final : public PeerCaller {
 public:
  // `peers` with defaults filled in and checked.
  explicit Peers(const std::vector<PeerConfig>& peers);

  absl::Status Ask(absl::string_view method, const google::protobuf::Message& request,
                   google::protobuf::Message& response, const PeerContext& context) override;

 private:
  struct Peer {
    std::string package;
    std::unique_ptr<Client> client;
    absl::Duration limit;
  };
  std::vector<Peer> peers_;
};

}  // namespace interim::rpc

#endif  // INTERIM_COMMON_RPC_PEERS_H_
