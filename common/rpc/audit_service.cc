#include "common/rpc/audit_service.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/core/error.h"
#include "common/rpc/call_state.h"
#include "common/rpc/limits.h"
#include "common/rpc/message_plan.h"
#include "common/rpc/page_token.h"
#include "common/store/event_chain.h"
#include "interim/audit/v1/audit_service.pb.h"

namespace interim::rpc {
namespace {

constexpr absl::string_view kListEvents = "interim.audit.v1.AuditService/ListEvents";

void ToEvent(const TenantId& tenant, const store::Event& from, audit::v1::Event& to) {
  to.set_name(FullName(tenant, absl::StrCat("events/e", from.sequence)));
  to.set_sequence(from.sequence);
  to.set_event_type(from.what.type);
  to.set_resource(FullName(tenant, from.what.resource));
  to.set_record_version(from.record_version);
  to.set_actor(from.what.actor);
  to.set_method(from.what.method);
  to.set_reason(from.what.reason);
  for (absl::string_view rule : absl::StrSplit(from.what.rules, ' ', absl::SkipEmpty())) {
    to.add_rules(std::string(rule));
  }
  to.set_request_id(from.what.request_id);
  to.set_trace_id(from.what.trace_id);
  const std::int64_t seconds = absl::ToUnixSeconds(from.time);
  to.mutable_event_time()->set_seconds(seconds);
  to.mutable_event_time()->set_nanos(static_cast<std::int32_t>(
      absl::ToInt64Nanoseconds(from.time - absl::FromUnixSeconds(seconds))));
  to.set_payload_hash(from.payload_hash);
  to.set_previous_hash(from.previous_hash);
  to.set_hash(from.hash);
  for (const store::OtherWrite& other : from.others) {
    to.add_other_resources(FullName(tenant, other.id));
  }
}

// About the record `id` or one below it; everything is about "".
bool IsAbout(const store::Event& event, const std::string& id) {
  if (id.empty()) return true;
  const auto below = [&](const std::string& resource) {
    return resource == id || absl::StartsWith(resource, absl::StrCat(id, "/"));
  };
  return below(event.what.resource) ||
         std::any_of(event.others.begin(), event.others.end(),
                     [&](const store::OtherWrite& other) { return below(other.id); });
}

absl::Status StillWaitedFor(const Call& call) {
  if (!call.cancelled() && call.time_left() > absl::ZeroDuration()) return absl::OkStatus();
  return MakeError({.code = absl::StatusCode::kDeadlineExceeded,
                    .reason = "DEADLINE_EXCEEDED",
                    .message = "the trail is too long for the time that was left"});
}

}  // namespace

absl::StatusOr<audit::v1::ListEventsResponse> AuditService::ListEvents(
    Call& call, const audit::v1::ListEventsRequest& request) {
  std::string about;
  if (!request.resource().empty()) {
    ASSIGN_OR_RETURN(about, RelativeId(call.tenant(), request.resource()));
  }
  const std::string scope = PageScope(call.tenant().value(), kListEvents, request);
  std::int64_t after = std::max<std::int64_t>(request.after_sequence(), 0);
  if (!request.page_token().empty()) {
    ASSIGN_OR_RETURN(const std::string cursor, ReadPageToken(scope, request.page_token()));
    if (!absl::SimpleAtoi(cursor, &after)) return absl::InternalError("bad cursor");
  }
  const int page_size =
      std::min(request.page_size() > 0 ? request.page_size() : kDefaultPageSize, kMaxPageSize);
  audit::v1::ListEventsResponse response;
  for (int scanned = 0; scanned < kMaxScannedPerPage; scanned += kMaxPageSize) {
    ASSIGN_OR_RETURN(
        const std::vector<store::FeedEntry> entries,
        store_.ReadFeed(call.tenant(), after, kMaxPageSize, store::Store::Payloads::kWithout));
    for (const store::FeedEntry& entry : entries) {
      if (response.events_size() == page_size) {
        response.set_next_page_token(MakePageToken(scope, absl::StrCat(after)));
        return response;
      }
      after = entry.event.sequence;
      if (IsAbout(entry.event, about)) ToEvent(call.tenant(), entry.event, *response.add_events());
    }
    if (static_cast<int>(entries.size()) < kMaxPageSize) return response;
  }
  response.set_next_page_token(MakePageToken(scope, absl::StrCat(after)));
  return response;
}

absl::StatusOr<audit::v1::VerifyTrailResponse> AuditService::VerifyTrail(
    Call& call, const audit::v1::VerifyTrailRequest&) {
  ASSIGN_OR_RETURN(const store::FeedHead head, store_.GetFeedHead(call.tenant()));
  // A long trail takes long: asked before each piece whether anybody still waits.
  const store::FeedReader read = [&](std::int64_t after,
                                     int limit) -> absl::StatusOr<std::vector<store::FeedEntry>> {
    RETURN_IF_ERROR(StillWaitedFor(call));
    return store_.ReadFeed(call.tenant(), after, limit, store::Store::Payloads::kWith);
  };
  ASSIGN_OR_RETURN(const store::ChainReport report,
                   store::VerifyChain(call.tenant().value(), read, head));
  audit::v1::VerifyTrailResponse response;
  response.set_verified(report.intact);
  response.set_event_count(report.event_count);
  response.set_erased_count(report.erased_count);
  response.set_last_sequence(report.head.sequence);
  response.set_last_hash(report.head.hash);
  response.set_bad_sequence(report.bad_sequence);
  response.set_problem(report.problem);
  return response;
}

void MountAudit(Server& server, AuditService& service) {
  Mounted& mounted = server.Mount("interim.audit.v1.AuditService");
  mounted.Unary("ListEvents", service, &AuditService::ListEvents);
  mounted.Unary("VerifyTrail", service, &AuditService::VerifyTrail);
}

}  // namespace interim::rpc
