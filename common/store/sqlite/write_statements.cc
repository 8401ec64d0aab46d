// The SQL of the writer, prepared once.
#include "common/core/status_macros.h"
#include "common/store/sqlite/write_session.h"

namespace interim::store::sqlite {

absl::StatusOr<std::unique_ptr<WriteSession>> WriteSession::Create(
    std::unique_ptr<Connection> connection) {
  std::unique_ptr<WriteSession> session(new WriteSession(std::move(connection)));
  RETURN_IF_ERROR(session->PrepareAll());
  return session;
}

absl::Status WriteSession::PrepareAll() {
  RETURN_IF_ERROR(PrepareRecordStatements());
  RETURN_IF_ERROR(PrepareEventStatements());
  return PrepareTimerStatements();
}

absl::Status WriteSession::PrepareRecordStatements() {
  Connection& db = *connection_;
  ASSIGN_OR_RETURN(find_version_, db.Prepare("SELECT version FROM record WHERE tenant = ? AND "
                                             "collection = ? AND id = ?"));
  ASSIGN_OR_RETURN(find_record_,
                   db.Prepare("SELECT record_key, version, last_payload, create_time, fields "
                              "FROM record WHERE tenant = ? AND collection = ? AND id = ?"));
  ASSIGN_OR_RETURN(insert_record_,
                   db.Prepare("INSERT INTO record (tenant, collection, id, version, state, "
                              "last_payload, create_time, update_time, fields, bytes) "
                              "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
  ASSIGN_OR_RETURN(update_record_,
                   db.Prepare("UPDATE record SET version = ?, state = ?, last_payload = ?, "
                              "update_time = ?, fields = ?, bytes = ? WHERE record_key = ?"));
  ASSIGN_OR_RETURN(delete_record_, db.Prepare("DELETE FROM record WHERE record_key = ?"));
  ASSIGN_OR_RETURN(insert_field_,
                   db.Prepare("INSERT INTO record_field (tenant, collection, name, value, id) "
                              "VALUES (?, ?, ?, ?, ?) "
                              "ON CONFLICT (tenant, collection, name, value, id) DO NOTHING"));
  ASSIGN_OR_RETURN(delete_field_,
                   db.Prepare("DELETE FROM record_field WHERE tenant = ? AND collection = ? AND "
                              "name = ? AND value = ? AND id = ?"));
  ASSIGN_OR_RETURN(
      find_tombstone_,
      db.Prepare("SELECT version, last_payload FROM tombstone WHERE tenant = ? AND id = ?"));
  ASSIGN_OR_RETURN(insert_tombstone_,
                   db.Prepare("INSERT INTO tombstone (tenant, id, version, last_payload) "
                              "VALUES (?, ?, ?, ?)"));
  ASSIGN_OR_RETURN(delete_tombstone_,
                   db.Prepare("DELETE FROM tombstone WHERE tenant = ? AND id = ?"));
  return absl::OkStatus();
}

absl::Status WriteSession::PrepareEventStatements() {
  Connection& db = *connection_;
  ASSIGN_OR_RETURN(find_head_,
                   db.Prepare("SELECT sequence, hash FROM tenant_head WHERE tenant = ?"));
  ASSIGN_OR_RETURN(set_head_, db.Prepare("INSERT INTO tenant_head (tenant, sequence, hash) "
                                         "VALUES (?, ?, ?) ON CONFLICT (tenant) DO UPDATE SET "
                                         "sequence = excluded.sequence, hash = excluded.hash"));
  ASSIGN_OR_RETURN(insert_event_,
                   db.Prepare("INSERT INTO event (tenant, sequence, type, resource, actor, method, "
                              "reason, rules, request_id, trace_id, record_version, time, "
                              "payload_hash, previous_hash, hash, others, main_payload, "
                              "first_payload) "
                              "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
  ASSIGN_OR_RETURN(insert_payload_,
                   db.Prepare("INSERT INTO payload (tenant, sequence, id, kind, version, state, "
                              "create_time, previous_payload, idempotency_key, erased, salt, bytes)"
                              " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)"));
  ASSIGN_OR_RETURN(insert_inbox_, db.Prepare("INSERT INTO inbox (tenant, stream, sequence) "
                                             "VALUES (?, ?, ?) "
                                             "ON CONFLICT (tenant, stream, sequence) DO NOTHING"));
  return PrepareIdempotencyStatements();
}

absl::Status WriteSession::PrepareIdempotencyStatements() {
  Connection& db = *connection_;
  ASSIGN_OR_RETURN(insert_idempotency_,
                   db.Prepare("INSERT INTO idempotency (tenant, principal, method, request_id, "
                              "resource, is_apart, time, request_hash, response) "
                              "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
                              "ON CONFLICT (tenant, principal, method, request_id) DO NOTHING"));
  ASSIGN_OR_RETURN(sweep_idempotency_,
                   db.Prepare("DELETE FROM idempotency WHERE idempotency_key IN (SELECT "
                              "idempotency_key FROM idempotency WHERE time < ? "
                              "ORDER BY time LIMIT ?)"));
  ASSIGN_OR_RETURN(find_payload_,
                   db.Prepare("SELECT previous_payload, idempotency_key FROM payload "
                              "WHERE payload_key = ?"));
  ASSIGN_OR_RETURN(erase_payload_,
                   db.Prepare("UPDATE payload SET erased = 1, salt = x'', bytes = x'', "
                              "idempotency_key = 0 WHERE payload_key = ?"));
  // The key of a row that was swept may have been given to another request.
  ASSIGN_OR_RETURN(erase_idempotency_,
                   db.Prepare("DELETE FROM idempotency WHERE idempotency_key = ? AND tenant = ? "
                              "AND resource = ?"));
  ASSIGN_OR_RETURN(erase_apart_, db.Prepare("DELETE FROM idempotency WHERE tenant = ? AND "
                                            "resource = ? AND is_apart = 1"));
  return absl::OkStatus();
}

absl::Status WriteSession::PrepareTimerStatements() {
  Connection& db = *connection_;
  ASSIGN_OR_RETURN(
      set_timer_,
      db.Prepare("INSERT INTO timer (tenant, resource, kind, clock, due, claimed_until, "
                 "attempts, payload) VALUES (?, ?, ?, ?, ?, ?, 0, ?) "
                 "ON CONFLICT (tenant, resource, kind) DO UPDATE SET clock = excluded.clock, "
                 "due = excluded.due, claimed_until = excluded.claimed_until, attempts = 0, "
                 "payload = excluded.payload"));
  ASSIGN_OR_RETURN(cancel_timer_, db.Prepare("DELETE FROM timer WHERE tenant = ? AND "
                                             "resource = ? AND kind = ?"));
  ASSIGN_OR_RETURN(find_due_,
                   db.Prepare("SELECT tenant, resource, kind, clock, due, attempts, payload "
                              "FROM timer WHERE ((clock = 0 AND due <= ?1) OR "
                              "(clock = 1 AND due <= ?2)) AND claimed_until <= ?2 "
                              "ORDER BY due, tenant, resource, kind LIMIT ?3"));
  ASSIGN_OR_RETURN(claim_timer_, db.Prepare("UPDATE timer SET claimed_until = ? WHERE tenant = ? "
                                            "AND resource = ? AND kind = ?"));
  ASSIGN_OR_RETURN(finish_timer_,
                   db.Prepare("DELETE FROM timer WHERE tenant = ? AND resource = ? AND kind = ? "
                              "AND due = ? AND attempts = ? AND payload = ?"));
  ASSIGN_OR_RETURN(
      retry_timer_,
      db.Prepare("UPDATE timer SET due = ?, claimed_until = ?, attempts = attempts + 1 "
                 "WHERE tenant = ? AND resource = ? AND kind = ? "
                 "AND due = ? AND attempts = ? AND payload = ?"));
  return absl::OkStatus();
}

}  // namespace interim::store::sqlite
