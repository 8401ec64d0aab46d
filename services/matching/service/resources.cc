#include "services/matching/service/resources.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "services/matching/domain/errors.h"

namespace interim::rpc {
namespace {

// The full name of the party a principal acts for; empty for the organization's own people.
std::string PartyName(const Principal& principal) {
  if (!principal.IsOutside()) return "";
  return absl::StrCat("organizations/", principal.organization.value(), "/", principal.party);
}

}  // namespace

std::vector<store::IndexField> Resource<matching::v1::Candidate>::Index(
    const matching::v1::Candidate& candidate) {
  return {{"supplier", candidate.supplier()}};
}

Relations Resource<matching::v1::Candidate>::RelationsOf(const matching::v1::Candidate& candidate,
                                                         const Principal& principal) {
  const std::string party = PartyName(principal);
  if (party.empty()) return {};
  if (party == candidate.name()) return {"self"};
  if (party == candidate.supplier()) return {"supplier"};
  return {};
}

Relations Resource<matching::v1::Supplier>::RelationsOf(const matching::v1::Supplier& supplier,
                                                        const Principal& principal) {
  const std::string party = PartyName(principal);
  if (!party.empty() && party == supplier.name()) return {"self"};
  return {};
}

std::vector<store::IndexField> Resource<matching::v1::Selection>::Index(
    const matching::v1::Selection& selection) {
  return {{"state", matching::ShortName(selection.state())}};
}

std::vector<store::IndexField> Resource<matching::v1::Score>::Index(
    const matching::v1::Score& score) {
  return {{"candidate", score.candidate()}};
}

Relations Resource<matching::v1::Score>::RelationsOf(const matching::v1::Score& score,
                                                     const Principal& principal) {
  Relations relations;
  if (score.rater() == principal.subject) relations.push_back("author");
  if (score.is_open() && !principal.IsOutside()) relations.push_back("opened");
  return relations;
}

}  // namespace interim::rpc
