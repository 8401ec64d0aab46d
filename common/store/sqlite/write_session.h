// What may be done inside the writer's transaction: one method for each kind of change.
#ifndef INTERIM_COMMON_STORE_SQLITE_WRITE_SESSION_H_
#define INTERIM_COMMON_STORE_SQLITE_WRITE_SESSION_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/core/tenant.h"
#include "common/store/commit_plan.h"
#include "common/store/sqlite/connection.h"
#include "common/store/store.h"

namespace interim::store::sqlite {

// The writer's connection with its prepared statements. Every method must run inside a transaction
// that the writer began, and rolls back nothing itself: on an error the writer does. One thread at
// a time.
class WriteSession {
 public:
  // Prepares all statements. Errors: UNAVAILABLE STORE_UNAVAILABLE.
  static absl::StatusOr<std::unique_ptr<WriteSession>> Create(
      std::unique_ptr<Connection> connection);

  // What one transaction of the interface does; `encoded` holds what could be prepared outside.
  struct CommitInput {
    const TenantId* tenant = nullptr;
    const CommitPlan* plan = nullptr;
    std::vector<std::string> fields;  // EncodeFields of each write
    absl::Time now;                   // of StoreTime
  };
  absl::StatusOr<CommitResult> Commit(const CommitInput& input);

  absl::StatusOr<std::vector<Timer>> ClaimDue(absl::Time business_now, absl::Time system_now,
                                              absl::Duration lease, int limit);
  absl::Status FinishTimer(const Timer& timer);
  absl::Status RetryTimer(const Timer& timer, absl::Time due);
  absl::Status Erase(const TenantId& tenant, absl::string_view id);
  absl::StatusOr<int> SweepIdempotency(absl::Time before, int limit);

  Connection& connection() { return *connection_; }

 private:
  // What is known of a record before the change.
  struct Before {
    std::int64_t key = 0;
    std::int64_t version = 0;  // 0: absent
    std::int64_t last_payload = 0;
    std::int64_t create_time = 0;
    std::string fields;                  // encoded
    std::int64_t tombstone_version = 0;  // of the last record with this id, 0: there was none
  };
  // One write on its way.
  struct Change {
    const Write* write = nullptr;
    absl::string_view fields;  // encoded, after the change
    Before before;
    std::int64_t version = 0;  // after the change, 0: deleted
    std::int64_t create_time = 0;
    std::int64_t payload_key = 0;
  };

  explicit WriteSession(std::unique_ptr<Connection> connection)
      : connection_(std::move(connection)) {}
  absl::Status PrepareAll();
  absl::Status PrepareRecordStatements();
  absl::Status PrepareEventStatements();
  absl::Status PrepareIdempotencyStatements();
  absl::Status PrepareTimerStatements();

  absl::Status CheckReads(const CommitInput& input);
  absl::Status FindBefore(const std::string& tenant, const std::string& id, Before& before);
  absl::StatusOr<std::vector<Change>> CheckWrites(const CommitInput& input);
  absl::Status ApplyChange(const CommitInput& input, const Change& change);
  absl::Status Insert(const CommitInput& input, const Change& change);
  absl::Status Update(const CommitInput& input, const Change& change);
  absl::Status Delete(const CommitInput& input, const Change& change);
  absl::Status ChangeFields(const std::string& tenant, const std::string& id,
                            absl::string_view old_fields, absl::string_view new_fields);
  absl::Status ReadHead(const std::string& tenant, FeedHead& head);
  // Stores all payloads; returns the key of the first.
  absl::StatusOr<std::int64_t> InsertPayloads(const CommitInput& input, std::int64_t sequence,
                                              std::int64_t idempotency_key,
                                              std::vector<Change>& changes);
  absl::Status InsertEvent(const CommitInput& input, const Event& event,
                           std::int64_t first_payload);
  // Stores the idempotency record; `key` is 0 without one.
  absl::Status ApplyIdempotency(const CommitInput& input, std::int64_t& key);
  absl::Status ApplyInbox(const CommitInput& input);
  absl::Status ApplyTimers(const CommitInput& input);

  std::unique_ptr<Connection> connection_;
  Statement find_version_, find_record_, insert_record_, update_record_, delete_record_;
  Statement insert_field_, delete_field_;
  Statement find_tombstone_, insert_tombstone_, delete_tombstone_;
  Statement find_head_, set_head_, insert_event_, insert_payload_;
  Statement insert_idempotency_, sweep_idempotency_, insert_inbox_, find_payload_;
  Statement set_timer_, cancel_timer_, find_due_, claim_timer_, finish_timer_, retry_timer_;
  Statement erase_payload_, erase_idempotency_, erase_apart_;
};

}  // namespace interim::store::sqlite

#endif  // INTERIM_COMMON_STORE_SQLITE_WRITE_SESSION_H_
