#ifndef INTERIM_COMMON_CATALOGUE_WORKING_CALENDAR_H_
#define INTERIM_COMMON_CATALOGUE_WORKING_CALENDAR_H_

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/catalogue/catalogue.pb.h"
#include "common/core/date.h"

namespace interim::catalogue {

// Dutch working days: Monday to Friday without days off. Knows only the years its data covers, and
// says so instead of guessing. Immutable.
//   errors of every function  OUT_OF_RANGE HOLIDAYS_UNKNOWN; metadata year
class WorkingCalendar {
 public:
  // An empty calendar: every question is HOLIDAYS_UNKNOWN.
  WorkingCalendar() = default;
  // Days off of `file` that count under `policy`. The file has been checked.
  WorkingCalendar(const CatalogueFile& file, const WorkingDayPolicy& policy);

  absl::StatusOr<bool> IsWorkingDay(Date day) const;
  // The n-th working day after `day` (before it when n is below 0), `day` itself not counted. With
  // n 0: `day` when it is a working day, else the first one after it.
  absl::StatusOr<Date> AddWorkingDays(Date day, int n) const;
  // Number of working days in a period, both ends included.
  absl::StatusOr<std::int64_t> CountWorkingDays(const DatePeriod& period) const;
  // Days off that are no Saturday or Sunday, sorted.
  std::vector<Date> DaysOff(int year) const;

  // First and last year the data covers; first is above last when there is none.
  int first_year() const { return first_year_; }
  int last_year() const { return last_year_; }

 private:
  absl::Status CheckKnown(Date day) const;
  bool IsFree(Date day) const;

  std::set<Date> days_off_;
  int first_year_ = 1;
  int last_year_ = 0;
};

}  // namespace interim::catalogue

#endif  // INTERIM_COMMON_CATALOGUE_WORKING_CALENDAR_H_
