#include "common/store/sha256.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <cstdlib>

#include "absl/strings/escaping.h"

namespace interim::store {
namespace {

// One digest context per thread: creating one costs more than hashing a small message.
class Digest {
 public:
  Digest() : context_(EVP_MD_CTX_new()), algorithm_(EVP_MD_fetch(nullptr, "SHA256", nullptr)) {
    // Without SHA-256 in the crypto library no promise of the trail can be kept.
    if (context_ == nullptr || algorithm_ == nullptr) std::abort();
  }
  ~Digest() {
    EVP_MD_CTX_free(context_);
    EVP_MD_free(algorithm_);
  }
  Digest(const Digest&) = delete;
  Digest& operator=(const Digest&) = delete;

  std::string Run(const absl::string_view* parts, std::size_t count) {
    std::string out(kSha256Bytes, '\0');
    unsigned int size = 0;
    bool ok = EVP_DigestInit_ex2(context_, algorithm_, nullptr) == 1;
    for (std::size_t i = 0; ok && i < count; ++i) {
      ok = EVP_DigestUpdate(context_, parts[i].data(), parts[i].size()) == 1;
    }
    ok = ok &&
         EVP_DigestFinal_ex(context_, reinterpret_cast<unsigned char*>(out.data()), &size) == 1;
    if (!ok) std::abort();
    return out;
  }

 private:
  EVP_MD_CTX* context_;
  EVP_MD* algorithm_;
};

Digest& ThreadDigest() {
  thread_local Digest digest;
  return digest;
}

}  // namespace

std::string Sha256(absl::string_view data) { return ThreadDigest().Run(&data, 1); }

std::string Sha256(std::initializer_list<absl::string_view> parts) {
  return ThreadDigest().Run(parts.begin(), parts.size());
}

std::string Hex(absl::string_view bytes) { return absl::BytesToHexString(bytes); }

std::string RandomBytes(int count) {
  std::string out(static_cast<std::size_t>(count), '\0');
  // A salt that can be guessed would let erased payloads be guessed too.
  if (RAND_bytes(reinterpret_cast<unsigned char*>(out.data()), count) != 1) std::abort();
  return out;
}

}  // namespace interim::store
