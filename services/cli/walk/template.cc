#include "services/cli/walk/template.h"

#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/core/date.h"
#include "common/core/money.h"
#include "common/core/status_macros.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"

namespace interim::cli {
namespace {

absl::StatusOr<std::string> Place(
    absl::string_view name,
    const std::function<absl::StatusOr<std::string>(absl::string_view)>& find) {
  if (absl::ConsumePrefix(&name, "day:")) {
    std::string day(name);
    if (!Date::Parse(day).ok()) {
      ASSIGN_OR_RETURN(day, find(name));
    }
    ASSIGN_OR_RETURN(const Date date, Date::Parse(day));
    return absl::StrCat("year: ", date.year(), " month: ", date.month(), " day: ", date.day());
  }
  if (absl::ConsumePrefix(&name, "eur:")) {
    ASSIGN_OR_RETURN(const Money money, Money::Parse(absl::StrCat(name, " EUR")));
    constexpr int kCents = 100;
    constexpr int kNanosPerCent = 10000000;
    return absl::StrCat("currency_code: 'EUR' units: ", money.cents() / kCents,
                        " nanos: ", money.cents() % kCents * kNanosPerCent);
  }
  ASSIGN_OR_RETURN(const std::string value, find(name));
  return absl::Utf8SafeCEscape(value);
}

class FirstError : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, int column, const std::string& message) override {
    if (text.empty())
      text = absl::StrCat("line ", line + 1, ", column ", column + 1, ": ", message);
  }
  std::string text;
};

}  // namespace

absl::StatusOr<std::string> FillTemplate(
    absl::string_view text,
    const std::function<absl::StatusOr<std::string>(absl::string_view)>& find) {
  std::string out;
  for (std::size_t open = text.find("${"); open != absl::string_view::npos;
       open = text.find("${")) {
    const std::size_t close = text.find('}', open);
    if (close == absl::string_view::npos) {
      return absl::InvalidArgumentError("a place in a request is not closed");
    }
    absl::StrAppend(&out, text.substr(0, open));
    ASSIGN_OR_RETURN(const std::string value, Place(text.substr(open + 2, close - open - 2), find));
    absl::StrAppend(&out, value);
    text.remove_prefix(close + 1);
  }
  absl::StrAppend(&out, text);
  return out;
}

absl::Status FromText(const std::string& text, google::protobuf::Message& message) {
  google::protobuf::TextFormat::Parser parser;
  FirstError error;
  parser.RecordErrorsTo(&error);
  if (parser.ParseFromString(text, &message)) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("not a ", message.GetDescriptor()->name(), ": ", error.text));
}

}  // namespace interim::cli
