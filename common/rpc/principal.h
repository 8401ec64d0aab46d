// Who calls: the verified content of a token.
#ifndef INTERIM_COMMON_RPC_PRINCIPAL_H_
#define INTERIM_COMMON_RPC_PRINCIPAL_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/core/tenant.h"

namespace interim::rpc {

// Made only by the token verifier (and by tests through common/testing).
struct Principal {
  TenantId organization;
  // `sub`: stable id of the person or machine.
  std::string subject;
  // `roles`: hr_advisor, sponsor, formal_client, ...
  std::vector<std::string> roles;
  // `party`: relative name of an outside party ("suppliers/s1", "candidates/c1", "supervisors/x");
  // empty for the client's own people.
  std::string party;

  bool HasRole(absl::string_view role) const;
  bool IsOutside() const { return !party.empty(); }
};

}  // namespace interim::rpc

#endif  // INTERIM_COMMON_RPC_PRINCIPAL_H_
