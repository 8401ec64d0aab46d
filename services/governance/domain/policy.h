// The house rules of governance: figures that come from data, never from code.
#ifndef INTERIM_SERVICES_GOVERNANCE_DOMAIN_POLICY_H_
#define INTERIM_SERVICES_GOVERNANCE_DOMAIN_POLICY_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "interim/governance/v1/mandate.pb.h"
#include "services/governance/domain/policy.pb.h"

namespace interim::governance {

// Checks a policy as read from services/governance/data/policy.textproto.
//   errors  INVALID_ARGUMENT with every wrong field: a ladder that is not L1..L4 in order, a limit
//           or term below 1, an empty list of domains or reserved matters
absl::Status CheckPolicy(const PolicyData& policy);

// The rule of a domain a mandate may name, or null.
const MandateDomainRule* FindDomainRule(const PolicyData& policy, absl::string_view domain_code);
// True for a domain a mandate may name.
bool IsMandateDomain(const PolicyData& policy, absl::string_view domain_code);
// The rule of an evaluation moment, or null.
const EvaluationMomentRule* FindMoment(const PolicyData& policy, absl::string_view moment_code);
// True when a decision in this domain or on this matter must state its kind of plan where a works
// council exists.
bool MustNamePlanKind(const PolicyData& policy, absl::string_view domain_code,
                      absl::string_view matter_code);
// True for a matter that always stays with the client.
bool IsFixedReservedMatter(const PolicyData& policy, absl::string_view code);
// The step of the ladder at a level; null for the interim manager, who has no clock.
const LadderStep* FindStep(const PolicyData& policy, v1::EscalationLevel level);
// The level above, in the order of the ladder; UNSPECIFIED above the last.
v1::EscalationLevel LevelAbove(v1::EscalationLevel level);

}  // namespace interim::governance

#endif  // INTERIM_SERVICES_GOVERNANCE_DOMAIN_POLICY_H_
