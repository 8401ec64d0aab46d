// Internal: open Watch streams and the thread that feeds them. gRPC headers.
#ifndef INTERIM_COMMON_RPC_WATCH_HUB_H_
#define INTERIM_COMMON_RPC_WATCH_HUB_H_

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "common/core/mutex.h"
#include "common/observe/metrics.h"
#include "common/rpc/engine.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"

namespace interim::rpc {

class WatchReactor;

// Thread-safe. Streams are opened and polled on one thread of the hub, because their sources may
// block a moment and gRPC's callback threads are few.
class WatchHub {
 public:
  // `per_tenant`: streams of one organization at once.
  WatchHub(Metrics& metrics, int per_tenant);
  // Starts the thread that polls; once, after every method has been sealed: the thread reads them.
  void Start();
  // Stop must have been called.
  ~WatchHub();

  // Called by gRPC for a new stream; the reactor owns itself and ends by OnDone.
  grpc::ServerWriteReactor<grpc::ByteBuffer>* Open(Engine& engine, const Method& method,
                                                   const grpc::CallbackServerContext& context,
                                                   const grpc::ByteBuffer& request);
  // Ends all streams with UNAVAILABLE SERVER_STOPPING and refuses new ones; waits for the thread.
  void Stop();

 private:
  friend class WatchReactor;
  void Run();
  void Remove(const WatchReactor* reactor);
  void Wake();
  // A place among the streams of an organization; false when all are taken.
  bool TakePlace(const TenantId& tenant);
  void GivePlace(const TenantId& tenant);

  const std::size_t per_tenant_;
  Gauge open_;
  Mutex mutex_;
  CondVar wake_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  bool woken_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::shared_ptr<WatchReactor>> reactors_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, std::size_t> places_ ABSL_GUARDED_BY(mutex_);  // taken, by organization
  std::thread thread_;
};

}  // namespace interim::rpc

#endif  // INTERIM_COMMON_RPC_WATCH_HUB_H_
