#include "common/rpc/key_set.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <array>
#include <cstddef>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "common/core/status_macros.h"
#include "common/rpc/strict_json.h"

namespace interim::rpc {
namespace {

constexpr absl::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::size_t kCoordinateBytes = 32;
constexpr int kMinRsaBits = 2048;
constexpr int kMaxRsaBits = 8192;

template <auto Free>
struct Deleter {
  template <class T>
  void operator()(T* value) const {
    Free(value);
  }
};
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Deleter<EVP_PKEY_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Deleter<EVP_MD_CTX_free>>;
using ParamBuilder = std::unique_ptr<OSSL_PARAM_BLD, Deleter<OSSL_PARAM_BLD_free>>;
using Params = std::unique_ptr<OSSL_PARAM, Deleter<OSSL_PARAM_free>>;
using Number = std::unique_ptr<BIGNUM, Deleter<BN_free>>;
using PublicKey = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;

const unsigned char* Bytes(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

PublicKey FromParams(const char* family, OSSL_PARAM_BLD* builder) {
  Params params(OSSL_PARAM_BLD_to_param(builder));
  KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, family, nullptr));
  EVP_PKEY* key = nullptr;
  if (params == nullptr || context == nullptr || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params.get()) != 1) {
    return nullptr;
  }
  PublicKey result(key);
  KeyContext check(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
  if (check == nullptr || EVP_PKEY_public_check(check.get()) != 1) return nullptr;
  return result;
}

// Text of a member that must be a string; empty when absent.
absl::string_view Text(const JsonValue& object, absl::string_view name) {
  const JsonValue* value = object.Find(name);
  return value != nullptr && value->kind == JsonValue::Kind::kString ? value->text
                                                                     : absl::string_view();
}

absl::StatusOr<PublicKey> EcKey(const JsonValue& jwk) {
  if (Text(jwk, "crv") != "P-256") return absl::InvalidArgumentError("the curve is not P-256");
  const std::optional<std::string> x = DecodeBase64Url(Text(jwk, "x"));
  const std::optional<std::string> y = DecodeBase64Url(Text(jwk, "y"));
  if (!x || !y || x->size() != kCoordinateBytes || y->size() != kCoordinateBytes) {
    return absl::InvalidArgumentError("x and y must be 32 bytes in base64url");
  }
  const std::string point = absl::StrCat("\x04", *x, *y);
  ParamBuilder builder(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0);
  OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                   point.size());
  PublicKey key = FromParams("EC", builder.get());
  if (key == nullptr) return absl::InvalidArgumentError("the point is not on the curve");
  return key;
}

absl::StatusOr<PublicKey> RsaKey(const JsonValue& jwk) {
  const std::optional<std::string> n = DecodeBase64Url(Text(jwk, "n"));
  const std::optional<std::string> e = DecodeBase64Url(Text(jwk, "e"));
  if (!n || !e || n->empty() || e->empty() || n->size() > kMaxRsaBits / 8 || e->size() > 8) {
    return absl::InvalidArgumentError("n and e must be numbers in base64url");
  }
  Number modulus(BN_bin2bn(Bytes(*n), static_cast<int>(n->size()), nullptr));
  Number exponent(BN_bin2bn(Bytes(*e), static_cast<int>(e->size()), nullptr));
  if (BN_num_bits(modulus.get()) < kMinRsaBits) {
    return absl::InvalidArgumentError("RSA keys need 2048 bits");
  }
  if (!BN_is_odd(exponent.get()) || BN_is_one(exponent.get())) {
    return absl::InvalidArgumentError("the exponent must be odd and above 1");
  }
  ParamBuilder builder(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get());
  PublicKey key = FromParams("RSA", builder.get());
  if (key == nullptr) return absl::InvalidArgumentError("not an RSA key");
  return key;
}

// DER form of a raw r||s signature; empty when it cannot be made.
std::string RawToDer(absl::string_view raw) {
  std::unique_ptr<ECDSA_SIG, Deleter<ECDSA_SIG_free>> signature(ECDSA_SIG_new());
  BIGNUM* r = BN_bin2bn(Bytes(raw), kCoordinateBytes, nullptr);
  BIGNUM* s = BN_bin2bn(Bytes(raw.substr(kCoordinateBytes)), kCoordinateBytes, nullptr);
  if (signature == nullptr || r == nullptr || s == nullptr ||
      ECDSA_SIG_set0(signature.get(), r, s) != 1) {
    BN_free(r);
    BN_free(s);
    return "";
  }
  std::array<unsigned char, 80> der;
  unsigned char* end = der.data();
  const int size = i2d_ECDSA_SIG(signature.get(), &end);
  return size <= 0 ? "" : std::string(reinterpret_cast<char*>(der.data()), size);
}

}  // namespace

