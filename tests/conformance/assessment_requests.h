// Requests to the assessment server, shared by its conformance tests.
#ifndef INTERIM_TESTS_CONFORMANCE_ASSESSMENT_REQUESTS_H_
#define INTERIM_TESTS_CONFORMANCE_ASSESSMENT_REQUESTS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "common/testing/matchers.h"
#include "gtest/gtest.h"
#include "interim/assessment/v1/assessment_service.pb.h"
#include "tests/conformance/server_process.h"

namespace interim::conformance {

using testing::IsOk;
using testing::NextRequestId;
using testing::Person;
namespace v1 = assessment::v1;

inline constexpr char kService[] = "interim.assessment.v1.AssessmentService/";
inline const Person& Hr() {
  static const auto* person = new Person{.subject = "u-hr", .roles = {"hr_advisor"}};
  return *person;
}
inline const Person& Client() {
  static const auto* person = new Person{.subject = "u-board", .roles = {"formal_client"}};
  return *person;
}
inline const Person& Relay() {
  static const auto* person = new Person{.subject = "relay", .roles = {"service"}};
  return *person;
}

// One server for all tests: each works on records of its own.
inline ServerProcess& Server() {
  static ServerProcess* server = new ServerProcess("assessment_server");
  return *server;
}

class ServerEnd : public ::testing::Environment {
 public:
  void TearDown() override { delete &Server(); }
};
inline const auto* const kServerEnd = ::testing::AddGlobalTestEnvironment(new ServerEnd);

template <class Response>
absl::StatusOr<Response> Call(const char* method, const google::protobuf::Message& request,
                              const Person& person = Hr(), rpc::CallOptions options = {}) {
  return Server().Call<Response>(std::string(kService) + method, request, person, options);
}

inline absl::StatusOr<v1::Assessment> Do(const char* method,
                                         const google::protobuf::Message& request,
                                         const Person& person = Hr()) {
  return Call<v1::Assessment>(method, request, person);
}

inline v1::Fact Choice(const std::string& key, const std::string& code) {
  v1::Fact fact;
  fact.set_key(key);
  fact.set_choice(code);
  return fact;
}
inline v1::Fact Number(const std::string& key, std::int64_t number) {
  v1::Fact fact;
  fact.set_key(key);
  fact.set_number(number);
  return fact;
}
inline v1::Fact Flag(const std::string& key, bool flag) {
  v1::Fact fact;
  fact.set_key(key);
  fact.set_flag(flag);
  return fact;
}

inline std::vector<v1::Fact> SiteMerger() {
  v1::Fact triggers;
  triggers.set_key("triggers");
  triggers.mutable_codes()->add_codes("site_merger");
  triggers.mutable_codes()->add_codes("merger");
  return {triggers,
          Choice("formal_client", "board"),
          Choice("sponsor_time", "weekly"),
          Flag("sponsor_owns_problem", true),
          Flag("preconditions_met", true),
          Flag("question_clear", true),
          Choice("end_definition", "end_date"),
          Number("planned_months", 11),
          Choice("decision_power", "full"),
          Choice("asked_result", "execution"),
          Choice("inside_capability", "partly"),
          Number("damage_within_weeks", 8),
          Number("independence_need", 3),
          Choice("purpose", "real_need"),
          Flag("ordinary_line_work", false),
          Flag("works_council", true),
          Flag("statutory_director", false),
          Flag("self_employed_considered", true)};
}

inline v1::CreateAssessmentRequest NewAssessment() {
  v1::CreateAssessmentRequest request;
  request.set_parent("organizations/acme");
  request.mutable_assessment()->set_title("Merging two sites");
  request.mutable_assessment()->mutable_reference_date()->set_year(2026);
  request.mutable_assessment()->mutable_reference_date()->set_month(1);
  request.mutable_assessment()->mutable_reference_date()->set_day(12);
  request.set_request_id(NextRequestId());
  return request;
}

inline v1::Assessment Create() {
  const auto created = Do("CreateAssessment", NewAssessment());
  EXPECT_THAT(created, IsOk());
  return created.ok() ? *created : v1::Assessment();
}

inline v1::RecordAnswersRequest Answers(const v1::Assessment& assessment,
                                        const std::string& informant,
                                        const std::vector<v1::Fact>& facts) {
  v1::RecordAnswersRequest request;
  request.set_name(assessment.name());
  request.set_informant(informant);
  for (const v1::Fact& fact : facts) *request.add_answers()->mutable_fact() = fact;
  request.set_request_id(NextRequestId());
  return request;
}

template <class Request>
Request Named(const v1::Assessment& assessment) {
  Request request;
  request.set_name(assessment.name());
  if constexpr (requires { request.set_request_id(""); }) request.set_request_id(NextRequestId());
  return request;
}
template <class Request>
Request Below() {
  Request request;
  request.set_parent("organizations/acme");
  return request;
}

inline v1::Assessment Answered() {
  const auto answered = Do("RecordAnswers", Answers(Create(), "board", SiteMerger()));
  EXPECT_THAT(answered, IsOk());
  return answered.ok() ? *answered : v1::Assessment();
}

inline v1::Assessment Advised() {
  const auto advised = Do("Advise", Named<v1::AdviseRequest>(Answered()));
  EXPECT_THAT(advised, IsOk());
  return advised.ok() ? *advised : v1::Assessment();
}

inline v1::Assessment Accepted() {
  const auto accepted = Do("AcceptAdvice", Named<v1::AcceptAdviceRequest>(Advised()), Client());
  EXPECT_THAT(accepted, IsOk());
  return accepted.ok() ? *accepted : v1::Assessment();
}

inline v1::RecordOutcomeRequest Outcome(const v1::Assessment& assessment,
                                        v1::RealizedResult result) {
  auto request = Named<v1::RecordOutcomeRequest>(assessment);
  request.mutable_realized_outcome()->set_result(result);
  return request;
}

inline v1::RejectAdviceRequest Rejection(const v1::Assessment& assessment) {
  auto request = Named<v1::RejectAdviceRequest>(assessment);
  request.set_reason("we go another way");
  return request;
}

inline v1::SettleFactRequest Settlement(const v1::Assessment& assessment, const std::string& key,
                                        const std::string& informant) {
  auto request = Named<v1::SettleFactRequest>(assessment);
  request.set_fact_key(key);
  request.set_informant(informant);
  request.set_reason("the board owns the plan");
  return request;
}

}  // namespace interim::conformance

#endif  // INTERIM_TESTS_CONFORMANCE_ASSESSMENT_REQUESTS_H_
