// Files and folders of a store on the local disk.
#ifndef INTERIM_COMMON_STORE_FILE_LOCK_H_
#define INTERIM_COMMON_STORE_FILE_LOCK_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace interim::store {

// Holds a file for one process (and one owner inside it) as long as it lives. The operating system
// lets go when the process ends, however it ends; the file itself stays.
class FileLock {
 public:
  // Creates `path` (mode 0600) when it is missing and takes it, without waiting. The number of the
  // holding process is written into it, for people.
  //   errors  FAILED_PRECONDITION STORE_LOCKED (metadata path, holder), UNAVAILABLE
  //   STORE_UNAVAILABLE
  static absl::StatusOr<std::unique_ptr<FileLock>> Acquire(const std::string& path);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

// Creates the folder of `path` (mode 0700, parents too) and, when it is missing, the file itself
// (mode 0600), so that nobody else can read it, and makes both names durable.
//   errors  UNAVAILABLE STORE_UNAVAILABLE
absl::Status CreatePrivateFile(const std::string& path);

// Waits until the content and the name of a file are on the disk.
//   errors  UNAVAILABLE STORE_UNAVAILABLE
absl::Status SyncFile(const std::string& path);

}  // namespace interim::store

#endif  // INTERIM_COMMON_STORE_FILE_LOCK_H_
