#include "services/assessment/domain/decide.h"

#include <algorithm>
#include <array>
#include <utility>

namespace interim::assessment {
namespace {

constexpr int kMaxOutcomes = 32;  // bits of Decision::possible
constexpr int kMaxFit = 4 * 100;  // hundredths: four points

std::uint32_t Bit(int outcome) { return std::uint32_t{1} << outcome; }

Interval ScoreOf(const CompiledModel& model, const NodeValues& values, int& undecided) {
  Interval score;
  const int count = static_cast<int>(model.criteria().size());
  for (int i = 0; i < count; ++i) {
    const Interval points = PointsOf(model, i, values);
    const int weight = model.criteria()[i].base;
    score.min += weight * points.min;
    score.max += weight * points.max;
    if (points.min != points.max) ++undecided;
  }
  return score;
}

// Fallbacks that may fit best, and the one that does when open facts count as nothing.
struct Fallbacks {
  std::uint32_t possible = 0;
  int best = Decision::kNotEnoughKnown;
};

Fallbacks RankFallbacks(const CompiledModel& model, const NodeValues& values) {
  Fallbacks result;
  const int count = static_cast<int>(model.outcomes().size());
  std::array<Interval, kMaxOutcomes> fits;
  std::array<Tri, kMaxOutcomes> possible;
  possible.fill(Tri::kFalse);
  for (int i = 0; i < count; ++i) {
    if (!model.outcomes()[i].is_fallback) continue;
    possible[i] = values[model.outcomes()[i].possible];
    fits[i] = FitOf(model, i, values);
    if (possible[i] == Tri::kTrue && (result.best < 0 || fits[i].min > fits[result.best].min)) {
      result.best = i;
    }
  }
  for (int i = 0; i < count; ++i) {
    bool is_beaten = possible[i] == Tri::kFalse;
    for (int j = 0; j < count && !is_beaten; ++j) {
      is_beaten = j != i && possible[j] == Tri::kTrue &&
                  (fits[j].min > fits[i].max || (fits[j].min == fits[i].max && j < i));
    }
    if (!is_beaten) result.possible |= Bit(i);
  }
  return result;
}

// Walks the gates. Returns true when the score still has a say.
struct GateWalk {
  bool score_may_count = true;
  bool score_counts = true;    // no gate fires
  bool must_be_known = false;  // a gate that must be known is open, before any that fires
};

GateWalk WalkGates(const CompiledModel& model, const NodeValues& values, Decision& decision) {
  GateWalk walk;
  const int count = static_cast<int>(model.gates().size());
  for (int i = 0; i < count; ++i) {
    const Tri fires = values[model.gates()[i]];
    const int outcome = model.gate_outcomes()[i];
    if (fires == Tri::kFalse) continue;
    if (outcome < 0) {
      if (fires == Tri::kTrue) decision.is_conditional = true;
      continue;
    }
    if (!walk.score_may_count) continue;
    decision.possible |= Bit(outcome);
    if (fires == Tri::kUnknown) {
      ++decision.undecided;
      walk.must_be_known |= model.gate_must_know()[i] != 0;
      continue;
    }
    decision.deciding_gate = i;
    walk.score_may_count = false;
    walk.score_counts = false;
  }
  return walk;
}

int OnlyOutcome(std::uint32_t possible) {
  int outcome = 0;
  while ((possible & Bit(outcome)) == 0) ++outcome;
  return outcome;
}

}  // namespace

Interval PointsOf(const CompiledModel& model, int criterion, const NodeValues& values) {
  const CompiledRows& rows = model.criteria()[criterion];
  Interval points{.min = 4, .max = 0};
  for (std::size_t i = 0; i < rows.nodes.size(); ++i) {
    const Tri holds = values[rows.nodes[i]];
    if (holds == Tri::kFalse) continue;
    points.min = std::min(points.min, rows.values[i]);
    points.max = std::max(points.max, rows.values[i]);
    if (holds == Tri::kTrue) break;
  }
  return points;
}

Interval FitOf(const CompiledModel& model, int outcome, const NodeValues& values) {
  int undecided = 0;
  if (outcome == model.interim()) return ScoreOf(model, values, undecided);
  const CompiledRows& rows = model.outcomes()[outcome];
  Interval fit{.min = rows.base, .max = rows.base};
  for (std::size_t i = 0; i < rows.nodes.size(); ++i) {
    const int value = rows.values[i];
    const Tri holds = values[rows.nodes[i]];
    if (holds == Tri::kFalse || value == 0) continue;
    if (holds == Tri::kTrue || value < 0) fit.min += value;
    if (holds == Tri::kTrue || value > 0) fit.max += value;
  }
  fit.min = std::clamp(fit.min, 0, kMaxFit);
  fit.max = std::clamp(fit.max, 0, kMaxFit);
  return fit;
}

Trial::Trial(const CompiledModel& model, FactVector facts)
    : model_(model), facts_(std::move(facts)) {
  values_.resize(model.all_nodes());
  model.program().Evaluate(facts_, model.decision_nodes(), values_.data());
}

void Trial::Set(int slot, std::uint64_t possible) {
  if (facts_[slot] == possible) return;
  facts_[slot] = possible;
  for (int node : model_.DependentsOf(slot)) {
    values_[node] = model_.program().ValueOf(facts_, values_.data(), node);
  }
}

Decision Decide(const CompiledModel& model, const FactVector& facts, NodeValues& values) {
  values.resize(model.all_nodes());
  model.program().Evaluate(facts, model.decision_nodes(), values.data());
  return DecideOn(model, values);
}

Decision DecideOn(const CompiledModel& model, const NodeValues& values) {
  const model::Settings& settings = model.data().settings();
  Decision decision;
  const GateWalk walk = WalkGates(model, values, decision);
  decision.score = ScoreOf(model, values, decision.undecided);
  decision.score_may_count = walk.score_may_count;
  int by_score = Decision::kNotEnoughKnown;
  if (walk.score_may_count) {
    if (decision.score.max >= settings.conditional_from()) {
      decision.possible |= Bit(model.interim());
    }
    if (decision.score.min >= settings.conditional_from()) by_score = model.interim();
    if (decision.score.min < settings.conditional_from()) {
      const Fallbacks fallbacks = RankFallbacks(model, values);
      decision.possible |= fallbacks.possible;
      if (decision.score.max < settings.conditional_from()) by_score = fallbacks.best;
    }
  }
  if (decision.is_settled()) {
    decision.outcome = OnlyOutcome(decision.possible);
  } else if (walk.must_be_known) {
    decision.outcome = Decision::kNotEnoughKnown;
  } else if (decision.deciding_gate >= 0) {
    decision.outcome = model.gate_outcomes()[decision.deciding_gate];
  } else {
    decision.outcome = by_score;
  }
  const bool is_interim = decision.outcome == model.interim();
  const bool is_middling = is_interim && decision.score.min < settings.advise_from();
  decision.is_conditional = is_interim && (decision.is_conditional || is_middling);
  return decision;
}

std::vector<char> LiveFacts(const CompiledModel& model, const FactVector& facts,
                            const Decision& decision, const NodeValues& values) {
  std::vector<char> live(model.facts().size(), 0);
  if (decision.is_settled()) return live;
  std::vector<char> slots(model.slot_count(), 0);
  const auto collect = [&](int node) {
    model.program().CollectOpen(facts, values.data(), node, slots);
  };
  for (int i = 0; i < model.data().gate_size(); ++i) {
    if (i == decision.deciding_gate) break;
    if (model.gate_outcomes()[i] >= 0) collect(model.gates()[i]);
  }
  const int threshold = model.data().settings().conditional_from();
  if (decision.score_may_count && decision.score.min < threshold) {
    if (decision.score.max >= threshold) {
      for (const CompiledRows& criterion : model.criteria()) {
        for (int node : criterion.nodes) collect(node);
      }
    }
    for (int i = 0; i < model.data().outcome_size(); ++i) {
      if ((decision.possible & Bit(i)) == 0 || !model.data().outcome(i).is_fallback()) continue;
      collect(model.outcomes()[i].possible);
      for (int node : model.outcomes()[i].nodes) collect(node);
    }
  }
  for (int slot = 0; slot < model.slot_count(); ++slot) {
    if (slots[slot]) live[model.FactOfSlot(slot)] = 1;
  }
  return live;
}

}  // namespace interim::assessment
