// The durable store: one write path for every record of every service.
//
// A commit is one transaction that holds the new state of its records, one event (audit and feed
// are the same row), and the idempotency record. Three back ends implement this interface (memory,
// SQLite, and later PostgreSQL); one shared suite runs on all of them.
#ifndef INTERIM_COMMON_STORE_STORE_H_
#define INTERIM_COMMON_STORE_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/core/tenant.h"

namespace interim::store {

// A value a collection declares for filtering in lists, for example {"state", "ACTIVE"}.
struct IndexField {
  std::string name;
  std::string value;
};

// One stored record. `id` is the resource name below the organization
// ("engagements/e1/decisions/d2"), `collection` the same without ids ("engagements/decisions"),
// `parent` the id of the owner ("engagements/e1"; empty at the top). Both must follow from the id
// as in record_id.h.
struct Record {
  std::string collection;
  std::string id;
  std::string parent;
  // 1 at creation, +1 with each change; 0 means "does not exist". A record created again after a
  // delete counts on from its last version, so that no reader mistakes it for the old one.
  std::int64_t version = 0;
  std::string state;  // name of the state enum value, empty for stateless kinds
  std::string bytes;  // serialized protobuf message
  std::vector<IndexField> index;
  absl::Time create_time;
  absl::Time update_time;
};

// What a commit does to one record. The version it expects is in `Transaction::reads`.
struct Write {
  enum class Kind { kPut, kDelete };
  Kind kind = Kind::kPut;
  Record record;  // `version`, `create_time` and `update_time` are set by the store
};

// A record that the decision was based on, and the version it had (0: it was absent).
struct ReadVersion {
  std::string id;
  std::int64_t version = 0;
};

// Who did what; the event and its payload are written with the change.
struct EventDraft {
  std::string type;  // "contract.signed"
  // Id of the record the event is about: one of the writes, or any id in a commit without writes.
  std::string resource;
  std::string actor;   // token subject, or "service:<name>"
  std::string method;  // full method name
  std::string reason;  // stated by the actor, may be empty
  std::string rules;   // rule ids and versions that led to it, "R12@1 R05@2"
  std::string request_id;
  std::string trace_id;
};

// A record that a commit changed besides the one its event is about.
struct OtherWrite {
  std::string id;
  std::int64_t version = 0;  // after the change, 0 for a delete
  std::string payload_hash;  // as Event::payload_hash
};

// Audit and feed in one row; sequence is gapless per tenant and service.
struct Event {
  std::int64_t sequence = 0;
  EventDraft what;
  std::int64_t record_version = 0;
  absl::Time time;
  std::string payload_hash;   // SHA-256(0x03 || salt || payload bytes), 32 bytes
  std::string previous_hash;  // of the event before, 32 zero bytes for the first
  std::string hash;           // SHA-256(0x02 || previous_hash || canonical bytes of this event)
  std::vector<OtherWrite> others;  // the other writes of the commit, in order; covered by `hash`
};

// Record bytes after a change; apart from the event so that they can be erased while the chain
// verifies.
struct Payload {
  std::string salt;   // 16 random bytes, empty with `erased`
  std::string bytes;  // empty with `erased` and after a delete
  bool erased = false;
};

struct FeedEntry {
  Event event;
  std::optional<Payload> payload;
  std::vector<Payload> other_payloads;  // one for each of event.others when payloads were asked for
};

// End of a tenant's feed: where a watcher starts, and what the whole chain comes down to.
struct FeedHead {
  std::int64_t sequence = 0;  // 0: no event yet
  std::string hash;           // of that event; 32 zero bytes when there is none
};

// Key and content of what answers a retry.
struct IdempotencyKey {
  std::string principal;
  std::string method;
  std::string request_id;
};
struct IdempotencyRecord {
  IdempotencyKey key;
  std::string request_hash;  // SHA-256 of the canonical request
  std::string response;      // unprojected response bytes
  std::string resource;      // record concerned; its erasure removes this row
  absl::Time time;           // set by the store
};

// Something to be done later. (tenant, resource, kind) is the key; setting it again moves it.
struct Timer {
  std::string tenant;  // value of the TenantId; set by the store
  std::string resource;
  std::string kind;  // "escalation", "relay:assessment/RecordOutcome"
  absl::Time due;    // business time for domain clocks, system time for relays; see `clock`
  enum class Clock { kBusiness, kSystem } clock = Clock::kBusiness;
  std::string payload;  // handler's own bytes
  std::int64_t attempts = 0;
};
struct TimerWrite {
  enum class Kind { kSet, kCancel };
  Kind kind = Kind::kSet;
  Timer timer;  // for kCancel only resource and kind count
};

// Delivery mark of a peer's event; a second commit with the same mark is refused (ALREADY_EXISTS).
struct InboxMark {
  std::string stream;  // "assessment"
  std::int64_t sequence = 0;
};

struct Transaction {
  // Every record read for the decision; every written one must be among them.
  std::vector<ReadVersion> reads;
  std::vector<Write> writes;
  EventDraft
      event;  // the one event of this commit; its payload is the write named by event.resource
  std::optional<IdempotencyRecord> idempotency;
  std::vector<TimerWrite> timers;
  std::optional<InboxMark> inbox;
};

struct CommitResult {
  std::int64_t sequence = 0;
  absl::Time time;                     // create/update time given to the records
  std::vector<std::int64_t> versions;  // new version of each write, in order; 0 for a delete
};

// A list over one collection in total order (index value is a filter, order is by id).
struct ListQuery {
  std::string collection;
  std::string parent;               // empty: any parent
  std::vector<IndexField> filters;  // all must match; only declared fields
  std::string after_id;             // cursor: ids greater than this
  int limit = 50;                   // 1..500
};

// Every call is safe from many threads. Errors, all with the reasons of store_errors.h:
//   NOT_FOUND           RECORD_NOT_FOUND
//   ABORTED             STORE_CONFLICT: a read version has changed; rerun the whole use case
//   ALREADY_EXISTS      IDEMPOTENCY_RACE: the other request with this id has won; read its record
//                       INBOX_SEEN: this event of the peer was handled before
//   RESOURCE_EXHAUSTED  STORE_LIMIT: a size of limits.h is exceeded
//   INTERNAL            STORE_MISUSE: the caller broke the contract of this interface
//   UNAVAILABLE         STORE_UNAVAILABLE: closed, busy or an I/O fault. After a commit the outcome
//                       is unknown; its idempotency record tells.
//   DATA_LOSS           STORE_DATA_LOSS: something stored cannot be read
// A failed commit leaves nothing behind, with the exception of UNAVAILABLE.
class Store {
 public:
  virtual ~Store() = default;

