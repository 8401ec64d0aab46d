#ifndef INTERIM_COMMON_RULES_RULE_CHECK_H_
#define INTERIM_COMMON_RULES_RULE_CHECK_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/rules/rule_tables.h"
#include "common/rules/text_proto.h"
#include "interim/rules/rule_set.pb.h"

namespace interim::rules {

// A rule together with the place it was read from.
struct LocatedRuleSet {
  RuleSet set;
  std::string file;
  LineIndex lines;  // empty for a rule that is not from a file
};

// Reads the value of a row.
//   errors  those of the value's own type; INVALID_ARGUMENT when it is not set
absl::StatusOr<RuleValue> ParseRuleValue(const Value& value);

// Adds everything that is wrong with one rule: missing unit, source, evidence or check date, rows
// that are unsorted or overlap, holes without a reason, values of different types.
void CheckRuleSet(const LocatedRuleSet& rule, std::vector<FileProblem>* problems);

// True when an overlay may replace the rows of this parameter.
bool IsTunable(const Parameter& parameter);

}  // namespace interim::rules

#endif  // INTERIM_COMMON_RULES_RULE_CHECK_H_
