#include "services/assessment/domain/ask.h"

#include <algorithm>
#include <bit>
#include <cstdint>

namespace interim::assessment {
namespace {

// What is still to learn, in hundredths of the score: one way out less counts for more than one
// open gate or criterion less, and that for more than a narrower score. Gates have to be known in
// every case, while the score can be high enough in several ways.
constexpr int kUndecidedWeight = 80;
constexpr int kOutcomeWeight = 4 * kUndecidedWeight;

int Potential(const Decision& decision) {
  return kOutcomeWeight * std::popcount(decision.possible) + kUndecidedWeight * decision.undecided +
         decision.score.max - decision.score.min;
}

constexpr std::int64_t kGainUnit = 1000 * 1000;  // of averages, so that they compare exactly

bool IsOpen(const CompiledModel& model, const FactVector& facts, int fact) {
  const CompiledFact& compiled = model.facts()[fact];
  for (int s = 0; s < compiled.slot_count; ++s) {
    const int slot = compiled.first_slot + s;
    if (facts[slot] != model.FullMask(slot)) return false;
  }
  return true;
}

class Planner {
 public:
  Planner(const CompiledModel& model, const FactVector& facts, int potential)
      : model_(model), facts_(facts), trial_(model, facts), potential_(potential) {}

  // How much knowing `fact` narrows what is possible, averaged over its values, in millionths. For
  // a list of codes: over each code alone.
  std::int64_t GainOf(int fact) {
    const CompiledFact& compiled = model_.facts()[fact];
    std::int64_t sum = 0;
    std::int64_t count = 0;
    const auto try_it = [&] {
      sum += potential_ - Potential(trial_.Decide());
      ++count;
    };
    const int first = compiled.first_slot;
    const int end = first + compiled.slot_count;
    if (compiled.slot_count > 1) {
      for (int slot = first; slot < end; ++slot) trial_.Set(slot, 1);
      for (int chosen = first; chosen < end; ++chosen) {
        trial_.Set(chosen, 2);
        try_it();
        trial_.Set(chosen, 1);
      }
    } else {
      for (std::uint64_t rest = facts_[first]; rest != 0; rest &= rest - 1) {
        trial_.Set(first, rest & (~rest + 1));
        try_it();
      }
    }
    for (int slot = first; slot < end; ++slot) trial_.Set(slot, facts_[slot]);
    return sum * kGainUnit / std::max<std::int64_t>(count, 1);
  }

 private:
  const CompiledModel& model_;
  const FactVector& facts_;
  Trial trial_;
  int potential_;
};

// Facts that an open gate waits for which must be known.
std::vector<char> NeededFacts(const CompiledModel& model, const FactVector& facts,
                              const Decision& decision, const NodeValues& values) {
  std::vector<char> slots(model.slot_count(), 0);
  for (int i = 0; i < model.data().gate_size() && i != decision.deciding_gate; ++i) {
    if (!model.data().gate(i).must_know()) continue;
    model.program().CollectOpen(facts, values.data(), model.gates()[i], slots);
  }
  std::vector<char> needed(model.facts().size(), 0);
  for (int slot = 0; slot < model.slot_count(); ++slot) {
    if (slots[slot]) needed[model.FactOfSlot(slot)] = 1;
  }
  return needed;
}

// True when the question is evidence for a situation that holds.
bool IsEvidence(const CompiledModel& model, const model::QuestionRow& question,
                const NodeValues& values) {
  for (const auto& row : model.data().situation()) {
    const auto& codes = question.situation();
    if (std::find(codes.begin(), codes.end(), row.code()) == codes.end()) continue;
    if (values[model.NodeOf(row.when())] == Tri::kTrue) return true;
  }
  return false;
}

struct Candidate {
  int question = 0;
  bool leads = false;  // tells the situation, on which most of the advice rests
  bool needed = false;
  std::int64_t gain = 0;
};

}  // namespace

AskPlan PlanQuestions(const CompiledModel& model, const FactVector& facts,
                      const std::vector<char>& asked, const Decision& decision,
                      const NodeValues& values) {
  const std::vector<char> live = LiveFacts(model, facts, decision, values);
  const std::vector<char> needed = NeededFacts(model, facts, decision, values);
  Planner planner(model, facts, Potential(decision));
  AskPlan plan;
  plan.facts.assign(model.facts().size(), 0);
  std::vector<Candidate> candidates;
  for (int q = 0; q < model.data().question_size(); ++q) {
    Candidate candidate{.question = q};
    bool is_live = false;
    bool is_open = false;
    for (const auto& key : model.data().question(q).fact()) {
      const int fact = model.FindFact(key);
      if (asked[fact] || !IsOpen(model, facts, fact)) continue;
      is_open |= model.facts()[fact].in_decision;
      if (!live[fact]) continue;
      plan.facts[fact] = 1;
      candidate.gain = std::max(candidate.gain, planner.GainOf(fact));
      candidate.leads |= model.data().fact(fact).kind() == model::CODES;
      is_live = true;
      candidate.needed |= needed[fact] != 0;
    }
    if (is_live) candidates.push_back(candidate);
    if (is_open && !is_live) ++plan.spared;
  }
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Candidate& a, const Candidate& b) {
                     if (a.leads != b.leads) return a.leads;
                     if (a.needed != b.needed) return a.needed;
                     return a.gain > b.gain;
                   });
  for (const Candidate& candidate : candidates) plan.questions.push_back(candidate.question);
  return plan;
}

std::vector<int> PlanRefining(const CompiledModel& model, const FactVector& facts,
                              const std::vector<char>& asked, const Decision& decision,
                              const NodeValues& values) {
  std::vector<int> evidence;
  std::vector<int> general;
  const bool needs_manager = decision.is_settled() && decision.outcome == model.interim();
  for (int q = 0; needs_manager && q < model.data().question_size(); ++q) {
    const model::QuestionRow& question = model.data().question(q);
    const bool is_open =
        std::any_of(question.fact().begin(), question.fact().end(), [&](const std::string& key) {
          const int fact = model.FindFact(key);
          return !asked[fact] && IsOpen(model, facts, fact);
        });
    if (!is_open) continue;
    if (IsEvidence(model, question, values)) {
      evidence.push_back(q);
    } else if (question.situation().empty()) {
      general.push_back(q);
    }
  }
  evidence.insert(evidence.end(), general.begin(), general.end());
  return evidence;
}

}  // namespace interim::assessment
