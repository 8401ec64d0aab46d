#ifndef INTERIM_SERVICES_ASSESSMENT_DOMAIN_ADVICE_H_
#define INTERIM_SERVICES_ASSESSMENT_DOMAIN_ADVICE_H_

#include <vector>

#include "interim/assessment/v1/advice.pb.h"
#include "services/assessment/domain/compiled_model.h"
#include "services/assessment/domain/known.h"

namespace interim::law {
class LawData;
}  // namespace interim::law

namespace interim::assessment {

// How much of an advice is computed.
enum class Depth {
  kBasic,  // without next question and flips
  kFull,
};

// The whole advice on what is known, in codes; Localize adds the texts. Same input, same bytes.
//   law  null: legal points carry no rule version
v1::Advice BuildAdvice(const CompiledModel& model, const law::LawData* law, const Known& known,
                       Depth depth);

// Which disputes could change the outcome; all of `known.disputes` in their order, then the settled
// ones, which cannot.
std::vector<v1::Disagreement> WeighDisputes(const CompiledModel& model, const Known& known);

// The outcome of the API for a way out of the model, NOT_ENOUGH_KNOWN for -1.
v1::AdviceOutcome OutcomeToProto(const CompiledModel& model, int outcome);
// The code of the model for an outcome of the API ("interim"), "not_enough_known" included.
std::string OutcomeCode(v1::AdviceOutcome outcome);

}  // namespace interim::assessment

#endif  // INTERIM_SERVICES_ASSESSMENT_DOMAIN_ADVICE_H_
