#include "common/store/sqlite/sqlite_store.h"

#include <unistd.h>

#include <atomic>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/core/error.h"
#include "common/core/status_macros.h"
#include "common/store/commit_plan.h"
#include "common/store/file_lock.h"
#include "common/store/sqlite/connection.h"
#include "common/store/sqlite/fault_gate.h"
#include "common/store/sqlite/reader.h"
#include "common/store/sqlite/row_codec.h"
#include "common/store/sqlite/schema.h"
#include "common/store/sqlite/write_session.h"
#include "common/store/sqlite/writer.h"
#include "common/store/store_errors.h"

namespace interim::store {
namespace {

using sqlite::Connection;
using sqlite::ConnectionOptions;
using sqlite::Reader;
using sqlite::ReaderPool;
using sqlite::WriteJob;
using sqlite::Writer;
using sqlite::WriteSession;

constexpr int kMaxReaders = 64;

class CommitJob : public WriteJob {
 public:
  CommitJob(const TenantId& tenant, const CommitPlan& plan, const SystemClock& clock)
      : clock_(clock) {
    input_.tenant = &tenant;
    input_.plan = &plan;
    for (const Write& write : plan.transaction->writes) {
      input_.fields.push_back(sqlite::EncodeFields(write.record.index));
    }
  }
  absl::Status Run(WriteSession& session) override {
    input_.now = StoreTime(clock_.Now());
    ASSIGN_OR_RETURN(result_, session.Commit(input_));
    return absl::OkStatus();
  }
  CommitResult& result() { return result_; }

 private:
  const SystemClock& clock_;
  WriteSession::CommitInput input_;
  CommitResult result_;
};

// Any other change, as a function of the session.
template <typename Function>
class FunctionJob : public WriteJob {
 public:
  explicit FunctionJob(Function function) : function_(std::move(function)) {}
  absl::Status Run(WriteSession& session) override { return function_(session); }

 private:
  Function function_;
};

class EraseJob : public WriteJob {
 public:
  EraseJob(const TenantId& tenant, absl::string_view id) : tenant_(tenant), id_(id) {}
  absl::Status Run(WriteSession& session) override { return session.Erase(tenant_, id_); }
  bool WipesLog() const override { return true; }

 private:
  const TenantId& tenant_;
  absl::string_view id_;
};

absl::Status CheckOptions(const SqliteStore::Options& options) {
  if (options.path.empty()) return StoreMisuse("no path");
  if (options.clock == nullptr) return StoreMisuse("no clock");
  if (options.reader_count < 1 || options.reader_count > kMaxReaders) {
    return StoreMisuse(absl::StrCat("reader count ", options.reader_count));
  }
  if (options.max_batch < 1) return StoreMisuse("empty batches");
  return absl::OkStatus();
}

// Faults of a copy are not faults of the store: a full backup disk ends no server.
class CopyObserver final : public StoreObserver {
 public:
  explicit CopyObserver(StoreObserver* store) : store_(store) {}
  void OnFault(absl::string_view driver_text, Severity) override {
    if (store_ != nullptr) store_->OnFault(driver_text, Severity::kTransient);
  }

 private:
  StoreObserver* const store_;
};

// Runs the full structure check; "ok" is all it says about a sound file.
absl::Status CheckStructure(Connection& connection) {
  ASSIGN_OR_RETURN(const std::string verdict, connection.ReadText("PRAGMA integrity_check"));
  return verdict == "ok" ? absl::OkStatus() : StoreDataLoss("the structure of the file");
}

}  // namespace

struct SqliteStore::Parts {
  explicit Parts(Options its_options)
      : options(std::move(its_options)), gate(options.on_fatal, options.observer) {}
  ConnectionOptions Connect(ConnectionOptions::Role role) const {
    return {
        .path = options.path, .vfs = options.vfs, .role = role, .busy_timeout = options.timeout};
  }

