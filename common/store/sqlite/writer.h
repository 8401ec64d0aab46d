// Group commit: callers queue, one of them leads. The leader takes what waits (it never waits for
// more), runs all of it in one transaction with a savepoint each, pays one fsync, answers everybody
// and hands the lead to the next one in the queue. The lead is what makes the writer's connection
// single-threaded, checkpoints included.
#ifndef INTERIM_COMMON_STORE_SQLITE_WRITER_H_
#define INTERIM_COMMON_STORE_SQLITE_WRITER_H_

#include <atomic>
#include <cstddef>
#include <deque>
#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/core/mutex.h"
#include "common/store/sqlite/fault_gate.h"
#include "common/store/sqlite/write_session.h"
#include "common/store/store_observer.h"

namespace interim::store::sqlite {

// A piece of work for the writer. It is run at most once.
class WriteJob {
 public:
  virtual ~WriteJob() = default;
  // Inside the transaction; an error undoes what this job did, and only that.
  virtual absl::Status Run(WriteSession& session) = 0;
  // True when nothing of the old content may stay in the log afterwards.
  virtual bool WipesLog() const { return false; }
};

struct WriterOptions {
  std::size_t max_batch = 64;
  // A job that is not taken up within this time, or a DeadlineScope of its caller, is given back,
  // not run.
  absl::Duration max_wait = absl::Seconds(5);
  // Pages in the log from which it is moved into the file.
  int checkpoint_pages = 1000;
  StoreObserver* observer = nullptr;
};

class Writer {
 public:
  // Takes over the writer's session. `gate` must outlive the writer. Errors: UNAVAILABLE.
  static absl::StatusOr<std::unique_ptr<Writer>> Create(std::unique_ptr<WriteSession> session,
                                                        FaultGate& gate,
                                                        const WriterOptions& options);

  // Runs the job and returns when it is durable, or has failed. Thread-safe.
  //   errors  those of the job; UNAVAILABLE STORE_UNAVAILABLE (closed, too long in the queue,
  //   fault)
  absl::Status Submit(WriteJob& job);

  // While one lives, a reader keeps a view of the file for long: no commit waits for it to let the
  // log start over, which grows meanwhile.
  class CopyScope {
   public:
    explicit CopyScope(Writer& writer) : writer_(writer) { ++writer_.copies_; }
    ~CopyScope() { --writer_.copies_; }
    CopyScope(const CopyScope&) = delete;
    CopyScope& operator=(const CopyScope&) = delete;

   private:
    Writer& writer_;
  };

 private:
  struct Waiter {
    explicit Waiter(WriteJob& its_job) : job(its_job) {}
    WriteJob& job;
    absl::Status status;
    enum class State { kQueued, kLeading, kTaken, kDone } state = State::kQueued;
    CondVar changed;
  };

  Writer(std::unique_ptr<WriteSession> session, FaultGate& gate, const WriterOptions& options)
      : session_(std::move(session)), gate_(gate), options_(options) {}
  absl::Status Prepare();
  // Waits for an answer or for the lead. True: this waiter leads now.
  bool WaitForTurn(Waiter& waiter) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Lead();
  std::vector<Waiter*> TakeBatch(std::size_t& waiting);
  void Answer(const std::vector<Waiter*>& batch);
  void HandOver();

  void RunBatch(const std::vector<Waiter*>& batch);
  // False when the transaction as a whole can no longer be used.
  bool RunOne(Waiter& waiter, bool alone);
  absl::Status CommitBatch(const std::vector<Waiter*>& batch);
  void WipeLog(const std::vector<Waiter*>& batch);
  void CheckpointIfDue();

  const std::unique_ptr<WriteSession> session_;
  FaultGate& gate_;
  const WriterOptions options_;
  std::atomic<int> copies_{0};
  Statement begin_, commit_, rollback_, savepoint_, release_, rollback_to_;
  Mutex mutex_;
  bool has_leader_ ABSL_GUARDED_BY(mutex_) = false;
  std::deque<Waiter*> queue_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace interim::store::sqlite

#endif  // INTERIM_COMMON_STORE_SQLITE_WRITER_H_
