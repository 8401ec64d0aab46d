#ifndef INTERIM_COMMON_LAW_SELF_EMPLOYED_H_
#define INTERIM_COMMON_LAW_SELF_EMPLOYED_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/core/date.h"
#include "common/core/decimal.h"
#include "common/law/inputs.pb.h"
#include "common/law/law_data.h"
#include "interim/type/finding.pb.h"

namespace interim::law {

// Band of the working-relationship test. A band is never a legal certainty.
enum class RiskBand { kNotDecided, kLow, kMedium, kHigh };

// What the tax authority may do about work in one part of the period (cut at 1 January).
struct Exposure {
  DatePeriod period;
  std::string corrections;    // "YES", "BAD_FAITH_ONLY"
  bool default_fine = false;  // verzuimboete
  std::string offence_fine;   // "YES", "NO", "BAD_FAITH_ONLY": vergrijpboete
  std::string first_contact;  // "COMPANY_VISIT", "AUDIT", "NONE"
};

// Outcome of the working-relationship test (R05).
struct SelfEmployedResult {
  RiskBand band = RiskBand::kNotDecided;
  std::optional<Decimal> sum;           // house formula, -18..18; for tests, never shown
  std::vector<int> weakest_viewpoints;  // 1..9, lowest score first; at most three
  std::vector<Exposure> exposure;       // one per calendar year of the period
  std::vector<type::Finding> findings;  // heaviest first; band first, then one per year
};

// Scores the recorded facts and splits the exposure by calendar year.
//   returns  BLOCK dba.high (WARN after legal sign-off), WARN dba.medium, INFORM dba.low,
//            INDETERMINATE dba.unknown; plus INFORM dba.exposure per year
//   errors   INVALID_ARGUMENT: viewpoint outside 1..9, score outside -2..2, period missing
//   source   BW 7:610; HR ECLI:NL:HR:2023:443, ECLI:NL:HR:2025:319; bands are house rules (R05)
absl::StatusOr<SelfEmployedResult> EvaluateSelfEmployed(const LawData& law,
                                                        const SelfEmployedInput& input);

// What the clauses answer by themselves, by the question catalogue: per question the score nearest
// to employment, without evidence. Empty when no clause speaks.
std::vector<ViewpointAnswer> ClauseAnswers(
    const LawData& law, const google::protobuf::RepeatedPtrField<RestrictiveClause>& clauses);

// The part of R05 that needs no answers: exposure by calendar year.
//   errors  OUT_OF_RANGE when no row covers a day of the period
absl::StatusOr<std::vector<Exposure>> ExposureByYear(const LawData& law, DatePeriod period);

// Questions of the test, in order of viewpoint; texts and measures stand in the text catalogue.
const ViewpointQuestionCatalogue& ViewpointQuestions(const LawData& law);

}  // namespace interim::law

#endif  // INTERIM_COMMON_LAW_SELF_EMPLOYED_H_
