// A file layer for SQLite that fails on purpose: the nth write, sync or truncation from now on
// answers an I/O error, and so does everything after it until it is told to stop. For tests only.
#ifndef INTERIM_COMMON_STORE_SQLITE_TESTING_FAULT_VFS_H_
#define INTERIM_COMMON_STORE_SQLITE_TESTING_FAULT_VFS_H_

#include <cstdint>
#include <string>

namespace interim::store::testing {

// Registered with SQLite as kFaultVfs on first use; one for the whole process. Thread-safe.
class FaultVfs {
 public:
  enum class Fault {
    kWrite,       // SQLITE_IOERR_WRITE, nothing is written
    kShortWrite,  // half is written, then SQLITE_IOERR_WRITE
    kFull,        // SQLITE_FULL, nothing is written
    kSync,        // SQLITE_IOERR_FSYNC
    kTruncate,    // SQLITE_IOERR_TRUNCATE
    kRead,        // SQLITE_IOERR_READ
  };
  // Whether one operation fails or all of that kind from then on. After a single failed sync the
  // disk seems well again, which is the trap: the data may be lost all the same.
  enum class Length { kOnce, kForEver };

  static const std::string& Name();
  // Fails the nth (1, 2, ...) operation of this kind from now on.
  static void FailNth(Fault fault, int nth, Length length);
  static void StopFailing();
  // True when a fault was injected since FailNth.
  static bool has_failed();
  // Operations of this kind since FailNth, the failed ones included.
  static std::int64_t CallCount(Fault fault);
};

}  // namespace interim::store::testing

#endif  // INTERIM_COMMON_STORE_SQLITE_TESTING_FAULT_VFS_H_
