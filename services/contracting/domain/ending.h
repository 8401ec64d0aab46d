// How contracts end: notice with its days computed, the decision on a pilot, withdrawal, the last
// day.
#ifndef INTERIM_SERVICES_CONTRACTING_DOMAIN_ENDING_H_
#define INTERIM_SERVICES_CONTRACTING_DOMAIN_ENDING_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/core/date.h"
#include "common/law/law_data.h"
#include "interim/contracting/v1/contract.pb.h"
#include "interim/contracting/v1/contracting_service.pb.h"
#include "services/contracting/domain/catalogs.h"
#include "services/contracting/domain/contract.h"

namespace interim::contracting {

// First and last day of work, inclusive: extensions and notice counted. Nothing without a period.
std::optional<Date> FirstDay(const v1::Contract& contract);
std::optional<Date> LastDay(const v1::Contract& contract);

// Who ends a contract, and when.
struct EndStamp {
  Signer who;
  Date today;
  absl::Time now;
  std::optional<Date> signed_on;  // the day the contract was signed by all
};

// Notice: the side of the caller gives it, the days are counted by the form and the clauses agreed.
// The term starts the day after the notice arrived; the earliest last day is its last day, never
// before today. Employment with the client for a term needs an agreed right to end it early; its
// terms are those of the law and of the contract in months (employment_notice.h). No notice term is
// due for an immediate end (CL-08) and in the first weeks (CL-09); employment ends at once without
// a clause, for an urgent reason (BW 7:677) or within its probation (BW 7:676).
//   errors  FAILED_PRECONDITION IS_AN_AMENDMENT, CONTRACT_NOT_IN_FORCE, NOTICE_GIVEN,
//           TERMINATION_NOT_ALLOWED, EARLY_NOTICE_NOT_AGREED, END_DATE_NOT_POSSIBLE;
//           INVALID_ARGUMENT FIELDS_INVALID for a notice day in the future or before the contract
//           was signed
absl::StatusOr<v1::Contract> TerminateContract(const Catalogs& catalogs, const law::LawData& law,
                                               const v1::Contract& contract,
                                               const v1::TerminateContractRequest& request,
                                               const EndStamp& stamp);

// Go, change or stop, once.
//   errors  FAILED_PRECONDITION NOT_A_PILOT, CONTRACT_NOT_IN_FORCE, PILOT_DECIDED
absl::StatusOr<v1::Contract> DecidePilot(const v1::Contract& contract,
                                         const v1::DecidePilotRequest& request,
                                         const EndStamp& stamp);

// Marks a pilot in force whose decision day is over without a decision; any other contract stays as
// it is.
v1::Contract MarkPilotOverdue(const v1::Contract& contract, Date today);

// Takes a draft or a text in signature back; what was put up for signature is kept.
//   errors  FAILED_PRECONDITION CONTRACT_NOT_OPEN
absl::StatusOr<v1::Contract> WithdrawContract(const v1::Contract& contract,
                                              absl::string_view reason, const EndStamp& stamp);

}  // namespace interim::contracting

#endif  // INTERIM_SERVICES_CONTRACTING_DOMAIN_ENDING_H_
