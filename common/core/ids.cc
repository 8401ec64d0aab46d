#include "common/core/ids.h"

#include <sys/random.h>

#include <cerrno>
#include <cstring>

#include "absl/strings/ascii.h"

namespace interim {
namespace {

constexpr char kHex[] = "0123456789abcdef";
// Base32 without i, l, o and u, so that a person can read an id aloud.
constexpr char kBase32[] = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::size_t kRandomIdLength = 19;
constexpr std::size_t kUuidBytes = 16;

bool IsUuidDash(std::size_t position) {
  return position == 8 || position == 13 || position == 18 || position == 23;
}

}  // namespace

bool IsUuid4(absl::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (IsUuidDash(i) ? text[i] != '-' : !absl::ascii_isxdigit(text[i])) return false;
  }
  const char variant = absl::ascii_tolower(text[19]);
  return text[14] == '4' && (variant == '8' || variant == '9' || variant == 'a' || variant == 'b');
}

std::string IdGenerator::NewUuid4() {
  Block block;
  Fill(&block);
  block[6] = static_cast<std::uint8_t>((block[6] & 0x0f) | 0x40);  // version 4
  block[8] = static_cast<std::uint8_t>((block[8] & 0x3f) | 0x80);  // variant of RFC 4122
  std::string uuid;
  for (std::size_t i = 0; i < kUuidBytes; ++i) {
    if (IsUuidDash(uuid.size())) uuid.push_back('-');
    uuid.push_back(kHex[block[i] >> 4]);
    uuid.push_back(kHex[block[i] & 0x0f]);
  }
  return uuid;
}

std::string IdGenerator::NewResourceId(char prefix) {
  Block block;
  Fill(&block);
  std::string id(1, absl::ascii_islower(prefix) ? prefix : 'x');
  for (std::size_t i = 0; i < kRandomIdLength; ++i) id.push_back(kBase32[block[i] & 0x1f]);
  return id;
}

void RandomIdGenerator::Fill(Block* block) {
  std::size_t done = 0;
  while (done < block->size()) {
    const ssize_t got = getrandom(block->data() + done, block->size() - done, 0);
    if (got > 0) {
      done += static_cast<std::size_t>(got);
    } else if (errno != EINTR) {
      std::random_device device;  // kernels without the call; reads /dev/urandom
      for (; done < block->size(); ++done) (*block)[done] = static_cast<std::uint8_t>(device());
    }
  }
}

void SeededIdGenerator::Fill(Block* block) {
  MutexLock lock(mutex_);
  for (std::size_t i = 0; i < block->size(); i += sizeof(std::uint64_t)) {
    const std::uint64_t word = engine_();
    std::memcpy(block->data() + i, &word, sizeof(word));
  }
}

}  // namespace interim
