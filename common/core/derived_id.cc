#include "common/core/derived_id.h"

#include "absl/strings/ascii.h"

namespace interim {

std::string DerivedResourceId(char prefix, absl::string_view hash) {
  constexpr absl::string_view kAlphabet = "abcdefghijklmnopqrstuvwxyz234567";
  std::string id(1, absl::ascii_islower(prefix) ? prefix : 'x');
  for (const char byte : hash.substr(0, 19)) {
    id.push_back(kAlphabet[static_cast<unsigned char>(byte) % 32]);
  }
  return id;
}

}  // namespace interim
