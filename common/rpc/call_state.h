// Internal: what the wrapper keeps about one call while its method runs.
#ifndef INTERIM_COMMON_RPC_CALL_STATE_H_
#define INTERIM_COMMON_RPC_CALL_STATE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/core/clock.h"
#include "common/core/ids.h"
#include "common/core/params.h"
#include "common/rpc/call.h"
#include "common/rpc/message_plan.h"
#include "common/rpc/principal.h"
#include "common/store/store.h"
#include "google/protobuf/message.h"

namespace interim::rpc {

class AccessPolicy;
class MethodAccess;
class PeerCaller;

// One field of a journey to be moved after a commit.
struct SessionMove {
  std::string field;     // "contract"
  std::string resource;  // full resource name
  std::int64_t version = 0;
};

// Where the journey is moved; implemented over the session store.
class SessionMover {
 public:
  virtual ~SessionMover() = default;
  // Moves the fields of the session named by the caller, a colleague's or, for an outside party,
  // its own. Takes at most `limit`.
  //   errors  any; the caller is told `session-stale`, the call itself never fails on it
  virtual absl::Status Move(const Principal& principal, absl::string_view session,
                            const std::vector<SessionMove>& moves, absl::Duration limit) = 0;
};

// Takes `weight` units from an organization's limit; zero when they were there, else how long until
// they are.
using TakeUnits = std::function<absl::Duration(const TenantId& tenant, std::int64_t weight,
                                               absl::Duration limit)>;

// Text for a key in a language; "" when there is none.
using TextSource =
    std::function<std::string(absl::string_view key, const TextParams& params, Language language)>;

// What all calls of a server share. Everything outlives the calls; pointers may be null where said.
struct CallServices {
  std::string service;  // short name, "contracting"
  store::Store* store = nullptr;
  const SystemClock* system_clock = nullptr;
  const BusinessClock* business_clock = nullptr;
  IdGenerator* ids = nullptr;
  const AccessPolicy* access = nullptr;
  SessionMover* sessions = nullptr;  // null without Redis
  PeerCaller* peers = nullptr;       // null without peers
  TextSource text;                   // may be empty
  TakeUnits take_units;              // empty: no rate limit
  int call_limit = 0;                // calls at once that the server is made for; 0: no limit
};

// Facts about the caller and the wire, fixed for the whole call.
struct CallOrigin {
  Principal principal;
  std::string method;                    // full name
  const MethodAccess* access = nullptr;  // null for timers and relays: every relation is open
  std::string token;                     // to be forwarded to peers
  std::string session;                   // full resource name, "" for none
  std::string traceparent;               // to be sent on, "" for none
  std::string trace_id;
  Language language = Language::kDutch;
  absl::Time deadline = absl::InfiniteFuture();  // system time
  std::function<bool()> cancelled;               // may be empty
};

// What one commit will write; handed in by Call::Finish.
struct StagedCommit {
  store::Transaction transaction;
  std::vector<SessionMove> moves;
};

// A record as this call first saw it.
struct SeenRecord {
  std::string id;
  std::int64_t version = 0;  // 0: it was absent
  absl::Time create_time = absl::InfinitePast();
  std::string session;  // id of the session it belongs to, "" for none
};

// Index field of a record that belongs to a journey: the id of its session. Set by the wrapper.
inline constexpr absl::string_view kJourneyIndex = "journey";
// The session a record belongs to, "" for none.
std::string JourneyOf(const store::Record& record);

class CallState {
 public:
  // `request` is null for client streams and timers. All references outlive the state.
  CallState(const CallServices& services, const CallOrigin& origin,
            const google::protobuf::Message* request);

  // Forgets what an earlier run read and staged.
  void StartRun();

  const CallServices& services;
  const CallOrigin& origin;
  const google::protobuf::Message* request;
  const MessagePlan* plan;  // of the request; an empty plan without one

  // Set by the wrapper.
  std::string request_id;
  bool validate_only = false;
  std::string named;  // relative id of the record the request is about, "" for none
  std::string root;   // relative id of the root record of `named` or of the parent, "" for none
  std::string expected_etag;            // of that record, "" when the client sent none
  const store::Timer* timer = nullptr;  // the one being handled
  // Commits at once instead of after the method: client streams.
  std::function<absl::Status(StagedCommit)> commit_now;

  // Filled while the method runs.
  std::vector<SeenRecord> seen;
  std::vector<std::pair<std::string, Relations>> relations;  // by relative id, last one counts
  std::optional<StagedCommit> staged;
  int ids_chosen = 0;
  int peer_calls = 0;

  // The first reading counts: a later one with another version ends as a conflict.
  void NoteRead(const store::Record& record);
  void NoteAbsent(absl::string_view id);
  // The record as read, or null.
  const SeenRecord* Seen(absl::string_view id) const;
  const Relations* RelationsOf(absl::string_view id) const;
  // The staged write of a record, or null.
  const store::Write* StagedWrite(absl::string_view id) const;
  // Version and creation time a staged record will have; 0 for a delete or an unknown one, no times
  // as far as the store sets them.
  RecordStamp StagedStamp(absl::string_view id) const;
  absl::Duration TimeLeft() const;
  bool Cancelled() const;
  // A fresh id for a record; with a request_id always the same one for the same request.
  std::string ChooseId(char prefix);

 private:
  static const MessagePlan kNoPlan;
};

// The relative id in a full resource name of the tenant; a relative id stays as it is.
//   errors  INVALID_ARGUMENT RESOURCE_NAME_INVALID; NOT_FOUND RESOURCE_NOT_FOUND for another tenant
absl::StatusOr<std::string> RelativeId(const TenantId& tenant, absl::string_view name);

// NOT_FOUND RESOURCE_NOT_FOUND: absent, of another organization, or none of the caller's business.
absl::Status ResourceNotFound(absl::string_view name);
// ABORTED CONCURRENT_CHANGE: others keep changing what this call reads.
absl::Status ConcurrentChange();
// ALREADY_EXISTS RESOURCE_EXISTS: the id chosen by the caller is taken.
absl::Status ResourceExists(absl::string_view name);

}  // namespace interim::rpc

#endif  // INTERIM_COMMON_RPC_CALL_STATE_H_
