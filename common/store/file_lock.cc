#include "common/store/file_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "common/core/status_macros.h"
#include "common/store/store_errors.h"

namespace interim::store {
namespace {

constexpr int kOwnerOnly = 0600;

absl::Status FileError(absl::string_view what) {
  return StoreUnavailable(absl::StrCat(what, ": ", std::strerror(errno)));
}

std::string ReadHolder(int descriptor) {
  char text[32] = {};
  const ssize_t size = pread(descriptor, text, sizeof(text) - 1, 0);
  if (size <= 0) return "unknown";
  return std::string(absl::StripAsciiWhitespace(text));
}

absl::Status SyncFolder(const std::string& folder) {
  const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return FileError("open folder");
  const int code = fsync(descriptor);
  absl::Status status = code == 0 ? absl::OkStatus() : FileError("sync folder");
  close(descriptor);
  return status;
}

}  // namespace

absl::StatusOr<std::unique_ptr<FileLock>> FileLock::Acquire(const std::string& path) {
  const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, kOwnerOnly);
  if (descriptor < 0) return FileError("open lock file");
  if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) {
      absl::Status status = FileError("lock file");
      close(descriptor);
      return status;
    }
    const std::string holder = ReadHolder(descriptor);
    close(descriptor);
    return MakeError({.code = absl::StatusCode::kFailedPrecondition,
                      .reason = "STORE_LOCKED",
                      .message = absl::StrCat("The store is in use by process ", holder,
                                              "; one file serves one process."),
                      .metadata = {{"path", path}, {"holder", holder}}});
  }
  const std::string holder = absl::StrCat(getpid(), "\n");
  // Only for people: a lock file without a number still locks.
  if (ftruncate(descriptor, 0) == 0 && pwrite(descriptor, holder.data(), holder.size(), 0) < 0) {
    errno = 0;
  }
  return std::unique_ptr<FileLock>(new FileLock(descriptor));
}

FileLock::~FileLock() { close(descriptor_); }

absl::Status CreatePrivateFile(const std::string& path) {
  std::error_code error;
  const std::filesystem::path file = std::filesystem::absolute(path, error);
  const std::filesystem::path folder = file.parent_path();
  if (std::filesystem::create_directories(folder, error)) {
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
  }
  if (error) return StoreUnavailable(absl::StrCat("create folder: ", error.message()));
  const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, kOwnerOnly);
  if (descriptor < 0) return FileError("create file");
  close(descriptor);
  return SyncFolder(folder.string());
}

absl::Status SyncFile(const std::string& path) {
  const int descriptor = open(path.c_str(), O_RDWR | O_CLOEXEC);
  if (descriptor < 0) return FileError("open file");
  absl::Status status = fsync(descriptor) == 0 ? absl::OkStatus() : FileError("sync file");
  close(descriptor);
  RETURN_IF_ERROR(status);
  std::error_code error;
  return SyncFolder(std::filesystem::absolute(path, error).parent_path().string());
}

}  // namespace interim::store
