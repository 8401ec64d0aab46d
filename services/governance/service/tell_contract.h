// Telling contracting how the work is really done.
#ifndef INTERIM_SERVICES_GOVERNANCE_SERVICE_TELL_CONTRACT_H_
#define INTERIM_SERVICES_GOVERNANCE_SERVICE_TELL_CONTRACT_H_

#include "common/rpc/call.h"
#include "interim/governance/v1/engagement.pb.h"
#include "services/governance/domain/practice.h"

namespace interim::governance {

// Adds to a commit that contracting is told of `practice`; nothing when there is nothing to tell.
// The relay delivers it after the commit until contracting has it; sent twice it is one fact.
void TellPractice(const v1::Engagement& engagement, const Practice& practice, rpc::Commit& commit);

}  // namespace interim::governance

#endif  // INTERIM_SERVICES_GOVERNANCE_SERVICE_TELL_CONTRACT_H_
