// Every way in which contracting says no: code, reason, text and metadata keys are written once,
// here.
#ifndef INTERIM_SERVICES_CONTRACTING_DOMAIN_ERRORS_H_
#define INTERIM_SERVICES_CONTRACTING_DOMAIN_ERRORS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/core/date.h"
#include "common/core/error.h"
#include "interim/contracting/v1/brief.pb.h"
#include "interim/contracting/v1/contract.pb.h"

namespace interim::contracting {

// FAILED_PRECONDITION BRIEF_INCOMPLETE; one precondition per gap. Metadata: brief, gapCount,
// firstGap.
absl::Status BriefIncomplete(const v1::Brief& brief, const std::vector<v1::BriefGap>& gaps);
// FAILED_PRECONDITION BRIEF_NOT_APPROVED. Metadata: brief, state.
absl::Status BriefNotApproved(const v1::Brief& brief);
// FAILED_PRECONDITION BRIEF_APPROVED. Metadata: brief.
absl::Status BriefIsApproved(const v1::Brief& brief);
// INVALID_ARGUMENT TEMPLATE_UNKNOWN, with the field. Metadata: template.
absl::Status TemplateUnknown(absl::string_view code);
// FAILED_PRECONDITION GATE_UNKNOWN. Metadata: brief, gate.
absl::Status GateUnknown(const v1::Brief& brief, absl::string_view gate);
// FAILED_PRECONDITION GATE_STATE_WRONG. Metadata: brief, gate, state.
absl::Status GateStateWrong(const v1::Brief& brief, const v1::Gate& gate);
// FAILED_PRECONDITION GATE_NOT_WAIVABLE. Metadata: brief, gate.
absl::Status GateNotWaivable(const v1::Brief& brief, const v1::Gate& gate);
// FAILED_PRECONDITION GATE_OPEN; one precondition per gate. Metadata: gateCount, firstGate.
absl::Status GatesOpen(const std::vector<v1::Gate>& gates);
// FAILED_PRECONDITION SELECTION_NOT_DECIDED. Metadata: selection.
absl::Status SelectionNotDecided(absl::string_view selection);
// FAILED_PRECONDITION CONTRACT_NOT_DRAFT. Metadata: contract, state.
absl::Status ContractNotDraft(const v1::Contract& contract);
// FAILED_PRECONDITION CONTRACT_NOT_IN_SIGNATURE. Metadata: contract, state.
absl::Status ContractNotInSignature(const v1::Contract& contract);
// FAILED_PRECONDITION CONTRACT_NOT_SIGNED. Metadata: contract, state.
absl::Status ContractNotSigned(const v1::Contract& contract);
// FAILED_PRECONDITION CONTRACT_NOT_ACTIVE. Metadata: contract, state.
absl::Status ContractNotActive(const v1::Contract& contract);
// FAILED_PRECONDITION CONTRACT_INCOMPLETE; one precondition per gap. Metadata: contract, gapCount.
absl::Status ContractIncomplete(const v1::Contract& contract,
                                std::vector<PreconditionViolation> gaps);
// FAILED_PRECONDITION RULE_BLOCKS; one precondition per finding. Metadata: contract, ruleId,
// findingCount.
absl::Status RuleBlocks(const v1::Contract& contract, const std::vector<type::Finding>& findings);
// FAILED_PRECONDITION FINDING_UNDECIDED; one precondition per finding. Metadata: contract, ruleId,
// findingCount.
absl::Status FindingUndecided(const v1::Contract& contract,
                              const std::vector<type::Finding>& findings);
// FAILED_PRECONDITION FINDING_UNKNOWN. Metadata: contract, ruleId, messageKey.
absl::Status FindingUnknown(const v1::Contract& contract, const v1::FindingDecision& decision);
// PERMISSION_DENIED RELEASE_NOT_ALLOWED. Metadata: ruleId.
absl::Status ReleaseNotAllowed(const v1::FindingDecision& decision);
// FAILED_PRECONDITION DOCUMENT_MISMATCH. Metadata: contract, documentSha256.
absl::Status DocumentMismatch(const v1::Contract& contract);
// FAILED_PRECONDITION SIGNATURE_OUT_OF_ORDER. Metadata: contract, turn, waitingFor.
absl::Status SignatureOutOfOrder(const v1::Contract& contract, const v1::SignatureSlot& first);
// PERMISSION_DENIED NOT_A_SIGNATORY. Metadata: contract.
absl::Status NotASignatory(const v1::Contract& contract);
// FAILED_PRECONDITION ALREADY_SIGNED. Metadata: contract.
absl::Status AlreadySigned(const v1::Contract& contract);
// FAILED_PRECONDITION SLOT_FILLED. Metadata: contract, slot.
absl::Status SlotFilled(const v1::Contract& contract, const v1::SignatureSlot& slot);
// FAILED_PRECONDITION MONTH_NOT_WORKED. Metadata: contract, month.
absl::Status MonthNotWorked(const v1::Contract& contract, absl::string_view month);
// INVALID_ARGUMENT CALCULATION_IMPOSSIBLE. Metadata: detail.
absl::Status CalculationImpossible(absl::string_view detail);
// FAILED_PRECONDITION MANDATE_MISSING. Metadata: contract, brief.
absl::Status MandateMissing(const v1::Contract& contract);
// FAILED_PRECONDITION AMENDMENT_OPEN. Metadata: contract, amendment.
absl::Status AmendmentOpen(const v1::Contract& contract);
// FAILED_PRECONDITION AMENDMENT_OUTDATED. Metadata: contract, baseContract.
absl::Status AmendmentOutdated(const v1::Contract& amendment);
// FAILED_PRECONDITION NOTHING_CHANGES. Metadata: contract.
absl::Status NothingChanges(const v1::Contract& contract);
// FAILED_PRECONDITION IS_AN_AMENDMENT. Metadata: contract, baseContract.
absl::Status IsAnAmendment(const v1::Contract& contract);
// FAILED_PRECONDITION CONTRACT_NOT_IN_FORCE. Metadata: contract, state.
absl::Status ContractNotInForce(const v1::Contract& contract);
// FAILED_PRECONDITION EXTENSION_NOT_LATER. Metadata: contract, endDate.
absl::Status ExtensionNotLater(const v1::Contract& contract, Date end);
// FAILED_PRECONDITION EXTENSION_TOO_LONG. Metadata: contract, limitMonths, lastDate.
absl::Status ExtensionTooLong(const v1::Contract& contract, int limit_months, Date last);
// FAILED_PRECONDITION REDECISION_NEEDED. Metadata: contract, limitMonths, missing.
absl::Status RedecisionNeeded(const v1::Contract& contract, int limit_months,
                              const std::vector<std::string>& missing);
// FAILED_PRECONDITION PILOT_NOT_DECIDED. Metadata: contract, decisionDate.
absl::Status PilotNotDecided(const v1::Contract& contract, absl::string_view decision_date);
// FAILED_PRECONDITION PILOT_STOPPED. Metadata: contract.
absl::Status PilotStopped(const v1::Contract& contract);
// FAILED_PRECONDITION NOT_A_PILOT. Metadata: contract.
absl::Status NotAPilot(const v1::Contract& contract);
// FAILED_PRECONDITION PILOT_DECIDED. Metadata: contract, outcome.
absl::Status PilotIsDecided(const v1::Contract& contract);
// FAILED_PRECONDITION NOTICE_GIVEN. Metadata: contract, endDate.
absl::Status NoticeGiven(const v1::Contract& contract, Date end);
// FAILED_PRECONDITION TERMINATION_NOT_ALLOWED. Metadata: contract, ground, missing.
absl::Status TerminationNotAllowed(const v1::Contract& contract, v1::TerminationGround ground,
                                   absl::string_view missing);
// FAILED_PRECONDITION EARLY_NOTICE_NOT_AGREED. Metadata: contract, missing, lastDate.
absl::Status EarlyNoticeNotAgreed(const v1::Contract& contract, absl::string_view missing,
                                  Date last);
// FAILED_PRECONDITION END_DATE_NOT_POSSIBLE. Metadata: contract, earliestEndDate, lastDate.
absl::Status EndDateNotPossible(const v1::Contract& contract, Date earliest, Date last);
// FAILED_PRECONDITION DOCUMENT_UNKNOWN. Metadata: contract, documentSha256.
absl::Status DocumentUnknown(const v1::Contract& contract, absl::string_view document_sha256);
// FAILED_PRECONDITION PDF_NOT_AVAILABLE. Metadata: contract.
absl::Status PdfNotAvailable(const v1::Contract& contract);
// FAILED_PRECONDITION CONTRACT_NOT_OPEN. Metadata: contract, state.
absl::Status ContractNotOpen(const v1::Contract& contract);

// The name of an enum value without its prefix: "DRAFT" for CONTRACT_STATE_DRAFT.
std::string ShortName(v1::BriefState state);
std::string ShortName(v1::ContractState state);
std::string ShortName(v1::GateState state);

}  // namespace interim::contracting

#endif  // INTERIM_SERVICES_CONTRACTING_DOMAIN_ERRORS_H_
