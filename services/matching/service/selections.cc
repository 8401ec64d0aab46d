#include "services/matching/service/selections.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "common/type/convert.h"
#include "services/matching/domain/candidates.h"
#include "services/matching/domain/errors.h"
#include "services/matching/domain/selections.h"
#include "services/matching/service/from_assessment.h"

namespace interim::matching {
namespace {

template <class T>
std::vector<T> Values(const std::vector<rpc::Stored<T>>& stored) {
  std::vector<T> values;
  values.reserve(stored.size());
  for (const auto& record : stored) values.push_back(*record);
  return values;
}

constexpr int kMostLonglist = 50;

}  // namespace

absl::StatusOr<v1::Selection> Selections::Create(rpc::Call& call,
                                                 const v1::CreateSelectionRequest& request) {
  v1::Need need = request.selection().need();
  if (!request.assessment().empty()) {
    ASSIGN_OR_RETURN(need, FillFromAssessment(call, request.assessment(), need));
  }
  FieldErrors errors;
  CheckNeed(need, "selection.need", errors);
  CheckNeedCodes(data_, need, "selection.need", errors);
  RETURN_IF_ERROR(errors.ToStatus());
  v1::Selection selection;
  selection.set_state(v1::SELECTION_STATE_DRAFT);
  selection.set_assessment(request.assessment());
  selection.set_session(std::string(call.session()));
  *selection.mutable_need() = need;
  return call.Create("", selection, "selection.created");
}

absl::StatusOr<v1::Selection> Selections::Freeze(rpc::Call& call,
                                                 const v1::FreezeCriteriaRequest& request) {
  ASSIGN_OR_RETURN(
      const auto criteria,
      ChosenCriteria(data_.model, {request.criteria().begin(), request.criteria().end()},
                     LanguageCode(call)));
  ASSIGN_OR_RETURN(const auto selection, call.Load<v1::Selection>(request.name()));
  ASSIGN_OR_RETURN(const auto frozen,
                   matching::Freeze(*selection, criteria, request.reason(), call.now()));
  rpc::Commit commit = call.Begin("selection.criteria_frozen");
  commit.Update(selection, frozen);
  commit.Reason(request.reason());
  RETURN_IF_ERROR(call.Finish(std::move(commit)));
  return call.Committed(selection.id(), frozen);
}

absl::StatusOr<v1::Selection> Selections::Longlist(rpc::Call& call,
                                                   const v1::LonglistCandidatesRequest& request) {
  const int count = request.candidate_count() == 0 ? data_.model.selection().longlist_default()
                                                   : request.candidate_count();
  if (count < 1 || count > kMostLonglist) {
    FieldErrors errors;
    errors.Add("candidate_count", "OUT_OF_RANGE", "1 to 50.");
    return errors.ToStatus();
  }
  ASSIGN_OR_RETURN(const auto selection, call.Load<v1::Selection>(request.name()));
  const std::vector<v1::Criterion> criteria(selection->criteria().begin(),
                                            selection->criteria().end());
  ASSIGN_OR_RETURN(const SearchPage page, Search(call, data_, index_,
                                                 {.need = selection->need(),
                                                  .criteria = criteria,
                                                  .after = {},
                                                  .limit = count,
                                                  .first_rank = 1,
                                                  .only = ""}));
  const auto certificate = CertificateOf(call, data_, criteria, page.data_version);
  ASSIGN_OR_RETURN(const auto listed, matching::Longlist(*selection, page.matches, certificate));
  if (page.matches.empty()) return NoCandidates(page.knock_outs);
  return Say(call, call.Commit(selection, listed, "selection.longlisted"));
}

absl::StatusOr<v1::Selection> Selections::Shortlist(rpc::Call& call,
                                                    const v1::ShortlistCandidatesRequest& request) {
  ASSIGN_OR_RETURN(const auto selection, call.Load<v1::Selection>(request.name()));
  ASSIGN_OR_RETURN(const auto listed,
                   matching::Shortlist(data_.model, *selection,
                                       {request.candidates().begin(), request.candidates().end()}));
  return Say(call, call.Commit(selection, listed, "selection.shortlisted"));
}

absl::StatusOr<v1::Selection> Selections::CommitTakenOut(rpc::Call& call,
                                                         const rpc::Stored<v1::Selection>& before,
                                                         const v1::Selection& after,
                                                         rpc::Commit commit) {
  commit.Update(before, after);
  if (before->has_decision() && !after.has_decision()) {
    ASSIGN_OR_RETURN(const auto chosen, call.Load<v1::Candidate>(before->decision().candidate()));
    commit.Update(chosen, AsNotChosen(*chosen, before->name()));
  }
  commit.About(before->name());
  RETURN_IF_ERROR(call.Finish(std::move(commit)));
  return Say(call, call.Committed(before.id(), after));
}

absl::StatusOr<v1::Selection> Selections::DeclareInterest(
    rpc::Call& call, const v1::DeclareInterestRequest& request) {
  ASSIGN_OR_RETURN(const auto selection, call.Load<v1::Selection>(request.name()));
  ASSIGN_OR_RETURN(const auto after,
                   matching::DeclareInterest(data_.model, *selection, request.candidate(),
                                             request.tie(), call.now()));
  return CommitTakenOut(call, selection, after, call.Begin("selection.interest_declared"));
}

absl::StatusOr<v1::Selection> Selections::Withdraw(rpc::Call& call,
                                                   const v1::WithdrawCandidateRequest& request) {
  ASSIGN_OR_RETURN(const auto selection, call.Load<v1::Selection>(request.name()));
  ASSIGN_OR_RETURN(const auto after,
                   matching::Withdraw(*selection, request.candidate(), request.reason()));
  rpc::Commit commit = call.Begin("selection.candidate_withdrawn");
  commit.Reason(request.reason());
  return CommitTakenOut(call, selection, after, std::move(commit));
}

absl::StatusOr<v1::Score> Selections::RecordScore(rpc::Call& call,
                                                  const v1::RecordScoreRequest& request) {
  ASSIGN_OR_RETURN(const auto selection, call.Load<v1::Selection>(request.parent()));
  v1::Score score = request.score();
  score.set_rater(call.principal().subject);
  RETURN_IF_ERROR(CheckMayScore(*selection, score.candidate()));
  RETURN_IF_ERROR(CheckScore(data_.model, *selection, score));
  ASSIGN_OR_RETURN(const auto stored, call.LoadChildren<v1::Score>(selection.id()));
  for (const auto& earlier : stored) {
    if (earlier->rater() == score.rater() && earlier->candidate() == score.candidate() &&
        earlier->method_code() == score.method_code() &&
        earlier->criterion_code() == score.criterion_code()) {
      return ScoreExists(score);
    }
  }
  std::vector<v1::Score> all = Values(stored);
  all.push_back(score);
  v1::Selection after = *selection;
  v1::Entry& entry = *FindEntry(after, score.candidate());
  entry.set_complete_rater_count(CompleteRaters(*selection, score.candidate(), all));
  const bool open = entry.complete_rater_count() >= data_.model.selection().min_raters();
  score.set_is_open(open);
  rpc::Commit commit = call.Begin("selection.scored");
  const std::string name = commit.Create(selection.id(), score);
  commit.Update(selection, after);
  for (const auto& earlier : stored) {
    if (!open || earlier->is_open() || earlier->candidate() != score.candidate()) continue;
    v1::Score opened = *earlier;
    opened.set_is_open(true);
    commit.Update(earlier, opened);
  }
  commit.About(name);
  RETURN_IF_ERROR(call.Finish(std::move(commit)));
  return call.Committed(name, score);
}

absl::StatusOr<v1::ListScoresResponse> Selections::ListScores(
    rpc::Call& call, const v1::ListScoresRequest& request) {
  ASSIGN_OR_RETURN(const auto selection, call.Load<v1::Selection>(request.parent()));
  rpc::ListArgs args{.parent = selection.id(), .filters = {}};
  if (!request.candidate().empty()) args.filters.push_back({"candidate", request.candidate()});
  ASSIGN_OR_RETURN(auto page, call.List<v1::Score>(args));
  v1::ListScoresResponse response;
  for (v1::Score& score : page.items) *response.add_scores() = std::move(score);
  response.set_next_page_token(page.next_page_token);
  return response;
}

absl::StatusOr<v1::Reference> Selections::RecordReference(
    rpc::Call& call, const v1::RecordReferenceRequest& request) {
  ASSIGN_OR_RETURN(const auto selection, call.Load<v1::Selection>(request.parent()));
  const v1::Reference& reference = request.reference();
  RETURN_IF_ERROR(CheckMayScore(*selection, reference.candidate()));
  RETURN_IF_ERROR(CheckReference(*selection, reference));
  ASSIGN_OR_RETURN(const auto stored, call.LoadChildren<v1::Reference>(selection.id()));
  std::vector<v1::Reference> all = Values(stored);
  all.push_back(reference);
  v1::Selection after = *selection;
  CountReferences(all, *FindEntry(after, reference.candidate()));
  rpc::Commit commit = call.Begin("selection.reference_recorded");
  const std::string name = commit.Create(selection.id(), reference);
  commit.Update(selection, after);
  commit.About(name);
  RETURN_IF_ERROR(call.Finish(std::move(commit)));
  return call.Committed(name, reference);
}

absl::StatusOr<v1::Selection> Selections::RecordDiscussion(
    rpc::Call& call, const v1::RecordDiscussionRequest& request) {
  ASSIGN_OR_RETURN(const auto selection, call.Load<v1::Selection>(request.name()));
  ASSIGN_OR_RETURN(const auto scores, call.LoadChildren<v1::Score>(selection.id()));
  ASSIGN_OR_RETURN(const auto after,
                   matching::RecordDiscussion(data_.model, *selection, Values(scores),
                                              {.candidate = request.candidate(),
                                               .criterion = request.criterion_code(),
                                               .outcome = request.outcome(),
                                               .recorder = call.principal().subject},
                                              call.now()));
  return Say(call, call.Commit(selection, after, "selection.discussed"));
}

absl::StatusOr<Selections::Comparison> Selections::CompareAll(
    rpc::Call& call, const rpc::Stored<v1::Selection>& selection) {
  Evidence evidence;
  ASSIGN_OR_RETURN(const auto scores, call.LoadChildren<v1::Score>(selection.id()));
  ASSIGN_OR_RETURN(const auto references, call.LoadChildren<v1::Reference>(selection.id()));
  evidence.scores = Values(scores);
  evidence.references = Values(references);
  Comparison all;
  ASSIGN_OR_RETURN(all.finalists, matching::CompareFinalists(data_.model, *selection, evidence));
  for (v1::Finalist& finalist : all.finalists) {
    ASSIGN_OR_RETURN(const auto candidate, call.Load<v1::Candidate>(finalist.candidate()));
    *finalist.mutable_hourly_rate() = candidate->hourly_rate();
    for (MissingPiece& piece :
         MissingEvidence(data_.model, *selection, evidence, finalist.candidate())) {
      finalist.add_missing(
          call.Text(absl::StrCat("missing.", piece.code), {{"have", absl::StrCat(piece.have)},
                                                           {"need", absl::StrCat(piece.need)},
                                                           {"what", piece.detail}}));
      all.missing.push_back(std::move(piece));
    }
  }
  return all;
}

absl::StatusOr<v1::CompareFinalistsResponse> Selections::Compare(
    rpc::Call& call, const v1::CompareFinalistsRequest& request) {
  ASSIGN_OR_RETURN(const auto selection, call.Load<v1::Selection>(request.name()));
  if (selection->state() != v1::SELECTION_STATE_SHORTLISTED) {
    return SelectionStateWrong(*selection, "SHORTLISTED");
  }
  ASSIGN_OR_RETURN(auto all, CompareAll(call, selection));
  v1::CompareFinalistsResponse response;
  for (v1::Finalist& finalist : all.finalists) *response.add_finalists() = std::move(finalist);
  response.set_formula(call.Text("formula.finalists"));
  return response;
}

absl::StatusOr<v1::Selection> Selections::Decide(rpc::Call& call,
                                                 const v1::DecideSelectionRequest& request) {
  ASSIGN_OR_RETURN(const auto selection, call.Load<v1::Selection>(request.name()));
  RETURN_IF_ERROR(CheckMayScore(*selection, request.candidate()));
  ASSIGN_OR_RETURN(const auto candidate, call.Load<v1::Candidate>(request.candidate()));
  RETURN_IF_ERROR(CheckUsable(*candidate, call.today()));
  ASSIGN_OR_RETURN(Comparison all, CompareAll(call, selection));
  const Verdict verdict{
      .candidate = request.candidate(),
      .decider = call.principal().subject,
      .reason = request.reason(),
      .channel = candidate->channel(),
      .supplier = candidate->supplier(),
      .hourly_rate = request.has_hourly_rate() ? request.hourly_rate() : candidate->hourly_rate(),
      .finalists = std::move(all.finalists),
      .missing = std::move(all.missing)};
  ASSIGN_OR_RETURN(const auto decided, matching::Decide(*selection, verdict, call.now()));
  rpc::Commit commit = call.Begin("selection.decided");
  commit.Update(selection, decided);
  commit.Update(candidate, AsChosen(*candidate, selection->name()));
  commit.About(selection->name());
  commit.Reason(request.reason());
  RETURN_IF_ERROR(call.Finish(std::move(commit)));
  return Say(call, call.Committed(selection.id(), decided));
}

absl::StatusOr<v1::Selection> Selections::RecordPlacement(
    rpc::Call& call, const v1::RecordPlacementRequest& request) {
  ASSIGN_OR_RETURN(const auto selection, call.Load<v1::Selection>(request.name()));
  ASSIGN_OR_RETURN(const auto placed, Place(*selection, request.contract(), call.today()));
  rpc::Commit commit = call.Begin("selection.placed");
  commit.Update(selection, placed);
  if (selection->state() != v1::SELECTION_STATE_PLACED) {
    ASSIGN_OR_RETURN(const auto chosen, call.Load<v1::Candidate>(placed.decision().candidate()));
    commit.Update(chosen, AsPlaced(*chosen));
    RETURN_IF_ERROR(PassOver(call, placed, commit));
  }
  commit.About(placed.name());
  RETURN_IF_ERROR(call.Finish(std::move(commit)));
  return Say(call, call.Committed(selection.id(), placed));
}

absl::Status Selections::PassOver(rpc::Call& call, const v1::Selection& selection,
                                  rpc::Commit& commit) {
  ASSIGN_OR_RETURN(const Date end, DateFromProto(selection.end_date(), "end_date"));
  for (const v1::Entry& entry : selection.entries()) {
    const bool placed = selection.state() == v1::SELECTION_STATE_PLACED &&
                        entry.candidate() == selection.decision().candidate();
    if (placed) continue;
    const auto candidate = call.Load<v1::Candidate>(entry.candidate());
    if (absl::IsNotFound(candidate.status())) continue;
    RETURN_IF_ERROR(candidate.status());
    ASSIGN_OR_RETURN(const auto after, AsPassedOver(data_.law, **candidate, selection.name(), end));
    commit.Update(*candidate, after);
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::Selection> Selections::Close(rpc::Call& call,
                                                const v1::CloseProcedureRequest& request) {
  ASSIGN_OR_RETURN(const auto selection, call.Load<v1::Selection>(request.name()));
  ASSIGN_OR_RETURN(const auto closed, CloseProcedure(*selection, call.today()));
  rpc::Commit commit = call.Begin("selection.closed");
  commit.Update(selection, closed);
  commit.Reason(request.reason());
  if (selection->state() != v1::SELECTION_STATE_PLACED) {
    RETURN_IF_ERROR(PassOver(call, closed, commit));
  }
  commit.About(closed.name());
  RETURN_IF_ERROR(call.Finish(std::move(commit)));
  return Say(call, call.Committed(selection.id(), closed));
}

absl::StatusOr<v1::Selection> Selections::Say(rpc::Call& call,
                                              absl::StatusOr<v1::Selection> selection) {
  if (selection.ok()) Reword(data_.model, LanguageCode(call), WordsFor(call), *selection);
  return selection;
}

absl::StatusOr<v1::Selection> Selections::Get(rpc::Call& call,
                                              const v1::GetSelectionRequest& request) {
  ASSIGN_OR_RETURN(const auto selection, call.Load<v1::Selection>(request.name()));
  return Say(call, *selection);
}

absl::StatusOr<v1::ListSelectionsResponse> Selections::List(
    rpc::Call& call, const v1::ListSelectionsRequest& request) {
  rpc::ListArgs args;
  if (request.state() != v1::SELECTION_STATE_UNSPECIFIED) {
    args.filters.push_back({"state", ShortName(request.state())});
  }
  ASSIGN_OR_RETURN(auto page, call.List<v1::Selection>(args));
  v1::ListSelectionsResponse response;
  for (v1::Selection& selection : page.items) {
    Reword(data_.model, LanguageCode(call), WordsFor(call), selection);
    *response.add_selections() = std::move(selection);
  }
  response.set_next_page_token(page.next_page_token);
  return response;
}

}  // namespace interim::matching
