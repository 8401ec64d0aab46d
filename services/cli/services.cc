#include "services/cli/services.h"

#include <array>

#include "google/protobuf/message.h"
#include "interim/assessment/v1/assessment_service.pb.h"
#include "interim/audit/v1/audit_service.pb.h"
#include "interim/clock/v1/clock_service.pb.h"
#include "interim/contracting/v1/contracting_service.pb.h"
#include "interim/governance/v1/governance_service.pb.h"
#include "interim/matching/v1/matching_service.pb.h"
#include "interim/session/v1/session_service.pb.h"

namespace interim::cli {

int LinkServices() {
  const std::array<const google::protobuf::Message*, 7> one_of_each = {
      &assessment::v1::AdviseRequest::default_instance(),
      &audit::v1::ListEventsRequest::default_instance(),
      &clock::v1::GetClockRequest::default_instance(),
      &contracting::v1::CreateBriefRequest::default_instance(),
      &governance::v1::OpenEngagementRequest::default_instance(),
      &matching::v1::CreateSelectionRequest::default_instance(),
      &session::v1::CreateSessionRequest::default_instance()};
  int known = 0;
  for (const google::protobuf::Message* message : one_of_each) {
    known += message->GetDescriptor() == nullptr ? 0 : 1;
  }
  return known;
}

}  // namespace interim::cli
