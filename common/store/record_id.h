// What the id of a record says about its place.
#ifndef INTERIM_COMMON_STORE_RECORD_ID_H_
#define INTERIM_COMMON_STORE_RECORD_ID_H_

#include <string>

#include "absl/strings/string_view.h"

namespace interim::store {

// "engagements/e1/decisions/d2" -> "engagements/decisions"; every second part, the first included.
std::string CollectionOf(absl::string_view id);

// "engagements/e1/decisions/d2" -> "engagements/e1"; empty at the top.
std::string ParentOf(absl::string_view id);

}  // namespace interim::store

#endif  // INTERIM_COMMON_STORE_RECORD_ID_H_
