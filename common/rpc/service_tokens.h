// Internal: the bearer tokens that relays and timers use, from a file of the deployment.
#ifndef INTERIM_COMMON_RPC_SERVICE_TOKENS_H_
#define INTERIM_COMMON_RPC_SERVICE_TOKENS_H_

#include <map>
#include <string>

#include "absl/time/time.h"
#include "common/core/clock.h"
#include "common/core/mutex.h"
#include "common/core/tenant.h"
#include "common/rpc/token.h"

namespace interim::rpc {

// One token a line, one or more organizations; reread when the file changes. Thread-safe.
class ServiceTokenFile {
 public:
  // `path` may be "": no tokens. References outlive this.
  ServiceTokenFile(std::string path, TokenVerifier& verifier, const SystemClock& clock);
  // A valid token for the organization, "" without one.
  std::string TokenFor(const TenantId& tenant);

 private:
  void RereadWhenChanged() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::string path_;
  TokenVerifier& verifier_;
  const SystemClock& clock_;
  Mutex mutex_;
  std::string content_ ABSL_GUARDED_BY(mutex_);
  absl::Time next_look_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
  std::map<std::string, std::string> by_tenant_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace interim::rpc

#endif  // INTERIM_COMMON_RPC_SERVICE_TOKENS_H_
