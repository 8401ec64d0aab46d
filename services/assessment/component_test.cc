// The methods inside a real server: what they leave in the store, the trail and the journey.
// covers: S36, X8, X10
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>

#include "common/redis/testing/real_redis.h"
#include "common/rules/text_proto.h"
#include "common/testing/in_process_server.h"
#include "common/testing/matchers.h"
#include "google/protobuf/text_format.h"
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
  // Judges by the model of a folder from now on; a running server has to be restarted after it.
  void Know(const std::string& model) {
    auto knowledge = Knowledge::Load({.model = model,
                                      .catalogue = SourcePath("common/catalogue/data"),
                                      .law = SourcePath("common/law/data")});
    ASSERT_THAT(knowledge, IsOk());
    knowledge_.emplace(*std::move(knowledge));
    assessments_.emplace(*knowledge_);
    calculations_.emplace(*knowledge_);
  }

  void SetUp() override {
    Know(SourcePath("services/assessment/data"));
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

  v1::Assessment Create(const std::string& session = "", const std::string& client = "nobody") {
    v1::CreateAssessmentRequest request;
    request.set_parent("organizations/acme");
    request.mutable_assessment()->set_title("A vacancy");
    v1::Answer* answer = request.add_answers();
    answer->set_informant("board");
    answer->mutable_fact()->set_key("formal_client");
    answer->mutable_fact()->set_choice(client);
    answer = request.add_answers();
    answer->set_informant("board");
    answer->mutable_fact()->set_key("statutory_director");
    answer->mutable_fact()->set_flag(true);
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

// A folder with the model as it was in its first version, and all versions.
std::string FirstModel(std::string& version) {
  const std::string folder = SourcePath("services/assessment/data/versions");
  const auto files = rules::ListFiles(folder, ".textproto");
  EXPECT_THAT(files, IsOk());
  const auto archive = rules::LoadTextProto<model::Archive>(files->front());
  EXPECT_THAT(archive, IsOk());
  version = archive->model().settings().version();
  std::string text;
  EXPECT_TRUE(google::protobuf::TextFormat::PrintToString(archive->model(), &text));
  const std::string older = ::testing::TempDir() + "/first_model";
  std::filesystem::remove_all(older);
  std::filesystem::create_directories(older);
  std::filesystem::copy(folder, older + "/versions");
  std::ofstream(older + "/10_all.textproto")
      << "# proto-file: services/assessment/domain/model.proto\n"
      << "# proto-message: interim.assessment.model.Model\n"
      << text;
  return older;
}

TEST_F(ComponentTest, AdviceOfAnOlderModel_ReadsAndIsComputedAsItWasGiven) {
  std::string version;
  Know(FirstModel(version));
  server_->Restart();
  const v1::Assessment blocked = Advise(Create());
  const v1::Assessment mandate = Advise(Create("", "manager_with_mandate"));
  ASSERT_EQ(mandate.advice().model_version(), version);

  Know(SourcePath("services/assessment/data"));
  server_->Restart();
  ASSERT_NE(knowledge_->model().data().settings().version(), version);
  v1::GetAssessmentRequest get;
  get.set_name(blocked.name());
  const auto read = Do("GetAssessment", get);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->advice().SerializeAsString(), blocked.advice().SerializeAsString())
      << "in the words in which it was given";

  // The present model finds that a manager may not appoint a director; the first one did not.
  v1::RecomputeAdviceRequest request;
  request.set_name(mandate.name());
  const std::string method = std::string(kService) + "RecomputeAdvice";
  const auto own = server_->Call<v1::RecomputeAdviceResponse>(method, request);
  ASSERT_THAT(own, IsOk());
  EXPECT_TRUE(own->is_same()) << own->ShortDebugString();
  EXPECT_EQ(own->advice().SerializeAsString(), mandate.advice().SerializeAsString());
  request.set_model_version(knowledge_->model().data().settings().version());
  const auto present = server_->Call<v1::RecomputeAdviceResponse>(method, request);
  ASSERT_THAT(present, IsOk());
  EXPECT_FALSE(present->is_same());
  EXPECT_NE(present->advice().ShortDebugString().find("A-C1"), std::string::npos);
  EXPECT_EQ(own->advice().ShortDebugString().find("A-C1"), std::string::npos);
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
