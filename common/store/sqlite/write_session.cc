#include "common/store/sqlite/write_session.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "common/core/status_macros.h"
#include "common/store/event_chain.h"
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
  RETURN_IF_ERROR(ApplyIdempotency(input));
  RETURN_IF_ERROR(ApplyInbox(input));
  RETURN_IF_ERROR(CheckReads(input));
  const std::size_t count = input.plan->transaction->writes.size();
  CommitResult result;
  result.time = input.now;
  result.versions.resize(count);
  std::vector<std::int64_t> create_times(count);
  for (std::size_t i = 0; i < count; ++i) {
    RETURN_IF_ERROR(ApplyWrite(input, i, result.versions[i], create_times[i]));
  }
  RETURN_IF_ERROR(ApplyEvent(input, create_times, result));
  RETURN_IF_ERROR(ApplyTimers(input));
  return result;
}

absl::Status WriteSession::CheckReads(const CommitInput& input) {
  ScopedReset reset(find_version_);
  for (const ReadVersion* read : input.plan->only_reads) {
    ASSIGN_OR_RETURN(const bool found, find_version_.Bind(input.tenant->value(), read->id).Step());
    const std::int64_t version = found ? find_version_.Integer(0) : 0;
    if (version != read->version) return StoreConflict(read->id);
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> WriteSession::FindBefore(const std::string& tenant, const std::string& id,
                                              Before& before) {
  ScopedReset reset(find_record_);
  ASSIGN_OR_RETURN(const bool found, find_record_.Bind(tenant, id).Step());
  if (!found) return false;
  before.key = find_record_.Integer(0);
  before.record.version = find_record_.Integer(1);
  before.record.collection = find_record_.Text(2);
  before.record.parent = find_record_.Text(3);
  before.record.create_time = absl::FromUnixMicros(find_record_.Integer(4));
  before.fields = find_record_.Text(5);
  return true;
}

absl::Status WriteSession::ApplyWrite(const CommitInput& input, std::size_t place,
                                      std::int64_t& version, std::int64_t& create_time) {
  const std::string& tenant = input.tenant->value();
  const Write& write = input.plan->transaction->writes[place];
  Before before;
  ASSIGN_OR_RETURN(const bool found, FindBefore(tenant, write.record.id, before));
  if (before.record.version != input.plan->expected[place]) return StoreConflict(write.record.id);
  if (write.kind == Write::Kind::kDelete) {
    version = 0;
    create_time = absl::ToUnixMicros(before.record.create_time);
    return Delete(tenant, write.record, before);
  }
  if (!found) {
    create_time = absl::ToUnixMicros(input.now);
    return Insert(input, place, version);
  }
  RETURN_IF_ERROR(CheckSamePlace(before.record, write.record));
  version = before.record.version + 1;
  create_time = absl::ToUnixMicros(before.record.create_time);
  return Update(input, place, before);
}

absl::Status WriteSession::Insert(const CommitInput& input, std::size_t place,
                                  std::int64_t& version) {
  const std::string& tenant = input.tenant->value();
  const Record& record = input.plan->transaction->writes[place].record;
  const std::int64_t now = absl::ToUnixMicros(input.now);
  ASSIGN_OR_RETURN(const bool deleted_before, find_tombstone_.Bind(tenant, record.id).Step());
  version = deleted_before ? find_tombstone_.Integer(0) + 1 : 1;
  find_tombstone_.Reset();
  if (deleted_before) RETURN_IF_ERROR(delete_tombstone_.Bind(tenant, record.id).Run());
  RETURN_IF_ERROR(insert_record_
                      .Bind(tenant, record.id, record.collection, record.parent, version,
                            record.state, Blob{input.fields[place]}, now, now, Blob{record.bytes})
                      .Run());
  return ChangeFields(tenant, record, "", input.fields[place]);
}

absl::Status WriteSession::Update(const CommitInput& input, std::size_t place,
                                  const Before& before) {
  const Record& record = input.plan->transaction->writes[place].record;
  RETURN_IF_ERROR(update_record_
                      .Bind(before.record.version + 1, record.state, Blob{input.fields[place]},
                            absl::ToUnixMicros(input.now), Blob{record.bytes}, before.key)
                      .Run());
  return ChangeFields(input.tenant->value(), record, before.fields, input.fields[place]);
}

absl::Status WriteSession::Delete(const std::string& tenant, const Record& record,
                                  const Before& before) {
  RETURN_IF_ERROR(delete_record_.Bind(before.key).Run());
  RETURN_IF_ERROR(insert_tombstone_.Bind(tenant, record.id, before.record.version + 1).Run());
  Record place = before.record;
  place.id = record.id;
  return ChangeFields(tenant, place, before.fields, "");
}

absl::Status WriteSession::ChangeFields(const std::string& tenant, const Record& record,
                                        absl::string_view old_fields,
                                        absl::string_view new_fields) {
  if (old_fields == new_fields) return absl::OkStatus();
  std::vector<IndexField> before, after;
  if (!DecodeFields(old_fields, before) || !DecodeFields(new_fields, after)) {
    return StoreDataLoss("index fields");
  }
  for (const IndexField& field : before) {
    if (Contains(after, field)) continue;
    RETURN_IF_ERROR(
        delete_field_.Bind(tenant, record.collection, field.name, field.value, record.id).Run());
  }
  for (const IndexField& field : after) {
    if (Contains(before, field)) continue;
    RETURN_IF_ERROR(
        insert_field_.Bind(tenant, record.collection, field.name, field.value, record.id).Run());
  }
  return absl::OkStatus();
}

absl::Status WriteSession::ApplyEvent(const CommitInput& input,
                                      const std::vector<std::int64_t>& create_times,
                                      CommitResult& result) {
  const std::string& tenant = input.tenant->value();
  FeedHead head;
  ASSIGN_OR_RETURN(const bool found, find_head_.Bind(tenant).Step());
  if (found) {
    head.sequence = find_head_.Integer(0);
    head.hash = find_head_.Text(1);
  }
  find_head_.Reset();
  result.sequence = head.sequence + 1;
  std::int64_t first_payload = 0;
  for (std::size_t i = 0; i < input.plan->payloads.size(); ++i) {
    RETURN_IF_ERROR(InsertPayload(input, i, i < create_times.size() ? create_times[i] : 0, result));
    if (i == 0) first_payload = connection_->last_insert_key();
  }
  const Event event = MakeEvent(tenant, *input.plan,
                                {.sequence = result.sequence,
                                 .previous_hash = found ? &head.hash : &GenesisHash(),
                                 .time = result.time,
                                 .versions = &result.versions});
  RETURN_IF_ERROR(InsertEvent(input, event, first_payload));
  return set_head_.Bind(tenant, event.sequence, Blob{event.hash}).Run();
}

absl::Status WriteSession::InsertPayload(const CommitInput& input, std::size_t place,
                                         std::int64_t create_time, const CommitResult& result) {
  const Transaction& transaction = *input.plan->transaction;
  const std::string& salt = input.plan->payloads[place].salt;
  if (place >= transaction.writes.size()) {
    return insert_payload_
        .Bind(input.tenant->value(), result.sequence, "", static_cast<int>(PayloadKind::kNone), 0,
              "", "", "", 0, Blob{salt}, Blob{})
        .Run();
  }
  const Write& write = transaction.writes[place];
  const Record& record = write.record;
  const bool put = write.kind == Write::Kind::kPut;
  return insert_payload_
      .Bind(input.tenant->value(), result.sequence, record.id,
            static_cast<int>(put ? PayloadKind::kPut : PayloadKind::kDelete),
            result.versions[place], record.collection, record.parent, record.state, create_time,
            Blob{salt}, Blob{put ? absl::string_view(record.bytes) : absl::string_view()})
      .Run();
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

absl::Status WriteSession::ApplyIdempotency(const CommitInput& input) {
  const Transaction& transaction = *input.plan->transaction;
  if (!transaction.idempotency) return absl::OkStatus();
  const IdempotencyRecord& record = *transaction.idempotency;
  RETURN_IF_ERROR(insert_idempotency_
                      .Bind(input.tenant->value(), record.key.principal, record.key.method,
                            record.key.request_id, record.resource, absl::ToUnixMicros(input.now),
                            Blob{record.request_hash}, Blob{record.response})
                      .Run());
  return connection_->change_count() == 1 ? absl::OkStatus() : IdempotencyRace();
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
  RETURN_IF_ERROR(erase_payloads_.Bind(tenant.value(), id).Run());
  return erase_idempotency_.Bind(tenant.value(), id).Run();
}

absl::StatusOr<int> WriteSession::SweepIdempotency(absl::Time before, int limit) {
  RETURN_IF_ERROR(sweep_idempotency_.Bind(absl::ToUnixMicros(before), limit).Run());
  return connection_->change_count();
}

}  // namespace interim::store::sqlite
