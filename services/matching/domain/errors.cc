#include "services/matching/domain/errors.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace interim::matching {
namespace {

using Metadata = std::vector<std::pair<std::string, std::string>>;

absl::Status Error(absl::StatusCode code, absl::string_view reason, std::string message,
                   Metadata metadata) {
  ErrorSpec spec;
  spec.code = code;
  spec.reason = std::string(reason);
  spec.message = std::move(message);
  spec.metadata = std::move(metadata);
  return MakeError(std::move(spec));
}

absl::Status Precondition(absl::string_view reason, std::string message, Metadata metadata) {
  return Error(absl::StatusCode::kFailedPrecondition, reason, std::move(message),
               std::move(metadata));
}

absl::Status WithField(absl::string_view reason, std::string message, Metadata metadata,
                       absl::string_view field) {
  ErrorSpec spec;
  spec.code = absl::StatusCode::kInvalidArgument;
  spec.reason = std::string(reason);
  spec.message = message;
  spec.metadata = std::move(metadata);
  spec.fields = {{std::string(field), std::string(reason), std::move(message)}};
  return MakeError(std::move(spec));
}

}  // namespace

std::string ShortName(v1::SelectionState state) {
  return std::string(absl::StripPrefix(v1::SelectionState_Name(state), "SELECTION_STATE_"));
}

absl::Status SelectionStateWrong(const v1::Selection& selection, absl::string_view allowed) {
  return Precondition("SELECTION_STATE_WRONG",
                      absl::StrCat("The selection is ", ShortName(selection.state()),
                                   "; this needs ", allowed, "."),
                      {{"selection", selection.name()},
                       {"state", ShortName(selection.state())},
                       {"allowed", std::string(allowed)}});
}

absl::Status WeightsInvalid(int sum, absl::string_view code) {
  Metadata metadata = {{"sum", absl::StrCat(sum)}};
  std::string message = "Weights must name known criteria once and add up to 10,000.";
  if (!code.empty()) {
    metadata.emplace_back("code", std::string(code));
    message = absl::StrCat("Criterion '", code, "' is unknown or named twice.");
  }
  return WithField("WEIGHTS_INVALID", std::move(message), std::move(metadata), "criteria");
}

absl::Status ReasonRequired(absl::string_view why) {
  return WithField("REASON_REQUIRED", absl::StrCat("Give a reason (", why, ")."),
                   {{"why", std::string(why)}}, "reason");
}

absl::Status NoCandidates(const std::vector<v1::KnockOutCount>& counts) {
  Metadata metadata;
  for (const v1::KnockOutCount& count : counts) {
    metadata.emplace_back(absl::StrCat("knockOut", count.code()),
                          absl::StrCat(count.candidate_count()));
  }
  return Precondition("NO_CANDIDATES", "No candidate passes the knock-outs.", std::move(metadata));
}

absl::Status CandidateNotListed(absl::string_view candidate) {
  return Precondition("CANDIDATE_NOT_LISTED", "The candidate is not on the longlist.",
                      {{"candidate", std::string(candidate)}});
}

absl::Status CandidateKnockedOut(absl::string_view candidate, absl::string_view code) {
  return Precondition("CANDIDATE_KNOCKED_OUT", absl::StrCat("The candidate is out: ", code, "."),
                      {{"candidate", std::string(candidate)}, {"code", std::string(code)}});
}

absl::Status ShortlistFull(int limit, int value) {
  return Precondition("SHORTLIST_FULL",
                      absl::StrCat("A shortlist holds at most ", limit, " candidates."),
                      {{"limit", absl::StrCat(limit)}, {"value", absl::StrCat(value)}});
}

absl::Status CandidateNotShortlisted(absl::string_view candidate) {
  return Precondition("CANDIDATE_NOT_SHORTLISTED", "The candidate is not on the shortlist.",
                      {{"candidate", std::string(candidate)}});
}

