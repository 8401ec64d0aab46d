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

bool IsOut(const v1::Entry& entry) {
  return entry.state() == v1::ENTRY_STATE_KNOCKED_OUT || entry.state() == v1::ENTRY_STATE_WITHDRAWN;
}

absl::Status CheckNotOut(const v1::Entry& entry) {
  if (entry.state() == v1::ENTRY_STATE_KNOCKED_OUT) {
    return CandidateKnockedOut(entry.candidate(), "INTEREST");
  }
  if (entry.state() == v1::ENTRY_STATE_WITHDRAWN) return CandidateWithdrawn(entry.candidate());
  return absl::OkStatus();
}

absl::Status CheckStillOpen(const v1::Selection& selection) {
  if (selection.state() == v1::SELECTION_STATE_LONGLISTED ||
      selection.state() == v1::SELECTION_STATE_SHORTLISTED ||
      selection.state() == v1::SELECTION_STATE_DECIDED) {
    return absl::OkStatus();
  }
  return SelectionStateWrong(selection, "LONGLISTED, SHORTLISTED, DECIDED");
}

// Takes back a decision: its finalists are on the shortlist again, the others on the longlist.
void Reopen(v1::Selection& selection) {
  for (v1::Entry& entry : *selection.mutable_entries()) {
    if (entry.state() != v1::ENTRY_STATE_REJECTED) continue;
    const auto& finalists = selection.decision().finalists();
    const bool listed = std::any_of(
        finalists.begin(), finalists.end(),
        [&](const v1::Finalist& finalist) { return finalist.candidate() == entry.candidate(); });
    entry.set_state(listed ? v1::ENTRY_STATE_SHORTLISTED : v1::ENTRY_STATE_LONGLISTED);
  }
  selection.clear_decision();
  selection.set_state(v1::SELECTION_STATE_SHORTLISTED);
}

// Takes a candidate out, and the selection back to where it can go on from.
void TakeOut(v1::EntryState state, absl::string_view reason, v1::Entry& entry,
             v1::Selection& selection) {
  const bool was_chosen = entry.state() == v1::ENTRY_STATE_CHOSEN;
  entry.set_state(state);
  entry.set_reason(std::string(reason));
  if (was_chosen) Reopen(selection);
  if (selection.state() == v1::SELECTION_STATE_SHORTLISTED && ShortlistedCount(selection) == 0) {
    selection.set_state(v1::SELECTION_STATE_LONGLISTED);
  }
}

std::string Describe(const MissingPiece& piece) {
  if (piece.code == "METHOD") return absl::StrCat("Not assessed by ", piece.detail, " as others.");
  if (piece.code == "DISCUSSION") {
    return absl::StrCat("Raters differ on ", piece.detail, "; record what their talk led to.");
  }
  if (piece.code == "CLIENT_REFERENCE") return "No referee was the client.";
  if (piece.code == "RATERS") {
    return absl::StrCat(piece.have, " of ", piece.need, " raters have scored every criterion.");
  }
  return absl::StrCat(piece.have, " of ", piece.need, " different referees are recorded.");
}

absl::Status CheckRate(const v1::Need& need, const google::type::Money& agreed) {
  FieldErrors errors;
  const auto rate = ReadMoney(agreed, "hourly_rate", errors);
  if (rate && rate->cents() <= 0) errors.Add("hourly_rate", "OUT_OF_RANGE", "Above zero.");
  RETURN_IF_ERROR(errors.ToStatus());
  if (!need.has_max_hourly_rate()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const Money most, MoneyFromProto(need.max_hourly_rate(), "max_hourly_rate"));
  if (rate->cents() > most.cents()) return RateAboveMaximum(rate->Format(), most.Format());
  return absl::OkStatus();
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
    return ReasonRequired("WEIGHTS_DIFFER");
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
    return SelectionStateWrong(selection, "CRITERIA_FROZEN, LONGLISTED");
  }
  v1::Selection after = selection;
  after.clear_entries();
  for (const v1::Match& match : matches) {
    const v1::Entry* earlier = FindEntry(selection, match.candidate());
    v1::Entry* entry = after.add_entries();
    if (earlier != nullptr) *entry = *earlier;
    entry->set_candidate(match.candidate());
    if (!IsOut(*entry)) entry->set_state(v1::ENTRY_STATE_LONGLISTED);
    *entry->mutable_match() = match;
  }
  for (const v1::Entry& earlier : selection.entries()) {
    if (FindEntry(after, earlier.candidate()) != nullptr) continue;
    v1::Entry* entry = after.add_entries();
    *entry = earlier;
    if (IsOut(earlier)) continue;
    entry->set_state(v1::ENTRY_STATE_DROPPED);
    entry->clear_match();
  }
  *after.mutable_certificate() = certificate;
  after.set_state(v1::SELECTION_STATE_LONGLISTED);
  return after;
}

