// One SQLite connection and its prepared statements; the only code that calls SQLite's C interface.
#ifndef INTERIM_COMMON_STORE_SQLITE_CONNECTION_H_
#define INTERIM_COMMON_STORE_SQLITE_CONNECTION_H_

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/store/sqlite/fault_gate.h"

struct sqlite3;
struct sqlite3_stmt;

namespace interim::store::sqlite {

class Connection;

// Marks an argument that is stored as bytes, not as text.
struct Blob {
  absl::string_view bytes;
};

// A prepared statement. Bound texts and bytes are borrowed until Reset. One thread at a time.
class Statement {
 public:
  Statement() = default;
  Statement(Connection* connection, sqlite3_stmt* handle)
      : connection_(connection), handle_(handle) {}
  Statement(Statement&& other) noexcept { *this = std::move(other); }
  Statement& operator=(Statement&& other) noexcept;
  ~Statement();

  // Binds all parameters in order and starts anew.
  template <typename... Args>
  Statement& Bind(const Args&... args) {
    Reset();
    int place = 0;
    (BindOne(++place, args), ...);
    return *this;
  }
  void BindOne(int place, absl::string_view text);
  void BindOne(int place, const std::string& text) { BindOne(place, absl::string_view(text)); }
  void BindOne(int place, const char* text) { BindOne(place, absl::string_view(text)); }
  void BindOne(int place, Blob blob);
  void BindOne(int place, std::int64_t value);
  void BindOne(int place, int value) { BindOne(place, static_cast<std::int64_t>(value)); }

  // Moves to the next row; false at the end, where the statement is reset.
  absl::StatusOr<bool> Step();
  // Runs a statement that gives no rows.
  absl::Status Run();
  void Reset();

  // Columns of the current row, from 0; views hold until the next Step or Reset.
  std::int64_t Integer(int column) const;
  absl::string_view Bytes(int column) const;
  std::string Text(int column) const { return std::string(Bytes(column)); }

 private:
  Connection* connection_ = nullptr;
  sqlite3_stmt* handle_ = nullptr;
};

// Resets a statement at the end of a scope, so that no cursor stays open.
class ScopedReset {
 public:
  explicit ScopedReset(Statement& statement) : statement_(statement) {}
  ~ScopedReset() { statement_.Reset(); }
  ScopedReset(const ScopedReset&) = delete;
  ScopedReset& operator=(const ScopedReset&) = delete;

 private:
  Statement& statement_;
};

struct ConnectionOptions {
  std::string path;
  std::string vfs;  // empty: the default one
  // The writer creates the file and is the only one that may checkpoint.
  enum class Role { kWriter, kReader } role = Role::kReader;
  absl::Duration busy_timeout = absl::Seconds(5);
};

// One connection; one thread at a time.
class Connection {
 public:
  // Opens and sets every pragma of the store. `gate` must outlive the connection.
  //   errors  UNAVAILABLE STORE_UNAVAILABLE
  static absl::StatusOr<std::unique_ptr<Connection>> Open(const ConnectionOptions& options,
                                                          FaultGate& gate);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Prepares a statement that lives as long as the connection.
  absl::StatusOr<Statement> Prepare(absl::string_view sql);
  // Runs statements without parameters and results; not for use in calls.
  absl::Status Execute(const std::string& sql);
  // The first column of the first row as a number; for pragmas.
  absl::StatusOr<std::int64_t> ReadInteger(const std::string& sql);
  // The first column of the first row as text.
  absl::StatusOr<std::string> ReadText(const std::string& sql);

  std::int64_t last_insert_key() const;
  // Rows changed by the last statement.
  int change_count() const;
  // Pages in the log after the last commit of this connection.
  int wal_pages() const { return wal_pages_; }

  // Moves the log into the file. kPassive does what is possible now; kTruncate waits (busy
  // time-out) for readers and leaves an empty log. Returns the pages still in the log.
  enum class Checkpoint { kPassive, kRestart, kTruncate };
  absl::StatusOr<int> RunCheckpoint(Checkpoint mode);

  // Statements that run past this moment are interrupted; readers only.
  void SetDeadline(std::chrono::steady_clock::time_point deadline) { deadline_ = deadline; }

  // Status of a failed call of SQLite.
  absl::Status Fail(int code);

 private:
  Connection(sqlite3* handle, FaultGate& gate) : handle_(handle), gate_(gate) {}
  absl::Status Configure(const ConnectionOptions& options);
  static int OnCommit(void* self, sqlite3* handle, const char* schema, int pages);
  static int OnProgress(void* self);

  sqlite3* handle_;
  FaultGate& gate_;
  int wal_pages_ = 0;
  std::chrono::steady_clock::time_point deadline_ = std::chrono::steady_clock::time_point::max();
};

}  // namespace interim::store::sqlite

#endif  // INTERIM_COMMON_STORE_SQLITE_CONNECTION_H_
