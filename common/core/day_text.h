// A day as a reader writes it.
#ifndef INTERIM_COMMON_CORE_DAY_TEXT_H_
#define INTERIM_COMMON_CORE_DAY_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "common/core/date.h"

namespace interim {

// "1 maart 2026" in language "nl"; any other: "1 March 2026".
std::string DayText(Date day, absl::string_view language_code);

}  // namespace interim

#endif  // INTERIM_COMMON_CORE_DAY_TEXT_H_
