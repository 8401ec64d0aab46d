// What the walk says, in Dutch and English.
#ifndef INTERIM_SERVICES_CLI_WALK_TEXTS_H_
#define INTERIM_SERVICES_CLI_WALK_TEXTS_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/cli/page/format.h"
#include "services/cli/page/page.h"

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

// The text with its places filled; "[key]" when there is no such text, which a test refuses.
std::string Phrase(absl::string_view key, absl::string_view language,
                   const TextValues& values = {});

}  // namespace interim::cli

#endif  // INTERIM_SERVICES_CLI_WALK_TEXTS_H_
