// A store in front of a store, that fails and delays on purpose. Service tests run their suites
// through it: what does a method do when its store does not answer, answers late, or loses an
// answer?
#ifndef INTERIM_COMMON_STORE_TESTING_FAULTY_STORE_H_
#define INTERIM_COMMON_STORE_TESTING_FAULTY_STORE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/core/mutex.h"
#include "common/core/tenant.h"
#include "common/store/store.h"

namespace interim::store::testing {

// Thread-safe. `base` is borrowed and must outlive it.
class FaultyStore : public Store {
 public:
  enum class Operation {
    kGet,
    kList,
    kCommit,
    kGetFeedHead,
    kFindIdempotency,
    kReadFeed,
    kGetAsOf,
    kClaimDue,
    kFinishTimer,
    kRetryTimer,
    kErasePayloads,
    kSweepIdempotency,
    kHealth,
  };
  static constexpr std::size_t kOperationCount = 13;

  explicit FaultyStore(Store& base) : base_(base) {}

  // The next `times` calls of the operation answer `status` and do nothing.
  void FailNext(Operation operation, int times, absl::Status status);
  // The next `times` commits are done, and then answered with `status`: the lost answer.
  void LoseAnswers(int times, absl::Status status);
  // Every call of the operation waits this long before it is passed on; zero ends it.
  void Delay(Operation operation, absl::Duration delay);
  // Called before every operation is passed on, from the caller's thread; for interleavings that a
  // test wants to force. Empty: none.
  void SetHook(std::function<void(Operation)> hook);
  // Every nth call of any operation answers UNAVAILABLE STORE_UNAVAILABLE, counted over all; 0:
  // none.
  void FailEvery(int nth);

  // Calls of the operation so far, the failed ones included.
  std::int64_t CallCount(Operation operation) const;

  absl::StatusOr<Record> Get(const TenantId& tenant, absl::string_view id) override;
  absl::StatusOr<std::vector<Record>> List(const TenantId& tenant, const ListQuery& query) override;
  absl::StatusOr<CommitResult> Commit(const TenantId& tenant,
                                      const Transaction& transaction) override;
  absl::StatusOr<FeedHead> GetFeedHead(const TenantId& tenant) override;
  absl::StatusOr<std::optional<IdempotencyRecord>> FindIdempotency(
      const TenantId& tenant, const IdempotencyKey& key) override;
  absl::StatusOr<std::vector<FeedEntry>> ReadFeed(const TenantId& tenant, std::int64_t after,
                                                  int limit, Payloads payloads) override;
  absl::StatusOr<Record> GetAsOf(const TenantId& tenant, absl::string_view id,
                                 std::int64_t at) override;
  absl::StatusOr<std::vector<Timer>> ClaimDue(absl::Time business_now, absl::Time system_now,
                                              absl::Duration lease, int limit) override;
  absl::Status FinishTimer(const Timer& timer) override;
  absl::Status RetryTimer(const Timer& timer, absl::Time due) override;
  absl::Status ErasePayloads(const TenantId& tenant, absl::string_view id) override;
  absl::StatusOr<int> SweepIdempotency(absl::Time before, int limit) override;
  absl::Status Health() override;

 private:
  struct Plan {
    int failures = 0;
    absl::Status status;
    absl::Duration delay;
    std::int64_t calls = 0;
  };
  // Does what is planned for the call; an error is to be answered at once.
  absl::Status Enter(Operation operation);

  Store& base_;
  mutable Mutex mutex_;
  std::array<Plan, kOperationCount> plans_ ABSL_GUARDED_BY(mutex_);
  int lost_answers_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::Status lost_status_ ABSL_GUARDED_BY(mutex_);
  std::function<void(Operation)> hook_ ABSL_GUARDED_BY(mutex_);
  int fail_every_ ABSL_GUARDED_BY(mutex_) = 0;
  std::int64_t all_calls_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace interim::store::testing

#endif  // INTERIM_COMMON_STORE_TESTING_FAULTY_STORE_H_
