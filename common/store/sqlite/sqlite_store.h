// The store in one SQLite file: durable, on one machine, for one process.
#ifndef INTERIM_COMMON_STORE_SQLITE_SQLITE_STORE_H_
#define INTERIM_COMMON_STORE_SQLITE_SQLITE_STORE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/core/clock.h"
#include "common/core/tenant.h"
#include "common/store/store.h"
#include "common/store/store_observer.h"

namespace interim::store {

namespace sqlite {
struct Migration;
}

// Thread-safe. Group commit for writers, a pool of connections for readers. Fail-stop: after a
// fault of the disk everything answers UNAVAILABLE and `on_fatal` is called; the process is to end
// and to recover from the file.
class SqliteStore : public Store {
 public:
  struct Options {
    std::string path;                    // of the database file, on a local disk
    const SystemClock* clock = nullptr;  // gives the times of commits; must outlive the store
    // Called once, with the driver's text, from the thread that met the fault. It must not call the
    // store and must not block; the runner starts to stop the process.
    std::function<void(absl::string_view)> on_fatal;
    StoreObserver* observer = nullptr;          // must outlive the store
    int reader_count = 4;                       // 1..64 reads at the same time
    std::size_t max_batch = 64;                 // commits in one fsync
    absl::Duration timeout = absl::Seconds(5);  // wait for the writer, a reader, a locked file
    int checkpoint_pages = 1000;  // log size (pages of 4 KiB) that starts a checkpoint
    std::string vfs;              // SQLite file layer by name; for tests of faults
    // Schema steps to use in place of the program's own; for tests of migrations.
    const std::vector<sqlite::Migration>* migrations = nullptr;
  };

  // Opens or creates the file (mode 0600, its folder too), recovers what a crash left, brings the
  // schema up to date.
  //   errors  FAILED_PRECONDITION STORE_LOCKED, STORE_SCHEMA_NEWER, STORE_SCHEMA_CHANGED or
  //           STORE_FOREIGN_FILE; INTERNAL STORE_MISUSE (options); UNAVAILABLE STORE_UNAVAILABLE
  static absl::StatusOr<std::unique_ptr<SqliteStore>> Open(Options options);
  ~SqliteStore() override;

  absl::StatusOr<Record> Get(const TenantId& tenant, absl::string_view id) override;
  absl::StatusOr<std::vector<Record>> List(const TenantId& tenant, const ListQuery& query) override;
  absl::StatusOr<CommitResult> Commit(const TenantId& tenant,
                                      const Transaction& transaction) override;
  absl::StatusOr<FeedHead> GetFeedHead(const TenantId& tenant) override;
  absl::StatusOr<std::optional<IdempotencyRecord>> FindIdempotency(
      const TenantId& tenant, const IdempotencyKey& key) override;
  absl::StatusOr<std::vector<FeedEntry>> ReadFeed(const TenantId& tenant, std::int64_t after,
                                                  int limit, Payloads payloads) override;
  absl::StatusOr<Record> GetAsOf(const TenantId& tenant, absl::string_view id,
                                 std::int64_t at) override;
  absl::StatusOr<std::vector<Timer>> ClaimDue(absl::Time business_now, absl::Time system_now,
                                              absl::Duration lease, int limit) override;
  absl::Status FinishTimer(const Timer& timer) override;
  absl::Status RetryTimer(const Timer& timer, absl::Time due) override;
  // Also empties the log, so that nothing readable stays in either file.
  absl::Status ErasePayloads(const TenantId& tenant, absl::string_view id) override;
  absl::StatusOr<int> SweepIdempotency(absl::Time before, int limit) override;
  absl::Status Health() override;

  // Stops serving; every later call answers UNAVAILABLE. Commits under way are finished.
  void Close();
  // Writes a consistent copy to `path`, which must not exist, and checks the copy.
  // Nothing stays of a copy that failed, and its faults are not the store's.
  //   errors  ALREADY_EXISTS STORE_BACKUP_EXISTS, DATA_LOSS STORE_DATA_LOSS, UNAVAILABLE
  absl::Status BackUp(const std::string& path);
  // Full check of the file's structure; reads all of it. Errors: DATA_LOSS STORE_DATA_LOSS.
  absl::Status CheckIntegrity();

 private:
  struct Parts;
  explicit SqliteStore(std::unique_ptr<Parts> parts);
  static absl::Status OpenParts(Parts& parts);
  absl::Status CopyInto(const std::string& path);

  std::unique_ptr<Parts> parts_;
};

}  // namespace interim::store

#endif  // INTERIM_COMMON_STORE_SQLITE_SQLITE_STORE_H_
