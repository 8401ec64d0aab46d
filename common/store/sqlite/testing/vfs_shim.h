// A file layer between SQLite and the operating system that tests can look into and turn against
// it.
#ifndef INTERIM_COMMON_STORE_SQLITE_TESTING_VFS_SHIM_H_
#define INTERIM_COMMON_STORE_SQLITE_TESTING_VFS_SHIM_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace interim::store::testing {

// Asked before each operation on a file. An answer other than 0 (SQLITE_OK) is given to SQLite and
// the operation is not done. Called from many threads.
class VfsHooks {
 public:
  virtual ~VfsHooks() = default;
  virtual void OnOpen(const std::string& /*path*/) {}
  virtual int BeforeRead(const std::string& /*path*/) { return 0; }
  // `written` is how much is passed on, also when an error is answered: a short write.
  virtual int BeforeWrite(const std::string& /*path*/, absl::string_view /*data*/,
                          std::int64_t /*offset*/, std::size_t& /*written*/) {
    return 0;
  }
  virtual int BeforeTruncate(const std::string& /*path*/, std::int64_t /*size*/) { return 0; }
  // SQLITE_DONE: answered with success without being done; what the process wrote is safe from a
  // kill anyway, and real syncs take most of a test's time.
  virtual int BeforeSync(const std::string& /*path*/) { return 0; }
};

// Makes `hooks` known to SQLite as a file layer of this name; once per name, both live for ever.
void RegisterVfs(const std::string& name, VfsHooks& hooks);

}  // namespace interim::store::testing

#endif  // INTERIM_COMMON_STORE_SQLITE_TESTING_VFS_SHIM_H_
