#include "common/rpc/validate.h"

#include <deque>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/core/ids.h"
#include "common/core/mutex.h"
#include "common/core/resource_name.h"
#include "common/core/tenant.h"
#include "common/rpc/call_state.h"
#include "common/rpc/limits.h"
#include "common/rpc/message_plan.h"
#include "google/api/field_behavior.pb.h"
#include "google/api/field_info.pb.h"
#include "google/api/resource.pb.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/util/field_mask_util.h"

namespace interim::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FieldMask;
using google::protobuf::Message;
using google::protobuf::Reflection;

// What the annotations say of one field.
struct FieldRule {
  const FieldDescriptor* field = nullptr;
  bool required = false;
  bool output_only = false;
  bool is_name = false;  // IDENTIFIER or resource_reference
  bool is_uuid = false;
  bool is_identifier = false;
  bool is_new_id = false;  // `note_id` beside the message `note`: AIP-133
};

bool IsIdOfNewResource(const FieldDescriptor& field) {
  absl::string_view resource = field.name();
  if (!absl::ConsumeSuffix(&resource, "_id")) return false;
  const FieldDescriptor* made = field.containing_type()->FindFieldByName(std::string(resource));
  return made != nullptr && made->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
         !made->is_repeated();
}

FieldRule MakeRule(const FieldDescriptor& field) {
  FieldRule rule{.field = &field};
  const auto& options = field.options();
  for (int i = 0; i < options.ExtensionSize(google::api::field_behavior); ++i) {
    const auto behavior = options.GetExtension(google::api::field_behavior, i);
    rule.required |= behavior == google::api::REQUIRED;
    rule.output_only |= behavior == google::api::OUTPUT_ONLY;
    rule.is_identifier |= behavior == google::api::IDENTIFIER;
  }
  const bool is_string = field.cpp_type() == FieldDescriptor::CPPTYPE_STRING &&
                         field.type() == FieldDescriptor::TYPE_STRING;
  rule.is_name =
      is_string && (rule.is_identifier || options.HasExtension(google::api::resource_reference));
  rule.is_uuid = is_string && (field.name() == "request_id" ||
                               options.GetExtension(google::api::field_info).format() ==
                                   google::api::FieldInfo::UUID4);
  rule.is_new_id = is_string && IsIdOfNewResource(field);
  return rule;
}

using Rules = std::vector<FieldRule>;

struct RuleCache {
  Mutex mutex;
  std::deque<Rules> rules ABSL_GUARDED_BY(mutex);
  absl::flat_hash_map<const Descriptor*, const Rules*> by_type ABSL_GUARDED_BY(mutex);
};

const Rules& SharedRules(const Descriptor& type) {
  static RuleCache& cache = *new RuleCache;  // a cache of descriptor contents, see message_plan.cc
  MutexLock lock(cache.mutex);
  const Rules*& rules = cache.by_type[&type];
  if (rules == nullptr) {
    Rules made;
    for (int i = 0; i < type.field_count(); ++i) made.push_back(MakeRule(*type.field(i)));
    cache.rules.push_back(std::move(made));
    rules = &cache.rules.back();
  }
  return *rules;
}

const Rules& RulesOf(const Descriptor& type) {
  thread_local absl::flat_hash_map<const Descriptor*, const Rules*> known;
  const Rules*& rules = known[&type];
  if (rules == nullptr) rules = &SharedRules(type);
  return *rules;
}

bool IsResourceNameText(absl::string_view name) {
  if (ResourceName::Parse(name).ok()) return true;
  return ResourceName::ParseOrganization(name).ok();
}

class Checker {
 public:
  Checker(FieldErrors& errors, const Message& request) : errors_(errors) {
    const MessagePlan& plan = PlanOf(*request.GetDescriptor());
    if (plan.update_mask != nullptr &&
        request.GetReflection()->HasField(request, plan.update_mask)) {
      resource_ = plan.resource;
      mask_ = static_cast<const FieldMask*>(
          &request.GetReflection()->GetMessage(request, plan.update_mask));
    }
  }

  void Check(const Message& message, const std::string& path, int depth) {
    if (depth > kMaxDepth) {
      errors_.Add(path, "TOO_DEEP", absl::StrCat("at most ", kMaxDepth, " levels"));
      return;
    }
    for (const FieldRule& rule : RulesOf(*message.GetDescriptor())) {
      if (rule.field->is_repeated()) {
        CheckRepeated(message, rule, path, depth);
      } else {
        CheckSingle(message, rule, path, depth);
      }
    }
  }

 private:
  static std::string Join(const std::string& path, const FieldDescriptor& field) {
    return path.empty() ? field.name() : absl::StrCat(path, ".", field.name());
  }

