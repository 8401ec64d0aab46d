// Where a journey stands, in Redis: any replica of any service can go on with it.
//
// Nothing here is durable. What is lost shows in (epoch, version); records keep the session's name,
// so each service can fill in its own part again.
#ifndef INTERIM_COMMON_SESSION_SESSION_H_
#define INTERIM_COMMON_SESSION_SESSION_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/core/ids.h"
#include "common/core/tenant.h"
#include "common/redis/client.h"
#include "google/protobuf/repeated_field.h"
#include "interim/session/v1/session.pb.h"

namespace interim::session {

using Draft = google::protobuf::RepeatedPtrField<v1::DraftEntry>;

struct SessionOptions {
  absl::Duration idle = absl::Minutes(30);    // ends after the last use
  absl::Duration absolute = absl::Hours(12);  // ends after creation at the latest
  std::string key_prefix = "interim";         // first part of every key
};

// One part of a journey moved by a commit.
struct JourneyMove {
  std::string part;      // assessment, selection, brief, contract or engagement
  std::string resource;  // full resource name
  std::int64_t record_version = 0;
};

struct NewSession {
  std::string id;     // "" lets us choose
  std::string owner;  // subject of the caller
  Draft draft;
  std::string request_id;  // "" for none
};

struct DraftChange {
  std::string owner;  // subject of the caller
  std::string epoch;  // as the client holds them
  std::int64_t version = 0;
  Draft draft;
  std::string request_id;  // "" for none
};

// Thread-safe. Each method is one round trip. All error with UNAVAILABLE SESSION_UNAVAILABLE within
// the time-out of the Redis client; `budget` is what the caller has left.
class Sessions {
 public:
  // `redis` and `ids` outlive this.
  Sessions(redis::Client& redis, IdGenerator& ids, SessionOptions options = {});

  // Begins a session.
  //   errors  ALREADY_EXISTS SESSION_EXISTS; with the same owner and request id the session there
  //   is
  absl::StatusOr<v1::Session> Create(const TenantId& tenant, const NewSession& session,
                                     absl::Duration budget);
  // Reads a session; kTouch also keeps it alive. The caller decides what may be shown of it.
  //   errors  NOT_FOUND RESOURCE_NOT_FOUND; DATA_LOSS SESSION_UNREADABLE
  enum class Use { kTouch, kLook };
  absl::StatusOr<v1::Session> Get(const TenantId& tenant, absl::string_view id,
                                  absl::Duration budget, Use use = Use::kTouch);
  // Replaces the draft when nobody changed it since the client's version.
  //   errors  ABORTED SESSION_CONFLICT or SESSION_LOST
  absl::StatusOr<v1::Session> UpdateDraft(const TenantId& tenant, absl::string_view id,
                                          const DraftChange& change, absl::Duration budget);
  // Moves parts of a journey after a commit. Compares no session version: only an older version of
  // the same record changes nothing.
  //   returns  the session's version after it
  //   errors   NOT_FOUND RESOURCE_NOT_FOUND; the commit that called must not fail on any error
  absl::StatusOr<std::int64_t> Advance(const TenantId& tenant, absl::string_view id,
                                       const std::vector<JourneyMove>& moves,
                                       absl::Duration budget);
  // Ends the session of its owner.
  //   errors  NOT_FOUND RESOURCE_NOT_FOUND
  absl::Status End(const TenantId& tenant, absl::string_view id, absl::string_view owner,
                   absl::Duration budget);

  // "organizations/acme/sessions/s1".
  static std::string NameOf(const TenantId& tenant, absl::string_view id);
  // The keys of a session and of its feed.
  std::string KeyOf(const TenantId& tenant, absl::string_view id) const;
  std::string FeedKeyOf(const TenantId& tenant, absl::string_view id) const;

 private:
  // Reads an answer of a script that gives a whole session.
  absl::StatusOr<v1::Session> ToSession(const TenantId& tenant, absl::string_view id,
                                        const absl::StatusOr<redis::Reply>& reply) const;
  std::string ChooseId(const TenantId& tenant, const NewSession& session) const;

  redis::Client& redis_;
  IdGenerator& ids_;
  const SessionOptions options_;
  const std::string idle_ms_;
  const std::string absolute_ms_;
};

}  // namespace interim::session

#endif  // INTERIM_COMMON_SESSION_SESSION_H_
