#include "services/matching/domain/overview.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace interim::matching {
namespace {

constexpr std::size_t kTop = 3;

void AddFacet(const char* field, const std::map<std::string, int>& counts,
              std::vector<v1::Facet>& facets) {
  std::vector<std::pair<int, std::string>> order;
  for (const auto& [value, count] : counts) order.emplace_back(-count, value);
  std::sort(order.begin(), order.end());
  constexpr std::size_t kMostValues = 20;
  if (order.size() > kMostValues) order.resize(kMostValues);
  for (const auto& [count, value] : order) {
    v1::Facet& facet = facets.emplace_back();
    facet.set_field(field);
    facet.set_value(value);
    facet.set_match_count(-count);
  }
}

std::map<std::string, int> Named(const std::map<Codes::Code, int>& counts, const Codes& codes) {
  std::map<std::string, int> named;
  for (const auto& [code, count] : counts) {
    if (code != 0) named[codes.TextOf(code)] = count;
  }
  return named;
}

// Weights between which one candidate stays at or above another.
struct Range {
  std::int64_t low = 0;
  std::int64_t high = kFullBp;
};

// The difference of two candidates as a line over the weight w of one criterion, scaled so that it
// stays whole: slope * w + start >= 0 means the first is not below the second.
void Tighten(std::int64_t slope, std::int64_t start, Range& range) {
  const auto holds = [&](std::int64_t w) { return slope * w + start >= 0; };
  if (holds(range.low) && holds(range.high)) return;
  if (slope > 0) {  // from -start / slope on, rounded up; start is below zero here
    range.low = std::max(range.low, (-start + slope - 1) / slope);
  } else if (slope < 0 && start >= 0) {  // up to start / -slope, rounded down
    range.high = std::min(range.high, start / -slope);
  } else {
    range = {.low = kFullBp + 1, .high = -1};  // nowhere
  }
}

std::int64_t RestOf(const Ranked& ranked, const std::vector<v1::Criterion>& criteria, int without) {
  std::int64_t sum = 0;
  for (int i = 0; i < kCriterionCount; ++i) {
    if (i != without) sum += std::int64_t{ranked.points[i]} * criteria[i].weight_bp();
  }
  return sum;
}

Range RangeOf(const std::vector<Ranked>& passing, const std::vector<v1::Criterion>& criteria,
              int criterion) {
  Range range;
  const std::int64_t weight = criteria[criterion].weight_bp();
  const std::int64_t others = kFullBp - weight;
  if (others == 0) return {.low = weight, .high = weight};
  for (std::size_t top = 0; top < kTop; ++top) {
    const std::int64_t rest = RestOf(passing[top], criteria, criterion);
    for (std::size_t i = kTop; i < passing.size(); ++i) {
      const std::int64_t points =
          std::int64_t{passing[top].points[criterion]} - passing[i].points[criterion];
      const std::int64_t rests = rest - RestOf(passing[i], criteria, criterion);
      Tighten(others * points - rests, kFullBp * rests, range);
    }
  }
  // Equal rounded scores may be ordered by name, so the weight applied always counts in.
  return {.low = std::min(range.low, weight), .high = std::max(range.high, weight)};
}

}  // namespace

std::vector<v1::Facet> CountFacets(const std::vector<Ranked>& passing, const Codes& codes) {
  std::map<std::string, int> channels;
  std::map<Codes::Code, int> sectors;
  std::map<Codes::Code, int> roles;
  for (const Ranked& ranked : passing) {
    const Profile& profile = *ranked.profile;
    ++channels[v1::Channel_Name(profile.channel).substr(sizeof("CHANNEL_") - 1)];
    std::set<Codes::Code> own;
    for (const Track& track : profile.tracks) own.insert(track.sector);
    for (const Codes::Code code : own) ++sectors[code];
    for (const Codes::Code code : std::set(profile.roles.begin(), profile.roles.end())) {
      ++roles[code];
    }
  }
  std::vector<v1::Facet> facets;
  AddFacet("channel", channels, facets);
  AddFacet("sector", Named(sectors, codes), facets);
  AddFacet("role", Named(roles, codes), facets);
  return facets;
}

std::vector<v1::WeightStability> StableWeights(const std::vector<Ranked>& passing,
                                               const std::vector<v1::Criterion>& criteria) {
  std::vector<v1::WeightStability> stable;
  if (passing.size() <= kTop || criteria.size() != kCriterionCount) return stable;
  for (int i = 0; i < kCriterionCount; ++i) {
    const Range range = RangeOf(passing, criteria, i);
    v1::WeightStability& row = stable.emplace_back();
    row.set_criterion_code(criteria[i].code());
    row.set_min_weight_bp(static_cast<std::int32_t>(range.low));
    row.set_max_weight_bp(static_cast<std::int32_t>(range.high));
  }
  return stable;
}

}  // namespace interim::matching
