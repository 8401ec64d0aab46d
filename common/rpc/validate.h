// What every request must satisfy, read from the annotations of its proto.
#ifndef INTERIM_COMMON_RPC_VALIDATE_H_
#define INTERIM_COMMON_RPC_VALIDATE_H_

#include "absl/status/status.h"
#include "common/core/error.h"
#include "common/core/tenant.h"
#include "google/protobuf/message.h"

namespace interim::rpc {

// Adds every bad field of `request`, at any depth: missing REQUIRED fields, malformed IDENTIFIER
// and resource_reference names, `request_id` that is no UUID4, enum values that are unspecified
// where one is needed or unknown, texts and lists above limits.h, negative page_size, masks that
// name no field. In an update (a request with update_mask) only the masked fields of the resource
// must be complete. `response_type`: what read_mask selects from; null without one.
void CheckRequest(const google::protobuf::Message& request,
                  const google::protobuf::Descriptor* response_type, FieldErrors& errors);

// Clears what only we may set (field_behavior OUTPUT_ONLY, AIP-203), at any depth; etags stay, they
// say what the client has read. Names stay too: they are IDENTIFIER.
void ClearOutputOnly(google::protobuf::Message& request);

// The type that a read_mask of a method applies to: the listed resource, or the response itself.
const google::protobuf::Descriptor* MaskedType(const google::protobuf::Descriptor& response_type);

// Whether all resource names in the request are of this organization.
//   errors  NOT_FOUND RESOURCE_NOT_FOUND for the first that is not: the same as for an absent
//   record
absl::Status CheckTenant(const google::protobuf::Message& request, const TenantId& tenant);

}  // namespace interim::rpc

#endif  // INTERIM_COMMON_RPC_VALIDATE_H_
