// What every back end does with a transaction before and beside its own storage: check it against
// the contract and the limits, and make the event with its hashes. Kept here so that all back ends
// agree.
#ifndef INTERIM_COMMON_STORE_COMMIT_PLAN_H_
#define INTERIM_COMMON_STORE_COMMIT_PLAN_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/store/store.h"

namespace interim::store {

// One payload to be stored: of the write at the same place, or of the event alone.
struct PlannedPayload {
  std::string salt;
  std::string hash;
};

// A checked transaction. Everything costly is done here, outside the writer's turn. Borrows the
// transaction, which must outlive it.
struct CommitPlan {
  const Transaction* transaction = nullptr;
  std::vector<std::int64_t> expected;          // version each write builds on, in order; 0: absent
  std::vector<const ReadVersion*> only_reads;  // what was read and is not written, once each
  std::vector<PlannedPayload> payloads;        // one for each write; exactly one without writes
  std::size_t main = 0;                        // place of the event's own payload in `payloads`
};

// Checks a transaction and hashes its payloads.
//   errors  INTERNAL STORE_MISUSE, RESOURCE_EXHAUSTED STORE_LIMIT, ABORTED STORE_CONFLICT (one
//   record
//           was read at two versions)
absl::StatusOr<CommitPlan> PlanCommit(const Transaction& transaction);

// What the back end adds when the commit has its turn.
struct CommitPosition {
  std::int64_t sequence = 0;
  const std::string* previous_hash = nullptr;
  absl::Time time;                                      // of StoreTime
  const std::vector<std::int64_t>* versions = nullptr;  // new version of each write
};

// The event of a commit, hashes filled in.
Event MakeEvent(absl::string_view tenant, const CommitPlan& plan, const CommitPosition& position);

// Times are kept in whole microseconds, so that every back end and the hash chain see the same
// value.
absl::Time StoreTime(absl::Time time);

// Checks of the arguments of reads. Errors: INTERNAL STORE_MISUSE.
absl::Status CheckListQuery(const ListQuery& query);
absl::Status CheckFeedArguments(std::int64_t after, int limit);
absl::Status CheckClaimArguments(absl::Duration lease, int limit);
absl::Status CheckSweepArguments(int limit);

}  // namespace interim::store

#endif  // INTERIM_COMMON_STORE_COMMIT_PLAN_H_
