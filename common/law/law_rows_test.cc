// Every dated row is used by a case on the day before it starts, that day and the day after: the
// cases of data/cases/ are moved in time until they look the figure up on exactly that day. A row
// or a figure that no case reaches fails here.
// covers: S31, S32, S34, X2, X11

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/law/case_runner.h"
#include "common/law/case_shift.h"
#include "common/rules/rule_tables.h"
#include "gtest/gtest.h"

namespace interim::law {
namespace {

// A case that looks a figure up, and the day it does so.
struct Reader {
  const NamedCase* named;
  Date on;
};
using Readers = std::map<std::pair<std::string, std::string>, std::vector<Reader>>;

const std::vector<NamedCase>& Cases() {
  static const std::vector<NamedCase> cases = ReadCases();
  return cases;
}

Date DayOf(const google::type::Date& date) {
  return Date::FromYmd(date.year(), date.month(), date.day()).value_or(Date());
}

// Which case reads which figure. Cases of all rules at once would only repeat the others.
const Readers& AllReaders() {
  static const Readers readers = [] {
    Readers found;
    for (const NamedCase& named : Cases()) {
      if (named.rule_case.has_compliance()) continue;
      const auto findings = Evaluate(Law(), named.rule_case);
      if (!findings.ok()) continue;
      std::set<std::string> seen;
      for (const type::Finding& finding : *findings) {
        for (const type::UsedFigure& figure : finding.figures()) {
          const Date on = DayOf(figure.on_date());
          if (!seen.insert(absl::StrCat(figure.key(), on.ToString())).second) continue;
          found[{finding.rule_id(), figure.key()}].push_back({&named, on});
        }
      }
    }
    return found;
  }();
  return readers;
}

// What one moved case says about a figure on a day.
enum class Seen { kNotLookedUp, kRightRow, kIndeterminate };

Seen Look(const Reader& reader, const rules::RuleParameter& parameter, Date day) {
  RuleCase moved = reader.named->rule_case;
  ShiftDays(moved, reader.on.DaysUntil(day));
  const auto findings = Evaluate(Law(), moved);
  if (!findings.ok()) return Seen::kNotLookedUp;
  const rules::RuleRow* row = parameter.FindRow(day);
  bool indeterminate = false;
  for (const type::Finding& finding : *findings) {
    indeterminate |= finding.outcome() == type::RULE_OUTCOME_INDETERMINATE;
    for (const type::UsedFigure& figure : finding.figures()) {
      if (figure.key() != parameter.key) continue;
      const Date on = DayOf(figure.on_date());
      const bool same_row = row != nullptr && DayOf(figure.from_date()) == row->from;
      EXPECT_TRUE(on != day || same_row) << parameter.key << " on " << day.ToString();
      // Looked up for the same calendar month (figures per month or year) is the same row too.
      if (same_row && row->Covers(on)) return Seen::kRightRow;
    }
  }
  return row == nullptr && indeterminate ? Seen::kIndeterminate : Seen::kNotLookedUp;
}

// Days around which the figure may change: starts of rows, and the first day after the last.
std::set<std::pair<Date, bool>> DaysAround(const rules::RuleParameter& parameter) {
  std::set<std::pair<Date, bool>> days;  // day, and whether a row covers it
  for (const rules::RuleRow& row : parameter.rows) {
    for (const Date edge : {row.from, row.to.value_or(row.from)}) {
      for (const int step : {-1, 0, 1}) {
        const Date day = edge.AddDays(step);
        days.insert({day, parameter.FindRow(day) != nullptr});
      }
    }
  }
  return days;
}

struct Figure {
  std::string rule_id;
  std::string key;
};

void PrintTo(const Figure& figure, std::ostream* out) {
  *out << figure.rule_id << "/" << figure.key;
}

std::vector<Figure> AllFigures() {
  std::vector<Figure> figures;
  for (const std::string& id : Law().tables().rule_ids()) {
    for (const rules::Parameter& parameter : Law().tables().FindRule(id)->parameter()) {
      if (parameter.row_size() > 0) figures.push_back({id, parameter.key()});
    }
  }
  return figures;
}

class DatedRowTest : public testing::TestWithParam<Figure> {};

TEST_P(DatedRowTest, IsUsedTheDayBeforeOnAndAfter) {
  const Figure& figure = GetParam();
  const rules::RuleParameter* parameter = Law().tables().FindParameter(figure.rule_id, figure.key);
  ASSERT_NE(parameter, nullptr);
  const auto readers = AllReaders().find({figure.rule_id, figure.key});
  ASSERT_NE(readers, AllReaders().end()) << "no case looks this figure up";
  std::vector<std::string> missed;
  for (const auto& [day, covered] : DaysAround(*parameter)) {
    Seen best = Seen::kNotLookedUp;
    for (const Reader& reader : readers->second) {
      best = std::max(best, Look(reader, *parameter, day));
      if (best != Seen::kNotLookedUp) break;
    }
    if (covered && best != Seen::kRightRow) missed.push_back(day.ToString());
    // After the last row of a yearly figure the answer is open, never last year's.
    const bool after_all =
        !covered && parameter->rows.back().to.has_value() && !(day < *parameter->rows.back().to);
    if (after_all && parameter->definition->set_per_year() && best != Seen::kIndeterminate) {
      missed.push_back(absl::StrCat(day.ToString(), " (no row)"));
    }
  }
  EXPECT_TRUE(missed.empty()) << "no case on " << absl::StrJoin(missed, ", ");
}

INSTANTIATE_TEST_SUITE_P(Data, DatedRowTest, testing::ValuesIn(AllFigures()),
                         [](const testing::TestParamInfo<Figure>& info) {
                           return absl::StrCat(info.param.rule_id, "_", info.param.key);
                         });

}  // namespace
}  // namespace interim::law
