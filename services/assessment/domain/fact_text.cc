#include "services/assessment/domain/fact_text.h"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/core/error.h"
#include "common/core/status_macros.h"
#include "common/type/convert.h"
#include "services/assessment/domain/facts.h"

namespace interim::assessment {
namespace {

constexpr absl::string_view kAfterKey = ": ";

absl::Status Refuse(absl::string_view line, absl::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat("\"", line, "\": ", why));
}

std::string KeyOf(const std::string& line) { return line.substr(0, line.find(kAfterKey[0])); }

// Sets the value; false when the text cannot be one of that kind.
bool SetValue(model::Kind kind, absl::string_view text, v1::Fact& fact) {
  std::int64_t number = 0;
  switch (kind) {
    case model::FLAG:
      fact.set_flag(text == "yes");
      return text == "yes" || text == "no";
    case model::NUMBER:
      if (!absl::SimpleAtoi(text, &number)) return false;
      fact.set_number(number);
      return true;
    case model::CHOICE:
      fact.set_choice(std::string(text));
      return true;
    case model::CODES:
      fact.mutable_codes();
      for (absl::string_view code : absl::StrSplit(text, ", ", absl::SkipEmpty())) {
        fact.mutable_codes()->add_codes(std::string(code));
      }
      return true;
    default: {
      const absl::StatusOr<Date> day = Date::Parse(text);
      if (day.ok()) *fact.mutable_date() = ToProto(*day);
      return day.ok();
    }
  }
}

}  // namespace

absl::StatusOr<v1::Fact> ParseFact(const CompiledModel& model, absl::string_view line) {
  const std::pair<std::string, std::string> parts =
      absl::StrSplit(line, absl::MaxSplits(kAfterKey, 1));
  const int index = model.FindFact(parts.first);
  if (index < 0) return Refuse(line, "there is no such fact");
  v1::Fact fact;
  fact.set_key(parts.first);
  if (!SetValue(model.data().fact(index).kind(), parts.second, fact)) {
    return Refuse(line, "that is no value of this fact");
  }
  FieldErrors errors;
  CheckFact(model, fact, "fact", errors);
  if (!errors.empty()) return Refuse(line, errors.fields().front().description);
  return fact;
}

absl::StatusOr<std::vector<model::Case>> CompleteCases(std::vector<model::Case> cases) {
  std::map<std::string, model::Case> written;
  for (const model::Case& row : cases) {
    if (row.like().empty()) written.emplace(row.name(), row);
  }
  for (model::Case& row : cases) {
    if (row.like().empty()) continue;
    const auto base = written.find(row.like());
    if (base == written.end()) return Refuse(row.name(), "is like no case that is written out");
    std::set<std::string> own(row.without().begin(), row.without().end());
    for (const auto* list : {&row.fact(), &row.disputed()}) {
      for (const std::string& line : *list) own.insert(KeyOf(line));
    }
    for (const std::string& line : base->second.fact()) {
      if (own.count(KeyOf(line)) == 0) row.add_fact(line);
    }
  }
  return cases;
}

absl::StatusOr<Known> KnownOfCase(const CompiledModel& model, const model::Case& row,
                                  Date reference) {
  std::vector<v1::Fact> facts;
  for (const std::string& line : row.fact()) {
    ASSIGN_OR_RETURN(v1::Fact fact, ParseFact(model, line));
    facts.push_back(std::move(fact));
  }
  std::vector<Dispute> disputes;
  for (const std::string& line : row.disputed()) {
    const std::pair<std::string, std::string> parts =
        absl::StrSplit(line, absl::MaxSplits(kAfterKey, 1));
    Dispute dispute{.key = parts.first};
    for (absl::string_view value : absl::StrSplit(parts.second, " | ")) {
      ASSIGN_OR_RETURN(v1::Fact fact,
                       ParseFact(model, absl::StrCat(parts.first, kAfterKey, value)));
      *dispute.views.emplace_back().mutable_fact() = std::move(fact);
    }
    disputes.push_back(std::move(dispute));
  }
  if (!row.reference_date().empty()) {
    ASSIGN_OR_RETURN(reference, Date::Parse(row.reference_date()));
  }
  return MakeKnown(model, std::move(facts), std::move(disputes), reference);
}

}  // namespace interim::assessment
