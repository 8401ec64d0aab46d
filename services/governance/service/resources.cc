#include "services/governance/service/resources.h"

#include "absl/strings/ascii.h"
#include "services/governance/domain/errors.h"
#include "services/governance/domain/parties.h"

namespace interim::rpc {

std::vector<store::IndexField> Resource<governance::v1::Engagement>::Index(
    const governance::v1::Engagement& engagement) {
  return {{"state", governance::ShortName(engagement.state())}};
}

Relations Resource<governance::v1::Engagement>::RelationsOf(
    const governance::v1::Engagement& engagement, const Principal& principal) {
  Relations relations;
  for (governance::v1::PartyRole role : governance::PartsOf(engagement, principal.subject)) {
    if (relations.empty()) relations.push_back("engaged");
    relations.push_back(absl::AsciiStrToLower(governance::ShortName(role)));
  }
  return relations;
}

Relations EngagementChild::ChildRelations() { return {"engaged"}; }

}  // namespace interim::rpc
