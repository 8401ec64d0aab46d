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

// Figures that no evaluator compares: they are told to readers by the list of rules. Their rows are
// looked up directly.
const std::set<std::string>& ForReaders() {
  static const std::set<std::string> figures = {
      "R05/bad_faith_years", "R08/agency_clause_weeks_cao", "R09/application_window",
      "R09/security_deposit", "R09/sign_up_window", "R12/agency_worker_months",
      "R14/threshold_works", "R15/sick_pay_weeks", "R15/small_employer_wage_max",
      "R15/statutory_leave_weeks", "R17/missing_id_fine_max",
      // Named in messages about a duty that starts later than its own row.
      "R09/admission_required_from",
      // Decides where counting starts again; findings do not rest on it unless it does.
      "R11/restart_after_empty_months"};
  return figures;
}

// What one moved case says about a figure on a day.
enum class Seen { kNotLookedUp, kIndeterminate, kRightRow };

Seen LookOn(const Reader& reader, const rules::RuleParameter& parameter, Date target, Date day) {
  RuleCase moved = reader.named->rule_case;
  ShiftDays(moved, reader.on.DaysUntil(target));
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
      if (same_row && row->Covers(on)) return Seen::kRightRow;
    }
  }
  return indeterminate ? Seen::kIndeterminate : Seen::kNotLookedUp;
}

// A figure per month or year is looked up for the first day of the month, one per period for its
// first or last day; each way of reaching the day is tried.
Seen Look(const Reader& reader, const rules::RuleParameter& parameter, Date day) {
  Seen best = Seen::kNotLookedUp;
  const Date new_year = Date::FromYmd(day.year(), 1, 1).value_or(day);
  for (const Date target : {day, day.FirstDayOfMonth(), new_year}) {
    best = std::max(best, LookOn(reader, parameter, target, day));
    if (best == Seen::kRightRow) break;
  }
  return best;
}

// Days around which the figure may change: starts of rows, and the first day after the last.
std::set<Date> DaysAround(const rules::RuleParameter& parameter) {
  std::set<Date> days;
  for (const rules::RuleRow& row : parameter.rows) {
    for (const Date edge : {row.from, row.to.value_or(row.from)}) {
      for (const int step : {-1, 0, 1}) days.insert(edge.AddDays(step));
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
  const std::string name = absl::StrCat(figure.rule_id, "/", figure.key);
  const rules::RuleParameter* parameter = Law().tables().FindParameter(figure.rule_id, figure.key);
  ASSERT_NE(parameter, nullptr);
  if (ForReaders().count(name) > 0) {
    for (const rules::RuleRow& row : parameter->rows) {
      EXPECT_EQ(parameter->FindRow(row.from), &row);
      EXPECT_EQ(parameter->FindRow(row.from.AddDays(1)), &row);
      EXPECT_NE(parameter->FindRow(row.from.AddDays(-1)), &row);
      const Date last = row.to.value_or(row.from.AddDays(-1));
      EXPECT_NE(parameter->FindRow(last), &row);
    }
    return;
  }
  const auto readers = AllReaders().find({figure.rule_id, figure.key});
  ASSERT_NE(readers, AllReaders().end()) << "no case looks this figure up";
  std::set<Date> reached;  // first days of rows that some case used
  for (const Reader& reader : readers->second) {
    const rules::RuleRow* row = parameter->FindRow(reader.on);
    if (row != nullptr) reached.insert(row->from);
  }
  std::vector<std::string> missed;
  for (const Date day : DaysAround(*parameter)) {
    const rules::RuleRow* row = parameter->FindRow(day);
    Seen best = Seen::kNotLookedUp;
    for (const Reader& reader : readers->second) {
      best = std::max(best, Look(reader, *parameter, day));
      if (best == Seen::kRightRow) break;
    }
    if (row != nullptr && best == Seen::kRightRow) reached.insert(row->from);
    // Without a row, or while another figure of the rule has none, the answer is open: never that
    // of another year. A figure that the law did not ask for yet is not looked up.
    const bool open = best == Seen::kIndeterminate;
    if (row != nullptr && best != Seen::kRightRow && !open) missed.push_back(day.ToString());
    const bool after_all = row == nullptr && parameter->rows.back().to.has_value() &&
                           !(day < *parameter->rows.back().to);
    if (after_all && parameter->definition->set_per_year() && !open) {
      missed.push_back(absl::StrCat(day.ToString(), " (no row)"));
    }
  }
  EXPECT_TRUE(missed.empty()) << "no case on " << absl::StrJoin(missed, ", ");
  for (const rules::RuleRow& row : parameter->rows) {
    // Month 13 cannot lie in the first year of the interim amounts.
    if (name == "R11/general_year" && row.from == parameter->rows.front().from) continue;
    EXPECT_EQ(reached.count(row.from), 1u) << "no case uses the row of " << row.from.ToString();
  }
}

INSTANTIATE_TEST_SUITE_P(Data, DatedRowTest, testing::ValuesIn(AllFigures()),
                         [](const testing::TestParamInfo<Figure>& param) {
                           return absl::StrCat(param.param.rule_id, "_", param.param.key);
                         });

}  // namespace
}  // namespace interim::law
