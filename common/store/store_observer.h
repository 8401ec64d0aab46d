// What a back end tells about its own work; common/observe turns it into metrics and log lines.
#ifndef INTERIM_COMMON_STORE_STORE_OBSERVER_H_
#define INTERIM_COMMON_STORE_STORE_OBSERVER_H_

#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace interim::store {

// Called from the threads that do the work, outside every lock of the store; must be quick, safe
// from many threads and outlive the store. Every method may be left as it is.
class StoreObserver {
 public:
  virtual ~StoreObserver() = default;

  // One commit was answered: time from the call to the answer, and the answer itself
  // (store_commit_seconds; ABORTED and ALREADY_EXISTS make callers retry:
  // store_retries_total{code}).
  virtual void OnCommit(absl::Duration /*elapsed*/, const absl::Status& /*status*/) {}
  // One group was written with one fsync: how many it held, how many wait now (store_queue_depth).
  virtual void OnBatch(std::size_t /*size*/, std::size_t /*waiting*/, absl::Duration /*elapsed*/) {}
  // The log was moved into the main file.
  virtual void OnCheckpoint(absl::Duration /*elapsed*/, int /*pages*/) {}
  // The database answered with an error: its own words, for our logs only. `fatal`: the store is
  // closed for good and the process should end.
  enum class Severity { kTransient, kFatal };
  virtual void OnFault(absl::string_view /*driver_text*/, Severity /*severity*/) {}
};

}  // namespace interim::store

#endif  // INTERIM_COMMON_STORE_STORE_OBSERVER_H_
