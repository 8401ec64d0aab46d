#include "common/rules/rule_check.h"

#include <algorithm>
#include <filesystem>
#include <initializer_list>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/core/date.h"
#include "common/core/error.h"
#include "common/core/status_macros.h"

namespace interim::rules {
namespace {

constexpr int kMonthsPerYear = 12;

bool IsRuleId(absl::string_view id) {
  return !id.empty() && id.size() <= 32 && absl::ascii_isupper(id.front()) &&
         std::all_of(id.begin(), id.end(), [](char c) {
           return absl::ascii_isupper(c) || absl::ascii_isdigit(c) || c == '-';
         });
}

bool IsKey(absl::string_view key) {
  return !key.empty() && key.size() <= 64 && absl::ascii_islower(key.front()) &&
         std::all_of(key.begin(), key.end(), [](char c) {
           return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '_';
         });
}

bool HasAddress(const type::Source& source) {
  return absl::StartsWith(source.url(), "https://") || absl::StartsWith(source.url(), "http://");
}

bool HasName(const type::Source& source) {
  return !source.article().empty() || !source.title().empty();
}

// What a row's source lacks for its kind of evidence, or nothing.
std::optional<std::string> SourceGap(const Row& row) {
  if (row.source().empty()) return "A row needs a source.";
  for (const type::Source& source : row.source()) {
    switch (row.evidence()) {
      case type::EVIDENCE_CONFIRMED:
      case type::EVIDENCE_SECONDARY:
      case type::EVIDENCE_PUBLISHED:
      case type::EVIDENCE_COMMERCIAL:
        if (!HasName(source) || !HasAddress(source)) {
          return "This evidence needs a source with an article or title and a url.";
        }
        break;
      case type::EVIDENCE_HOUSE:
      case type::EVIDENCE_ASSUMPTION:
        if (source.decision().empty()) {
          return "A house rule or assumption needs a decision record as source.";
        }
        break;
      default:
        if (!HasName(source)) return "A source needs an article or a title.";
    }
  }
  return std::nullopt;
}

// Checks one parameter; keeps the place of what it looks at.
class ParameterCheck {
 public:
  ParameterCheck(const LocatedRuleSet& rule, int index, std::vector<FileProblem>* problems)
      : rule_(rule), parameter_(rule.set.parameter(index)), index_(index), problems_(*problems) {}

  void Run() {
    if (!IsKey(parameter_.key()))
      Problem("key", "A key is lower_snake_case, at most 64 characters.");
    if (parameter_.unit().empty()) Problem("unit", "A parameter needs a unit.");
    if (!Date::Parse(parameter_.checked_on()).ok()) {
      Problem("checked_on", "checked_on must be a date of the form 2026-11-24.");
    }
    if (parameter_.row().empty() == parameter_.gap_reason().empty()) {
      Problem("gap_reason", "A parameter has rows, or a gap_reason that says why not.");
    }
    for (int i = 0; i < parameter_.row_size(); ++i) CheckRow(i);
  }

 private:
  void Problem(const char* field, absl::string_view reason) {
    problems_.push_back({rule_.file, rule_.lines.LineOf({{"parameter", index_}, {field}}),
                         absl::StrCat(parameter_.key(), ": ", reason)});
  }

  void RowProblem(int row, const char* field, absl::string_view reason) {
    problems_.push_back({rule_.file,
                         rule_.lines.LineOf({{"parameter", index_}, {"row", row}, {field}}),
                         absl::StrCat(parameter_.key(), " row ", row + 1, ": ", reason)});
  }

  void CheckRow(int i) {
    const Row& row = parameter_.row(i);
    const auto value = ParseRuleValue(row.value());
    if (!value.ok()) RowProblem(i, "value", value.status().message());
    if (row.value().kind_case() != parameter_.row(0).value().kind_case()) {
      RowProblem(i, "value", "All rows of a parameter have the same type of value.");
    }
    if (row.evidence() == type::EVIDENCE_UNSPECIFIED) {
      RowProblem(i, "evidence", "A row needs an evidence mark.");
    } else if (const auto gap = SourceGap(row); gap.has_value()) {
      RowProblem(i, "source", *gap);
    }
    CheckDates(i);
  }

  void CheckDates(int i) {
    const Row& row = parameter_.row(i);
    const auto from = Date::Parse(row.from());
    if (!from.ok()) {
      RowProblem(i, "from", "from must be a date of the form 2026-11-24.");
      return;
    }
    if (!row.to().empty()) {
      const auto to = Date::Parse(row.to());
      if (!to.ok() || *to <= *from) {
        RowProblem(i, "to", "to must be a date after from; it is the first day after the period.");
      } else if (parameter_.set_per_year() && *to > from->AddMonths(kMonthsPerYear).date) {
        RowProblem(i, "to", "A figure set per year covers at most a year.");
      }
    } else if (parameter_.set_per_year()) {
      RowProblem(i, "to", "A figure set per year always has a to.");
    }
    CheckOrder(i, *from);
  }

