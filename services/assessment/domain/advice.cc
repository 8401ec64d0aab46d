#include "services/assessment/domain/advice.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/type/convert.h"
#include "services/assessment/domain/advice_context.h"
#include "services/assessment/domain/ask.h"
#include "services/assessment/domain/facts.h"
#include "services/assessment/domain/flips.h"

namespace interim::assessment {
namespace {

constexpr absl::string_view kOutcomePrefix = "ADVICE_OUTCOME_";
constexpr absl::string_view kOutcomeFact = "outcome";

// Makes the outcome known to the conditions of statements.
void SetOutcome(const CompiledModel& model, const Decision& decision, FactVector& vector) {
  const int index = model.FindFact(kOutcomeFact);
  if (index < 0) return;
  v1::Fact fact;
  fact.set_key(std::string(kOutcomeFact));
  fact.set_choice(OutcomeCode(OutcomeToProto(model, decision.outcome)));
  SetKnown(model, fact, Date(), vector);
}

AdviceContext MakeContext(const CompiledModel& model, const law::LawData* law, const Known& known) {
  AdviceContext context{.model = model, .law = law, .known = known, .vector = known.vector};
  context.decision = Decide(model, known.vector, context.values);
  SetOutcome(model, context.decision, context.vector);
  context.given.assign(model.facts().size(), 0);
  for (const v1::Fact& fact : known.facts) context.given[model.FindFact(fact.key())] = 1;
  for (const Dispute& dispute : known.disputes) context.given[model.FindFact(dispute.key)] = 1;
  model.program().Evaluate(context.vector, model.all_nodes(), context.values.data());
  return context;
}

void AddScore(const AdviceContext& context, v1::Advice& advice) {
  const CompiledModel& model = context.model;
  v1::ScoreSummary* score = advice.mutable_score();
  score->set_min_hundredths(context.decision.score.min);
  score->set_max_hundredths(context.decision.score.max);
  score->set_advise_from_hundredths(model.data().settings().advise_from());
  score->set_conditional_from_hundredths(model.data().settings().conditional_from());
  for (int i = 0; i < model.data().criterion_size(); ++i) {
    const Interval points = PointsOf(model, i, context.values);
    v1::CriterionScore* row = score->add_criteria();
    row->set_criterion_code(model.data().criterion(i).code());
    row->set_weight_percent(model.data().criterion(i).weight());
    row->set_min_points(points.min);
    row->set_max_points(points.max);
    std::vector<char> slots(model.slot_count(), 0);
    for (int node : model.criteria()[i].nodes) model.program().CollectAll(node, slots);
    for (int slot = 0; slot < model.slot_count(); ++slot) {
      if (!slots[slot]) continue;
      const std::string& key = model.data().fact(model.FactOfSlot(slot)).key();
      const int last = row->fact_keys_size() - 1;
      if (last < 0 || row->fact_keys(last) != key) row->add_fact_keys(key);
    }
  }
}

void AddStatements(const AdviceContext& context, v1::Advice& advice) {
  for (const auto& row : context.model.data().benefit()) {
    if (!context.Holds(row.when())) continue;
    *advice.add_benefits() = context.Say(row.code(), context.model.NodeOf(row.when()), row.rule());
  }
  for (const auto& row : context.model.data().risk()) {
    if (!context.Holds(row.when())) continue;
    *advice.add_risks() = context.Say(row.code(), context.model.NodeOf(row.when()), row.rule());
  }
}

bool IsDisputed(const Known& known, const std::string& key) {
  for (const Dispute& dispute : known.disputes) {
    if (dispute.key == key) return true;
  }
  return false;
}

// Keys of the slots that are given, agreed or disputed, in catalogue order.
std::vector<std::string> GivenKeys(const AdviceContext& context, const std::vector<char>& slots) {
  std::vector<std::string> keys;
  int last = -1;
  for (int slot = 0; slot < context.model.slot_count(); ++slot) {
    if (!slots[slot]) continue;
    const int fact = context.model.FactOfSlot(slot);
    if (fact == last || !context.given[fact]) continue;
    keys.push_back(context.model.data().fact(fact).key());
    last = fact;
  }
  return keys;
}

void AddConfidence(const AdviceContext& context, v1::Advice& advice) {
  const CompiledModel& model = context.model;
  v1::Confidence* confidence = advice.mutable_confidence();
  for (int i = 0; i < model.data().outcome_size(); ++i) {
    if ((context.decision.possible >> i & 1) != 0) {
      confidence->add_possible_outcomes(OutcomeToProto(model, i));
    }
  }
  const std::vector<char> live =
      LiveFacts(model, context.known.vector, context.decision, context.values);
  for (std::size_t i = 0; i < live.size(); ++i) {
    if (!live[i]) continue;
    const std::string& key = model.data().fact(static_cast<int>(i)).key();
    if (IsDisputed(context.known, key)) {
      confidence->add_disputed_fact_keys(key);
    } else {
      confidence->add_open_fact_keys(key);
    }
  }
  if (context.decision.outcome == Decision::kNotEnoughKnown) {
    confidence->set_level(v1::CONFIDENCE_LEVEL_NOT_ENOUGH_KNOWN);
  } else if (context.decision.is_settled()) {
    confidence->set_level(v1::CONFIDENCE_LEVEL_FIRM);
  } else if (confidence->disputed_fact_keys_size() > 0) {
    confidence->set_level(v1::CONFIDENCE_LEVEL_DISPUTED);
  } else {
    confidence->set_level(v1::CONFIDENCE_LEVEL_OPEN);
  }
}

void AddFlips(const AdviceContext& context, v1::Advice& advice) {
  const CompiledModel& model = context.model;
  for (const FlipSet& set : FindFlips(model, context.known.vector, context.decision)) {
    v1::Flip* flip = advice.add_flips();
    flip->set_outcome(OutcomeToProto(model, set.outcome));
    std::vector<v1::Fact> facts;
    for (const Change& change : set.changes) {
      const int fact = model.FactOfSlot(change.slot);
      facts.push_back(FactWithValue(model, fact, change.slot, change.value,
                                    context.known.Find(model.data().fact(fact).key()),
                                    context.known.reference));
    }
    SortFacts(model, facts);
    for (v1::Fact& fact : facts) *flip->add_facts() = std::move(fact);
  }
}

void AddNextQuestion(const AdviceContext& context, v1::Advice& advice) {
  const AskPlan plan = PlanQuestions(context.model, context.known.vector, context.known.asked,
                                     context.decision, context.values);
  advice.set_spared_question_count(plan.spared);
  if (plan.questions.empty()) return;
  advice.mutable_next_question()->set_code(
      context.model.data().question(plan.questions.front()).code());
}

}  // namespace

std::vector<std::string> AdviceContext::KeysOf(int node) const {
  std::vector<char> slots(model.slot_count(), 0);
  model.program().CollectSupport(values.data(), node, slots);
  return GivenKeys(*this, slots);
}

std::vector<std::string> AdviceContext::KeysOfRows(const std::vector<int>& nodes) const {
  std::vector<char> slots(model.slot_count(), 0);
  for (int node : nodes) model.program().CollectAll(node, slots);
  return GivenKeys(*this, slots);
}

v1::Statement AdviceContext::Say(
    const std::string& code, int node,
    const google::protobuf::RepeatedPtrField<std::string>& rules) const {
  v1::Statement statement;
  statement.set_code(code);
  for (std::string& key : KeysOf(node)) statement.add_fact_keys(std::move(key));
  statement.mutable_rule_ids()->CopyFrom(rules);
  return statement;
}

v1::AdviceOutcome OutcomeToProto(const CompiledModel& model, int outcome) {
  if (outcome < 0) return v1::ADVICE_OUTCOME_NOT_ENOUGH_KNOWN;
  return static_cast<v1::AdviceOutcome>(model.OutcomeNumber(outcome));
}

std::string OutcomeCode(v1::AdviceOutcome outcome) {
  const std::string name = v1::AdviceOutcome_Name(outcome);
  return absl::AsciiStrToLower(absl::StripPrefix(name, kOutcomePrefix));
}

v1::Advice BuildAdvice(const CompiledModel& model, const law::LawData* law, const Known& known,
                       Depth depth) {
  const AdviceContext context = MakeContext(model, law, known);
  v1::Advice advice;
  advice.set_outcome(OutcomeToProto(model, context.decision.outcome));
  if (context.decision.outcome != Decision::kNotEnoughKnown) {
    advice.set_strength(context.decision.is_conditional ? v1::ADVICE_STRENGTH_CONDITIONAL
                                                        : v1::ADVICE_STRENGTH_ADVISED);
  }
  AddGates(context, advice);
  AddAlternatives(context, advice);
  AddConditions(context, advice);
  AddProfile(context, advice);
  AddApproach(context, advice);
  AddStatements(context, advice);
  AddLegalPoints(context, advice);
  AddScore(context, advice);
  AddConfidence(context, advice);
  for (v1::Disagreement& disagreement : WeighDisputes(model, known)) {
    *advice.add_disagreements() = std::move(disagreement);
  }
  for (const v1::Fact& fact : known.facts) *advice.add_facts() = fact;
  *advice.mutable_reference_date() = ToProto(known.reference);
  advice.set_model_version(model.data().settings().version());
  if (depth == Depth::kFull) {
    AddNextQuestion(context, advice);
    AddFlips(context, advice);
  }
  return advice;
}

std::vector<v1::Disagreement> WeighDisputes(const CompiledModel& model, const Known& known) {
  NodeValues values;
  const Decision decision = Decide(model, known.vector, values);
  const std::vector<char> live = LiveFacts(model, known.vector, decision, values);
  std::vector<v1::Disagreement> disagreements;
  for (const Dispute& dispute : known.disputes) {
    v1::Disagreement disagreement;
    disagreement.set_fact_key(dispute.key);
    for (const v1::InformantView& view : dispute.views) *disagreement.add_views() = view;
    const int fact = model.FindFact(dispute.key);
    disagreement.set_matters(fact >= 0 && live[fact] != 0);
    disagreements.push_back(std::move(disagreement));
  }
  for (const Dispute& dispute : known.settled) {
    v1::Disagreement disagreement;
    disagreement.set_fact_key(dispute.key);
    for (const v1::InformantView& view : dispute.views) *disagreement.add_views() = view;
    disagreement.set_settled_informant(dispute.settled_informant);
    disagreements.push_back(std::move(disagreement));
  }
  return disagreements;
}

}  // namespace interim::assessment
