#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/core/error.h"
#include "common/rpc/client.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace interim::rpc {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::MessageFactory;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;

constexpr const char* kServices[] = {
    "interim.assessment.v1.AssessmentService", "interim.audit.v1.AuditService",
    "interim.clock.v1.ClockService",           "interim.contracting.v1.ContractingService",
    "interim.governance.v1.GovernanceService", "interim.matching.v1.MatchingService",
    "interim.session.v1.SessionService"};

std::vector<const MethodDescriptor*> AllMethods() {
  std::vector<const MethodDescriptor*> methods;
  for (const char* name : kServices) {
    const ServiceDescriptor* service = DescriptorPool::generated_pool()->FindServiceByName(name);
    if (service == nullptr) continue;  // not linked into this program
    for (int i = 0; i < service->method_count(); ++i) methods.push_back(service->method(i));
  }
  return methods;
}

std::string SlashName(const MethodDescriptor& method) {
  return absl::StrCat(method.service()->full_name(), "/", method.name());
}

// "contracting.SignContract" and "ContractingService.SignContract" as well as the full name.
bool Means(absl::string_view dotted, const MethodDescriptor& method) {
  if (dotted == method.full_name()) return true;
  const std::string& service = method.service()->name();
  if (dotted == absl::StrCat(service, ".", method.name())) return true;
  std::string brief = absl::AsciiStrToLower(service);
  if (absl::EndsWith(brief, "service")) brief.resize(brief.size() - 7);
  return dotted == absl::StrCat(brief, ".", method.name());
}

}  // namespace

absl::StatusOr<MethodMessages> FindMethod(absl::string_view name) {
  const std::string dotted = absl::StrReplaceAll(name, {{"/", "."}});
  const MethodDescriptor* found = DescriptorPool::generated_pool()->FindMethodByName(dotted);
  if (found == nullptr) {
    for (const MethodDescriptor* method : AllMethods()) {
      if (Means(dotted, *method)) found = method;
    }
  }
  if (found == nullptr) {
    return MakeError({.code = absl::StatusCode::kNotFound,
                      .reason = "METHOD_UNKNOWN",
                      .message = absl::StrCat("no method ", name),
                      .metadata = {{"method", std::string(name)}}});
  }
  MessageFactory* factory = MessageFactory::generated_factory();
  MethodMessages messages;
  messages.method = SlashName(*found);
  messages.request.reset(factory->GetPrototype(found->input_type())->New());
  messages.response.reset(factory->GetPrototype(found->output_type())->New());
  messages.client_streaming = found->client_streaming();
  messages.server_streaming = found->server_streaming();
  return messages;
}

std::vector<std::string> KnownMethods() {
  std::vector<std::string> names;
  for (const MethodDescriptor* method : AllMethods()) names.push_back(SlashName(*method));
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace interim::rpc
