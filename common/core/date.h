#ifndef INTERIM_COMMON_CORE_DATE_H_
#define INTERIM_COMMON_CORE_DATE_H_

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace interim {

struct AddMonthsResult;

// Day of the week, numbered as in ISO 8601.
enum class Weekday {
  kMonday = 1,
  kTuesday = 2,
  kWednesday = 3,
  kThursday = 4,
  kFriday = 5,
  kSaturday = 6,
  kSunday = 7,
};

// A civil day, 0001-01-01 to 9999-12-31, without time or zone. A default Date is 1970-01-01.
class Date {
 public:
  constexpr Date() = default;

  // Year 1 to 9999, month 1 to 12, day 1 to 31.
  //   errors  INVALID_ARGUMENT DATE_INVALID when the day does not exist
  static absl::StatusOr<Date> FromYmd(int year, int month, int day);
  // Reads "2026-11-24" and nothing else.
  //   errors  INVALID_ARGUMENT DATE_INVALID
  static absl::StatusOr<Date> Parse(absl::string_view text);
  // The day `days` after 1970-01-01; outside the range the nearest limit.
  static Date FromEpochDays(std::int64_t days);
  static constexpr Date Min() { return Date(std::chrono::year{1} / std::chrono::January / 1); }
  static constexpr Date Max() { return Date(std::chrono::year{9999} / std::chrono::December / 31); }

  int year() const { return static_cast<int>(ymd_.year()); }
  int month() const { return static_cast<int>(static_cast<unsigned>(ymd_.month())); }
  int day() const { return static_cast<int>(static_cast<unsigned>(ymd_.day())); }
  Weekday weekday() const;
  // Days since 1970-01-01; negative before.
  std::int64_t epoch_days() const;

  // The day `days` later (earlier when negative). Beyond the range: Min() or Max().
  Date AddDays(std::int64_t days) const;
  // The same day number `months` later (earlier when negative). When that day does not exist: the
  // last day of that month, with `clamped` set. Beyond the range: Min() or Max(), `clamped` set.
  AddMonthsResult AddMonths(int months) const;
  // `other - *this` in days: 0 for the same day, 1 when `other` is the next day.
  std::int64_t DaysUntil(Date other) const { return other.epoch_days() - epoch_days(); }
  Date FirstDayOfMonth() const;
  Date LastDayOfMonth() const;
  bool IsLeapYear() const { return ymd_.year().is_leap(); }
  // "2026-11-24"
  std::string ToString() const;

  friend constexpr bool operator==(const Date&, const Date&) = default;
  friend constexpr auto operator<=>(const Date&, const Date&) = default;
  template <typename H>
  friend H AbslHashValue(H h, const Date& date) {
    return H::combine(std::move(h), date.year(), date.month(), date.day());
  }

 private:
  explicit constexpr Date(std::chrono::year_month_day ymd) : ymd_(ymd) {}
  std::chrono::year_month_day ymd_{std::chrono::year{1970} / std::chrono::January / 1};
};

// Result of Date::AddMonths.
struct AddMonthsResult {
  Date date;
  bool clamped = false;  // the day number did not exist in the target month
};

// True for a leap year of the Gregorian calendar.
bool IsLeapYear(int year);

// One calendar month.
struct CalendarMonth {
  int year = 1970;
  int month = 1;  // 1 to 12
  friend constexpr bool operator==(const CalendarMonth&, const CalendarMonth&) = default;
  friend constexpr auto operator<=>(const CalendarMonth&, const CalendarMonth&) = default;
};

// Whole months and the days left over.
struct MonthsAndDays {
  int months = 0;
  int days = 0;
  friend constexpr bool operator==(const MonthsAndDays&, const MonthsAndDays&) = default;
};

// A period of days; both ends belong to it. A default period is the single day 1970-01-01.
class DatePeriod {
 public:
  constexpr DatePeriod() = default;

  // Both ends inclusive.
  //   errors  INVALID_ARGUMENT PERIOD_INVALID when `end` is before `start`
  static absl::StatusOr<DatePeriod> Make(Date start, Date end);

  Date start() const { return start_; }
  Date end() const { return end_; }  // last day, inclusive

  // Number of days, both ends counted: at least 1.
  std::int64_t days() const { return start_.DaysUntil(end_) + 1; }
  bool Contains(Date day) const { return start_ <= day && day <= end_; }
  bool Contains(const DatePeriod& other) const {
    return start_ <= other.start_ && other.end_ <= end_;
  }
  // True when at least one day belongs to both.
  bool Overlaps(const DatePeriod& other) const {
    return start_ <= other.end_ && other.start_ <= end_;
  }
  // The days that belong to both; nothing when there are none.
  std::optional<DatePeriod> Intersect(const DatePeriod& other) const;

  // Elapsed time from the first day up to and including the last: the greatest n with
  // AddMonths(start, n) <= end + 1 day, and the days left. 1 January to 31 January is one month.
  MonthsAndDays ElapsedMonths() const;
  // Number of calendar months in which at least one day falls: 31 January to 1 February is two.
  int CalendarMonthsTouched() const;
  // Those months, in order.
  std::vector<CalendarMonth> CalendarMonths() const;
  // Cut at every 1 January: one period per calendar year, in order.
  std::vector<DatePeriod> SplitByYear() const;

  // "2026-01-01..2026-06-30"
  std::string ToString() const;

  friend constexpr bool operator==(const DatePeriod&, const DatePeriod&) = default;

 private:
  constexpr DatePeriod(Date start, Date end) : start_(start), end_(end) {}
  Date start_;
  Date end_;
};

}  // namespace interim

#endif  // INTERIM_COMMON_CORE_DATE_H_
