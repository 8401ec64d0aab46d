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
#include "services/matching/domain/evidence.h"
#include "services/matching/domain/model.pb.h"
#include "services/matching/domain/ranking.h"

namespace interim::matching {

// Checks a need: codes present, duration 1 to 24 months, 1 to 5 days a week, a level of 0 to 4.
void CheckNeed(const v1::Need& need, absl::string_view path, FieldErrors& errors);

//   errors  SELECTION_STATE_WRONG unless draft; INVALID_ARGUMENT REASON_REQUIRED when weights
//   differ
//           from the suggestion without a reason
absl::StatusOr<v1::Selection> Freeze(const v1::Selection& selection,
                                     const std::vector<v1::Criterion>& criteria,
                                     absl::string_view reason, absl::Time now);

// Replaces the longlist by these matches, best first. Candidates already knocked out or withdrawn
// stay so; those no longer listed stay behind the list as dropped, with their interests.
//   errors  SELECTION_STATE_WRONG unless criteria are frozen or a longlist stands
absl::StatusOr<v1::Selection> Longlist(const v1::Selection& selection,
                                       const std::vector<v1::Match>& matches,
                                       const v1::Certificate& certificate);

// Adds candidates to the shortlist. One alone is too few, unless the longlist offers no second.
//   errors  SELECTION_STATE_WRONG, CANDIDATE_NOT_LISTED, CANDIDATE_KNOCKED_OUT,
//           CANDIDATE_WITHDRAWN, SHORTLIST_FULL, SHORTLIST_TOO_SMALL
absl::StatusOr<v1::Selection> Shortlist(const MatchingModel& model, const v1::Selection& selection,
                                        const std::vector<std::string>& candidates);

// Judges a declared interest: it counts when its party is one that matters to the need, or whoever
// the party is where the model says so. A rejecting one takes the candidate out; when it is the
// chosen one, the choice is open again.
//   errors  SELECTION_STATE_WRONG before the longlist and from placement on; CANDIDATE_NOT_LISTED
absl::StatusOr<v1::Selection> DeclareInterest(const MatchingModel& model,
                                              const v1::Selection& selection,
                                              absl::string_view candidate, const v1::Tie& tie,
                                              absl::Time now);

// Takes out a candidate who leaves; when it is the chosen one, the choice is open again.
//   errors  SELECTION_STATE_WRONG before the longlist and from placement on; CANDIDATE_NOT_LISTED,
//           CANDIDATE_KNOCKED_OUT, CANDIDATE_WITHDRAWN
absl::StatusOr<v1::Selection> Withdraw(const v1::Selection& selection, absl::string_view candidate,
                                       absl::string_view reason);

// Checks that a score or reference may be given now.
//   errors  SELECTION_STATE_WRONG, CANDIDATE_NOT_SHORTLISTED
absl::Status CheckMayScore(const v1::Selection& selection, absl::string_view candidate);
// Checks points, method and criterion.
//   errors  INVALID_ARGUMENT for points outside 1..5 or an unknown method; CRITERION_UNKNOWN
absl::Status CheckScore(const MatchingModel& model, const v1::Selection& selection,
                        const v1::Score& score);
//   errors  CONSENT_MISSING; CRITERION_UNKNOWN; INVALID_ARGUMENT for points outside 1..5
absl::Status CheckReference(const v1::Selection& selection, const v1::Reference& reference);

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
  std::vector<MissingPiece> missing;    // for everybody on the shortlist
};
//   errors  SELECTION_STATE_WRONG, CANDIDATE_NOT_SHORTLISTED; EVIDENCE_INCOMPLETE with every
//           missing piece; INVALID_ARGUMENT for a rate that is not above zero; RATE_ABOVE_MAXIMUM;
//           REASON_REQUIRED when the choice is not the first by the formula
absl::StatusOr<v1::Selection> Decide(const v1::Selection& selection, const Verdict& verdict,
                                     absl::Time now);

// The position is filled today; telling it again changes nothing.
//   errors  SELECTION_STATE_WRONG unless decided (or placed with this contract already)
absl::StatusOr<v1::Selection> Place(const v1::Selection& selection, absl::string_view contract,
                                    Date today);
// A search that led to no placement ends today.
//   errors  SELECTION_STATE_WRONG when closed already
absl::StatusOr<v1::Selection> CloseProcedure(const v1::Selection& selection, Date today);

// Words everything the service says in a stored selection in the reader's language ("nl" or "en").
void Reword(const MatchingModel& model, absl::string_view language_code, const WordText& word,
            v1::Selection& selection);

}  // namespace interim::matching

#endif  // INTERIM_SERVICES_MATCHING_DOMAIN_SELECTIONS_H_
