#ifndef INTERIM_SERVICES_ASSESSMENT_DOMAIN_DECIDE_H_
#define INTERIM_SERVICES_ASSESSMENT_DOMAIN_DECIDE_H_

#include <cstdint>
#include <vector>

#include "services/assessment/domain/compiled_model.h"

namespace interim::assessment {

// Lowest and highest value that completions of the open facts can give.
struct Interval {
  int min = 0;
  int max = 0;
  friend bool operator==(const Interval&, const Interval&) = default;
};

// What the facts lead to. Outcomes are indexes into data().outcome(); kNotEnoughKnown is none.
struct Decision {
  static constexpr int kNotEnoughKnown = -1;

  // Outcomes that some completion of the open facts may reach, one bit each. May hold more than can
  // be reached, never less.
  std::uint32_t possible = 0;
  int outcome = kNotEnoughKnown;
  // Index of the gate that decides, -1 when the score does.
  int deciding_gate = -1;
  // Conditions remain: the score lies between the thresholds or a conditional gate fires.
  bool is_conditional = false;
  // The score counts, or may count once open gates are decided.
  bool score_may_count = false;
  Interval score;
  // How many gates and criteria are undecided; a measure of what is still to learn.
  int undecided = 0;

  bool is_settled() const { return (possible & (possible - 1)) == 0; }
};

// Room for the values of all nodes, reused between calls of one thread.
using NodeValues = std::vector<Tri>;

// Gates first, in order of precedence; then the score; below its lower threshold the fallback that
// fits best. An open gate is taken as not firing unless it must be known; an open criterion counts
// as its lowest value; so an advice is never better founded than what is known.
//   facts  one entry per slot of the model
Decision Decide(const CompiledModel& model, const FactVector& facts, NodeValues& values);

// The same from values of the nodes that are evaluated already.
Decision DecideOn(const CompiledModel& model, const NodeValues& values);

// Facts that change one at a time, for a search over many of them: only what depends on the changed
// slot is evaluated again.
class Trial {
 public:
  // `model` outlives the trial.
  Trial(const CompiledModel& model, FactVector facts);

  // The values still possible in a slot.
  std::uint64_t Get(int slot) const { return facts_[slot]; }
  void Set(int slot, std::uint64_t possible);
  Decision Decide() const { return DecideOn(model_, values_); }

 private:
  const CompiledModel& model_;
  FactVector facts_;
  NodeValues values_;
};

// Lowest and highest points (0 to 4) of one criterion. `values` as left by Decide.
Interval PointsOf(const CompiledModel& model, int criterion, const NodeValues& values);

// Lowest and highest fit of a way out, 0 to 400 hundredths; the score for interim.
Interval FitOf(const CompiledModel& model, int outcome, const NodeValues& values);

// The facts (one entry per fact of the model) that are open or disputed and can still change the
// outcome. All zero when the decision is settled.
std::vector<char> LiveFacts(const CompiledModel& model, const FactVector& facts,
                            const Decision& decision, const NodeValues& values);

}  // namespace interim::assessment

#endif  // INTERIM_SERVICES_ASSESSMENT_DOMAIN_DECIDE_H_
