// Gates: duties to ask or tell somebody before a step. The right of the works council on a plan
// comes from the law (R12); what is not law is not a gate.
#ifndef INTERIM_SERVICES_GOVERNANCE_DOMAIN_GATES_H_
#define INTERIM_SERVICES_GOVERNANCE_DOMAIN_GATES_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/core/date.h"
#include "common/law/law_data.h"
#include "interim/governance/v1/decision.pb.h"
#include "interim/governance/v1/engagement.pb.h"
#include "services/governance/domain/policy.pb.h"

namespace interim::governance {

// What opens a gate: the law, and the articles by kind of plan.
struct GateRules {
  const law::LawData& law;
  const PolicyData& policy;
};

// The gate a decision opens, or nothing: with a works council, a plan it may advise on has one (WOR
// art. 25). The gate id is unique within the engagement; `subject` is left to the caller.
//   errors  what the law evaluator says
absl::StatusOr<std::optional<v1::Gate>> GateFor(const GateRules& rules,
                                                const v1::Engagement& engagement,
                                                const v1::Decision& decision, Date today);

// The gate with this id, or null.
const v1::Gate* FindGate(const v1::Engagement& engagement, absl::string_view gate_id);
// True when an answer is in, it was waived, or it does not apply.
bool IsClosed(const v1::Gate& gate);

// Steps of a gate. Each returns the engagement with the gate moved.
//   errors  INVALID_ARGUMENT FIELDS_INVALID for an unknown gate; FAILED_PRECONDITION
//           GATE_STATE_WRONG for a step that does not fit
absl::StatusOr<v1::Engagement> RequestAdvice(const v1::Engagement& engagement,
                                             absl::string_view gate_id, Date day);
struct Advice {
  bool is_positive = false;
  std::string text;
  Date day;
};
absl::StatusOr<v1::Engagement> RecordAdvice(const v1::Engagement& engagement,
                                            absl::string_view gate_id, const Advice& advice);
// Checks who records an advice: where the works council has a part, only it does.
//   errors  FAILED_PRECONDITION ADVISER_WRONG
absl::Status CheckAdviser(const v1::Engagement& engagement, absl::string_view gate_id,
                          absl::string_view subject);
// Only the works council itself gives up its own right: before its advice the gate is waived, after
// it the suspension.
enum class WaivedBy { kClient, kWorksCouncil };
absl::StatusOr<v1::Engagement> WaiveGate(const v1::Engagement& engagement,
                                         absl::string_view gate_id, absl::string_view reason,
                                         WaivedBy by);

// Whether a decision departs from the advice at its gate; `stated` is what the decider says. Unset,
// an advice against is departed from and one in favour is followed.
bool Departs(const v1::Gate* gate, std::optional<bool> stated);
// The gate of a decision that was withdrawn, when it was open, does not apply any more.
v1::Engagement DropGate(const v1::Engagement& engagement, absl::string_view gate_id);

// The council was told of the decision on `day`. When the decision departs from the advice, the
// gate gets the first day on which it may be carried out.
//   errors  as above, also for a day before the decision or the advice; OUT_OF_RANGE when the law
//           has no figure for that day
absl::StatusOr<v1::Engagement> NotifyCouncil(const law::LawData& law,
                                             const v1::Engagement& engagement,
                                             const v1::Decision& decision, Date day);

// Whether the rule of the works council lets a decision be carried out on `day`.
//   errors  FAILED_PRECONDITION NOTICE_MISSING, EXECUTION_SUSPENDED, EXECUTION_UNCERTAIN
absl::Status CheckExecution(const law::LawData& law, const v1::Engagement& engagement,
                            const v1::Decision& decision, Date day);

}  // namespace interim::governance

#endif  // INTERIM_SERVICES_GOVERNANCE_DOMAIN_GATES_H_
