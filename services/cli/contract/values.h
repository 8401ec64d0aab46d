// Values and figures of rules as people read them.
#ifndef INTERIM_SERVICES_CLI_CONTRACT_VALUES_H_
#define INTERIM_SERVICES_CLI_CONTRACT_VALUES_H_

#include <string>

#include "absl/strings/string_view.h"
#include "interim/type/finding.pb.h"
#include "services/cli/page/page.h"

namespace interim::cli {

// The name of a value in the language; an unknown key with spaces for its underscores.
std::string ValueName(absl::string_view key, const Speech& speech);
// "32700.00 EUR", "2026-01-01", "true", "0.21" or text as people write it, with its unit.
std::string ValueShown(absl::string_view value, absl::string_view unit, const Speech& speech);
// A formula with amounts, numbers and words in the language.
std::string FormulaShown(absl::string_view formula, const Speech& speech);

// "let op" and the like.
std::string WeightOf(type::RuleOutcome outcome, const Speech& speech);
// What follows the prefix of an enum value: "WARN".
std::string CodeOf(const std::string& name, absl::string_view prefix);

}  // namespace interim::cli

#endif  // INTERIM_SERVICES_CLI_CONTRACT_VALUES_H_
