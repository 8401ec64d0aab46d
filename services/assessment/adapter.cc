#include "services/assessment/adapter.h"

#include "services/assessment/service/validation.h"

namespace interim::assessment {

void MountAssessment(rpc::Server& server, const Assessments& assessments,
                     Calculations& calculations) {
  rpc::Mounted& service = server.Mount("interim.assessment.v1.AssessmentService");
  service.Unary("CreateAssessment", assessments, &Assessments::CreateAssessment);
  service.Unary("GetAssessment", assessments, &Assessments::GetAssessment);
  service.Unary("ListAssessments", assessments, &Assessments::ListAssessments);
  service.Unary("RecordAnswers", assessments, &Assessments::RecordAnswers);
  service.Unary("SettleFact", assessments, &Assessments::SettleFact);
  service.Unary("NextQuestions", assessments, &Assessments::NextQuestions);
  service.Unary("Advise", assessments, &Assessments::Advise);
  service.Unary("RecomputeAdvice", assessments, &Assessments::RecomputeAdvice);
  service.Unary("AcceptAdvice", assessments, &Assessments::AcceptAdvice);
  service.Unary("RejectAdvice", assessments, &Assessments::RejectAdvice);
  service.Unary("RecordOutcome", assessments, &Assessments::RecordOutcome);
  service.Unary("AssessNeed", calculations, &Calculations::AssessNeed);
  service.Watch("StreamAssessNeeds", calculations, &Calculations::StreamAssessNeeds);
  service.Unary("ExplainModel", calculations, &Calculations::ExplainModel);
  service.Unary("ListQuestions", calculations, &Calculations::ListQuestions);
  service.Unary("ListSituations", calculations, &Calculations::ListSituations);
  service.Unary("ListRoles", calculations, &Calculations::ListRoles);
}

}  // namespace interim::assessment
