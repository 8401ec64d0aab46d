#include "common/core/resource_name.h"

#include <cstddef>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/core/error.h"
#include "common/core/status_macros.h"

namespace interim {
namespace {

constexpr char kOrganizations[] = "organizations/";
constexpr std::size_t kMaxSegments = 16;  // 8 levels; ours have at most 3

bool IsCollection(absl::string_view text) {
  if (text.empty() || text.size() > 63 || !absl::ascii_islower(text.front())) return false;
  for (const char c : text) {
    if (!absl::ascii_isalnum(c)) return false;
  }
  return true;
}

absl::Status Invalid(absl::string_view text, absl::string_view why) {
  return MakeError({.code = absl::StatusCode::kInvalidArgument,
                    .reason = "RESOURCE_NAME_INVALID",
                    .message = absl::StrCat("Not a resource name: ", why, "."),
                    .metadata = {{"name", std::string(text.substr(0, 200))}}});
}

// Returns the collections of "engagements/e1/decisions/d2": "engagements/decisions".
absl::StatusOr<std::string> CheckRelative(absl::string_view relative) {
  const std::vector<absl::string_view> parts = absl::StrSplit(relative, '/');
  if (parts.size() % 2 != 0 || parts.size() > kMaxSegments) {
    return Invalid(relative, "expected pairs of collection and id");
  }
  std::string collection;
  for (std::size_t i = 0; i < parts.size(); i += 2) {
    if (!IsCollection(parts[i])) return Invalid(relative, "a collection is not plural camelCase");
    if (!IsResourceId(parts[i + 1])) {
      return Invalid(relative, "an id does not match ^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$");
    }
    absl::StrAppend(&collection, i == 0 ? "" : "/", parts[i]);
  }
  return collection;
}

}  // namespace

absl::StatusOr<ResourceName> ResourceName::Parse(absl::string_view text) {
  absl::string_view rest = text;
  if (!absl::ConsumePrefix(&rest, kOrganizations)) {
    return Invalid(text, "it does not start with 'organizations/'");
  }
  const std::size_t slash = rest.find('/');
  if (slash == absl::string_view::npos) return Invalid(text, "it names an organization only");
  const auto tenant = TenantId::Parse(rest.substr(0, slash));
  if (!tenant.ok()) return Invalid(text, "the organization id is malformed");
  return Make(*tenant, rest.substr(slash + 1));
}

absl::StatusOr<ResourceName> ResourceName::Make(const TenantId& tenant,
                                                absl::string_view relative) {
  ASSIGN_OR_RETURN(std::string collection, CheckRelative(relative));
  return ResourceName(tenant, std::string(relative), std::move(collection));
}

absl::StatusOr<TenantId> ResourceName::ParseOrganization(absl::string_view text) {
  absl::string_view rest = text;
  if (!absl::ConsumePrefix(&rest, kOrganizations)) {
    return Invalid(text, "it does not start with 'organizations/'");
  }
  auto tenant = TenantId::Parse(rest);
  if (!tenant.ok()) return Invalid(text, "the organization id is malformed");
  return tenant;
}

absl::StatusOr<ResourceName> ResourceName::Child(absl::string_view collection,
                                                 absl::string_view id) const {
  return Make(organization_, absl::StrCat(relative_, "/", collection, "/", id));
}

std::string ResourceName::last_id() const { return relative_.substr(relative_.rfind('/') + 1); }

std::string ResourceName::parent() const {
  const std::size_t id_slash = relative_.rfind('/');
  const std::size_t collection_slash =
      id_slash == 0 ? std::string::npos : relative_.rfind('/', id_slash - 1);
  if (collection_slash == std::string::npos) {
    return absl::StrCat(kOrganizations, organization_.value());
  }
  return absl::StrCat(kOrganizations, organization_.value(), "/",
                      relative_.substr(0, collection_slash));
}

std::string ResourceName::ToString() const {
  return absl::StrCat(kOrganizations, organization_.value(), "/", relative_);
}

}  // namespace interim
