#include "services/governance/service/records.h"

namespace interim::governance {

absl::StatusOr<std::string> EngagementOf(absl::string_view child_name) {
  ASSIGN_OR_RETURN(const ResourceName name, ResourceName::Parse(child_name));
  return name.parent();
}

Actor CallerOf(const rpc::Call& call, const v1::Engagement& engagement) {
  return ActorOf(engagement, call.principal().subject);
}

}  // namespace interim::governance
