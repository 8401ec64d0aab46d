#include "common/rpc/build_info.h"

#include <limits.h>
#include <unistd.h>

#include "absl/strings/str_cat.h"

namespace interim::rpc {

std::string BuildVersion() { return INTERIM_VERSION; }

std::string SourceDir() {
  char path[PATH_MAX];
  const ssize_t length = readlink("/proc/self/exe", path, sizeof(path));
  if (length > 0) {
    std::string program(path, static_cast<std::size_t>(length));
    program.resize(program.rfind('/'));
    std::string shared = absl::StrCat(program, "/../share/interim");
    if (access(absl::StrCat(shared, "/common").c_str(), R_OK) == 0) return shared;
  }
  return INTERIM_SOURCE_DIR;
}

}  // namespace interim::rpc
