#include "common/rpc/show.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/core/error.h"
#include "common/rpc/message_plan.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/util/field_mask_util.h"

namespace interim::rpc {
namespace {

using google::protobuf::FieldMask;
using google::protobuf::Message;

// Relations to the record of that full name, or null when the call did not touch it.
const Relations* RelationsTo(const CallState& state, const Message& message) {
  absl::string_view name = StringOf(message, PlanOf(*message.GetDescriptor()).name);
  const std::string prefix =
      absl::StrCat("organizations/", state.origin.principal.organization.value(), "/");
  if (!absl::ConsumePrefix(&name, prefix)) return nullptr;
  return state.RelationsOf(name);
}

Relations EverybodyHas(const CallState& state) {
  return state.origin.principal.IsOutside() ? Relations{} : Relations{"member"};
}

void ProjectOne(const AccessPolicy& access, const CallState& state, const Relations& around,
                Message& message) {
  const Principal& principal = state.origin.principal;
  if (const Relations* own = RelationsTo(state, message); own != nullptr) {
    access.Project(message, principal, *own);
    return;
  }
  access.ProjectEach(message, principal, [&](const Message& inner) -> Relations {
    const Relations* own = RelationsTo(state, inner);
    return own != nullptr ? *own : around;
  });
}

void MaskOne(const FieldMask& mask, Message& message) {
  const MessagePlan& plan = PlanOf(*message.GetDescriptor());
  const std::string name(StringOf(message, plan.name));
  google::protobuf::util::FieldMaskUtil::TrimMessage(mask, &message);
  if (!name.empty()) SetString(message, plan.name, name);
}

}  // namespace

void ProjectResponse(const AccessPolicy& access, const CallState& state, Message& response) {
  Relations around = EverybodyHas(state);
  if (const Relations* named = state.named.empty() ? nullptr : state.RelationsOf(state.named);
      named != nullptr) {
    around = *named;
  }
  const MessagePlan& plan = PlanOf(*response.GetDescriptor());
  if (plan.items == nullptr) {
    ProjectOne(access, state, around, response);
    return;
  }
  const google::protobuf::Reflection& reflection = *response.GetReflection();
  for (int i = 0; i < reflection.FieldSize(response, plan.items); ++i) {
    ProjectOne(access, state, around, *reflection.MutableRepeatedMessage(&response, plan.items, i));
  }
}

void ApplyReadMask(const Message& request, MessagePlan::Field mask_field, Message& response) {
  const auto& mask =
      static_cast<const FieldMask&>(request.GetReflection()->GetMessage(request, mask_field));
  for (const std::string& path : mask.paths()) {
    if (path == "*") return;
  }
  if (mask.paths_size() == 0) return;
  const MessagePlan& plan = PlanOf(*response.GetDescriptor());
  if (plan.items == nullptr) {
    MaskOne(mask, response);
    return;
  }
  const google::protobuf::Reflection& reflection = *response.GetReflection();
  for (int i = 0; i < reflection.FieldSize(response, plan.items); ++i) {
    MaskOne(mask, *reflection.MutableRepeatedMessage(&response, plan.items, i));
  }
}

absl::Status MalformedRequest() {
  return MakeError({.code = absl::StatusCode::kInvalidArgument,
                    .reason = "REQUEST_MALFORMED",
                    .message = "the bytes are not a message of the method's request type"});
}

}  // namespace interim::rpc
