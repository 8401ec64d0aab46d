#include "services/matching/domain/selections.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/core/status_macros.h"
#include "common/type/convert.h"
#include "services/matching/domain/errors.h"
#include "services/matching/domain/model.h"

namespace interim::matching {
namespace {

constexpr int kLowestPoint = 1;
constexpr int kHighestPoint = 5;

google::protobuf::Timestamp ToInstant(absl::Time time) {
  google::protobuf::Timestamp instant;
  instant.set_seconds(absl::ToUnixSeconds(time));
  return instant;
}

bool IsCriterion(const v1::Selection& selection, absl::string_view code) {
  return std::any_of(selection.criteria().begin(), selection.criteria().end(),
                     [&](const v1::Criterion& criterion) { return criterion.code() == code; });
}

void CheckPoint(int points, const std::string& path, FieldErrors& errors) {
  if (points < kLowestPoint || points > kHighestPoint) {
    errors.Add(path, "OUT_OF_RANGE", "1 to 5 on the anchored scale.");
  }
}

bool IsParty(const v1::Need& need, absl::string_view party) {
  const auto same = [&](const std::string& other) {
    return absl::AsciiStrToLower(absl::StripAsciiWhitespace(other)) ==
           absl::AsciiStrToLower(absl::StripAsciiWhitespace(party));
  };
  return std::any_of(need.conflicting_parties().begin(), need.conflicting_parties().end(), same);
}

int ShortlistedCount(const v1::Selection& selection) {
  return static_cast<int>(std::count_if(
      selection.entries().begin(), selection.entries().end(),
      [](const v1::Entry& entry) { return entry.state() == v1::ENTRY_STATE_SHORTLISTED; }));
}

std::vector<PreconditionViolation> MissingEvidence(const MatchingModel& model,
                                                   const v1::Entry& entry) {
  std::vector<PreconditionViolation> missing;
  const SelectionRules& rules = model.selection();
  if (entry.complete_rater_count() < rules.min_raters()) {
    missing.push_back({"RATERS", entry.candidate(),
                       absl::StrCat(entry.complete_rater_count(), " of ", rules.min_raters(),
                                    " raters have scored every criterion.")});
  }
  if (entry.reference_count() < rules.min_references()) {
    missing.push_back({"REFERENCES", entry.candidate(),
                       absl::StrCat(entry.reference_count(), " of ", rules.min_references(),
                                    " references are recorded.")});
  }
  return missing;
}

}  // namespace

void CheckNeed(const v1::Need& need, absl::string_view path, FieldErrors& errors) {
  const auto at = [&](absl::string_view field) { return absl::StrCat(path, ".", field); };
  if (need.situation_codes().empty())
    errors.Add(at("situation_codes"), "REQUIRED", "At least one.");
  if (need.role_code().empty()) errors.Add(at("role_code"), "REQUIRED", "The role asked.");
  if (need.sector_code().empty()) errors.Add(at("sector_code"), "REQUIRED", "The client's sector.");
  constexpr int kMostMonths = 24;
  if (need.duration_months() < 1 || need.duration_months() > kMostMonths) {
    errors.Add(at("duration_months"), "OUT_OF_RANGE", "1 to 24 months.");
  }
  if (need.days_per_week() < 0 || need.days_per_week() > 5) {
    errors.Add(at("days_per_week"), "OUT_OF_RANGE", "1 to 5 days.");
  }
  if (need.mandate_level() < 0 || need.mandate_level() > 4) {
    errors.Add(at("mandate_level"), "OUT_OF_RANGE", "0 to 4.");
  }
  ReadDate(need.start_date(), at("start_date"), errors);
  if (need.has_max_hourly_rate()) ReadMoney(need.max_hourly_rate(), at("max_hourly_rate"), errors);
}

const v1::Entry* FindEntry(const v1::Selection& selection, absl::string_view candidate) {
  for (const v1::Entry& entry : selection.entries()) {
    if (entry.candidate() == candidate) return &entry;
  }
  return nullptr;
}

v1::Entry* FindEntry(v1::Selection& selection, absl::string_view candidate) {
  for (v1::Entry& entry : *selection.mutable_entries()) {
    if (entry.candidate() == candidate) return &entry;
  }
  return nullptr;
}

absl::StatusOr<v1::Selection> Freeze(const v1::Selection& selection,
                                     const std::vector<v1::Criterion>& criteria,
                                     absl::string_view reason, absl::Time now) {
  if (selection.state() != v1::SELECTION_STATE_DRAFT) {
    return SelectionStateWrong(selection, "DRAFT");
  }
  if (DiffersFromSuggested(criteria) && reason.empty()) {
    return ReasonRequired("weights differ from the suggestion");
  }
  v1::Selection after = selection;
  after.clear_criteria();
  for (const v1::Criterion& criterion : criteria) *after.add_criteria() = criterion;
  after.set_criteria_reason(std::string(reason));
  *after.mutable_freeze_time() = ToInstant(now);
  after.set_state(v1::SELECTION_STATE_CRITERIA_FROZEN);
  return after;
}

absl::StatusOr<v1::Selection> Longlist(const v1::Selection& selection,
                                       const std::vector<v1::Match>& matches,
                                       const v1::Certificate& certificate) {
  if (selection.state() != v1::SELECTION_STATE_CRITERIA_FROZEN &&
      selection.state() != v1::SELECTION_STATE_LONGLISTED) {
    return SelectionStateWrong(selection, "CRITERIA_FROZEN or LONGLISTED");
  }
  v1::Selection after = selection;
  after.clear_entries();
  for (const v1::Match& match : matches) {
    const v1::Entry* earlier = FindEntry(selection, match.candidate());
    v1::Entry* entry = after.add_entries();
    if (earlier != nullptr) *entry = *earlier;
    entry->set_candidate(match.candidate());
    if (entry->state() == v1::ENTRY_STATE_UNSPECIFIED) {
      entry->set_state(v1::ENTRY_STATE_LONGLISTED);
    }
    *entry->mutable_match() = match;
  }
  *after.mutable_certificate() = certificate;
  after.set_state(v1::SELECTION_STATE_LONGLISTED);
  return after;
}

absl::StatusOr<v1::Selection> Shortlist(const MatchingModel& model, const v1::Selection& selection,
                                        const std::vector<std::string>& candidates) {
  if (selection.state() != v1::SELECTION_STATE_LONGLISTED &&
      selection.state() != v1::SELECTION_STATE_SHORTLISTED) {
    return SelectionStateWrong(selection, "LONGLISTED or SHORTLISTED");
  }
  v1::Selection after = selection;
  for (const std::string& candidate : candidates) {
    v1::Entry* entry = FindEntry(after, candidate);
    if (entry == nullptr) return CandidateNotListed(candidate);
    if (entry->state() == v1::ENTRY_STATE_KNOCKED_OUT) {
      return CandidateKnockedOut(candidate, "INTEREST");
    }
    entry->set_state(v1::ENTRY_STATE_SHORTLISTED);
  }
  const int count = ShortlistedCount(after);
  if (count > model.selection().shortlist_limit()) {
    return ShortlistFull(model.selection().shortlist_limit(), count);
  }
  after.set_state(v1::SELECTION_STATE_SHORTLISTED);
  return after;
}

absl::StatusOr<v1::Selection> DeclareInterest(const MatchingModel& model,
                                              const v1::Selection& selection,
                                              absl::string_view candidate, const v1::Tie& tie,
                                              absl::string_view reason, absl::Time now) {
  if (selection.state() != v1::SELECTION_STATE_LONGLISTED &&
      selection.state() != v1::SELECTION_STATE_SHORTLISTED) {
    return SelectionStateWrong(selection, "LONGLISTED or SHORTLISTED");
  }
  v1::Selection after = selection;
  v1::Entry* entry = FindEntry(after, candidate);
  if (entry == nullptr) return CandidateNotListed(candidate);
  v1::DeclaredInterest* interest = entry->add_interests();
  *interest->mutable_tie() = tie;
  *interest->mutable_declare_time() = ToInstant(now);
  interest->set_measure(v1::INTEREST_MEASURE_DISCLOSED);
  for (const InterestRow& row : model.interest()) {
    if (row.kind() != tie.kind()) continue;
    interest->set_rule_id(row.rule_id());
    if (!IsParty(selection.need(), tie.party())) break;
    interest->set_measure(selection.need().requires_independence() ? row.independent_measure()
                                                                   : row.measure());
  }
  if (interest->measure() == v1::INTEREST_MEASURE_REJECTED) {
    entry->set_state(v1::ENTRY_STATE_KNOCKED_OUT);
    entry->set_reason(std::string(reason));
  }
  return after;
}

absl::Status CheckMayScore(const v1::Selection& selection, absl::string_view candidate) {
  if (selection.state() != v1::SELECTION_STATE_SHORTLISTED) {
    return SelectionStateWrong(selection, "SHORTLISTED");
  }
  const v1::Entry* entry = FindEntry(selection, candidate);
  if (entry == nullptr || entry->state() != v1::ENTRY_STATE_SHORTLISTED) {
    return CandidateNotShortlisted(candidate);
  }
  return absl::OkStatus();
}

absl::Status CheckScore(const MatchingModel& model, const v1::Selection& selection,
                        const v1::Score& score) {
  FieldErrors errors;
  CheckPoint(score.points(), "score.points", errors);
  const MethodRow* method = FindMethod(model, score.method_code());
  if (method == nullptr || method->is_reference()) {
    errors.Add("score.method_code", "UNKNOWN",
               "STRUCTURED_INTERVIEW, JOB_KNOWLEDGE or WORK_SAMPLE; references have their own "
               "method.");
  }
  RETURN_IF_ERROR(errors.ToStatus());
  if (!IsCriterion(selection, score.criterion_code())) {
    return CriterionUnknown("score.criterion_code", score.criterion_code());
  }
  return absl::OkStatus();
}

absl::Status CheckReference(const v1::Selection& selection, const v1::Reference& reference) {
  FieldErrors errors;
  for (int i = 0; i < reference.points_size(); ++i) {
    CheckPoint(reference.points(i).points(), absl::StrCat("reference.points[", i, "].points"),
               errors);
  }
  RETURN_IF_ERROR(errors.ToStatus());
  if (!reference.has_candidate_consent()) return ConsentMissing(reference.candidate());
  for (int i = 0; i < reference.points_size(); ++i) {
    if (!IsCriterion(selection, reference.points(i).criterion_code())) {
      return CriterionUnknown(absl::StrCat("reference.points[", i, "].criterion_code"),
                              reference.points(i).criterion_code());
    }
  }
  return absl::OkStatus();
}

int CompleteRaters(const v1::Selection& selection, absl::string_view candidate,
                   const std::vector<v1::Score>& scores) {
  std::set<std::string> raters;
  std::set<std::pair<std::string, std::string>> given;
  for (const v1::Score& score : scores) {
    if (score.candidate() != candidate) continue;
    raters.insert(score.rater());
    given.emplace(score.rater(), score.criterion_code());
  }
  return static_cast<int>(std::count_if(raters.begin(), raters.end(), [&](const auto& rater) {
    return std::all_of(
        selection.criteria().begin(), selection.criteria().end(),
        [&](const v1::Criterion& criterion) {
          return criterion.weight_bp() == 0 || given.contains({rater, criterion.code()});
        });
  }));
}

absl::StatusOr<v1::Selection> Decide(const MatchingModel& model, const v1::Selection& selection,
                                     const Verdict& verdict, absl::Time now) {
  RETURN_IF_ERROR(CheckMayScore(selection, verdict.candidate));
  const v1::Entry* chosen = FindEntry(selection, verdict.candidate);
  std::vector<PreconditionViolation> missing = MissingEvidence(model, *chosen);
  if (!missing.empty()) return EvidenceIncomplete(verdict.candidate, std::move(missing));
  const bool departs =
      !verdict.finalists.empty() && verdict.finalists.front().candidate() != verdict.candidate;
  if (departs && verdict.reason.empty()) {
    return ReasonRequired("the choice is not the first by the formula");
  }
  v1::Selection after = selection;
  for (v1::Entry& entry : *after.mutable_entries()) {
    if (entry.candidate() == verdict.candidate) {
      entry.set_state(v1::ENTRY_STATE_CHOSEN);
    } else if (entry.state() != v1::ENTRY_STATE_KNOCKED_OUT) {
      entry.set_state(v1::ENTRY_STATE_REJECTED);
    }
  }
  v1::Decision& decision = *after.mutable_decision();
  decision.set_candidate(verdict.candidate);
  decision.set_decider(verdict.decider);
  decision.set_reason(verdict.reason);
  decision.set_departs_from_formula(departs);
  decision.set_channel(verdict.channel);
  decision.set_supplier(verdict.supplier);
  *decision.mutable_hourly_rate() = verdict.hourly_rate;
  *decision.mutable_decide_time() = ToInstant(now);
  for (const v1::Finalist& finalist : verdict.finalists) *decision.add_finalists() = finalist;
  after.set_state(v1::SELECTION_STATE_DECIDED);
  return after;
}

absl::StatusOr<v1::Selection> Place(const v1::Selection& selection, absl::string_view contract) {
  const bool again =
      selection.state() == v1::SELECTION_STATE_PLACED && selection.contract() == contract;
  if (selection.state() != v1::SELECTION_STATE_DECIDED && !again) {
    return SelectionStateWrong(selection, "DECIDED");
  }
  v1::Selection after = selection;
  after.set_contract(std::string(contract));
  after.set_state(v1::SELECTION_STATE_PLACED);
  return after;
}

absl::StatusOr<v1::Selection> CloseProcedure(const v1::Selection& selection, Date today) {
  if (selection.state() == v1::SELECTION_STATE_CLOSED) {
    return SelectionStateWrong(selection, "any state before CLOSED");
  }
  v1::Selection after = selection;
  after.set_state(v1::SELECTION_STATE_CLOSED);
  *after.mutable_end_date() = ToProto(today);
  return after;
}

}  // namespace interim::matching
