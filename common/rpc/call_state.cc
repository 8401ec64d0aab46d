#include "common/rpc/call_state.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/core/derived_id.h"
#include "common/core/error.h"
#include "common/core/resource_name.h"
#include "common/store/sha256.h"

namespace interim::rpc {
const MessagePlan CallState::kNoPlan;

CallState::CallState(const CallServices& call_services, const CallOrigin& call_origin,
                     const google::protobuf::Message* call_request)
    : services(call_services),
      origin(call_origin),
      request(call_request),
      plan(call_request == nullptr ? &kNoPlan : &PlanOf(*call_request->GetDescriptor())) {}

void CallState::StartRun() {
  seen.clear();
  relations.clear();
  staged.reset();
  ids_chosen = 0;
  peer_calls = 0;
}

void CallState::NoteRead(const store::Record& record) {
  if (Seen(record.id) != nullptr) return;
  seen.push_back({.id = record.id,
                  .version = record.version,
                  .create_time = record.create_time,
                  .session = JourneyOf(record)});
}

void CallState::NoteAbsent(absl::string_view id) {
  if (Seen(id) == nullptr) seen.push_back({.id = std::string(id)});
}

std::string JourneyOf(const store::Record& record) {
  for (const store::IndexField& field : record.index) {
    if (field.name == kJourneyIndex) return field.value;
  }
  return "";
}

const SeenRecord* CallState::Seen(absl::string_view id) const {
  for (const SeenRecord& record : seen) {
    if (record.id == id) return &record;
  }
  return nullptr;
}

const Relations* CallState::RelationsOf(absl::string_view id) const {
  for (auto it = relations.rbegin(); it != relations.rend(); ++it) {
    if (it->first == id) return &it->second;
  }
  return nullptr;
}

const store::Write* CallState::StagedWrite(absl::string_view id) const {
  if (!staged.has_value()) return nullptr;
  for (const store::Write& write : staged->transaction.writes) {
    if (write.record.id == id) return &write;
  }
  return nullptr;
}

RecordStamp CallState::StagedStamp(absl::string_view id) const {
  RecordStamp stamp{.id = id};
  const store::Write* write = StagedWrite(id);
  const SeenRecord* before = Seen(id);
  if (write == nullptr || write->kind == store::Write::Kind::kDelete || before == nullptr) {
    return stamp;
  }
  stamp.version = before->version + 1;
  stamp.create_time = before->create_time;
  return stamp;
}

absl::Duration CallState::TimeLeft() const {
  return origin.deadline - services.system_clock->Now();
}

bool CallState::Cancelled() const { return origin.cancelled && origin.cancelled(); }

std::string CallState::ChooseId(char prefix) {
  const int number = ids_chosen++;
  if (request_id.empty()) return services.ids->NewResourceId(prefix);
  const Principal& principal = origin.principal;
  return DerivedResourceId(
      prefix, store::Sha256(absl::StrCat(principal.organization.value(), "\n", principal.subject,
                                         "\n", principal.party, "\n", origin.method, "\n",
                                         request_id, "\n", number)));
}

absl::Status ResourceNotFound(absl::string_view name) {
  return MakeError({.code = absl::StatusCode::kNotFound,
                    .reason = "RESOURCE_NOT_FOUND",
                    .message = absl::StrCat("resource ", name, " does not exist"),
                    .metadata = {{"resource", std::string(name)}}});
}

absl::Status ConcurrentChange() {
  return MakeError({.code = absl::StatusCode::kAborted,
                    .reason = "CONCURRENT_CHANGE",
                    .message = "others keep changing the same records; try the whole step again",
                    .retry_after = absl::Milliseconds(100)});
}

absl::Status ResourceExists(absl::string_view name) {
  return MakeError(
      {.code = absl::StatusCode::kAlreadyExists,
       .reason = "RESOURCE_EXISTS",
       .message = absl::StrCat("resource ", name, " exists already; choose another id"),
       .metadata = {{"resource", std::string(name)}}});
}

absl::StatusOr<std::string> RelativeId(const TenantId& tenant, absl::string_view name) {
  if (!absl::StartsWith(name, "organizations/")) {
    ASSIGN_OR_RETURN(ResourceName made, ResourceName::Make(tenant, name));
    return made.id();
  }
  ASSIGN_OR_RETURN(ResourceName parsed, ResourceName::Parse(name));
  if (parsed.organization() != tenant) return ResourceNotFound(name);
  return parsed.id();
}

}  // namespace interim::rpc