std::optional<std::string> DecodeBase64Url(absl::string_view text) {
  static const std::array<std::int8_t, 256>& values = [] {
    auto* table = new std::array<std::int8_t, 256>;
    table->fill(-1);
    for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
      (*table)[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::int8_t>(i);
    }
    return std::ref(*table);
  }();
  if (text.size() % 4 == 1) return std::nullopt;
  std::string out;
  out.reserve(text.size() * 3 / 4);
  std::uint32_t buffer = 0;
  int bits = 0;
  for (const char c : text) {
    const std::int8_t value = values[static_cast<unsigned char>(c)];
    if (value < 0) return std::nullopt;
    buffer = (buffer << 6) | static_cast<std::uint32_t>(value);
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out += static_cast<char>((buffer >> bits) & 0xFF);
    }
  }
  if ((buffer & ((1U << bits) - 1)) != 0) return std::nullopt;
  return out;
}

std::string EncodeBase64Url(absl::string_view bytes) {
  std::string out;
  out.reserve((bytes.size() * 4 + 2) / 3);
  std::uint32_t buffer = 0;
  int bits = 0;
  for (const char c : bytes) {
    buffer = (buffer << 8) | static_cast<unsigned char>(c);
    bits += 8;
    while (bits >= 6) {
      bits -= 6;
      out += kAlphabet[(buffer >> bits) & 0x3F];
    }
  }
  if (bits > 0) out += kAlphabet[(buffer << (6 - bits)) & 0x3F];
  return out;
}

absl::StatusOr<std::shared_ptr<const KeySet>> KeySet::Parse(absl::string_view json) {
  ASSIGN_OR_RETURN(const JsonValue root, ParseStrictJson(json));
  const JsonValue* list = root.Find("keys");
  if (list == nullptr || list->kind != JsonValue::Kind::kArray) {
    return absl::InvalidArgumentError("no list named keys");
  }
  std::shared_ptr<KeySet> set(new KeySet);
  for (const JsonValue& jwk : list->items) {
    const absl::string_view family = Text(jwk, "kty");
    const absl::string_view wanted = family == "EC" ? "ES256" : "RS256";
    if (family != "EC" && family != "RSA") continue;
    if (jwk.Find("use") != nullptr && Text(jwk, "use") != "sig") continue;
    if (jwk.Find("alg") != nullptr && Text(jwk, "alg") != wanted) continue;
    const std::string kid(Text(jwk, "kid"));
    if (kid.empty()) return absl::InvalidArgumentError("a key has no kid");
    if (set->Find(kid) != nullptr) {
      return absl::InvalidArgumentError(absl::StrCat("two keys have the kid ", kid));
    }
    absl::StatusOr<PublicKey> key = family == "EC" ? EcKey(jwk) : RsaKey(jwk);
    if (!key.ok()) {
      return absl::InvalidArgumentError(absl::StrCat("key ", kid, ": ", key.status().message()));
    }
    set->keys_.push_back(
        {kid, family == "EC" ? TokenAlgorithm::kEs256 : TokenAlgorithm::kRs256, key->release()});
  }
  if (set->keys_.empty()) return absl::InvalidArgumentError("no key for ES256 or RS256");
  return set;
}

KeySet::~KeySet() {
  for (const Key& key : keys_) EVP_PKEY_free(key.key);
}

const KeySet::Key* KeySet::Find(absl::string_view kid) const {
  for (const Key& key : keys_) {
    if (key.kid == kid) return &key;
  }
  return nullptr;
}

bool VerifySignature(const KeySet::Key& key, absl::string_view input, absl::string_view signature) {
  std::string der;
  if (key.algorithm == TokenAlgorithm::kEs256) {
    if (signature.size() != 2 * kCoordinateBytes) return false;
    der = RawToDer(signature);
    if (der.empty()) return false;
    signature = der;
  }
  DigestContext context(EVP_MD_CTX_new());
  return context != nullptr &&
         EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.key) == 1 &&
         EVP_DigestVerify(context.get(), Bytes(signature), signature.size(), Bytes(input),
                          input.size()) == 1;
}

}  // namespace interim::rpc
