// The standard fields of a message (AIP-122, 154, 155, 157, 158, 163), found once per message type.
#ifndef INTERIM_COMMON_RPC_MESSAGE_PLAN_H_
#define INTERIM_COMMON_RPC_MESSAGE_PLAN_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/core/tenant.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace interim::rpc {

// Null where the message has no such field of the right type.
struct MessagePlan {
  using Field = const google::protobuf::FieldDescriptor*;
  Field name = nullptr;
  Field etag = nullptr;
  Field create_time = nullptr;
  Field update_time = nullptr;
  Field state = nullptr;  // enum
  Field parent = nullptr;
  Field request_id = nullptr;
  Field validate_only = nullptr;
  Field page_size = nullptr;
  Field page_token = nullptr;
  Field read_mask = nullptr;
  Field update_mask = nullptr;
  Field resource = nullptr;  // of an update request: the one message field with a name and an etag
  Field items = nullptr;     // of a list response: its repeated message field
  Field next_page_token = nullptr;

  bool IsResource() const { return name != nullptr && etag != nullptr; }
};

// The plan of a type; made at the first call, then the same object for ever. Thread-safe, quick.
const MessagePlan& PlanOf(const google::protobuf::Descriptor& type);

// A string field, "" when `field` is null or unset. The view lives as long as the message is
// unchanged.
absl::string_view StringOf(const google::protobuf::Message& message, MessagePlan::Field field);
void SetString(google::protobuf::Message& message, MessagePlan::Field field,
               absl::string_view value);
bool BoolOf(const google::protobuf::Message& message, MessagePlan::Field field);

// Strong entity tag of a record version, quotes included: "\"7\"".
std::string EtagOf(std::int64_t version);

// What a stored record gives to its message. Times may be InfinitePast: left unset.
struct RecordStamp {
  absl::string_view id;  // relative name
  std::int64_t version = 0;
  absl::Time create_time = absl::InfinitePast();
  absl::Time update_time = absl::InfinitePast();
};
// Sets name, etag and times, as far as the message has them.
void FillRecordFields(const TenantId& tenant, const RecordStamp& stamp,
                      google::protobuf::Message& message);
// Clears what FillRecordFields sets: the form in which a record is stored.
void ClearRecordFields(google::protobuf::Message& message);
// Sets a google.protobuf.Timestamp field.
void SetTime(google::protobuf::Message& message, MessagePlan::Field field, absl::Time time);

// Name of the value of the `state` field, "" without one.
std::string StateOf(const google::protobuf::Message& message);

// The same bytes for equal messages (no maps are used in what is stored or compared).
std::string CanonicalBytes(const google::protobuf::Message& message);

// "organizations/acme/contracts/c1".
std::string FullName(const TenantId& tenant, absl::string_view id);

}  // namespace interim::rpc

#endif  // INTERIM_COMMON_RPC_MESSAGE_PLAN_H_
