// Replays the feed of a random history and checks every invariant after every event.
#ifndef INTERIM_COMMON_STORE_TESTING_HISTORY_CHECKER_H_
#define INTERIM_COMMON_STORE_TESTING_HISTORY_CHECKER_H_

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "common/core/tenant.h"
#include "common/store/store.h"

namespace interim::store::testing {

// What the clients of a history were told.
struct HistoryRecord {
  std::set<std::string> acknowledged;  // numbers whose append was committed
  std::set<std::string> refused;       // numbers whose append was refused with a conflict
  std::set<std::int64_t> sequences;    // of all acknowledged commits
};

// Everything that is wrong; empty when nothing is. Linear in the number of events.
std::vector<std::string> CheckHistory(Store& store, const TenantId& tenant,
                                      const HistoryRecord& record);

}  // namespace interim::store::testing

#endif  // INTERIM_COMMON_STORE_TESTING_HISTORY_CHECKER_H_
