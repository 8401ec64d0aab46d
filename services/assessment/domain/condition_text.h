#ifndef INTERIM_SERVICES_ASSESSMENT_DOMAIN_CONDITION_TEXT_H_
#define INTERIM_SERVICES_ASSESSMENT_DOMAIN_CONDITION_TEXT_H_

#include <string>

#include "services/assessment/domain/compiled_model.h"
#include "services/assessment/domain/facts.h"

namespace interim::assessment {

// A condition of the model in words, for a reader who knows no code: '"End of the need" is an end
// date, and "Planned duration" at most 6 months'. Empty for a condition that always holds.
std::string ConditionText(const CompiledModel& model, const model::Condition& when, Lang lang);

}  // namespace interim::assessment

#endif  // INTERIM_SERVICES_ASSESSMENT_DOMAIN_CONDITION_TEXT_H_
