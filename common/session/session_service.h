// The SessionService that every server mounts.
#ifndef INTERIM_COMMON_SESSION_SESSION_SERVICE_H_
#define INTERIM_COMMON_SESSION_SESSION_SERVICE_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/core/clock.h"
#include "common/core/mutex.h"
#include "common/core/tenant.h"
#include "common/session/feed.h"
#include "common/session/session.h"
#include "google/protobuf/empty.pb.h"
#include "interim/session/v1/session_service.pb.h"

namespace interim::rpc {
class Call;
class Server;
class WatchSource;
}  // namespace interim::rpc

namespace interim::session {

// Finds this service's own records that name a session, to fill in its part of a session that was
// lost and begun again.
using OwnRecords = std::function<absl::StatusOr<std::vector<JourneyMove>>(
    const TenantId& tenant, absl::string_view session_name)>;

// See protos/interim/session/v1/session_service.proto.
class SessionService {
 public:
  // Everything outlives this. `sessions` and `feed` are null without Redis: every method then
  // answers UNAVAILABLE SESSION_UNAVAILABLE. `own_records` may be empty.
  SessionService(Sessions* sessions, SessionFeed* feed, const SystemClock& clock,
                 OwnRecords own_records = {});

  absl::StatusOr<v1::Session> CreateSession(rpc::Call& call,
                                            const v1::CreateSessionRequest& request);
  absl::StatusOr<v1::Session> GetSession(rpc::Call& call, const v1::GetSessionRequest& request);
  absl::StatusOr<v1::Session> UpdateDraft(rpc::Call& call, const v1::UpdateDraftRequest& request);
  absl::StatusOr<std::unique_ptr<rpc::WatchSource>> WatchSession(
      rpc::Call& call, const v1::WatchSessionRequest& request);
  absl::StatusOr<google::protobuf::Empty> EndSession(rpc::Call& call,
                                                     const v1::EndSessionRequest& request);

 private:
  // Moves our own records into a session that does not have them; once for each epoch.
  absl::Status FillOwnPart(rpc::Call& call, absl::string_view id, v1::Session& session);

  Sessions* const sessions_;
  SessionFeed* const feed_;
  const SystemClock& clock_;
  const OwnRecords own_records_;
  Mutex mutex_;
  absl::flat_hash_set<std::string> filled_ ABSL_GUARDED_BY(mutex_);  // name and epoch
};

// Mounts `service`, which outlives the server.
void MountSession(rpc::Server& server, SessionService& service);

}  // namespace interim::session

#endif  // INTERIM_COMMON_SESSION_SESSION_SERVICE_H_
