#include "common/core/date.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/core/error.h"

namespace interim {
namespace {

namespace ch = std::chrono;

constexpr int kMinYear = 1;
constexpr int kMaxYear = 9999;
constexpr int kMonthsPerYear = 12;

absl::Status DateInvalid(absl::string_view text) {
  return MakeError({.code = absl::StatusCode::kInvalidArgument,
                    .reason = "DATE_INVALID",
                    .message = absl::StrCat("Not an existing date of the form 2026-11-24: '",
                                            text.substr(0, 40), "'."),
                    .metadata = {{"value", std::string(text.substr(0, 40))}}});
}

std::int64_t ToDays(ch::year_month_day ymd) { return ch::sys_days(ymd).time_since_epoch().count(); }

}  // namespace

absl::StatusOr<Date> Date::FromYmd(int year, int month, int day) {
  const bool in_range = year >= kMinYear && year <= kMaxYear && month >= 1 &&
                        month <= kMonthsPerYear && day >= 1 && day <= 31;
  if (in_range) {
    const ch::year_month_day ymd(ch::year(year), ch::month(static_cast<unsigned>(month)),
                                 ch::day(static_cast<unsigned>(day)));
    if (ymd.ok()) return Date(ymd);
  }
  return DateInvalid(absl::StrCat(year, "-", month, "-", day));
}

absl::StatusOr<Date> Date::Parse(absl::string_view text) {
  constexpr absl::string_view kShape = "dddd-dd-dd";
  if (text.size() != kShape.size()) return DateInvalid(text);
  for (std::size_t i = 0; i < kShape.size(); ++i) {
    if (kShape[i] == 'd' ? !absl::ascii_isdigit(text[i]) : text[i] != '-') return DateInvalid(text);
  }
  int year = 0;
  int month = 0;
  int day = 0;
  if (!absl::SimpleAtoi(text.substr(0, 4), &year) || !absl::SimpleAtoi(text.substr(5, 2), &month) ||
      !absl::SimpleAtoi(text.substr(8, 2), &day)) {
    return DateInvalid(text);
  }
  return FromYmd(year, month, day);
}

Date Date::FromEpochDays(std::int64_t days) {
  const std::int64_t clamped = std::clamp(days, ToDays(Min().ymd_), ToDays(Max().ymd_));
  return Date(ch::year_month_day(ch::sys_days(ch::days(static_cast<int>(clamped)))));
}

Weekday Date::weekday() const {
  return static_cast<Weekday>(ch::weekday(ch::sys_days(ymd_)).iso_encoding());
}

std::int64_t Date::epoch_days() const { return ToDays(ymd_); }

Date Date::AddDays(std::int64_t days) const {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(epoch_days(), days, &sum)) return days < 0 ? Min() : Max();
  return FromEpochDays(sum);
}

AddMonthsResult Date::AddMonths(int months) const {
  const std::int64_t total =
      std::int64_t{year()} * kMonthsPerYear + (month() - 1) + std::int64_t{months};
  if (total < std::int64_t{kMinYear} * kMonthsPerYear) return {Min(), true};
  if (total >= (std::int64_t{kMaxYear} + 1) * kMonthsPerYear) return {Max(), true};
  const ch::year_month target(ch::year(static_cast<int>(total / kMonthsPerYear)),
                              ch::month(static_cast<unsigned>(total % kMonthsPerYear) + 1));
  const ch::year_month_day exact = target / ymd_.day();
  if (exact.ok()) return {Date(exact), false};
  return {Date(ch::year_month_day(target / ch::last)), true};
}

Date Date::FirstDayOfMonth() const {
  return Date(ch::year_month_day(ymd_.year(), ymd_.month(), ch::day(1)));
}

Date Date::LastDayOfMonth() const {
  return Date(ch::year_month_day(ymd_.year() / ymd_.month() / ch::last));
}

std::string Date::ToString() const {
  return absl::StrFormat("%04d-%02d-%02d", year(), month(), day());
}

bool IsLeapYear(int year) { return ch::year(year).is_leap(); }

absl::StatusOr<DatePeriod> DatePeriod::Make(Date start, Date end) {
  if (end < start) {
    return MakeError({.code = absl::StatusCode::kInvalidArgument,
                      .reason = "PERIOD_INVALID",
                      .message = absl::StrCat("The period ends (", end.ToString(),
                                              ") before it starts (", start.ToString(), ")."),
                      .metadata = {{"startDate", start.ToString()}, {"endDate", end.ToString()}}});
  }
  return DatePeriod(start, end);
}

std::optional<DatePeriod> DatePeriod::Intersect(const DatePeriod& other) const {
  if (!Overlaps(other)) return std::nullopt;
  return DatePeriod(std::max(start_, other.start_), std::min(end_, other.end_));
}

MonthsAndDays DatePeriod::ElapsedMonths() const {
  // Day numbers, because end + 1 day may lie beyond Date::Max().
  const std::int64_t after_end = end_.epoch_days() + 1;
  int months = CalendarMonthsTouched();
  Date reached = start_.AddMonths(months).date;
  while (months > 0 && reached.epoch_days() > after_end) {
    reached = start_.AddMonths(--months).date;
  }
  return {months, static_cast<int>(after_end - reached.epoch_days())};
}

int DatePeriod::CalendarMonthsTouched() const {
  return (end_.year() - start_.year()) * kMonthsPerYear + end_.month() - start_.month() + 1;
}

std::vector<CalendarMonth> DatePeriod::CalendarMonths() const {
  std::vector<CalendarMonth> months;
  CalendarMonth month{start_.year(), start_.month()};
  for (int n = CalendarMonthsTouched(); n > 0; --n) {
    months.push_back(month);
    month = month.month == kMonthsPerYear ? CalendarMonth{month.year + 1, 1}
                                          : CalendarMonth{month.year, month.month + 1};
  }
  return months;
}

std::vector<DatePeriod> DatePeriod::SplitByYear() const {
  std::vector<DatePeriod> parts;
  Date from = start_;
  while (from.year() < end_.year()) {
    const Date new_years_eve = from.AddMonths(kMonthsPerYear - from.month()).date.LastDayOfMonth();
    parts.push_back(DatePeriod(from, new_years_eve));
    from = new_years_eve.AddDays(1);
  }
  parts.push_back(DatePeriod(from, end_));
  return parts;
}

std::string DatePeriod::ToString() const {
  return absl::StrCat(start_.ToString(), "..", end_.ToString());
}

}  // namespace interim
