#include "common/rpc/mint.h"

#include <fcntl.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/core/error.h"
#include "common/core/status_macros.h"
#include "common/rpc/key_set.h"
#include "common/rpc/strict_json.h"
#include "common/store/sha256.h"

namespace interim::rpc {
namespace {

constexpr int kCoordinateBytes = 32;

absl::Status Failed(absl::StatusCode code, absl::string_view reason, absl::string_view message) {
  return MakeError({.code = code, .reason = std::string(reason), .message = std::string(message)});
}

const unsigned char* Bytes(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// A number of a key, big-endian, in base64url; at least `bytes` long.
std::string NumberOf(const EVP_PKEY* key, const char* name, int bytes) {
  BIGNUM* number = nullptr;
  if (EVP_PKEY_get_bn_param(key, name, &number) != 1) return "";
  if (bytes == 0) bytes = BN_num_bytes(number);
  std::string raw(static_cast<std::size_t>(bytes), '\0');
  BN_bn2binpad(number, reinterpret_cast<unsigned char*>(raw.data()), bytes);
  BN_free(number);
  return EncodeBase64Url(raw);
}

// Members of the public key in the order RFC 7638 hashes them.
std::string JwkMembers(const EVP_PKEY* key, KeyKind kind) {
  if (kind == KeyKind::kEs256) {
    return absl::StrCat(R"("crv":"P-256","kty":"EC","x":")",
                        NumberOf(key, OSSL_PKEY_PARAM_EC_PUB_X, kCoordinateBytes), R"(","y":")",
                        NumberOf(key, OSSL_PKEY_PARAM_EC_PUB_Y, kCoordinateBytes), "\"");
  }
  return absl::StrCat(R"("e":")", NumberOf(key, OSSL_PKEY_PARAM_RSA_E, 0), R"(","kty":"RSA","n":")",
                      NumberOf(key, OSSL_PKEY_PARAM_RSA_N, 0), "\"");
}

std::string DerToRaw(absl::string_view der) {
  const unsigned char* at = Bytes(der);
  ECDSA_SIG* signature = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size()));
  if (signature == nullptr) return "";
  std::string raw(2 * kCoordinateBytes, '\0');
  auto* out = reinterpret_cast<unsigned char*>(raw.data());
  BN_bn2binpad(ECDSA_SIG_get0_r(signature), out, kCoordinateBytes);
  BN_bn2binpad(ECDSA_SIG_get0_s(signature), out + kCoordinateBytes, kCoordinateBytes);
  ECDSA_SIG_free(signature);
  return raw;
}

// Writes beside the target and renames, so that nobody reads half a file.
absl::Status WriteFile(const std::string& path, absl::string_view text, mode_t mode) {
  const std::string beside = absl::StrCat(path, ".new");
  ::unlink(beside.c_str());
  const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  bool written = file >= 0;
  while (written && !text.empty()) {
    const ssize_t done = ::write(file, text.data(), text.size());
    if (done < 0 && errno == EINTR) continue;
    written = done > 0;
    if (written) text.remove_prefix(static_cast<std::size_t>(done));
  }
  written = written && ::fsync(file) == 0;
  if (file >= 0) ::close(file);
  if (!written || ::rename(beside.c_str(), path.c_str()) != 0) {
    ::unlink(beside.c_str());
    return Failed(absl::StatusCode::kUnavailable, "FILE_NOT_WRITTEN",
                  absl::StrCat("cannot write ", path));
  }
  return absl::OkStatus();
}

std::string TakeText(BIO* memory) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory, &data);
  std::string text(data, size > 0 ? static_cast<std::size_t>(size) : 0);
  BIO_free(memory);
  return text;
}

}  // namespace

struct Minter::Impl {
  EVP_PKEY* key = nullptr;
  KeyKind kind = KeyKind::kEs256;
  std::string kid;

  ~Impl() { EVP_PKEY_free(key); }

  // Thumbprint of the public key (RFC 7638).
  void SetKid() {
    const std::string canonical = absl::StrCat("{", JwkMembers(key, kind), "}");
    kid = EncodeBase64Url(store::Sha256(canonical));
  }
};

Minter::Minter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Minter::~Minter() = default;

absl::StatusOr<std::unique_ptr<Minter>> Minter::Generate(KeyKind kind) {
  auto impl = std::make_unique<Impl>();
  impl->kind = kind;
  impl->key = kind == KeyKind::kEs256 ? EVP_EC_gen("prime256v1") : EVP_RSA_gen(2048U);
  if (impl->key == nullptr) {
    return Failed(absl::StatusCode::kInternal, "KEY_GENERATION", "no key could be made");
  }
  impl->SetKid();
  return std::unique_ptr<Minter>(new Minter(std::move(impl)));
}

