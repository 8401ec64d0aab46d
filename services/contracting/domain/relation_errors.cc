#include "services/contracting/domain/relation_errors.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/core/error.h"
#include "services/contracting/domain/errors.h"

namespace interim::contracting {

absl::Status ContractClosed(const v1::Contract& contract) {
  const std::string state = ShortName(contract.state());
  return MakeError({.code = absl::StatusCode::kFailedPrecondition,
                    .reason = "CONTRACT_CLOSED",
                    .message = absl::StrCat("contract is ", state),
                    .metadata = {{"contract", contract.name()}, {"state", state}}});
}

absl::Status NoWorkingRelation(v1::ContractForm form, absl::string_view contract) {
  const std::string name(absl::StripPrefix(v1::ContractForm_Name(form), "CONTRACT_FORM_"));
  return MakeError({.code = absl::StatusCode::kFailedPrecondition,
                    .reason = "NO_WORKING_RELATION",
                    .message = absl::StrCat("form ", name, " is employment; nothing to weigh"),
                    .metadata = {{"contract", std::string(contract)}, {"form", name}}});
}

absl::Status FactNotInContract(const v1::Contract& contract, Date day) {
  return MakeError({.code = absl::StatusCode::kFailedPrecondition,
                    .reason = "FACT_NOT_IN_CONTRACT",
                    .message = absl::StrCat(day.ToString(), " is outside the contract or ahead"),
                    .metadata = {{"contract", contract.name()}, {"date", day.ToString()}}});
}

absl::Status PracticeFull(const v1::Contract& contract, int limit) {
  return MakeError({.code = absl::StatusCode::kFailedPrecondition,
                    .reason = "PRACTICE_FULL",
                    .message = absl::StrCat("at most ", limit, " facts are kept"),
                    .metadata = {{"contract", contract.name()}, {"limit", absl::StrCat(limit)}}});
}

}  // namespace interim::contracting
