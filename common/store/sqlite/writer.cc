#include "common/store/sqlite/writer.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "common/core/status_macros.h"
#include "common/store/deadline_scope.h"
#include "common/store/store_errors.h"

namespace interim::store::sqlite {
namespace {

// A log this many times the usual size means that readers keep it from starting over.
constexpr int kPatience = 8;

}  // namespace

absl::StatusOr<std::unique_ptr<Writer>> Writer::Create(std::unique_ptr<WriteSession> session,
                                                       FaultGate& gate,
                                                       const WriterOptions& options) {
  std::unique_ptr<Writer> writer(new Writer(std::move(session), gate, options));
  RETURN_IF_ERROR(writer->Prepare());
  return writer;
}

absl::Status Writer::Prepare() {
  Connection& db = session_->connection();
  ASSIGN_OR_RETURN(begin_, db.Prepare("BEGIN IMMEDIATE"));
  ASSIGN_OR_RETURN(commit_, db.Prepare("COMMIT"));
  ASSIGN_OR_RETURN(rollback_, db.Prepare("ROLLBACK"));
  ASSIGN_OR_RETURN(savepoint_, db.Prepare("SAVEPOINT job"));
  ASSIGN_OR_RETURN(release_, db.Prepare("RELEASE job"));
  ASSIGN_OR_RETURN(rollback_to_, db.Prepare("ROLLBACK TO job"));
  return absl::OkStatus();
}

absl::Status Writer::Submit(WriteJob& job) {
  Waiter waiter(job);
  {
    MutexLock lock(mutex_);
    RETURN_IF_ERROR(gate_.Check());
    queue_.push_back(&waiter);
    if (has_leader_) {
      if (!WaitForTurn(waiter)) return std::move(waiter.status);
    } else {
      has_leader_ = true;
      waiter.state = Waiter::State::kLeading;
    }
  }
  Lead();
  return std::move(waiter.status);
}

bool Writer::WaitForTurn(Waiter& waiter) {
  // Not the wall clock: it may jump.
  const auto give_up = DeadlineScope::Earlier(options_.max_wait);
  while (true) {
    if (waiter.state == Waiter::State::kDone) return false;
    if (waiter.state == Waiter::State::kLeading) return true;
    if (waiter.state == Waiter::State::kTaken) {
      waiter.changed.Wait(mutex_);
      continue;
    }
    const auto left = give_up - std::chrono::steady_clock::now();
    if (left > left.zero()) {
      waiter.changed.WaitFor(mutex_, absl::FromChrono(left));
      continue;
    }
    queue_.erase(std::find(queue_.begin(), queue_.end(), &waiter));
    waiter.status = StoreUnavailable("the writer is busy");
    return false;
  }
}

void Writer::Lead() {
  std::size_t waiting = 0;
  const std::vector<Waiter*> batch = TakeBatch(waiting);
  const absl::Time start = absl::Now();
  RunBatch(batch);
  const absl::Duration elapsed = absl::Now() - start;
  const std::size_t size = batch.size();
  Answer(batch);
  CheckpointIfDue();
  HandOver();
  if (options_.observer != nullptr) options_.observer->OnBatch(size, waiting, elapsed);
}

std::vector<Writer::Waiter*> Writer::TakeBatch(std::size_t& waiting) {
  MutexLock lock(mutex_);
  const std::size_t size = std::min(queue_.size(), options_.max_batch);
  std::vector<Waiter*> batch(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(size));
  queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(size));
  for (Waiter* waiter : batch) waiter->state = Waiter::State::kTaken;
  waiting = queue_.size();
  return batch;
}

void Writer::Answer(const std::vector<Waiter*>& batch) {
  MutexLock lock(mutex_);
  // A waiter lives on its caller's stack and is gone as soon as the lock is released.
  for (Waiter* waiter : batch) {
    waiter->state = Waiter::State::kDone;
    waiter->changed.Signal();
  }
}

void Writer::HandOver() {
  MutexLock lock(mutex_);
  if (queue_.empty()) {
    has_leader_ = false;
    return;
  }
  queue_.front()->state = Waiter::State::kLeading;
  queue_.front()->changed.Signal();
}

void Writer::RunBatch(const std::vector<Waiter*>& batch) {
  absl::Status status = gate_.Check();
  if (status.ok()) status = begin_.Run();
  if (status.ok()) {
    for (Waiter* waiter : batch) {
      if (RunOne(*waiter, batch.size() == 1)) continue;
      status = StoreUnavailable("storage fault");
      break;
    }
    if (status.ok()) status = CommitBatch(batch);
    if (!status.ok()) rollback_.Run().IgnoreError();  // `status` is the error that counts
  }
  if (!status.ok()) {
    for (Waiter* waiter : batch) waiter->status = status;
    return;
  }
  WipeLog(batch);
}

bool Writer::RunOne(Waiter& waiter, bool alone) {
  if (alone) {
    waiter.status = waiter.job.Run(*session_);
    return gate_.is_open();
  }
  waiter.status = savepoint_.Run();
  if (!waiter.status.ok()) return false;
  waiter.status = waiter.job.Run(*session_);
  if (!waiter.status.ok() && !rollback_to_.Run().ok()) return false;
  return release_.Run().ok() && gate_.is_open();
}

absl::Status Writer::CommitBatch(const std::vector<Waiter*>& batch) {
  const bool any = std::any_of(batch.begin(), batch.end(),
                               [](const Waiter* waiter) { return waiter->status.ok(); });
  if (any) return commit_.Run();
  // Nothing to keep; the jobs have their own errors.
  return rollback_.Run();
}

void Writer::WipeLog(const std::vector<Waiter*>& batch) {
  const bool wanted = std::any_of(batch.begin(), batch.end(), [](const Waiter* waiter) {
    return waiter->status.ok() && waiter->job.WipesLog();
  });
  if (!wanted) return;
  const absl::StatusOr<int> left =
      session_->connection().RunCheckpoint(Connection::Checkpoint::kTruncate);
  if (left.ok()) return;
  for (Waiter* waiter : batch) {
    if (waiter->status.ok() && waiter->job.WipesLog()) waiter->status = left.status();
  }
}

void Writer::CheckpointIfDue() {
  const int pages = session_->connection().wal_pages();
  if (pages < options_.checkpoint_pages || !gate_.is_open()) return;
  const absl::Time start = absl::Now();
  const bool patient = copies_ > 0 || pages < kPatience * options_.checkpoint_pages;
  // A failure has closed the gate, or means that readers are in the way: the next batch tries
  // again.
  session_->connection()
      .RunCheckpoint(patient ? Connection::Checkpoint::kPassive : Connection::Checkpoint::kRestart)
      .IgnoreError();
  if (options_.observer != nullptr) options_.observer->OnCheckpoint(absl::Now() - start, pages);
}

}  // namespace interim::store::sqlite
