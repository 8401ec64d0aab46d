// covers: X10
#include "common/rpc/access.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "common/core/error.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/dynamic_message.h"
#include "google/protobuf/text_format.h"

namespace interim::rpc {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::DescriptorProto;
using google::protobuf::FileDescriptorProto;
using google::protobuf::ServiceDescriptor;
using google::protobuf::TextFormat;
using testing::HasSubstr;

// A service over messages that every protobuf program has: GetFile answers a FileDescriptorProto.
// The access table then protects fields of descriptor messages.
const ServiceDescriptor* TestService() {
  static const ServiceDescriptor* const service = [] {
    FileDescriptorProto file;
    TextFormat::ParseFromString(R"pb(
                                  name: "access_test.proto"
                                  package: "test.v1"
                                  dependency: "google/protobuf/descriptor.proto"
                                  service {
                                    name: "Files"
                                    method {
                                      name: "GetFile"
                                      input_type: ".google.protobuf.FileOptions"
                                      output_type: ".google.protobuf.FileDescriptorProto"
                                    }
                                    method {
                                      name: "PutFile"
                                      input_type: ".google.protobuf.FileDescriptorProto"
                                      output_type: ".google.protobuf.FileDescriptorProto"
                                    }
                                  })pb",
                                &file);
    static DescriptorPool pool(DescriptorPool::generated_pool());
    return pool.BuildFile(file)->service(0);
  }();
  return service;
}

AccessTable Table(const std::string& text) {
  AccessTable table;
  EXPECT_TRUE(TextFormat::ParseFromString(text, &table));
  return table;
}

const char kMethods[] = R"pb(
  method {
    name: "test.v1.Files/GetFile"
    class: NORMAL
    allow { roles: "hr_advisor" roles: "auditor" }
    allow { roles: "supplier" relations: "author" }
  }
  method { name: "test.v1.Files/PutFile" class: CRITICAL }
)pb";

std::unique_ptr<AccessPolicy> Policy(const std::string& text) {
  auto policy = AccessPolicy::Create(Table(text), {TestService()});
  EXPECT_TRUE(policy.ok()) << policy.status();
  return *std::move(policy);
}

std::string Problems(const std::string& text) {
  const auto policy = AccessPolicy::Create(Table(text), {TestService()});
  EXPECT_EQ(ReasonOf(policy.status()), "ACCESS_TABLE_INVALID");
  return std::string(policy.status().message());
}

Principal Who(std::vector<std::string> roles) {
  return {.organization = *TenantId::Parse("acme"), .subject = "x", .roles = std::move(roles)};
}

TEST(AccessTest, Method_IsOpenToItsRolesOnly) {
  const auto policy = Policy(kMethods);
  EXPECT_TRUE(policy->Allowed("test.v1.Files/GetFile", Who({"hr_advisor"})));
  EXPECT_TRUE(policy->Allowed("test.v1.Files/GetFile", Who({"legal", "auditor"})));
  EXPECT_TRUE(policy->Allowed("test.v1.Files/GetFile", Who({"supplier"})));
  EXPECT_FALSE(policy->Allowed("test.v1.Files/GetFile", Who({"legal"})));
  EXPECT_FALSE(policy->Allowed("test.v1.Files/GetFile", Who({})));
  EXPECT_FALSE(policy->Allowed("test.v1.Files/GetFile", Who({"hr_advisor2"})));
}

TEST(AccessTest, MethodWithoutGrant_AndUnknownMethod_AreOpenToNobody) {
  const auto policy = Policy(kMethods);
  for (const absl::string_view role : KnownRoles()) {
    const Principal principal = Who({std::string(role)});
    EXPECT_FALSE(policy->Allowed("test.v1.Files/PutFile", principal));
    EXPECT_FALSE(policy->Allowed("test.v1.Files/DeleteFile", principal));
    EXPECT_FALSE(policy->RelationAllowed("test.v1.Files/PutFile", principal, {"member"}));
    EXPECT_FALSE(policy->RelationAllowed("test.v1.Files/DeleteFile", principal, {"member"}));
  }
}

TEST(AccessTest, Relation_MustFitTheGrantOfTheRole) {
  const auto policy = Policy(kMethods);
  const std::string method = "test.v1.Files/GetFile";
  EXPECT_TRUE(policy->RelationAllowed(method, Who({"hr_advisor"}), {"member"}));
  EXPECT_FALSE(policy->RelationAllowed(method, Who({"hr_advisor"}), {}));
  EXPECT_TRUE(policy->RelationAllowed(method, Who({"supplier"}), {"member", "author"}));
  EXPECT_FALSE(policy->RelationAllowed(method, Who({"supplier"}), {"member"}));
  EXPECT_FALSE(policy->RelationAllowed(method, Who({"supplier"}), {}));
}

TEST(AccessTest, Class_IsFoundWithTheMethod) {
  const auto policy = Policy(kMethods);
  ASSERT_NE(policy->FindMethod("test.v1.Files/PutFile"), nullptr);
  EXPECT_EQ(policy->FindMethod("test.v1.Files/PutFile")->class_(), MethodAccess::CRITICAL);
  EXPECT_EQ(policy->FindMethod("test.v1.Files/Nothing"), nullptr);
}

