#ifndef INTERIM_COMMON_LAW_CHAIN_H_
#define INTERIM_COMMON_LAW_CHAIN_H_

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "common/core/date.h"
#include "common/law/inputs.pb.h"
#include "common/law/law_data.h"
#include "interim/type/finding.pb.h"

namespace interim::law {

// Place of a contract in the fixed-term chain (R01).
struct ChainResult {
  int position = 0;                     // 1 is the first; 0 when not decided or not a link
  std::optional<Date> limit;            // first day after the permitted period
  std::optional<Date> permanent_from;   // set when the contract converts
  std::vector<type::Finding> findings;  // exactly one
};

// Tells whether a fixed-term contract becomes permanent.
//   returns  BLOCK chain.converts, WARN chain.last, INDETERMINATE chain.review, OK chain.fine
//   errors   INVALID_ARGUMENT for a contract without start date or with an end before the start
//   source   BW 7:668a (R01)
absl::StatusOr<ChainResult> EvaluateChain(const LawData& law, const ChainInput& input);

}  // namespace interim::law

#endif  // INTERIM_COMMON_LAW_CHAIN_H_
