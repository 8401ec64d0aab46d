#ifndef INTERIM_COMMON_LAW_CHECK_ALL_H_
#define INTERIM_COMMON_LAW_CHECK_ALL_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/law/inputs.pb.h"
#include "common/law/law_data.h"
#include "interim/type/finding.pb.h"

namespace google::protobuf {
class MessageLite;
}  // namespace google::protobuf

namespace interim::law {

// A rule that was not evaluated, and why.
struct NotApplicable {
  std::string rule_id;      // "R01"
  std::string message_key;  // text key, for example "law.na.no_employment"
};

// All findings on one contract or plan.
struct ComplianceReport {
  std::vector<type::Finding> findings;  // BLOCK, INDETERMINATE, WARN, INFORM, OK; then rule id
  std::vector<NotApplicable> not_applicable;  // in order of rule id
};

// Evaluates every rule that applies to the form and the facts, and says for each other rule why it
// does not. A part of the case that is missing although its rule applies, or a fact inside it that
// the rule needs, gives INDETERMINATE law.facts_missing for that rule.
//   errors  INVALID_ARGUMENT for a form or period that is not set, or a fact that cannot be right
absl::StatusOr<ComplianceReport> CheckAll(const LawData& law, const ComplianceCase& facts);

// Hash of the facts of one rule, as in Finding.inputs_hash: 64 hexadecimal digits.
std::string InputsHash(const google::protobuf::MessageLite& input);

}  // namespace interim::law

#endif  // INTERIM_COMMON_LAW_CHECK_ALL_H_
