#include "services/cli/json_path.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/core/date.h"
#include "common/core/money.h"
#include "common/core/status_macros.h"
#include "google/protobuf/descriptor.h"
#include "services/cli/files.h"
#include "services/cli/print.h"

namespace interim::cli {
namespace {

using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;

std::string Quoted(const std::string& text) {
  return absl::StrCat(
      "\"", absl::StrReplaceAll(text, {{"\\", "\\\\"}, {"\"", "\\\""}, {"\n", "\\n"}}), "\"");
}

// A value as JSON for its field.
absl::StatusOr<std::string> AsJson(const FieldDescriptor& field, const std::string& value) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
    case FieldDescriptor::CPPTYPE_ENUM:
      return Quoted(value);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      break;
    default:
      return value;
  }
  const std::string& type = field.message_type()->full_name();
  if (type == "google.type.Date") {
    ASSIGN_OR_RETURN(const Date date, Date::Parse(value));
    return absl::StrCat("{\"year\":", date.year(), ",\"month\":", date.month(),
                        ",\"day\":", date.day(), "}");
  }
  if (type == "google.type.Money" && !absl::StartsWith(value, "{")) {
    ASSIGN_OR_RETURN(const Money money, Money::Parse(value));
    return absl::StrCat("{\"currencyCode\":", Quoted(money.currency()), ",\"units\":\"",
                        money.cents() / 100, "\",\"nanos\":", money.cents() % 100 * 10000000, "}");
  }
  if (type == "google.type.Decimal" && !absl::StartsWith(value, "{")) {
    return absl::StrCat("{\"value\":", Quoted(value), "}");
  }
  if (type == "google.protobuf.FieldMask") return Quoted(value);
  return value;
}

absl::StatusOr<const FieldDescriptor*> FindField(const Message& message, const std::string& name) {
  const auto* descriptor = message.GetDescriptor();
  const FieldDescriptor* field =
      descriptor->FindFieldByName(absl::StrReplaceAll(name, {{"-", "_"}}));
  if (field != nullptr) return field;
  std::vector<std::string> names;
  for (int i = 0; i < descriptor->field_count(); ++i) names.push_back(descriptor->field(i)->name());
  return absl::InvalidArgumentError(absl::StrCat("no field '", name, "' in ", descriptor->name(),
                                                 "; it has: ", absl::StrJoin(names, ", ")));
}

absl::StatusOr<std::string> FieldJson(const FieldDescriptor& field, const std::string& value) {
  const bool is_list = field.is_repeated() && field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE;
  if (!is_list) return AsJson(field, value);
  std::vector<std::string> items;
  for (absl::string_view item : absl::StrSplit(value, ',', absl::SkipEmpty())) {
    ASSIGN_OR_RETURN(items.emplace_back(), AsJson(field, std::string(item)));
  }
  return absl::StrCat("[", absl::StrJoin(items, ","), "]");
}

}  // namespace

absl::Status SetPath(Message& message, absl::string_view path, const std::string& value) {
  const std::vector<std::string> parts = absl::StrSplit(path, '.');
  Message* target = &message;
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    ASSIGN_OR_RETURN(const FieldDescriptor* field, FindField(*target, parts[i]));
    if (field->is_repeated() || field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      return absl::InvalidArgumentError(absl::StrCat("'", parts[i], "' has no fields of its own"));
    }
    target = target->GetReflection()->MutableMessage(target, field);
  }
  ASSIGN_OR_RETURN(const FieldDescriptor* field, FindField(*target, parts.back()));
  std::string text = value;
  if (absl::StartsWith(value, "@")) {
    ASSIGN_OR_RETURN(text, ReadFile(value.substr(1)));
  }
  ASSIGN_OR_RETURN(const std::string json, FieldJson(*field, text));
  std::unique_ptr<Message> part(target->New());
  RETURN_IF_ERROR(FromJson(absl::StrCat("{", Quoted(field->name()), ":", json, "}"), *part));
  target->MergeFrom(*part);
  return absl::OkStatus();
}

}  // namespace interim::cli
