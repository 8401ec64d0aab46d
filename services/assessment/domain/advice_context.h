#ifndef INTERIM_SERVICES_ASSESSMENT_DOMAIN_ADVICE_CONTEXT_H_
#define INTERIM_SERVICES_ASSESSMENT_DOMAIN_ADVICE_CONTEXT_H_

#include <string>
#include <vector>

#include "interim/assessment/v1/advice.pb.h"
#include "services/assessment/domain/compiled_model.h"
#include "services/assessment/domain/decide.h"
#include "services/assessment/domain/known.h"

// Parts of BuildAdvice; not for other folders.
namespace interim::law {
class LawData;
}  // namespace interim::law

namespace interim::assessment {

// What the parts of an advice are made from: the decision, and the values of all nodes with the
// outcome known.
struct AdviceContext {
  const CompiledModel& model;
  const law::LawData* law;
  const Known& known;
  FactVector vector;  // of `known`, with the derived facts
  Decision decision;
  NodeValues values;
  std::vector<char> given;  // one entry per fact: agreed or disputed

  Tri ValueOf(const model::Condition& when) const { return values[model.NodeOf(when)]; }
  bool Holds(const model::Condition& when) const { return ValueOf(when) == Tri::kTrue; }
  // Keys of the given facts that make a condition what it is, in catalogue order; open and derived
  // ones are left out.
  std::vector<std::string> KeysOf(int node) const;
  // Keys of all given facts that some rows look at.
  std::vector<std::string> KeysOfRows(const std::vector<int>& nodes) const;
  // A statement that rests on a condition.
  v1::Statement Say(const std::string& code, int node,
                    const google::protobuf::RepeatedPtrField<std::string>& rules) const;
};

// The conditions of gates that fire or are open, in order of precedence.
void AddGates(const AdviceContext& context, v1::Advice& advice);
// All ways out, best first, with reasons.
void AddAlternatives(const AdviceContext& context, v1::Advice& advice);
// What is missing or must be in place first.
void AddConditions(const AdviceContext& context, v1::Advice& advice);
// Situations, role, mandate, duration, KPI sets.
void AddProfile(const AdviceContext& context, v1::Advice& advice);
// Channels, urgency, pilot.
void AddApproach(const AdviceContext& context, v1::Advice& advice);
// Legal points to settle early.
void AddLegalPoints(const AdviceContext& context, v1::Advice& advice);

}  // namespace interim::assessment

#endif  // INTERIM_SERVICES_ASSESSMENT_DOMAIN_ADVICE_CONTEXT_H_
