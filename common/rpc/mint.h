// Makes signing keys and tokens. For rehearsals and tests only: in production tokens come from the
// customer's identity provider and this side knows public keys alone.
#ifndef INTERIM_COMMON_RPC_MINT_H_
#define INTERIM_COMMON_RPC_MINT_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace interim::rpc {

enum class KeyKind { kEs256, kRs256 };

// What a minted token says.
struct TokenClaims {
  std::string issuer;
  std::string audience;
  std::string subject;
  std::string organization;        // "acme"
  std::vector<std::string> roles;  // "hr_advisor", ...
  std::string party;               // "suppliers/s1"; empty for the organization's own people
  absl::Time issued_at;            // `iat` and `nbf`
  absl::Duration lifetime = absl::Hours(12);
  std::string token_id;  // `jti`; left out when empty
};

// One private key. Immutable after creation, thread-safe.
class Minter {
 public:
  // A new random key (P-256, or RSA with 2048 bits).
  //   errors  INTERNAL KEY_GENERATION
  static absl::StatusOr<std::unique_ptr<Minter>> Generate(KeyKind kind);
  // Reads a private key in PEM form, as written by WritePrivateKey.
  //   errors  NOT_FOUND or FAILED_PRECONDITION PRIVATE_KEY_INVALID
  static absl::StatusOr<std::unique_ptr<Minter>> ReadFile(const std::string& path);
  ~Minter();
  Minter(const Minter&) = delete;
  Minter& operator=(const Minter&) = delete;

  KeyKind kind() const;
  // Key id: the RFC 7638 thumbprint of the public key.
  const std::string& kid() const;
  // The public key as one JSON Web Key.
  std::string PublicJwk() const;
  // The public key in PEM form.
  std::string PublicPem() const;
  // Writes the private key as PEM with mode 0400; replaces a file of that name.
  //   errors  UNAVAILABLE FILE_NOT_WRITTEN
  absl::Status WritePrivateKey(const std::string& path) const;

  // A signed token.
  //   errors  INTERNAL TOKEN_NOT_SIGNED
  absl::StatusOr<std::string> Mint(const TokenClaims& claims) const;
  // Signs any header and payload as they are (JSON texts); tests make refused tokens with it.
  absl::StatusOr<std::string> SignRaw(absl::string_view header, absl::string_view payload) const;
  // The JSON texts that Mint signs.
  std::string HeaderJson() const;
  static std::string PayloadJson(const TokenClaims& claims);

 private:
  struct Impl;
  explicit Minter(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// {"keys":[...]} of the public halves.
std::string KeySetJson(const std::vector<const Minter*>& minters);
// Writes KeySetJson by rename, so that a watching server never reads half a file.
//   errors  UNAVAILABLE FILE_NOT_WRITTEN
absl::Status WriteKeySet(const std::string& path, const std::vector<const Minter*>& minters);

}  // namespace interim::rpc

#endif  // INTERIM_COMMON_RPC_MINT_H_
