#include "services/contracting/domain/masks.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "google/api/field_behavior.pb.h"
#include "google/protobuf/descriptor.h"

namespace interim::contracting {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

bool IsWritable(const FieldDescriptor& field) {
  if (field.name() == "etag") return false;
  const auto& options = field.options();
  for (int i = 0; i < options.ExtensionSize(google::api::field_behavior); ++i) {
    google::api::FieldBehavior behavior = options.GetExtension(google::api::field_behavior, i);
    if (behavior == google::api::OUTPUT_ONLY || behavior == google::api::IDENTIFIER ||
        behavior == google::api::IMMUTABLE) {
      return false;
    }
  }
  return true;
}

bool IsSet(const Message& message, const FieldDescriptor& field) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  return field.is_repeated() ? reflection.FieldSize(message, &field) > 0
                             : reflection.HasField(message, &field);
}

// Copies one field: a message of the same type holding only that field is merged in.
void CopyField(const Message& change, const FieldDescriptor& field, Message& target) {
  target.GetReflection()->ClearField(&target, &field);
  if (!IsSet(change, field)) return;
  std::unique_ptr<Message> only(change.New());
  only->CopyFrom(change);
  std::vector<const FieldDescriptor*> others;
  only->GetReflection()->ListFields(*only, &others);
  for (const FieldDescriptor* other : others) {
    if (other != &field) only->GetReflection()->ClearField(only.get(), other);
  }
  target.MergeFrom(*only);
}

}  // namespace

absl::Status MergeMasked(const Message& change, const google::protobuf::FieldMask& mask,
                         Message& target) {
  const google::protobuf::Descriptor& type = *change.GetDescriptor();
  std::vector<const FieldDescriptor*> fields;
  FieldErrors errors;
  for (const std::string& path : mask.paths()) {
    const FieldDescriptor* field = type.FindFieldByName(path);
    if (field == nullptr) {
      errors.Add("update_mask", "UNKNOWN", absl::StrCat("no top-level field ", path));
    } else if (!IsWritable(*field)) {
      errors.Add("update_mask", "NOT_WRITABLE", absl::StrCat(path, " is set by the service"));
    } else {
      fields.push_back(field);
    }
  }
  if (!errors.empty()) return errors.ToStatus();
  if (mask.paths().empty()) {
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor* field = type.field(i);
      if (IsWritable(*field) && IsSet(change, *field)) fields.push_back(field);
    }
  }
  for (const FieldDescriptor* field : fields) CopyField(change, *field, target);
  return absl::OkStatus();
}

}  // namespace interim::contracting
