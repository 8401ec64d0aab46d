#include "common/session/session.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/core/derived_id.h"
#include "common/core/status_macros.h"
#include "common/session/errors.h"
#include "common/session/limits.h"
#include "common/session/scripts.h"
#include "common/session/session_storage.pb.h"
#include "common/store/sha256.h"

namespace interim::session {
namespace {

constexpr int kSchema = 1;

const std::string& FeedLength() {
  static const std::string& text = *new std::string(absl::StrCat(kFeedLength));
  return text;
}

std::string Millis(absl::Duration duration) {
  return absl::StrCat(absl::ToInt64Milliseconds(duration));
}

std::string EncodeDraft(const Draft& draft) {
  StoredState state;
  state.set_schema(kSchema);
  *state.mutable_draft() = draft;
  std::sort(state.mutable_draft()->begin(), state.mutable_draft()->end(),
            [](const v1::DraftEntry& a, const v1::DraftEntry& b) { return a.key() < b.key(); });
  return state.SerializeAsString();
}

void SetMillis(std::int64_t millis, google::protobuf::Timestamp& out) {
  out.set_seconds(millis / 1000);
  out.set_nanos(static_cast<std::int32_t>(millis % 1000) * 1000000);
}

// How far each part brings a journey, in the order of kParts.
constexpr std::array<v1::JourneyStage, 5> kStages = {
    v1::JOURNEY_STAGE_ASSESSMENT, v1::JOURNEY_STAGE_SELECTION, v1::JOURNEY_STAGE_CONTRACT,
    v1::JOURNEY_STAGE_CONTRACT, v1::JOURNEY_STAGE_ENGAGEMENT};

v1::JourneyRecord& PartOf(v1::Journey& journey, std::size_t part) {
  switch (part) {
    case 0:
      return *journey.mutable_assessment();
    case 1:
      return *journey.mutable_selection();
    case 2:
      return *journey.mutable_brief();
    case 3:
      return *journey.mutable_contract();
    default:
      return *journey.mutable_engagement();
  }
}

void FillJourney(redis::ReplyView fields, v1::Journey& journey) {
  journey.set_stage(v1::JOURNEY_STAGE_NOT_STARTED);
  for (std::size_t part = 0; part < kParts.size(); ++part) {
    const redis::ReplyView name = fields[kFirstPart + 2 * part];
    if (name.IsNil()) continue;
    v1::JourneyRecord& record = PartOf(journey, part);
    record.set_resource(std::string(name.text()));
    record.set_record_version(fields[kFirstPart + 2 * part + 1].integer());
    journey.set_stage(std::max(journey.stage(), kStages[part]));
  }
}

}  // namespace

Sessions::Sessions(redis::Client& redis, IdGenerator& ids, SessionOptions options)
    : redis_(redis),
      ids_(ids),
      options_(std::move(options)),
      idle_ms_(Millis(options_.idle)),
      absolute_ms_(Millis(options_.absolute)) {}

std::string Sessions::NameOf(const TenantId& tenant, absl::string_view id) {
  return absl::StrCat("organizations/", tenant.value(), "/sessions/", id);
}

std::string Sessions::KeyOf(const TenantId& tenant, absl::string_view id) const {
  return absl::StrCat(options_.key_prefix, ":session:{", tenant.value(), "/", id, "}");
}

std::string Sessions::FeedKeyOf(const TenantId& tenant, absl::string_view id) const {
  return absl::StrCat(KeyOf(tenant, id), ":feed");
}

absl::StatusOr<v1::Session> Sessions::ToSession(const TenantId& tenant, absl::string_view id,
                                                const absl::StatusOr<redis::Reply>& reply) const {
  const std::string name = NameOf(tenant, id);
  if (!reply.ok()) return SessionUnavailable(reply.status());
  const absl::string_view word = reply->at(0).text();
  if (word == "NONE") return SessionNotFound(name);
  if (word == "EXISTS") return SessionExists(name);
  if (word == "LOST") return SessionLost(name);
  if (word == "CONFLICT") {
    return SessionConflict(name, reply->at(1).integer(), reply->at(2).integer());
  }
  const redis::ReplyView fields = reply->at(2);
  StoredState state;
  const absl::string_view bytes = fields[kState].text();
  if (word != "OK" || fields.size() != kFieldCount || fields[kEpoch].IsNil() ||
      !state.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) ||
      state.schema() > kSchema) {
    return SessionUnreadable(name);
  }
  v1::Session session;
  session.set_name(name);
  session.set_epoch(std::string(fields[kEpoch].text()));
  session.set_version(fields[kVersion].integer());
  session.set_draft_version(fields[kDraftVersion].integer());
  FillJourney(fields, *session.mutable_journey());
  session.mutable_draft()->Swap(state.mutable_draft());
  session.set_owner(std::string(fields[kOwner].text()));
  const std::int64_t latest = fields[kAbsExpMs].integer();
  const std::int64_t idle_end = reply->at(1).integer() + absl::ToInt64Milliseconds(options_.idle);
  SetMillis(fields[kCreatedMs].integer(), *session.mutable_create_time());
  SetMillis(std::min(idle_end, latest), *session.mutable_expire_time());
  SetMillis(latest, *session.mutable_latest_expire_time());
  return session;
}

