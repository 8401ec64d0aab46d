#include "services/cli/print.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "common/core/error.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/time_util.h"
#include "google/type/date.pb.h"
#include "google/type/decimal.pb.h"
#include "google/type/money.pb.h"

namespace interim::cli {
namespace {

using ::google::protobuf::EnumValueDescriptor;
using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;
using ::google::protobuf::Reflection;

std::string MoneyText(const google::type::Money& money) {
  const int cents = std::abs(money.nanos()) / 10000000;
  return absl::StrCat(money.units() == 0 && money.nanos() < 0 ? "-" : "", money.units(), ".",
                      cents < 10 ? "0" : "", cents, " ", money.currency_code());
}

std::string DateText(const google::type::Date& date) {
  const auto two = [](int n) { return absl::StrCat(n < 10 ? "0" : "", n); };
  return absl::StrCat(date.year(), "-", two(date.month()), "-", two(date.day()));
}

// The text of a message that is really one value; false for records.
bool ValueText(const Message& message, std::string& text) {
  const std::string& type = message.GetDescriptor()->full_name();
  if (type == "google.type.Date") {
    text = DateText(static_cast<const google::type::Date&>(message));
  } else if (type == "google.type.Money") {
    text = MoneyText(static_cast<const google::type::Money&>(message));
  } else if (type == "google.type.Decimal") {
    text = static_cast<const google::type::Decimal&>(message).value();
  } else if (type == "google.protobuf.Timestamp") {
    text = google::protobuf::util::TimeUtil::ToString(
        static_cast<const google::protobuf::Timestamp&>(message));
  } else {
    return false;
  }
  return true;
}

std::string EnumText(const EnumValueDescriptor& value) {
  std::string prefix;
  for (char c : value.type()->name()) {
    if (absl::ascii_isupper(c) && !prefix.empty()) prefix += '_';
    prefix += absl::ascii_toupper(c);
  }
  return std::string(absl::StripPrefix(value.name(), prefix + "_"));
}

// One scalar, enum or value message; `index` below 0 for a single field. False for records.
bool CellText(const Message& message, const FieldDescriptor& field, int index, std::string& text) {
  const Reflection& reflection = *message.GetReflection();
  const bool many = index >= 0;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return ValueText(many ? reflection.GetRepeatedMessage(message, &field, index)
                            : reflection.GetMessage(message, &field),
                       text);
    case FieldDescriptor::CPPTYPE_STRING:
      text = many ? reflection.GetRepeatedString(message, &field, index)
                  : reflection.GetString(message, &field);
      return true;
    case FieldDescriptor::CPPTYPE_ENUM:
      text = EnumText(many ? *reflection.GetRepeatedEnum(message, &field, index)
                           : *reflection.GetEnum(message, &field));
      return true;
    case FieldDescriptor::CPPTYPE_BOOL:
      text = (many ? reflection.GetRepeatedBool(message, &field, index)
                   : reflection.GetBool(message, &field))
                 ? "yes"
                 : "no";
      return true;
    case FieldDescriptor::CPPTYPE_INT32:
      text = absl::StrCat(many ? reflection.GetRepeatedInt32(message, &field, index)
                               : reflection.GetInt32(message, &field));
      return true;
    case FieldDescriptor::CPPTYPE_INT64:
      text = absl::StrCat(many ? reflection.GetRepeatedInt64(message, &field, index)
                               : reflection.GetInt64(message, &field));
      return true;
    default:
      return false;
  }
}

std::vector<const FieldDescriptor*> SetFields(const Message& message) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  std::erase_if(fields, [](const FieldDescriptor* field) { return field->name() == "etag"; });
  return fields;
}

// The plain columns that any of the rows has.
std::vector<const FieldDescriptor*> Columns(const Message& message, const FieldDescriptor& rows) {
  std::vector<const FieldDescriptor*> columns;
  const int count = message.GetReflection()->FieldSize(message, &rows);
  for (int f = 0; f < rows.message_type()->field_count(); ++f) {
    const FieldDescriptor* column = rows.message_type()->field(f);
    if (column->is_repeated() || column->name() == "etag") continue;
    for (int i = 0; i < count; ++i) {
      const Message& row = message.GetReflection()->GetRepeatedMessage(message, &rows, i);
      std::string text;
      if (!CellText(row, *column, -1, text)) break;
      if (column->has_presence() ? row.GetReflection()->HasField(row, column) : !text.empty()) {
        columns.push_back(column);
        break;
      }
    }
  }
  constexpr std::size_t kMostColumns = 7;
  if (columns.size() > kMostColumns) columns.resize(kMostColumns);
  return columns;
}

