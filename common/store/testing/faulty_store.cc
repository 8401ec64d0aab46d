#include "common/store/testing/faulty_store.h"

#include <utility>

#include "absl/time/clock.h"
#include "common/core/status_macros.h"
#include "common/store/store_errors.h"

namespace interim::store::testing {
namespace {

std::size_t Place(FaultyStore::Operation operation) { return static_cast<std::size_t>(operation); }

}  // namespace

void FaultyStore::FailNext(Operation operation, int times, absl::Status status) {
  MutexLock lock(mutex_);
  plans_[Place(operation)].failures = times;
  plans_[Place(operation)].status = std::move(status);
}

void FaultyStore::LoseAnswers(int times, absl::Status status) {
  MutexLock lock(mutex_);
  lost_answers_ = times;
  lost_status_ = std::move(status);
}

void FaultyStore::Delay(Operation operation, absl::Duration delay) {
  MutexLock lock(mutex_);
  plans_[Place(operation)].delay = delay;
}

void FaultyStore::SetHook(std::function<void(Operation)> hook) {
  MutexLock lock(mutex_);
  hook_ = std::move(hook);
}

void FaultyStore::FailEvery(int nth) {
  MutexLock lock(mutex_);
  fail_every_ = nth;
}

std::int64_t FaultyStore::CallCount(Operation operation) const {
  MutexLock lock(mutex_);
  return plans_[Place(operation)].calls;
}

absl::Status FaultyStore::Enter(Operation operation) {
  absl::Duration delay;
  std::function<void(Operation)> hook;
  {
    MutexLock lock(mutex_);
    Plan& plan = plans_[Place(operation)];
    ++plan.calls;
    ++all_calls_;
    if (plan.failures > 0) {
      --plan.failures;
      return plan.status;
    }
    if (fail_every_ > 0 && all_calls_ % fail_every_ == 0) return StoreUnavailable("injected");
    delay = plan.delay;
    hook = hook_;
  }
  if (delay > absl::ZeroDuration()) absl::SleepFor(delay);
  if (hook) hook(operation);
  return absl::OkStatus();
}

absl::StatusOr<Record> FaultyStore::Get(const TenantId& tenant, absl::string_view id) {
  RETURN_IF_ERROR(Enter(Operation::kGet));
  return base_.Get(tenant, id);
}

absl::StatusOr<std::vector<Record>> FaultyStore::List(const TenantId& tenant,
                                                      const ListQuery& query) {
  RETURN_IF_ERROR(Enter(Operation::kList));
  return base_.List(tenant, query);
}

absl::StatusOr<CommitResult> FaultyStore::Commit(const TenantId& tenant,
                                                 const Transaction& transaction) {
  RETURN_IF_ERROR(Enter(Operation::kCommit));
  absl::StatusOr<CommitResult> result = base_.Commit(tenant, transaction);
  MutexLock lock(mutex_);
  if (result.ok() && lost_answers_ > 0) {
    --lost_answers_;
    return lost_status_;
  }
  return result;
}

absl::StatusOr<FeedHead> FaultyStore::GetFeedHead(const TenantId& tenant) {
  RETURN_IF_ERROR(Enter(Operation::kGetFeedHead));
  return base_.GetFeedHead(tenant);
}

absl::StatusOr<std::optional<IdempotencyRecord>> FaultyStore::FindIdempotency(
    const TenantId& tenant, const IdempotencyKey& key) {
  RETURN_IF_ERROR(Enter(Operation::kFindIdempotency));
  return base_.FindIdempotency(tenant, key);
}

absl::StatusOr<std::vector<FeedEntry>> FaultyStore::ReadFeed(const TenantId& tenant,
                                                             std::int64_t after, int limit,
                                                             Payloads payloads) {
  RETURN_IF_ERROR(Enter(Operation::kReadFeed));
  return base_.ReadFeed(tenant, after, limit, payloads);
}

absl::StatusOr<Record> FaultyStore::GetAsOf(const TenantId& tenant, absl::string_view id,
                                            std::int64_t at) {
  RETURN_IF_ERROR(Enter(Operation::kGetAsOf));
  return base_.GetAsOf(tenant, id, at);
}

absl::StatusOr<std::vector<Timer>> FaultyStore::ClaimDue(absl::Time business_now,
                                                         absl::Time system_now,
                                                         absl::Duration lease, int limit) {
  RETURN_IF_ERROR(Enter(Operation::kClaimDue));
  return base_.ClaimDue(business_now, system_now, lease, limit);
}

absl::Status FaultyStore::FinishTimer(const Timer& timer) {
  RETURN_IF_ERROR(Enter(Operation::kFinishTimer));
  return base_.FinishTimer(timer);
}

absl::Status FaultyStore::RetryTimer(const Timer& timer, absl::Time due) {
  RETURN_IF_ERROR(Enter(Operation::kRetryTimer));
  return base_.RetryTimer(timer, due);
}

absl::Status FaultyStore::ErasePayloads(const TenantId& tenant, absl::string_view id) {
  RETURN_IF_ERROR(Enter(Operation::kErasePayloads));
  return base_.ErasePayloads(tenant, id);
}

absl::StatusOr<int> FaultyStore::SweepIdempotency(absl::Time before, int limit) {
  RETURN_IF_ERROR(Enter(Operation::kSweepIdempotency));
  return base_.SweepIdempotency(before, limit);
}

absl::Status FaultyStore::Health() {
  RETURN_IF_ERROR(Enter(Operation::kHealth));
  return base_.Health();
}

}  // namespace interim::store::testing
