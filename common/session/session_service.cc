#include "common/session/session_service.h"

#include <cstdint>
#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "common/core/resource_name.h"
#include "common/core/status_macros.h"
#include "common/observe/log.h"
#include "common/rpc/server.h"
#include "common/session/draft.h"
#include "common/session/errors.h"

namespace interim::session::v1 {

void ValidateRequest(const CreateSessionRequest& request, FieldErrors& errors) {
  if (!request.session_id().empty() && !IsResourceId(request.session_id())) {
    errors.Add("session_id", "MALFORMED", "a lower-case letter, then letters, digits and hyphens");
  }
  CheckDraft(request.draft(), "draft", errors);
}

void ValidateRequest(const GetSessionRequest& request, FieldErrors& errors) {
  if (request.known_version() < 0) errors.Add("known_version", "OUT_OF_RANGE", "0 or more");
}

void ValidateRequest(const UpdateDraftRequest& request, FieldErrors& errors) {
  if (request.version() < 0) errors.Add("version", "OUT_OF_RANGE", "1 or more");
  CheckDraft(request.draft(), "draft", errors);
}

}  // namespace interim::session::v1

namespace interim::session {
namespace {

constexpr absl::Duration kBookmarkEvery = absl::Seconds(10);
constexpr std::size_t kMaxRemembered = 10000;

// What the caller may see: all of the own session; the journey of a colleague's; nothing else.
absl::Status Show(const rpc::Principal& principal, v1::Session& session) {
  if (session.owner() == principal.subject) return absl::OkStatus();
  if (principal.IsOutside()) return SessionNotFound(session.name());
  session.clear_draft();
  return absl::OkStatus();
}

// The id in a session name that was checked already.
absl::StatusOr<std::string> IdOf(absl::string_view name) {
  ASSIGN_OR_RETURN(const ResourceName parsed, ResourceName::Parse(name));
  if (parsed.collection() != "sessions") return SessionNotFound(name);
  return parsed.last_id();
}

std::string TokenOf(absl::string_view epoch, std::int64_t version) {
  return absl::StrCat(epoch, ".", version);
}

class SessionWatch final : public rpc::WatchSource {
 public:
  SessionWatch(std::unique_ptr<SessionFeed::Subscription> subscription, rpc::Principal principal,
               const SystemClock& clock)
      : subscription_(std::move(subscription)),
        principal_(std::move(principal)),
        clock_(clock),
        name_(subscription_->first().name()),
        epoch_(subscription_->first().epoch()) {}

  // Decides what the first message is.
  //   errors  ABORTED SESSION_LOST, INVALID_ARGUMENT for a token that is not one of ours
  absl::Status Start(absl::string_view resume_token) {
    next_ = subscription_->first();
    event_ = v1::WATCH_EVENT_CURRENT;
    version_ = next_->version();
    if (resume_token.empty()) return absl::OkStatus();
    const std::size_t dot = resume_token.rfind('.');
    std::int64_t version = 0;
    if (dot == absl::string_view::npos ||
        !absl::SimpleAtoi(resume_token.substr(dot + 1), &version)) {
      FieldErrors errors;
      errors.Add("resume_token", "MALFORMED", "not a token of this method");
      return errors.ToStatus();
    }
    if (resume_token.substr(0, dot) != epoch_ || version > version_) return SessionLost(name_);
    if (version == version_) {  // nothing was missed
      next_.reset();
      event_ = v1::WATCH_EVENT_BOOKMARK;
    }
    return absl::OkStatus();
  }

  absl::StatusOr<std::unique_ptr<google::protobuf::Message>> Poll() override {
    if (over_) return SessionNotFound(name_);
    if (event_ != v1::WATCH_EVENT_UNSPECIFIED) return Send();
    std::optional<FeedUpdate> update = subscription_->Take();
    if (!update.has_value()) {
      if (clock_.Now() - sent_ < kBookmarkEvery) return nullptr;
      event_ = v1::WATCH_EVENT_BOOKMARK;
      return Send();
    }
    if (update->kind == FeedUpdate::Kind::kLost) return SessionLost(name_);
    over_ = update->kind == FeedUpdate::Kind::kEnded;
    event_ = over_ ? v1::WATCH_EVENT_ENDED : v1::WATCH_EVENT_CHANGED;
    if (!over_) {
      version_ = update->session.version();
      next_ = std::move(update->session);
    }
    return Send();
  }

 private:
  absl::StatusOr<std::unique_ptr<google::protobuf::Message>> Send() {
    auto message = std::make_unique<v1::WatchSessionResponse>();
    message->set_event(std::exchange(event_, v1::WATCH_EVENT_UNSPECIFIED));
    message->set_resume_token(TokenOf(epoch_, version_));
    if (next_.has_value()) {
      RETURN_IF_ERROR(Show(principal_, *next_));
      *message->mutable_session() = *std::move(next_);
      next_.reset();
    }
    sent_ = clock_.Now();
    return message;
  }

