// The random runs of tests, and what `tests/run --long` makes of them.
#ifndef INTERIM_COMMON_TESTING_LONG_RUN_H_
#define INTERIM_COMMON_TESTING_LONG_RUN_H_

#include <cstdio>
#include <cstdlib>
#include <random>

namespace interim::testing {

// True under `tests/run --long` (INTERIM_LONG=1): random runs are many times longer.
inline bool IsLongRun() { return std::getenv("INTERIM_LONG") != nullptr; }

// The seed of this run, printed once: INTERIM_SEED where given, one of its own in a long run, else
// always the same.
inline unsigned RunSeed() {
  static const unsigned seed = [] {
    unsigned chosen = 20261124;
    if (const char* given = std::getenv("INTERIM_SEED"); given != nullptr) {
      chosen = static_cast<unsigned>(std::strtoul(given, nullptr, 10));
    } else if (IsLongRun()) {
      chosen = std::random_device()();
    }
    std::printf("[ PROPERTY ] seed %u (repeat with INTERIM_SEED=%u)\n", chosen, chosen);
    return chosen;
  }();
  return seed;
}

}  // namespace interim::testing

#endif  // INTERIM_COMMON_TESTING_LONG_RUN_H_
