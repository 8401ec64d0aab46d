// Knock-outs, scores and the exact order. Integers only; the same input gives the same order.
#ifndef INTERIM_SERVICES_MATCHING_DOMAIN_RANKING_H_
#define INTERIM_SERVICES_MATCHING_DOMAIN_RANKING_H_

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/core/params.h"
#include "interim/matching/v1/match.pb.h"
#include "services/matching/domain/model.h"
#include "services/matching/domain/profile.h"

namespace interim::matching {

// Knock-outs as bits, in the order they are told.
enum KnockOutBit : std::uint32_t {
  kOutRole = 1u << 0,
  kOutAvailability = 1u << 1,
  kOutDays = 1u << 2,
  kOutRate = 1u << 3,
  kOutChannel = 1u << 4,
  kOutRegion = 1u << 5,
  kOutInterest = 1u << 6,
  kOutRetention = 1u << 7,
  kOutSupplier = 1u << 8,
};
inline constexpr int kKnockOutCount = 9;
// Code of one bit by its number: "ROLE".
absl::string_view KnockOutCode(int bit);

// Points per criterion, in the order of the model's criteria.
inline constexpr int kCriterionCount = 7;
using CriterionPoints = std::array<std::int32_t, kCriterionCount>;

// All knock-outs that hold, as bits; 0 when the candidate passes.
std::uint32_t KnockOuts(const MatchingModel& model, const CompiledNeed& need,
                        const Profile& profile);

// Points of each criterion, 0 to 10,000, in the order of kComparableResult .. kHandoverRecord.
CriterionPoints ScorePoints(const MatchingModel& model, const CompiledNeed& need,
                            const Profile& profile);

// Weighted score, 0 to 10,000, rounded down. `weights` in the same order as the points.
std::int32_t WeightedScore(const CriterionPoints& points, const CriterionPoints& weights);

// Weights in the order of the points.
CriterionPoints WeightsOf(const std::vector<v1::Criterion>& criteria);

// A place in the order.
struct Ranked {
  const Profile* profile = nullptr;
  std::int32_t score_bp = 0;
  CriterionPoints points{};
};
// A whole search.
struct SearchResult {
  // All that pass and come after the place asked; the first `limit` (at least three) best first:
  // higher score, then name. The others follow in no order.
  std::vector<Ranked> ranked;
  std::int32_t total = 0;  // how many passed the knock-outs
  std::array<std::int32_t, kKnockOutCount> knocked_out{};
};
// Where a page starts: strictly after this place. Default: at the top.
struct After {
  std::int32_t score_bp = kFullBp + 1;
  std::string name;
};
SearchResult Rank(const MatchingModel& model, const CompiledNeed& need,
                  const CriterionPoints& weights, const std::vector<const Profile*>& profiles,
                  const After& after, int limit);

// Words a text key in the reader's language.
using WordText = std::function<std::string(const std::string& key, const TextParams& params)>;

// The match of one candidate in words: criteria with findings and evidence, knock-outs, what would
// move the candidate up, where the assignment differs from what is offered. Rank and expected start
// are left to the caller.
v1::Match Explain(const MatchingModel& model, const CompiledNeed& need,
                  const std::vector<v1::Criterion>& criteria, const Profile& profile,
                  const WordText& word);

// Words a stored match anew, in another reader's language.
void Reword(const WordText& word, v1::Match& match);

}  // namespace interim::matching

#endif  // INTERIM_SERVICES_MATCHING_DOMAIN_RANKING_H_
