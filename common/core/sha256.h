#ifndef INTERIM_COMMON_CORE_SHA256_H_
#define INTERIM_COMMON_CORE_SHA256_H_

#include <string>

#include "absl/strings/string_view.h"

namespace interim {

// SHA-256 of `bytes` as 64 lower-case hexadecimal digits. For content versions and input hashes in
// layers that may not link a crypto library; not for secrets.
std::string Sha256Hex(absl::string_view bytes);

// The first 12 digits of Sha256Hex: short enough to show, long enough to tell versions apart.
std::string ShortHash(absl::string_view bytes);

}  // namespace interim

#endif  // INTERIM_COMMON_CORE_SHA256_H_
