#ifndef INTERIM_COMMON_LAW_WNT_MONTHS_H_
#define INTERIM_COMMON_LAW_WNT_MONTHS_H_

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "common/core/date.h"
#include "common/core/decimal.h"
#include "common/law/inputs.pb.h"

// Counting of calendar months for the pay cap (R11); not for other folders.
namespace interim::law {

// One calendar month with work in the function.
struct CountedMonth {
  CalendarMonth month;
  Date first_day;
  std::optional<Decimal> hours;  // absent when not known
};

// The months with work, in order, since the last break of more than `restart_after` months without
// work. Taken from `input.months`, or from the period when no months are listed.
//   errors  INVALID_ARGUMENT for a month outside 1..12, a month listed twice, negative hours
absl::StatusOr<std::vector<CountedMonth>> CountMonths(const WntInput& input,
                                                      const DatePeriod& period, int restart_after);

}  // namespace interim::law

#endif  // INTERIM_COMMON_LAW_WNT_MONTHS_H_
