#ifndef INTERIM_COMMON_RULES_RULES_CHECK_H_
#define INTERIM_COMMON_RULES_RULES_CHECK_H_

#include <ostream>
#include <string>
#include <vector>

namespace interim::rules {

// The data check of CI: looks through each folder and everything below it, checks every rule file
// and every text file, and demands that all other *.textproto files say which message they hold.
// Rules within one folder form a set; all texts form one catalogue.
// Prints each problem as "file:line: reason" to `out`, then a summary.
//   returns  0 when all is well, 1 when there are problems, 2 when no folder was given
int RunRulesCheck(const std::vector<std::string>& folders, std::ostream& out);

}  // namespace interim::rules

#endif  // INTERIM_COMMON_RULES_RULES_CHECK_H_
