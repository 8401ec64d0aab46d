// Every way in which matching says no: code, reason, text and metadata keys are written once, here.
#ifndef INTERIM_SERVICES_MATCHING_DOMAIN_ERRORS_H_
#define INTERIM_SERVICES_MATCHING_DOMAIN_ERRORS_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/core/error.h"
#include "interim/matching/v1/match.pb.h"
#include "interim/matching/v1/selection.pb.h"

namespace interim::matching {

// FAILED_PRECONDITION SELECTION_STATE_WRONG. Metadata: selection, state, allowed.
absl::Status SelectionStateWrong(const v1::Selection& selection, absl::string_view allowed);
// INVALID_ARGUMENT WEIGHTS_INVALID. Metadata: sum, and code for an unknown or doubled criterion.
absl::Status WeightsInvalid(int sum, absl::string_view code);
// INVALID_ARGUMENT REASON_REQUIRED. Metadata: why.
absl::Status ReasonRequired(absl::string_view why);
// FAILED_PRECONDITION NO_CANDIDATES. Metadata: one key per knock-out code with its count.
absl::Status NoCandidates(const std::vector<v1::KnockOutCount>& counts);
// FAILED_PRECONDITION CANDIDATE_NOT_LISTED. Metadata: candidate.
absl::Status CandidateNotListed(absl::string_view candidate);
// FAILED_PRECONDITION CANDIDATE_KNOCKED_OUT. Metadata: candidate, code.
absl::Status CandidateKnockedOut(absl::string_view candidate, absl::string_view code);
// FAILED_PRECONDITION SHORTLIST_FULL. Metadata: limit, value.
absl::Status ShortlistFull(int limit, int value);
// FAILED_PRECONDITION CANDIDATE_NOT_SHORTLISTED. Metadata: candidate.
absl::Status CandidateNotShortlisted(absl::string_view candidate);
// INVALID_ARGUMENT CRITERION_UNKNOWN, with the field. Metadata: code.
absl::Status CriterionUnknown(absl::string_view field, absl::string_view code);
// ALREADY_EXISTS SCORE_EXISTS. Metadata: candidate, method, criterion.
absl::Status ScoreExists(const v1::Score& score);
// FAILED_PRECONDITION CONSENT_MISSING. Metadata: candidate.
absl::Status ConsentMissing(absl::string_view candidate);
// FAILED_PRECONDITION EVIDENCE_INCOMPLETE; each missing piece as a precondition. Metadata:
// candidate, missingCount.
absl::Status EvidenceIncomplete(absl::string_view candidate,
                                std::vector<PreconditionViolation> missing);
// FAILED_PRECONDITION SUPPLIER_UNKNOWN. Metadata: supplier.
absl::Status SupplierUnknown(absl::string_view supplier);
// FAILED_PRECONDITION RETENTION_ENDED. Metadata: candidate, deleteDate.
absl::Status RetentionEnded(absl::string_view candidate, absl::string_view delete_date);
// FAILED_PRECONDITION ADVICE_NOT_ACCEPTED. Metadata: assessment, state.
absl::Status AdviceNotAccepted(absl::string_view assessment, absl::string_view state);
// FAILED_PRECONDITION ADVICE_NOT_INTERIM. Metadata: assessment, outcome.
absl::Status AdviceNotInterim(absl::string_view assessment, absl::string_view outcome);
// PERMISSION_DENIED FIELD_NOT_YOURS. Metadata: candidate, field.
absl::Status FieldNotYours(absl::string_view candidate, absl::string_view field);
// FAILED_PRECONDITION SHORTLIST_TOO_SMALL. Metadata: minimum, value.
absl::Status ShortlistTooSmall(int minimum, int value);
// FAILED_PRECONDITION NOTHING_TO_DISCUSS. Metadata: candidate, criterion.
absl::Status NothingToDiscuss(absl::string_view candidate, absl::string_view criterion);
// FAILED_PRECONDITION RATE_ABOVE_MAXIMUM. Metadata: rate, maximum.
absl::Status RateAboveMaximum(absl::string_view rate, absl::string_view maximum);
// FAILED_PRECONDITION CANDIDATE_WITHDRAWN. Metadata: candidate.
absl::Status CandidateWithdrawn(absl::string_view candidate);

// The name of a state without its prefix: "LONGLISTED".
std::string ShortName(v1::SelectionState state);

}  // namespace interim::matching

#endif  // INTERIM_SERVICES_MATCHING_DOMAIN_ERRORS_H_
