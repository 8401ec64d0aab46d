// Help of a method that is called in words, from its description.
#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "common/core/status_macros.h"
#include "common/rpc/client.h"
#include "google/api/field_behavior.pb.h"
#include "google/api/resource.pb.h"
#include "google/protobuf/descriptor.h"
#include "services/cli/help.h"
#include "services/cli/page/page.h"

namespace interim::cli {
namespace {

using ::google::protobuf::Descriptor;
using ::google::protobuf::FieldDescriptor;

bool IsNeeded(const FieldDescriptor& field) {
  const auto& options = field.options();
  for (int i = 0; i < options.ExtensionSize(google::api::field_behavior); ++i) {
    if (options.GetExtension(google::api::field_behavior, i) == google::api::REQUIRED) return true;
  }
  return false;
}

std::string EnumWords(const FieldDescriptor& field) {
  std::vector<std::string> names;
  for (int i = 1; i < field.enum_type()->value_count(); ++i) {
    names.push_back(field.enum_type()->value(i)->name());
  }
  constexpr std::size_t kMost = 6;
  const bool is_long = names.size() > kMost;
  if (is_long) names.resize(kMost);
  return absl::StrCat(absl::StrJoin(names, ", "), is_long ? ", ..." : "");
}

std::string TypeWords(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return "text";
    case FieldDescriptor::CPPTYPE_BOOL:
      return "true or false";
    case FieldDescriptor::CPPTYPE_ENUM:
      return EnumWords(field);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      break;
    default:
      return "number";
  }
  const std::string& type = field.message_type()->full_name();
  if (type == "google.type.Date") return "day, 2026-01-26";
  if (type == "google.type.Money") return "amount, \"1500.00 EUR\"";
  if (type == "google.type.Decimal") return "decimal number";
  if (type == "google.protobuf.FieldMask") return "field names with commas";
  return absl::StrCat(field.message_type()->name(), ": paths (--", field.name(),
                      ".<field>=...), JSON or @file");
}

// The first pattern of a kind of resource, with an example in each place; empty when unknown.
std::string ExampleName(const google::protobuf::FileDescriptor& file, const std::string& type) {
  const auto in_file = [&](const google::protobuf::FileDescriptor& one) -> std::string {
    for (int i = 0; i < one.message_type_count(); ++i) {
      const auto& resource = one.message_type(i)->options().GetExtension(google::api::resource);
      if (resource.type() == type && resource.pattern_size() > 0) return resource.pattern(0);
    }
    return "";
  };
  std::string pattern = in_file(file);
  for (int i = 0; i < file.dependency_count() && pattern.empty(); ++i) {
    pattern = in_file(*file.dependency(i));
  }
  std::string name;
  bool is_place = false;
  for (char c : absl::StrReplaceAll(pattern, {{"{organization}", "acme"}})) {
    if (c == '{') {
      is_place = true;
    } else if (c == '}') {
      absl::StrAppend(&name, "1");
    } else if (!is_place || name.empty() || name.back() == '/') {
      name += c;
    }
    if (c == '}') is_place = false;
  }
  return name;
}

std::string ExampleValue(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return "true";
    case FieldDescriptor::CPPTYPE_ENUM:
      return field.enum_type()->value_count() > 1 ? field.enum_type()->value(1)->name() : "0";
    case FieldDescriptor::CPPTYPE_STRING: {
      const std::string name = ExampleName(
          *field.file(), field.options().GetExtension(google::api::resource_reference).type());
      if (!name.empty()) return name;
      return field.name() == "etag" ? "'\"3\"'" : "\"...\"";
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      break;
    default:
      return "1";
  }
  const std::string& type = field.message_type()->full_name();
  if (type == "google.type.Date") return "2026-01-26";
  if (type == "google.type.Money") return "\"1500.00 EUR\"";
  if (type == "google.type.Decimal") return "10.5";
  return absl::StrCat("@", field.name(), ".json");
}

std::string Example(absl::string_view verb, const Descriptor& request) {
  std::string line = absl::StrCat("interim ", verb);
  for (int i = 0; i < request.field_count(); ++i) {
    const FieldDescriptor& field = *request.field(i);
    if (!IsNeeded(field) || field.name() == "parent") continue;
    if (field.name() == "name") {
      absl::StrAppend(&line, " ", ExampleValue(field));
    } else {
      absl::StrAppend(&line, " --", absl::StrReplaceAll(field.name(), {{"_", "-"}}), "=",
                      ExampleValue(field));
    }
  }
  return line;
}

}  // namespace

absl::StatusOr<std::string> MethodHelp(absl::string_view verb, absl::string_view method) {
  ASSIGN_OR_RETURN(const rpc::MethodMessages messages, rpc::FindMethod(std::string(method)));
  const Descriptor& request = *messages.request->GetDescriptor();
  Page page({});
  const bool named = request.FindFieldByName("name") != nullptr;
  page.Line(absl::StrCat("interim ", verb, named ? " <name>" : "", " [--<field>=<value> ...]"));
  page.Blank();
  page.Line(
      absl::StrCat("  ", messages.method, " gives ", messages.response->GetDescriptor()->name()));
  page.Head("Fields");
  Grid grid({{""}, {""}, {""}});
  for (int i = 0; i < request.field_count(); ++i) {
    const FieldDescriptor& field = *request.field(i);
    const bool is_given = field.name() == "parent";
    grid.Row({absl::StrCat("--", absl::StrReplaceAll(field.name(), {{"_", "-"}})),
              is_given          ? "your own"
              : IsNeeded(field) ? "needed"
                                : "",
              absl::StrCat(field.is_repeated() ? "list of " : "", TypeWords(field))});
  }
  page.Add(grid, 2);
  page.Head("Example");
  page.Raw(absl::StrCat("  $ ", Example(verb, request), "\n"));
  page.Blank();
  page.Line("`interim help` lists the flags of every command.");
  return page.text();
}

}  // namespace interim::cli
