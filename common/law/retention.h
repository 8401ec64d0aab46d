#ifndef INTERIM_COMMON_LAW_RETENTION_H_
#define INTERIM_COMMON_LAW_RETENTION_H_

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "common/core/date.h"
#include "common/law/inputs.pb.h"
#include "common/law/law_data.h"
#include "interim/type/finding.pb.h"

namespace interim::law {

// Last day of the fiscal retention term: 31 December of the seventh year after the last year in
// which the contract was performed or paid. Last payment 2026-12-05: 2033-12-31.
//   last_relevant  later of last performance and last payment
//   errors         OUT_OF_RANGE when no row covers the day
//   source         Awr art. 52 (R17, key fiscal_years)
absl::StatusOr<Date> KeepUntil(const LawData& law, Date last_relevant);

// Result of the retention rule.
struct RetentionResult {
  std::optional<Date> keep_until;          // absent while the contract runs
  std::optional<Date> id_copy_keep_until;  // employees only
  std::vector<type::Finding> findings;     // heaviest first, never empty
};

// Judges identity documents and retention.
//   returns  INFORM keep.fiscal, WARN identity.copy, WARN identity.missing, OK
//   errors   INVALID_ARGUMENT for a missing as_of_date
//   source   Wet LB 1964 art. 28; Awr art. 52 (R17)
absl::StatusOr<RetentionResult> EvaluateRetention(const LawData& law, const RetentionInput& input);

}  // namespace interim::law

#endif  // INTERIM_COMMON_LAW_RETENTION_H_
