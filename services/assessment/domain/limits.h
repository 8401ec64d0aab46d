#ifndef INTERIM_SERVICES_ASSESSMENT_DOMAIN_LIMITS_H_
#define INTERIM_SERVICES_ASSESSMENT_DOMAIN_LIMITS_H_

#include <cstddef>

// Limits of this service, each with its reason.
namespace interim::assessment {

// Answers kept in one assessment: a hundred corrections of twenty informants, and still a record
// that is read in one go.
inline constexpr int kMaxAnswers = 2000;
// Answers or facts in one call: every fact of the model several times over.
inline constexpr int kMaxAnswersPerCall = 200;
// Decisions on whose answer counts: every fact of the model several times over.
inline constexpr int kMaxSettlements = 200;
// Needs in one stream: with thirty facts each they fit into one message.
inline constexpr int kMaxNeeds = 4000;
// Needs answered in one message of the stream: few messages, each far below the size limit.
inline constexpr int kNeedsPerMessage = 8;
// The caller's own id of a need, in bytes.
inline constexpr std::size_t kMaxNeedIdBytes = 64;
// Title in a list, in bytes.
inline constexpr std::size_t kMaxTitleBytes = 200;
// A reason in the client's words, in bytes.
inline constexpr std::size_t kMaxReasonBytes = 1000;
// Name of the record that tells an outcome, in bytes.
inline constexpr std::size_t kMaxSourceBytes = 300;
// Questions returned at once, and without a wish.
inline constexpr int kMaxQuestions = 20;
inline constexpr int kDefaultQuestions = 3;

}  // namespace interim::assessment

#endif  // INTERIM_SERVICES_ASSESSMENT_DOMAIN_LIMITS_H_
