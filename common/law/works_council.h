#ifndef INTERIM_COMMON_LAW_WORKS_COUNCIL_H_
#define INTERIM_COMMON_LAW_WORKS_COUNCIL_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/core/date.h"
#include "common/law/inputs.pb.h"
#include "common/law/law_data.h"
#include "interim/type/finding.pb.h"

namespace interim::law {

// What the participation rule says about one decision (R12).
struct WorksCouncilResult {
  ParticipationRight right = PARTICIPATION_RIGHT_UNSPECIFIED;  // UNSPECIFIED: none
  std::string article;           // for example "WOR art. 25 lid 1 sub d, e"; empty without right
  bool request_missing = false;  // a right exists and no request is on file
  std::optional<Date> executable_from;  // first day of execution after a deviating decision
  std::optional<Date> appeal_until;     // last day of appeal, inclusive
  std::vector<type::Finding> findings;  // heaviest first, never empty
};

// Finds the participation right, its effect and the suspension for one decision.
//   returns  WARN or.art30 (director), BLOCK or.group (group hiring without advice), BLOCK
//            or.suspended (execution inside the month), WARN or.advice_missing, INFORM, OK
//   errors   INVALID_ARGUMENT for a subject that is not set or a date that does not exist
//   source   WOR art. 2, 25, 26, 27, 30, 31c, 35c (R12)
absl::StatusOr<WorksCouncilResult> EvaluateWorksCouncil(const LawData& law,
                                                        const WorksCouncilInput& input);

// First day on which a decision that departs from the advice may be executed: one month after the
// day the council was told, plus one day. Told on 2026-11-24: 2026-12-25.
//   notified  day the council was told in writing
//   errors    OUT_OF_RANGE when no row covers the day (callers report INDETERMINATE)
//   source    WOR art. 25 lid 6 (R12, key suspension_months)
absl::StatusOr<Date> SuspensionEnd(const LawData& law, Date notified);

}  // namespace interim::law

#endif  // INTERIM_COMMON_LAW_WORKS_COUNCIL_H_
