// Every method of contracting by one set of checks: retries, etags, roles, tenants, malformed
// input.
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/testing/matchers.h"
#include "gtest/gtest.h"
#include "interim/contracting/v1/contracting_service.pb.h"
#include "tests/conformance/contracting_calls.h"

namespace interim::conformance {
namespace {

class ServerEnd : public ::testing::Environment {
 public:
  void SetUp() override { SetDay(2026, 3, 2); }
  void TearDown() override { delete &Server(); }
};
const auto* const kServerEnd = ::testing::AddGlobalTestEnvironment(new ServerEnd);

struct Mutation {
  const char* method;
  Person person;
  std::function<std::unique_ptr<google::protobuf::Message>()> request;
};

template <class Request>
std::unique_ptr<google::protobuf::Message> Own(Request request) {
  return std::make_unique<Request>(std::move(request));
}

std::vector<Mutation> Mutations() {
  return {{"CreateBrief", Hr(), [] { return Own(NewBrief()); }},
          {"UpdateBrief", Hr(), [] { return Own(BriefUpdate(Create())); }},
          {"ApproveBrief", Board(), [] { return Own(Etagged<v1::ApproveBriefRequest>(Create())); }},
          {"RequestAdvice", Hr(), [] { return Own(Asked(Create())); }},
          {"RecordAdvice", Hr(),
           [] { return Own(Advised(Must(DoBrief("RequestAdvice", Asked(Create()))))); }},
          {"WaiveGate", Board(), [] { return Own(Waived(Create(DirectorBrief()), "OR-30")); }},
          {"DraftContract", Hr(), [] { return Own(NewDraft(Approved())); }},
          {"UpdateContract", Hr(), [] { return Own(ContractUpdate(Draft())); }},
          {"DecideFindings", Hr(),
           [] {
             return Own(Decisions(Draft(Approved(), {0, 0, -1, 0, 1, 1, 2, 0, 1})));
           }},
          {"SubmitForSignature", Hr(),
           [] { return Own(Etagged<v1::SubmitForSignatureRequest>(Decided(Draft()))); }},
          {"SignContract", Board(), [] { return Own(Signature(Submitted())); }},
          {"DeclineContract", Board(), [] { return Own(Declined(Submitted())); }},
          {"ActivateContract", Hr(),
           [] { return Own(Etagged<v1::ActivateContractRequest>(Signed())); }},
          {"RecordWork", Hr(), [] { return Own(Work(Active())); }},
          {"AmendContract", Hr(), [] { return Own(Amendment(Active())); }},
          {"ExtendContract", Board(), [] { return Own(Extension(Active())); }},
          {"TerminateContract", Board(), [] { return Own(Notice(Active())); }},
          {"DecidePilot", Board(), [] { return Own(PilotDecision(ActivePilot())); }},
          {"WithdrawContract", Hr(), [] { return Own(Withdrawal(Submitted())); }}};
}

bool ReturnsBrief(const char* method) {
  const auto* found = google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
      std::string("interim.contracting.v1.ContractingService.") + method);
  return found != nullptr && found->output_type() == v1::Brief::descriptor();
}

// The answer as bytes, whichever message it is.
absl::StatusOr<std::string> Bytes(const char* method, const google::protobuf::Message& request,
                                  const Person& person, rpc::CallOptions options = {}) {
  if (ReturnsBrief(method)) {
    const auto brief = Call<v1::Brief>(method, request, person, options);
    if (!brief.ok()) return brief.status();
    return brief->SerializeAsString();
  }
  const auto contract = Call<v1::Contract>(method, request, person, options);
  if (!contract.ok()) return contract.status();
  return contract->SerializeAsString();
}

// Sets a string field, of the request or of the resource in it.
bool SetString(google::protobuf::Message& message, const char* field, const std::string& value) {
  const auto* descriptor = message.GetDescriptor()->FindFieldByName(field);
  if (descriptor != nullptr &&
      descriptor->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_STRING) {
    message.GetReflection()->SetString(&message, descriptor, value);
    return true;
  }
  if (message.GetDescriptor()->FindFieldByName("update_mask") == nullptr) return false;
  for (const char* inner : {"brief", "contract"}) {
    const auto* resource = message.GetDescriptor()->FindFieldByName(inner);
    if (resource == nullptr) continue;
    return SetString(*message.GetReflection()->MutableMessage(&message, resource), field, value);
  }
  return false;
}

class MutationTest : public ::testing::TestWithParam<Mutation> {};

TEST_P(MutationTest, Retry_GivesTheSameAnswer_AndOtherRequestIsRefused) {
  const auto request = GetParam().request();
  const auto first = Bytes(GetParam().method, *request, GetParam().person);
  ASSERT_THAT(first, IsOk());
  rpc::Metadata trailers;
  const auto again = Bytes(GetParam().method, *request, GetParam().person, {.trailers = &trailers});
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(*again, *first);
  EXPECT_EQ(rpc::FindMetadata(trailers, "idempotent-replay"), "true");
  for (const char* field : {"template_code", "display_name", "etag", "brief"}) {
    if (SetString(*request, field,
                  field == std::string("brief") ? "organizations/acme/briefs/other" : "\"9\"")) {
      break;
    }
  }
  EXPECT_THAT(Bytes(GetParam().method, *request, GetParam().person),
              StatusIs(absl::StatusCode::kInvalidArgument, "REQUEST_ID_REUSED"));
}

TEST_P(MutationTest, MalformedRequestId_IsRefused) {
  const auto request = GetParam().request();
  SetString(*request, "request_id", "not-a-uuid");
  EXPECT_THAT(Bytes(GetParam().method, *request, GetParam().person), HasField("request_id"));
}

TEST_P(MutationTest, StaleEtag_IsAborted) {
  const auto request = GetParam().request();
  if (!SetString(*request, "etag", "\"987\"")) return;  // a create, or a signature
  EXPECT_THAT(Bytes(GetParam().method, *request, GetParam().person),
              StatusIs(absl::StatusCode::kAborted, "ETAG_MISMATCH"));
}

TEST_P(MutationTest, WrongRole_IsDenied_AndNoTokenIsUnknown) {
  const auto request = GetParam().request();
  EXPECT_THAT(Bytes(GetParam().method, *request, Someone("u-rater", "rater")),
              StatusIs(absl::StatusCode::kPermissionDenied, "METHOD_NOT_ALLOWED"));
  v1::Contract response;
  EXPECT_THAT(
      Server().client().Invoke(std::string(kService) + GetParam().method, *request, response),
      StatusIs(absl::StatusCode::kUnauthenticated));
}

TEST_P(MutationTest, OtherTenant_IsToldTheSameAsForAnAbsentRecord) {
  const auto request = GetParam().request();
  Person stranger = GetParam().person;
  stranger.organization = "globex";
  const auto foreign = Bytes(GetParam().method, *request, stranger);
  EXPECT_THAT(foreign, StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  const std::string absent_name = std::string("organizations/acme/") +
                                  (ReturnsBrief(GetParam().method) ? "briefs" : "contracts") +
                                  "/absent";
  if (!SetString(*request, "name", absent_name)) return;  // a create
  const auto absent = Bytes(GetParam().method, *request, GetParam().person);
  EXPECT_THAT(absent, StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_EQ(Said(absent.status()), Said(foreign.status()));
}

TEST_P(MutationTest, MalformedAndOversizedInput_IsRefused) {
  const std::string method = std::string(kService) + GetParam().method;
  const rpc::CallOptions options{.token = Server().tokens().For(GetParam().person)};
  EXPECT_THAT(Server().client().InvokeBytes(method, "\x0a\xff\xff\xff", options),
              StatusIs(absl::StatusCode::kInvalidArgument, "REQUEST_MALFORMED"));
  EXPECT_THAT(
      Server().client().InvokeBytes(method, std::string(4 * 1024 * 1024 + 1, '\0'), options),
      StatusIs(absl::StatusCode::kResourceExhausted));
}

INSTANTIATE_TEST_SUITE_P(Methods, MutationTest, ::testing::ValuesIn(Mutations()),
                         [](const auto& row) { return row.param.method; });

// ---- every method that reads ----

struct Reading {
  const char* method;
  std::function<std::unique_ptr<google::protobuf::Message>()> request;
};

std::vector<Reading> Readings() {
  return {{"CheckBrief",
           [] {
             v1::CheckBriefRequest request;
             request.set_name(Create().name());
             return Own(request);
           }},
          {"GetBrief",
           [] {
             v1::GetBriefRequest request;
             request.set_name(Create().name());
             return Own(request);
           }},
          {"GetContract",
           [] {
             v1::GetContractRequest request;
             request.set_name(Draft().name());
             return Own(request);
           }},
          {"RenderContract", [] {
             v1::RenderContractRequest request;
             request.set_name(Draft().name());
             return Own(request);
           }}};
}

class ReadingTest : public ::testing::TestWithParam<Reading> {};

TEST_P(ReadingTest, OtherTenantAbsentAndNoRole) {
  const auto request = GetParam().request();
  const std::string method = std::string(kService) + GetParam().method;
  const auto ask = [&](const Person& person) {
    const rpc::CallOptions options{.token = Server().tokens().For(person)};
    return Server().client().InvokeBytes(method, request->SerializeAsString(), options);
  };
  EXPECT_THAT(ask(Hr()), IsOk());
  Person stranger = Hr();
  stranger.organization = "globex";
  const auto foreign = ask(stranger);
  EXPECT_THAT(foreign, StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(ask(OtherBureau()).status().code(),
              ::testing::AnyOf(absl::StatusCode::kNotFound, absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(ask(Someone("s", "supervisor")), StatusIs(absl::StatusCode::kPermissionDenied));
  SetString(*request, "name",
            ReturnsBrief(GetParam().method) || GetParam().method == std::string("CheckBrief")
                ? "organizations/acme/briefs/absent"
                : "organizations/acme/contracts/absent");
  const auto absent = ask(Hr());
  EXPECT_THAT(absent, StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_EQ(Said(absent.status()), Said(foreign.status()));
}

INSTANTIATE_TEST_SUITE_P(Methods, ReadingTest, ::testing::ValuesIn(Readings()),
                         [](const auto& row) { return row.param.method; });

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
