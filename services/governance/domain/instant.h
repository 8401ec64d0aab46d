// Instants in records.
#ifndef INTERIM_SERVICES_GOVERNANCE_DOMAIN_INSTANT_H_
#define INTERIM_SERVICES_GOVERNANCE_DOMAIN_INSTANT_H_

#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"

namespace interim::governance {

// The instant as stored, to the microsecond.
google::protobuf::Timestamp ToInstant(absl::Time time);
absl::Time FromInstant(const google::protobuf::Timestamp& instant);

}  // namespace interim::governance

#endif  // INTERIM_SERVICES_GOVERNANCE_DOMAIN_INSTANT_H_