  // In order of construction: the writer goes last and leaves an empty log behind.
  const Options options;
  sqlite::FaultGate gate;
  std::unique_ptr<FileLock> lock;
  std::unique_ptr<Writer> writer;
  std::unique_ptr<ReaderPool> readers;
  std::atomic<bool> closed{false};
};

absl::StatusOr<std::unique_ptr<SqliteStore>> SqliteStore::Open(Options options) {
  RETURN_IF_ERROR(CheckOptions(options));
  auto parts = std::make_unique<Parts>(std::move(options));
  RETURN_IF_ERROR(OpenParts(*parts));
  return std::unique_ptr<SqliteStore>(new SqliteStore(std::move(parts)));
}

absl::Status SqliteStore::OpenParts(Parts& parts) {
  const Options& options = parts.options;
  RETURN_IF_ERROR(CreatePrivateFile(options.path));
  ASSIGN_OR_RETURN(parts.lock, FileLock::Acquire(absl::StrCat(options.path, ".lock")));
  ASSIGN_OR_RETURN(std::unique_ptr<Connection> connection,
                   Connection::Open(parts.Connect(ConnectionOptions::Role::kWriter), parts.gate));
  RETURN_IF_ERROR(sqlite::Migrate(
      *connection, options.migrations != nullptr ? *options.migrations : sqlite::Migrations(),
      options.clock->Now()));
  ASSIGN_OR_RETURN(std::unique_ptr<WriteSession> session,
                   WriteSession::Create(std::move(connection)));
  ASSIGN_OR_RETURN(parts.writer, Writer::Create(std::move(session), parts.gate,
                                                {.max_batch = options.max_batch,
                                                 .max_wait = options.timeout,
                                                 .checkpoint_pages = options.checkpoint_pages,
                                                 .observer = options.observer}));
  std::vector<std::unique_ptr<Reader>> readers;
  for (int i = 0; i < options.reader_count; ++i) {
    ASSIGN_OR_RETURN(std::unique_ptr<Connection> read_connection,
                     Connection::Open(parts.Connect(ConnectionOptions::Role::kReader), parts.gate));
    ASSIGN_OR_RETURN(std::unique_ptr<Reader> reader, Reader::Create(std::move(read_connection)));
    readers.push_back(std::move(reader));
  }
  parts.readers = std::make_unique<ReaderPool>(std::move(readers), options.timeout);
  return absl::OkStatus();
}

SqliteStore::SqliteStore(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
SqliteStore::~SqliteStore() = default;

void SqliteStore::Close() { parts_->closed = true; }

absl::Status SqliteStore::Health() {
  if (parts_->closed) return StoreUnavailable("closed");
  return parts_->gate.Check();
}

absl::StatusOr<Record> SqliteStore::Get(const TenantId& tenant, absl::string_view id) {
  RETURN_IF_ERROR(Health());
  ASSIGN_OR_RETURN(ReaderPool::Lease reader, parts_->readers->Borrow());
  return reader->Get(tenant, id);
}

absl::StatusOr<std::vector<Record>> SqliteStore::List(const TenantId& tenant,
                                                      const ListQuery& query) {
  RETURN_IF_ERROR(CheckListQuery(query));
  RETURN_IF_ERROR(Health());
  ASSIGN_OR_RETURN(ReaderPool::Lease reader, parts_->readers->Borrow());
  return reader->List(tenant, query);
}

absl::StatusOr<CommitResult> SqliteStore::Commit(const TenantId& tenant,
                                                 const Transaction& transaction) {
  RETURN_IF_ERROR(Health());
  const absl::Time start = absl::Now();
  ASSIGN_OR_RETURN(const CommitPlan plan, PlanCommit(transaction));
  CommitJob job(tenant, plan, *parts_->options.clock);
  const absl::Status status = parts_->writer->Submit(job);
  if (parts_->options.observer != nullptr) {
    parts_->options.observer->OnCommit(absl::Now() - start, status);
  }
  RETURN_IF_ERROR(status);
  return std::move(job.result());
}

absl::StatusOr<FeedHead> SqliteStore::GetFeedHead(const TenantId& tenant) {
  RETURN_IF_ERROR(Health());
  ASSIGN_OR_RETURN(ReaderPool::Lease reader, parts_->readers->Borrow());
  return reader->GetFeedHead(tenant);
}

absl::StatusOr<std::optional<IdempotencyRecord>> SqliteStore::FindIdempotency(
    const TenantId& tenant, const IdempotencyKey& key) {
  RETURN_IF_ERROR(Health());
  ASSIGN_OR_RETURN(ReaderPool::Lease reader, parts_->readers->Borrow());
  return reader->FindIdempotency(tenant, key);
}

absl::StatusOr<std::vector<FeedEntry>> SqliteStore::ReadFeed(const TenantId& tenant,
                                                             std::int64_t after, int limit,
                                                             Payloads payloads) {
  RETURN_IF_ERROR(CheckFeedArguments(after, limit));
  RETURN_IF_ERROR(Health());
  ASSIGN_OR_RETURN(ReaderPool::Lease reader, parts_->readers->Borrow());
  return reader->ReadFeed(tenant, after, limit, payloads);
}

absl::StatusOr<Record> SqliteStore::GetAsOf(const TenantId& tenant, absl::string_view id,
                                            std::int64_t at) {
  RETURN_IF_ERROR(Health());
  ASSIGN_OR_RETURN(ReaderPool::Lease reader, parts_->readers->Borrow());
  return reader->GetAsOf(tenant, id, at);
}

absl::StatusOr<std::vector<Timer>> SqliteStore::ClaimDue(absl::Time business_now,
                                                         absl::Time system_now,
                                                         absl::Duration lease, int limit) {
  RETURN_IF_ERROR(CheckClaimArguments(lease, limit));
  RETURN_IF_ERROR(Health());
  {
    // Most looks find nothing and need not disturb the writer.
    ASSIGN_OR_RETURN(ReaderPool::Lease reader, parts_->readers->Borrow());
    ASSIGN_OR_RETURN(const bool has_due, reader->HasDue(business_now, system_now));
    if (!has_due) return std::vector<Timer>();
  }
  std::vector<Timer> claimed;
  FunctionJob job([&](WriteSession& session) -> absl::Status {
    ASSIGN_OR_RETURN(claimed, session.ClaimDue(business_now, system_now, lease, limit));
    return absl::OkStatus();
  });
  RETURN_IF_ERROR(parts_->writer->Submit(job));
  return claimed;
}

absl::Status SqliteStore::FinishTimer(const Timer& timer) {
  RETURN_IF_ERROR(Health());
  FunctionJob job([&timer](WriteSession& session) { return session.FinishTimer(timer); });
  return parts_->writer->Submit(job);
}

absl::Status SqliteStore::RetryTimer(const Timer& timer, absl::Time due) {
  RETURN_IF_ERROR(Health());
  FunctionJob job([&timer, due](WriteSession& session) { return session.RetryTimer(timer, due); });
  return parts_->writer->Submit(job);
}

absl::Status SqliteStore::ErasePayloads(const TenantId& tenant, absl::string_view id) {
  RETURN_IF_ERROR(Health());
  EraseJob job(tenant, id);
  return parts_->writer->Submit(job);
}

absl::StatusOr<int> SqliteStore::SweepIdempotency(absl::Time before, int limit) {
  RETURN_IF_ERROR(CheckSweepArguments(limit));
  RETURN_IF_ERROR(Health());
  int removed = 0;
  FunctionJob job([&](WriteSession& session) -> absl::Status {
    ASSIGN_OR_RETURN(removed, session.SweepIdempotency(before, limit));
    return absl::OkStatus();
  });
  RETURN_IF_ERROR(parts_->writer->Submit(job));
  return removed;
}

absl::Status SqliteStore::BackUp(const std::string& path) {
  RETURN_IF_ERROR(Health());
  if (access(path.c_str(), F_OK) == 0) {
    return MakeError({.code = absl::StatusCode::kAlreadyExists,
                      .reason = "STORE_BACKUP_EXISTS",
                      .message = "The file for the copy exists already."});
  }
  RETURN_IF_ERROR(CreatePrivateFile(path));
  const absl::Status copied = CopyInto(path);
  if (!copied.ok()) unlink(path.c_str());  // half a copy is none, and in the way of the next try
  return copied;
}

absl::Status SqliteStore::CopyInto(const std::string& path) {
  CopyObserver observer(parts_->options.observer);
  sqlite::FaultGate gate(nullptr, &observer);
  const Writer::CopyScope scope(*parts_->writer);
  // An own connection: a copy takes longer than the readers may.
  ASSIGN_OR_RETURN(std::unique_ptr<Connection> source,
                   Connection::Open(parts_->Connect(ConnectionOptions::Role::kReader), gate));
  const std::string quoted = absl::StrReplaceAll(path, {{"'", "''"}});
  RETURN_IF_ERROR(source->Execute("PRAGMA query_only=OFF"));
  RETURN_IF_ERROR(source->Execute(absl::StrCat("VACUUM INTO '", quoted, "'")));
  RETURN_IF_ERROR(SyncFile(path));
  ASSIGN_OR_RETURN(std::unique_ptr<Connection> copy,
                   Connection::Open({.path = path,
                                     .vfs = parts_->options.vfs,
                                     .role = ConnectionOptions::Role::kReader,
                                     .busy_timeout = parts_->options.timeout},
                                    gate));
  return CheckStructure(*copy);
}

absl::Status SqliteStore::CheckIntegrity() {
  RETURN_IF_ERROR(Health());
  ASSIGN_OR_RETURN(
      std::unique_ptr<Connection> connection,
      Connection::Open(parts_->Connect(ConnectionOptions::Role::kReader), parts_->gate));
  return CheckStructure(*connection);
}

}  // namespace interim::store
