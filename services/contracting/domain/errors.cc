#include "services/contracting/domain/errors.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "interim/type/finding.pb.h"

namespace interim::contracting {
namespace {

using Metadata = std::vector<std::pair<std::string, std::string>>;

absl::Status Precondition(std::string reason, std::string message, Metadata metadata,
                          std::vector<PreconditionViolation> preconditions = {}) {
  return MakeError({.code = absl::StatusCode::kFailedPrecondition,
                    .reason = std::move(reason),
                    .message = std::move(message),
                    .metadata = std::move(metadata),
                    .preconditions = std::move(preconditions)});
}

absl::Status WrongState(std::string reason, const v1::Contract& contract,
                        absl::string_view wanted) {
  return Precondition(std::move(reason),
                      absl::StrCat("contract is ", ShortName(contract.state()), ", not ", wanted),
                      {{"contract", contract.name()}, {"state", ShortName(contract.state())}});
}

std::vector<PreconditionViolation> PerFinding(const std::vector<type::Finding>& findings) {
  std::vector<PreconditionViolation> result;
  for (const type::Finding& finding : findings) {
    result.push_back(
        {.type = "RULE",
         .subject = finding.rule_id(),
         .description = absl::StrCat(finding.message_key(), "@", finding.rule_version(), ": ",
                                     finding.text().en())});
  }
  return result;
}

absl::Status FindingError(std::string reason, std::string message, const v1::Contract& contract,
                          const std::vector<type::Finding>& findings) {
  return Precondition(std::move(reason), std::move(message),
                      {{"contract", contract.name()},
                       {"ruleId", findings.empty() ? "" : findings.front().rule_id()},
                       {"findingCount", absl::StrCat(findings.size())}},
                      PerFinding(findings));
}

}  // namespace

absl::Status BriefIncomplete(const v1::Brief& brief, const std::vector<v1::BriefGap>& gaps) {
  std::vector<PreconditionViolation> each;
  for (const v1::BriefGap& gap : gaps) {
    each.push_back({.type = absl::StrCat("BRIEF_", gap.block_code()),
                    .subject = gap.field_path(),
                    .description = gap.gap_code()});  // short: all gaps must fit into one status
  }
  std::string first =
      gaps.empty() ? "" : absl::StrCat(gaps[0].block_code(), " ", gaps[0].gap_code());
  return Precondition(
      "BRIEF_INCOMPLETE", absl::StrCat("brief has ", gaps.size(), " gaps, the first: ", first),
      {{"brief", brief.name()}, {"gapCount", absl::StrCat(gaps.size())}, {"firstGap", first}},
      std::move(each));
}

absl::Status BriefNotApproved(const v1::Brief& brief) {
  return Precondition("BRIEF_NOT_APPROVED", "approve the brief first",
                      {{"brief", brief.name()}, {"state", ShortName(brief.state())}});
}

absl::Status BriefIsApproved(const v1::Brief& brief) {
  return Precondition("BRIEF_APPROVED", "the brief is approved already", {{"brief", brief.name()}});
}

absl::Status TemplateUnknown(absl::string_view code) {
  return MakeError({.code = absl::StatusCode::kInvalidArgument,
                    .reason = "TEMPLATE_UNKNOWN",
                    .message = absl::StrCat("no template ", code),
                    .metadata = {{"template", std::string(code)}},
                    .fields = {{.field = "template_code",
                                .reason = "UNKNOWN",
                                .description = "no template of that code"}}});
}

absl::Status GateUnknown(const v1::Brief& brief, absl::string_view gate) {
  return Precondition("GATE_UNKNOWN", absl::StrCat("the brief has no gate ", gate),
                      {{"brief", brief.name()}, {"gate", std::string(gate)}});
}

absl::Status GateStateWrong(const v1::Brief& brief, const v1::Gate& gate) {
  return Precondition(
      "GATE_STATE_WRONG", absl::StrCat("gate ", gate.code(), " is ", ShortName(gate.state())),
      {{"brief", brief.name()}, {"gate", gate.code()}, {"state", ShortName(gate.state())}});
}

absl::Status GateNotWaivable(const v1::Brief& brief, const v1::Gate& gate) {
  return Precondition("GATE_NOT_WAIVABLE", absl::StrCat("gate ", gate.code(), " must be handled"),
                      {{"brief", brief.name()}, {"gate", gate.code()}});
}

absl::Status GatesOpen(const std::vector<v1::Gate>& gates) {
  std::vector<PreconditionViolation> each;
  for (const v1::Gate& gate : gates) {
    each.push_back({.type = "GATE",
                    .subject = gate.code(),
                    .description = absl::StrCat(ShortName(gate.state()), ": ", gate.title().en())});
  }
  return Precondition("GATE_OPEN", absl::StrCat(gates.size(), " gates are open"),
                      {{"gateCount", absl::StrCat(gates.size())},
                       {"firstGate", gates.empty() ? "" : gates.front().code()}},
                      std::move(each));
}

absl::Status SelectionNotDecided(absl::string_view selection) {
  return Precondition("SELECTION_NOT_DECIDED", "nobody is chosen in the selection yet",
                      {{"selection", std::string(selection)}});
}

absl::Status ContractNotDraft(const v1::Contract& contract) {
  return WrongState("CONTRACT_NOT_DRAFT", contract, "DRAFT");
}

absl::Status ContractNotInSignature(const v1::Contract& contract) {
  return WrongState("CONTRACT_NOT_IN_SIGNATURE", contract, "IN_SIGNATURE");
}

absl::Status ContractNotSigned(const v1::Contract& contract) {
  return WrongState("CONTRACT_NOT_SIGNED", contract, "SIGNED");
}

absl::Status ContractNotActive(const v1::Contract& contract) {
  return WrongState("CONTRACT_NOT_ACTIVE", contract, "ACTIVE");
}

absl::Status ContractIncomplete(const v1::Contract& contract,
                                std::vector<PreconditionViolation> gaps) {
  std::string count = absl::StrCat(gaps.size());
  return Precondition("CONTRACT_INCOMPLETE", absl::StrCat("the draft has ", count, " gaps"),
                      {{"contract", contract.name()}, {"gapCount", count}}, std::move(gaps));
}

absl::Status RuleBlocks(const v1::Contract& contract, const std::vector<type::Finding>& findings) {
  return FindingError("RULE_BLOCKS", "a rule blocks and legal did not release it", contract,
                      findings);
}

absl::Status FindingUndecided(const v1::Contract& contract,
                              const std::vector<type::Finding>& findings) {
  return FindingError("FINDING_UNDECIDED", "a warning has no recorded reason", contract, findings);
}

absl::Status FindingUnknown(const v1::Contract& contract, const v1::FindingDecision& decision) {
  return Precondition("FINDING_UNKNOWN", "the contract has no such finding in this version",
                      {{"contract", contract.name()},
                       {"ruleId", decision.rule_id()},
                       {"messageKey", decision.message_key()}});
}

absl::Status ReleaseNotAllowed(const v1::FindingDecision& decision) {
  return MakeError({.code = absl::StatusCode::kPermissionDenied,
                    .reason = "RELEASE_NOT_ALLOWED",
                    .message = "only legal releases a block",
                    .metadata = {{"ruleId", decision.rule_id()}}});
}

absl::Status DocumentMismatch(const v1::Contract& contract) {
  return Precondition(
      "DOCUMENT_MISMATCH", "another document is in signature; read it first",
      {{"contract", contract.name()}, {"documentSha256", contract.document().document_sha256()}});
}

absl::Status SignatureOutOfOrder(const v1::Contract& contract, const v1::SignatureSlot& first) {
  return Precondition("SIGNATURE_OUT_OF_ORDER", absl::StrCat(first.code(), " signs first"),
                      {{"contract", contract.name()},
                       {"turn", absl::StrCat(first.turn())},
                       {"waitingFor", first.code()}});
}

absl::Status NotASignatory(const v1::Contract& contract) {
  return MakeError({.code = absl::StatusCode::kPermissionDenied,
                    .reason = "NOT_A_SIGNATORY",
                    .message = "the identity in the token is not named to sign",
                    .metadata = {{"contract", contract.name()}}});
}

absl::Status AlreadySigned(const v1::Contract& contract) {
  return Precondition("ALREADY_SIGNED", "this identity has signed this document",
                      {{"contract", contract.name()}});
}

absl::Status SlotFilled(const v1::Contract& contract, const v1::SignatureSlot& slot) {
  return Precondition("SLOT_FILLED", "all signatures for this place are in",
                      {{"contract", contract.name()}, {"slot", slot.code()}});
}

absl::Status MonthNotWorked(const v1::Contract& contract, absl::string_view month) {
  return Precondition("MONTH_NOT_WORKED", "the month lies outside the contract or in the future",
                      {{"contract", contract.name()}, {"month", std::string(month)}});
}

absl::Status CalculationImpossible(absl::string_view detail) {
  return MakeError({.code = absl::StatusCode::kInvalidArgument,
                    .reason = "CALCULATION_IMPOSSIBLE",
                    .message = std::string(detail),
                    .metadata = {{"detail", std::string(detail)}}});
}

absl::Status MandateMissing(const v1::Contract& contract) {
  return Precondition("MANDATE_MISSING", "a leading role needs a mandate in its brief",
                      {{"contract", contract.name()}, {"brief", contract.brief()}});
}

absl::Status AmendmentOpen(const v1::Contract& contract) {
  return Precondition("AMENDMENT_OPEN", "a change of this contract is open already",
                      {{"contract", contract.name()}, {"amendment", contract.open_amendment()}});
}

absl::Status AmendmentOutdated(const v1::Contract& amendment) {
  return Precondition(
      "AMENDMENT_OUTDATED", "the contract was changed or ended since this change was drafted",
      {{"contract", amendment.name()}, {"baseContract", amendment.amendment().base_contract()}});
}

absl::Status NothingChanges(const v1::Contract& contract) {
  return Precondition("NOTHING_CHANGES", "nothing would change", {{"contract", contract.name()}});
}

absl::Status IsAnAmendment(const v1::Contract& contract) {
  return Precondition(
      "IS_AN_AMENDMENT", "the record is a change of another contract",
      {{"contract", contract.name()}, {"baseContract", contract.amendment().base_contract()}});
}

absl::Status ContractNotInForce(const v1::Contract& contract) {
  return WrongState("CONTRACT_NOT_IN_FORCE", contract, "SIGNED or ACTIVE");
}

absl::Status ExtensionNotLater(const v1::Contract& contract, Date end) {
  return Precondition("EXTENSION_NOT_LATER", "an extension ends after the contract",
                      {{"contract", contract.name()}, {"endDate", end.ToString()}});
}

absl::Status ExtensionTooLong(const v1::Contract& contract, int limit_months, Date last) {
  return Precondition("EXTENSION_TOO_LONG", "the assignment would last longer than interim work",
                      {{"contract", contract.name()},
                       {"limitMonths", absl::StrCat(limit_months)},
                       {"lastDate", last.ToString()}});
}

absl::Status RedecisionNeeded(const v1::Contract& contract, int limit_months,
                              const std::vector<std::string>& missing) {
  std::vector<PreconditionViolation> each;
  for (const std::string& what : missing) each.push_back({"DECISION", what, "is needed"});
  return Precondition("REDECISION_NEEDED",
                      absl::StrCat("beyond ", limit_months, " months the client decides afresh"),
                      {{"contract", contract.name()},
                       {"limitMonths", absl::StrCat(limit_months)},
                       {"missing", absl::StrJoin(missing, ", ")}},
                      std::move(each));
}

absl::Status PilotNotDecided(const v1::Contract& contract, absl::string_view decision_date) {
  return Precondition(
      "PILOT_NOT_DECIDED", "a pilot goes on only after a decision",
      {{"contract", contract.name()}, {"decisionDate", std::string(decision_date)}});
}

absl::Status PilotStopped(const v1::Contract& contract) {
  return Precondition("PILOT_STOPPED", "it was decided to stop", {{"contract", contract.name()}});
}

absl::Status NotAPilot(const v1::Contract& contract) {
  return Precondition("NOT_A_PILOT", "the contract is no pilot", {{"contract", contract.name()}});
}

absl::Status PilotIsDecided(const v1::Contract& contract) {
  std::string outcome(
      absl::StripPrefix(v1::PilotOutcome_Name(contract.pilot().outcome()), "PILOT_OUTCOME_"));
  return Precondition("PILOT_DECIDED", "the pilot was decided already",
                      {{"contract", contract.name()}, {"outcome", outcome}});
}

absl::Status NoticeGiven(const v1::Contract& contract, Date end) {
  return Precondition("NOTICE_GIVEN", "notice was given already",
                      {{"contract", contract.name()}, {"endDate", end.ToString()}});
}

absl::Status TerminationNotAllowed(const v1::Contract& contract, v1::TerminationGround ground,
                                   absl::string_view missing) {
  std::string name(absl::StripPrefix(v1::TerminationGround_Name(ground), "TERMINATION_GROUND_"));
  return Precondition(
      "TERMINATION_NOT_ALLOWED",
      absl::StrCat("cannot end the contract by ", name, " without ", missing),
      {{"contract", contract.name()}, {"ground", name}, {"missing", std::string(missing)}});
}

absl::Status EarlyNoticeNotAgreed(const v1::Contract& contract, absl::string_view missing,
                                  Date last) {
  return Precondition("EARLY_NOTICE_NOT_AGREED",
                      "employment for a term runs to its end unless early notice was agreed",
                      {{"contract", contract.name()},
                       {"missing", std::string(missing)},
                       {"lastDate", last.ToString()}});
}

absl::Status EndDateNotPossible(const v1::Contract& contract, Date earliest, Date last) {
  return Precondition("END_DATE_NOT_POSSIBLE", "the wanted last day is not possible",
                      {{"contract", contract.name()},
                       {"earliestEndDate", earliest.ToString()},
                       {"lastDate", last.ToString()}});
}

absl::Status DocumentUnknown(const v1::Contract& contract, absl::string_view document_sha256) {
  return Precondition(
      "DOCUMENT_UNKNOWN", "no text of this contract has that hash",
      {{"contract", contract.name()}, {"documentSha256", std::string(document_sha256)}});
}

absl::Status PdfNotAvailable(const v1::Contract& contract) {
  return Precondition("PDF_NOT_AVAILABLE", "this server has no fonts to print with",
                      {{"contract", contract.name()}});
}

absl::Status ContractNotOpen(const v1::Contract& contract) {
  return WrongState("CONTRACT_NOT_OPEN", contract, "DRAFT or IN_SIGNATURE");
}

std::string ShortName(v1::BriefState state) {
  return std::string(absl::StripPrefix(v1::BriefState_Name(state), "BRIEF_STATE_"));
}

std::string ShortName(v1::ContractState state) {
  return std::string(absl::StripPrefix(v1::ContractState_Name(state), "CONTRACT_STATE_"));
}

std::string ShortName(v1::GateState state) {
  return std::string(absl::StripPrefix(v1::GateState_Name(state), "GATE_STATE_"));
}

}  // namespace interim::contracting