  // Fields of the resource in an update count only when the mask names them.
  bool Demanded(const FieldRule& rule, const std::string& path) const {
    if (!rule.required) return false;
    if (mask_ == nullptr || resource_ == nullptr) return true;
    if (path != resource_->name() &&
        !absl::StartsWith(path, absl::StrCat(resource_->name(), "."))) {
      return true;
    }
    const std::string whole = Join(path, *rule.field);
    const absl::string_view within = absl::string_view(whole).substr(resource_->name().size() + 1);
    for (const std::string& named : mask_->paths()) {
      if (named == "*" || within == named || absl::StartsWith(within, absl::StrCat(named, "."))) {
        return true;
      }
    }
    return false;
  }

  void CheckRepeated(const Message& message, const FieldRule& rule, const std::string& path,
                     int depth) {
    const FieldDescriptor& field = *rule.field;
    const Reflection& reflection = *message.GetReflection();
    const int size = reflection.FieldSize(message, &field);
    if (size == 0) {
      if (Demanded(rule, path))
        errors_.Add(Join(path, field), "REQUIRED", "at least one is needed");
      return;
    }
    if (rule.output_only) return;
    const std::string here = Join(path, field);
    if (size > kMaxRepeated) {
      errors_.Add(here, "TOO_MANY", absl::StrCat("at most ", kMaxRepeated, " entries"));
      return;
    }
    for (int i = 0; i < size; ++i) {
      const auto at = [&] { return absl::StrCat(here, "[", i, "]"); };
      switch (field.cpp_type()) {
        case FieldDescriptor::CPPTYPE_MESSAGE:
          if (!field.is_map())
            Check(reflection.GetRepeatedMessage(message, &field, i), at(), depth + 1);
          break;
        case FieldDescriptor::CPPTYPE_STRING: {
          std::string scratch;
          CheckText(reflection.GetRepeatedStringReference(message, &field, i, &scratch), rule, at);
          break;
        }
        case FieldDescriptor::CPPTYPE_ENUM:
          CheckEnum(reflection.GetRepeatedEnumValue(message, &field, i), field, at, true);
          break;
        default:
          break;
      }
    }
  }

  void CheckSingle(const Message& message, const FieldRule& rule, const std::string& path,
                   int depth) {
    const FieldDescriptor& field = *rule.field;
    const Reflection& reflection = *message.GetReflection();
    const auto here = [&] { return Join(path, field); };
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE:
        if (reflection.HasField(message, &field)) {
          if (!rule.output_only) Check(reflection.GetMessage(message, &field), here(), depth + 1);
        } else if (Demanded(rule, path)) {
          errors_.Add(here(), "REQUIRED", "must be set");
        }
        return;
      case FieldDescriptor::CPPTYPE_STRING: {
        std::string scratch;
        const std::string& text = reflection.GetStringReference(message, &field, &scratch);
        if (text.empty()) {
          if (Demanded(rule, path)) errors_.Add(here(), "REQUIRED", "must be set");
        } else if (!rule.output_only || rule.is_identifier) {
          CheckText(text, rule, here);
        }
        return;
      }
      case FieldDescriptor::CPPTYPE_ENUM:
        if (!rule.output_only) {
          CheckEnum(reflection.GetEnumValue(message, &field), field, here, Demanded(rule, path));
        }
        return;
      default:
        if (field.has_presence() && Demanded(rule, path) && !reflection.HasField(message, &field)) {
          errors_.Add(here(), "REQUIRED", "must be set");
        }
    }
  }

  template <class Where>
  void CheckText(const std::string& text, const FieldRule& rule, Where where) {
    if (rule.field->type() == FieldDescriptor::TYPE_BYTES) return;  // the message limit holds
    if (text.size() > kMaxStringBytes) {
      errors_.Add(where(), "TOO_LONG", absl::StrCat("at most ", kMaxStringBytes, " bytes"));
    } else if (rule.is_uuid && !IsUuid4(text)) {
      errors_.Add(where(), "NOT_UUID4", "must be a UUID of version 4");
    } else if (rule.is_name && !IsResourceNameText(text)) {
      errors_.Add(where(), "RESOURCE_NAME_INVALID",
                  "must be a resource name such as organizations/acme/contracts/c1");
    } else if (rule.is_new_id && !IsResourceId(text)) {
      errors_.Add(where(), "FORMAT",
                  "lower case letters, digits and dashes, a letter first, at most 63");
    }
  }

  template <class Where>
  void CheckEnum(int value, const FieldDescriptor& field, Where where, bool demanded) {
    if (value == 0) {
      if (demanded) errors_.Add(where(), "UNSPECIFIED", "must have a value");
    } else if (field.enum_type()->FindValueByNumber(value) == nullptr) {
      errors_.Add(where(), "UNKNOWN_VALUE",
                  absl::StrCat("no value of ", field.enum_type()->name()));
    }
  }

  FieldErrors& errors_;
  const FieldDescriptor* resource_ = nullptr;
  const FieldMask* mask_ = nullptr;
};

