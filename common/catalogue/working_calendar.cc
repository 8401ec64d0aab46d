#include "common/catalogue/working_calendar.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "common/core/status_macros.h"

namespace interim::catalogue {
namespace {

constexpr int kLustrumYears = 5;

bool Counts(const Holiday& holiday, int year, const WorkingDayPolicy& policy) {
  switch (holiday.kind()) {
    case HOLIDAY_KIND_GENERAL:
      return true;
    case HOLIDAY_KIND_GOOD_FRIDAY:
      return policy.is_good_friday_off();
    case HOLIDAY_KIND_LIBERATION_DAY:
      return policy.liberation_day() == LIBERATION_DAY_RULE_ALWAYS ||
             (policy.liberation_day() == LIBERATION_DAY_RULE_EVERY_FIVE_YEARS &&
              year % kLustrumYears == 0);
    default:
      return false;
  }
}

}  // namespace

WorkingCalendar::WorkingCalendar(const CatalogueFile& file, const WorkingDayPolicy& policy) {
  bool first = true;
  for (const Holiday& holiday : file.holiday()) {
    const auto date = Date::Parse(holiday.date());
    if (!date.ok()) continue;
    first_year_ = first ? date->year() : std::min(first_year_, date->year());
    last_year_ = first ? date->year() : std::max(last_year_, date->year());
    first = false;
    if (Counts(holiday, date->year(), policy)) days_off_.insert(*date);
  }
}

absl::Status WorkingCalendar::CheckKnown(Date day) const {
  if (first_year_ <= day.year() && day.year() <= last_year_) return absl::OkStatus();
  return MakeError({.code = absl::StatusCode::kOutOfRange,
                    .reason = "HOLIDAYS_UNKNOWN",
                    .message = absl::StrCat("No days off are known for the year ", day.year(), "."),
                    .metadata = {{"year", absl::StrCat(day.year())}}});
}

bool WorkingCalendar::IsFree(Date day) const {
  return day.weekday() == Weekday::kSaturday || day.weekday() == Weekday::kSunday ||
         days_off_.count(day) != 0;
}

absl::StatusOr<bool> WorkingCalendar::IsWorkingDay(Date day) const {
  RETURN_IF_ERROR(CheckKnown(day));
  return !IsFree(day);
}

absl::StatusOr<Date> WorkingCalendar::AddWorkingDays(Date day, int n) const {
  RETURN_IF_ERROR(CheckKnown(day));
  const int step = n < 0 ? -1 : 1;
  int left = n < 0 ? -n : n;
  if (n == 0) {
    if (!IsFree(day)) return day;
    left = 1;
  }
  while (left > 0) {
    day = day.AddDays(step);
    RETURN_IF_ERROR(CheckKnown(day));
    if (!IsFree(day)) --left;
  }
  return day;
}

absl::StatusOr<std::int64_t> WorkingCalendar::CountWorkingDays(const DatePeriod& period) const {
  RETURN_IF_ERROR(CheckKnown(period.start()));
  RETURN_IF_ERROR(CheckKnown(period.end()));
  std::int64_t count = 0;
  for (Date day = period.start(); day <= period.end(); day = day.AddDays(1)) {
    if (!IsFree(day)) ++count;
  }
  return count;
}

std::vector<Date> WorkingCalendar::DaysOff(int year) const {
  std::vector<Date> days;
  for (const Date day : days_off_) {
    const bool weekend = day.weekday() == Weekday::kSaturday || day.weekday() == Weekday::kSunday;
    if (day.year() == year && !weekend) days.push_back(day);
  }
  return days;
}

}  // namespace interim::catalogue
