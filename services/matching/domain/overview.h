// What a whole search shows besides its list: counts over all that pass, and how far each weight
// may move before another three are on top.
#ifndef INTERIM_SERVICES_MATCHING_DOMAIN_OVERVIEW_H_
#define INTERIM_SERVICES_MATCHING_DOMAIN_OVERVIEW_H_

#include <vector>

#include "interim/matching/v1/match.pb.h"
#include "services/matching/domain/profile.h"
#include "services/matching/domain/ranking.h"

namespace interim::matching {

// Counts per channel, sector and role; per field the highest count first, then by value, at
// most 20.
std::vector<v1::Facet> CountFacets(const std::vector<Ranked>& passing, const Codes& codes);

// Per criterion the weights, in whole hundredths of a percent, between which the first three stay
// the first three, in any order; the other weights keep their proportions. Compared before rounding
// of scores. Empty when three or fewer pass. `passing` holds all that pass, the first three first.
std::vector<v1::WeightStability> StableWeights(const std::vector<Ranked>& passing,
                                               const std::vector<v1::Criterion>& criteria);

}  // namespace interim::matching

#endif  // INTERIM_SERVICES_MATCHING_DOMAIN_OVERVIEW_H_
