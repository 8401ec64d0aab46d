#include "common/store/sqlite/schema.h"

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "common/core/status_macros.h"
#include "common/store/sha256.h"

namespace interim::store::sqlite {
namespace {

// "ISUI" in the file header: tells our files from those of other programs.
constexpr std::int64_t kApplicationId = 0x49535549;

// Keys begin with the tenant. Texts compare by bytes. Times are microseconds since 1970. Records,
// payloads and responses are rowid tables, because large rows are slow in tables without.
//
// Each index costs every commit a page somewhere in the file, so there are few:
//  - record_by_id serves look-ups, lists of a collection and lists of a parent (ids of its children
//    stand together, because collection and parent follow from the id).
//  - The payloads of a record are a chain, newest first: last_payload, then previous_payload. The
//  past
//    and erasure walk it; 0 ends it. A payload names the idempotency row that its erasure removes;
//    rows about records that their commit did not write are "apart" and found by their own index.
constexpr char kInitialSql[] = R"sql(
CREATE TABLE tenant_head (
  tenant TEXT PRIMARY KEY, sequence INTEGER NOT NULL, hash BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE record (
  record_key INTEGER PRIMARY KEY,
  tenant TEXT NOT NULL, collection TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL,
  state TEXT NOT NULL, last_payload INTEGER NOT NULL, create_time INTEGER NOT NULL,
  update_time INTEGER NOT NULL, fields BLOB NOT NULL, bytes BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX record_by_id ON record (tenant, collection, id);

CREATE TABLE record_field (
  tenant TEXT NOT NULL, collection TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
  id TEXT NOT NULL, PRIMARY KEY (tenant, collection, name, value, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE tombstone (
  tenant TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL,
  last_payload INTEGER NOT NULL, PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE payload (
  payload_key INTEGER PRIMARY KEY,
  tenant TEXT NOT NULL, sequence INTEGER NOT NULL, id TEXT NOT NULL, kind INTEGER NOT NULL,
  version INTEGER NOT NULL, state TEXT NOT NULL, create_time INTEGER NOT NULL,
  previous_payload INTEGER NOT NULL, idempotency_key INTEGER NOT NULL, erased INTEGER NOT NULL,
  salt BLOB NOT NULL, bytes BLOB NOT NULL
) STRICT;

CREATE TABLE event (
  tenant TEXT NOT NULL, sequence INTEGER NOT NULL, type TEXT NOT NULL, resource TEXT NOT NULL,
  actor TEXT NOT NULL, method TEXT NOT NULL, reason TEXT NOT NULL, rules TEXT NOT NULL,
  request_id TEXT NOT NULL, trace_id TEXT NOT NULL, record_version INTEGER NOT NULL,
  time INTEGER NOT NULL, payload_hash BLOB NOT NULL, previous_hash BLOB NOT NULL,
  hash BLOB NOT NULL, others BLOB NOT NULL, main_payload INTEGER NOT NULL,
  first_payload INTEGER NOT NULL, PRIMARY KEY (tenant, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE idempotency (
  idempotency_key INTEGER PRIMARY KEY,
  tenant TEXT NOT NULL, principal TEXT NOT NULL, method TEXT NOT NULL, request_id TEXT NOT NULL,
  resource TEXT NOT NULL, is_apart INTEGER NOT NULL, time INTEGER NOT NULL,
  request_hash BLOB NOT NULL, response BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX idempotency_by_request
  ON idempotency (tenant, principal, method, request_id);
CREATE INDEX idempotency_apart ON idempotency (tenant, resource) WHERE is_apart = 1;
CREATE INDEX idempotency_by_time ON idempotency (time);

CREATE TABLE inbox (
  tenant TEXT NOT NULL, stream TEXT NOT NULL, sequence INTEGER NOT NULL,
  PRIMARY KEY (tenant, stream, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE timer (
  tenant TEXT NOT NULL, resource TEXT NOT NULL, kind TEXT NOT NULL, clock INTEGER NOT NULL,
  due INTEGER NOT NULL, claimed_until INTEGER NOT NULL, attempts INTEGER NOT NULL,
  payload BLOB NOT NULL, PRIMARY KEY (tenant, resource, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX timer_by_due ON timer (clock, due);
)sql";

absl::Status Refuse(absl::string_view reason, absl::string_view message,
                    std::vector<std::pair<std::string, std::string>> metadata) {
  return MakeError({.code = absl::StatusCode::kFailedPrecondition,
                    .reason = std::string(reason),
                    .message = std::string(message),
                    .metadata = std::move(metadata)});
}

absl::Status CheckOwner(Connection& connection) {
  ASSIGN_OR_RETURN(const std::int64_t owner, connection.ReadInteger("PRAGMA application_id"));
  if (owner == kApplicationId) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::int64_t tables,
                   connection.ReadInteger("SELECT count(*) FROM sqlite_schema"));
  if (owner == 0 && tables == 0) return absl::OkStatus();
  return Refuse("STORE_FOREIGN_FILE", "The store file belongs to another program.", {});
}

absl::Status CheckApplied(Connection& connection, const Migration& migration) {
  ASSIGN_OR_RETURN(Statement find,
                   connection.Prepare("SELECT checksum FROM schema_migration WHERE version = ?"));
  ASSIGN_OR_RETURN(const bool found, find.Bind(migration.version).Step());
  if (found && find.Bytes(0) == Sha256(migration.sql)) return absl::OkStatus();
  return Refuse("STORE_SCHEMA_CHANGED",
                "A schema step is not the one that this store file was made with.",
                {{"version", absl::StrCat(migration.version)}});
}

absl::Status Apply(Connection& connection, const Migration& migration, absl::Time now) {
  RETURN_IF_ERROR(connection.Execute("BEGIN IMMEDIATE"));
  absl::Status status = connection.Execute(migration.sql);
  if (status.ok()) {
    status = connection.Execute(absl::StrCat("PRAGMA user_version=", migration.version));
  }
  if (status.ok()) {
    absl::StatusOr<Statement> insert =
        connection.Prepare("INSERT INTO schema_migration VALUES (?, ?, ?, ?)");
    status = insert.ok() ? insert
                               ->Bind(migration.version, migration.name,
                                      Blob{Sha256(migration.sql)}, absl::ToUnixMicros(now))
                               .Run()
                         : insert.status();
  }
  if (status.ok()) return connection.Execute("COMMIT");
  connection.Execute("ROLLBACK").IgnoreError();  // the first error is the one that counts
  return status;
}

}  // namespace

const std::vector<Migration>& Migrations() {
  static const std::vector<Migration>& all =
      *new std::vector<Migration>{{.version = 1, .name = "initial", .sql = kInitialSql}};
  return all;
}

absl::Status Migrate(Connection& connection, const std::vector<Migration>& migrations,
                     absl::Time now) {
  RETURN_IF_ERROR(CheckOwner(connection));
  ASSIGN_OR_RETURN(const std::int64_t version, connection.ReadInteger("PRAGMA user_version"));
  const std::int64_t known = migrations.empty() ? 0 : migrations.back().version;
  if (version > known) {
    return Refuse("STORE_SCHEMA_NEWER", "The store file was written by a later release.",
                  {{"found", absl::StrCat(version)}, {"known", absl::StrCat(known)}});
  }
  if (version == 0) {
    RETURN_IF_ERROR(connection.Execute(absl::StrCat(
        "PRAGMA application_id=", kApplicationId,
        "; CREATE TABLE IF NOT EXISTS schema_migration (version INTEGER PRIMARY KEY,"
        " name TEXT NOT NULL, checksum BLOB NOT NULL, time INTEGER NOT NULL) STRICT")));
  }
  for (const Migration& migration : migrations) {
    RETURN_IF_ERROR(migration.version <= version ? CheckApplied(connection, migration)
                                                 : Apply(connection, migration, now));
  }
  return absl::OkStatus();
}

}  // namespace interim::store::sqlite
