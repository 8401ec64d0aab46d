#include "services/assessment/domain/flips.h"

#include <algorithm>
#include <bit>
#include <cstdint>

namespace interim::assessment {
namespace {

// The changes of one slot, in the order in which they are tried.
struct Group {
  int slot = 0;
  std::vector<int> values;
};

std::uint64_t Bit(int value) { return std::uint64_t{1} << value; }

class Search {
 public:
  Search(const CompiledModel& model, const FactVector& facts, int outcome)
      : model_(model), facts_(facts), trial_(model, facts) {
    unreached_ = (std::uint64_t{1} << model.data().outcome_size()) - 1;
    unreached_ &= ~Bit(outcome);
    ListGroups();
  }

  std::vector<FlipSet> Run() {
    const int limit = model_.data().settings().max_flip_facts();
    for (int size = 1; size <= limit; ++size) {
      // Which triggers hold is what the case is about: more than one change leaves them alone.
      if (size == 2) std::erase_if(groups_, [this](const Group& g) { return IsCode(g.slot); });
      if (size == 3 && !flips_.empty()) break;
      Extend(0, size);
    }
    std::stable_sort(flips_.begin(), flips_.end(), [](const FlipSet& a, const FlipSet& b) {
      if (a.changes.size() != b.changes.size()) return a.changes.size() < b.changes.size();
      return a.outcome < b.outcome;
    });
    const std::size_t most = static_cast<std::size_t>(model_.data().settings().max_flips());
    if (flips_.size() > most) flips_.resize(most);
    return std::move(flips_);
  }

 private:
  bool IsCode(int slot) const {
    return model_.data().fact(model_.FactOfSlot(slot)).kind() == model::CODES;
  }

  // A list of codes is given as a whole, so all its slots must be known to change one.
  bool IsKnown(int fact) const {
    const CompiledFact& compiled = model_.facts()[fact];
    for (int s = 0; s < compiled.slot_count; ++s) {
      if (std::popcount(facts_[compiled.first_slot + s]) != 1) return false;
    }
    return true;
  }

  // 0 disputed, 1 open, 2 known.
  int ClassOf(int slot) const {
    if (std::popcount(facts_[slot]) == 1) return 2;
    return facts_[slot] == model_.FullMask(slot) ? 1 : 0;
  }

  void ListGroups() {
    for (int wanted = 0; wanted <= 2; ++wanted) {
      for (int slot = 0; slot < model_.slot_count(); ++slot) {
        const int fact = model_.FactOfSlot(slot);
        if (!model_.facts()[fact].in_decision || ClassOf(slot) != wanted) continue;
        if (IsCode(slot) && !IsKnown(fact)) continue;
        groups_.push_back({.slot = slot, .values = ValuesOf(slot)});
      }
    }
  }

  // Values other than the present one, for numbers and days the nearest first.
  std::vector<int> ValuesOf(int slot) const {
    std::vector<int> values;
    const int count = static_cast<int>(std::bit_width(model_.FullMask(slot)));
    for (int value = 0; value < count; ++value) {
      if (facts_[slot] != Bit(value)) values.push_back(value);
    }
    const model::Kind kind = model_.data().fact(model_.FactOfSlot(slot)).kind();
    if (kind == model::NUMBER || kind == model::DATE) {
      const int present = std::popcount(facts_[slot]) == 1 ? std::countr_zero(facts_[slot]) : 0;
      std::stable_sort(values.begin(), values.end(), [present](int a, int b) {
        return std::abs(a - present) < std::abs(b - present);
      });
    }
    return values;
  }

  // Adds `left` more changes, each in a slot after those chosen. What cannot be reached with the
  // slot left open cannot be reached with any of its values, so whole groups are passed over.
  void Extend(std::size_t from, int left) {
    for (std::size_t g = from; g + left <= groups_.size() && unreached_ != 0; ++g) {
      const Group& group = groups_[g];
      trial_.Set(group.slot, model_.FullMask(group.slot));
      if (CanReach(g + 1, left - 1)) {
        for (const int value : group.values) {
          trial_.Set(group.slot, Bit(value));
          chosen_.push_back({.slot = group.slot, .value = value});
          if (left == 1) {
            Try();
          } else {
            Extend(g + 1, left - 1);
          }
          chosen_.pop_back();
        }
      }
      trial_.Set(group.slot, facts_[group.slot]);
    }
  }

  // Whether an outcome not reached yet is possible when `left` of the groups from `from` on change
  // as well.
  bool CanReach(std::size_t from, int left) {
    if (left == 0) return (trial_.Decide().possible & unreached_) != 0;
    bool can = false;
    for (std::size_t g = from; g + left <= groups_.size() && !can; ++g) {
      const int slot = groups_[g].slot;
      trial_.Set(slot, model_.FullMask(slot));
      can = CanReach(g + 1, left - 1);
      trial_.Set(slot, facts_[slot]);
    }
    return can;
  }

  void Try() {
    const int outcome = trial_.Decide().outcome;
    if (outcome == Decision::kNotEnoughKnown || (unreached_ & Bit(outcome)) == 0) return;
    unreached_ &= ~Bit(outcome);
    flips_.push_back({.changes = chosen_, .outcome = outcome});
  }

  const CompiledModel& model_;
  const FactVector& facts_;
  Trial trial_;
  std::uint64_t unreached_ = 0;  // outcomes, one bit each
  std::vector<Group> groups_;
  std::vector<Change> chosen_;
  std::vector<FlipSet> flips_;
};

}  // namespace

std::vector<FlipSet> FindFlips(const CompiledModel& model, const FactVector& facts,
                               const Decision& decision) {
  if (decision.outcome == Decision::kNotEnoughKnown) return {};
  return Search(model, facts, decision.outcome).Run();
}

}  // namespace interim::assessment
