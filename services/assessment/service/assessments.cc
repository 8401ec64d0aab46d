#include "services/assessment/service/assessments.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/core/status_macros.h"
#include "services/assessment/domain/assessment.h"
#include "services/assessment/domain/errors.h"
#include "services/assessment/domain/localize.h"
#include "services/assessment/domain/next_questions.h"
#include "services/assessment/service/resources.h"

namespace interim::assessment {
namespace {

Act ActOf(const rpc::Call& call) {
  return {.subject = call.principal().subject, .time = call.now(), .today = call.today()};
}

}  // namespace

v1::Assessment Assessments::Show(const rpc::Call& call, v1::Assessment assessment) const {
  const Lang lang = LanguageOf(call);
  if (assessment.has_advice()) {
    // In the words in which it was given, although the model may have moved on since.
    const auto own = knowledge_.FindVersion(assessment.advice().model_version());
    Localize(own.ok() ? **own : knowledge_.model(), lang, *assessment.mutable_advice());
  }
  for (v1::FactStatus& fact : *assessment.mutable_facts()) {
    if (fact.has_disagreement()) {
      Localize(knowledge_.model(), lang, *fact.mutable_disagreement());
    }
  }
  return assessment;
}

absl::StatusOr<v1::Assessment> Assessments::CreateAssessment(
    rpc::Call& call, const v1::CreateAssessmentRequest& request) const {
  if (!request.assessment_id().empty()) {
    const std::string name =
        absl::StrCat(request.parent(), "/assessments/", request.assessment_id());
    const auto taken = call.Load<v1::Assessment>(name);
    if (taken.ok()) return AssessmentExists(name);
    if (!absl::IsNotFound(taken.status())) return taken.status();
  }
  ASSIGN_OR_RETURN(v1::Assessment opened, Open(knowledge_.model(), request, ActOf(call)));
  ASSIGN_OR_RETURN(
      v1::Assessment created,
      call.Create<v1::Assessment>("", opened, "assessment.created", request.assessment_id()));
  return Show(call, std::move(created));
}

absl::StatusOr<v1::Assessment> Assessments::GetAssessment(
    rpc::Call& call, const v1::GetAssessmentRequest& request) const {
  ASSIGN_OR_RETURN(auto assessment, call.Load<v1::Assessment>(request.name()));
  return Show(call, *assessment);
}

absl::StatusOr<v1::ListAssessmentsResponse> Assessments::ListAssessments(
    rpc::Call& call, const v1::ListAssessmentsRequest& request) const {
  rpc::ListArgs args;
  if (request.state() != v1::ASSESSMENT_STATE_UNSPECIFIED) {
    args.filters.push_back({"state", v1::AssessmentState_Name(request.state())});
  }
  ASSIGN_OR_RETURN(rpc::Page<v1::Assessment> page, call.List<v1::Assessment>(args));
  v1::ListAssessmentsResponse response;
  for (v1::Assessment& assessment : page.items) {
    *response.add_assessments() = Show(call, std::move(assessment));
  }
  response.set_next_page_token(page.next_page_token);
  return response;
}

absl::StatusOr<v1::Assessment> Assessments::RecordAnswers(
    rpc::Call& call, const v1::RecordAnswersRequest& request) const {
  ASSIGN_OR_RETURN(auto before, call.Load<v1::Assessment>(request.name()));
  ASSIGN_OR_RETURN(v1::Assessment after,
                   assessment::RecordAnswers(knowledge_.model(), *before, request, ActOf(call)));
  ASSIGN_OR_RETURN(after, call.Commit(before, after, "assessment.answers_recorded"));
  return Show(call, std::move(after));
}

absl::StatusOr<v1::Assessment> Assessments::SettleFact(rpc::Call& call,
                                                       const v1::SettleFactRequest& request) const {
  ASSIGN_OR_RETURN(auto before, call.Load<v1::Assessment>(request.name()));
  ASSIGN_OR_RETURN(v1::Assessment after,
                   assessment::SettleFact(knowledge_.model(), *before, request, ActOf(call)));
  rpc::Commit commit = call.Begin("assessment.fact_settled");
  commit.Update(before, after);
  commit.Reason(request.reason());
  RETURN_IF_ERROR(call.Finish(std::move(commit)));
  return Show(call, call.Committed<v1::Assessment>(before.id(), std::move(after)));
}

absl::StatusOr<v1::NextQuestionsResponse> Assessments::NextQuestions(
    rpc::Call& call, const v1::NextQuestionsRequest& request) const {
  ASSIGN_OR_RETURN(auto assessment, call.Load<v1::Assessment>(request.name()));
  return assessment::NextQuestions(knowledge_.model(), KnownFrom(knowledge_.model(), *assessment),
                                   request, LanguageOf(call));
}

absl::StatusOr<v1::Assessment> Assessments::Advise(rpc::Call& call,
                                                   const v1::AdviseRequest& request) const {
  ASSIGN_OR_RETURN(auto before, call.Load<v1::Assessment>(request.name()));
  ASSIGN_OR_RETURN(v1::Assessment after,
                   assessment::Advise(knowledge_.model(), &knowledge_.law(), *before, ActOf(call)));
  rpc::Commit commit = call.Begin("assessment.advised");
  commit.Update(before, after);
  for (const v1::GateResult& gate : after.advice().gates()) {
    if (gate.state() == v1::GATE_STATE_FIRED) {
      commit.Rule(gate.gate_id(), after.advice().model_version());
    }
  }
  for (const v1::LegalPoint& point : after.advice().legal_points()) {
    if (!point.rule_version().empty()) commit.Rule(point.rule_id(), point.rule_version());
  }
  RETURN_IF_ERROR(call.Finish(std::move(commit)));
  return Show(call, call.Committed<v1::Assessment>(before.id(), std::move(after)));
}

absl::StatusOr<v1::RecomputeAdviceResponse> Assessments::RecomputeAdvice(
    rpc::Call& call, const v1::RecomputeAdviceRequest& request) const {
  ASSIGN_OR_RETURN(auto assessment, call.Load<v1::Assessment>(request.name()));
  const std::string& own = assessment->advice().model_version();
  const std::string& version = request.model_version().empty() ? own : request.model_version();
  ASSIGN_OR_RETURN(const CompiledModel* model, knowledge_.FindVersion(version));
  ASSIGN_OR_RETURN(v1::RecomputeAdviceResponse response,
                   Recompute(*model, &knowledge_.law(), *assessment));
  Localize(*model, LanguageOf(call), *response.mutable_advice());
  return response;
}

absl::StatusOr<v1::Assessment> Assessments::AcceptAdvice(
    rpc::Call& call, const v1::AcceptAdviceRequest& request) const {
  ASSIGN_OR_RETURN(auto before, call.Load<v1::Assessment>(request.name()));
  ASSIGN_OR_RETURN(v1::Assessment after, Accept(*before, request, ActOf(call)));
  rpc::Commit commit = call.Begin("assessment.advice_accepted");
  commit.Update(before, after);
  commit.Reason(request.reason());
  RETURN_IF_ERROR(call.Finish(std::move(commit)));
  return Show(call, call.Committed<v1::Assessment>(before.id(), std::move(after)));
}

absl::StatusOr<v1::Assessment> Assessments::RejectAdvice(
    rpc::Call& call, const v1::RejectAdviceRequest& request) const {
  ASSIGN_OR_RETURN(auto before, call.Load<v1::Assessment>(request.name()));
  ASSIGN_OR_RETURN(v1::Assessment after, Reject(*before, request, ActOf(call)));
  rpc::Commit commit = call.Begin("assessment.advice_rejected");
  commit.Update(before, after);
  commit.Reason(request.reason());
  RETURN_IF_ERROR(call.Finish(std::move(commit)));
  return Show(call, call.Committed<v1::Assessment>(before.id(), std::move(after)));
}

absl::StatusOr<v1::Assessment> Assessments::RecordOutcome(
    rpc::Call& call, const v1::RecordOutcomeRequest& request) const {
  ASSIGN_OR_RETURN(auto before, call.Load<v1::Assessment>(request.name()));
  ASSIGN_OR_RETURN(v1::Assessment after, assessment::RecordOutcome(*before, request));
  if (before->has_realized_outcome()) return Show(call, *before);  // told twice
  ASSIGN_OR_RETURN(after, call.Commit(before, after, "assessment.outcome_recorded"));
  return Show(call, std::move(after));
}

}  // namespace interim::assessment
