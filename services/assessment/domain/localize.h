#ifndef INTERIM_SERVICES_ASSESSMENT_DOMAIN_LOCALIZE_H_
#define INTERIM_SERVICES_ASSESSMENT_DOMAIN_LOCALIZE_H_

#include <vector>

#include "interim/assessment/v1/advice.pb.h"
#include "interim/assessment/v1/question.pb.h"
#include "services/assessment/domain/compiled_model.h"
#include "services/assessment/domain/facts.h"

namespace interim::assessment {

// Fills every text of an advice from its codes, facts and parameters. A code that the model does
// not know (an advice of an older version) keeps the text it has.
void Localize(const CompiledModel& model, Lang lang, v1::Advice& advice);

// The sentence of one disagreement.
void Localize(const CompiledModel& model, Lang lang, v1::Disagreement& disagreement);

// A question with its facts, `index` in data().question().
v1::Question MakeQuestion(const CompiledModel& model, int index, Lang lang);
// Index of a question by code, or -1.
int FindQuestion(const CompiledModel& model, absl::string_view code);

// All situations and roles of the shared catalogue, in catalogue order.
std::vector<v1::Situation> MakeSituations(const CompiledModel& model, Lang lang);
std::vector<v1::Role> MakeRoles(const CompiledModel& model, Lang lang);

}  // namespace interim::assessment

#endif  // INTERIM_SERVICES_ASSESSMENT_DOMAIN_LOCALIZE_H_
