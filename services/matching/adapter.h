// Registers the methods of matching with the server.
#ifndef INTERIM_SERVICES_MATCHING_ADAPTER_H_
#define INTERIM_SERVICES_MATCHING_ADAPTER_H_

#include "common/rpc/server.h"
#include "services/matching/service/candidates.h"
#include "services/matching/service/selections.h"

namespace interim::matching {

// Mounts `interim.matching.v1.MatchingService`. The objects must outlive the server.
void MountMatching(rpc::Server& server, Candidates& candidates, Selections& selections);

}  // namespace interim::matching

#endif  // INTERIM_SERVICES_MATCHING_ADAPTER_H_