// With a request id the same caller gets the same id again, so that a repeated call meets the
// session that the first one made.
std::string Sessions::ChooseId(const TenantId& tenant, const NewSession& session) const {
  if (!session.id.empty()) return session.id;
  if (session.request_id.empty()) return ids_.NewResourceId('s');
  const std::string seed =
      absl::StrCat(tenant.value(), "\n", session.owner, "\n", session.request_id);
  return DerivedResourceId('s', store::Sha256(seed));
}

absl::StatusOr<v1::Session> Sessions::Create(const TenantId& tenant, const NewSession& session,
                                             absl::Duration budget) {
  const std::string id = ChooseId(tenant, session);
  const std::string epoch = ids_.NewUuid4();
  const std::string state = EncodeDraft(session.draft);
  return ToSession(tenant, id,
                   redis_.Eval(TheScripts().create, {KeyOf(tenant, id), FeedKeyOf(tenant, id)},
                               {epoch, session.owner, state, session.request_id, idle_ms_,
                                absolute_ms_, FeedLength()},
                               budget));
}

absl::StatusOr<v1::Session> Sessions::Get(const TenantId& tenant, absl::string_view id,
                                          absl::Duration budget, Use use) {
  const absl::string_view idle = use == Use::kTouch ? absl::string_view(idle_ms_) : "0";
  return ToSession(tenant, id, redis_.Eval(TheScripts().read, {KeyOf(tenant, id)}, {idle}, budget));
}

absl::StatusOr<v1::Session> Sessions::UpdateDraft(const TenantId& tenant, absl::string_view id,
                                                  const DraftChange& change,
                                                  absl::Duration budget) {
  const std::string version = absl::StrCat(change.version);
  const std::string state = EncodeDraft(change.draft);
  return ToSession(
      tenant, id,
      redis_.Eval(
          TheScripts().update_draft, {KeyOf(tenant, id), FeedKeyOf(tenant, id)},
          {change.owner, change.epoch, version, state, change.request_id, idle_ms_, FeedLength()},
          budget));
}

absl::StatusOr<std::int64_t> Sessions::Advance(const TenantId& tenant, absl::string_view id,
                                               const std::vector<JourneyMove>& moves,
                                               absl::Duration budget) {
  if (moves.empty() || moves.size() > kMaxMoves) return JourneyFieldUnknown("");
  std::vector<std::string> versions;
  for (const JourneyMove& move : moves) versions.push_back(absl::StrCat(move.record_version));
  std::vector<absl::string_view> args = {idle_ms_, FeedLength()};
  for (std::size_t i = 0; i < moves.size(); ++i) {
    if (std::find(kParts.begin(), kParts.end(), moves[i].part) == kParts.end()) {
      return JourneyFieldUnknown(moves[i].part);
    }
    args.push_back(moves[i].part);
    args.push_back(moves[i].resource);
    args.push_back(versions[i]);
  }
  const absl::StatusOr<redis::Reply> reply =
      redis_.Eval(TheScripts().move, {KeyOf(tenant, id), FeedKeyOf(tenant, id)}, args, budget);
  if (!reply.ok()) return SessionUnavailable(reply.status());
  if (reply->at(0).text() != "OK") return SessionNotFound(NameOf(tenant, id));
  return reply->at(1).integer();
}

absl::Status Sessions::End(const TenantId& tenant, absl::string_view id, absl::string_view owner,
                           absl::Duration budget) {
  const absl::StatusOr<redis::Reply> reply =
      redis_.Eval(TheScripts().end, {KeyOf(tenant, id), FeedKeyOf(tenant, id)},
                  {owner, FeedLength(), Millis(kFeedAfterEnd)}, budget);
  if (!reply.ok()) return SessionUnavailable(reply.status());
  if (reply->at(0).text() != "OK") return SessionNotFound(NameOf(tenant, id));
  return absl::OkStatus();
}

}  // namespace interim::session
