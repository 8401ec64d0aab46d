// Public keys of token issuers, and the two signature algorithms that are allowed.
#ifndef INTERIM_COMMON_RPC_KEY_SET_H_
#define INTERIM_COMMON_RPC_KEY_SET_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

typedef struct evp_pkey_st EVP_PKEY;  // as <openssl/types.h> declares it

namespace interim::rpc {

// Strict base64url (RFC 4648 section 5): no padding, no white space, unused bits zero.
std::optional<std::string> DecodeBase64Url(absl::string_view text);
std::string EncodeBase64Url(absl::string_view bytes);

enum class TokenAlgorithm { kEs256, kRs256 };

// Immutable, thread-safe.
class KeySet {
 public:
  // Reads a JSON Web Key Set. Keys for another use or of another family are passed over; a key that
  // claims one of our algorithms and is not sound (wrong curve, point off the curve, RSA below 2048
  // bits, no `kid`, duplicate `kid`) refuses the whole set, and so does a set without usable keys.
  //   errors  INVALID_ARGUMENT with what is wrong
  static absl::StatusOr<std::shared_ptr<const KeySet>> Parse(absl::string_view json);
  ~KeySet();

  struct Key {
    std::string kid;
    TokenAlgorithm algorithm;
    EVP_PKEY* key = nullptr;  // owned by the set
  };
  // The key with this id, or null.
  const Key* Find(absl::string_view kid) const;

 private:
  KeySet() = default;
  std::vector<Key> keys_;
};

// True when `signature` (ES256: raw r||s, 64 bytes) is right for `input`.
bool VerifySignature(const KeySet::Key& key, absl::string_view input, absl::string_view signature);

}  // namespace interim::rpc

#endif  // INTERIM_COMMON_RPC_KEY_SET_H_
