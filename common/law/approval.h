#ifndef INTERIM_COMMON_LAW_APPROVAL_H_
#define INTERIM_COMMON_LAW_APPROVAL_H_

#include <vector>

#include "absl/status/statusor.h"
#include "common/law/inputs.pb.h"
#include "common/law/law_data.h"
#include "interim/type/finding.pb.h"

namespace interim::law {

// Result of the approval rule (R13).
struct ApprovalResult {
  std::vector<DecidingBody> required;   // bodies that must decide before signing
  std::vector<DecidingBody> missing;    // of those, without resolution on file
  std::vector<type::Finding> findings;  // heaviest first, never empty
};

// Finds the bodies that decide on the appointment and tells which resolution is missing.
//   returns  BLOCK approval.missing, WARN approval.supervisor, INDETERMINATE approval.unknown, OK
//   errors   INVALID_ARGUMENT for a position that is not set or a missing signing date
//   source   BW 2:132, 2:162, 2:242, 2:272; statutes; Gemeentewet (R13), all unconfirmed until the
//            statutes are loaded
absl::StatusOr<ApprovalResult> EvaluateApproval(const LawData& law, const ApprovalInput& input);

}  // namespace interim::law

#endif  // INTERIM_COMMON_LAW_APPROVAL_H_
