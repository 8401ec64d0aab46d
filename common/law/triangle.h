#ifndef INTERIM_COMMON_LAW_TRIANGLE_H_
#define INTERIM_COMMON_LAW_TRIANGLE_H_

#include <vector>

#include "absl/status/statusor.h"
#include "common/law/inputs.pb.h"
#include "common/law/law_data.h"
#include "interim/type/finding.pb.h"

namespace interim::law {

// What the relation between lender, client and worker is in law (R08).
enum class TriangleKind { kNotDecided, kServices, kAgency, kPayroll };

// Result of the classification.
struct TriangleResult {
  TriangleKind kind = TriangleKind::kNotDecided;
  std::vector<type::Finding> findings;  // heaviest first, never empty
};

// Classifies the triangle and checks terms and pension.
//   returns  BLOCK payroll.agency_clause, BLOCK payroll.pension, WARN payroll.terms, WARN
//            agency.package, INFORM triangle.payroll or triangle.agency, OK triangle.services
//   errors   INVALID_ARGUMENT for a missing period
//   source   BW 7:690-692a; Waadi 8, 8a, 12a (R08)
absl::StatusOr<TriangleResult> EvaluateTriangle(const LawData& law, const TriangleInput& input);

}  // namespace interim::law

#endif  // INTERIM_COMMON_LAW_TRIANGLE_H_
