#include "common/rpc/message_plan.h"

#include <deque>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "common/core/mutex.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/timestamp.pb.h"

namespace interim::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

const FieldDescriptor* FindField(const Descriptor& type, const char* name,
                                 FieldDescriptor::CppType cpp_type) {
  const FieldDescriptor* field = type.FindFieldByName(name);
  if (field == nullptr || field->is_repeated() || field->cpp_type() != cpp_type) return nullptr;
  return field;
}

const FieldDescriptor* FindMessageField(const Descriptor& type, const char* name,
                                        const char* message_type) {
  const FieldDescriptor* field = FindField(type, name, FieldDescriptor::CPPTYPE_MESSAGE);
  if (field == nullptr || field->message_type()->full_name() != message_type) return nullptr;
  return field;
}

bool HasNameAndEtag(const Descriptor& type) {
  return FindField(type, "name", FieldDescriptor::CPPTYPE_STRING) != nullptr &&
         FindField(type, "etag", FieldDescriptor::CPPTYPE_STRING) != nullptr;
}

void FindParts(const Descriptor& type, MessagePlan& plan) {
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* field = type.field(i);
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (field->is_repeated()) {
      if (plan.next_page_token != nullptr && plan.items == nullptr) plan.items = field;
    } else if (plan.resource == nullptr && HasNameAndEtag(*field->message_type())) {
      plan.resource = field;
    }
  }
}

MessagePlan MakePlan(const Descriptor& type) {
  constexpr auto kString = FieldDescriptor::CPPTYPE_STRING;
  constexpr const char* kTimestamp = "google.protobuf.Timestamp";
  constexpr const char* kFieldMask = "google.protobuf.FieldMask";
  MessagePlan plan;
  plan.name = FindField(type, "name", kString);
  plan.etag = FindField(type, "etag", kString);
  plan.create_time = FindMessageField(type, "create_time", kTimestamp);
  plan.update_time = FindMessageField(type, "update_time", kTimestamp);
  plan.state = FindField(type, "state", FieldDescriptor::CPPTYPE_ENUM);
  plan.parent = FindField(type, "parent", kString);
  plan.request_id = FindField(type, "request_id", kString);
  plan.validate_only = FindField(type, "validate_only", FieldDescriptor::CPPTYPE_BOOL);
  plan.page_size = FindField(type, "page_size", FieldDescriptor::CPPTYPE_INT32);
  plan.page_token = FindField(type, "page_token", kString);
  plan.read_mask = FindMessageField(type, "read_mask", kFieldMask);
  plan.update_mask = FindMessageField(type, "update_mask", kFieldMask);
  plan.next_page_token = FindField(type, "next_page_token", kString);
  FindParts(type, plan);
  return plan;
}

struct PlanCache {
  Mutex mutex;
  std::deque<MessagePlan> plans ABSL_GUARDED_BY(mutex);
  absl::flat_hash_map<const Descriptor*, const MessagePlan*> by_type ABSL_GUARDED_BY(mutex);
};

const MessagePlan& SharedPlan(const Descriptor& type) {
  // A cache of what the descriptors say, not state: never changes a result. Never destroyed, so
  // that threads may end late.
  static PlanCache& cache = *new PlanCache;
  MutexLock lock(cache.mutex);
  const MessagePlan*& plan = cache.by_type[&type];
  if (plan == nullptr) {
    cache.plans.push_back(MakePlan(type));
    plan = &cache.plans.back();
  }
  return *plan;
}

}  // namespace

const MessagePlan& PlanOf(const Descriptor& type) {
  thread_local absl::flat_hash_map<const Descriptor*, const MessagePlan*> known;
  const MessagePlan*& plan = known[&type];
  if (plan == nullptr) plan = &SharedPlan(type);
  return *plan;
}

absl::string_view StringOf(const Message& message, MessagePlan::Field field) {
  if (field == nullptr) return "";
  static const std::string& scratch = *new std::string;
  const std::string& text = message.GetReflection()->GetStringReference(
      message, field, const_cast<std::string*>(&scratch));  // generated messages never use it
  return text;
}

void SetString(Message& message, MessagePlan::Field field, absl::string_view value) {
  if (field != nullptr) message.GetReflection()->SetString(&message, field, std::string(value));
}

bool BoolOf(const Message& message, MessagePlan::Field field) {
  return field != nullptr && message.GetReflection()->GetBool(message, field);
}

std::string EtagOf(std::int64_t version) { return absl::StrCat("\"", version, "\""); }

void SetTime(Message& message, MessagePlan::Field field, absl::Time time) {
  if (field == nullptr) return;
  auto* stamp = static_cast<google::protobuf::Timestamp*>(
      message.GetReflection()->MutableMessage(&message, field));
  const std::int64_t seconds = absl::ToUnixSeconds(time);
  stamp->set_seconds(seconds);
  stamp->set_nanos(
      static_cast<std::int32_t>(absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds))));
}

void FillRecordFields(const TenantId& tenant, const RecordStamp& stamp, Message& message) {
  const MessagePlan& plan = PlanOf(*message.GetDescriptor());
  SetString(message, plan.name, FullName(tenant, stamp.id));
  if (stamp.version > 0) SetString(message, plan.etag, EtagOf(stamp.version));
  if (stamp.create_time != absl::InfinitePast())
    SetTime(message, plan.create_time, stamp.create_time);
  if (stamp.update_time != absl::InfinitePast())
    SetTime(message, plan.update_time, stamp.update_time);
}

void ClearRecordFields(Message& message) {
  const MessagePlan& plan = PlanOf(*message.GetDescriptor());
  const google::protobuf::Reflection* reflection = message.GetReflection();
  for (MessagePlan::Field field : {plan.name, plan.etag, plan.create_time, plan.update_time}) {
    if (field != nullptr) reflection->ClearField(&message, field);
  }
}

std::string StateOf(const Message& message) {
  const MessagePlan& plan = PlanOf(*message.GetDescriptor());
  if (plan.state == nullptr) return "";
  const auto* value = message.GetReflection()->GetEnum(message, plan.state);
  return value->number() == 0 ? "" : std::string(value->name());
}

std::string CanonicalBytes(const Message& message) {
  std::string bytes;
  bytes.reserve(message.ByteSizeLong());
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream out(&stream);
    out.SetSerializationDeterministic(true);
    message.SerializeWithCachedSizes(&out);
  }
  return bytes;
}

std::string FullName(const TenantId& tenant, absl::string_view id) {
  return absl::StrCat("organizations/", tenant.value(), "/", id);
}

}  // namespace interim::rpc