TEST(AccessTest, AllProblems_AreToldAtOnce) {
  const std::string problems = Problems(R"pb(
    method {
      name: "test.v1.Files/GetFile"
      class: NORMAL
      allow { roles: "boss" }
    }
    method {
      name: "test.v1.Files/GetFile"
      allow { relations: "author" }
      weight: 101
    }
    method {
      name: "test.v1.Files/Nothing"
      class: NORMAL
      allow { roles: "legal" relations: "A B" }
    }
    field { message: "google.protobuf.FileOptions" path: "nothing" }
    field { message: "google.protobuf.Nothing" path: "x" }
    field { message: "google.protobuf.FileDescriptorProto" path: "name.x" }
    field { message: "google.protobuf.FileDescriptorProto" path: "syntax" }
    field {
      message: "google.protobuf.FileDescriptorProto"
      path: "syntax"
      visible { roles: "king" }
    }
  )pb");
  for (const char* expected :
       {"GetFile: unknown role boss", "GetFile: has more than one entry", "GetFile: has no class",
        "GetFile: a grant of a method must name roles", "GetFile: weight must be 0 to 100",
        "Nothing: no mounted service has this method", "Nothing: malformed relation A B",
        "PutFile: has no entry", "FileOptions.nothing: unknown field",
        "google.protobuf.Nothing: unknown message", "FileDescriptorProto.name.x: unknown field",
        "FileDescriptorProto.syntax: has more than one entry", "syntax: unknown role king"}) {
    EXPECT_THAT(problems, HasSubstr(expected));
  }
}

const char kFields[] = R"pb(
  field {
    message: "google.protobuf.FieldDescriptorProto"
    path: "default_value"
    visible { roles: "hr_advisor" }
    visible { roles: "rater" relations: "author" }
  }
  field { message: "google.protobuf.FileDescriptorProto" path: "syntax" }
  field {
    message: "google.protobuf.FileDescriptorProto"
    path: "options.java_package"
    visible { relations: "author" }
  }
)pb";

FileDescriptorProto File() {
  FileDescriptorProto file;
  TextFormat::ParseFromString(R"pb(
                                name: "f"
                                syntax: "s"
                                options { java_package: "j" go_package: "g" }
                                message_type {
                                  name: "M"
                                  field { name: "a" default_value: "1" }
                                  nested_type { field { name: "b" default_value: "2" } }
                                })pb",
                              &file);
  return file;
}

TEST(AccessTest, Project_HidesFieldsAtAnyDepth) {
  const auto policy = Policy(std::string(kMethods) + kFields);
  FileDescriptorProto file = File();
  policy->Project(file, Who({"rater"}), {"member"});
  EXPECT_EQ(file.name(), "f");
  EXPECT_FALSE(file.has_syntax());
  EXPECT_FALSE(file.options().has_java_package());
  EXPECT_EQ(file.options().go_package(), "g");
  EXPECT_EQ(file.message_type(0).field(0).name(), "a");
  EXPECT_FALSE(file.message_type(0).field(0).has_default_value());
  EXPECT_FALSE(file.message_type(0).nested_type(0).field(0).has_default_value());
}

TEST(AccessTest, Project_ShowsWhatAGrantOpens) {
  const auto policy = Policy(std::string(kMethods) + kFields);
  FileDescriptorProto file = File();
  policy->Project(file, Who({"rater"}), {"author"});
  EXPECT_FALSE(file.has_syntax());  // no grant: nobody
  EXPECT_TRUE(file.options().has_java_package());
  EXPECT_TRUE(file.message_type(0).nested_type(0).field(0).has_default_value());
  file = File();
  policy->Project(file, Who({"hr_advisor"}), {"member"});
  EXPECT_FALSE(file.options().has_java_package());
  EXPECT_TRUE(file.message_type(0).field(0).has_default_value());
  file = File();
  policy->Project(file, Who({"hr_advisor"}), {});
  EXPECT_FALSE(file.message_type(0).field(0).has_default_value());
}

TEST(AccessTest, ProjectEach_AsksRelationsPerMessage) {
  const auto policy = Policy(std::string(kMethods) + kFields);
  FileDescriptorProto file = File();
  policy->ProjectEach(file, Who({"rater"}), [](const google::protobuf::Message& message) {
    const auto* field = dynamic_cast<const google::protobuf::FieldDescriptorProto*>(&message);
    return field != nullptr && field->name() == "b" ? Relations{"author"} : Relations{"member"};
  });
  EXPECT_FALSE(file.message_type(0).field(0).has_default_value());
  EXPECT_TRUE(file.message_type(0).nested_type(0).field(0).has_default_value());
}

TEST(AccessTest, Project_WorksForMessagesOfAnotherPool) {
  const auto policy = Policy(std::string(kMethods) + kFields);
  DescriptorPool pool;
  FileDescriptorProto source;
  FileDescriptorProto::descriptor()->file()->CopyTo(&source);
  google::protobuf::DynamicMessageFactory factory;
  const auto* type = pool.BuildFile(source)->FindMessageTypeByName("FileDescriptorProto");
  std::unique_ptr<google::protobuf::Message> message(factory.GetPrototype(type)->New());
  message->ParseFromString(File().SerializeAsString());
  policy->Project(*message, Who({"rater"}), {"member"});
  FileDescriptorProto back;
  back.ParseFromString(message->SerializeAsString());
  EXPECT_FALSE(back.has_syntax());
  EXPECT_FALSE(back.message_type(0).nested_type(0).field(0).has_default_value());
}

TEST(AccessTest, MessagesWithoutEntries_HaveNoPlan) {
  const auto policy = Policy(std::string(kMethods) + kFields);
  EXPECT_TRUE(policy->HasProtectedFields(*DescriptorProto::descriptor()));
  EXPECT_TRUE(policy->HasProtectedFields(*FileDescriptorProto::descriptor()));
  EXPECT_FALSE(policy->HasProtectedFields(*google::protobuf::EnumDescriptorProto::descriptor()));
  // Not reachable from the service: planned when first met.
  EXPECT_TRUE(policy->HasProtectedFields(*google::protobuf::FileDescriptorSet::descriptor()));
  EXPECT_FALSE(policy->HasProtectedFields(*AccessTable::descriptor()));
}

}  // namespace
}  // namespace interim::rpc
