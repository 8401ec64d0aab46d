#include "common/law/wnt_months.h"

#include <algorithm>
#include <utility>

#include "common/core/status_macros.h"
#include "common/law/facts.h"

namespace interim::law {
namespace {

// Number of months since year 0, to compare and subtract.
int Index(const CalendarMonth& m) {
  constexpr int kMonthsPerYear = 12;
  return m.year * kMonthsPerYear + m.month;
}

absl::StatusOr<std::vector<CountedMonth>> ReadMonths(const WntInput& in) {
  std::vector<CountedMonth> months;
  for (const WntMonth& month : in.months()) {
    const auto first = Date::FromYmd(month.year(), month.month(), 1);
    if (!first.ok()) return BadFact("months.month", "OUT_OF_RANGE", "no such calendar month");
    ASSIGN_OR_RETURN(const auto hours,
                     FindDecimal(month.has_hours(), month.hours(), "months.hours"));
    if (hours && hours->IsNegative()) {
      return BadFact("months.hours", "OUT_OF_RANGE", "hours may not be negative");
    }
    months.push_back({{month.year(), month.month()}, *first, hours});
  }
  std::sort(months.begin(), months.end(),
            [](const CountedMonth& a, const CountedMonth& b) { return a.first_day < b.first_day; });
  for (std::size_t i = 1; i < months.size(); ++i) {
    if (months[i].month == months[i - 1].month) {
      return BadFact("months.month", "DUPLICATE", "each calendar month once");
    }
  }
  return months;
}

}  // namespace

absl::StatusOr<std::vector<CountedMonth>> CountMonths(const WntInput& input,
                                                      const DatePeriod& period, int restart_after) {
  ASSIGN_OR_RETURN(std::vector<CountedMonth> months, ReadMonths(input));
  if (months.empty()) {
    for (const CalendarMonth& month : period.CalendarMonths()) {
      ASSIGN_OR_RETURN(const Date first, Date::FromYmd(month.year, month.month, 1));
      months.push_back({month, first, std::nullopt});
    }
  }
  std::size_t start = 0;
  for (std::size_t i = 1; i < months.size(); ++i) {
    const int empty = Index(months[i].month) - Index(months[i - 1].month) - 1;
    if (empty > restart_after) start = i;
  }
  months.erase(months.begin(), months.begin() + static_cast<std::ptrdiff_t>(start));
  return months;
}

}  // namespace interim::law