absl::StatusOr<v1::Selection> Shortlist(const MatchingModel& model, const v1::Selection& selection,
                                        const std::vector<std::string>& candidates) {
  if (selection.state() != v1::SELECTION_STATE_LONGLISTED &&
      selection.state() != v1::SELECTION_STATE_SHORTLISTED) {
    return SelectionStateWrong(selection, "LONGLISTED, SHORTLISTED");
  }
  v1::Selection after = selection;
  for (const std::string& candidate : candidates) {
    v1::Entry* entry = FindEntry(after, candidate);
    if (entry == nullptr || entry->state() == v1::ENTRY_STATE_DROPPED) {
      return CandidateNotListed(candidate);
    }
    RETURN_IF_ERROR(CheckNotOut(*entry));
    entry->set_state(v1::ENTRY_STATE_SHORTLISTED);
  }
  const int count = ShortlistedCount(after);
  if (count > model.selection().shortlist_limit()) {
    return ShortlistFull(model.selection().shortlist_limit(), count);
  }
  const bool offers_more =
      std::any_of(after.entries().begin(), after.entries().end(),
                  [](const v1::Entry& e) { return e.state() == v1::ENTRY_STATE_LONGLISTED; });
  if (count < model.selection().shortlist_minimum() && offers_more) {
    return ShortlistTooSmall(model.selection().shortlist_minimum(), count);
  }
  after.set_state(v1::SELECTION_STATE_SHORTLISTED);
  return after;
}

absl::StatusOr<v1::Selection> DeclareInterest(const MatchingModel& model,
                                              const v1::Selection& selection,
                                              absl::string_view candidate, const v1::Tie& tie,
                                              absl::Time now) {
  RETURN_IF_ERROR(CheckStillOpen(selection));
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
    if (!row.any_party() && !IsParty(selection.need(), tie.party())) break;
    interest->set_measure(selection.need().requires_independence() ? row.independent_measure()
                                                                   : row.measure());
  }
  if (interest->measure() == v1::INTEREST_MEASURE_REJECTED) {
    TakeOut(v1::ENTRY_STATE_KNOCKED_OUT, "", *entry, after);
  }
  return after;
}

absl::StatusOr<v1::Selection> Withdraw(const v1::Selection& selection, absl::string_view candidate,
                                       absl::string_view reason) {
  RETURN_IF_ERROR(CheckStillOpen(selection));
  v1::Selection after = selection;
  v1::Entry* entry = FindEntry(after, candidate);
  if (entry == nullptr) return CandidateNotListed(candidate);
  RETURN_IF_ERROR(CheckNotOut(*entry));
  TakeOut(v1::ENTRY_STATE_WITHDRAWN, reason, *entry, after);
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

absl::StatusOr<v1::Selection> Decide(const v1::Selection& selection, const Verdict& verdict,
                                     absl::Time now) {
  RETURN_IF_ERROR(CheckMayScore(selection, verdict.candidate));
  std::vector<PreconditionViolation> missing;
  for (const MissingPiece& piece : verdict.missing) {
    missing.push_back({piece.code, piece.candidate, Describe(piece)});
  }
  if (!missing.empty()) return EvidenceIncomplete(verdict.candidate, std::move(missing));
  RETURN_IF_ERROR(CheckRate(selection.need(), verdict.hourly_rate));
  const bool departs =
      !verdict.finalists.empty() && verdict.finalists.front().candidate() != verdict.candidate;
  if (departs && verdict.reason.empty()) return ReasonRequired("NOT_FIRST_BY_FORMULA");
  v1::Selection after = selection;
  for (v1::Entry& entry : *after.mutable_entries()) {
    if (entry.candidate() == verdict.candidate) {
      entry.set_state(v1::ENTRY_STATE_CHOSEN);
    } else if (!IsOut(entry) && entry.state() != v1::ENTRY_STATE_DROPPED) {
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

absl::StatusOr<v1::Selection> Place(const v1::Selection& selection, absl::string_view contract,
                                    Date today) {
  const bool again =
      selection.state() == v1::SELECTION_STATE_PLACED && selection.contract() == contract;
  if (selection.state() != v1::SELECTION_STATE_DECIDED && !again) {
    return SelectionStateWrong(selection, "DECIDED");
  }
  if (again) return selection;
  v1::Selection after = selection;
  after.set_contract(std::string(contract));
  *after.mutable_end_date() = ToProto(today);
  after.set_state(v1::SELECTION_STATE_PLACED);
  return after;
}

absl::StatusOr<v1::Selection> CloseProcedure(const v1::Selection& selection, Date today) {
  if (selection.state() == v1::SELECTION_STATE_CLOSED) {
    return SelectionStateWrong(selection,
                               "DRAFT, CRITERIA_FROZEN, LONGLISTED, SHORTLISTED, DECIDED, PLACED");
  }
  v1::Selection after = selection;
  after.set_state(v1::SELECTION_STATE_CLOSED);
  if (!after.has_end_date()) *after.mutable_end_date() = ToProto(today);
  return after;
}

void Reword(const MatchingModel& model, absl::string_view language_code, const WordText& word,
            v1::Selection& selection) {
  NameCriteria(model, language_code, *selection.mutable_criteria());
  for (v1::Entry& entry : *selection.mutable_entries()) {
    if (entry.state() == v1::ENTRY_STATE_KNOCKED_OUT) {
      entry.set_reason(word("knockout.INTEREST", {}));
    }
    if (entry.has_match()) Reword(word, *entry.mutable_match());
  }
  if (!selection.has_certificate()) return;
  v1::Certificate& certificate = *selection.mutable_certificate();
  certificate.set_tie_rule(word("certificate.tie_rule", {}));
  NameCriteria(model, language_code, *certificate.mutable_criteria());
}

}  // namespace interim::matching
