// The operations port: /metrics, /readyz, /livez over plain HTTP on a private address.
#ifndef INTERIM_COMMON_OBSERVE_OPERATIONS_SERVER_H_
#define INTERIM_COMMON_OBSERVE_OPERATIONS_SERVER_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/observe/metrics.h"

namespace interim {

// Why a process is not ready: empty when it is. Reasons are short names ("store", "draining").
using Readiness = std::vector<std::string>;

struct OperationsOptions {
  std::string address = "127.0.0.1:0";  // host:port; port 0 takes a free one
};

// GET /metrics   200, Prometheus text
// GET /readyz    200 {"ready":true}, or 503 {"ready":false,"reasons":["store"]}
// GET /livez     200 {"alive":true}; depends on nothing outside the process
class OperationsServer {
 public:
  // `metrics` outlives this; `readiness` is called from server threads.
  //   errors  UNAVAILABLE OPERATIONS_PORT (address taken or not ours)
  static absl::StatusOr<std::unique_ptr<OperationsServer>> Start(
      const OperationsOptions& options, const Metrics& metrics,
      std::function<Readiness()> readiness);
  // Stops taking connections and waits for requests under way.
  ~OperationsServer();
  OperationsServer(const OperationsServer&) = delete;
  OperationsServer& operator=(const OperationsServer&) = delete;

  int port() const;

 private:
  struct Impl;
  explicit OperationsServer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace interim

#endif  // INTERIM_COMMON_OBSERVE_OPERATIONS_SERVER_H_
