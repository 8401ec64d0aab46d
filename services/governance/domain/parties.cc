#include "services/governance/domain/parties.h"

#include <algorithm>

#include "services/governance/domain/errors.h"
#include "services/governance/domain/policy.h"

namespace interim::governance {
namespace {

v1::EscalationLevel LevelOf(v1::PartyRole role) {
  switch (role) {
    case v1::PARTY_ROLE_INTERIM_MANAGER:
      return v1::ESCALATION_LEVEL_INTERIM_MANAGER;
    case v1::PARTY_ROLE_SPONSOR:
      return v1::ESCALATION_LEVEL_SPONSOR;
    case v1::PARTY_ROLE_STEERING:
      return v1::ESCALATION_LEVEL_STEERING;
    case v1::PARTY_ROLE_BOARD:
    case v1::PARTY_ROLE_FORMAL_CLIENT:
      return v1::ESCALATION_LEVEL_BOARD;
    case v1::PARTY_ROLE_SUPERVISOR:
      return v1::ESCALATION_LEVEL_SUPERVISORS;
    default:
      return v1::ESCALATION_LEVEL_UNSPECIFIED;
  }
}

bool ControlsTheManager(v1::PartyRole role) {
  return LevelOf(role) > v1::ESCALATION_LEVEL_INTERIM_MANAGER || role == v1::PARTY_ROLE_EVALUATOR ||
         role == v1::PARTY_ROLE_RECEIVER || role == v1::PARTY_ROLE_WORKS_COUNCIL ||
         role == v1::PARTY_ROLE_SHADOW_MANAGER;
}

}  // namespace

bool IsFilled(const v1::Engagement& engagement, v1::PartyRole role) {
  return std::any_of(engagement.parties().begin(), engagement.parties().end(),
                     [role](const v1::Party& party) { return party.role() == role; });
}

std::vector<v1::EscalationLevel> FilledLevels(const v1::Engagement& engagement) {
  std::vector<v1::EscalationLevel> levels;
  for (v1::EscalationLevel level = LevelAbove(v1::ESCALATION_LEVEL_INTERIM_MANAGER);
       level != v1::ESCALATION_LEVEL_UNSPECIFIED; level = LevelAbove(level)) {
    const bool filled =
        std::any_of(engagement.parties().begin(), engagement.parties().end(),
                    [level](const v1::Party& party) { return LevelOf(party.role()) == level; });
    if (filled) levels.push_back(level);
  }
  return levels;
}

bool MaySecond(const v1::Engagement& engagement, absl::string_view subject) {
  return ActorOf(engagement, subject).level > v1::ESCALATION_LEVEL_INTERIM_MANAGER &&
         !HasPart(engagement, v1::PARTY_ROLE_SHADOW_MANAGER, subject);
}

bool HasPart(const v1::Engagement& engagement, v1::PartyRole role, absl::string_view subject) {
  return std::any_of(
      engagement.parties().begin(), engagement.parties().end(),
      [&](const v1::Party& party) { return party.role() == role && party.subject() == subject; });
}

std::vector<v1::PartyRole> PartsOf(const v1::Engagement& engagement, absl::string_view subject) {
  std::vector<v1::PartyRole> parts;
  for (const v1::Party& party : engagement.parties()) {
    if (party.subject() == subject) parts.push_back(party.role());
  }
  return parts;
}

Actor ActorOf(const v1::Engagement& engagement, absl::string_view subject) {
  Actor actor{.subject = std::string(subject)};
  for (v1::PartyRole role : PartsOf(engagement, subject)) {
    if (role == v1::PARTY_ROLE_INTERIM_MANAGER) {
      actor.level = v1::ESCALATION_LEVEL_INTERIM_MANAGER;
      return actor;
    }
    actor.level = std::max(actor.level, LevelOf(role));
  }
  return actor;
}

absl::Status CheckParties(const v1::Engagement& engagement) {
  std::vector<v1::PartyRole> missing;
  for (v1::PartyRole role :
       {v1::PARTY_ROLE_FORMAL_CLIENT, v1::PARTY_ROLE_SPONSOR, v1::PARTY_ROLE_INTERIM_MANAGER}) {
    if (!IsFilled(engagement, role)) missing.push_back(role);
  }
  if (!missing.empty()) return PartiesMissing(missing);
  for (const v1::Party& party : engagement.parties()) {
    for (v1::PartyRole role : PartsOf(engagement, party.subject())) {
      if (party.role() == v1::PARTY_ROLE_INTERIM_MANAGER && ControlsTheManager(role)) {
        return EvaluatorConflicted(party.subject());
      }
      if (party.role() == v1::PARTY_ROLE_WORKS_COUNCIL && role != v1::PARTY_ROLE_WORKS_COUNCIL) {
        return PartyConflicted(party.subject(), role);
      }
    }
  }
  return absl::OkStatus();
}

}  // namespace interim::governance
