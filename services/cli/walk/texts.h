// What the walk says, in Dutch and English.
#ifndef INTERIM_SERVICES_CLI_WALK_TEXTS_H_
#define INTERIM_SERVICES_CLI_WALK_TEXTS_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace interim::cli {

// One text.
struct WalkText {
  const char* key;
  const char* nl;
  const char* en;
};

// The texts of the case (what its people write) and of the report, each sorted by nobody.
const std::vector<WalkText>& CaseTexts();
const std::vector<WalkText>& ReportTexts();
const std::vector<WalkText>& WordTexts();

// A text in "nl" or "en".
//   errors  INVALID_ARGUMENT for a key that does not exist
absl::StatusOr<std::string> TextOf(absl::string_view key, absl::string_view language);

// Values for the places "{name}" of a text.
using TextValues = std::vector<std::pair<std::string, std::string>>;
// The text with its places filled; "[key]" when there is no such text, which a test refuses.
std::string Phrase(absl::string_view key, absl::string_view language,
                   const TextValues& values = {});

// "12 januari 2026" or "12 January 2026" from "2026-01-12"; the same text when it is no day.
std::string DayText(absl::string_view iso, absl::string_view language);
// "EUR 12.345,67" or "EUR 12,345.67".
std::string MoneyText(std::int64_t cents, absl::string_view language);
// A decimal number with the decimal sign of the language.
std::string NumberText(absl::string_view decimal, absl::string_view language);

}  // namespace interim::cli

#endif  // INTERIM_SERVICES_CLI_WALK_TEXTS_H_
