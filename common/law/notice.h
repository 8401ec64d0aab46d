#ifndef INTERIM_COMMON_LAW_NOTICE_H_
#define INTERIM_COMMON_LAW_NOTICE_H_

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "common/core/date.h"
#include "common/core/money.h"
#include "common/law/inputs.pb.h"
#include "common/law/law_data.h"
#include "interim/type/finding.pb.h"

namespace interim::law {

// Written notice on renewal of a fixed-term contract (R02).
struct NoticeResult {
  bool duty = false;
  std::optional<Date> deadline;         // last day for written notice
  std::optional<Money> compensation;    // when notice is late or missing and the wage is known
  std::optional<Date> claim_end;        // last day of the worker's claim
  std::vector<type::Finding> findings;  // exactly one
};

// Computes the deadline and prices a missed notice.
//   returns  INFORM or WARN notice.due, WARN notice.late, OK notice.none or notice.given
//   errors   INVALID_ARGUMENT for missing dates
//   source   BW 7:668 (R02)
absl::StatusOr<NoticeResult> EvaluateNotice(const LawData& law, const NoticeInput& input);

}  // namespace interim::law

#endif  // INTERIM_COMMON_LAW_NOTICE_H_
