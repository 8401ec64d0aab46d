// Random histories: no lost update, no write skew, whatever the interleaving.
#include "common/store/testing/history.h"
#include "common/store/testing/store_suite.h"
#include "common/store/testing/suite_parts.h"

namespace interim::store::testing {

void LinkHistoryTests() {}

namespace {

TEST_P(StoreSuite, History_InterleavedBySeed_KeepsEveryInvariant) {
  for (std::uint64_t seed : {1, 2, 3, 4, 5}) {
    const TenantId place = Tenant("seed" + std::to_string(seed));
    const HistoryReport report = RunHistory(store(), place, {.seed = seed});
    EXPECT_EQ(report.violations, std::vector<std::string>());
    EXPECT_GT(report.committed, 50);
    EXPECT_GT(report.conflicts, 10) << "a history without conflicts proves nothing";
    EXPECT_EQ(report.unknown, 0);
  }
}

TEST_P(StoreSuite, History_ManyThreads_KeepsEveryInvariant) {
  const HistoryReport report = RunHistory(
      store(), tenant(), {.seed = 7, .clients = 12, .mode = HistoryOptions::Mode::kThreads});
  EXPECT_EQ(report.violations, std::vector<std::string>());
  EXPECT_GT(report.committed, 50);
}

}  // namespace
}  // namespace interim::store::testing
