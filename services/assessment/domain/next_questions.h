#ifndef INTERIM_SERVICES_ASSESSMENT_DOMAIN_NEXT_QUESTIONS_H_
#define INTERIM_SERVICES_ASSESSMENT_DOMAIN_NEXT_QUESTIONS_H_

#include "interim/assessment/v1/assessment_service.pb.h"
#include "services/assessment/domain/compiled_model.h"
#include "services/assessment/domain/facts.h"
#include "services/assessment/domain/known.h"

namespace interim::assessment {

// What to ask next, with texts; see NextQuestions of the service.
v1::NextQuestionsResponse NextQuestions(const CompiledModel& model, const Known& known,
                                        const v1::NextQuestionsRequest& request, Lang lang);

}  // namespace interim::assessment

#endif  // INTERIM_SERVICES_ASSESSMENT_DOMAIN_NEXT_QUESTIONS_H_