absl::Status CriterionUnknown(absl::string_view field, absl::string_view code) {
  return WithField("CRITERION_UNKNOWN", absl::StrCat("'", code, "' is not part of this selection."),
                   {{"code", std::string(code)}}, field);
}

absl::Status ScoreExists(const v1::Score& score) {
  return Error(absl::StatusCode::kAlreadyExists, "SCORE_EXISTS",
               "This rater has scored this criterion by this method already.",
               {{"candidate", score.candidate()},
                {"method", score.method_code()},
                {"criterion", score.criterion_code()}});
}

absl::Status ConsentMissing(absl::string_view candidate) {
  return Precondition("CONSENT_MISSING", "Ask the candidate before a referee is called.",
                      {{"candidate", std::string(candidate)}});
}

absl::Status EvidenceIncomplete(absl::string_view candidate,
                                std::vector<PreconditionViolation> missing) {
  ErrorSpec spec;
  spec.code = absl::StatusCode::kFailedPrecondition;
  spec.reason = "EVIDENCE_INCOMPLETE";
  spec.message = absl::StrCat(missing.size(), " piece(s) of evidence are missing for a decision.");
  spec.metadata = {{"candidate", std::string(candidate)},
                   {"missingCount", absl::StrCat(missing.size())}};
  spec.preconditions = std::move(missing);
  return MakeError(std::move(spec));
}

absl::Status SupplierUnknown(absl::string_view supplier) {
  return Precondition("SUPPLIER_UNKNOWN", "Create the supplier first.",
                      {{"supplier", std::string(supplier)}});
}

absl::Status RetentionEnded(absl::string_view candidate, absl::string_view delete_date) {
  return Precondition(
      "RETENTION_ENDED",
      absl::StrCat("The data had to be deleted by ", delete_date, " and may not be used."),
      {{"candidate", std::string(candidate)}, {"deleteDate", std::string(delete_date)}});
}

absl::Status AdviceNotAccepted(absl::string_view assessment, absl::string_view state) {
  return Precondition("ADVICE_NOT_ACCEPTED",
                      absl::StrCat("The assessment is ", state, "; accept its advice first."),
                      {{"assessment", std::string(assessment)}, {"state", std::string(state)}});
}

absl::Status AdviceNotInterim(absl::string_view assessment, absl::string_view outcome) {
  return Precondition("ADVICE_NOT_INTERIM",
                      absl::StrCat("The accepted advice is ", outcome, ", not an interim manager."),
                      {{"assessment", std::string(assessment)}, {"outcome", std::string(outcome)}});
}

absl::Status FieldNotYours(absl::string_view candidate, absl::string_view field) {
  return Error(absl::StatusCode::kPermissionDenied, "FIELD_NOT_YOURS",
               absl::StrCat("Only the client's people change '", field, "'."),
               {{"candidate", std::string(candidate)}, {"field", std::string(field)}});
}

absl::Status ShortlistTooSmall(int minimum, int value) {
  return Precondition("SHORTLIST_TOO_SMALL",
                      absl::StrCat("Shortlist at least ", minimum, " candidates."),
                      {{"minimum", absl::StrCat(minimum)}, {"value", absl::StrCat(value)}});
}

absl::Status NothingToDiscuss(absl::string_view candidate, absl::string_view criterion) {
  return Precondition(
      "NOTHING_TO_DISCUSS", "The open scores do not differ that much on this criterion.",
      {{"candidate", std::string(candidate)}, {"criterion", std::string(criterion)}});
}

absl::Status RateAboveMaximum(absl::string_view rate, absl::string_view maximum) {
  return Precondition(
      "RATE_ABOVE_MAXIMUM",
      absl::StrCat("The price ", rate, " is above the highest price ", maximum, "."),
      {{"rate", std::string(rate)}, {"maximum", std::string(maximum)}});
}

absl::Status CandidateWithdrawn(absl::string_view candidate) {
  return Precondition("CANDIDATE_WITHDRAWN", "The candidate has left the procedure.",
                      {{"candidate", std::string(candidate)}});
}

}  // namespace interim::matching
