#ifndef INTERIM_SERVICES_ASSESSMENT_DOMAIN_MODEL_PAGE_H_
#define INTERIM_SERVICES_ASSESSMENT_DOMAIN_MODEL_PAGE_H_

#include "interim/assessment/v1/model_page.pb.h"
#include "services/assessment/domain/compiled_model.h"

namespace interim::assessment {

// The whole model for review, every text in both languages. Known versions are left to the caller.
v1::ModelPage MakeModelPage(const CompiledModel& model);

}  // namespace interim::assessment

#endif  // INTERIM_SERVICES_ASSESSMENT_DOMAIN_MODEL_PAGE_H_
