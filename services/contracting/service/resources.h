#ifndef INTERIM_SERVICES_CONTRACTING_SERVICE_RESOURCES_H_
#define INTERIM_SERVICES_CONTRACTING_SERVICE_RESOURCES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/rpc/resource.h"
#include "interim/contracting/v1/brief.pb.h"
#include "interim/contracting/v1/contract.pb.h"
#include "interim/contracting/v1/working_relation.pb.h"
#include "services/contracting/domain/contract.h"

namespace interim::contracting {

// The identity of a caller as somebody who may sign.
inline Signer SignerOf(const rpc::Principal& principal) {
  return {.subject = principal.subject,
          .party = principal.party,
          .roles = principal.roles,
          .display_name = ""};
}

// How an outside party stands to the people and firms of a brief or contract.
inline void AddPartyRelations(const v1::PartyPerson& supplier, const v1::PartyPerson& manager,
                              const rpc::Principal& principal, rpc::Relations& relations) {
  if (principal.party.empty()) return;
  auto is = [&](const v1::PartyPerson& person) {
    const std::string& resource = person.resource();
    return !resource.empty() &&
           (resource == principal.party ||
            resource == "organizations/" + std::string(principal.organization.value()) + "/" +
                            principal.party);
  };
  if (is(supplier)) relations.push_back("supplier");
  if (is(manager)) relations.push_back("engaged");
}

}  // namespace interim::contracting

namespace interim::rpc {

// Briefs are the client's; the supplier and the chosen person see theirs.
template <>
struct Resource<contracting::v1::Brief> {
  static constexpr absl::string_view kCollection = "briefs";
  static constexpr absl::string_view kIdPrefix = "b";
  static constexpr absl::string_view kSessionField = "brief";
  static std::vector<store::IndexField> Index(const contracting::v1::Brief& brief) {
    return {{"state", contracting::v1::BriefState_Name(brief.state())}};
  }
  static Relations RelationsOf(const contracting::v1::Brief& brief, const Principal& principal) {
    Relations relations;
    contracting::AddPartyRelations(brief.parties().contracting_party(),
                                   brief.parties().interim_manager(), principal, relations);
    return relations;
  }
};

// Contracts are seen by both sides and by everybody named to sign.
template <>
struct Resource<contracting::v1::Contract> {
  static constexpr absl::string_view kCollection = "contracts";
  static constexpr absl::string_view kIdPrefix = "c";
  static constexpr absl::string_view kSessionField = "contract";
  static std::vector<store::IndexField> Index(const contracting::v1::Contract& contract) {
    return {{"state", contracting::v1::ContractState_Name(contract.state())},
            {"brief", contract.brief()}};
  }
  static Relations RelationsOf(const contracting::v1::Contract& contract,
                               const Principal& principal) {
    Relations relations;
    contracting::AddPartyRelations(contract.supplier(), contract.interim_manager(), principal,
                                   relations);
    const contracting::Signer signer = contracting::SignerOf(principal);
    if (contracting::IsSignatory(contract, signer) ||
        contracting::IsOpenSignatory(contract, signer)) {
      relations.push_back("signatory");
    }
    return relations;
  }
};

// Documents are read through their contract only, which has checked the relation.
template <>
struct Resource<contracting::v1::ContractDocument> {
  static constexpr absl::string_view kCollection = "contracts/documents";
  static constexpr absl::string_view kIdPrefix = "d";
  static constexpr absl::string_view kSessionField = "";
  static std::vector<store::IndexField> Index(const contracting::v1::ContractDocument&) {
    return {};
  }
  static Relations RelationsOf(const contracting::v1::ContractDocument&, const Principal&) {
    return {"signatory"};
  }
};

// The working relation is read through its contract only, which has checked the relation. What each
// side answered is shown to that side and to the client; see the field table.
template <>
struct Resource<contracting::v1::WorkingRelation> {
  static constexpr absl::string_view kCollection = "contracts/workingRelations";
  static constexpr absl::string_view kIdPrefix = "w";
  static constexpr absl::string_view kSessionField = "";
  static std::vector<store::IndexField> Index(const contracting::v1::WorkingRelation&) {
    return {};
  }
  static Relations RelationsOf(const contracting::v1::WorkingRelation&,
                               const Principal& principal) {
    if (principal.HasRole("supplier")) return {"supplier"};
    if (principal.HasRole("interim_manager")) return {"engaged"};
    return {};
  }
};

}  // namespace interim::rpc

#endif  // INTERIM_SERVICES_CONTRACTING_SERVICE_RESOURCES_H_
