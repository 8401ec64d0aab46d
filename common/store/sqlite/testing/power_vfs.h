// A file layer that remembers what a disk would still have after a power cut: everything that was
// synced, and of the rest any part, in any order. For tests only.
#ifndef INTERIM_COMMON_STORE_SQLITE_TESTING_POWER_VFS_H_
#define INTERIM_COMMON_STORE_SQLITE_TESTING_POWER_VFS_H_

#include <cstdint>
#include <string>

namespace interim::store::testing {

// Registered with SQLite as Name() on first use; one disk for the whole process. Thread-safe.
class PowerVfs {
 public:
  static const std::string& Name();
  // A new, empty disk whose power is cut before operation `cut_at` (1, 2, ...; writes, truncations
  // and syncs count). From then on every operation answers an I/O error.
  enum class Syncs {
    kKept,     // what was synced is safe
    kIgnored,  // a disk that lies: syncs answer success and keep nothing
  };
  static void Start(std::int64_t cut_at, Syncs syncs = Syncs::kKept);
  static bool is_cut();
  // Operations since Start.
  static std::int64_t operation_count();
  // Writes what the disk still has of file `path` (as SQLite named it) to the file `to`: synced
  // content, plus each unsynced write whole, in part (sectors of 512 bytes) or not at all, by
  // `seed`.
  static void Survive(const std::string& path, const std::string& to, std::uint64_t seed);
};

}  // namespace interim::store::testing

#endif  // INTERIM_COMMON_STORE_SQLITE_TESTING_POWER_VFS_H_
