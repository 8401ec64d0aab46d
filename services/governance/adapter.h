// Registers the methods of governance with the server.
#ifndef INTERIM_SERVICES_GOVERNANCE_ADAPTER_H_
#define INTERIM_SERVICES_GOVERNANCE_ADAPTER_H_

#include "common/rpc/server.h"
#include "services/governance/service/decisions.h"
#include "services/governance/service/engagements.h"
#include "services/governance/service/progress.h"

namespace interim::governance {

// Mounts `interim.governance.v1.GovernanceService`. The objects must outlive the server.
void MountGovernance(rpc::Server& server, Engagements& engagements, Decisions& decisions,
                     Progress& progress);

}  // namespace interim::governance

#endif  // INTERIM_SERVICES_GOVERNANCE_ADAPTER_H_