  virtual absl::StatusOr<Record> Get(const TenantId& tenant, absl::string_view id) = 0;
  virtual absl::StatusOr<std::vector<Record>> List(const TenantId& tenant,
                                                   const ListQuery& query) = 0;
  // Checks all read versions, then writes everything or nothing; durable when it returns OK.
  virtual absl::StatusOr<CommitResult> Commit(const TenantId& tenant,
                                              const Transaction& transaction) = 0;
  // The last event of the tenant.
  virtual absl::StatusOr<FeedHead> GetFeedHead(const TenantId& tenant) = 0;
  // The answer given before to this request; nullopt when there is none.
  virtual absl::StatusOr<std::optional<IdempotencyRecord>> FindIdempotency(
      const TenantId& tenant, const IdempotencyKey& key) = 0;
  // Events with sequence > after, oldest first, at most `limit` (1..1000), with payloads on
  // request.
  enum class Payloads { kWith, kWithout };
  virtual absl::StatusOr<std::vector<FeedEntry>> ReadFeed(const TenantId& tenant,
                                                          std::int64_t after, int limit,
                                                          Payloads payloads) = 0;
  // The record as it was after the event with sequence `at`, whichever event last wrote it; its
  // index fields are not kept. NOT_FOUND if it did not exist then or its payload was erased.
  virtual absl::StatusOr<Record> GetAsOf(const TenantId& tenant, absl::string_view id,
                                         std::int64_t at) = 0;
  // Hands out due timers of all tenants, each to one caller; a claim lapses after `lease` so that a
  // crashed worker loses nothing. A handled timer is cancelled by the commit that handles it, or by
  // FinishTimer when the handling commits nothing.
  virtual absl::StatusOr<std::vector<Timer>> ClaimDue(absl::Time business_now,
                                                      absl::Time system_now, absl::Duration lease,
                                                      int limit) = 0;
  // Both do nothing when the timer was set anew or removed since it was claimed.
  virtual absl::Status FinishTimer(const Timer& timer) = 0;
  // Tries again later: moves `due`, counts the attempt and gives up the claim.
  virtual absl::Status RetryTimer(const Timer& timer, absl::Time due) = 0;
  // Removes payloads, salts and idempotency rows of one record for good; events stay and verify.
  virtual absl::Status ErasePayloads(const TenantId& tenant, absl::string_view id) = 0;
  // Removes idempotency rows older than `before`, at most `limit`; returns how many.
  virtual absl::StatusOr<int> SweepIdempotency(absl::Time before, int limit) = 0;
  // OK while commits are accepted.
  virtual absl::Status Health() = 0;
};

}  // namespace interim::store

#endif  // INTERIM_COMMON_STORE_STORE_H_
