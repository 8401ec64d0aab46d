#ifndef INTERIM_COMMON_RULES_RULE_LOADER_H_
#define INTERIM_COMMON_RULES_RULE_LOADER_H_

#include <string>
#include <vector>

#include "common/rules/rule_check.h"
#include "common/rules/text_proto.h"

namespace interim::rules {

// Reads and checks every rule file of a folder and applies overlays; see LoadRuleFolder. All
// problems go to `problems`; rules with problems are left out of the result.
std::vector<LocatedRuleSet> ReadRuleFolder(const std::string& folder,
                                           const std::vector<std::string>& overlay_folders,
                                           std::vector<FileProblem>* problems);

}  // namespace interim::rules

#endif  // INTERIM_COMMON_RULES_RULE_LOADER_H_
