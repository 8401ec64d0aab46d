#include "common/rpc/replay.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "common/rpc/access.h"
#include "common/rpc/message_plan.h"
#include "common/rpc/wire_storage.pb.h"

namespace interim::rpc {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr int kTimesDepth = 3;  // a response, its lists, the resources in them
constexpr std::size_t kMaxRelations = 1000;

void FillTimesIn(Message& message, absl::Time time, int depth) {
  const MessagePlan& plan = PlanOf(*message.GetDescriptor());
  const Reflection& reflection = *message.GetReflection();
  // What was loaded has all its times; what was just committed has none of its update.
  const MessagePlan::Field tell = plan.update_time != nullptr ? plan.update_time : plan.create_time;
  if (plan.IsResource() && tell != nullptr && !StringOf(message, plan.etag).empty() &&
      !reflection.HasField(message, tell)) {
    SetTime(message, plan.update_time, time);
    if (plan.create_time != nullptr && !reflection.HasField(message, plan.create_time)) {
      SetTime(message, plan.create_time, time);
    }
  }
  if (depth >= kTimesDepth) return;
  const google::protobuf::Descriptor& type = *message.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* field = type.field(i);
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE || field->is_map()) continue;
    if (!field->is_repeated()) {
      if (reflection.HasField(message, field)) {
        FillTimesIn(*reflection.MutableMessage(&message, field), time, depth + 1);
      }
      continue;
    }
    for (int j = 0; j < reflection.FieldSize(message, field); ++j) {
      FillTimesIn(*reflection.MutableRepeatedMessage(&message, field, j), time, depth + 1);
    }
  }
}

// Whether the record that the request names is still open to the caller in the roles of today, by
// the relations of then.
bool MaySee(const CallState& state) {
  const MethodAccess* access = state.origin.access;
  if (access == nullptr || state.named.empty()) return true;
  for (const auto& [id, relations] : state.relations) {
    if (id != state.named) continue;
    if (AccessPolicy::RelationAllowed(*access, state.origin.principal, relations)) return true;
  }
  return std::none_of(state.relations.begin(), state.relations.end(),
                      [&state](const auto& known) { return known.first == state.named; });
}

}  // namespace

store::IdempotencyKey ReplayKey(const CallOrigin& origin, absl::string_view request_id) {
  const Principal& principal = origin.principal;
  std::string who = principal.subject;
  if (!principal.party.empty()) absl::StrAppend(&who, "|", principal.party);
  return {
      .principal = std::move(who), .method = origin.method, .request_id = std::string(request_id)};
}

absl::Status RequestIdReused(absl::string_view request_id) {
  return MakeError({.code = absl::StatusCode::kInvalidArgument,
                    .reason = "REQUEST_ID_REUSED",
                    .message = "this request_id was used for another request; take a new one",
                    .metadata = {{"requestId", std::string(request_id)}},
                    .fields = {{"request_id", "REQUEST_ID_REUSED", "take a new one"}}});
}

store::IdempotencyRecord MakeReplayRecord(const Method& method, const CallState& state,
                                          const StagedCommit& staged, std::string request_hash,
                                          const Message& response) {
  storage::ReplayAnswer answer;
  answer.set_type(response.GetDescriptor()->full_name());
  response.SerializeToString(answer.mutable_response());
  if (state.relations.size() <= kMaxRelations) {
    for (const auto& [id, relations] : state.relations) {
      if (!method.projected && id != state.named) continue;
      storage::RecordRelations& record = *answer.add_records();
      record.set_id(id);
      for (const std::string& relation : relations) record.add_relations(relation);
    }
  }
  for (const SessionMove& move : staged.moves) {
    storage::JourneyMove& stored = *answer.add_moves();
    stored.set_field(move.field);
    stored.set_resource(move.resource);
    stored.set_version(move.version);
  }
  return {.key = ReplayKey(state.origin, state.request_id),
          .request_hash = std::move(request_hash),
          .response = answer.SerializeAsString(),
          .resource = staged.transaction.event.resource};
}

absl::StatusOr<std::optional<Replayed>> FindReplay(const Method& method, CallState& state,
                                                   absl::string_view request_hash) {
  ASSIGN_OR_RETURN(
      std::optional<store::IdempotencyRecord> record,
      state.services.store->FindIdempotency(state.origin.principal.organization,
                                            ReplayKey(state.origin, state.request_id)));
  if (!record.has_value()) return std::optional<Replayed>();
  if (record->request_hash != request_hash) return RequestIdReused(state.request_id);
  storage::ReplayAnswer answer;
  Replayed replayed{.response = std::unique_ptr<Message>(method.spec.response->New())};
  if (!answer.ParseFromString(record->response) ||
      answer.type() != method.spec.response->GetDescriptor()->full_name() ||
      !replayed.response->ParseFromString(answer.response())) {
    return MakeError({.code = absl::StatusCode::kDataLoss,
                      .reason = "RECORD_UNREADABLE",
                      .message = "the stored answer cannot be read"});
  }
  for (const storage::RecordRelations& stored : answer.records()) {
    state.relations.emplace_back(stored.id(),
                                 Relations(stored.relations().begin(), stored.relations().end()));
  }
  if (!MaySee(state))
    return ResourceNotFound(FullName(state.origin.principal.organization, state.named));
  for (const storage::JourneyMove& move : answer.moves()) {
    replayed.moves.push_back(
        {.field = move.field(), .resource = move.resource(), .version = move.version()});
  }
  FillCommitTimes(*replayed.response, record->time);
  return std::optional<Replayed>(std::move(replayed));
}

void FillCommitTimes(Message& response, absl::Time time) { FillTimesIn(response, time, 0); }

}  // namespace interim::rpc
