#ifndef INTERIM_COMMON_CORE_TENANT_H_
#define INTERIM_COMMON_CORE_TENANT_H_

#include <compare>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace interim {

// True for an id as resource names use it: ^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$ (1 to 63 characters).
bool IsResourceId(absl::string_view id);

// The organization whose data is meant. First argument of every access to stored data; there is no
// empty tenant, so it has no default constructor.
class TenantId {
 public:
  // Checks the id pattern (see IsResourceId).
  //   errors  INVALID_ARGUMENT TENANT_INVALID
  static absl::StatusOr<TenantId> Parse(absl::string_view text);

  const std::string& value() const { return value_; }

  friend bool operator==(const TenantId&, const TenantId&) = default;
  friend auto operator<=>(const TenantId&, const TenantId&) = default;
  template <typename H>
  friend H AbslHashValue(H h, const TenantId& tenant) {
    return H::combine(std::move(h), tenant.value_);
  }

 private:
  explicit TenantId(std::string value) : value_(std::move(value)) {}
  std::string value_;
};

}  // namespace interim

#endif  // INTERIM_COMMON_CORE_TENANT_H_
