// Values as people write them, in Dutch and English.
#ifndef INTERIM_SERVICES_CLI_PAGE_FORMAT_H_
#define INTERIM_SERVICES_CLI_PAGE_FORMAT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace google::type {
class Date;
class Money;
}  // namespace google::type

namespace interim::cli {

// "12 januari 2026" or "12 January 2026" from "2026-01-12"; the same text when it is no day.
std::string DayText(absl::string_view iso, absl::string_view language);
std::string DayText(const google::type::Date& date, absl::string_view language);
// "2026-01-12".
std::string IsoText(const google::type::Date& date);
// "€ 12.345,67" or "€ 12,345.67"; whole euros without cents.
std::string MoneyText(std::int64_t cents, absl::string_view language);
std::string MoneyText(const google::type::Money& money, absl::string_view language);
// A decimal number with the decimal sign of the language.
std::string NumberText(absl::string_view decimal, absl::string_view language);
// 290 hundredths as "2,9" or "2.9".
std::string HundredthsText(int hundredths, absl::string_view language);

// "a, b and c" in the language.
std::string Listed(const std::vector<std::string>& words, absl::string_view language);
// The text without a last full stop and with a small first letter, to stand inside a sentence.
std::string Inside(std::string text);
// The text with a full stop at its end.
std::string Whole(std::string text);
// The text with a capital first letter.
std::string Capital(std::string text);

}  // namespace interim::cli

#endif  // INTERIM_SERVICES_CLI_PAGE_FORMAT_H_
