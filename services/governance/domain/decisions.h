// Decisions: raised, taken inside the mandate or higher up, held back by a gate, carried out.
#ifndef INTERIM_SERVICES_GOVERNANCE_DOMAIN_DECISIONS_H_
#define INTERIM_SERVICES_GOVERNANCE_DOMAIN_DECISIONS_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/core/date.h"
#include "common/core/error.h"
#include "common/law/law_data.h"
#include "interim/governance/v1/decision.pb.h"
#include "interim/governance/v1/engagement.pb.h"
#include "services/governance/domain/parties.h"
#include "services/governance/domain/policy.pb.h"

namespace interim::governance {

// Checks what annotations cannot: a known domain, an amount that is not negative, a matter that is
// reserved, a milestone of the engagement, and a kind of plan where the works council may have a
// right.
void CheckDecisionDraft(const PolicyData& policy, const v1::Engagement& engagement,
                        const v1::Decision& decision, FieldErrors& errors);

// The decision as it enters the log: open, with who raised it and the authority it would need.
absl::StatusOr<v1::Decision> Raise(const PolicyData& policy, const v1::Engagement& engagement,
                                   const v1::Decision& draft, absl::string_view raiser,
                                   absl::Time now);

// What somebody decides.
struct Choice {
  std::string option;
  std::string reason;
  std::string four_eyes_subject;  // who is asked to confirm; empty: anybody who may
  std::optional<bool> departs_from_advice = std::nullopt;  // unset: by the advice
  bool is_emergency = false;
};

// The result of deciding.
struct DecideResult {
  v1::Decision decision;
  v1::Engagement engagement;  // with the period limit used, else as it was
  // Set when the decision is above the authority of the decider: an escalation starts at this
  // level.
  std::optional<v1::EscalationLevel> escalate_to;
};

// Decides. The interim manager decides inside the mandate; above it the decision is ESCALATED, or
// with an emergency rule OUT_OF_MANDATE, and where a second person is needed it is CONFIRMING.
// Higher levels decide what has reached them; what has not is the sponsor's only inside the
// mandate.
//   errors  FAILED_PRECONDITION DECISION_STATE_WRONG, GATE_OPEN, FOUR_EYES_MISSING,
//           DECIDER_LEVEL_WRONG; INVALID_ARGUMENT OPTION_UNKNOWN
absl::StatusOr<DecideResult> Decide(const PolicyData& policy, const v1::Engagement& engagement,
                                    const v1::Decision& decision, const Actor& actor,
                                    const Choice& choice, absl::Time now);

// The second person confirms a decision; when the mandate does not cover it any more it is
// ESCALATED.
//   errors  FAILED_PRECONDITION DECISION_STATE_WRONG, FOUR_EYES_MISSING
absl::StatusOr<DecideResult> Confirm(const PolicyData& policy, const v1::Engagement& engagement,
                                     const v1::Decision& decision, absl::string_view subject,
                                     absl::Time now);

// Withdraws a decision nobody has taken; its open gate does not apply any more.
//   errors  FAILED_PRECONDITION DECISION_STATE_WRONG, DECIDER_LEVEL_WRONG
absl::StatusOr<DecideResult> Withdraw(const v1::Engagement& engagement,
                                      const v1::Decision& decision, const Actor& actor,
                                      absl::string_view reason);

// Ratifies or undoes a decision outside the mandate; undoing also works before a decision is
// carried out.
//   errors  FAILED_PRECONDITION DECISION_STATE_WRONG; FAILED_PRECONDITION DECIDER_LEVEL_WRONG
absl::StatusOr<v1::Decision> Ratify(const v1::Decision& decision, const Actor& actor,
                                    absl::string_view reason);
absl::StatusOr<v1::Decision> Reverse(const v1::Decision& decision, const Actor& actor,
                                     absl::string_view reason);

// The engagement after a decision was undone: what the interim manager used of a month is given
// back.
absl::StatusOr<v1::Engagement> Undo(const v1::Engagement& engagement, const v1::Decision& decision);

// Records that a decision is carried out on `today`.
//   errors  FAILED_PRECONDITION DECISION_STATE_WRONG, NOTICE_MISSING, EXECUTION_SUSPENDED,
//           EXECUTION_UNCERTAIN
absl::StatusOr<v1::Decision> Execute(const law::LawData& law, const v1::Engagement& engagement,
                                     const v1::Decision& decision, Date today, absl::Time now);

}  // namespace interim::governance

#endif  // INTERIM_SERVICES_GOVERNANCE_DOMAIN_DECISIONS_H_
