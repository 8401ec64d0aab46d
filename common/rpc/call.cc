#include "common/rpc/call.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "common/rpc/access.h"
#include "common/rpc/call_state.h"
#include "common/rpc/limits.h"
#include "common/rpc/message_plan.h"
#include "common/rpc/page_token.h"
#include "common/rpc/peer_caller.h"
#include "common/store/limits.h"

namespace interim::rpc {
namespace {

using google::protobuf::Message;

constexpr int kScanBatch = store::kMaxListLimit;

absl::Status WrongCollection(absl::string_view name, absl::string_view collection) {
  return MakeError(
      {.code = absl::StatusCode::kInvalidArgument,
       .reason = "RESOURCE_NAME_INVALID",
       .message = absl::StrCat("the name does not belong to ", collection),
       .metadata = {{"resource", std::string(name)}, {"collection", std::string(collection)}}});
}

absl::Status EtagMismatch(absl::string_view name) {
  return MakeError(
      {.code = absl::StatusCode::kAborted,
       .reason = "ETAG_MISMATCH",
       .message = "the record has changed since it was read; read it again and decide again",
       .metadata = {{"resource", std::string(name)}}});
}

absl::Status TooManyChildren(absl::string_view parent, int limit) {
  return MakeError(
      {.code = absl::StatusCode::kResourceExhausted,
       .reason = "TOO_MANY_CHILDREN",
       .message = "the record has more children than one call handles",
       .metadata = {{"resource", std::string(parent)}, {"limit", absl::StrCat(limit)}}});
}

// "engagements/decisions" of "engagements/e1/decisions/d2".
bool InCollection(absl::string_view id, absl::string_view collection) {
  while (true) {
    const std::size_t id_slash = id.find('/');
    const std::size_t collection_slash = collection.find('/');
    if (id_slash == absl::string_view::npos) return false;
    if (id.substr(0, id_slash) != collection.substr(0, collection_slash)) return false;
    id.remove_prefix(id_slash + 1);
    const std::size_t next = id.find('/');
    if (collection_slash == absl::string_view::npos) return next == absl::string_view::npos;
    if (next == absl::string_view::npos) return false;
    id.remove_prefix(next + 1);
    collection.remove_prefix(collection_slash + 1);
  }
}

absl::Status Unreadable(absl::string_view id) {
  return MakeError({.code = absl::StatusCode::kDataLoss,
                    .reason = "RECORD_UNREADABLE",
                    .message = "a stored record cannot be read",
                    .metadata = {{"resource", std::string(id)}}});
}

}  // namespace

const TenantId& Call::tenant() const { return state_.origin.principal.organization; }
const Principal& Call::principal() const { return state_.origin.principal; }
Date Call::today() const { return state_.services.business_clock->Today(); }
absl::Time Call::now() const { return state_.services.business_clock->Now(); }
Language Call::language() const { return state_.origin.language; }
absl::string_view Call::request_id() const { return state_.request_id; }
absl::string_view Call::session() const { return state_.origin.session; }
absl::Duration Call::time_left() const { return state_.TimeLeft(); }
bool Call::cancelled() const { return state_.Cancelled(); }

absl::StatusOr<Call::Loaded> Call::LoadInto(absl::string_view collection, absl::string_view name,
                                            Message& value) {
  ASSIGN_OR_RETURN(std::string id, RelativeId(tenant(), name));
  if (!InCollection(id, collection)) return WrongCollection(name, collection);
  if (const store::Write* write = state_.StagedWrite(id); write != nullptr) {
    if (write->kind == store::Write::Kind::kDelete) return NotFound(name);
    if (!value.ParseFromString(write->record.bytes)) return Unreadable(id);
    const RecordStamp stamp = state_.StagedStamp(id);
    FillRecordFields(tenant(), stamp, value);
    return Loaded{id, stamp.version, true};
  }
  absl::StatusOr<store::Record> record = state_.services.store->Get(tenant(), id);
  if (!record.ok()) {
    if (!absl::IsNotFound(record.status())) return record.status();
    state_.NoteAbsent(id);
    return NotFound(name);
  }
  RETURN_IF_ERROR(Decode(*record, value));
  state_.NoteRead(*record);
  return Loaded{std::move(id), record->version};
}

void Call::ForgetReads() {
  state_.seen.clear();
  state_.relations.clear();
}

absl::Status Call::CheckEtag(const Loaded& at) const {
  if (at.staged || state_.expected_etag.empty() || at.id != state_.named) return absl::OkStatus();
  if (state_.expected_etag == EtagOf(at.version)) return absl::OkStatus();
  return EtagMismatch(FullName(tenant(), at.id));
}

absl::StatusOr<Call::Loaded> Call::LoadAsOfInto(absl::string_view collection,
                                                absl::string_view name, std::int64_t sequence,
                                                Message& value) {
  ASSIGN_OR_RETURN(std::string id, RelativeId(tenant(), name));
  if (!InCollection(id, collection)) return WrongCollection(name, collection);
  absl::StatusOr<store::Record> record = state_.services.store->GetAsOf(tenant(), id, sequence);
  if (!record.ok()) {
    return absl::IsNotFound(record.status()) ? NotFound(name) : record.status();
  }
  RETURN_IF_ERROR(Decode(*record, value));
  return Loaded{std::move(id), record->version};
}

absl::Status Call::Decode(const store::Record& record, Message& value) const {
  if (!value.ParseFromString(record.bytes)) return Unreadable(record.id);
  FillRecordFields(tenant(),
                   {.id = record.id,
                    .version = record.version,
                    .create_time = record.create_time,
                    .update_time = record.update_time},
                   value);
  return absl::OkStatus();
}

void Call::NoteRelations(absl::string_view id, Relations relations) {
  if (!principal().IsOutside() &&
      std::find(relations.begin(), relations.end(), "member") == relations.end()) {
    relations.push_back("member");
  }
  state_.relations.emplace_back(std::string(id), std::move(relations));
}

bool Call::Related(absl::string_view id, Relations relations) {
  NoteRelations(id, std::move(relations));
  const MethodAccess* access = state_.origin.access;
  return access == nullptr ||
         AccessPolicy::RelationAllowed(*access, principal(), state_.relations.back().second);
}

absl::Status Call::NotFound(absl::string_view name) const {
  if (absl::StartsWith(name, "organizations/")) return ResourceNotFound(name);
  return ResourceNotFound(FullName(tenant(), name));
}

absl::StatusOr<int> Call::ListRecords(absl::string_view collection, const ListArgs& args,
                                      const TakeRecord& take, std::string& token) {
  token.clear();
  const MessagePlan& plan = *state_.plan;
  int page_size = 0;
  std::string scope;
  store::ListQuery query{
      .collection = std::string(collection), .parent = args.parent, .filters = args.filters};
  if (state_.request != nullptr) {
    const Message& request = *state_.request;
    if (plan.page_size != nullptr) {
      page_size = request.GetReflection()->GetInt32(request, plan.page_size);
    }
    scope = PageScope(tenant().value(), state_.origin.method, request);
    const absl::string_view given = StringOf(request, plan.page_token);
    if (!given.empty()) {
      ASSIGN_OR_RETURN(query.after_id, ReadPageToken(scope, given));
    }
  }
  if (page_size <= 0) page_size = kDefaultPageSize;
  page_size = std::min(page_size, kMaxPageSize);
  int taken = 0;
  std::string last_taken;
  // Outside callers are shown few records among many, and no token may name one that is not theirs:
  // for them there is no other end than the records' or the deadline.
  const bool may_pause = !principal().IsOutside();
  for (int scanned = 0; !may_pause || scanned < kMaxScannedPerPage;) {
    if (state_.TimeLeft() <= absl::ZeroDuration()) return absl::DeadlineExceededError("listing");
    query.limit = std::min(page_size - taken + 1, kScanBatch);
    ASSIGN_OR_RETURN(std::vector<store::Record> records,
                     state_.services.store->List(tenant(), query));
    for (const store::Record& record : records) {
      ASSIGN_OR_RETURN(const bool took, take(record));
      if (took && taken == page_size) {
        token = MakePageToken(scope, last_taken);
        return page_size;
      }
      query.after_id = record.id;
      if (!took) continue;
      ++taken;
      last_taken = record.id;
    }
    if (static_cast<int>(records.size()) < query.limit) return taken;
    scanned += static_cast<int>(records.size());
  }
  token = MakePageToken(scope, query.after_id);
  return taken;
}

absl::Status Call::ScanRecords(absl::string_view collection, absl::string_view parent, int max,
                               const TakeChild& take) {
  ASSIGN_OR_RETURN(std::string parent_id, RelativeId(tenant(), parent));
  store::ListQuery query{
      .collection = std::string(collection), .parent = std::move(parent_id), .limit = kScanBatch};
  int taken = 0;
  while (true) {
    ASSIGN_OR_RETURN(std::vector<store::Record> records,
                     state_.services.store->List(tenant(), query));
    for (const store::Record& record : records) {
      if (++taken > max) return TooManyChildren(parent, max);
      state_.NoteRead(record);
      RETURN_IF_ERROR(take(record));
    }
    if (static_cast<int>(records.size()) < query.limit) return absl::OkStatus();
    query.after_id = records.back().id;
  }
}

std::string Call::FillCommitted(absl::string_view name, Message& value) {
  absl::StatusOr<std::string> id = RelativeId(tenant(), name);
  if (!id.ok()) return std::string(name);
  ClearRecordFields(value);
  RecordStamp stamp = state_.StagedStamp(*id);
  stamp.id = *id;
  FillRecordFields(tenant(), stamp, value);
  return *std::move(id);
}

absl::Status Call::AskInto(absl::string_view method, const Message& request, Message& response) {
  if (state_.services.peers == nullptr) {
    return MakeError({.code = absl::StatusCode::kFailedPrecondition,
                      .reason = "PEER_NOT_CONFIGURED",
                      .message = "this server has no peers",
                      .metadata = {{"method", std::string(method)}}});
  }
  const CallOrigin& origin = state_.origin;
  PeerContext context{.token = origin.token,
                      .traceparent = origin.traceparent,
                      .language = origin.language == Language::kEnglish ? "en" : "nl",
                      .limit = state_.TimeLeft() - kPeerReserve};
  const MessagePlan& plan = PlanOf(*request.GetDescriptor());
  if (plan.request_id == nullptr || !StringOf(request, plan.request_id).empty() ||
      state_.request_id.empty()) {
    return state_.services.peers->Ask(method, request, response, context);
  }
  std::unique_ptr<Message> marked(request.New());
  marked->CopyFrom(request);
  SetString(*marked, plan.request_id,
            DerivedUuid(absl::StrCat(state_.request_id, "\n", method, "\n", state_.peer_calls++)));
  return state_.services.peers->Ask(method, *marked, response, context);
}

std::string Call::Text(absl::string_view key,
                       const std::vector<std::pair<std::string, std::string>>& params) const {
  if (!state_.services.text) return std::string(key);
  std::string text = state_.services.text(key, params, state_.origin.language);
  return text.empty() ? std::string(key) : text;
}

}  // namespace interim::rpc
