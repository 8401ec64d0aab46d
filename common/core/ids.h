#ifndef INTERIM_COMMON_CORE_IDS_H_
#define INTERIM_COMMON_CORE_IDS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>

#include "absl/strings/string_view.h"
#include "common/core/mutex.h"

namespace interim {

// True for a UUID of version 4 in its usual form: 8-4-4-4-12 hexadecimal digits, either case.
bool IsUuid4(absl::string_view text);

// Makes new ids. Thread-safe.
class IdGenerator {
 public:
  virtual ~IdGenerator() = default;

  // A UUID of version 4 in lower case.
  std::string NewUuid4();
  // An id for a resource name: `prefix` (a-z; anything else becomes 'x') and 19 characters of
  // lower-case base32 (95 bits of chance), 20 in all.
  std::string NewResourceId(char prefix);

 protected:
  using Block = std::array<std::uint8_t, 32>;
  // Fills the block with chance.
  virtual void Fill(Block* block) = 0;
};

// Chance from the operating system.
class RandomIdGenerator : public IdGenerator {
 protected:
  void Fill(Block* block) override;
};

// The same ids for the same seed, in the same order. For tests and rehearsals.
class SeededIdGenerator : public IdGenerator {
 public:
  explicit SeededIdGenerator(std::uint64_t seed) : engine_(seed) {}

 protected:
  void Fill(Block* block) override;

 private:
  Mutex mutex_;
  std::mt19937_64 engine_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace interim

#endif  // INTERIM_COMMON_CORE_IDS_H_
