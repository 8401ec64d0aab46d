// Every method of contracting by one set of checks: retries, etags, roles, tenants, pages,
// malformed input.
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/conformance/contracting_relation_calls.h"
#include "tests/conformance/method_checks.h"

namespace interim::conformance {
namespace {

const auto* const kServerEnd = ::testing::AddGlobalTestEnvironment(new ServerOnDay(2026, 3, 2));

using Make = std::function<std::unique_ptr<google::protobuf::Message>()>;

MethodRow Row(const char* method, const Person& person, Make request) {
  return {.method = std::string(kService) + method,
          .person = person,
          .request = std::move(request),
          .wrong_role = "rater"};
}
MethodRow Row(const char* method, Make request) { return Row(method, Hr(), std::move(request)); }

template <class Request>
Request Below() {
  Request request;
  request.set_parent("organizations/acme");
  return request;
}
template <class Request>
Request Of(const std::string& name) {
  Request request;
  request.set_name(name);
  return request;
}

std::vector<MethodRow> Changing() {
  return {
      Row("CreateBrief", Hr(), [] { return Own(NewBrief()); }),
      Row("UpdateBrief", Hr(), [] { return Own(BriefUpdate(Create())); }),
      Row("ApproveBrief", Board(), [] { return Own(Etagged<v1::ApproveBriefRequest>(Create())); }),
      Row("RequestAdvice", Hr(), [] { return Own(Asked(Create())); }),
      Row("RecordAdvice", Hr(),
          [] { return Own(Advised(Must(DoBrief("RequestAdvice", Asked(Create()))))); }),
      Row("WaiveGate", Board(), [] { return Own(Waived(Create(DirectorBrief()), "OR-30")); }),
      Row("DraftContract", Hr(), [] { return Own(NewDraft(Approved())); }),
      Row("UpdateContract", Hr(), [] { return Own(ContractUpdate(Draft())); }),
      Row("DecideFindings", Hr(),
          [] {
            return Own(Decisions(Draft(Approved(), {0, 0, -1, 0, 1, 1, 2, 0, 1})));
          }),
      Row("SubmitForSignature", Hr(),
          [] { return Own(Etagged<v1::SubmitForSignatureRequest>(Decided(Draft()))); }),
      Row("SignContract", Board(), [] { return Own(Signature(Submitted())); }),
      Row("DeclineContract", Board(), [] { return Own(Declined(Submitted())); }),
      Row("ActivateContract", Hr(),
          [] { return Own(Etagged<v1::ActivateContractRequest>(Signed())); }),
      Row("RecordWork", Hr(), [] { return Own(Work(Active())); }),
      Row("AmendContract", Hr(), [] { return Own(Amendment(Active())); }),
      Row("ExtendContract", Board(), [] { return Own(Extension(Active())); }),
      Row("TerminateContract", Board(), [] { return Own(Notice(Active())); }),
      Row("DecidePilot", Board(), [] { return Own(PilotDecision(ActivePilot())); }),
      Row("WithdrawContract", Hr(), [] { return Own(Withdrawal(Submitted())); })};
}

std::vector<MethodRow> Reading() {
  return {Row("CheckBrief", [] { return Own(Of<v1::CheckBriefRequest>(Create().name())); }),
          Row("GetBrief", [] { return Own(Of<v1::GetBriefRequest>(Create().name())); }),
          Row("GetContract", [] { return Own(Of<v1::GetContractRequest>(Draft().name())); }),
          Row("RenderContract", [] { return Own(Of<v1::RenderContractRequest>(Draft().name())); }),
          Row("ListBriefs",
              [] {
                Create();
                Create();
                return Own(Below<v1::ListBriefsRequest>());
              }),
          Row("ListContracts", [] {
            Draft();
            Draft();
            return Own(Below<v1::ListContractsRequest>());
          })};
}

std::vector<MethodRow> Calculating() {
  return {Row("CheckCompliance",
              [] {
                auto request = Below<v1::CheckComplianceRequest>();
                request.set_contract(Draft().name());
                return Own(request);
              }),
          Row("CompareForms",
              [] {
                auto request = Below<v1::CompareFormsRequest>();
                request.set_brief(Approved().name());
                return Own(request);
              }),
          Row("CompareCosts", [] { return Own(Costs()); }),
          Row("ListRules", [] { return Own(Below<v1::ListRulesRequest>()); }),
          Row("ScanClauses", [] {
            auto request = Below<v1::ScanClausesRequest>();
            request.set_contract(Draft().name());
            return Own(request);
          })};
}

std::vector<MethodRow> Following() {
  return {Row("ListWorkingRelationQuestions",
              [] { return Own(Below<v1::ListWorkingRelationQuestionsRequest>()); }),
          Row("AssessWorkingRelation",
              [] { return Own(Assessment(kIndependent, v1::CONTRACT_FORM_ZZP)); }),
          Row("RecordWorkingRelationAnswers", [] { return Own(Answers(Draft(), kIndependent)); }),
          Row("WeighWorkingRelation",
              [] { return Own(Named<v1::WeighWorkingRelationRequest>(Draft())); }),
          Row("RecordPractice",
              [] { return Own(Practice(Active(), v1::PRACTICE_KIND_STEERING_MEETING, 2, 2)); }),
          Row("GetWorkingRelation", [] { return Own(Read(Draft())); }),
          Row("RecheckContracts", [] {
            Draft();
            Draft();
            return Own(Recheck());
          })};
}

std::vector<MethodRow> Rows() {
  std::vector<MethodRow> rows = Changing();
  std::vector<MethodRow> reading = Reading();
  for (MethodRow& row : reading) row.wrong_role = "supervisor";  // a rater reads briefs
  for (const auto& more : {reading, Calculating(), Following()}) {
    rows.insert(rows.end(), more.begin(), more.end());
  }
  return rows;
}

INTERIM_TEST_METHODS("interim.contracting.v1.ContractingService", Rows)

TEST(OutsideTest, AnotherBureauFindsNothing_AndASupervisorMayNotAsk) {
  for (const MethodRow& row : Reading()) {
    if (ShortName(row).starts_with("List")) continue;  // a list shows nothing of others
    const auto request = row.request();
    const auto ask = [&](const Person& person) {
      const rpc::CallOptions options{.token = Server().tokens().For(person)};
      return Server()
          .client()
          .InvokeBytes(row.method, request->SerializeAsString(), options)
          .status();
    };
    EXPECT_THAT(ask(OtherBureau()).code(),
                ::testing::AnyOf(absl::StatusCode::kNotFound, absl::StatusCode::kPermissionDenied))
        << row.method;
    EXPECT_THAT(ask(Someone("s", "supervisor")), StatusIs(absl::StatusCode::kPermissionDenied));
  }
}

TEST(ReadMaskTest, OnlyWhatWasAsked) {
  v1::GetContractRequest get;
  get.set_name(Draft().name());
  get.mutable_read_mask()->add_paths("state");
  const auto read = Must(DoContract("GetContract", get));
  EXPECT_EQ(read.state(), v1::CONTRACT_STATE_DRAFT);
  EXPECT_TRUE(read.clauses().empty());
  get.mutable_read_mask()->add_paths("no_such_field");
  EXPECT_THAT(DoContract("GetContract", get), StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace interim::conformance
