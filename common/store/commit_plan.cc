#include "common/store/commit_plan.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/core/status_macros.h"
#include "common/store/event_chain.h"
#include "common/store/limits.h"
#include "common/store/record_id.h"
#include "common/store/sha256.h"
#include "common/store/store_errors.h"

namespace interim::store {
namespace {

absl::Status CheckSize(absl::string_view what, std::size_t limit, std::size_t value) {
  if (value <= limit) return absl::OkStatus();
  return StoreLimit(what, static_cast<std::int64_t>(limit), static_cast<std::int64_t>(value));
}

// A key text: not empty, not too long, without NUL (which some back ends cut or refuse).
absl::Status CheckKey(absl::string_view what, std::size_t limit, absl::string_view value) {
  if (value.empty()) return StoreMisuse(absl::StrCat(what, " is empty"));
  if (value.find('\0') != absl::string_view::npos) {
    return StoreMisuse(absl::StrCat(what, " holds a NUL byte"));
  }
  return CheckSize(what, limit, value.size());
}

absl::Status CheckText(absl::string_view what, std::size_t limit, absl::string_view value) {
  if (value.empty()) return absl::OkStatus();
  return CheckKey(what, limit, value);
}

absl::Status CheckIndex(const std::vector<IndexField>& index) {
  RETURN_IF_ERROR(CheckSize("index fields", kMaxIndexFields, index.size()));
  for (const IndexField& field : index) {
    RETURN_IF_ERROR(CheckKey("index name", kMaxNameBytes, field.name));
    RETURN_IF_ERROR(CheckText("index value", kMaxIndexValueBytes, field.value));
  }
  return absl::OkStatus();
}

absl::Status CheckWrite(const Write& write) {
  const Record& record = write.record;
  RETURN_IF_ERROR(CheckKey("record id", kMaxIdBytes, record.id));
  if (write.kind == Write::Kind::kDelete) return absl::OkStatus();
  RETURN_IF_ERROR(CheckKey("collection", kMaxNameBytes, record.collection));
  if (record.collection != CollectionOf(record.id) || record.parent != ParentOf(record.id)) {
    return StoreMisuse("collection and parent do not follow from the id");
  }
  RETURN_IF_ERROR(CheckText("state", kMaxNameBytes, record.state));
  RETURN_IF_ERROR(CheckSize("record", kMaxRecordBytes, record.bytes.size()));
  return CheckIndex(record.index);
}

absl::Status CheckEvent(const EventDraft& event) {
  RETURN_IF_ERROR(CheckKey("event type", kMaxNameBytes, event.type));
  RETURN_IF_ERROR(CheckKey("event resource", kMaxIdBytes, event.resource));
  RETURN_IF_ERROR(CheckText("event actor", kMaxNameBytes, event.actor));
  RETURN_IF_ERROR(CheckText("event method", kMaxNameBytes, event.method));
  RETURN_IF_ERROR(CheckText("event reason", kMaxEventTextBytes, event.reason));
  RETURN_IF_ERROR(CheckText("event rules", kMaxEventTextBytes, event.rules));
  RETURN_IF_ERROR(CheckText("event request_id", kMaxNameBytes, event.request_id));
  return CheckText("event trace_id", kMaxNameBytes, event.trace_id);
}

absl::Status CheckIdempotency(const IdempotencyRecord& record) {
  RETURN_IF_ERROR(CheckKey("idempotency principal", kMaxNameBytes, record.key.principal));
  RETURN_IF_ERROR(CheckKey("idempotency method", kMaxNameBytes, record.key.method));
  RETURN_IF_ERROR(CheckKey("idempotency request_id", kMaxNameBytes, record.key.request_id));
  RETURN_IF_ERROR(CheckText("idempotency resource", kMaxIdBytes, record.resource));
  RETURN_IF_ERROR(CheckSize("request hash", kMaxNameBytes, record.request_hash.size()));
  return CheckSize("response", kMaxResponseBytes, record.response.size());
}

absl::Status CheckTimers(const std::vector<TimerWrite>& timers) {
  RETURN_IF_ERROR(CheckSize("timers", kMaxTimers, timers.size()));
  for (const TimerWrite& write : timers) {
    RETURN_IF_ERROR(CheckKey("timer resource", kMaxIdBytes, write.timer.resource));
    RETURN_IF_ERROR(CheckKey("timer kind", kMaxNameBytes, write.timer.kind));
    RETURN_IF_ERROR(CheckSize("timer payload", kMaxTimerPayloadBytes, write.timer.payload.size()));
  }
  return absl::OkStatus();
}

// The reads in id order, so that each write finds its version in logarithmic time.
std::vector<const ReadVersion*> SortReads(const std::vector<ReadVersion>& reads) {
  std::vector<const ReadVersion*> sorted;
  sorted.reserve(reads.size());
  for (const ReadVersion& read : reads) sorted.push_back(&read);
  std::sort(sorted.begin(), sorted.end(),
            [](const ReadVersion* a, const ReadVersion* b) { return a->id < b->id; });
  return sorted;
}

// Fills in what each write builds on, and which reads are not written.
absl::Status PlanReads(const Transaction& transaction, CommitPlan& plan) {
  RETURN_IF_ERROR(CheckSize("reads", kMaxReads, transaction.reads.size()));
  for (const ReadVersion& read : transaction.reads) {
    RETURN_IF_ERROR(CheckKey("read id", kMaxIdBytes, read.id));
    if (read.version < 0) return StoreMisuse("read version is negative");
  }
  std::vector<const ReadVersion*> sorted = SortReads(transaction.reads);
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    // The use case saw the record change while it ran.
    if (sorted[i]->id == sorted[i - 1]->id && sorted[i]->version != sorted[i - 1]->version) {
      return StoreConflict(sorted[i]->id);
    }
  }
  sorted.erase(
      std::unique(sorted.begin(), sorted.end(),
                  [](const ReadVersion* a, const ReadVersion* b) { return a->id == b->id; }),
      sorted.end());
  plan.expected.reserve(transaction.writes.size());
  for (const Write& write : transaction.writes) {
    auto at = std::lower_bound(
        sorted.begin(), sorted.end(), write.record.id,
        [](const ReadVersion* read, const std::string& id) { return read->id < id; });
    if (at == sorted.end() || (*at)->id != write.record.id) {
      return StoreMisuse("a written record is not among the reads");
    }
    if (write.kind == Write::Kind::kDelete && (*at)->version == 0) {
      return StoreMisuse("a delete of an absent record");
    }
    plan.expected.push_back((*at)->version);
  }
  std::vector<absl::string_view> written;
  written.reserve(transaction.writes.size());
  for (const Write& write : transaction.writes) written.push_back(write.record.id);
  std::sort(written.begin(), written.end());
  for (const ReadVersion* read : sorted) {
    if (!std::binary_search(written.begin(), written.end(), absl::string_view(read->id))) {
      plan.only_reads.push_back(read);
    }
  }
  return absl::OkStatus();
}

// Finds two writes of one record.
bool HasTwice(const std::vector<Write>& writes) {
  if (writes.size() < 2) return false;
  std::vector<absl::string_view> ids;
  ids.reserve(writes.size());
  for (const Write& write : writes) ids.push_back(write.record.id);
  std::sort(ids.begin(), ids.end());
  return std::adjacent_find(ids.begin(), ids.end()) != ids.end();
}

absl::StatusOr<std::size_t> FindMain(const Transaction& transaction) {
  if (transaction.writes.empty()) return 0;
  for (std::size_t i = 0; i < transaction.writes.size(); ++i) {
    if (transaction.writes[i].record.id == transaction.event.resource) return i;
  }
  return StoreMisuse("the event is about a record that is not written");
}

absl::Status CheckRest(const Transaction& transaction) {
  if (transaction.idempotency) RETURN_IF_ERROR(CheckIdempotency(*transaction.idempotency));
  if (transaction.inbox) {
    RETURN_IF_ERROR(CheckKey("inbox stream", kMaxNameBytes, transaction.inbox->stream));
  }
  return CheckTimers(transaction.timers);
}

}  // namespace

