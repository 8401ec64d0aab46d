// Random histories and their checkers: many clients read, decide and commit by chance, and
// afterwards the feed is replayed to see whether any two of them passed that should not have passed
// together.
//
// Work of the clients, over a few independent groups:
//   list   reads a list of unique numbers, appends one (lost updates show as a missing number)
//   pair   reads limit, a and b, writes a or b when a + b stays within the limit (write skew shows)
//   limit  reads limit, a and b, moves the limit but not below a + b (the other half of the skew)
//   root   reads the root with its used amount, writes it and a new child (children sum up to it)
#ifndef INTERIM_COMMON_STORE_TESTING_HISTORY_H_
#define INTERIM_COMMON_STORE_TESTING_HISTORY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "common/core/tenant.h"
#include "common/store/store.h"

namespace interim::store::testing {

struct HistoryOptions {
  std::uint64_t seed = 1;
  int clients = 8;
  int commits_per_client = 50;
  int groups = 2;
  // kInterleaved: one thread plays all clients and picks by the seed who goes next, so that a seed
  // is one history. kThreads: one thread each, as it comes.
  enum class Mode { kInterleaved, kThreads } mode = Mode::kInterleaved;
};

struct HistoryReport {
  std::int64_t committed = 0;
  std::int64_t conflicts = 0;
  std::int64_t unknown = 0;             // UNAVAILABLE: the outcome is found out by the checker
  std::vector<std::string> violations;  // empty: all invariants hold; with the seed in the text
};

// Creates its records in an empty tenant, runs the clients and checks. Linear in the number of
// commits.
HistoryReport RunHistory(Store& store, const TenantId& tenant, const HistoryOptions& options);

}  // namespace interim::store::testing

#endif  // INTERIM_COMMON_STORE_TESTING_HISTORY_H_
