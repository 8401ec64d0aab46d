// What every method of assessment keeps, checked the same way for each.
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/conformance/assessment_requests.h"
#include "tests/conformance/method_checks.h"

namespace interim::conformance {
namespace {

v1::SettleFactRequest Settling() {
  const auto disputed = Do("RecordAnswers", Answers(Answered(), "works-director",
                                                    {Choice("end_definition", "open_ended")}));
  EXPECT_THAT(disputed, IsOk());
  return Settlement(disputed.ok() ? *disputed : v1::Assessment(), "end_definition", "board");
}

MethodRow Row(const char* method, const Person& person,
              std::function<std::unique_ptr<google::protobuf::Message>()> request) {
  return {
      .method = std::string(kService) + method, .person = person, .request = std::move(request)};
}

void AddRecordRows(std::vector<MethodRow>& rows) {
  rows.push_back(Row("CreateAssessment", Hr(), [] { return Own(NewAssessment()); }));
  rows.push_back(
      Row("GetAssessment", Hr(), [] { return Own(Named<v1::GetAssessmentRequest>(Create())); }));
  rows.push_back(Row("ListAssessments", Hr(), [] {
    Create();
    Create();
    return Own(Below<v1::ListAssessmentsRequest>());
  }));
  rows.push_back(Row("RecordAnswers", Hr(), [] {
    return Own(Answers(Create(), "board", {Number("planned_months", 5)}));
  }));
  rows.push_back(Row("SettleFact", Client(), [] { return Own(Settling()); }));
  rows.push_back(
      Row("NextQuestions", Hr(), [] { return Own(Named<v1::NextQuestionsRequest>(Answered())); }));
  rows.push_back(Row("Advise", Hr(), [] { return Own(Named<v1::AdviseRequest>(Answered())); }));
  rows.push_back(Row("RecomputeAdvice", Hr(),
                     [] { return Own(Named<v1::RecomputeAdviceRequest>(Advised())); }));
  rows.push_back(
      Row("AcceptAdvice", Client(), [] { return Own(Named<v1::AcceptAdviceRequest>(Advised())); }));
  rows.push_back(Row("RejectAdvice", Client(), [] { return Own(Rejection(Advised())); }));
  rows.push_back(Row("RecordOutcome", Relay(),
                     [] { return Own(Outcome(Accepted(), v1::REALIZED_RESULT_REACHED)); }));
}

std::vector<MethodRow> Rows() {
  std::vector<MethodRow> rows;
  AddRecordRows(rows);
  rows.push_back(Row("AssessNeed", Hr(), [] {
    auto request = Below<v1::AssessNeedRequest>();
    for (const v1::Fact& fact : SiteMerger()) *request.add_facts() = fact;
    return Own(std::move(request));
  }));
  rows.push_back(Row("ExplainModel", Hr(), [] { return Own(Below<v1::ExplainModelRequest>()); }));
  rows.push_back(Row("ListQuestions", Hr(), [] { return Own(Below<v1::ListQuestionsRequest>()); }));
  rows.push_back(
      Row("ListSituations", Hr(), [] { return Own(Below<v1::ListSituationsRequest>()); }));
  rows.push_back(Row("ListRoles", Hr(), [] { return Own(Below<v1::ListRolesRequest>()); }));
  return rows;
}

INTERIM_TEST_METHODS("interim.assessment.v1.AssessmentService", Rows)

}  // namespace
}  // namespace interim::conformance
