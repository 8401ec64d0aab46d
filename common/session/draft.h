// Limits on unsubmitted input.
#ifndef INTERIM_COMMON_SESSION_DRAFT_H_
#define INTERIM_COMMON_SESSION_DRAFT_H_

#include "absl/strings/string_view.h"
#include "common/core/error.h"
#include "google/protobuf/repeated_field.h"
#include "interim/session/v1/session.pb.h"

namespace interim::session {

// Adds every fault of a draft: too many entries, malformed or duplicate keys, values or a whole
// above limits.h. `field` is the path of the list in the request.
void CheckDraft(const google::protobuf::RepeatedPtrField<v1::DraftEntry>& draft,
                absl::string_view field, FieldErrors& errors);

}  // namespace interim::session

#endif  // INTERIM_COMMON_SESSION_DRAFT_H_
