#include "common/core/tenant.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/core/error.h"

namespace interim {

bool IsResourceId(absl::string_view id) {
  if (id.empty() || id.size() > 63 || !absl::ascii_islower(id.front()) || id.back() == '-') {
    return false;
  }
  for (const char c : id) {
    if (!absl::ascii_islower(c) && !absl::ascii_isdigit(c) && c != '-') return false;
  }
  return true;
}

absl::StatusOr<TenantId> TenantId::Parse(absl::string_view text) {
  if (!IsResourceId(text)) {
    return MakeError({.code = absl::StatusCode::kInvalidArgument,
                      .reason = "TENANT_INVALID",
                      .message =
                          "An organization id has 1 to 63 characters a-z, 0-9 and '-', starts "
                          "with a letter and does not end with '-'."});
  }
  return TenantId(std::string(text));
}

}  // namespace interim
