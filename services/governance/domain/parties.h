// Who is who in an engagement, and at which level a person may decide.
#ifndef INTERIM_SERVICES_GOVERNANCE_DOMAIN_PARTIES_H_
#define INTERIM_SERVICES_GOVERNANCE_DOMAIN_PARTIES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "interim/governance/v1/engagement.pb.h"
#include "interim/governance/v1/mandate.pb.h"

namespace interim::governance {

// A person who acts: the subject of the token and the highest level the engagement gives it.
struct Actor {
  std::string subject;
  v1::EscalationLevel level = v1::ESCALATION_LEVEL_UNSPECIFIED;  // UNSPECIFIED: takes no decisions
  bool IsInterimManager() const { return level == v1::ESCALATION_LEVEL_INTERIM_MANAGER; }
};

// True when `subject` has part `role`.
bool HasPart(const v1::Engagement& engagement, v1::PartyRole role, absl::string_view subject);
// The parts a person has.
std::vector<v1::PartyRole> PartsOf(const v1::Engagement& engagement, absl::string_view subject);
// The person with the highest level it has. The interim manager stays at the first level whatever
// other part is named, so that nobody decides on his own proposals.
Actor ActorOf(const v1::Engagement& engagement, absl::string_view subject);

// The levels above the interim manager that somebody holds, from low to high.
std::vector<v1::EscalationLevel> FilledLevels(const v1::Engagement& engagement);
// True when somebody has this part.
bool IsFilled(const v1::Engagement& engagement, v1::PartyRole role);

// True when this person may be the second one of a decision of the interim manager: with a part
// above him, and not of his own bureau.
bool MaySecond(const v1::Engagement& engagement, absl::string_view subject);

// Checks that formal client, sponsor and interim manager are named, that the interim manager holds
// no controlling part, and that whoever speaks for the works council speaks for nobody else.
//   errors  FAILED_PRECONDITION PARTY_MISSING; FAILED_PRECONDITION EVALUATOR_CONFLICTED;
//           FAILED_PRECONDITION PARTY_CONFLICTED
absl::Status CheckParties(const v1::Engagement& engagement);

}  // namespace interim::governance

#endif  // INTERIM_SERVICES_GOVERNANCE_DOMAIN_PARTIES_H_
