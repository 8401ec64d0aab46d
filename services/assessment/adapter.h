// Registers the methods of assessment with the server.
#ifndef INTERIM_SERVICES_ASSESSMENT_ADAPTER_H_
#define INTERIM_SERVICES_ASSESSMENT_ADAPTER_H_

#include "common/rpc/server.h"
#include "services/assessment/service/assessments.h"
#include "services/assessment/service/calculations.h"

namespace interim::assessment {

// Mounts `interim.assessment.v1.AssessmentService`. The objects must outlive the server.
void MountAssessment(rpc::Server& server, const Assessments& assessments,
                     Calculations& calculations);

}  // namespace interim::assessment

#endif  // INTERIM_SERVICES_ASSESSMENT_ADAPTER_H_
