// The methods inside a real server: what they leave in the store, the trail and the journey.
// covers: S36, X10
#include <memory>
#include <optional>
#include <string>

#include "common/redis/testing/real_redis.h"
#include "common/testing/in_process_server.h"
#include "common/testing/matchers.h"
#include "gtest/gtest.h"
#include "interim/assessment/v1/assessment_service.pb.h"
#include "interim/audit/v1/audit_service.pb.h"
#include "interim/session/v1/session_service.pb.h"
#include "services/assessment/adapter.h"

namespace interim::assessment {
namespace {

using testing::InProcessServer;
using testing::IsOk;
using testing::NextRequestId;
using testing::Person;

constexpr char kService[] = "interim.assessment.v1.AssessmentService/";

std::string SourcePath(const std::string& path) {
  return std::string(INTERIM_SOURCE_DIR) + "/" + path;
}

class ComponentTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto knowledge = Knowledge::Load({.model = SourcePath("services/assessment/data"),
                                      .catalogue = SourcePath("common/catalogue/data"),
                                      .law = SourcePath("common/law/data")});
    ASSERT_THAT(knowledge, IsOk());
    knowledge_.emplace(*std::move(knowledge));
    assessments_.emplace(*knowledge_);
    calculations_.emplace(*knowledge_);
    auto redis = redis::RealRedis::Start();
    ASSERT_THAT(redis, IsOk());
    redis_ = *std::move(redis);
    rpc::ServerSpec spec;
    spec.service = "interim.assessment.v1.AssessmentService";
    spec.data_dir = "services/assessment/data";
    spec.mount = [this](rpc::Server& server) {
      MountAssessment(server, *assessments_, *calculations_);
      return absl::OkStatus();
    };
    server_ = std::make_unique<InProcessServer>(
        testing::ServerSetup{.spec = spec, .sqlite = true, .redis_address = redis_->address()});
  }

  absl::StatusOr<v1::Assessment> Do(const std::string& method,
                                    const google::protobuf::Message& request,
                                    const Person& person = {}, rpc::CallOptions options = {}) {
    return server_->Call<v1::Assessment>(kService + method, request, person, options);
  }

  v1::Assessment Create(const std::string& session = "") {
    v1::CreateAssessmentRequest request;
    request.set_parent("organizations/acme");
    request.mutable_assessment()->set_title("A vacancy");
    v1::Answer* answer = request.add_answers();
    answer->set_informant("board");
    answer->mutable_fact()->set_key("formal_client");
    answer->mutable_fact()->set_choice("nobody");
    request.set_request_id(NextRequestId());
    const auto created = Do("CreateAssessment", request, {}, {.session = session});
    EXPECT_THAT(created, IsOk());
    return created.ok() ? *created : v1::Assessment();
  }

  v1::Assessment Advise(const v1::Assessment& assessment) {
    v1::AdviseRequest request;
    request.set_name(assessment.name());
    request.set_request_id(NextRequestId());
    const auto advised = Do("Advise", request);
    EXPECT_THAT(advised, IsOk());
    return advised.ok() ? *advised : v1::Assessment();
  }

  std::optional<Knowledge> knowledge_;
  std::optional<Assessments> assessments_;
  std::optional<Calculations> calculations_;
  std::unique_ptr<redis::RealRedis> redis_;
  std::unique_ptr<InProcessServer> server_;
};

TEST_F(ComponentTest, Advice_IsInTheTrail_WithTheGatesThatLedToIt) {
  const v1::Assessment advised = Advise(Create());
  EXPECT_EQ(advised.advice().outcome(), v1::ADVICE_OUTCOME_RESTORE_GOVERNANCE_FIRST);
  audit::v1::ListEventsRequest request;
  request.set_parent("organizations/acme");
  request.set_resource(advised.name());
  const auto events = server_->Call<audit::v1::ListEventsResponse>(
      "interim.audit.v1.AuditService/ListEvents", request, {.roles = {"auditor"}});
  ASSERT_THAT(events, IsOk());
  ASSERT_EQ(events->events_size(), 2);
  EXPECT_EQ(events->events(0).event_type(), "assessment.created");
  EXPECT_EQ(events->events(1).event_type(), "assessment.advised");
  EXPECT_NE(events->events(1).ShortDebugString().find("A-G1"), std::string::npos);
}

TEST_F(ComponentTest, Record_SurvivesARestart_AndReadsInBothLanguages) {
  const v1::Assessment advised = Advise(Create());
  server_->Restart();
  v1::GetAssessmentRequest request;
  request.set_name(advised.name());
  const auto dutch = Do("GetAssessment", request);
  ASSERT_THAT(dutch, IsOk());
  EXPECT_EQ(dutch->SerializeAsString(), advised.SerializeAsString());
  const auto english = Do("GetAssessment", request, {}, {.language = "en"});
  ASSERT_THAT(english, IsOk());
  EXPECT_EQ(english->advice().summary(), "First restore who may appoint and decide.");
}

TEST_F(ComponentTest, Journey_NamesTheAssessment) {
  session::v1::CreateSessionRequest open;
  open.set_parent("organizations/acme");
  open.set_request_id(NextRequestId());
  const auto session =
      server_->Call<session::v1::Session>("interim.session.v1.SessionService/CreateSession", open);
  ASSERT_THAT(session, IsOk());
  const v1::Assessment created = Create(session->name());
  session::v1::GetSessionRequest get;
  get.set_name(session->name());
  const auto read =
      server_->Call<session::v1::Session>("interim.session.v1.SessionService/GetSession", get);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->journey().assessment().resource(), created.name());
}

}  // namespace
}  // namespace interim::assessment
