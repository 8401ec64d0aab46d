#include "services/matching/domain/ranking.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace interim::matching {
namespace {

constexpr std::array<absl::string_view, kKnockOutCount> kOutCodes = {
    "ROLE",   "AVAILABILITY", "DAYS",      "RATE",    "CHANNEL",
    "REGION", "INTEREST",     "RETENTION", "SUPPLIER"};

template <class List, class Value>
bool Contains(const List& list, const Value& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

bool HasRole(const Profile& profile, Codes::Code role) {
  return role != 0 && Contains(profile.roles, role);
}

// True when a tie with a party that matters leads to rejection.
bool IsConflicted(const MatchingModel& model, const CompiledNeed& need, const Profile& profile) {
  for (const TieCode& tie : profile.ties) {
    if (!Contains(need.parties, tie.party)) continue;
    for (const InterestRow& row : model.interest()) {
      const v1::InterestMeasure measure =
          need.requires_independence ? row.independent_measure() : row.measure();
      if (row.kind() == tie.kind && measure == v1::INTEREST_MEASURE_REJECTED) return true;
    }
  }
  return false;
}

std::int32_t EvidencePoints(const ComparablePoints& points, v1::ResultEvidence evidence) {
  if (evidence == v1::RESULT_EVIDENCE_CONFIRMED) return points.confirmed_bp();
  return evidence == v1::RESULT_EVIDENCE_CLAIMED ? points.claimed_bp() : 0;
}

std::int32_t SituationPoints(const ComparablePoints& points, const CompiledNeed& need,
                             const Track& track) {
  if (!need.situations.empty() && track.situation == need.situations.front()) {
    return points.main_situation_bp();
  }
  if (Contains(need.situations, track.situation)) return points.other_situation_bp();
  return Contains(need.families, track.family) ? points.same_family_bp() : 0;
}

std::int32_t TrackPoints(const ComparablePoints& points, const CompiledNeed& need,
                         const Track& track) {
  const std::int32_t situation = SituationPoints(points, need, track);
  // An assignment of another kind is not comparable, however well it went.
  if (situation == 0) return 0;
  std::int32_t role = 0;
  if (track.role == need.role) role = points.first_role_bp();
  if (role == 0 && need.second_role != 0 && track.role == need.second_role) {
    role = points.second_role_bp();
  }
  const std::int32_t mandate = track.mandate_level >= need.mandate_level ? points.mandate_bp() : 0;
  return situation + role + mandate + EvidencePoints(points, track.evidence);
}

const Track* BestTrack(const MatchingModel& model, const CompiledNeed& need,
                       const Profile& profile) {
  const Track* best = nullptr;
  std::int32_t most = 0;
  for (const Track& track : profile.tracks) {
    const std::int32_t points = TrackPoints(model.comparable(), need, track);
    if (points > most) {
      most = points;
      best = &track;
    }
  }
  return best;
}

std::int32_t MatchedSkills(const CompiledNeed& need, const Profile& profile) {
  std::int32_t matched = 0;
  for (const auto& words : need.skills) {
    const bool all = !words.empty() && std::all_of(words.begin(), words.end(), [&](auto word) {
      return std::binary_search(profile.words.begin(), profile.words.end(), word);
    });
    matched += all ? 1 : 0;
  }
  return matched;
}

std::int32_t KnowledgeScore(const MatchingModel& model, const CompiledNeed& need,
                            const Profile& profile) {
  if (!need.skills.empty()) {
    return MatchedSkills(need, profile) * kFullBp / static_cast<std::int32_t>(need.skills.size());
  }
  return HasRole(profile, need.role) ? model.knowledge().first_role_bp()
                                     : model.knowledge().second_role_bp();
}

template <class Steps>
std::int32_t StepPoints(const Steps& steps, int place) {
  return steps.Get(std::min(place, steps.size() - 1));
}

int SectorCount(const CompiledNeed& need, const Profile& profile) {
  return static_cast<int>(std::count_if(profile.tracks.begin(), profile.tracks.end(),
                                        [&](const Track& t) { return t.sector == need.sector; }));
}

std::int32_t StylePoints(const MatchingModel& model, const CompiledNeed& need,
                         const Profile& profile) {
  for (std::size_t i = 0; i < profile.styles.size(); ++i) {
    if (Contains(need.styles, profile.styles[i])) {
      return StepPoints(model.style_step_bp(), static_cast<int>(i));
    }
  }
  return 0;
}

template <class F>
std::int32_t SharePoints(const Profile& profile, F holds) {
  if (profile.tracks.empty()) return 0;
  const auto count = std::count_if(profile.tracks.begin(), profile.tracks.end(), holds);
  return static_cast<std::int32_t>(count * kFullBp /
                                   static_cast<std::int64_t>(profile.tracks.size()));
}

bool Before(const Ranked& a, const Ranked& b) {
  if (a.score_bp != b.score_bp) return a.score_bp > b.score_bp;
  return a.profile->name < b.profile->name;
}

v1::CriterionMatch::Finding FindingFor(int criterion, std::int32_t points, const Track* best) {
  // Skill with power and people shows in talks and references, not in a record.
  if (criterion == 2) return v1::CriterionMatch::FINDING_UNPROVEN;
  if (criterion == 0 && best != nullptr) {
    if (best->evidence == v1::RESULT_EVIDENCE_CONTRADICTED) {
      return v1::CriterionMatch::FINDING_CONTRADICTED;
    }
    if (best->evidence != v1::RESULT_EVIDENCE_CONFIRMED) {
      return v1::CriterionMatch::FINDING_UNPROVEN;
    }
  }
  return points == 0 ? v1::CriterionMatch::FINDING_MISSING : v1::CriterionMatch::FINDING_FOUND;
}

// What the evidence of a criterion counts.
int CountedOf(const std::string& code, const CompiledNeed& need, const Profile& profile) {
  if (code == kKnowledgeFit) return MatchedSkills(need, profile);
  if (code == kSectorExperience) return SectorCount(need, profile);
  if (code == kPoliticalSkill || code == kLeadershipStyle) return 0;
  return static_cast<int>(profile.tracks.size());
}

std::string EvidenceText(const v1::CriterionMatch& match, const WordText& word) {
  if (match.criterion_code() == kKnowledgeFit && match.asked_count() == 0) {
    return word(absl::StrCat("evidence.", kKnowledgeFit, ".not_asked"), {});
  }
  const std::string finding = absl::AsciiStrToLower(
      v1::CriterionMatch::Finding_Name(match.finding()).substr(sizeof("FINDING_") - 1));
  return word(
      absl::StrCat("evidence.", match.criterion_code(), ".", finding),
      {{"count", absl::StrCat(match.counted())}, {"asked", absl::StrCat(match.asked_count())}});
}

// A record can never earn points for political skill, nor for skills that nobody asked.
bool CanImprove(const v1::CriterionMatch& criterion) {
  return criterion.criterion_code() != kPoliticalSkill &&
         (criterion.criterion_code() != kKnowledgeFit || criterion.asked_count() > 0);
}

// The two criteria on which most weighted points are still to be won.
void AddImprovements(const WordText& word, v1::Match& match) {
  std::vector<std::pair<std::int64_t, const v1::CriterionMatch*>> gains;
  for (const v1::CriterionMatch& criterion : match.criteria()) {
    const std::int64_t gain =
        static_cast<std::int64_t>(kFullBp - criterion.points_bp()) * criterion.weight_bp();
    if (gain > 0 && CanImprove(criterion)) gains.emplace_back(gain, &criterion);
  }
  std::stable_sort(gains.begin(), gains.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  constexpr std::size_t kMostImprovements = 2;
  if (gains.size() > kMostImprovements) gains.resize(kMostImprovements);
  for (const auto& [gain, criterion] : gains) {
    match.add_improvements(word(absl::StrCat("improve.", criterion->criterion_code()),
                                {{"points", absl::StrCat(gain / kFullBp / 100)}}));
  }
}

// Where the assignment differs from what the candidate offers.
void AddReverseFit(const CompiledNeed& need, const Profile& profile, v1::Match& match) {
  const auto tell = [&](bool holds, const char* code) {
    if (holds) match.add_reverse_fit_codes(code);
  };
  tell(profile.days_per_week > need.days_per_week, "FEWER_DAYS");
  tell(need.max_rate_cents >= 0 && profile.rate_cents > need.max_rate_cents, "LOWER_RATE");
  tell(need.region != 0 && !profile.regions.empty() && !Contains(profile.regions, need.region),
       "OTHER_REGION");
  tell(profile.available_day > need.start_day, "EARLIER_START");
}

}  // namespace

absl::string_view KnockOutCode(int bit) { return kOutCodes[bit]; }

std::uint32_t KnockOuts(const MatchingModel& model, const CompiledNeed& need,
                        const Profile& profile) {
  std::uint32_t out = 0;
  if (!HasRole(profile, need.role) && !HasRole(profile, need.second_role)) out |= kOutRole;
  if (profile.available_day > need.latest_start_day) out |= kOutAvailability;
  if (profile.days_per_week < need.days_per_week) out |= kOutDays;
  if (need.max_rate_cents >= 0 && profile.rate_cents > need.max_rate_cents) out |= kOutRate;
  if (!need.channels.empty() && !Contains(need.channels, profile.channel)) out |= kOutChannel;
  if (need.region != 0 && !profile.regions.empty() && !Contains(profile.regions, need.region)) {
    out |= kOutRegion;
  }
  if (IsConflicted(model, need, profile)) out |= kOutInterest;
  if (need.today > profile.last_use_day) out |= kOutRetention;
  if (profile.supplier != 0 && std::binary_search(need.barred_suppliers.begin(),
                                                  need.barred_suppliers.end(), profile.supplier)) {
    out |= kOutSupplier;
  }
  return out;
}

CriterionPoints ScorePoints(const MatchingModel& model, const CompiledNeed& need,
                            const Profile& profile) {
  const Track* best = BestTrack(model, need, profile);
  const int in_sector = SectorCount(need, profile);
  return CriterionPoints{
      best == nullptr ? 0 : TrackPoints(model.comparable(), need, *best),
      KnowledgeScore(model, need, profile),
      0,
      SharePoints(profile, [](const Track& track) { return track.has_plan; }),
      in_sector == 0 ? 0 : StepPoints(model.sector_step_bp(), in_sector - 1),
      StylePoints(model, need, profile),
      SharePoints(profile, [](const Track& track) { return track.has_handover; })};
}

std::int32_t WeightedScore(const CriterionPoints& points, const CriterionPoints& weights) {
  std::int64_t sum = 0;
  for (int i = 0; i < kCriterionCount; ++i) {
    sum += static_cast<std::int64_t>(points[i]) * weights[i];
  }
  return static_cast<std::int32_t>(sum / kFullBp);
}

CriterionPoints WeightsOf(const std::vector<v1::Criterion>& criteria) {
  CriterionPoints weights{};
  for (std::size_t i = 0; i < criteria.size() && i < weights.size(); ++i) {
    weights[i] = criteria[i].weight_bp();
  }
  return weights;
}

SearchResult Rank(const MatchingModel& model, const CompiledNeed& need,
                  const CriterionPoints& weights, const std::vector<const Profile*>& profiles,
                  const After& after, int limit) {
  SearchResult result;
  for (const Profile* profile : profiles) {
    const std::uint32_t out = KnockOuts(model, need, *profile);
    if (out != 0) {
      for (int bit = 0; bit < kKnockOutCount; ++bit) {
        result.knocked_out[bit] += (out >> bit) & 1u;
      }
      continue;
    }
    ++result.total;
    const CriterionPoints points = ScorePoints(model, need, *profile);
    const std::int32_t score = WeightedScore(points, weights);
    if (score > after.score_bp || (score == after.score_bp && profile->name <= after.name)) {
      continue;
    }
    result.ranked.push_back({profile, score, points});
  }
  constexpr std::size_t kTop = 3;
  const auto wanted =
      std::min(std::max(kTop, static_cast<std::size_t>(limit)), result.ranked.size());
  std::partial_sort(result.ranked.begin(), result.ranked.begin() + wanted, result.ranked.end(),
                    Before);
  return result;
}

v1::Match Explain(const MatchingModel& model, const CompiledNeed& need,
                  const std::vector<v1::Criterion>& criteria, const Profile& profile,
                  const WordText& word) {
  v1::Match match;
  match.set_candidate(profile.name);
  const CriterionPoints points = ScorePoints(model, need, profile);
  const Track* best = BestTrack(model, need, profile);
  match.set_score_bp(WeightedScore(points, WeightsOf(criteria)));
  for (int i = 0; i < kCriterionCount && i < static_cast<int>(criteria.size()); ++i) {
    v1::CriterionMatch* row = match.add_criteria();
    row->set_criterion_code(criteria[i].code());
    row->set_points_bp(points[i]);
    row->set_weight_bp(criteria[i].weight_bp());
    row->set_finding(FindingFor(i, points[i], best));
    row->set_counted(CountedOf(row->criterion_code(), need, profile));
    if (row->criterion_code() == kKnowledgeFit) {
      row->set_asked_count(static_cast<std::int32_t>(need.skills.size()));
    }
  }
  const std::uint32_t out = KnockOuts(model, need, profile);
  for (int bit = 0; bit < kKnockOutCount; ++bit) {
    if (((out >> bit) & 1u) == 0) continue;
    v1::KnockOut* knock_out = match.add_knock_outs();
    knock_out->set_code(std::string(KnockOutCode(bit)));
    if ((1u << bit) == kOutInterest) knock_out->set_rule_id("M-I1");
    if ((1u << bit) == kOutRetention) knock_out->set_rule_id("R16");
    if ((1u << bit) == kOutSupplier) knock_out->set_rule_id("R09");
  }
  AddReverseFit(need, profile, match);
  Reword(word, match);
  return match;
}

void Reword(const WordText& word, v1::Match& match) {
  for (v1::CriterionMatch& row : *match.mutable_criteria()) {
    row.set_evidence(EvidenceText(row, word));
  }
  for (v1::KnockOut& out : *match.mutable_knock_outs()) {
    out.set_text(word(absl::StrCat("knockout.", out.code()), {}));
  }
  match.clear_improvements();
  AddImprovements(word, match);
  match.clear_reverse_fit();
  for (const std::string& code : match.reverse_fit_codes()) {
    match.add_reverse_fit(word(absl::StrCat("reverse.", code), {}));
  }
}

}  // namespace interim::matching
