#ifndef INTERIM_SERVICES_CONTRACTING_ADAPTER_H_
#define INTERIM_SERVICES_CONTRACTING_ADAPTER_H_

#include "common/rpc/server.h"
#include "services/contracting/service/briefs.h"
#include "services/contracting/service/calculations.h"
#include "services/contracting/service/changes.h"
#include "services/contracting/service/contracts.h"
#include "services/contracting/service/working_relations.h"

namespace interim::contracting {

// The objects that hold the methods; they must outlive the server.
struct Methods {
  const Briefs& briefs;
  const Contracts& contracts;
  const Changes& changes;
  const Calculations& calculations;
  const WorkingRelations& relations;
};

// Registers every method and timer of the service.
void MountContracting(rpc::Server& server, const Methods& methods);

}  // namespace interim::contracting

#endif  // INTERIM_SERVICES_CONTRACTING_ADAPTER_H_
