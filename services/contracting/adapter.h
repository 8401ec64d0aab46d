#ifndef INTERIM_SERVICES_CONTRACTING_ADAPTER_H_
#define INTERIM_SERVICES_CONTRACTING_ADAPTER_H_

#include "common/rpc/server.h"
#include "services/contracting/service/briefs.h"
#include "services/contracting/service/calculations.h"
#include "services/contracting/service/contracts.h"

namespace interim::contracting {

// Registers every method and timer of the service. The objects must outlive the server.
void MountContracting(rpc::Server& server, const Briefs& briefs, const Contracts& contracts,
                      const Calculations& calculations);

}  // namespace interim::contracting

#endif  // INTERIM_SERVICES_CONTRACTING_ADAPTER_H_
