// The matching model, checked and ready to use.
#ifndef INTERIM_SERVICES_MATCHING_DOMAIN_MODEL_H_
#define INTERIM_SERVICES_MATCHING_DOMAIN_MODEL_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "interim/matching/v1/match.pb.h"
#include "services/matching/domain/model.pb.h"

namespace interim::matching {

// Points and weights: hundredths of a percent.
inline constexpr std::int32_t kFullBp = 10000;

// Criterion codes the engine computes; the data must name exactly these.
inline constexpr absl::string_view kComparableResult = "COMPARABLE_RESULT";
inline constexpr absl::string_view kKnowledgeFit = "KNOWLEDGE_FIT";
inline constexpr absl::string_view kPoliticalSkill = "POLITICAL_SKILL";
inline constexpr absl::string_view kDiagnosisPlanning = "DIAGNOSIS_PLANNING";
inline constexpr absl::string_view kSectorExperience = "SECTOR_EXPERIENCE";
inline constexpr absl::string_view kLeadershipStyle = "LEADERSHIP_STYLE";
inline constexpr absl::string_view kHandoverRecord = "HANDOVER_RECORD";

// Checks a model as read from services/matching/data/model.textproto.
//   errors  INVALID_ARGUMENT with every wrong field: weights that do not add up to 10,000, an
//   unknown
//           or missing criterion, points outside 0..10,000, a tie kind without a row
absl::Status CheckModel(const MatchingModel& model);

// The suggested criteria in order, with names in `language_code` ("nl" or "en").
std::vector<v1::Criterion> SuggestedCriteria(const MatchingModel& model,
                                             absl::string_view language_code);

// Checks weights chosen by a client and returns them complete: suggested weights and names filled
// in. No criteria at all means the suggested ones.
//   errors  INVALID_ARGUMENT WEIGHTS_INVALID: unknown or doubled criterion, a sum other than 10,000
absl::StatusOr<std::vector<v1::Criterion>> ChosenCriteria(const MatchingModel& model,
                                                          const std::vector<v1::Criterion>& chosen,
                                                          absl::string_view language_code);

// Sets the names of criteria in `language_code`.
void NameCriteria(const MatchingModel& model, absl::string_view language_code,
                  google::protobuf::RepeatedPtrField<v1::Criterion>& criteria);

// True when some weight differs from the suggested one.
bool DiffersFromSuggested(const std::vector<v1::Criterion>& criteria);

// Method by code, or null.
const MethodRow* FindMethod(const MatchingModel& model, absl::string_view code);

}  // namespace interim::matching

#endif  // INTERIM_SERVICES_MATCHING_DOMAIN_MODEL_H_