absl::StatusOr<std::unique_ptr<Minter>> Minter::ReadFile(const std::string& path) {
  std::FILE* file = std::fopen(path.c_str(), "re");
  if (file == nullptr) {
    return Failed(absl::StatusCode::kNotFound, "PRIVATE_KEY_INVALID",
                  absl::StrCat("cannot read ", path));
  }
  auto impl = std::make_unique<Impl>();
  impl->key = PEM_read_PrivateKey(file, nullptr, nullptr, nullptr);
  std::fclose(file);
  const bool is_rsa = impl->key != nullptr && EVP_PKEY_is_a(impl->key, "RSA") == 1;
  const bool is_ec = impl->key != nullptr && EVP_PKEY_is_a(impl->key, "EC") == 1 &&
                     EVP_PKEY_get_bits(impl->key) == 256;
  if (!is_rsa && !is_ec) {
    return Failed(absl::StatusCode::kFailedPrecondition, "PRIVATE_KEY_INVALID",
                  absl::StrCat(path, " holds no P-256 or RSA key"));
  }
  impl->kind = is_rsa ? KeyKind::kRs256 : KeyKind::kEs256;
  impl->SetKid();
  return std::unique_ptr<Minter>(new Minter(std::move(impl)));
}

KeyKind Minter::kind() const { return impl_->kind; }
const std::string& Minter::kid() const { return impl_->kid; }

std::string Minter::PublicJwk() const {
  return absl::StrCat("{", JwkMembers(impl_->key, impl_->kind), R"(,"kid":")", impl_->kid,
                      R"(","alg":")", impl_->kind == KeyKind::kEs256 ? "ES256" : "RS256",
                      R"(","use":"sig"})");
}

std::string Minter::PublicPem() const {
  BIO* memory = BIO_new(BIO_s_mem());
  PEM_write_bio_PUBKEY(memory, impl_->key);
  return TakeText(memory);
}

absl::Status Minter::WritePrivateKey(const std::string& path) const {
  BIO* memory = BIO_new(BIO_s_mem());
  PEM_write_bio_PKCS8PrivateKey(memory, impl_->key, nullptr, nullptr, 0, nullptr, nullptr);
  return WriteFile(path, TakeText(memory), 0400);
}

std::string Minter::HeaderJson() const {
  return absl::StrCat(R"({"alg":")", impl_->kind == KeyKind::kEs256 ? "ES256" : "RS256",
                      R"(","typ":"JWT","kid":")", impl_->kid, "\"}");
}

std::string Minter::PayloadJson(const TokenClaims& claims) {
  const std::int64_t issued_at = absl::ToUnixSeconds(claims.issued_at);
  const std::string roles =
      absl::StrJoin(claims.roles, ",",
                    [](std::string* out, const std::string& role) { *out += JsonQuote(role); });
  std::string json = absl::StrCat(
      "{\"iss\":", JsonQuote(claims.issuer), ",\"aud\":", JsonQuote(claims.audience),
      ",\"sub\":", JsonQuote(claims.subject), ",\"org\":", JsonQuote(claims.organization),
      ",\"roles\":[", roles, "],\"iat\":", issued_at, ",\"nbf\":", issued_at,
      ",\"exp\":", issued_at + absl::ToInt64Seconds(claims.lifetime));
  if (!claims.party.empty()) absl::StrAppend(&json, ",\"party\":", JsonQuote(claims.party));
  if (!claims.token_id.empty()) absl::StrAppend(&json, ",\"jti\":", JsonQuote(claims.token_id));
  return json + "}";
}

absl::StatusOr<std::string> Minter::Mint(const TokenClaims& claims) const {
  return SignRaw(HeaderJson(), PayloadJson(claims));
}

absl::StatusOr<std::string> Minter::SignRaw(absl::string_view header,
                                            absl::string_view payload) const {
  std::string token = absl::StrCat(EncodeBase64Url(header), ".", EncodeBase64Url(payload));
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                  &EVP_MD_CTX_free);
  std::string signature(1024, '\0');
  std::size_t size = signature.size();
  if (context == nullptr ||
      EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, impl_->key) != 1 ||
      EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                     Bytes(token), token.size()) != 1) {
    return Failed(absl::StatusCode::kInternal, "TOKEN_NOT_SIGNED", "the token was not signed");
  }
  signature.resize(size);
  if (impl_->kind == KeyKind::kEs256) signature = DerToRaw(signature);
  return absl::StrCat(token, ".", EncodeBase64Url(signature));
}

std::string KeySetJson(const std::vector<const Minter*>& minters) {
  return absl::StrCat(
      "{\"keys\":[",
      absl::StrJoin(minters, ",",
                    [](std::string* out, const Minter* minter) { *out += minter->PublicJwk(); }),
      "]}");
}

absl::Status WriteKeySet(const std::string& path, const std::vector<const Minter*>& minters) {
  return WriteFile(path, KeySetJson(minters), 0444);
}

}  // namespace interim::rpc
