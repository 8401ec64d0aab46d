#include "services/assessment/domain/flips.h"

#include <algorithm>
#include <bit>
#include <cstdint>

namespace interim::assessment {
namespace {

class Search {
 public:
  Search(const CompiledModel& model, const FactVector& facts, int outcome)
      : model_(model), facts_(facts), trial_(facts) {
    reached_.assign(model.data().outcome_size(), 0);
    reached_[outcome] = 1;
    ListChanges();
  }

  std::vector<FlipSet> Run() {
    const int limit = model_.data().settings().max_flip_facts();
    for (int size = 1; size <= limit; ++size) {
      // Which triggers hold is what the case is about: more than one change leaves them alone.
      if (size == 2) std::erase_if(changes_, [this](const Change& c) { return IsCode(c.slot); });
      if (size == 3 && !flips_.empty()) break;
      size_ = size;
      Extend(0);
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

  void ListChanges() {
    for (int wanted = 0; wanted <= 2; ++wanted) {
      for (int slot = 0; slot < model_.slot_count(); ++slot) {
        const int fact = model_.FactOfSlot(slot);
        if (!model_.facts()[fact].in_decision || ClassOf(slot) != wanted) continue;
        if (IsCode(slot) && !IsKnown(fact)) continue;
        AddValues(slot);
      }
    }
  }

  // Values other than the present one, for numbers and days the nearest first.
  void AddValues(int slot) {
    const int values = std::bit_width(model_.FullMask(slot));
    const int present = PresentValue(slot);
    std::vector<Change> changes;
    for (int value = 0; value < values; ++value) {
      const bool is_present = facts_[slot] == (std::uint64_t{1} << value);
      if (!is_present) changes.push_back({.slot = slot, .value = value});
    }
    const model::Kind kind = model_.data().fact(model_.FactOfSlot(slot)).kind();
    if (kind == model::NUMBER || kind == model::DATE) {
      std::stable_sort(changes.begin(), changes.end(), [present](const Change& a, const Change& b) {
        return std::abs(a.value - present) < std::abs(b.value - present);
      });
    }
    changes_.insert(changes_.end(), changes.begin(), changes.end());
  }

  int PresentValue(int slot) const {
    return std::popcount(facts_[slot]) == 1 ? std::countr_zero(facts_[slot]) : 0;
  }

  void Extend(std::size_t from) {
    if (static_cast<int>(chosen_.size()) == size_) {
      Try();
      return;
    }
    for (std::size_t i = from; i < changes_.size(); ++i) {
      const Change& change = changes_[i];
      const bool is_taken = std::any_of(chosen_.begin(), chosen_.end(), [&](const Change& other) {
        return other.slot == change.slot;
      });
      if (is_taken) continue;
      const std::uint64_t before = trial_[change.slot];
      trial_[change.slot] = std::uint64_t{1} << change.value;
      chosen_.push_back(change);
      Extend(i + 1);
      chosen_.pop_back();
      trial_[change.slot] = before;
    }
  }

  void Try() {
    const Decision decision = Decide(model_, trial_, values_);
    if (decision.outcome == Decision::kNotEnoughKnown || reached_[decision.outcome]) return;
    reached_[decision.outcome] = 1;
    flips_.push_back({.changes = chosen_, .outcome = decision.outcome});
  }

  const CompiledModel& model_;
  const FactVector& facts_;
  FactVector trial_;
  NodeValues values_;
  int size_ = 1;
  std::vector<char> reached_;
  std::vector<Change> changes_;
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
