// How an engagement follows the last day of its contract: extended, amended, ended by notice.
#ifndef INTERIM_SERVICES_GOVERNANCE_DOMAIN_CONTRACT_TERM_H_
#define INTERIM_SERVICES_GOVERNANCE_DOMAIN_CONTRACT_TERM_H_

#include <optional>

#include "absl/status/statusor.h"
#include "common/core/date.h"
#include "interim/contracting/v1/contract.pb.h"
#include "interim/governance/v1/engagement.pb.h"
#include "services/governance/domain/policy.pb.h"

namespace interim::governance {

// What of a contract an engagement hangs on.
struct ContractTerm {
  Date end;                        // last day, inclusive
  bool is_over = false;            // it has ended
  std::optional<Date> former_end;  // last day before notice was given
};

// The term of a contract: the day it ended, else the last day after a notice, else the last day of
// its period (extensions are part of the period).
//   errors  INVALID_ARGUMENT when a day of the contract cannot be read
absl::StatusOr<ContractTerm> TermOf(const contracting::v1::Contract& contract);

// The engagement with the term of its contract taken over. Its end moves with the contract's, as
// far as the end agreed for the engagement itself; beyond the longest interim term it does not
// move. The start of the hand-over moves along, a mandate in force never outlives the engagement,
// and an exit that is no longer due is undone. The same engagement when nothing changed.
//   errors  INVALID_ARGUMENT when a day of the engagement cannot be read
absl::StatusOr<v1::Engagement> FollowTerm(const PolicyData& policy,
                                          const v1::Engagement& engagement,
                                          const ContractTerm& term, Date today);

// The last day an engagement may have: the day before the longest interim term is over.
Date LatestEnd(const PolicyData& policy, Date start);

}  // namespace interim::governance

#endif  // INTERIM_SERVICES_GOVERNANCE_DOMAIN_CONTRACT_TERM_H_