void CheckMask(const Message& request, MessagePlan::Field mask_field, const Descriptor* target,
               FieldErrors& errors) {
  if (mask_field == nullptr || target == nullptr) return;
  if (!request.GetReflection()->HasField(request, mask_field)) return;
  const auto& mask =
      static_cast<const FieldMask&>(request.GetReflection()->GetMessage(request, mask_field));
  for (int i = 0; i < mask.paths_size(); ++i) {
    const std::string& path = mask.paths(i);
    if (path == "*") continue;
    if (!google::protobuf::util::FieldMaskUtil::GetFieldDescriptors(target, path, nullptr)) {
      errors.Add(absl::StrCat(mask_field->name(), ".paths[", i, "]"), "UNKNOWN_FIELD",
                 absl::StrCat("no field of ", target->name()));
    }
  }
}

void ClearOutputOnlyIn(Message& message, int depth) {
  if (depth > kMaxDepth) return;  // refused by CheckRequest
  const Reflection& reflection = *message.GetReflection();
  for (const FieldRule& rule : RulesOf(*message.GetDescriptor())) {
    const FieldDescriptor* field = rule.field;
    if (rule.output_only && !rule.is_identifier && field->name() != "etag") {
      reflection.ClearField(&message, field);
    } else if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE || field->is_map()) {
      continue;
    } else if (!field->is_repeated()) {
      if (reflection.HasField(message, field)) {
        ClearOutputOnlyIn(*reflection.MutableMessage(&message, field), depth + 1);
      }
    } else {
      for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
        ClearOutputOnlyIn(*reflection.MutableRepeatedMessage(&message, field, i), depth + 1);
      }
    }
  }
}

absl::Status CheckTenantIn(const Message& message, absl::string_view prefix, int depth) {
  if (depth > kMaxDepth) return absl::OkStatus();
  const Reflection& reflection = *message.GetReflection();
  const auto check = [&](const std::string& text) -> absl::Status {
    if (text.empty() || absl::StartsWith(absl::StrCat(text, "/"), prefix)) return absl::OkStatus();
    return ResourceNotFound(text);
  };
  for (const FieldRule& rule : RulesOf(*message.GetDescriptor())) {
    const FieldDescriptor* field = rule.field;
    const bool is_message =
        field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !field->is_map();
    const bool named = rule.is_name || field->name() == "name" || field->name() == "parent";
    const bool is_name =
        named && field->type() == FieldDescriptor::TYPE_STRING && (rule.is_name || depth == 0);
    if (!is_message && !is_name) continue;
    std::string scratch;
    if (!field->is_repeated()) {
      if (is_name) RETURN_IF_ERROR(check(reflection.GetStringReference(message, field, &scratch)));
      if (is_message && reflection.HasField(message, field)) {
        RETURN_IF_ERROR(CheckTenantIn(reflection.GetMessage(message, field), prefix, depth + 1));
      }
      continue;
    }
    for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
      if (is_name) {
        RETURN_IF_ERROR(check(reflection.GetRepeatedStringReference(message, field, i, &scratch)));
      } else {
        RETURN_IF_ERROR(
            CheckTenantIn(reflection.GetRepeatedMessage(message, field, i), prefix, depth + 1));
      }
    }
  }
  return absl::OkStatus();
}

}  // namespace

const Descriptor* MaskedType(const Descriptor& response_type) {
  const MessagePlan& plan = PlanOf(response_type);
  return plan.items == nullptr ? &response_type : plan.items->message_type();
}

void CheckRequest(const Message& request, const Descriptor* response_type, FieldErrors& errors) {
  Checker(errors, request).Check(request, "", 0);
  const MessagePlan& plan = PlanOf(*request.GetDescriptor());
  if (plan.page_size != nullptr && request.GetReflection()->GetInt32(request, plan.page_size) < 0) {
    errors.Add("page_size", "OUT_OF_RANGE", "must not be negative");
  }
  if (plan.resource != nullptr) {
    CheckMask(request, plan.update_mask, plan.resource->message_type(), errors);
  }
  if (plan.read_mask != nullptr && response_type != nullptr) {
    CheckMask(request, plan.read_mask, MaskedType(*response_type), errors);
  }
}

void ClearOutputOnly(Message& request) { ClearOutputOnlyIn(request, 0); }

absl::Status CheckTenant(const Message& request, const TenantId& tenant) {
  return CheckTenantIn(request, absl::StrCat("organizations/", tenant.value(), "/"), 0);
}

}  // namespace interim::rpc
