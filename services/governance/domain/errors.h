// Every way in which governance says no: code, reason, text and metadata keys are written once,
// here.
#ifndef INTERIM_SERVICES_GOVERNANCE_DOMAIN_ERRORS_H_
#define INTERIM_SERVICES_GOVERNANCE_DOMAIN_ERRORS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/core/date.h"
#include "common/core/error.h"
#include "interim/governance/v1/decision.pb.h"
#include "interim/governance/v1/engagement.pb.h"
#include "interim/governance/v1/progress.pb.h"

namespace interim::governance {

// FAILED_PRECONDITION ENGAGEMENT_STATE_WRONG. Metadata: engagement, state, allowed.
absl::Status EngagementStateWrong(const v1::Engagement& engagement, absl::string_view allowed);
// FAILED_PRECONDITION PARTY_CONFLICTED. Metadata: subject, role.
absl::Status PartyConflicted(absl::string_view subject, v1::PartyRole role);
// ALREADY_EXISTS ENGAGEMENT_EXISTS. Metadata: contract, engagement.
absl::Status EngagementExists(const v1::Engagement& existing);
// FAILED_PRECONDITION CONTRACT_NOT_ACTIVE. Metadata: contract, state.
absl::Status ContractNotActive(absl::string_view contract, absl::string_view state);
// FAILED_PRECONDITION PARTY_MISSING; one precondition per missing part. Metadata: role (the first).
absl::Status PartiesMissing(const std::vector<v1::PartyRole>& roles);
// FAILED_PRECONDITION GATE_OPEN; one precondition per open gate. Metadata: gate, ruleId (the
// first).
absl::Status GatesOpen(const std::vector<v1::Gate>& gates);
// FAILED_PRECONDITION CLOSE_INCOMPLETE; everything missing as preconditions. Metadata:
// missingCount.
absl::Status CloseIncomplete(const v1::Engagement& engagement,
                             std::vector<PreconditionViolation> missing);
// FAILED_PRECONDITION MANDATE_ABSENT. Metadata: engagement.
absl::Status MandateAbsent(const v1::Engagement& engagement);
// FAILED_PRECONDITION DECISION_STATE_WRONG. Metadata: decision, state, allowed.
absl::Status DecisionStateWrong(const v1::Decision& decision, absl::string_view allowed);
// FAILED_PRECONDITION FOUR_EYES_MISSING. Metadata: domain.
absl::Status FourEyesMissing(const v1::Decision& decision);
// FAILED_PRECONDITION DECIDER_LEVEL_WRONG. Metadata: level.
absl::Status DeciderLevelWrong(v1::EscalationLevel level);
// INVALID_ARGUMENT OPTION_UNKNOWN, with the field. Metadata: option.
absl::Status OptionUnknown(absl::string_view option);
// FAILED_PRECONDITION EXECUTION_SUSPENDED. Metadata: earliestDate, noticeDate, ruleId.
absl::Status ExecutionSuspended(Date earliest, Date notice, absl::string_view rule_id);
// FAILED_PRECONDITION EXECUTION_UNCERTAIN. Metadata: sureDate, noticeDate, ruleId.
absl::Status ExecutionUncertain(Date sure, Date notice, absl::string_view rule_id);
// FAILED_PRECONDITION ADVISER_WRONG. Metadata: gate.
absl::Status AdviserWrong(absl::string_view gate_id);
// FAILED_PRECONDITION NOTICE_MISSING. Metadata: gate.
absl::Status NoticeMissing(absl::string_view gate_id);
// FAILED_PRECONDITION GATE_STATE_WRONG. Metadata: gate, state.
absl::Status GateStateWrong(absl::string_view gate_id, absl::string_view state);
// FAILED_PRECONDITION MEASUREMENT_ORDER. Metadata: lastDate.
absl::Status MeasurementOrder(Date last);
// FAILED_PRECONDITION MILESTONE_COMPLETE. Metadata: milestone.
absl::Status MilestoneComplete(const v1::Milestone& milestone);
// FAILED_PRECONDITION HARD_DATE_NEEDS_DECISION. Metadata: milestone.
absl::Status HardDateNeedsDecision(const v1::Milestone& milestone);
// FAILED_PRECONDITION PLAN_PENDING. Metadata: plan.
absl::Status PlanPending(absl::string_view plan);
// FAILED_PRECONDITION PLAN_STATE_WRONG. Metadata: plan, state.
absl::Status PlanStateWrong(const v1::Plan& plan);
// FAILED_PRECONDITION ESCALATION_STATE_WRONG. Metadata: escalation, state.
absl::Status EscalationStateWrong(const v1::Escalation& escalation);
// FAILED_PRECONDITION DECISION_PENDING. Metadata: decision.
absl::Status DecisionPending(const v1::Decision& decision);
// FAILED_PRECONDITION EVALUATOR_WRONG. Metadata: evaluator, moment.
absl::Status EvaluatorWrong(absl::string_view evaluator, absl::string_view moment);
// FAILED_PRECONDITION EVALUATION_EARLY. Metadata: moment, earliestDate.
absl::Status EvaluationEarly(absl::string_view moment, Date earliest);
// FAILED_PRECONDITION EVALUATOR_CONFLICTED. Metadata: evaluator.
absl::Status ContractAbsent(const v1::Engagement& engagement);
absl::Status EvaluatorConflicted(absl::string_view evaluator);
// ALREADY_EXISTS EVALUATION_EXISTS. Metadata: moment.
absl::Status EvaluationExists(absl::string_view moment);
// FAILED_PRECONDITION RECEIVER_WRONG. Metadata: receiver.
absl::Status ReceiverWrong(const v1::HandoverItem& item);
// FAILED_PRECONDITION HANDOVER_ITEM_CONFIRMED. Metadata: item.
absl::Status HandoverItemConfirmed(const v1::HandoverItem& item);

// The name of an enum value without its prefix: "ACTIVE" for ENGAGEMENT_STATE_ACTIVE.
std::string ShortName(v1::EngagementState state);
std::string ShortName(v1::DecisionState state);
std::string ShortName(v1::GateState state);
std::string ShortName(v1::EscalationState state);
std::string ShortName(v1::EscalationLevel level);
std::string ShortName(v1::PartyRole role);

}  // namespace interim::governance

#endif  // INTERIM_SERVICES_GOVERNANCE_DOMAIN_ERRORS_H_
