// Which facts a rule looked at, written out for a reader.
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/core/money.h"
#include "common/law/check_all.h"
#include "common/type/convert.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "services/contracting/domain/compliance.h"
#include "services/contracting/domain/law_facts.h"

namespace interim::contracting {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// Dates, amounts and numbers read better whole; nothing for any other message.
bool WriteWhole(const Message& message, std::string& out) {
  const std::string& type = message.GetDescriptor()->full_name();
  if (type == "google.type.Date") {
    const auto day = DateFromProto(static_cast<const google::type::Date&>(message), "");
    out = day.ok() ? day->ToString() : "";
  } else if (type == "google.type.Money") {
    const auto money = MoneyFromProto(static_cast<const google::type::Money&>(message), "");
    out = money.ok() ? money->Format() : "";
  } else if (type == "google.type.Decimal") {
    out = static_cast<const google::type::Decimal&>(message).value();
  } else {
    return false;
  }
  return true;
}

std::string Scalar(const Message& message, const FieldDescriptor* field, int index) {
  const Reflection& r = *message.GetReflection();
  const bool many = field->is_repeated();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return (many ? r.GetRepeatedBool(message, field, index) : r.GetBool(message, field))
                 ? "true"
                 : "false";
    case FieldDescriptor::CPPTYPE_INT32:
      return absl::StrCat(many ? r.GetRepeatedInt32(message, field, index)
                               : r.GetInt32(message, field));
    case FieldDescriptor::CPPTYPE_INT64:
      return absl::StrCat(many ? r.GetRepeatedInt64(message, field, index)
                               : r.GetInt64(message, field));
    case FieldDescriptor::CPPTYPE_ENUM:
      return (many ? r.GetRepeatedEnum(message, field, index) : r.GetEnum(message, field))->name();
    case FieldDescriptor::CPPTYPE_STRING:
      return many ? r.GetRepeatedString(message, field, index) : r.GetString(message, field);
    default:
      return "";
  }
}

void Flatten(const Message& message, const std::string& prefix, v1::RuleInputs& inputs) {
  const Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      std::string path = absl::StrCat(prefix, prefix.empty() ? "" : ".", field->name());
      if (field->is_repeated()) absl::StrAppend(&path, "[", i, "]");
      std::string value;
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        const Message& part = field->is_repeated()
                                  ? reflection.GetRepeatedMessage(message, field, i)
                                  : reflection.GetMessage(message, field);
        if (!WriteWhole(part, value)) {
          Flatten(part, path, inputs);
          continue;
        }
      } else {
        value = Scalar(message, field, i);
      }
      v1::InputFact& fact = *inputs.add_facts();
      fact.set_path(std::move(path));
      fact.set_value(std::move(value));
    }
  }
}

}  // namespace

std::vector<v1::RuleInputs> InputsOf(const Catalogs& catalogs, const v1::ComplianceFacts& facts,
                                     const ComplianceResult& result) {
  std::map<std::string, std::string> rule_of;  // by hash
  for (const type::Finding& finding : result.findings) {
    rule_of.emplace(finding.inputs_hash(), finding.rule_id());
  }
  const law::ComplianceCase whole = ToCase(catalogs, facts);
  std::vector<const FieldDescriptor*> fields;
  whole.GetReflection()->ListFields(whole, &fields);
  std::map<std::pair<std::string, std::string>, v1::RuleInputs> sorted;
  const auto add = [&](const Message& part) {
    const std::string hash = law::InputsHash(part);
    const auto found = rule_of.find(hash);
    if (found == rule_of.end()) return;  // the rule did not run on it
    v1::RuleInputs inputs;
    inputs.set_inputs_hash(hash);
    inputs.set_rule_id(found->second);
    Flatten(part, "", inputs);
    sorted.emplace(std::make_pair(found->second, hash), std::move(inputs));
  };
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    const Reflection& reflection = *whole.GetReflection();
    const int count = field->is_repeated() ? reflection.FieldSize(whole, field) : 1;
    for (int i = 0; i < count; ++i) {
      add(field->is_repeated() ? reflection.GetRepeatedMessage(whole, field, i)
                               : reflection.GetMessage(whole, field));
    }
  }
  std::vector<v1::RuleInputs> inputs;
  for (auto& [key, value] : sorted) inputs.push_back(std::move(value));
  return inputs;
}

}  // namespace interim::contracting
