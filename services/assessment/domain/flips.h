#ifndef INTERIM_SERVICES_ASSESSMENT_DOMAIN_FLIPS_H_
#define INTERIM_SERVICES_ASSESSMENT_DOMAIN_FLIPS_H_

#include <vector>

#include "services/assessment/domain/compiled_model.h"
#include "services/assessment/domain/decide.h"

namespace interim::assessment {

// One fact that would have to be different: the slot and the value (bit) it would take.
struct Change {
  int slot = 0;
  int value = 0;
  friend bool operator==(const Change&, const Change&) = default;
};

// A set of changes that leads to another outcome; no smaller set of the same search does.
struct FlipSet {
  std::vector<Change> changes;
  int outcome = 0;
};

// Searches the model for the smallest sets of facts that lead to each other outcome: one fact, then
// two; three only when fewer never change anything. Per outcome the first set found, disputed facts
// before open ones before known ones, then the order of the catalogue. Empty when nothing up to the
// limit of the model changes the outcome, or not enough is known.
//   returns  fewest changes first, then order of outcomes; at most settings().max_flips()
std::vector<FlipSet> FindFlips(const CompiledModel& model, const FactVector& facts,
                               const Decision& decision);

}  // namespace interim::assessment

#endif  // INTERIM_SERVICES_ASSESSMENT_DOMAIN_FLIPS_H_
