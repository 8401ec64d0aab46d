// The records of governance, as the call wrapper must know them.
//
// Everything below an engagement is read only after the engagement itself has been loaded in the
// same call (see records.h), so that its parties decide who is related; a child alone answers
// "engaged" to outside parties.
#ifndef INTERIM_SERVICES_GOVERNANCE_SERVICE_RESOURCES_H_
#define INTERIM_SERVICES_GOVERNANCE_SERVICE_RESOURCES_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "common/rpc/resource.h"
#include "interim/governance/v1/decision.pb.h"
#include "interim/governance/v1/engagement.pb.h"
#include "interim/governance/v1/progress.pb.h"

namespace interim::rpc {

template <>
struct Resource<governance::v1::Engagement> {
  static constexpr absl::string_view kCollection = "engagements";
  static constexpr absl::string_view kIdPrefix = "e";
  static constexpr absl::string_view kSessionField = "engagement";
  static std::vector<store::IndexField> Index(const governance::v1::Engagement& engagement);
  // "engaged" and the part in lower case ("formal_client") for people with a part.
  static Relations RelationsOf(const governance::v1::Engagement& engagement,
                               const Principal& principal);
};

// What all records below an engagement share.
struct EngagementChild {
  static constexpr absl::string_view kSessionField = "";
  static Relations ChildRelations();
};

template <>
struct Resource<governance::v1::Decision> : EngagementChild {
  static constexpr absl::string_view kCollection = "engagements/decisions";
  static constexpr absl::string_view kIdPrefix = "d";
  static std::vector<store::IndexField> Index(const governance::v1::Decision&) { return {}; }
  static Relations RelationsOf(const governance::v1::Decision&, const Principal&) {
    return ChildRelations();
  }
};

template <>
struct Resource<governance::v1::Escalation> : EngagementChild {
  static constexpr absl::string_view kCollection = "engagements/escalations";
  static constexpr absl::string_view kIdPrefix = "x";
  static std::vector<store::IndexField> Index(const governance::v1::Escalation&) { return {}; }
  static Relations RelationsOf(const governance::v1::Escalation&, const Principal&) {
    return ChildRelations();
  }
};

template <>
struct Resource<governance::v1::Kpi> : EngagementChild {
  static constexpr absl::string_view kCollection = "engagements/kpis";
  static constexpr absl::string_view kIdPrefix = "k";
  static std::vector<store::IndexField> Index(const governance::v1::Kpi&) { return {}; }
  static Relations RelationsOf(const governance::v1::Kpi&, const Principal&) {
    return ChildRelations();
  }
};

template <>
struct Resource<governance::v1::Milestone> : EngagementChild {
  static constexpr absl::string_view kCollection = "engagements/milestones";
  static constexpr absl::string_view kIdPrefix = "m";
  static std::vector<store::IndexField> Index(const governance::v1::Milestone&) { return {}; }
  static Relations RelationsOf(const governance::v1::Milestone&, const Principal&) {
    return ChildRelations();
  }
};

template <>
struct Resource<governance::v1::Plan> : EngagementChild {
  static constexpr absl::string_view kCollection = "engagements/plans";
  static constexpr absl::string_view kIdPrefix = "p";
  static std::vector<store::IndexField> Index(const governance::v1::Plan&) { return {}; }
  static Relations RelationsOf(const governance::v1::Plan&, const Principal&) {
    return ChildRelations();
  }
};

template <>
struct Resource<governance::v1::Evaluation> : EngagementChild {
  static constexpr absl::string_view kCollection = "engagements/evaluations";
  static constexpr absl::string_view kIdPrefix = "v";
  static std::vector<store::IndexField> Index(const governance::v1::Evaluation&) { return {}; }
  static Relations RelationsOf(const governance::v1::Evaluation&, const Principal&) {
    return ChildRelations();
  }
};

template <>
struct Resource<governance::v1::HandoverItem> : EngagementChild {
  static constexpr absl::string_view kCollection = "engagements/handoverItems";
  static constexpr absl::string_view kIdPrefix = "h";
  static std::vector<store::IndexField> Index(const governance::v1::HandoverItem&) { return {}; }
  static Relations RelationsOf(const governance::v1::HandoverItem&, const Principal&) {
    return ChildRelations();
  }
};

}  // namespace interim::rpc

#endif  // INTERIM_SERVICES_GOVERNANCE_SERVICE_RESOURCES_H_
