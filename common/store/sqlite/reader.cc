#include "common/store/sqlite/reader.h"

#include <algorithm>
#include <chrono>

#include "absl/strings/str_cat.h"
#include "common/core/status_macros.h"
#include "common/store/deadline_scope.h"
#include "common/store/event_chain.h"
#include "common/store/limits.h"
#include "common/store/record_id.h"
#include "common/store/sqlite/row_codec.h"
#include "common/store/store_errors.h"

namespace interim::store::sqlite {
namespace {

constexpr absl::string_view kRecordColumns =
    "r.id, r.version, r.state, r.fields, r.create_time, r.update_time, r.bytes";

absl::StatusOr<Record> ReadRecord(const Statement& row) {
  Record record;
  record.id = row.Text(0);
  record.collection = CollectionOf(record.id);
  record.parent = ParentOf(record.id);
  record.version = row.Integer(1);
  record.state = row.Text(2);
  if (!DecodeFields(row.Bytes(3), record.index)) return StoreDataLoss("index fields");
  record.create_time = absl::FromUnixMicros(row.Integer(4));
  record.update_time = absl::FromUnixMicros(row.Integer(5));
  record.bytes = row.Text(6);
  return record;
}

// SQL of a list. ?3 and ?5 bound the ids on both sides (?5 only with a parent, whose children stand
// together). A parent has few children, so it leads when given; else the first filter does. The
// order of the joins is fixed by hand (CROSS JOIN), not left to statistics.
std::string ListSql(std::size_t filters, bool has_parent) {
  std::string sql = absl::StrCat("SELECT ", kRecordColumns, " FROM ");
  const bool by_field = !has_parent && filters > 0;
  if (by_field) {
    absl::StrAppend(&sql,
                    "record_field AS f CROSS JOIN record AS r ON r.tenant = f.tenant AND "
                    "r.collection = f.collection AND r.id = f.id WHERE f.tenant = ?1 AND "
                    "f.collection = ?2 AND f.name = ?6 AND f.value = ?7 AND f.id > ?3");
  } else {
    absl::StrAppend(&sql,
                    "record AS r INDEXED BY record_by_id WHERE r.tenant = ?1 AND "
                    "r.collection = ?2 AND r.id > ?3",
                    has_parent ? " AND r.id < ?5" : "");
  }
  for (std::size_t i = by_field ? 1 : 0; i < filters; ++i) {
    absl::StrAppend(&sql, " AND EXISTS (SELECT 1 FROM record_field WHERE tenant = ?1 AND ",
                    "collection = ?2 AND name = ?", 6 + 2 * i, " AND value = ?", 7 + 2 * i,
                    " AND id = r.id)");
  }
  absl::StrAppend(&sql, " ORDER BY ", by_field ? "f.id" : "r.id", " LIMIT ?4");
  return sql;
}

// Whether the collection stands directly below that of the parent.
bool IsChildCollection(const ListQuery& query) {
  const std::size_t end = query.collection.rfind('/');
  return end != std::string::npos &&
         absl::string_view(query.collection).substr(0, end) == CollectionOf(query.parent);
}

Event ReadEvent(const Statement& row) {
  Event event;
  event.sequence = row.Integer(0);
  event.what = {.type = row.Text(1),
                .resource = row.Text(2),
                .actor = row.Text(3),
                .method = row.Text(4),
                .reason = row.Text(5),
                .rules = row.Text(6),
                .request_id = row.Text(7),
                .trace_id = row.Text(8)};
  event.record_version = row.Integer(9);
  event.time = absl::FromUnixMicros(row.Integer(10));
  event.payload_hash = row.Text(11);
  event.previous_hash = row.Text(12);
  event.hash = row.Text(13);
  return event;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Reader>> Reader::Create(std::unique_ptr<Connection> connection) {
  std::unique_ptr<Reader> reader(new Reader(std::move(connection)));
  RETURN_IF_ERROR(reader->Prepare());
  return reader;
}

absl::Status Reader::Prepare() {
  Connection& db = *connection_;
  ASSIGN_OR_RETURN(get_, db.Prepare(absl::StrCat("SELECT ", kRecordColumns,
                                                 " FROM record AS r "
                                                 "WHERE r.tenant = ? AND r.collection = ? "
                                                 "AND r.id = ?")));
  ASSIGN_OR_RETURN(find_head_,
                   db.Prepare("SELECT sequence, hash FROM tenant_head WHERE tenant = ?"));
  ASSIGN_OR_RETURN(find_idempotency_,
                   db.Prepare("SELECT request_hash, response, resource, time FROM idempotency "
                              "WHERE tenant = ? AND principal = ? AND method = ? AND "
                              "request_id = ?"));
  ASSIGN_OR_RETURN(read_events_,
                   db.Prepare("SELECT sequence, type, resource, actor, method, reason, rules, "
                              "request_id, trace_id, record_version, time, payload_hash, "
                              "previous_hash, hash, others, main_payload, first_payload "
                              "FROM event WHERE tenant = ? AND sequence > ? "
                              "ORDER BY sequence LIMIT ?"));
  ASSIGN_OR_RETURN(read_payloads_,
                   db.Prepare("SELECT payload_key, erased, salt, bytes FROM payload NOT INDEXED "
                              "WHERE payload_key >= ? AND payload_key < ? AND tenant = ? AND "
                              "sequence = ? ORDER BY payload_key"));
  ASSIGN_OR_RETURN(find_last_payload_,
                   db.Prepare("SELECT last_payload FROM record WHERE tenant = ?1 AND "
                              "collection = ?2 AND id = ?3 UNION ALL SELECT last_payload FROM "
                              "tombstone WHERE tenant = ?1 AND id = ?3"));
  ASSIGN_OR_RETURN(read_payload_,
                   db.Prepare("SELECT sequence, previous_payload, kind, erased, version, state, "
                              "create_time, bytes FROM payload WHERE payload_key = ?"));
  ASSIGN_OR_RETURN(find_event_time_,
                   db.Prepare("SELECT time FROM event WHERE tenant = ? AND sequence = ?"));
  ASSIGN_OR_RETURN(has_due_,
                   db.Prepare("SELECT 1 FROM timer WHERE ((clock = 0 AND due <= ?1) OR "
                              "(clock = 1 AND due <= ?2)) AND claimed_until <= ?2 LIMIT 1"));
  ASSIGN_OR_RETURN(begin_, db.Prepare("BEGIN"));
  ASSIGN_OR_RETURN(end_, db.Prepare("COMMIT"));
  return absl::OkStatus();
}

absl::StatusOr<Record> Reader::Get(const TenantId& tenant, absl::string_view id) {
  const std::string collection = CollectionOf(id);
  ScopedReset reset(get_);
  ASSIGN_OR_RETURN(const bool found, get_.Bind(tenant.value(), collection, id).Step());
  if (!found) return RecordNotFound();
  return ReadRecord(get_);
}

absl::StatusOr<Statement*> Reader::ListStatement(const ListQuery& query) {
  const std::pair<std::size_t, bool> key(query.filters.size(), !query.parent.empty());
  auto found = list_.find(key);
  if (found == list_.end()) {
    ASSIGN_OR_RETURN(Statement statement, connection_->Prepare(ListSql(key.first, key.second)));
    found = list_.emplace(key, std::move(statement)).first;
  }
  return &found->second;
}

absl::StatusOr<std::vector<Record>> Reader::List(const TenantId& tenant, const ListQuery& query) {
  // The range of ids below would take grandchildren in.
  if (!query.parent.empty() && !IsChildCollection(query)) return std::vector<Record>();
  ASSIGN_OR_RETURN(Statement * list, ListStatement(query));
  ScopedReset reset(*list);
  // Ids of children lie between "parent/" and "parent0", '0' being the character after '/'.
  const std::string from = absl::StrCat(query.parent, "/");
  const std::string to = absl::StrCat(query.parent, "0");
  const bool has_parent = !query.parent.empty();
  list->Bind(tenant.value(), query.collection,
             has_parent ? std::max(from, query.after_id) : query.after_id, query.limit);
  if (has_parent) list->BindOne(5, to);
  int place = 6;
  for (const IndexField& filter : query.filters) {
    list->BindOne(place++, filter.name);
    list->BindOne(place++, filter.value);
  }
  std::vector<Record> records;
  while (true) {
    ASSIGN_OR_RETURN(const bool found, list->Step());
    if (!found) return records;
    ASSIGN_OR_RETURN(Record record, ReadRecord(*list));
    records.push_back(std::move(record));
  }
}

absl::StatusOr<FeedHead> Reader::GetFeedHead(const TenantId& tenant) {
  ScopedReset reset(find_head_);
  ASSIGN_OR_RETURN(const bool found, find_head_.Bind(tenant.value()).Step());
  if (!found) return FeedHead{.sequence = 0, .hash = GenesisHash()};
  return FeedHead{.sequence = find_head_.Integer(0), .hash = find_head_.Text(1)};
}

absl::StatusOr<std::optional<IdempotencyRecord>> Reader::FindIdempotency(
    const TenantId& tenant, const IdempotencyKey& key) {
  ScopedReset reset(find_idempotency_);
  ASSIGN_OR_RETURN(
      const bool found,
      find_idempotency_.Bind(tenant.value(), key.principal, key.method, key.request_id).Step());
  std::optional<IdempotencyRecord> answer;
  if (found) {
    answer = IdempotencyRecord{.key = key,
                               .request_hash = find_idempotency_.Text(0),
                               .response = find_idempotency_.Text(1),
                               .resource = find_idempotency_.Text(2),
                               .time = absl::FromUnixMicros(find_idempotency_.Integer(3))};
  }
  return answer;
}

absl::StatusOr<std::vector<FeedEntry>> Reader::ReadFeed(const TenantId& tenant, std::int64_t after,
                                                        int limit, Store::Payloads payloads) {
  // One snapshot for events and payloads.
  RETURN_IF_ERROR(begin_.Run());
  absl::StatusOr<std::vector<FeedEntry>> entries = ReadEntries(tenant, after, limit, payloads);
  read_events_.Reset();
  read_payloads_.Reset();
  RETURN_IF_ERROR(end_.Run());
  return entries;
}

absl::StatusOr<std::vector<FeedEntry>> Reader::ReadEntries(const TenantId& tenant,
                                                           std::int64_t after, int limit,
                                                           Store::Payloads payloads) {
  std::vector<FeedEntry> entries;
  std::size_t bytes = 0;
  read_events_.Bind(tenant.value(), after, limit);
  while (bytes <= kMaxFeedBytes) {
    ASSIGN_OR_RETURN(const bool found, read_events_.Step());
    if (!found) break;
    FeedEntry entry;
    entry.event = ReadEvent(read_events_);
    if (!DecodeOthers(read_events_.Bytes(14), entry.event.others)) {
      return StoreDataLoss("other writes of an event");
    }
    if (payloads == Store::Payloads::kWith) {
      RETURN_IF_ERROR(ReadPayloads(tenant, read_events_.Integer(16),
                                   static_cast<std::size_t>(read_events_.Integer(15)), entry,
                                   bytes));
    }
    entries.push_back(std::move(entry));
  }
  return entries;
}

absl::Status Reader::ReadPayloads(const TenantId& tenant, std::int64_t first, std::size_t main,
                                  FeedEntry& entry, std::size_t& bytes) {
  const std::int64_t end = first + static_cast<std::int64_t>(entry.event.others.size()) + 1;
  read_payloads_.Bind(first, end, tenant.value(), entry.event.sequence);
  while (true) {
    ASSIGN_OR_RETURN(const bool found, read_payloads_.Step());
    if (!found) return absl::OkStatus();
    Payload payload{.salt = read_payloads_.Text(2),
                    .bytes = read_payloads_.Text(3),
                    .erased = read_payloads_.Integer(1) != 0};
    bytes += payload.bytes.size();
    if (read_payloads_.Integer(0) == first + static_cast<std::int64_t>(main)) {
      entry.payload = std::move(payload);
    } else {
      entry.other_payloads.push_back(std::move(payload));
    }
  }
}

absl::StatusOr<Record> Reader::GetAsOf(const TenantId& tenant, absl::string_view id,
                                       std::int64_t at) {
  RETURN_IF_ERROR(begin_.Run());
  absl::StatusOr<Record> record = FindAsOf(tenant, std::string(id), at);
  find_last_payload_.Reset();
  read_payload_.Reset();
  find_event_time_.Reset();
  RETURN_IF_ERROR(end_.Run());
  return record;
}

absl::StatusOr<Record> Reader::FindAsOf(const TenantId& tenant, const std::string& id,
                                        std::int64_t at) {
  const std::string collection = CollectionOf(id);
  ASSIGN_OR_RETURN(const bool known,
                   find_last_payload_.Bind(tenant.value(), collection, id).Step());
  std::int64_t key = known ? find_last_payload_.Integer(0) : 0;
  while (key != 0) {
    ASSIGN_OR_RETURN(const bool found, read_payload_.Bind(key).Step());
    if (!found) return StoreDataLoss("the chain of payloads is broken");
    if (read_payload_.Integer(0) <= at) break;
    key = read_payload_.Integer(1);
  }
  if (key == 0) return RecordNotFound();
  const bool is_put = read_payload_.Integer(2) == static_cast<int>(PayloadKind::kPut);
  if (!is_put || read_payload_.Integer(3) != 0) return RecordNotFound();
  ASSIGN_OR_RETURN(const bool has_event,
                   find_event_time_.Bind(tenant.value(), read_payload_.Integer(0)).Step());
  if (!has_event) return StoreDataLoss("the event of a payload is missing");
  return Record{.collection = collection,
                .id = id,
                .parent = ParentOf(id),
                .version = read_payload_.Integer(4),
                .state = read_payload_.Text(5),
                .bytes = read_payload_.Text(7),
                .create_time = absl::FromUnixMicros(read_payload_.Integer(6)),
                .update_time = absl::FromUnixMicros(find_event_time_.Integer(0))};
}

absl::StatusOr<bool> Reader::HasDue(absl::Time business_now, absl::Time system_now) {
  ScopedReset reset(has_due_);
  return has_due_.Bind(absl::ToUnixMicros(business_now), absl::ToUnixMicros(system_now)).Step();
}

ReaderPool::ReaderPool(std::vector<std::unique_ptr<Reader>> readers, absl::Duration timeout)
    : readers_(std::move(readers)), timeout_(timeout) {
  for (const std::unique_ptr<Reader>& reader : readers_) free_.push_back(reader.get());
}

absl::StatusOr<ReaderPool::Lease> ReaderPool::Borrow() {
  const auto deadline = DeadlineScope::Earlier(timeout_);
  MutexLock lock(mutex_);
  while (free_.empty()) {
    const auto left = deadline - std::chrono::steady_clock::now();
    if (left <= left.zero()) return StoreUnavailable("all readers are busy");
    freed_.WaitFor(mutex_, absl::FromChrono(left));
  }
  Reader* reader = free_.back();
  free_.pop_back();
  reader->connection().SetDeadline(deadline);
  return Lease(this, reader);
}

void ReaderPool::Return(Reader* reader) {
  MutexLock lock(mutex_);
  free_.push_back(reader);
  freed_.Signal();
}

}  // namespace interim::store::sqlite
