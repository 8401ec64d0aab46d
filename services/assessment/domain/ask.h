#ifndef INTERIM_SERVICES_ASSESSMENT_DOMAIN_ASK_H_
#define INTERIM_SERVICES_ASSESSMENT_DOMAIN_ASK_H_

#include <vector>

#include "services/assessment/domain/compiled_model.h"
#include "services/assessment/domain/decide.h"

namespace interim::assessment {

// What is still worth asking.
struct AskPlan {
  // Indexes into data().question(), most useful first. Empty when no answer can change the outcome.
  std::vector<int> questions;
  // One entry per fact: true when an answer to it can change the outcome and it was not asked yet.
  std::vector<char> facts;
  // Questions on facts of the decision that nobody needs to answer any more although they are open.
  int spared = 0;
};

// Orders the questions whose answers can still change the outcome: first what is going on, which
// tells the situation and with it most of the advice, then those that a gate waits for which must
// be known, then by how much an answer narrows what is possible, averaged over the values of the
// fact that narrows it most; ties in the order of the model.
//   asked     one entry per fact: not to be asked again (an informant does not know it)
//   decision  of the same facts; `values` as Decide left them
AskPlan PlanQuestions(const CompiledModel& model, const FactVector& facts,
                      const std::vector<char>& asked, const Decision& decision,
                      const NodeValues& values);

// Questions that cannot change the outcome but sharpen the rest of the advice: first those that are
// evidence for a situation that holds, then those of every need; each in the order of the model.
// Empty while the outcome can still change, or when no manager is advised.
//   values  of all nodes of the model, evaluated on `facts`
std::vector<int> PlanRefining(const CompiledModel& model, const FactVector& facts,
                              const std::vector<char>& asked, const Decision& decision,
                              const NodeValues& values);

}  // namespace interim::assessment

#endif  // INTERIM_SERVICES_ASSESSMENT_DOMAIN_ASK_H_
