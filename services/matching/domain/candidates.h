// A candidate's record: who may change what, and how long it may be used (rule R16).
#ifndef INTERIM_SERVICES_MATCHING_DOMAIN_CANDIDATES_H_
#define INTERIM_SERVICES_MATCHING_DOMAIN_CANDIDATES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/core/date.h"
#include "common/core/error.h"
#include "common/law/law_data.h"
#include "google/protobuf/field_mask.pb.h"
#include "interim/matching/v1/candidate.pb.h"

namespace interim::matching {

// Checks what annotations cannot; bad fields are added to `errors` under "candidate.".
void CheckCandidateValues(const v1::Candidate& candidate, Date today, FieldErrors& errors);

// The candidate without what the service sets itself.
v1::Candidate PlainCandidate(const v1::Candidate& candidate);
// `wanted` with what the service sets itself as in `before`.
v1::Candidate ReplaceCandidate(const v1::Candidate& before, const v1::Candidate& wanted);
// `before` with the fields of the mask from `wanted`; an empty mask means all fields `wanted` sets.
// Lists and messages are replaced as a whole. What the service sets itself stays.
v1::Candidate MergeCandidate(const v1::Candidate& before, const v1::Candidate& wanted,
                             const google::protobuf::FieldMask& mask);

// Who changes a candidate from outside the client's organization.
enum class OutsideParty { kSupplier, kCandidate };
// Checks that an outside party changed only what is theirs: availability, days, rate, skills,
// regions, styles and new ties; the candidate also consent.
//   errors  PERMISSION_DENIED FIELD_NOT_YOURS with the first other field
absl::Status CheckOutsideChange(const v1::Candidate& before, const v1::Candidate& after,
                                OutsideParty party);

//   errors  FAILED_PRECONDITION RETENTION_ENDED after the last day of use
absl::Status CheckUsable(const v1::Candidate& candidate, Date today);

// `after` with its last day of use, given how consent changed: given, it runs from the end of the
// last procedure; taken away, it ended yesterday. Nothing while chosen or placed.
//   errors  OUT_OF_RANGE when no row of R16 covers the day
absl::StatusOr<v1::Candidate> WithConsent(const law::LawData& law, const v1::Candidate& before,
                                          const v1::Candidate& after, Date today);

// The candidate as chosen by a selection: no last day of use.
v1::Candidate AsChosen(const v1::Candidate& candidate, absl::string_view selection);
// The candidate when that choice is taken back; the procedure still runs.
v1::Candidate AsNotChosen(const v1::Candidate& candidate, absl::string_view selection);
// The candidate as placed: no last day of use.
v1::Candidate AsPlaced(const v1::Candidate& candidate);
// The candidate when a selection ended on `end` without placing this one. Whoever is placed, or
// chosen by another selection, gets no last day of use; a day that has passed stays.
//   errors  OUT_OF_RANGE when no row of R16 covers the day
absl::StatusOr<v1::Candidate> AsPassedOver(const law::LawData& law, const v1::Candidate& candidate,
                                           absl::string_view selection, Date end);

}  // namespace interim::matching

#endif  // INTERIM_SERVICES_MATCHING_DOMAIN_CANDIDATES_H_
