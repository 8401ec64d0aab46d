// What the annotations of the proto cannot say. Found by the call wrapper.
#ifndef INTERIM_SERVICES_CONTRACTING_SERVICE_VALIDATION_H_
#define INTERIM_SERVICES_CONTRACTING_SERVICE_VALIDATION_H_

#include <string>

#include "common/core/error.h"
#include "interim/contracting/v1/contracting_service.pb.h"

namespace interim::contracting::v1 {

// Situation and role, unless a selection or assessment is named; every value of the brief.
void ValidateRequest(const CreateBriefRequest& request, FieldErrors& errors);
// Name, and every value of the brief that is set.
void ValidateRequest(const UpdateBriefRequest& request, FieldErrors& errors);
// Lines sent along, and the day.
void ValidateRequest(const RequestAdviceRequest& request, FieldErrors& errors);
// The outcome must be an advice; the day.
void ValidateRequest(const RecordAdviceRequest& request, FieldErrors& errors);
// Length of the reason.
void ValidateRequest(const WaiveGateRequest& request, FieldErrors& errors);
// Facts or contract, and every value of the facts.
void ValidateRequest(const CheckComplianceRequest& request, FieldErrors& errors);
// Contract or clauses, their number and length, and every value of the facts.
void ValidateRequest(const ScanClausesRequest& request, FieldErrors& errors);
// Facts or brief, and every value of the facts.
void ValidateRequest(const CompareFormsRequest& request, FieldErrors& errors);
// Amounts in euro, numbers not below zero, percentages in their range.
void ValidateRequest(const CompareCostsRequest& request, FieldErrors& errors);
// Form, and every value of the contract.
void ValidateRequest(const DraftContractRequest& request, FieldErrors& errors);
// Name, etag, and every value of the contract that is set.
void ValidateRequest(const UpdateContractRequest& request, FieldErrors& errors);
// Number of decisions, length of reasons.
void ValidateRequest(const DecideFindingsRequest& request, FieldErrors& errors);
// Shape of the hash, length of the name.
void ValidateRequest(const SignContractRequest& request, FieldErrors& errors);
// Length of the reason.
void ValidateRequest(const DeclineContractRequest& request, FieldErrors& errors);
// Month, hours, amounts.
void ValidateRequest(const RecordWorkRequest& request, FieldErrors& errors);
// Language, shape of the hash.
void ValidateRequest(const RenderContractRequest& request, FieldErrors& errors);
// Reason, and every value of the contract that is set.
void ValidateRequest(const AmendContractRequest& request, FieldErrors& errors);
// Need and remaining work in words, amounts, facts.
void ValidateRequest(const ExtendContractRequest& request, FieldErrors& errors);
// Reason and days.
void ValidateRequest(const TerminateContractRequest& request, FieldErrors& errors);
// Length of the reason.
void ValidateRequest(const DecidePilotRequest& request, FieldErrors& errors);
// Length of the reason.
void ValidateRequest(const WithdrawContractRequest& request, FieldErrors& errors);

// Dates, amounts, numbers and ranges of compliance facts; for the other files of this folder.
void ValidateFacts(const ComplianceFacts& facts, const std::string& prefix, FieldErrors& errors);

}  // namespace interim::contracting::v1

#endif  // INTERIM_SERVICES_CONTRACTING_SERVICE_VALIDATION_H_
