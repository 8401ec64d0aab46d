// A selection procedure: criteria, longlist, shortlist, interests, decision. The selection is the
// root record; every step rewrites it.
#ifndef INTERIM_SERVICES_MATCHING_DOMAIN_SELECTIONS_H_
#define INTERIM_SERVICES_MATCHING_DOMAIN_SELECTIONS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/core/date.h"
#include "common/core/error.h"
#include "interim/matching/v1/selection.pb.h"
#include "services/matching/domain/model.pb.h"

namespace interim::matching {

// Checks a need: codes present, duration 1 to 24 months, 1 to 5 days a week, a level of 0 to 4.
void CheckNeed(const v1::Need& need, absl::string_view path, FieldErrors& errors);

//   errors  SELECTION_STATE_WRONG unless draft; INVALID_ARGUMENT REASON_REQUIRED when weights
//   differ
//           from the suggestion without a reason
absl::StatusOr<v1::Selection> Freeze(const v1::Selection& selection,
                                     const std::vector<v1::Criterion>& criteria,
                                     absl::string_view reason, absl::Time now);

// Replaces the longlist by these matches, best first. Candidates already knocked out by an interest
// stay out.
//   errors  SELECTION_STATE_WRONG unless criteria are frozen or a longlist stands
absl::StatusOr<v1::Selection> Longlist(const v1::Selection& selection,
                                       const std::vector<v1::Match>& matches,
                                       const v1::Certificate& certificate);

//   errors  SELECTION_STATE_WRONG, CANDIDATE_NOT_LISTED, CANDIDATE_KNOCKED_OUT, SHORTLIST_FULL
absl::StatusOr<v1::Selection> Shortlist(const MatchingModel& model, const v1::Selection& selection,
                                        const std::vector<std::string>& candidates);

// Judges a declared interest: it counts when its party is one that matters to the need. A rejecting
// one takes the candidate out, `reason` is told.
//   errors  SELECTION_STATE_WRONG when decided or closed; CANDIDATE_NOT_LISTED
absl::StatusOr<v1::Selection> DeclareInterest(const MatchingModel& model,
                                              const v1::Selection& selection,
                                              absl::string_view candidate, const v1::Tie& tie,
                                              absl::string_view reason, absl::Time now);

// Checks that a score or reference may be given now.
//   errors  SELECTION_STATE_WRONG, CANDIDATE_NOT_SHORTLISTED
absl::Status CheckMayScore(const v1::Selection& selection, absl::string_view candidate);
// Checks points, method and criterion.
//   errors  INVALID_ARGUMENT for points outside 1..5 or an unknown method; CRITERION_UNKNOWN
absl::Status CheckScore(const MatchingModel& model, const v1::Selection& selection,
                        const v1::Score& score);
//   errors  CONSENT_MISSING; CRITERION_UNKNOWN; INVALID_ARGUMENT for points outside 1..5
absl::Status CheckReference(const v1::Selection& selection, const v1::Reference& reference);

// How many raters have scored every weighted criterion of a candidate.
int CompleteRaters(const v1::Selection& selection, absl::string_view candidate,
                   const std::vector<v1::Score>& scores);

// The entry of a candidate, or null.
const v1::Entry* FindEntry(const v1::Selection& selection, absl::string_view candidate);
v1::Entry* FindEntry(v1::Selection& selection, absl::string_view candidate);

// What a decision is made of.
struct Verdict {
  std::string candidate;
  std::string decider;
  std::string reason;
  v1::Channel channel = v1::CHANNEL_UNSPECIFIED;
  std::string supplier;
  google::type::Money hourly_rate;
  std::vector<v1::Finalist> finalists;  // best first
};
//   errors  SELECTION_STATE_WRONG, CANDIDATE_NOT_SHORTLISTED; EVIDENCE_INCOMPLETE with every
//   missing
//           piece; REASON_REQUIRED when the choice is not the first by the formula
absl::StatusOr<v1::Selection> Decide(const MatchingModel& model, const v1::Selection& selection,
                                     const Verdict& verdict, absl::Time now);

//   errors  SELECTION_STATE_WRONG unless decided (or placed with this contract already)
absl::StatusOr<v1::Selection> Place(const v1::Selection& selection, absl::string_view contract);
//   errors  SELECTION_STATE_WRONG when closed already
absl::StatusOr<v1::Selection> CloseProcedure(const v1::Selection& selection, Date today);

}  // namespace interim::matching

#endif  // INTERIM_SERVICES_MATCHING_DOMAIN_SELECTIONS_H_
