// The records of matching, as the call wrapper must know them.
#ifndef INTERIM_SERVICES_MATCHING_SERVICE_RESOURCES_H_
#define INTERIM_SERVICES_MATCHING_SERVICE_RESOURCES_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "common/rpc/resource.h"
#include "interim/matching/v1/candidate.pb.h"
#include "interim/matching/v1/selection.pb.h"
#include "interim/matching/v1/supplier.pb.h"

namespace interim::rpc {

template <>
struct Resource<matching::v1::Candidate> {
  static constexpr absl::string_view kCollection = "candidates";
  static constexpr absl::string_view kIdPrefix = "c";
  static constexpr absl::string_view kSessionField = "";
  static std::vector<store::IndexField> Index(const matching::v1::Candidate& candidate);
  // "self" for the candidate, "supplier" for the bureau that offers it.
  static Relations RelationsOf(const matching::v1::Candidate& candidate,
                               const Principal& principal);
};

template <>
struct Resource<matching::v1::Supplier> {
  static constexpr absl::string_view kCollection = "suppliers";
  static constexpr absl::string_view kIdPrefix = "s";
  static constexpr absl::string_view kSessionField = "";
  static std::vector<store::IndexField> Index(const matching::v1::Supplier&) { return {}; }
  // "self" for the supplier.
  static Relations RelationsOf(const matching::v1::Supplier& supplier, const Principal& principal);
};

template <>
struct Resource<matching::v1::Selection> {
  static constexpr absl::string_view kCollection = "selections";
  static constexpr absl::string_view kIdPrefix = "l";
  static constexpr absl::string_view kSessionField = "selection";
  static std::vector<store::IndexField> Index(const matching::v1::Selection& selection);
  // No outside party stands in any relation to a selection.
  static Relations RelationsOf(const matching::v1::Selection&, const Principal&) { return {}; }
};

template <>
struct Resource<matching::v1::Score> {
  static constexpr absl::string_view kCollection = "selections/scores";
  static constexpr absl::string_view kIdPrefix = "r";
  static constexpr absl::string_view kSessionField = "";
  static std::vector<store::IndexField> Index(const matching::v1::Score& score);
  // "author" for the rater, "opened" once enough raters are complete.
  static Relations RelationsOf(const matching::v1::Score& score, const Principal& principal);
};

template <>
struct Resource<matching::v1::Reference> {
  static constexpr absl::string_view kCollection = "selections/references";
  static constexpr absl::string_view kIdPrefix = "f";
  static constexpr absl::string_view kSessionField = "";
  static std::vector<store::IndexField> Index(const matching::v1::Reference&) { return {}; }
  static Relations RelationsOf(const matching::v1::Reference&, const Principal&) { return {}; }
};

}  // namespace interim::rpc

#endif  // INTERIM_SERVICES_MATCHING_SERVICE_RESOURCES_H_
