#include "common/store/testing/store_fixtures.h"

#include <utility>

#include "common/store/record_id.h"
#include "common/store/sha256.h"

namespace interim::store::testing {

TenantId Tenant(absl::string_view name) { return TenantId::Parse(name).value(); }

Record MakeRecord(absl::string_view id, absl::string_view bytes, std::vector<IndexField> index) {
  return Record{.collection = CollectionOf(id),
                .id = std::string(id),
                .parent = ParentOf(id),
                .state = "OPEN",
                .bytes = std::string(bytes),
                .index = std::move(index)};
}

Draft::Draft(absl::string_view event_type) {
  transaction_.event.type = std::string(event_type);
  transaction_.event.actor = "ann";
  transaction_.event.method = "/interim.test.v1.TestService/Change";
}

Draft& Draft::Put(absl::string_view id, std::int64_t version, absl::string_view bytes,
                  std::vector<IndexField> index) {
  return PutRecord(MakeRecord(id, bytes, std::move(index)), version);
}

Draft& Draft::PutRecord(const Record& record, std::int64_t version) {
  transaction_.writes.push_back({.kind = Write::Kind::kPut, .record = record});
  if (transaction_.event.resource.empty()) transaction_.event.resource = record.id;
  return Read(record.id, version);
}

Draft& Draft::Delete(absl::string_view id, std::int64_t version) {
  transaction_.writes.push_back({.kind = Write::Kind::kDelete, .record = MakeRecord(id, "")});
  if (transaction_.event.resource.empty()) transaction_.event.resource = std::string(id);
  return Read(id, version);
}

Draft& Draft::Read(absl::string_view id, std::int64_t version) {
  transaction_.reads.push_back({.id = std::string(id), .version = version});
  return *this;
}

Draft& Draft::About(absl::string_view id) {
  transaction_.event.resource = std::string(id);
  return *this;
}

Draft& Draft::Request(absl::string_view request_id, absl::string_view response) {
  transaction_.event.request_id = std::string(request_id);
  transaction_.idempotency = IdempotencyRecord{.key = RequestKey(request_id),
                                               .request_hash = Sha256(request_id),
                                               .response = std::string(response),
                                               .resource = transaction_.event.resource};
  return *this;
}

Draft& Draft::SetTimer(absl::string_view resource, absl::string_view kind, absl::Time due,
                       Timer::Clock clock, absl::string_view payload) {
  transaction_.timers.push_back({.kind = TimerWrite::Kind::kSet,
                                 .timer = {.resource = std::string(resource),
                                           .kind = std::string(kind),
                                           .due = due,
                                           .clock = clock,
                                           .payload = std::string(payload)}});
  return *this;
}

Draft& Draft::CancelTimer(absl::string_view resource, absl::string_view kind) {
  transaction_.timers.push_back(
      {.kind = TimerWrite::Kind::kCancel,
       .timer = {.resource = std::string(resource), .kind = std::string(kind)}});
  return *this;
}

Draft& Draft::Inbox(absl::string_view stream, std::int64_t sequence) {
  transaction_.inbox = InboxMark{.stream = std::string(stream), .sequence = sequence};
  return *this;
}

IdempotencyKey RequestKey(absl::string_view request_id) {
  return {.principal = "ann", .method = "Change", .request_id = std::string(request_id)};
}

}  // namespace interim::store::testing
