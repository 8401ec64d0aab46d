// The switch that a storage fault throws. After a failed write or fsync nothing of the file can be
// trusted while the process lives (SQLite itself would go on accepting writes), so the gate closes
// for good, everything answers UNAVAILABLE, and the owner ends the process.
#ifndef INTERIM_COMMON_STORE_SQLITE_FAULT_GATE_H_
#define INTERIM_COMMON_STORE_SQLITE_FAULT_GATE_H_

#include <atomic>
#include <functional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/store/store_observer.h"

namespace interim::store::sqlite {

// Thread-safe.
class FaultGate {
 public:
  // `on_fatal` is called once, from the thread that met the first fatal fault, with the driver's
  // own text; it must not call the store. `observer` may be null and must outlive the gate.
  FaultGate(std::function<void(absl::string_view)> on_fatal, StoreObserver* observer);

  bool is_open() const { return open_.load(std::memory_order_acquire); }
  // OK while open. Errors: UNAVAILABLE STORE_UNAVAILABLE.
  absl::Status Check() const;
  // Closes without a fault, at the end of the store's life.
  void Close() { open_.store(false, std::memory_order_release); }
  // Takes a result code of SQLite (extended, not OK), closes the gate when it is fatal.
  //   returns  what a caller of the store may see
  absl::Status Report(int code, absl::string_view driver_text);

 private:
  std::atomic<bool> open_{true};
  std::atomic<bool> fatal_told_{false};
  std::function<void(absl::string_view)> on_fatal_;
  StoreObserver* observer_;
};

}  // namespace interim::store::sqlite

#endif  // INTERIM_COMMON_STORE_SQLITE_FAULT_GATE_H_
