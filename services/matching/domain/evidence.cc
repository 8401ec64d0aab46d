#include "services/matching/domain/evidence.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "services/matching/domain/errors.h"
#include "services/matching/domain/selections.h"

namespace interim::matching {
namespace {

std::set<std::string> CompleteNames(const v1::Selection& selection, absl::string_view candidate,
                                    const std::vector<v1::Score>& scores) {
  std::set<std::string> raters;
  std::set<std::pair<std::string, std::string>> given;
  for (const v1::Score& score : scores) {
    if (score.candidate() != candidate) continue;
    raters.insert(score.rater());
    given.emplace(score.rater(), score.criterion_code());
  }
  for (const v1::Criterion& criterion : selection.criteria()) {
    if (criterion.weight_bp() == 0) continue;
    for (auto rater = raters.begin(); rater != raters.end();) {
      rater = given.contains({*rater, criterion.code()}) ? std::next(rater) : raters.erase(rater);
    }
  }
  return raters;
}

std::set<std::string> MethodsOf(const v1::Selection& selection, absl::string_view candidate,
                                const std::vector<v1::Score>& scores) {
  std::set<std::string> methods;
  for (const v1::Score& score : CountedScores(selection, candidate, scores)) {
    methods.insert(score.method_code());
  }
  return methods;
}

bool HasOutcome(const v1::Selection& selection, absl::string_view candidate,
                const std::string& criterion) {
  const v1::Entry* entry = FindEntry(selection, candidate);
  return entry != nullptr &&
         std::any_of(entry->discussions().begin(), entry->discussions().end(),
                     [&](const v1::Discussion& d) { return d.criterion_code() == criterion; });
}

}  // namespace

int CompleteRaters(const v1::Selection& selection, absl::string_view candidate,
                   const std::vector<v1::Score>& scores) {
  return static_cast<int>(CompleteNames(selection, candidate, scores).size());
}

std::vector<v1::Score> CountedScores(const v1::Selection& selection, absl::string_view candidate,
                                     const std::vector<v1::Score>& scores) {
  const std::set<std::string> complete = CompleteNames(selection, candidate, scores);
  std::vector<v1::Score> counted;
  for (const v1::Score& score : scores) {
    if (score.candidate() == candidate && score.is_open() && complete.contains(score.rater())) {
      counted.push_back(score);
    }
  }
  return counted;
}

void CountReferences(const std::vector<v1::Reference>& references, v1::Entry& entry) {
  std::set<std::pair<std::string, int>> referees;
  bool client = false;
  for (const v1::Reference& reference : references) {
    if (reference.candidate() != entry.candidate()) continue;
    referees.emplace(
        absl::AsciiStrToLower(absl::StripAsciiWhitespace(reference.referee_organization())),
        reference.relation());
    client = client || reference.relation() == v1::REFEREE_RELATION_CLIENT;
  }
  entry.set_reference_count(static_cast<int>(referees.size()));
  entry.set_has_client_reference(client);
}

std::vector<std::string> OpenDiscussions(const MatchingModel& model, const v1::Selection& selection,
                                         absl::string_view candidate,
                                         const std::vector<v1::Score>& scores) {
  std::map<std::pair<std::string, std::string>, std::pair<int, int>> range;
  for (const v1::Score& score : CountedScores(selection, candidate, scores)) {
    const auto [at, fresh] = range.try_emplace({score.criterion_code(), score.method_code()},
                                               score.points(), score.points());
    at->second.first = std::min(at->second.first, score.points());
    at->second.second = std::max(at->second.second, score.points());
  }
  std::vector<std::string> open;
  for (const auto& [key, ends] : range) {
    if (ends.second - ends.first < model.selection().discuss_gap_points()) continue;
    if (!open.empty() && open.back() == key.first) continue;
    if (!HasOutcome(selection, candidate, key.first)) open.push_back(key.first);
  }
  return open;
}

std::vector<MissingPiece> MissingEvidence(const MatchingModel& model,
                                          const v1::Selection& selection, const Evidence& evidence,
                                          absl::string_view candidate) {
  const SelectionRules& rules = model.selection();
  const std::string name(candidate);
  std::vector<MissingPiece> missing;
  const int raters = CompleteRaters(selection, candidate, evidence.scores);
  if (raters < rules.min_raters()) {
    missing.push_back({"RATERS", name, raters, rules.min_raters(), ""});
  } else {
    std::set<std::string> lacking;
    for (const v1::Entry& entry : selection.entries()) {
      if (entry.state() != v1::ENTRY_STATE_SHORTLISTED) continue;
      lacking.merge(MethodsOf(selection, entry.candidate(), evidence.scores));
    }
    for (const auto& method : MethodsOf(selection, candidate, evidence.scores)) {
      lacking.erase(method);
    }
    for (const auto& method : lacking) missing.push_back({"METHOD", name, 0, 1, method});
  }
  v1::Entry counted;
  counted.set_candidate(name);
  CountReferences(evidence.references, counted);
  if (counted.reference_count() < rules.min_references()) {
    missing.push_back({"REFERENCES", name, counted.reference_count(), rules.min_references(), ""});
  }
  if (!counted.has_client_reference()) missing.push_back({"CLIENT_REFERENCE", name, 0, 1, ""});
  for (auto& criterion : OpenDiscussions(model, selection, candidate, evidence.scores)) {
    missing.push_back({"DISCUSSION", name, 0, 1, std::move(criterion)});
  }
  return missing;
}

absl::StatusOr<v1::Selection> RecordDiscussion(const MatchingModel& model,
                                               const v1::Selection& selection,
                                               const std::vector<v1::Score>& scores,
                                               const Talk& talk, absl::Time now) {
  if (const absl::Status may = CheckMayScore(selection, talk.candidate); !may.ok()) return may;
  if (std::none_of(selection.criteria().begin(), selection.criteria().end(),
                   [&](const v1::Criterion& c) { return c.code() == talk.criterion; })) {
    return CriterionUnknown("criterion_code", talk.criterion);
  }
  const auto open = OpenDiscussions(model, selection, talk.candidate, scores);
  if (std::find(open.begin(), open.end(), talk.criterion) == open.end()) {
    return NothingToDiscuss(talk.candidate, talk.criterion);
  }
  v1::Selection after = selection;
  v1::Discussion* discussion = FindEntry(after, talk.candidate)->add_discussions();
  discussion->set_criterion_code(talk.criterion);
  discussion->set_outcome(talk.outcome);
  discussion->set_recorder(talk.recorder);
  discussion->mutable_record_time()->set_seconds(absl::ToUnixSeconds(now));
  return after;
}

}  // namespace interim::matching
