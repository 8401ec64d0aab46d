// The access tables of the suite as they are shipped, against the services as they are published.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/rpc/access.h"
#include "common/rules/text_proto.h"
#include "interim/assessment/v1/assessment_service.pb.h"
#include "interim/audit/v1/audit_service.pb.h"
#include "interim/clock/v1/clock_service.pb.h"
#include "interim/contracting/v1/contracting_service.pb.h"
#include "interim/governance/v1/governance_service.pb.h"
#include "interim/matching/v1/matching_service.pb.h"
#include "interim/session/v1/session_service.pb.h"

namespace interim::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;

// The service in the file of one of its messages; naming the message links the file.
const ServiceDescriptor* ServiceOf(const Descriptor* message) {
  return message->file()->service(0);
}

std::vector<const ServiceDescriptor*> Shared() {
  return {ServiceOf(audit::v1::ListEventsRequest::descriptor()),
          ServiceOf(clock::v1::GetClockRequest::descriptor()),
          ServiceOf(session::v1::GetSessionRequest::descriptor())};
}

std::string Data(absl::string_view folder) {
  return absl::StrCat(INTERIM_SOURCE_DIR, "/", folder, "/data/access.textproto");
}

struct ServerCase {
  std::string name;
  const ServiceDescriptor* service;
};

class AccessCoverageTest : public testing::TestWithParam<ServerCase> {
 protected:
  void SetUp() override {
    mounted_ = Shared();
    mounted_.push_back(GetParam().service);
    AccessTable table;
    for (const std::string& folder : {std::string("common/rpc"), std::string("common/session"),
                                      absl::StrCat("services/", GetParam().name)}) {
      auto part = rules::LoadTextProto<AccessTable>(Data(folder));
      ASSERT_TRUE(part.ok()) << part.status().message();
      table.MergeFrom(*part);
    }
    auto policy = AccessPolicy::Create(table, mounted_);
    ASSERT_TRUE(policy.ok()) << policy.status().message();
    policy_ = *std::move(policy);
  }
  // Calls `check` with each method of this server and its entry.
  template <class F>
  void EachMethod(F check) {
    for (const ServiceDescriptor* service : mounted_) {
      for (int i = 0; i < service->method_count(); ++i) {
        const std::string name =
            absl::StrCat(service->full_name(), "/", service->method(i)->name());
        const MethodAccess* entry = policy_->FindMethod(name);
        ASSERT_NE(entry, nullptr) << name;
        check(*service->method(i), *entry);
      }
    }
  }
  static Principal Holder(absl::string_view role) {
    return {.organization = *TenantId::Parse("acme"), .subject = "x", .roles = {std::string(role)}};
  }

  std::vector<const ServiceDescriptor*> mounted_;
  std::unique_ptr<AccessPolicy> policy_;
};

TEST_P(AccessCoverageTest, EveryMethod_IsOpenToSomebody_AndToNobodyWithoutARole) {
  EachMethod([](const MethodDescriptor& method, const MethodAccess& entry) {
    EXPECT_GT(entry.allow_size(), 0) << method.full_name() << " is open to nobody";
    EXPECT_FALSE(AccessPolicy::Allowed(entry, Holder(""))) << method.full_name();
    EXPECT_FALSE(AccessPolicy::Allowed(entry, Holder("stranger"))) << method.full_name();
  });
}

TEST_P(AccessCoverageTest, WithoutARelation_NoRecordIsReached) {
  EachMethod([](const MethodDescriptor& method, const MethodAccess& entry) {
    for (const absl::string_view role : KnownRoles()) {
      EXPECT_FALSE(AccessPolicy::RelationAllowed(entry, Holder(role), {})) << method.full_name();
    }
  });
}

// An auditor looks; sessions are the only thing an auditor may change, and they are not records.
TEST_P(AccessCoverageTest, Auditor_ChangesNoRecord) {
  EachMethod([](const MethodDescriptor& method, const MethodAccess& entry) {
    const bool changes = method.input_type()->FindFieldByName("request_id") != nullptr;
    if (!changes || method.service()->file()->package() == "interim.session.v1") return;
    EXPECT_FALSE(AccessPolicy::Allowed(entry, Holder("auditor"))) << method.full_name();
  });
}

TEST_P(AccessCoverageTest, OnlyAnAdmin_MovesTheClock) {
  const MethodAccess* entry = policy_->FindMethod("interim.clock.v1.ClockService/SetClock");
  ASSERT_NE(entry, nullptr);
  for (const absl::string_view role : KnownRoles()) {
    EXPECT_EQ(AccessPolicy::Allowed(*entry, Holder(role)), role == "admin") << role;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Servers, AccessCoverageTest,
    ::testing::Values(
        ServerCase{"assessment", ServiceOf(assessment::v1::CreateAssessmentRequest::descriptor())},
        ServerCase{"matching", ServiceOf(matching::v1::GetCandidateRequest::descriptor())},
        ServerCase{"contracting", ServiceOf(contracting::v1::CreateBriefRequest::descriptor())},
        ServerCase{"governance", ServiceOf(governance::v1::OpenEngagementRequest::descriptor())}),
    [](const ::testing::TestParamInfo<ServerCase>& one) { return one.param.name; });

}  // namespace
}  // namespace interim::rpc
