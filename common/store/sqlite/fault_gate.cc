#include "common/store/sqlite/fault_gate.h"

#include <sqlite3.h>

#include <utility>

#include "common/store/store_errors.h"

namespace interim::store::sqlite {

FaultGate::FaultGate(std::function<void(absl::string_view)> on_fatal, StoreObserver* observer)
    : on_fatal_(std::move(on_fatal)), observer_(observer) {}

absl::Status FaultGate::Check() const {
  return is_open() ? absl::OkStatus() : StoreUnavailable("closed");
}

absl::Status FaultGate::Report(int code, absl::string_view driver_text) {
  switch (code & 0xff) {
    case SQLITE_INTERRUPT:  // by ourselves: the caller's time is up
      return StoreUnavailable("busy");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      if (observer_ != nullptr) {
        observer_->OnFault(driver_text, StoreObserver::Severity::kTransient);
      }
      return StoreUnavailable("busy");
    case SQLITE_CONSTRAINT:
    case SQLITE_TOOBIG:
    case SQLITE_MISMATCH:
    case SQLITE_RANGE:
    case SQLITE_MISUSE:
    case SQLITE_ERROR:
      if (observer_ != nullptr) {
        observer_->OnFault(driver_text, StoreObserver::Severity::kTransient);
      }
      return StoreMisuse("the database refused a statement");
    default:
      break;
  }
  Close();
  if (!fatal_told_.exchange(true)) {
    if (observer_ != nullptr) observer_->OnFault(driver_text, StoreObserver::Severity::kFatal);
    if (on_fatal_) on_fatal_(driver_text);
  }
  return StoreUnavailable("storage fault");
}

}  // namespace interim::store::sqlite
