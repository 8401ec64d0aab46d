#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "common/core/resource_name.h"
#include "common/rpc/call.h"
#include "common/rpc/call_state.h"
#include "common/rpc/message_plan.h"
#include "common/rpc/peer_caller.h"
#include "common/rpc/relay_payload.h"
#include "common/store/record_id.h"
#include "common/store/sha256.h"

namespace interim::rpc {

using google::protobuf::Message;

struct Commit::Impl {
  struct Planned {
    store::Write write;
    std::string session_field;
  };
  CallState* state;
  std::string type;
  std::vector<Planned> writes;
  std::string about;
  std::string reason;
  std::string rules;
  std::vector<store::TimerWrite> timers;
  int relay_count = 0;
  std::vector<std::string> chosen_by_caller;  // ids of records to be created, not yet looked for
  absl::Status status;                        // the first mistake

  void Note(absl::Status mistake) {
    if (status.ok()) status = std::move(mistake);
  }
  // The relative id of a full or relative name; notes a bad one.
  std::string IdOf(absl::string_view name) {
    absl::StatusOr<std::string> id = RelativeId(state->origin.principal.organization, name);
    if (id.ok()) return *std::move(id);
    Note(id.status());
    return std::string(name);
  }
  void Put(absl::string_view collection, absl::string_view session_field, absl::string_view id,
           const Message& m, std::vector<store::IndexField> index);
};

namespace {

absl::Status Misuse(absl::string_view what) {
  return MakeError({.code = absl::StatusCode::kInternal,
                    .reason = "COMMIT_MISUSE",
                    .message = std::string(what)});
}

// An id that the caller chose must be free; without this look the store would only see a conflict.
absl::Status CheckFree(const CallState& state, const std::vector<std::string>& ids) {
  const TenantId& tenant = state.origin.principal.organization;
  for (const std::string& id : ids) {
    const auto record = state.services.store->Get(tenant, id);
    if (record.ok()) return ResourceExists(FullName(tenant, id));
    if (!absl::IsNotFound(record.status())) return record.status();
  }
  return absl::OkStatus();
}

// The last id of "organizations/acme/sessions/s1".
std::string LastId(absl::string_view name) {
  const std::size_t slash = name.rfind('/');
  return std::string(slash == absl::string_view::npos ? name : name.substr(slash + 1));
}

std::string ActorOf(const CallState& state) {
  const Principal& principal = state.origin.principal;
  if (principal.HasRole("service")) return absl::StrCat("service:", principal.subject);
  return principal.subject;
}

}  // namespace

void Commit::Impl::Put(absl::string_view collection, absl::string_view session_field,
                       absl::string_view id, const Message& m,
                       std::vector<store::IndexField> index) {
  std::unique_ptr<Message> stored(m.New());
  stored->CopyFrom(m);
  ClearRecordFields(*stored);
  Planned planned{.session_field = std::string(session_field)};
  store::Record& record = planned.write.record;
  record.collection = std::string(collection);
  record.id = std::string(id);
  record.parent = store::ParentOf(id);
  record.state = StateOf(m);
  record.bytes = CanonicalBytes(*stored);
  record.index = std::move(index);
  writes.push_back(std::move(planned));
}

Commit::Commit(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Commit::Commit(Commit&&) noexcept = default;
Commit::~Commit() = default;

void Commit::PutMessage(Kind kind, absl::string_view id, const Message& m,
                        std::vector<store::IndexField> index) {
  impl_->Put(kind.collection, kind.session_field, id, m, std::move(index));
}

std::string Commit::CreateMessage(Kind kind, absl::string_view id, const Message& m,
                                  std::vector<store::IndexField> index) {
  impl_->state->NoteAbsent(id);
  impl_->Put(kind.collection, kind.session_field, id, m, std::move(index));
  return FullName(impl_->state->origin.principal.organization, id);
}

std::string Commit::ChooseId(absl::string_view collection, absl::string_view prefix,
                             absl::string_view parent, absl::string_view id) {
  const std::size_t slash = collection.rfind('/');
  const absl::string_view last =
      slash == absl::string_view::npos ? collection : collection.substr(slash + 1);
  const std::string chosen =
      id.empty() ? impl_->state->ChooseId(prefix.empty() ? 'x' : prefix[0]) : std::string(id);
  const bool at_top = parent.empty() || !absl::StrContains(collection, "/");
  std::string full = at_top ? absl::StrCat(last, "/", chosen)
                            : absl::StrCat(impl_->IdOf(parent), "/", last, "/", chosen);
  const bool looked = impl_->state->Seen(full) != nullptr;
  if (!id.empty() && !looked) impl_->chosen_by_caller.push_back(full);
  return full;
}

void Commit::DeleteId(absl::string_view collection, absl::string_view id) {
  Impl::Planned planned;
  planned.write.kind = store::Write::Kind::kDelete;
  planned.write.record.collection = std::string(collection);
  planned.write.record.id = std::string(id);
  planned.write.record.parent = store::ParentOf(id);
  impl_->writes.push_back(std::move(planned));
}

void Commit::About(absl::string_view resource_name) { impl_->about = impl_->IdOf(resource_name); }

void Commit::Reason(absl::string_view reason) { impl_->reason = std::string(reason); }

void Commit::Rule(absl::string_view rule_id, absl::string_view version) {
  absl::StrAppend(&impl_->rules, impl_->rules.empty() ? "" : " ", rule_id, "@", version);
}

void Commit::SetTimer(absl::string_view resource, absl::string_view kind, absl::Time business_due,
                      absl::string_view payload) {
  store::TimerWrite write;
  write.timer.resource = impl_->IdOf(resource);
  write.timer.kind = std::string(kind);
  write.timer.due = business_due;
  write.timer.payload = std::string(payload);
  impl_->timers.push_back(std::move(write));
}

void Commit::CancelTimer(absl::string_view resource, absl::string_view kind) {
  store::TimerWrite write;
  write.kind = store::TimerWrite::Kind::kCancel;
  write.timer.resource = impl_->IdOf(resource);
  write.timer.kind = std::string(kind);
  impl_->timers.push_back(std::move(write));
}

void Commit::Relay(absl::string_view method, const Message& request) {
  const CallState& state = *impl_->state;
  const std::string about = !impl_->about.empty() || impl_->writes.empty()
                                ? impl_->about
                                : impl_->writes[0].write.record.id;
  // The same for every run and every delivery of this commit, so that the peer acts once.
  const std::string seed =
      state.request_id.empty() ? state.services.ids->NewUuid4() : state.request_id;
  const std::string request_id = DerivedUuid(
      absl::StrCat(state.origin.principal.organization.value(), "\n", state.origin.method, "\n",
                   seed, "\n", method, "\n", impl_->relay_count++));
  store::TimerWrite write;
  write.timer.resource = about;
  write.timer.kind = absl::StrCat(kRelayPrefix, method, "#", request_id);
  write.timer.clock = store::Timer::Clock::kSystem;
  write.timer.due = state.services.system_clock->Now();
  write.timer.payload = EncodeRelay({.method = std::string(method),
                                     .request_id = request_id,
                                     .request_type = request.GetDescriptor()->full_name(),
                                     .request = CanonicalBytes(request),
                                     .traceparent = state.origin.traceparent});
  impl_->timers.push_back(std::move(write));
}

rpc::Commit Call::Begin(absl::string_view event_type) {
  auto impl = std::make_unique<rpc::Commit::Impl>();
  impl->state = &state_;
  impl->type = std::string(event_type);
  return rpc::Commit(std::move(impl));
}

absl::Status Call::Finish(rpc::Commit commit) {
  rpc::Commit::Impl& impl = *commit.impl_;
  RETURN_IF_ERROR(impl.status);
  RETURN_IF_ERROR(CheckFree(state_, impl.chosen_by_caller));
  if (state_.staged.has_value()) return Misuse("one call commits once");
  StagedCommit staged;
  store::Transaction& transaction = staged.transaction;
  for (rpc::Commit::Impl::Planned& planned : impl.writes) {
    const SeenRecord* before = state_.Seen(planned.write.record.id);
    if (before == nullptr) return Misuse("a written record was neither loaded nor created");
    if (!planned.session_field.empty() && planned.write.kind == store::Write::Kind::kPut) {
      // A record stays with the session it was last changed in, so that the journey can be rebuilt.
      const std::string journey =
          state_.origin.session.empty() ? before->session : LastId(state_.origin.session);
      if (!journey.empty()) {
        planned.write.record.index.push_back({std::string(kJourneyIndex), journey});
      }
      staged.moves.push_back({.field = planned.session_field,
                              .resource = FullName(tenant(), planned.write.record.id),
                              .version = before->version + 1});
    }
    transaction.writes.push_back(std::move(planned.write));
  }
  for (const SeenRecord& seen : state_.seen) transaction.reads.push_back({seen.id, seen.version});
  if (impl.about.empty() && !transaction.writes.empty())
    impl.about = transaction.writes[0].record.id;
  if (impl.about.empty()) return Misuse("the commit is about no record");
  transaction.event = {.type = std::move(impl.type),
                       .resource = std::move(impl.about),
                       .actor = ActorOf(state_),
                       .method = state_.origin.method,
                       .reason = std::move(impl.reason),
                       .rules = std::move(impl.rules),
                       .request_id = state_.request_id,
                       .trace_id = state_.origin.trace_id};
  transaction.timers = std::move(impl.timers);
  if (state_.validate_only) return absl::OkStatus();
  if (state_.commit_now) return state_.commit_now(std::move(staged));
  state_.staged = std::move(staged);
  return absl::OkStatus();
}

}  // namespace interim::rpc
