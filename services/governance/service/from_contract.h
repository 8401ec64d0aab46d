// What an engagement takes over from its contract and brief.
#ifndef INTERIM_SERVICES_GOVERNANCE_SERVICE_FROM_CONTRACT_H_
#define INTERIM_SERVICES_GOVERNANCE_SERVICE_FROM_CONTRACT_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "interim/governance/v1/engagement.pb.h"
#include "services/governance/domain/contract_term.h"

namespace interim::governance {

// The draft with everything it does not set itself filled from the contract it names and the brief
// of that contract. A draft without contract keeps what it says, but no brief.
//   errors  INVALID_ARGUMENT for values that contradict contract or brief, and when nobody says
//           whether there is a works council; FAILED_PRECONDITION CONTRACT_NOT_ACTIVE; what
//           contracting answers (NOT_FOUND, UNAVAILABLE)
absl::StatusOr<v1::Engagement> FillFromContract(rpc::Call& call, const v1::Engagement& draft);

// The contract of an engagement as it is now; an engagement without one is no question for this.
//   errors  what contracting answers (NOT_FOUND, PERMISSION_DENIED, UNAVAILABLE)
absl::StatusOr<ContractTerm> ReadTerm(rpc::Call& call, const v1::Engagement& engagement);

// The assessment that led to an engagement, by its brief; empty when there is none.
//   errors  what contracting answers (UNAVAILABLE)
absl::StatusOr<std::string> FindAssessment(rpc::Call& call, const v1::Engagement& engagement);

}  // namespace interim::governance

#endif  // INTERIM_SERVICES_GOVERNANCE_SERVICE_FROM_CONTRACT_H_
