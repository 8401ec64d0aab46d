// What must be on record before a person decides, and what counts of it.
#ifndef INTERIM_SERVICES_MATCHING_DOMAIN_EVIDENCE_H_
#define INTERIM_SERVICES_MATCHING_DOMAIN_EVIDENCE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "interim/matching/v1/selection.pb.h"
#include "services/matching/domain/model.pb.h"

namespace interim::matching {

// What was recorded about the shortlist.
struct Evidence {
  std::vector<v1::Score> scores;
  std::vector<v1::Reference> references;
};

// How many raters have scored every weighted criterion of a candidate.
int CompleteRaters(const v1::Selection& selection, absl::string_view candidate,
                   const std::vector<v1::Score>& scores);

// The scores of a candidate that count: open ones of complete raters. Until then they are blind.
std::vector<v1::Score> CountedScores(const v1::Selection& selection, absl::string_view candidate,
                                     const std::vector<v1::Score>& scores);

// Sets how many different referees a candidate has, and whether one was the client. Two references
// from the same organization in the same relation count as one referee.
void CountReferences(const std::vector<v1::Reference>& references, v1::Entry& entry);

// Criteria on which two counted raters differ too much by one method, without a recorded outcome.
std::vector<std::string> OpenDiscussions(const MatchingModel& model, const v1::Selection& selection,
                                         absl::string_view candidate,
                                         const std::vector<v1::Score>& scores);

// One thing that is missing before a decision.
struct MissingPiece {
  std::string code;  // RATERS, METHOD, REFERENCES, CLIENT_REFERENCE, DISCUSSION
  std::string candidate;
  int have = 0;
  int need = 0;
  std::string detail;  // the method or criterion, where there is one
};
// All that is missing for a candidate on the shortlist.
std::vector<MissingPiece> MissingEvidence(const MatchingModel& model,
                                          const v1::Selection& selection, const Evidence& evidence,
                                          absl::string_view candidate);

// What is recorded of a talk between raters.
struct Talk {
  std::string candidate;
  std::string criterion;
  std::string outcome;
  std::string recorder;
};
// Records the outcome of a talk; the scores stay.
//   errors  SELECTION_STATE_WRONG, CANDIDATE_NOT_SHORTLISTED, CRITERION_UNKNOWN; NOTHING_TO_DISCUSS
//           while the scores are blind or do not differ
absl::StatusOr<v1::Selection> RecordDiscussion(const MatchingModel& model,
                                               const v1::Selection& selection,
                                               const std::vector<v1::Score>& scores,
                                               const Talk& talk, absl::Time now);

}  // namespace interim::matching

#endif  // INTERIM_SERVICES_MATCHING_DOMAIN_EVIDENCE_H_
