#include "common/store/memory/memory_store.h"

#include <algorithm>
#include <cstddef>

#include "common/core/status_macros.h"
#include "common/store/event_chain.h"
#include "common/store/limits.h"
#include "common/store/store_errors.h"

namespace interim::store {
namespace {

bool HasField(const Record& record, const IndexField& field) {
  return std::any_of(record.index.begin(), record.index.end(), [&field](const IndexField& own) {
    return own.name == field.name && own.value == field.value;
  });
}

bool Matches(const Record& record, const ListQuery& query) {
  if (record.collection != query.collection) return false;
  if (!query.parent.empty() && record.parent != query.parent) return false;
  return std::all_of(query.filters.begin(), query.filters.end(),
                     [&record](const IndexField& field) { return HasField(record, field); });
}

}  // namespace

std::unique_ptr<MemoryStore> MemoryStore::Create(const SystemClock& clock) {
  return std::unique_ptr<MemoryStore>(new MemoryStore(clock));
}

void MemoryStore::Close() {
  MutexLock lock(mutex_);
  closed_ = true;
}

void MemoryStore::SetPaused(bool paused) {
  MutexLock lock(mutex_);
  paused_ = paused;
}

absl::Status MemoryStore::CheckOpen() const {
  if (closed_) return StoreUnavailable("closed");
  if (paused_) return StoreUnavailable("busy");
  return absl::OkStatus();
}

absl::Status MemoryStore::Health() {
  MutexLock lock(mutex_);
  return CheckOpen();
}

const MemoryStore::TenantData* MemoryStore::FindTenant(const TenantId& tenant) const {
  auto found = tenants_.find(tenant.value());
  return found == tenants_.end() ? nullptr : &found->second;
}

absl::StatusOr<Record> MemoryStore::Get(const TenantId& tenant, absl::string_view id) {
  MutexLock lock(mutex_);
  RETURN_IF_ERROR(CheckOpen());
  const TenantData* data = FindTenant(tenant);
  if (data == nullptr) return RecordNotFound();
  auto found = data->records.find(std::string(id));
  if (found == data->records.end()) return RecordNotFound();
  return found->second;
}

absl::StatusOr<std::vector<Record>> MemoryStore::List(const TenantId& tenant,
                                                      const ListQuery& query) {
  RETURN_IF_ERROR(CheckListQuery(query));
  MutexLock lock(mutex_);
  RETURN_IF_ERROR(CheckOpen());
  std::vector<Record> found;
  const TenantData* data = FindTenant(tenant);
  if (data == nullptr) return found;
  for (auto it = data->records.upper_bound(query.after_id); it != data->records.end(); ++it) {
    if (!Matches(it->second, query)) continue;
    found.push_back(it->second);
    if (found.size() == static_cast<std::size_t>(query.limit)) break;
  }
  return found;
}

absl::Status MemoryStore::CheckCommit(const TenantData& data, const CommitPlan& plan) {
  const Transaction& transaction = *plan.transaction;
  if (transaction.idempotency) {
    const IdempotencyKey& key = transaction.idempotency->key;
    if (data.idempotency.count({key.principal, key.method, key.request_id}) != 0) {
      return IdempotencyRace();
    }
  }
  if (transaction.inbox) {
    const InboxMark& mark = *transaction.inbox;
    if (data.inbox.count({mark.stream, mark.sequence}) != 0) {
      return InboxSeen(mark.stream, mark.sequence);
    }
  }
  for (const ReadVersion* read : plan.only_reads) {
    auto found = data.records.find(read->id);
    const std::int64_t version = found == data.records.end() ? 0 : found->second.version;
    if (version != read->version) return StoreConflict(read->id);
  }
  for (std::size_t i = 0; i < transaction.writes.size(); ++i) {
    const Write& write = transaction.writes[i];
    auto found = data.records.find(write.record.id);
    const std::int64_t version = found == data.records.end() ? 0 : found->second.version;
    if (version != plan.expected[i]) return StoreConflict(write.record.id);
  }
  return absl::OkStatus();
}

absl::StatusOr<CommitResult> MemoryStore::Commit(const TenantId& tenant,
                                                 const Transaction& transaction) {
  ASSIGN_OR_RETURN(const CommitPlan plan, PlanCommit(transaction));
  MutexLock lock(mutex_);
  RETURN_IF_ERROR(CheckOpen());
  TenantData& data = tenants_[tenant.value()];
  RETURN_IF_ERROR(CheckCommit(data, plan));
  return Apply(tenant, data, plan);
}

CommitResult MemoryStore::Apply(const TenantId& tenant, TenantData& data, const CommitPlan& plan) {
  const Transaction& transaction = *plan.transaction;
  CommitResult result;
  result.time = StoreTime(clock_.Now());
  result.sequence = static_cast<std::int64_t>(data.events.size()) + 1;
  for (const Write& write : transaction.writes) {
    result.versions.push_back(ApplyWrite(data, write, result.time));
  }
  ApplyEvent(tenant, data, plan, result);
  if (transaction.idempotency) {
    const IdempotencyKey& key = transaction.idempotency->key;
    IdempotencyRecord& kept = data.idempotency[{key.principal, key.method, key.request_id}];
    kept = *transaction.idempotency;
    kept.time = result.time;
  }
  if (transaction.inbox)
    data.inbox[{transaction.inbox->stream, transaction.inbox->sequence}] = true;
  ApplyTimers(tenant, transaction);
  return result;
}

std::int64_t MemoryStore::ApplyWrite(TenantData& data, const Write& write, absl::Time now) {
  const std::string& id = write.record.id;
  auto found = data.records.find(id);
  if (write.kind == Write::Kind::kDelete) {
    data.deleted_versions[id] = found->second.version + 1;
    data.records.erase(found);
    return 0;
  }
  Record next = write.record;
  next.update_time = now;
  if (found != data.records.end()) {
    next.create_time = found->second.create_time;
    next.version = found->second.version + 1;
    found->second = std::move(next);
    return found->second.version;
  }
  next.create_time = now;
  next.version = 1;
  auto deleted = data.deleted_versions.find(id);
  if (deleted != data.deleted_versions.end()) {
    next.version = deleted->second + 1;
    data.deleted_versions.erase(deleted);
  }
  const std::int64_t version = next.version;
  data.records.emplace(id, std::move(next));
  return version;
}

void MemoryStore::ApplyEvent(const TenantId& tenant, TenantData& data, const CommitPlan& plan,
                             const CommitResult& result) {
  const std::string& previous_hash =
      data.events.empty() ? GenesisHash() : data.events.back().event.hash;
  StoredEvent stored;
  stored.main = plan.main;
  stored.event = MakeEvent(tenant.value(), plan,
                           {.sequence = result.sequence,
                            .previous_hash = &previous_hash,
                            .time = result.time,
                            .versions = &result.versions});
  const std::vector<Write>& writes = plan.transaction->writes;
  for (std::size_t i = 0; i < plan.payloads.size(); ++i) {
    StoredPayload payload;
    payload.payload.salt = plan.payloads[i].salt;
    if (i < writes.size()) {
      const Record& written = writes[i].record;
      payload.deleted = writes[i].kind == Write::Kind::kDelete;
      payload.record.id = written.id;
      if (!payload.deleted) {
        payload.record = data.records.find(written.id)->second;
        payload.payload.bytes = std::move(payload.record.bytes);
        payload.record.bytes.clear();
        payload.record.index.clear();
      }
      data.sequences_of[written.id].push_back(result.sequence);
    }
    stored.payloads.push_back(std::move(payload));
  }
  data.events.push_back(std::move(stored));
}

void MemoryStore::ApplyTimers(const TenantId& tenant, const Transaction& transaction) {
  for (const TimerWrite& write : transaction.timers) {
    const TimerKey key{tenant.value(), write.timer.resource, write.timer.kind};
    if (write.kind == TimerWrite::Kind::kCancel) {
      timers_.erase(key);
      continue;
    }
    StoredTimer stored;
    stored.timer = write.timer;
    stored.timer.tenant = tenant.value();
    stored.timer.due = StoreTime(write.timer.due);
    stored.timer.attempts = 0;
    timers_[key] = std::move(stored);
  }
}

absl::StatusOr<FeedHead> MemoryStore::GetFeedHead(const TenantId& tenant) {
  MutexLock lock(mutex_);
  RETURN_IF_ERROR(CheckOpen());
  const TenantData* data = FindTenant(tenant);
  if (data == nullptr || data->events.empty())
    return FeedHead{.sequence = 0, .hash = GenesisHash()};
  const Event& last = data->events.back().event;
  return FeedHead{.sequence = last.sequence, .hash = last.hash};
}

absl::StatusOr<std::optional<IdempotencyRecord>> MemoryStore::FindIdempotency(
    const TenantId& tenant, const IdempotencyKey& key) {
  MutexLock lock(mutex_);
  RETURN_IF_ERROR(CheckOpen());
  const TenantData* data = FindTenant(tenant);
  if (data == nullptr) return std::optional<IdempotencyRecord>();
  auto found = data->idempotency.find({key.principal, key.method, key.request_id});
  if (found == data->idempotency.end()) return std::optional<IdempotencyRecord>();
  return std::optional<IdempotencyRecord>(found->second);
}

absl::StatusOr<std::vector<FeedEntry>> MemoryStore::ReadFeed(const TenantId& tenant,
                                                             std::int64_t after, int limit,
                                                             Payloads payloads) {
  RETURN_IF_ERROR(CheckFeedArguments(after, limit));
  MutexLock lock(mutex_);
  RETURN_IF_ERROR(CheckOpen());
  std::vector<FeedEntry> entries;
  const TenantData* data = FindTenant(tenant);
  if (data == nullptr) return entries;
  const std::size_t size = data->events.size();
  std::size_t bytes = 0;
  for (std::size_t i = static_cast<std::size_t>(after); i < size; ++i) {
    if (entries.size() == static_cast<std::size_t>(limit) || bytes > kMaxFeedBytes) break;
    const StoredEvent& stored = data->events[i];
    FeedEntry entry;
    entry.event = stored.event;
    if (payloads == Payloads::kWith) {
      for (std::size_t p = 0; p < stored.payloads.size(); ++p) {
        bytes += stored.payloads[p].payload.bytes.size();
        if (p == stored.main) {
          entry.payload = stored.payloads[p].payload;
        } else {
          entry.other_payloads.push_back(stored.payloads[p].payload);
        }
      }
    }
    entries.push_back(std::move(entry));
  }
  return entries;
}

absl::StatusOr<Record> MemoryStore::GetAsOf(const TenantId& tenant, absl::string_view id,
                                            std::int64_t at) {
  MutexLock lock(mutex_);
  RETURN_IF_ERROR(CheckOpen());
  const TenantData* data = FindTenant(tenant);
  if (data == nullptr) return RecordNotFound();
  auto sequences = data->sequences_of.find(std::string(id));
  if (sequences == data->sequences_of.end()) return RecordNotFound();
  auto next = std::upper_bound(sequences->second.begin(), sequences->second.end(), at);
  if (next == sequences->second.begin()) return RecordNotFound();
  const StoredEvent& stored = data->events[static_cast<std::size_t>(*(next - 1)) - 1];
  for (const StoredPayload& payload : stored.payloads) {
    if (payload.record.id != id) continue;
    if (payload.deleted || payload.payload.erased) break;
    Record record = payload.record;
    record.bytes = payload.payload.bytes;
    return record;
  }
  return RecordNotFound();
}

absl::StatusOr<std::vector<Timer>> MemoryStore::ClaimDue(absl::Time business_now,
                                                         absl::Time system_now,
                                                         absl::Duration lease, int limit) {
  RETURN_IF_ERROR(CheckClaimArguments(lease, limit));
  MutexLock lock(mutex_);
  RETURN_IF_ERROR(CheckOpen());
  std::vector<StoredTimer*> due;
  for (auto& [key, stored] : timers_) {
    const absl::Time now =
        stored.timer.clock == Timer::Clock::kBusiness ? business_now : system_now;
    if (stored.timer.due <= now && stored.claimed_until <= system_now) due.push_back(&stored);
  }
  std::stable_sort(due.begin(), due.end(), [](const StoredTimer* a, const StoredTimer* b) {
    return a->timer.due < b->timer.due;
  });
  if (due.size() > static_cast<std::size_t>(limit)) due.resize(static_cast<std::size_t>(limit));
  std::vector<Timer> claimed;
  for (StoredTimer* stored : due) {
    stored->claimed_until = system_now + lease;
    claimed.push_back(stored->timer);
  }
  return claimed;
}

MemoryStore::StoredTimer* MemoryStore::FindSame(const Timer& timer) {
  auto found = timers_.find({timer.tenant, timer.resource, timer.kind});
  if (found == timers_.end()) return nullptr;
  const Timer& stored = found->second.timer;
  const bool same = stored.due == timer.due && stored.attempts == timer.attempts &&
                    stored.payload == timer.payload;
  return same ? &found->second : nullptr;
}

absl::Status MemoryStore::FinishTimer(const Timer& timer) {
  MutexLock lock(mutex_);
  RETURN_IF_ERROR(CheckOpen());
  if (FindSame(timer) != nullptr) timers_.erase({timer.tenant, timer.resource, timer.kind});
  return absl::OkStatus();
}

absl::Status MemoryStore::RetryTimer(const Timer& timer, absl::Time due) {
  MutexLock lock(mutex_);
  RETURN_IF_ERROR(CheckOpen());
  StoredTimer* stored = FindSame(timer);
  if (stored == nullptr) return absl::OkStatus();
  stored->timer.due = StoreTime(due);
  ++stored->timer.attempts;
  stored->claimed_until = absl::InfinitePast();
  return absl::OkStatus();
}

absl::Status MemoryStore::ErasePayloads(const TenantId& tenant, absl::string_view id) {
  MutexLock lock(mutex_);
  RETURN_IF_ERROR(CheckOpen());
  auto found = tenants_.find(tenant.value());
  if (found == tenants_.end()) return absl::OkStatus();
  TenantData& data = found->second;
  for (std::int64_t sequence : data.sequences_of[std::string(id)]) {
    for (StoredPayload& payload : data.events[static_cast<std::size_t>(sequence) - 1].payloads) {
      if (payload.record.id != id) continue;
      payload.payload = Payload{.salt = "", .bytes = "", .erased = true};
    }
  }
  for (auto it = data.idempotency.begin(); it != data.idempotency.end();) {
    it = it->second.resource == id ? data.idempotency.erase(it) : std::next(it);
  }
  return absl::OkStatus();
}

absl::StatusOr<int> MemoryStore::SweepIdempotency(absl::Time before, int limit) {
  RETURN_IF_ERROR(CheckSweepArguments(limit));
  MutexLock lock(mutex_);
  RETURN_IF_ERROR(CheckOpen());
  int removed = 0;
  for (auto& [name, data] : tenants_) {
    for (auto it = data.idempotency.begin(); it != data.idempotency.end() && removed < limit;) {
      if (it->second.time >= before) {
        ++it;
        continue;
      }
      it = data.idempotency.erase(it);
      ++removed;
    }
  }
  return removed;
}

}  // namespace interim::store
