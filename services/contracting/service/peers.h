// What matching and assessment know about an assignment.
#ifndef INTERIM_SERVICES_CONTRACTING_SERVICE_PEERS_H_
#define INTERIM_SERVICES_CONTRACTING_SERVICE_PEERS_H_

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "interim/contracting/v1/brief.pb.h"
#include "services/contracting/domain/brief.h"

namespace interim::contracting {

// Asks matching for the decided selection and assessment for the advice, as far as the brief names
// them, with the caller's own rights. A selection that came from an assessment names it.
//   errors  those of the peers; FAILED_PRECONDITION SELECTION_NOT_DECIDED
absl::StatusOr<BriefSources> AskPeers(rpc::Call& call, v1::Brief& brief);

}  // namespace interim::contracting

#endif  // INTERIM_SERVICES_CONTRACTING_SERVICE_PEERS_H_
