// Updates by field mask (AIP-134), top-level fields only.
#ifndef INTERIM_SERVICES_CONTRACTING_DOMAIN_MASKS_H_
#define INTERIM_SERVICES_CONTRACTING_DOMAIN_MASKS_H_

#include "absl/status/status.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/message.h"

namespace interim::contracting {

// Copies the masked fields of `change` into `target`; a masked field that is not set is cleared. An
// empty mask means every field that is set. Output-only, immutable and identifier fields and the
// etag are never copied: named in a mask they are an error, set without a mask they are left out.
//   errors  INVALID_ARGUMENT FIELDS_INVALID, one field `update_mask` per bad path
absl::Status MergeMasked(const google::protobuf::Message& change,
                         const google::protobuf::FieldMask& mask,
                         google::protobuf::Message& target);

}  // namespace interim::contracting

#endif  // INTERIM_SERVICES_CONTRACTING_DOMAIN_MASKS_H_