absl::StatusOr<CommitPlan> PlanCommit(const Transaction& transaction) {
  RETURN_IF_ERROR(CheckSize("writes", kMaxWrites, transaction.writes.size()));
  for (const Write& write : transaction.writes) RETURN_IF_ERROR(CheckWrite(write));
  if (HasTwice(transaction.writes)) return StoreMisuse("a record is written twice");
  RETURN_IF_ERROR(CheckEvent(transaction.event));
  RETURN_IF_ERROR(CheckRest(transaction));

  CommitPlan plan;
  plan.transaction = &transaction;
  RETURN_IF_ERROR(PlanReads(transaction, plan));
  ASSIGN_OR_RETURN(plan.main, FindMain(transaction));
  const std::size_t count = std::max<std::size_t>(1, transaction.writes.size());
  const std::string salts = RandomBytes(static_cast<int>(count) * kSaltBytes);
  plan.payloads.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    PlannedPayload& payload = plan.payloads[i];
    payload.salt = salts.substr(i * kSaltBytes, kSaltBytes);
    const bool has_bytes =
        i < transaction.writes.size() && transaction.writes[i].kind == Write::Kind::kPut;
    payload.hash = ComputePayloadHash(
        payload.salt,
        has_bytes ? absl::string_view(transaction.writes[i].record.bytes) : absl::string_view());
  }
  return plan;
}

