#include "common/rpc/principal.h"

namespace interim::rpc {

bool Principal::HasRole(absl::string_view role) const {
  for (const std::string& held : roles) {
    if (held == role) return true;
  }
  return false;
}

}  // namespace interim::rpc
