#ifndef INTERIM_COMMON_CORE_RESOURCE_NAME_H_
#define INTERIM_COMMON_CORE_RESOURCE_NAME_H_

#include <compare>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/core/tenant.h"

namespace interim {

// The name of one resource: "organizations/acme/engagements/e1/decisions/d2" (AIP-122).
// Collections are plural camelCase, ids follow IsResourceId. At most 8 levels below the
// organization.
class ResourceName {
 public:
  // Reads a full name, the organization included; one level below it at least.
  //   errors  INVALID_ARGUMENT RESOURCE_NAME_INVALID
  static absl::StatusOr<ResourceName> Parse(absl::string_view text);

  // Builds a name from the part below the organization: "contracts/c1".
  //   errors  INVALID_ARGUMENT RESOURCE_NAME_INVALID
  static absl::StatusOr<ResourceName> Make(const TenantId& tenant, absl::string_view relative);

  // Reads "organizations/acme", the parent in most List and Create requests.
  //   errors  INVALID_ARGUMENT RESOURCE_NAME_INVALID
  static absl::StatusOr<TenantId> ParseOrganization(absl::string_view text);

  // A name one level below this one.
  //   errors  INVALID_ARGUMENT RESOURCE_NAME_INVALID
  absl::StatusOr<ResourceName> Child(absl::string_view collection, absl::string_view id) const;

  const TenantId& organization() const { return organization_; }
  // Collections only: "contracts", "engagements/decisions".
  const std::string& collection() const { return collection_; }
  // The name below the organization: "engagements/e1/decisions/d2".
  const std::string& id() const { return relative_; }
  // The last id only: "d2".
  std::string last_id() const;
  // Full name of what this is in: "organizations/acme/engagements/e1", or "organizations/acme".
  std::string parent() const;
  // The full name.
  std::string ToString() const;

  friend bool operator==(const ResourceName&, const ResourceName&) = default;
  friend auto operator<=>(const ResourceName&, const ResourceName&) = default;
  template <typename H>
  friend H AbslHashValue(H h, const ResourceName& name) {
    return H::combine(std::move(h), name.organization_, name.relative_);
  }

 private:
  ResourceName(TenantId organization, std::string relative, std::string collection)
      : organization_(std::move(organization)),
        relative_(std::move(relative)),
        collection_(std::move(collection)) {}

  TenantId organization_;
  std::string relative_;
  std::string collection_;
};

}  // namespace interim

#endif  // INTERIM_COMMON_CORE_RESOURCE_NAME_H_