Event MakeEvent(absl::string_view tenant, const CommitPlan& plan, const CommitPosition& position) {
  const Transaction& transaction = *plan.transaction;
  Event event;
  event.sequence = position.sequence;
  event.what = transaction.event;
  event.time = position.time;
  event.previous_hash = *position.previous_hash;
  event.payload_hash = plan.payloads[plan.main].hash;
  if (!transaction.writes.empty()) {
    event.record_version = (*position.versions)[plan.main];
    event.others.reserve(transaction.writes.size() - 1);
  }
  for (std::size_t i = 0; i < transaction.writes.size(); ++i) {
    if (i == plan.main) continue;
    event.others.push_back({.id = transaction.writes[i].record.id,
                            .version = (*position.versions)[i],
                            .payload_hash = plan.payloads[i].hash});
  }
  event.hash = ComputeEventHash(tenant, event);
  return event;
}

absl::Time StoreTime(absl::Time time) { return absl::FromUnixMicros(absl::ToUnixMicros(time)); }

absl::Status CheckListQuery(const ListQuery& query) {
  if (query.collection.empty()) return StoreMisuse("list without a collection");
  if (query.limit < 1 || query.limit > kMaxListLimit) {
    return StoreMisuse(absl::StrCat("list limit ", query.limit));
  }
  if (query.filters.size() > kMaxIndexFields) return StoreMisuse("too many list filters");
  for (const IndexField& filter : query.filters) {
    if (filter.name.empty()) return StoreMisuse("list filter without a name");
  }
  return absl::OkStatus();
}

absl::Status CheckFeedArguments(std::int64_t after, int limit) {
  if (after < 0) return StoreMisuse("feed position is negative");
  if (limit < 1 || limit > kMaxFeedLimit) return StoreMisuse(absl::StrCat("feed limit ", limit));
  return absl::OkStatus();
}

absl::Status CheckClaimArguments(absl::Duration lease, int limit) {
  if (lease <= absl::ZeroDuration()) return StoreMisuse("lease is not positive");
  if (limit < 1 || limit > kMaxClaimLimit) return StoreMisuse(absl::StrCat("claim limit ", limit));
  return absl::OkStatus();
}

absl::Status CheckSweepArguments(int limit) {
  if (limit < 1 || limit > kMaxSweepLimit) return StoreMisuse(absl::StrCat("sweep limit ", limit));
  return absl::OkStatus();
}

}  // namespace interim::store
