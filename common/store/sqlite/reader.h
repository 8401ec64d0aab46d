// Reads in parallel with the writer: a pool of connections that never write and never checkpoint.
#ifndef INTERIM_COMMON_STORE_SQLITE_READER_H_
#define INTERIM_COMMON_STORE_SQLITE_READER_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/core/mutex.h"
#include "common/core/tenant.h"
#include "common/store/sqlite/connection.h"
#include "common/store/store.h"

namespace interim::store::sqlite {

// One connection with the statements of all reads. One thread at a time. Methods and errors as in
// Store; arguments have been checked.
class Reader {
 public:
  static absl::StatusOr<std::unique_ptr<Reader>> Create(std::unique_ptr<Connection> connection);

  absl::StatusOr<Record> Get(const TenantId& tenant, absl::string_view id);
  absl::StatusOr<std::vector<Record>> List(const TenantId& tenant, const ListQuery& query);
  absl::StatusOr<FeedHead> GetFeedHead(const TenantId& tenant);
  absl::StatusOr<std::optional<IdempotencyRecord>> FindIdempotency(const TenantId& tenant,
                                                                   const IdempotencyKey& key);
  absl::StatusOr<std::vector<FeedEntry>> ReadFeed(const TenantId& tenant, std::int64_t after,
                                                  int limit, Store::Payloads payloads);
  absl::StatusOr<Record> GetAsOf(const TenantId& tenant, absl::string_view id, std::int64_t at);
  // Whether ClaimDue would find something.
  absl::StatusOr<bool> HasDue(absl::Time business_now, absl::Time system_now);

  Connection& connection() { return *connection_; }

 private:
  explicit Reader(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
  absl::Status Prepare();
  absl::StatusOr<Statement*> ListStatement(const ListQuery& query);
  absl::StatusOr<std::vector<FeedEntry>> ReadEntries(const TenantId& tenant, std::int64_t after,
                                                     int limit, Store::Payloads payloads);
  absl::StatusOr<Record> FindAsOf(const TenantId& tenant, const std::string& id, std::int64_t at);
  absl::Status ReadPayloads(const TenantId& tenant, std::int64_t first, std::size_t main,
                            FeedEntry& entry, std::size_t& bytes);

  std::unique_ptr<Connection> connection_;
  Statement get_, find_head_, find_idempotency_, read_events_, read_payloads_, has_due_;
  Statement find_last_payload_, read_payload_, find_event_time_;
  Statement begin_, end_;
  std::map<std::pair<std::size_t, bool>, Statement> list_;  // by number of filters, with parent
};

// Lends readers to callers. Thread-safe.
class ReaderPool {
 public:
  // A reader for the life of the lease.
  class Lease {
   public:
    Lease(ReaderPool* pool, Reader* reader) : pool_(pool), reader_(reader) {}
    Lease(Lease&& other) noexcept : pool_(other.pool_), reader_(other.reader_) {
      other.reader_ = nullptr;
    }
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
      if (reader_ != nullptr) pool_->Return(reader_);
    }
    Reader* operator->() { return reader_; }

   private:
    ReaderPool* pool_;
    Reader* reader_;
  };

  // Takes over `readers`. `timeout` limits the wait for a free one and its work together; a
  // DeadlineScope of the caller shortens it.
  ReaderPool(std::vector<std::unique_ptr<Reader>> readers, absl::Duration timeout);

  // Waits for a free reader. Errors: UNAVAILABLE STORE_UNAVAILABLE when none came free in time.
  absl::StatusOr<Lease> Borrow();

 private:
  void Return(Reader* reader);

  const std::vector<std::unique_ptr<Reader>> readers_;
  const absl::Duration timeout_;
  Mutex mutex_;
  CondVar freed_;
  std::vector<Reader*> free_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace interim::store::sqlite

#endif  // INTERIM_COMMON_STORE_SQLITE_READER_H_