std::string RowsText(const Message& message, const FieldDescriptor& rows) {
  const std::vector<const FieldDescriptor*> columns = Columns(message, rows);
  std::vector<std::string> head;
  for (const FieldDescriptor* column : columns) head.push_back(column->name());
  Table table(head);
  const int count = message.GetReflection()->FieldSize(message, &rows);
  for (int i = 0; i < count; ++i) {
    const Message& row = message.GetReflection()->GetRepeatedMessage(message, &rows, i);
    std::vector<std::string> cells;
    for (const FieldDescriptor* column : columns) {
      std::string text;
      const bool absent = column->has_presence() && !row.GetReflection()->HasField(row, column);
      if (!absent) CellText(row, *column, -1, text);
      cells.push_back(std::move(text));
    }
    table.Row(std::move(cells));
  }
  return table.ToString();
}

void Outline(const Message& message, const std::string& indent, std::string& out) {
  const Reflection& reflection = *message.GetReflection();
  for (const FieldDescriptor* field : SetFields(message)) {
    std::string text;
    if (!field->is_repeated()) {
      if (CellText(message, *field, -1, text)) {
        absl::StrAppend(&out, indent, field->name(), ": ", text, "\n");
      } else {
        absl::StrAppend(&out, indent, field->name(), ":\n");
        Outline(reflection.GetMessage(message, field), indent + "  ", out);
      }
      continue;
    }
    const int count = reflection.FieldSize(message, field);
    for (int i = 0; i < count; ++i) {
      if (CellText(message, *field, i, text)) {
        absl::StrAppend(&out, indent, field->name(), ": ", text, "\n");
      } else {
        absl::StrAppend(&out, indent, field->name(), " ", i + 1, ":\n");
        Outline(reflection.GetRepeatedMessage(message, field, i), indent + "  ", out);
      }
    }
  }
}

}  // namespace

std::string Table::ToString(std::size_t max_cell) const {
  std::vector<std::size_t> widths;
  for (const auto& row : rows_) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], std::min(Width(row[i]), max_cell));
    }
  }
  std::string out;
  const auto line = [&](const std::vector<std::string>& cells) {
    std::string text;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::string cell = Cut(cells[i], max_cell);
      absl::StrAppend(&text, cell);
      if (i + 1 < cells.size()) text.append(widths[i] - Width(cell) + 2, ' ');
    }
    absl::StrAppend(&out, text, "\n");
  };
  line(rows_.front());
  std::vector<std::string> rule;
  for (std::size_t width : widths) rule.push_back(std::string(width, '-'));
  line(rule);
  for (std::size_t i = 1; i < rows_.size(); ++i) line(rows_[i]);
  return out;
}

std::string ToReadable(const Message& message) {
  std::string out;
  const std::vector<const FieldDescriptor*> fields = SetFields(message);
  const bool is_list = std::any_of(fields.begin(), fields.end(),
                                   [](const FieldDescriptor* field) {
                                     return field->is_repeated() &&
                                            field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
                                   }) &&
                       message.GetDescriptor()->FindFieldByName("name") == nullptr;
  if (!is_list) {
    Outline(message, "", out);
    return out;
  }
  for (const FieldDescriptor* field : fields) {
    std::string text;
    if (field->is_repeated() && field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      absl::StrAppend(&out, RowsText(message, *field), "\n");
    } else if (!field->is_repeated() && CellText(message, *field, -1, text)) {
      absl::StrAppend(&out, field->name(), ": ", text, "\n");
    }
  }
  return out;
}

absl::StatusOr<std::string> ToJson(const Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  std::string text;
  const auto status = google::protobuf::util::MessageToJsonString(message, &text, options);
  if (!status.ok()) return absl::InternalError(std::string(status.message()));
  return text;
}

absl::Status FromJson(const std::string& text, Message& message) {
  const auto status = google::protobuf::util::JsonStringToMessage(text, &message);
  if (status.ok()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("not a ", message.GetDescriptor()->name(), ": ", std::string(status.message())));
}

std::string ErrorText(const absl::Status& status) {
  const auto error = FindError(status);
  if (!error) {
    return absl::StrCat(absl::StatusCodeToString(status.code()), ": ", status.message(), "\n");
  }
  std::string out = absl::StrCat(absl::StatusCodeToString(status.code()), " ", error->reason, ": ",
                                 error->message, "\n");
  for (const auto& [key, value] : error->metadata) {
    absl::StrAppend(&out, "  ", key, " = ", value, "\n");
  }
  for (const FieldViolation& field : error->fields) {
    absl::StrAppend(&out, "  field ", field.field, ": ", field.reason, " - ", field.description,
                    "\n");
  }
  for (const PreconditionViolation& missing : error->preconditions) {
    absl::StrAppend(&out, "  needed ", missing.type, " ", missing.subject, ": ",
                    missing.description, "\n");
  }
  return out;
}

}  // namespace interim::cli
