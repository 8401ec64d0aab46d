#ifndef INTERIM_SERVICES_ASSESSMENT_SERVICE_RESOURCES_H_
#define INTERIM_SERVICES_ASSESSMENT_SERVICE_RESOURCES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/rpc/resource.h"
#include "interim/assessment/v1/assessment.pb.h"

namespace interim::rpc {

// Assessments belong to the organization's own people; outside parties have no relation to them.
template <>
struct Resource<assessment::v1::Assessment> {
  static constexpr absl::string_view kCollection = "assessments";
  static constexpr absl::string_view kIdPrefix = "a";
  static constexpr absl::string_view kSessionField = "assessment";
  static std::vector<store::IndexField> Index(const assessment::v1::Assessment& assessment) {
    return {{"state", assessment::v1::AssessmentState_Name(assessment.state())}};
  }
  static Relations RelationsOf(const assessment::v1::Assessment&, const Principal&) { return {}; }
};

}  // namespace interim::rpc

#endif  // INTERIM_SERVICES_ASSESSMENT_SERVICE_RESOURCES_H_
