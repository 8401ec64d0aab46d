#include "tests/conformance/method_checks.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "common/core/resource_name.h"
#include "common/testing/in_process_server.h"
#include "common/testing/matchers.h"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "gtest/gtest.h"

namespace interim::conformance {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using testing::Describe;
using testing::HasField;
using testing::IsOk;
using testing::Person;
using testing::StatusIs;

constexpr std::size_t kLargestMessage = 4 * 1024 * 1024;

const FieldDescriptor* Field(const Message& message, const std::string& name) {
  return message.GetDescriptor()->FindFieldByName(name);
}
void Set(Message& message, const std::string& name, const std::string& value) {
  ASSERT_NE(Field(message, name), nullptr) << name;
  message.GetReflection()->SetString(&message, Field(message, name), value);
}
std::string Get(const Message& message, const std::string& name) {
  return message.GetReflection()->GetString(message, Field(message, name));
}

absl::Status Call(ServerProcess& server, const MethodRow& row, const Message& request,
                  const Person& person, Message* response = nullptr,
                  rpc::Metadata* trailers = nullptr) {
  auto method = rpc::FindMethod(row.method);
  if (!method.ok()) return method.status();
  rpc::CallOptions options{.token = server.tokens().For(person), .trailers = trailers};
  return server.client().Invoke(row.method, request,
                                response == nullptr ? *method->response : *response, options);
}

// Changes something a method does not look at before it compares with the first request.
void ChangeAnything(Message& request) {
  if (Field(request, "etag") != nullptr) return Set(request, "etag", "\"987\"");
  const Message& nested = request;
  for (int i = 0; i < nested.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = nested.GetDescriptor()->field(i);
    if (field->type() == FieldDescriptor::TYPE_BOOL && !field->is_repeated() &&
        field->name() != "validate_only") {
      request.GetReflection()->SetBool(&request, field,
                                       !request.GetReflection()->GetBool(request, field));
      return;
    }
    const bool is_id =
        field->name().size() > 3 && field->name().ends_with("_id") && field->name() != "request_id";
    if (is_id) return Set(request, field->name(), "other-id");
  }
  for (int i = 0; i < nested.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = nested.GetDescriptor()->field(i);
    if (field->is_repeated() || field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    Message& part = *request.GetReflection()->MutableMessage(&request, field);
    for (int k = 0; k < part.GetDescriptor()->field_count(); ++k) {
      const FieldDescriptor* text = part.GetDescriptor()->field(k);
      if (text->is_repeated() || text->type() != FieldDescriptor::TYPE_STRING) continue;
      if (text->name() == "name" || text->name() == "etag") continue;
      return Set(part, text->name(), absl::StrCat(Get(part, text->name()), "x"));
    }
  }
  const google::protobuf::Reflection& reflection = *request.GetReflection();
  for (int i = 0; i < nested.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = nested.GetDescriptor()->field(i);
    if (field->is_repeated() && field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
        reflection.FieldSize(request, field) > 1) {
      return reflection.RemoveLast(&request, field);
    }
    if (!field->is_repeated() && field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
      return reflection.SetEnumValue(&request, field, field->enum_type()->value(1)->number());
    }
    const std::string& name = field->name();
    if (field->is_repeated() || field->type() != FieldDescriptor::TYPE_STRING) continue;
    if (name == "name" || name == "parent" || name == "request_id") continue;
    std::string value = Get(request, name);
    if (!name.ends_with("_sha256")) return Set(request, name, value + "x");
    value[0] = value[0] == '0' ? '1' : '0';
    return Set(request, name, value);
  }
  FAIL() << "nothing to change in " << request.GetDescriptor()->name();
}

// Where the request says which record it is about: itself, or in an update the resource in it. Null
// for a calculation, which names none.
Message* Naming(Message& request) {
  if (Field(request, "name") != nullptr || Field(request, "parent") != nullptr) return &request;
  for (int i = 0; i < request.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = request.GetDescriptor()->field(i);
    if (field->is_repeated() || field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (!request.GetReflection()->HasField(request, field)) continue;
    Message& part = *request.GetReflection()->MutableMessage(&request, field);
    if (Field(part, "name") != nullptr && Field(part, "etag") != nullptr) return &part;
  }
  return nullptr;
}

// What a refusal says, the name of the record left out.
std::string Said(const absl::Status& status) {
  std::string text = Describe(status);
  for (std::size_t at = 0; (at = text.find("organizations/", at)) != std::string::npos;) {
    const std::size_t end = text.find_first_of(" ,]", at);
    text.erase(at, end == std::string::npos ? end : end - at);
  }
  return text;
}

}  // namespace

void PrintTo(const MethodRow& row, std::ostream* out) { *out << row.method; }

std::string ShortName(const MethodRow& row) { return row.method.substr(row.method.find('/') + 1); }

void CheckRetry(ServerProcess& server, const MethodRow& row) {
  const auto request = row.request();
  const auto method = rpc::FindMethod(row.method);
  ASSERT_THAT(method.status(), IsOk());
  std::unique_ptr<Message> again(method->response->New());
  ASSERT_THAT(Call(server, row, *request, row.person, method->response.get()), IsOk());
  if (Field(*request, "request_id") == nullptr) return;
  rpc::Metadata trailers;
  ASSERT_THAT(Call(server, row, *request, row.person, again.get(), &trailers), IsOk());
  EXPECT_EQ(again->SerializeAsString(), method->response->SerializeAsString());
  EXPECT_EQ(rpc::FindMetadata(trailers, "idempotent-replay"), "true");
  ChangeAnything(*request);
  EXPECT_THAT(Call(server, row, *request, row.person),
              StatusIs(absl::StatusCode::kInvalidArgument, "REQUEST_ID_REUSED"));
  Set(*request, "request_id", "not-a-uuid");
  EXPECT_THAT(Call(server, row, *request, row.person), HasField("request_id"));
}

void CheckStaleEtag(ServerProcess& server, const MethodRow& row) {
  const auto request = row.request();
  Message* holder = Field(*request, "etag") != nullptr ? request.get() : Naming(*request);
  if (holder == nullptr || Field(*holder, "etag") == nullptr) return;
  Set(*holder, "etag", "\"987\"");
  EXPECT_THAT(Call(server, row, *request, row.person),
              StatusIs(absl::StatusCode::kAborted, "ETAG_MISMATCH"));
}

void CheckIdentity(ServerProcess& server, const MethodRow& row) {
  const auto request = row.request();
  const Person wrong{.subject = "u-wrong", .roles = {row.wrong_role}};
  EXPECT_THAT(Call(server, row, *request, wrong), StatusIs(absl::StatusCode::kPermissionDenied));
  const auto method = rpc::FindMethod(row.method);
  ASSERT_THAT(method.status(), IsOk());
  EXPECT_THAT(server.client().Invoke(row.method, *request, *method->response),
              StatusIs(absl::StatusCode::kUnauthenticated));
}

void CheckOtherTenant(ServerProcess& server, const MethodRow& row) {
  const auto request = row.request();
  Message* naming = Naming(*request);
  if (naming == nullptr) return;
  Person stranger = row.person;
  stranger.organization = "globex";
  const absl::Status foreign = Call(server, row, *request, stranger);
  EXPECT_THAT(foreign, StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  const std::string field = Field(*naming, "name") == nullptr ? "parent" : "name";
  const auto name = ResourceName::Parse(Get(*naming, field));
  if (!name.ok()) return;  // the parent is the organization itself
  Set(*naming, field, absl::StrCat(name->ToString(), "zz"));
  const absl::Status absent = Call(server, row, *request, row.person);
  EXPECT_THAT(absent, StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_EQ(Said(foreign), Said(absent));
  EXPECT_EQ(Describe(Call(server, row, *request, stranger)), Describe(absent));
}

void CheckPages(ServerProcess& server, const MethodRow& row) {
  const auto request = row.request();
  const FieldDescriptor* size = Field(*request, "page_size");
  if (size == nullptr) return;
  const auto refused = StatusIs(absl::StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID");
  Set(*request, "page_token", "never-given-out");
  EXPECT_THAT(Call(server, row, *request, row.person), refused);
  Set(*request, "page_token", "");
  request->GetReflection()->SetInt32(request.get(), size, -1);
  EXPECT_THAT(Call(server, row, *request, row.person), HasField("page_size"));
  request->GetReflection()->SetInt32(request.get(), size, 1);
  const auto method = rpc::FindMethod(row.method);
  ASSERT_THAT(method.status(), IsOk());
  ASSERT_THAT(Call(server, row, *request, row.person, method->response.get()), IsOk());
  const std::string token = Get(*method->response, "next_page_token");
  ASSERT_NE(token, "") << "the row must make at least two entries";
  Set(*request, "page_token", token);
  std::unique_ptr<Message> second(method->response->New());
  ASSERT_THAT(Call(server, row, *request, row.person, second.get()), IsOk());
  EXPECT_NE(second->SerializeAsString(), method->response->SerializeAsString());
  // Half of a token was never given out either.
  Set(*request, "page_token", token.substr(0, token.size() / 2));
  EXPECT_THAT(Call(server, row, *request, row.person), refused);
}

void CheckComplete(const std::string& service, const std::vector<MethodRow>& rows) {
  const auto* declared =
      google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(service);
  ASSERT_NE(declared, nullptr) << service;
  std::set<std::string> wanted;
  for (int i = 0; i < declared->method_count(); ++i) {
    const auto* method = declared->method(i);
    if (method->client_streaming() || method->server_streaming()) continue;
    wanted.insert(absl::StrCat(service, "/", method->name()));
  }
  std::set<std::string> tested;
  for (const MethodRow& row : rows) tested.insert(row.method);
  EXPECT_EQ(tested, wanted);
}

void CheckInput(ServerProcess& server, const MethodRow& row) {
  const rpc::CallOptions options{.token = server.tokens().For(row.person)};
  EXPECT_THAT(server.client().InvokeBytes(row.method, "\x0a\xff\xff\xff", options),
              StatusIs(absl::StatusCode::kInvalidArgument, "REQUEST_MALFORMED"));
  EXPECT_THAT(
      server.client().InvokeBytes(row.method, std::string(kLargestMessage + 1, '\0'), options),
      StatusIs(absl::StatusCode::kResourceExhausted));
}

}  // namespace interim::conformance