  const std::unique_ptr<SessionFeed::Subscription> subscription_;
  const rpc::Principal principal_;
  const SystemClock& clock_;
  const std::string name_;
  const std::string epoch_;
  std::int64_t version_ = 0;
  std::optional<v1::Session> next_;
  v1::WatchEvent event_ = v1::WATCH_EVENT_UNSPECIFIED;
  absl::Time sent_ = absl::InfinitePast();
  bool over_ = false;
};

}  // namespace

SessionService::SessionService(Sessions* sessions, SessionFeed* feed, const SystemClock& clock,
                               OwnRecords own_records)
    : sessions_(sessions), feed_(feed), clock_(clock), own_records_(std::move(own_records)) {}

absl::Status SessionService::FillOwnPart(rpc::Call& call, absl::string_view id,
                                         v1::Session& session) {
  // The journey behind a session belongs to the organization; a session of an outside party starts
  // empty, also when it takes the id of one that has expired.
  if (!own_records_ || call.principal().IsOutside()) return absl::OkStatus();
  const std::string known = absl::StrCat(session.name(), "\n", session.epoch());
  {
    MutexLock lock(mutex_);
    if (filled_.contains(known)) return absl::OkStatus();
  }
  const absl::StatusOr<std::vector<JourneyMove>> moves =
      own_records_(call.tenant(), session.name());
  if (!moves.ok()) {  // the session is still good for all else
    LOG_WARNING("session_not_filled", {{"status", moves.status()}});
    return absl::OkStatus();
  }
  if (!moves->empty()) {
    RETURN_IF_ERROR(sessions_->Advance(call.tenant(), id, *moves, call.time_left()).status());
    ASSIGN_OR_RETURN(session, sessions_->Get(call.tenant(), id, call.time_left()));
  }
  MutexLock lock(mutex_);
  if (filled_.size() >= kMaxRemembered) filled_.clear();
  filled_.insert(known);
  return absl::OkStatus();
}

absl::StatusOr<v1::Session> SessionService::CreateSession(rpc::Call& call,
                                                          const v1::CreateSessionRequest& request) {
  if (sessions_ == nullptr) return SessionNotConfigured();
  ASSIGN_OR_RETURN(v1::Session session,
                   sessions_->Create(call.tenant(),
                                     {.id = request.session_id(),
                                      .owner = call.principal().subject,
                                      .draft = request.draft(),
                                      .request_id = std::string(call.request_id())},
                                     call.time_left()));
  ASSIGN_OR_RETURN(const std::string id, IdOf(session.name()));
  RETURN_IF_ERROR(FillOwnPart(call, id, session));
  return session;
}

absl::StatusOr<v1::Session> SessionService::GetSession(rpc::Call& call,
                                                       const v1::GetSessionRequest& request) {
  if (sessions_ == nullptr) return SessionNotConfigured();
  ASSIGN_OR_RETURN(const std::string id, IdOf(request.name()));
  ASSIGN_OR_RETURN(v1::Session session, sessions_->Get(call.tenant(), id, call.time_left()));
  RETURN_IF_ERROR(Show(call.principal(), session));
  const bool other_epoch =
      !request.known_epoch().empty() && request.known_epoch() != session.epoch();
  if (other_epoch || session.version() < request.known_version()) {
    return SessionLost(request.name());
  }
  RETURN_IF_ERROR(FillOwnPart(call, id, session));
  RETURN_IF_ERROR(Show(call.principal(), session));
  return session;
}

absl::StatusOr<v1::Session> SessionService::UpdateDraft(rpc::Call& call,
                                                        const v1::UpdateDraftRequest& request) {
  if (sessions_ == nullptr) return SessionNotConfigured();
  ASSIGN_OR_RETURN(const std::string id, IdOf(request.name()));
  return sessions_->UpdateDraft(call.tenant(), id,
                                {.owner = call.principal().subject,
                                 .epoch = request.epoch(),
                                 .version = request.version(),
                                 .draft = request.draft(),
                                 .request_id = std::string(call.request_id())},
                                call.time_left());
}

absl::StatusOr<std::unique_ptr<rpc::WatchSource>> SessionService::WatchSession(
    rpc::Call& call, const v1::WatchSessionRequest& request) {
  if (sessions_ == nullptr || feed_ == nullptr) return SessionNotConfigured();
  ASSIGN_OR_RETURN(const std::string id, IdOf(request.name()));
  ASSIGN_OR_RETURN(std::unique_ptr<SessionFeed::Subscription> subscription,
                   feed_->Subscribe(call.tenant(), id, call.time_left()));
  v1::Session first = subscription->first();
  RETURN_IF_ERROR(Show(call.principal(), first));
  auto watch = std::make_unique<SessionWatch>(std::move(subscription), call.principal(), clock_);
  RETURN_IF_ERROR(watch->Start(request.resume_token()));
  return watch;
}

absl::StatusOr<google::protobuf::Empty> SessionService::EndSession(
    rpc::Call& call, const v1::EndSessionRequest& request) {
  if (sessions_ == nullptr) return SessionNotConfigured();
  ASSIGN_OR_RETURN(const std::string id, IdOf(request.name()));
  RETURN_IF_ERROR(sessions_->End(call.tenant(), id, call.principal().subject, call.time_left()));
  return google::protobuf::Empty();
}

void MountSession(rpc::Server& server, SessionService& service) {
  rpc::Mounted& mounted = server.Mount("interim.session.v1.SessionService");
  mounted.Unary("CreateSession", service, &SessionService::CreateSession);
  mounted.Unary("GetSession", service, &SessionService::GetSession);
  mounted.Unary("UpdateDraft", service, &SessionService::UpdateDraft);
  mounted.Watch("WatchSession", service, &SessionService::WatchSession);
  mounted.Unary("EndSession", service, &SessionService::EndSession);
}

}  // namespace interim::session
