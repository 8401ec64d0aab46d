// The store in memory, for tests and rehearsals: the same contract, nothing durable.
#ifndef INTERIM_COMMON_STORE_MEMORY_MEMORY_STORE_H_
#define INTERIM_COMMON_STORE_MEMORY_MEMORY_STORE_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/core/clock.h"
#include "common/core/mutex.h"
#include "common/core/tenant.h"
#include "common/store/commit_plan.h"
#include "common/store/store.h"

namespace interim::store {

// Thread-safe; one lock over everything.
class MemoryStore : public Store {
 public:
  // An empty store. `clock` gives the times of commits and must outlive the store.
  static std::unique_ptr<MemoryStore> Create(const SystemClock& clock);

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

  // Answers UNAVAILABLE to everything from now on, as after a lost disk.
  void Close();
  // While paused every call answers UNAVAILABLE, as with a database that does not answer.
  void SetPaused(bool paused);

 private:
  // A payload with what is needed to show the record as it was.
  struct StoredPayload {
    Payload payload;
    Record record;  // without bytes and index; empty id: the event stands alone
    bool deleted = false;
  };
  struct StoredEvent {
    Event event;
    std::vector<StoredPayload> payloads;  // one for each write, in order
    std::size_t main = 0;
  };
  using IdempotencyMapKey = std::tuple<std::string, std::string, std::string>;
  struct TenantData {
    std::map<std::string, Record> records;
    std::map<std::string, std::int64_t> deleted_versions;
    std::vector<StoredEvent> events;  // place i holds sequence i + 1
    std::map<std::string, std::vector<std::int64_t>> sequences_of;
    std::map<IdempotencyMapKey, IdempotencyRecord> idempotency;
    std::map<std::pair<std::string, std::int64_t>, bool> inbox;
  };
  struct StoredTimer {
    Timer timer;
    absl::Time claimed_until = absl::InfinitePast();
  };
  using TimerKey = std::tuple<std::string, std::string, std::string>;  // tenant, resource, kind

  explicit MemoryStore(const SystemClock& clock) : clock_(clock) {}

  absl::Status CheckOpen() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  const TenantData* FindTenant(const TenantId& tenant) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  static absl::Status CheckCommit(const TenantData& data, const CommitPlan& plan);
  CommitResult Apply(const TenantId& tenant, TenantData& data, const CommitPlan& plan)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  static std::int64_t ApplyWrite(TenantData& data, const Write& write, absl::Time now);
  static void ApplyEvent(const TenantId& tenant, TenantData& data, const CommitPlan& plan,
                         const CommitResult& result);
  void ApplyTimers(const TenantId& tenant, const Transaction& transaction)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  StoredTimer* FindSame(const Timer& timer) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const SystemClock& clock_;
  mutable Mutex mutex_;
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
  bool paused_ ABSL_GUARDED_BY(mutex_) = false;
  std::map<std::string, TenantData> tenants_ ABSL_GUARDED_BY(mutex_);
  std::map<TimerKey, StoredTimer> timers_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace interim::store

#endif  // INTERIM_COMMON_STORE_MEMORY_MEMORY_STORE_H_
