// The legal check of facts and contracts, and what people decide about its findings.
#ifndef INTERIM_SERVICES_CONTRACTING_DOMAIN_COMPLIANCE_H_
#define INTERIM_SERVICES_CONTRACTING_DOMAIN_COMPLIANCE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/core/date.h"
#include "common/law/law_data.h"
#include "interim/contracting/v1/compliance.pb.h"
#include "interim/contracting/v1/contract.pb.h"
#include "interim/contracting/v1/contracting_service.pb.h"
#include "interim/type/finding.pb.h"
#include "services/contracting/domain/catalogs.h"

namespace interim::contracting {

// What came out of one check.
struct ComplianceResult {
  std::vector<type::Finding> findings;                // heaviest first, then rule id; OK included
  std::vector<v1::SkippedRule> skipped;               // in order of rule id
  type::RuleOutcome outcome = type::RULE_OUTCOME_OK;  // heaviest
};

// INVALID_ARGUMENT FIELDS_INVALID unless the facts name a form and a period.
absl::Status CheckFactsComplete(const v1::ComplianceFacts& facts);

// Runs every rule that applies to the facts.
//   as_of   the day that what runs on is judged; the day of signing when absent
//   errors  INVALID_ARGUMENT FIELDS_INVALID for a missing form or period, or facts out of range
absl::StatusOr<ComplianceResult> CheckFacts(const law::LawData& law, const Catalogs& catalogs,
                                            const v1::ComplianceFacts& facts,
                                            std::optional<Date> as_of = std::nullopt);

// The facts each rule looked at, by rule id: what is not listed was not given. Findings of `result`
// name them by hash.
std::vector<v1::RuleInputs> InputsOf(const Catalogs& catalogs, const v1::ComplianceFacts& facts,
                                     const ComplianceResult& result);

// Checks a contract with its brief and puts the findings (without OK) into it.
//   signing  the day it is or will be signed, unless the facts name another
//   later    what the sides answered on the working relation since the draft
absl::Status RefreshFindings(const law::LawData& law, const Catalogs& catalogs,
                             const v1::Brief& brief, Date signing, v1::Contract& contract,
                             const std::vector<v1::WorkingRelationAnswer>& later = {});

// Marks every decision whose finding now rests on other facts than those it was given for. That
// days have passed is no other fact.
//   facts   of the contract; without signing date when it is the day of the check
//   errors  those of CheckFacts
absl::Status MarkOutdated(const law::LawData& law, const Catalogs& catalogs,
                          const v1::ComplianceFacts& facts, v1::Contract& contract);

// The decision that covers a finding, in this very version and for these facts; null when there is
// none.
const v1::FindingDecision* FindDecision(const v1::Contract& contract, const type::Finding& finding);

// BLOCK without release by legal.
std::vector<type::Finding> BlockingFindings(const v1::Contract& contract);
// WARN and INDETERMINATE without a recorded reason.
std::vector<type::Finding> UndecidedFindings(const v1::Contract& contract);

// Who decides about findings.
struct Decider {
  std::string subject;
  bool is_legal = false;
  Date today;
  std::vector<std::string> roles;  // in order of name
};

// Records decisions; a later one about the same finding replaces the earlier.
//   errors  FAILED_PRECONDITION CONTRACT_NOT_DRAFT, FINDING_UNKNOWN; PERMISSION_DENIED
//           RELEASE_NOT_ALLOWED when someone else than legal decides about a block
absl::StatusOr<v1::Contract> DecideFindings(const v1::Contract& contract,
                                            const std::vector<v1::FindingDecision>& decisions,
                                            const Decider& decider);

// The rules in use with their dated rows, by id; only `rule_id` when it is not empty.
std::vector<v1::Rule> ListRules(const law::LawData& law, const std::string& rule_id);

}  // namespace interim::contracting

#endif  // INTERIM_SERVICES_CONTRACTING_DOMAIN_COMPLIANCE_H_
