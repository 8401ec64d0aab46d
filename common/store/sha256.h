// SHA-256 and hexadecimal text, for chain hashes, request hashes and checksums.
#ifndef INTERIM_COMMON_STORE_SHA256_H_
#define INTERIM_COMMON_STORE_SHA256_H_

#include <initializer_list>
#include <string>

#include "absl/strings/string_view.h"

namespace interim::store {

inline constexpr int kSha256Bytes = 32;

// SHA-256 of `data`; always 32 bytes (FIPS 180-4).
std::string Sha256(absl::string_view data);

// SHA-256 of the parts one after another, as if concatenated; always 32 bytes. Parts are not
// separated: callers give each part a known length.
std::string Sha256(std::initializer_list<absl::string_view> parts);

// Lower case hexadecimal, two characters for each byte.
std::string Hex(absl::string_view bytes);

// `count` bytes from the operating system's generator.
std::string RandomBytes(int count);

}  // namespace interim::store

#endif  // INTERIM_COMMON_STORE_SHA256_H_
