#ifndef INTERIM_COMMON_CORE_DERIVED_ID_H_
#define INTERIM_COMMON_CORE_DERIVED_ID_H_

#include <string>

#include "absl/strings/string_view.h"

namespace interim {

// The id of a record that a repeated request must find again: `prefix` (a lower-case letter, else
// 'x') and 19 lower-case base32 characters, the same for the same hash.
//   hash  at least 19 bytes of a cryptographic hash over whatever makes the record the same one
std::string DerivedResourceId(char prefix, absl::string_view hash);

}  // namespace interim

#endif  // INTERIM_COMMON_CORE_DERIVED_ID_H_
