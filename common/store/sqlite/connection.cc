#include "common/store/sqlite/connection.h"

#include <sqlite3.h>

#include <mutex>

#include "absl/strings/str_cat.h"
#include "common/core/status_macros.h"

namespace interim::store::sqlite {
namespace {

// Virtual machine steps between two looks at the clock; about a tenth of a millisecond.
constexpr int kProgressSteps = 4000;

// Counts of memory use cost a lock shared by all connections; nobody reads them.
void ConfigureOnce() {
  static std::once_flag once;
  std::call_once(once, [] { sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); });
}

}  // namespace

Statement& Statement::operator=(Statement&& other) noexcept {
  std::swap(connection_, other.connection_);
  std::swap(handle_, other.handle_);
  return *this;
}

Statement::~Statement() { sqlite3_finalize(handle_); }

void Statement::BindOne(int place, absl::string_view text) {
  sqlite3_bind_text(handle_, place, text.empty() ? "" : text.data(), static_cast<int>(text.size()),
                    SQLITE_STATIC);
}

void Statement::BindOne(int place, Blob blob) {
  sqlite3_bind_blob(handle_, place, blob.bytes.empty() ? "" : blob.bytes.data(),
                    static_cast<int>(blob.bytes.size()), SQLITE_STATIC);
}

void Statement::BindOne(int place, std::int64_t value) {
  sqlite3_bind_int64(handle_, place, value);
}

absl::StatusOr<bool> Statement::Step() {
  const int code = sqlite3_step(handle_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) {
    sqlite3_reset(handle_);
    return false;
  }
  absl::Status status = connection_->Fail(code);
  sqlite3_reset(handle_);
  return status;
}

absl::Status Statement::Run() {
  const int code = sqlite3_step(handle_);
  absl::Status status;
  if (code != SQLITE_DONE && code != SQLITE_ROW) status = connection_->Fail(code);
  sqlite3_reset(handle_);
  return status;
}

void Statement::Reset() { sqlite3_reset(handle_); }

std::int64_t Statement::Integer(int column) const { return sqlite3_column_int64(handle_, column); }

absl::string_view Statement::Bytes(int column) const {
  const void* bytes = sqlite3_column_blob(handle_, column);
  const int size = sqlite3_column_bytes(handle_, column);
  if (bytes == nullptr) return absl::string_view();
  return absl::string_view(static_cast<const char*>(bytes), static_cast<std::size_t>(size));
}

absl::StatusOr<std::unique_ptr<Connection>> Connection::Open(const ConnectionOptions& options,
                                                             FaultGate& gate) {
  ConfigureOnce();
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW;
  if (options.role == ConnectionOptions::Role::kWriter) flags |= SQLITE_OPEN_CREATE;
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(options.path.c_str(), &handle, flags,
                                   options.vfs.empty() ? nullptr : options.vfs.c_str());
  if (handle == nullptr) return gate.Report(SQLITE_NOMEM, "out of memory");
  std::unique_ptr<Connection> connection(new Connection(handle, gate));
  sqlite3_extended_result_codes(handle, 1);
  if (code != SQLITE_OK) return connection->Fail(code);
  RETURN_IF_ERROR(connection->Configure(options));
  return connection;
}

Connection::~Connection() {
  // After a fault the log must be left as it is, for the next process to recover from.
  if (!gate_.is_open()) {
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  }
  sqlite3_close_v2(handle_);
}

absl::Status Connection::Configure(const ConnectionOptions& options) {
  sqlite3_busy_timeout(handle_, static_cast<int>(absl::ToInt64Milliseconds(options.busy_timeout)));
  RETURN_IF_ERROR(
      Execute("PRAGMA trusted_schema=OFF; PRAGMA mmap_size=0; PRAGMA foreign_keys=ON;"
              "PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=0;"));
  if (options.role == ConnectionOptions::Role::kReader) {
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    sqlite3_progress_handler(handle_, kProgressSteps, &Connection::OnProgress, this);
    return Execute("PRAGMA query_only=ON; PRAGMA cache_size=-8192;");
  }
  ASSIGN_OR_RETURN(const std::string mode, ReadText("PRAGMA journal_mode=WAL"));
  if (mode != "wal") return gate_.Report(SQLITE_CANTOPEN, "the file does not take WAL mode");
  sqlite3_wal_hook(handle_, &Connection::OnCommit, this);
  // secure_delete: what is erased must not stay in free pages.
  return Execute("PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA cache_size=-32768;");
}

int Connection::OnCommit(void* self, sqlite3* /*handle*/, const char* /*schema*/, int pages) {
  static_cast<Connection*>(self)->wal_pages_ = pages;
  return SQLITE_OK;
}

int Connection::OnProgress(void* self) {
  const auto deadline = static_cast<Connection*>(self)->deadline_;
  return std::chrono::steady_clock::now() > deadline ? 1 : 0;
}

absl::StatusOr<Statement> Connection::Prepare(absl::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) return Fail(code);
  return Statement(this, statement);
}

absl::Status Connection::Execute(const std::string& sql) {
  const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
  return code == SQLITE_OK ? absl::OkStatus() : Fail(code);
}

absl::StatusOr<std::int64_t> Connection::ReadInteger(const std::string& sql) {
  ASSIGN_OR_RETURN(Statement statement, Prepare(sql));
  ASSIGN_OR_RETURN(const bool found, statement.Step());
  return found ? statement.Integer(0) : 0;
}

absl::StatusOr<std::string> Connection::ReadText(const std::string& sql) {
  ASSIGN_OR_RETURN(Statement statement, Prepare(sql));
  ASSIGN_OR_RETURN(const bool found, statement.Step());
  return found ? statement.Text(0) : std::string();
}

std::int64_t Connection::last_insert_key() const { return sqlite3_last_insert_rowid(handle_); }

int Connection::change_count() const { return sqlite3_changes(handle_); }

absl::StatusOr<int> Connection::RunCheckpoint(Checkpoint mode) {
  int how = SQLITE_CHECKPOINT_PASSIVE;
  if (mode == Checkpoint::kRestart) how = SQLITE_CHECKPOINT_RESTART;
  if (mode == Checkpoint::kTruncate) how = SQLITE_CHECKPOINT_TRUNCATE;
  int log = 0;
  int moved = 0;
  const int code = sqlite3_wal_checkpoint_v2(handle_, nullptr, how, &log, &moved);
  if (code != SQLITE_OK) return Fail(code);
  return log < 0 ? 0 : log - moved;
}

absl::Status Connection::Fail(int code) {
  const int extended = sqlite3_extended_errcode(handle_);
  const int reported = (extended & 0xff) == (code & 0xff) ? extended : code;
  return gate_.Report(reported, absl::StrCat(sqlite3_errstr(reported), " (", reported,
                                             "): ", sqlite3_errmsg(handle_)));
}

}  // namespace interim::store::sqlite