  void CheckOrder(int i, Date from) {
    const Row& row = parameter_.row(i);
    bool hole = false;
    if (i > 0) {
      const Row& before = parameter_.row(i - 1);
      const auto before_from = Date::Parse(before.from());
      const auto before_to = Date::Parse(before.to());
      if (before_from.ok() && from <= *before_from) {
        RowProblem(i, "from", "Rows must be sorted by from, without repeats.");
        return;
      }
      if (before_to.ok() && from < *before_to) {
        RowProblem(i, "from", "The row overlaps the one before it.");
        return;
      }
      hole = before_to.ok() && *before_to < from;
    }
    if (hole && row.gap_reason().empty()) {
      RowProblem(i, "from", "The days before this row are not covered; give a gap_reason.");
    }
    if (!hole && i > 0 && !row.gap_reason().empty()) {
      RowProblem(i, "gap_reason", "There is no hole before this row to explain.");
    }
  }

  const LocatedRuleSet& rule_;
  const Parameter& parameter_;
  const int index_;
  std::vector<FileProblem>& problems_;
};

bool IsHouse(const Row& row) {
  return row.evidence() == type::EVIDENCE_HOUSE || row.evidence() == type::EVIDENCE_ASSUMPTION;
}

bool IsLegal(const Row& row) {
  return row.evidence() == type::EVIDENCE_CONFIRMED || row.evidence() == type::EVIDENCE_SECONDARY ||
         row.evidence() == type::EVIDENCE_UNCONFIRMED;
}

}  // namespace

absl::StatusOr<RuleValue> ParseRuleValue(const Value& value) {
  switch (value.kind_case()) {
    case Value::kInteger:
      return RuleValue(std::int64_t{value.integer()});
    case Value::kDecimal: {
      ASSIGN_OR_RETURN(Decimal decimal, Decimal::Parse(value.decimal()));
      return RuleValue(decimal);
    }
    case Value::kMoney: {
      ASSIGN_OR_RETURN(Money money, Money::Parse(value.money()));
      return RuleValue(std::move(money));
    }
    case Value::kDate: {
      ASSIGN_OR_RETURN(const Date date, Date::Parse(value.date()));
      return RuleValue(date);
    }
    case Value::kBoolean:
      return RuleValue(value.boolean());
    case Value::kText:
      if (value.text().empty()) return absl::InvalidArgumentError("The text is empty.");
      return RuleValue(value.text());
    case Value::kTexts:
      return RuleValue(
          std::vector<std::string>(value.texts().item().begin(), value.texts().item().end()));
    case Value::KIND_NOT_SET:
      break;
  }
  return absl::InvalidArgumentError("A row needs a value.");
}

bool IsTunable(const Parameter& parameter) {
  return parameter.tunable() ||
         (!parameter.row().empty() &&
          std::all_of(parameter.row().begin(), parameter.row().end(), IsHouse));
}

void CheckRuleSet(const LocatedRuleSet& rule, std::vector<FileProblem>* problems) {
  const RuleSet& set = rule.set;
  const auto problem = [&](const char* field, std::string reason) {
    problems->push_back({rule.file, rule.lines.LineOf({{field}}), std::move(reason)});
  };
  if (!IsRuleId(set.rule_id())) {
    problem("rule_id", "A rule id has capitals, digits and '-', starting with a capital.");
  } else if (!rule.file.empty()) {
    const std::string name = std::filesystem::path(rule.file).filename().string();
    if (!absl::StartsWith(name, absl::StrCat(set.rule_id(), "_")) &&
        !absl::StartsWith(name, absl::StrCat(set.rule_id(), "."))) {
      problem("rule_id", absl::StrCat("The file name must start with '", set.rule_id(), "_'."));
    }
  }
  if (set.title().empty()) problem("title", "A rule needs a title.");
  const bool legal =
      std::any_of(set.parameter().begin(), set.parameter().end(), [](const Parameter& parameter) {
        return std::any_of(parameter.row().begin(), parameter.row().end(), IsLegal);
      });
  if (legal && set.law().empty()) problem("law", "A rule with legal figures names its law.");
  if (set.parameter().empty()) problem("rule_id", "A rule needs at least one parameter.");
  std::set<std::string> keys;
  for (int i = 0; i < set.parameter_size(); ++i) {
    ParameterCheck(rule, i, problems).Run();
    if (!keys.insert(set.parameter(i).key()).second) {
      problems->push_back({rule.file, rule.lines.LineOf({{"parameter", i}, {"key"}}),
                           absl::StrCat(set.parameter(i).key(), ": The key is used twice.")});
    }
  }
}

}  // namespace interim::rules
