#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/assessment/domain/advice.h"
#include "services/assessment/domain/advice_context.h"

namespace interim::assessment {
namespace {

constexpr int kHighPoints = 3;  // from here on a criterion speaks for interim
constexpr int kLowPoints = 1;   // up to here it speaks against

v1::GateEffect EffectToProto(model::Effect effect) {
  switch (effect) {
    case model::BLOCK:
      return v1::GATE_EFFECT_BLOCK;
    case model::DEFER:
      return v1::GATE_EFFECT_DEFER;
    case model::REDIRECT:
      return v1::GATE_EFFECT_REDIRECT;
    case model::SPLIT:
      return v1::GATE_EFFECT_SPLIT;
    case model::CONDITIONAL:
      return v1::GATE_EFFECT_CONDITIONAL;
    default:
      return v1::GATE_EFFECT_UNSPECIFIED;
  }
}

// True when a gate that fires rules the outcome out: the first BLOCK or DEFER everything but its
// own, a REDIRECT an interim manager.
bool IsForbidden(const AdviceContext& context, int outcome) {
  const CompiledModel& model = context.model;
  for (int i = 0; i < model.data().gate_size(); ++i) {
    if (context.values[model.gates()[i]] != Tri::kTrue) continue;
    const model::Effect effect = model.data().gate(i).effect();
    if (effect == model::BLOCK || effect == model::DEFER) {
      return model.gate_outcomes()[i] != outcome;
    }
    if (effect == model::REDIRECT && outcome == model.interim()) return true;
  }
  return false;
}

v1::Statement GateStatement(const AdviceContext& context, int gate) {
  const std::string& id = context.model.data().gate(gate).id();
  v1::Statement statement = context.Say(id, context.model.gates()[gate], {});
  statement.add_rule_ids(id);
  return statement;
}

v1::Statement CriterionStatement(const AdviceContext& context, int criterion, std::string code) {
  v1::Statement statement;
  statement.set_code(std::move(code));
  for (std::string& key : context.KeysOfRows(context.model.criteria()[criterion].nodes)) {
    statement.add_fact_keys(std::move(key));
  }
  statement.add_rule_ids(context.model.data().criterion(criterion).code());
  return statement;
}

void AddGateReasons(const AdviceContext& context, int outcome, v1::Alternative& alternative) {
  const CompiledModel& model = context.model;
  for (int i = 0; i < model.data().gate_size(); ++i) {
    if (context.values[model.gates()[i]] != Tri::kTrue || model.gate_outcomes()[i] < 0) continue;
    if (model.gate_outcomes()[i] == outcome) {
      *alternative.add_reasons_for() = GateStatement(context, i);
    } else if (outcome == model.interim()) {
      *alternative.add_reasons_against() = GateStatement(context, i);
    }
  }
}

void AddCriteriaReasons(const AdviceContext& context, v1::Alternative& alternative) {
  const CompiledModel& model = context.model;
  for (int i = 0; i < model.data().criterion_size(); ++i) {
    const Interval points = PointsOf(model, i, context.values);
    const bool is_high = points.min >= kHighPoints;
    if (!is_high && points.max > kLowPoints) continue;
    const std::string& code = model.data().criterion(i).code();
    v1::Statement* statement =
        is_high ? alternative.add_reasons_for() : alternative.add_reasons_against();
    *statement = CriterionStatement(context, i, absl::StrCat(code, is_high ? "+" : "-"));
  }
}

v1::Alternative MakeAlternative(const AdviceContext& context, int outcome) {
  const CompiledModel& model = context.model;
  const model::OutcomeRow& row = model.data().outcome(outcome);
  const CompiledRows& compiled = model.outcomes()[outcome];
  v1::Alternative alternative;
  alternative.set_outcome(OutcomeToProto(model, outcome));
  alternative.set_fit_hundredths(FitOf(model, outcome, context.values).min);
  alternative.set_is_possible(context.values[compiled.possible] != Tri::kFalse &&
                              !IsForbidden(context, outcome));
  alternative.set_min_start_days(row.min_start_days());
  alternative.set_max_start_days(row.max_start_days());
  AddGateReasons(context, outcome, alternative);
  if (outcome == model.interim()) AddCriteriaReasons(context, alternative);
  for (int i = 0; i < row.argument_size(); ++i) {
    if (context.values[compiled.nodes[i]] != Tri::kTrue) continue;
    v1::Statement* statement = row.argument(i).against() ? alternative.add_reasons_against()
                                                         : alternative.add_reasons_for();
    *statement = context.Say(row.argument(i).code(), compiled.nodes[i], row.argument(i).rule());
  }
  return alternative;
}

}  // namespace

void AddGates(const AdviceContext& context, v1::Advice& advice) {
  const CompiledModel& model = context.model;
  for (int i = 0; i < model.data().gate_size(); ++i) {
    const Tri fires = context.values[model.gates()[i]];
    if (fires == Tri::kFalse) continue;
    const model::GateRow& row = model.data().gate(i);
    v1::GateResult* gate = advice.add_gates();
    gate->set_gate_id(row.id());
    gate->set_effect(EffectToProto(row.effect()));
    gate->set_state(fires == Tri::kTrue ? v1::GATE_STATE_FIRED : v1::GATE_STATE_OPEN);
    if (model.gate_outcomes()[i] >= 0) {
      gate->set_outcome(OutcomeToProto(model, model.gate_outcomes()[i]));
    }
    gate->set_decides(i == context.decision.deciding_gate &&
                      model.gate_outcomes()[i] == context.decision.outcome);
    std::vector<char> slots(model.slot_count(), 0);
    if (fires == Tri::kTrue) {
      for (std::string& key : context.KeysOf(model.gates()[i])) gate->add_fact_keys(std::move(key));
      continue;
    }
    model.program().CollectOpen(context.vector, context.values.data(), model.gates()[i], slots);
    for (int slot = 0; slot < model.slot_count(); ++slot) {
      if (!slots[slot]) continue;
      const std::string& key = model.data().fact(model.FactOfSlot(slot)).key();
      const int last = gate->fact_keys_size() - 1;
      if (last < 0 || gate->fact_keys(last) != key) gate->add_fact_keys(key);
    }
  }
}

void AddAlternatives(const AdviceContext& context, v1::Advice& advice) {
  std::vector<std::pair<int, v1::Alternative>> ranked;
  for (int i = 0; i < context.model.data().outcome_size(); ++i) {
    ranked.emplace_back(i, MakeAlternative(context, i));
  }
  const int chosen = context.decision.outcome;
  std::stable_sort(ranked.begin(), ranked.end(), [chosen](const auto& a, const auto& b) {
    if ((a.first == chosen) != (b.first == chosen)) return a.first == chosen;
    if (a.second.is_possible() != b.second.is_possible()) return a.second.is_possible();
    return a.second.fit_hundredths() > b.second.fit_hundredths();
  });
  for (std::size_t i = 0; i < ranked.size(); ++i) {
    ranked[i].second.set_rank(static_cast<int>(i) + 1);
    *advice.add_alternatives() = std::move(ranked[i].second);
  }
}

void AddConditions(const AdviceContext& context, v1::Advice& advice) {
  const CompiledModel& model = context.model;
  if (!context.decision.is_conditional) return;
  for (int i = 0; i < model.data().gate_size(); ++i) {
    if (context.values[model.gates()[i]] != Tri::kTrue || model.gate_outcomes()[i] >= 0) continue;
    v1::Statement statement = GateStatement(context, i);
    statement.set_code(absl::StrCat(model.data().gate(i).id(), ".remedy"));
    *advice.add_conditions() = std::move(statement);
  }
  if (context.decision.score.min >= model.data().settings().advise_from()) return;
  for (int i = 0; i < model.data().criterion_size(); ++i) {
    if (PointsOf(model, i, context.values).min > kLowPoints) continue;
    *advice.add_conditions() = CriterionStatement(context, i, "condition.criterion");
  }
}

}  // namespace interim::assessment
