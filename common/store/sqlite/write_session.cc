#include "common/store/sqlite/write_session.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "common/core/status_macros.h"
#include "common/store/event_chain.h"
#include "common/store/record_id.h"
#include "common/store/sqlite/row_codec.h"
#include "common/store/store_errors.h"

namespace interim::store::sqlite {
namespace {

// A timer that nobody holds.
constexpr std::int64_t kUnclaimed = std::numeric_limits<std::int64_t>::min();

bool Contains(const std::vector<IndexField>& fields, const IndexField& wanted) {
  return std::any_of(fields.begin(), fields.end(), [&wanted](const IndexField& field) {
    return field.name == wanted.name && field.value == wanted.value;
  });
}

}  // namespace

absl::StatusOr<CommitResult> WriteSession::Commit(const CommitInput& input) {
  const std::string& tenant = input.tenant->value();
  std::int64_t idempotency_key = 0;
  RETURN_IF_ERROR(ApplyIdempotency(input, idempotency_key));
  RETURN_IF_ERROR(ApplyInbox(input));
  RETURN_IF_ERROR(CheckReads(input));
  ASSIGN_OR_RETURN(std::vector<Change> changes, CheckWrites(input));

  FeedHead head;
  RETURN_IF_ERROR(ReadHead(tenant, head));
  CommitResult result;
  result.time = input.now;
  result.sequence = head.sequence + 1;
  for (const Change& change : changes) result.versions.push_back(change.version);
  ASSIGN_OR_RETURN(const std::int64_t first_payload,
                   InsertPayloads(input, result.sequence, idempotency_key, changes));
  for (const Change& change : changes) RETURN_IF_ERROR(ApplyChange(input, change));
  const Event event = MakeEvent(tenant, *input.plan,
                                {.sequence = result.sequence,
                                 .previous_hash = &head.hash,
                                 .time = result.time,
                                 .versions = &result.versions});
  RETURN_IF_ERROR(InsertEvent(input, event, first_payload));
  RETURN_IF_ERROR(set_head_.Bind(tenant, event.sequence, Blob{event.hash}).Run());
  RETURN_IF_ERROR(ApplyTimers(input));
  return result;
}

absl::Status WriteSession::CheckReads(const CommitInput& input) {
  ScopedReset reset(find_version_);
  for (const ReadVersion* read : input.plan->only_reads) {
    const std::string collection = CollectionOf(read->id);
    ASSIGN_OR_RETURN(const bool found,
                     find_version_.Bind(input.tenant->value(), collection, read->id).Step());
    const std::int64_t version = found ? find_version_.Integer(0) : 0;
    if (version != read->version) return StoreConflict(read->id);
  }
  return absl::OkStatus();
}

absl::Status WriteSession::FindBefore(const std::string& tenant, const std::string& id,
                                      Before& before) {
  const std::string collection = CollectionOf(id);
  {
    ScopedReset reset(find_record_);
    ASSIGN_OR_RETURN(const bool found, find_record_.Bind(tenant, collection, id).Step());
    if (found) {
      before.key = find_record_.Integer(0);
      before.version = find_record_.Integer(1);
      before.last_payload = find_record_.Integer(2);
      before.create_time = find_record_.Integer(3);
      before.fields = find_record_.Text(4);
      return absl::OkStatus();
    }
  }
  ScopedReset reset(find_tombstone_);
  ASSIGN_OR_RETURN(const bool deleted, find_tombstone_.Bind(tenant, id).Step());
  if (deleted) {
    before.tombstone_version = find_tombstone_.Integer(0);
    before.last_payload = find_tombstone_.Integer(1);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<WriteSession::Change>> WriteSession::CheckWrites(
    const CommitInput& input) {
  const std::vector<Write>& writes = input.plan->transaction->writes;
  std::vector<Change> changes(writes.size());
  for (std::size_t i = 0; i < writes.size(); ++i) {
    Change& change = changes[i];
    change.write = &writes[i];
    change.fields = input.fields[i];
    RETURN_IF_ERROR(FindBefore(input.tenant->value(), writes[i].record.id, change.before));
    if (change.before.version != input.plan->expected[i]) {
      return StoreConflict(writes[i].record.id);
    }
    const bool is_new = change.before.version == 0;
    change.create_time = is_new ? absl::ToUnixMicros(input.now) : change.before.create_time;
    if (writes[i].kind == Write::Kind::kPut) {
      change.version = (is_new ? change.before.tombstone_version : change.before.version) + 1;
    }
  }
  return changes;
}

absl::Status WriteSession::ApplyChange(const CommitInput& input, const Change& change) {
  if (change.write->kind == Write::Kind::kDelete) return Delete(input, change);
  return change.before.version == 0 ? Insert(input, change) : Update(input, change);
}

absl::Status WriteSession::Insert(const CommitInput& input, const Change& change) {
  const std::string& tenant = input.tenant->value();
  const Record& record = change.write->record;
  const std::int64_t now = absl::ToUnixMicros(input.now);
  if (change.before.tombstone_version != 0) {
    RETURN_IF_ERROR(delete_tombstone_.Bind(tenant, record.id).Run());
  }
  RETURN_IF_ERROR(insert_record_
                      .Bind(tenant, record.collection, record.id, change.version, record.state,
                            change.payload_key, now, now, Blob{change.fields}, Blob{record.bytes})
                      .Run());
  return ChangeFields(tenant, record.id, "", change.fields);
}

absl::Status WriteSession::Update(const CommitInput& input, const Change& change) {
  const Record& record = change.write->record;
  RETURN_IF_ERROR(update_record_
                      .Bind(change.version, record.state, change.payload_key,
                            absl::ToUnixMicros(input.now), Blob{change.fields}, Blob{record.bytes},
                            change.before.key)
                      .Run());
  return ChangeFields(input.tenant->value(), record.id, change.before.fields, change.fields);
}

absl::Status WriteSession::Delete(const CommitInput& input, const Change& change) {
  const std::string& tenant = input.tenant->value();
  const std::string& id = change.write->record.id;
  RETURN_IF_ERROR(delete_record_.Bind(change.before.key).Run());
  RETURN_IF_ERROR(
      insert_tombstone_.Bind(tenant, id, change.before.version + 1, change.payload_key).Run());
  return ChangeFields(tenant, id, change.before.fields, "");
}

absl::Status WriteSession::ChangeFields(const std::string& tenant, const std::string& id,
                                        absl::string_view old_fields,
                                        absl::string_view new_fields) {
  if (old_fields == new_fields) return absl::OkStatus();
  const std::string collection = CollectionOf(id);
  std::vector<IndexField> before, after;
  if (!DecodeFields(old_fields, before) || !DecodeFields(new_fields, after)) {
    return StoreDataLoss("index fields");
  }
  for (const IndexField& field : before) {
    if (Contains(after, field)) continue;
    RETURN_IF_ERROR(delete_field_.Bind(tenant, collection, field.name, field.value, id).Run());
  }
  for (const IndexField& field : after) {
    if (Contains(before, field)) continue;
    RETURN_IF_ERROR(insert_field_.Bind(tenant, collection, field.name, field.value, id).Run());
  }
  return absl::OkStatus();
}

absl::Status WriteSession::ReadHead(const std::string& tenant, FeedHead& head) {
  ScopedReset reset(find_head_);
  ASSIGN_OR_RETURN(const bool found, find_head_.Bind(tenant).Step());
  head.hash = found ? find_head_.Text(1) : GenesisHash();
  if (found) head.sequence = find_head_.Integer(0);
  return absl::OkStatus();
}

absl::StatusOr<std::int64_t> WriteSession::InsertPayloads(const CommitInput& input,
                                                          std::int64_t sequence,
                                                          std::int64_t idempotency_key,
                                                          std::vector<Change>& changes) {
  const std::string& tenant = input.tenant->value();
  const Transaction& transaction = *input.plan->transaction;
  if (changes.empty()) {
    RETURN_IF_ERROR(insert_payload_
                        .Bind(tenant, sequence, "", static_cast<int>(PayloadKind::kNone), 0, "", 0,
                              0, 0, Blob{input.plan->payloads[0].salt}, Blob{})
                        .Run());
    return connection_->last_insert_key();
  }
  for (std::size_t i = 0; i < changes.size(); ++i) {
    Change& change = changes[i];
    const Record& record = change.write->record;
    const bool put = change.write->kind == Write::Kind::kPut;
    const bool is_answer = idempotency_key != 0 && transaction.idempotency->resource == record.id;
    RETURN_IF_ERROR(insert_payload_
                        .Bind(tenant, sequence, record.id,
                              static_cast<int>(put ? PayloadKind::kPut : PayloadKind::kDelete),
                              change.version, record.state, change.create_time,
                              change.before.last_payload, is_answer ? idempotency_key : 0,
                              Blob{input.plan->payloads[i].salt},
                              Blob{put ? absl::string_view(record.bytes) : absl::string_view()})
                        .Run());
    change.payload_key = connection_->last_insert_key();
  }
  return changes.front().payload_key;
}

absl::Status WriteSession::InsertEvent(const CommitInput& input, const Event& event,
                                       std::int64_t first_payload) {
  const std::string others = EncodeOthers(event.others);
  return insert_event_
      .Bind(input.tenant->value(), event.sequence, event.what.type, event.what.resource,
            event.what.actor, event.what.method, event.what.reason, event.what.rules,
            event.what.request_id, event.what.trace_id, event.record_version,
            absl::ToUnixMicros(event.time), Blob{event.payload_hash}, Blob{event.previous_hash},
            Blob{event.hash}, Blob{others}, static_cast<std::int64_t>(input.plan->main),
            first_payload)
      .Run();
}

absl::Status WriteSession::ApplyIdempotency(const CommitInput& input, std::int64_t& key) {
  const Transaction& transaction = *input.plan->transaction;
  if (!transaction.idempotency) return absl::OkStatus();
  const IdempotencyRecord& record = *transaction.idempotency;
  const bool is_written =
      std::any_of(transaction.writes.begin(), transaction.writes.end(),
                  [&record](const Write& write) { return write.record.id == record.resource; });
  const bool is_apart = !is_written && !record.resource.empty();
  RETURN_IF_ERROR(insert_idempotency_
                      .Bind(input.tenant->value(), record.key.principal, record.key.method,
                            record.key.request_id, record.resource, is_apart ? 1 : 0,
                            absl::ToUnixMicros(input.now), Blob{record.request_hash},
                            Blob{record.response})
                      .Run());
  if (connection_->change_count() != 1) return IdempotencyRace();
  key = connection_->last_insert_key();
  return absl::OkStatus();
}

absl::Status WriteSession::ApplyInbox(const CommitInput& input) {
  const Transaction& transaction = *input.plan->transaction;
  if (!transaction.inbox) return absl::OkStatus();
  const InboxMark& mark = *transaction.inbox;
  RETURN_IF_ERROR(insert_inbox_.Bind(input.tenant->value(), mark.stream, mark.sequence).Run());
  return connection_->change_count() == 1 ? absl::OkStatus()
                                          : InboxSeen(mark.stream, mark.sequence);
}

absl::Status WriteSession::ApplyTimers(const CommitInput& input) {
  const std::string& tenant = input.tenant->value();
  for (const TimerWrite& write : input.plan->transaction->timers) {
    const Timer& timer = write.timer;
    if (write.kind == TimerWrite::Kind::kCancel) {
      RETURN_IF_ERROR(cancel_timer_.Bind(tenant, timer.resource, timer.kind).Run());
      continue;
    }
    const int clock = timer.clock == Timer::Clock::kBusiness ? 0 : 1;
    RETURN_IF_ERROR(set_timer_
                        .Bind(tenant, timer.resource, timer.kind, clock,
                              absl::ToUnixMicros(timer.due), kUnclaimed, Blob{timer.payload})
                        .Run());
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Timer>> WriteSession::ClaimDue(absl::Time business_now,
                                                          absl::Time system_now,
                                                          absl::Duration lease, int limit) {
  std::vector<Timer> claimed;
  find_due_.Bind(absl::ToUnixMicros(business_now), absl::ToUnixMicros(system_now), limit);
  while (true) {
    ASSIGN_OR_RETURN(const bool found, find_due_.Step());
    if (!found) break;
    claimed.push_back(
        {.tenant = find_due_.Text(0),
         .resource = find_due_.Text(1),
         .kind = find_due_.Text(2),
         .due = absl::FromUnixMicros(find_due_.Integer(4)),
         .clock = find_due_.Integer(3) == 0 ? Timer::Clock::kBusiness : Timer::Clock::kSystem,
         .payload = find_due_.Text(6),
         .attempts = find_due_.Integer(5)});
  }
  const std::int64_t until = absl::ToUnixMicros(system_now + lease);
  for (const Timer& timer : claimed) {
    RETURN_IF_ERROR(claim_timer_.Bind(until, timer.tenant, timer.resource, timer.kind).Run());
  }
  return claimed;
}

absl::Status WriteSession::FinishTimer(const Timer& timer) {
  return finish_timer_
      .Bind(timer.tenant, timer.resource, timer.kind, absl::ToUnixMicros(timer.due), timer.attempts,
            Blob{timer.payload})
      .Run();
}

absl::Status WriteSession::RetryTimer(const Timer& timer, absl::Time due) {
  return retry_timer_
      .Bind(absl::ToUnixMicros(due), kUnclaimed, timer.tenant, timer.resource, timer.kind,
            absl::ToUnixMicros(timer.due), timer.attempts, Blob{timer.payload})
      .Run();
}

absl::Status WriteSession::Erase(const TenantId& tenant, absl::string_view id) {
  Before before;
  RETURN_IF_ERROR(FindBefore(tenant.value(), std::string(id), before));
  std::int64_t previous = 0;
  for (std::int64_t key = before.last_payload; key != 0; key = previous) {
    ASSIGN_OR_RETURN(const bool found, find_payload_.Bind(key).Step());
    if (!found) return StoreDataLoss("the chain of payloads is broken");
    previous = find_payload_.Integer(0);
    const std::int64_t idempotency_key = find_payload_.Integer(1);
    find_payload_.Reset();
    RETURN_IF_ERROR(erase_payload_.Bind(key).Run());
    if (idempotency_key != 0) {
      RETURN_IF_ERROR(erase_idempotency_.Bind(idempotency_key, tenant.value(), id).Run());
    }
  }
  return erase_apart_.Bind(tenant.value(), id).Run();
}

absl::StatusOr<int> WriteSession::SweepIdempotency(absl::Time before, int limit) {
  RETURN_IF_ERROR(sweep_idempotency_.Bind(absl::ToUnixMicros(before), limit).Run());
  return connection_->change_count();
}

}  // namespace interim::store::sqlite
