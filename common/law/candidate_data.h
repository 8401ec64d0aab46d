#ifndef INTERIM_COMMON_LAW_CANDIDATE_DATA_H_
#define INTERIM_COMMON_LAW_CANDIDATE_DATA_H_

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "common/core/date.h"
#include "common/law/inputs.pb.h"
#include "common/law/law_data.h"
#include "interim/type/finding.pb.h"

namespace interim::law {

// Last day on which data of a candidate who was not chosen may be kept (R16).
//   procedure_end  day the position was filled or the search was closed
//   with_consent   recorded consent to keep longer
//   errors         OUT_OF_RANGE when no row covers the day
//   source         GDPR art. 5 lid 1 sub e (R16, keys keep_days, keep_consent_months)
enum class KeepConsent { kNone, kGiven };
absl::StatusOr<Date> DeleteOn(const LawData& law, Date procedure_end, KeepConsent consent);

// Result of the candidate data rule.
struct CandidateDataResult {
  std::optional<Date> delete_on;        // absent while the procedure runs
  bool ai_transparency = false;         // AI Act art. 50 applies on the day judged
  bool ai_high_risk = false;            // high-risk duties apply on the day judged
  std::vector<type::Finding> findings;  // heaviest first, never empty
};

// Judges retention, categories held and automated selection on a day.
//   returns  BLOCK data.purge, BLOCK data.human, WARN data.dpia, WARN data.category, INFORM, OK
//   errors   INVALID_ARGUMENT for a missing as_of_date
//   source   GDPR, UAVG, AI Act, Directive (EU) 2023/970 (R16)
absl::StatusOr<CandidateDataResult> EvaluateCandidateData(const LawData& law,
                                                          const CandidateDataInput& input);

}  // namespace interim::law

#endif  // INTERIM_COMMON_LAW_CANDIDATE_DATA_H_
