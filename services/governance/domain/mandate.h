// The mandate: what the interim manager may decide, checked on the day and within the month.
#ifndef INTERIM_SERVICES_GOVERNANCE_DOMAIN_MANDATE_H_
#define INTERIM_SERVICES_GOVERNANCE_DOMAIN_MANDATE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/core/date.h"
#include "common/core/money.h"
#include "interim/governance/v1/decision.pb.h"
#include "interim/governance/v1/engagement.pb.h"
#include "interim/governance/v1/mandate.pb.h"
#include "services/governance/domain/policy.pb.h"

namespace interim::governance {

// A question of authority.
struct AuthorityQuestion {
  std::string domain_code;
  Money amount;               // zero when no money is involved
  std::string reserved_code;  // reserved matter it touches, or empty
  Date on;                    // day of the decision
  v1::PlanKind plan_kind = v1::PLAN_KIND_UNSPECIFIED;
};

// True for a plan the works council may advise on: such a plan stays with the board.
bool IsPlan(v1::PlanKind kind);
// True for a matter of the fixed list, or one agreed with the mandate.
bool IsReserved(const PolicyData& policy, const v1::Engagement& engagement, absl::string_view code);

// Checks a mandate before it is granted.
//   errors  INVALID_ARGUMENT MANDATE_INVALID with every wrong field: level above what the brief
//           agreed, unknown, doubled or too high domains, none above level 0, a period limit below
//           the limit of one decision, days outside the engagement
absl::Status CheckMandate(const PolicyData& policy, const v1::Engagement& engagement,
                          const v1::Mandate& mandate);

// The engagement with the mandate in force, granted by `grantor` at `now`. Use of earlier mandates
// in the same month stays counted.
v1::Engagement Grant(const v1::Engagement& engagement, const v1::Mandate& mandate,
                     absl::string_view grantor, absl::Time now);

// The engagement without a mandate in force.
//   errors  FAILED_PRECONDITION MANDATE_ABSENT
absl::StatusOr<v1::Engagement> Revoke(const v1::Engagement& engagement, absl::string_view reason,
                                      absl::Time now);

// True while a mandate is granted and not revoked, whatever the day.
bool HasMandate(const v1::Engagement& engagement);

// Whether the interim manager may decide this. Limits are inclusive: an amount equal to the limit
// is inside. The text `reason` is left empty for the caller to word.
//   errors  INVALID_ARGUMENT for an amount in another currency than the limit
absl::StatusOr<v1::AuthorityCheck> CheckAuthority(const PolicyData& policy,
                                                  const v1::Engagement& engagement,
                                                  const AuthorityQuestion& question);

// Whether an amount is above what the sponsor decides alone; never without such a limit, always in
// another currency than the limit's.
//   errors  INVALID_ARGUMENT when the limit cannot be read
absl::StatusOr<bool> IsAboveSponsor(const v1::Engagement& engagement, const Money& amount);

// The engagement after a decision of the interim manager has used its period limit.
absl::StatusOr<v1::Engagement> CountUse(const v1::Engagement& engagement,
                                        const AuthorityQuestion& question);
// The engagement after such a decision was undone; `question.on` is the day it was taken.
absl::StatusOr<v1::Engagement> GiveBack(const v1::Engagement& engagement,
                                        const AuthorityQuestion& question);

}  // namespace interim::governance

#endif  // INTERIM_SERVICES_GOVERNANCE_DOMAIN_MANDATE_H_
