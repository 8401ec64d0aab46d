// Which contract form fits: a comparison of all of them on the same facts.
#ifndef INTERIM_SERVICES_CONTRACTING_DOMAIN_FORMS_H_
#define INTERIM_SERVICES_CONTRACTING_DOMAIN_FORMS_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "common/core/decimal.h"
#include "common/law/law_data.h"
#include "interim/contracting/v1/compliance.pb.h"
#include "interim/contracting/v1/contracting_service.pb.h"
#include "services/contracting/domain/catalogs.h"

namespace interim::contracting {

// What is compared.
struct FormQuestion {
  v1::ComplianceFacts facts;  // without form; with period
  std::string role_code;
  std::string channel_code;  // of the chosen person; empty: not chosen
  // Part of the price that is a bureau's margin, in percent; nothing when it is not known.
  std::optional<Decimal> margin_percent = std::nullopt;
};

// All forms, best fit first: a form that a rule blocks is closed and comes last. Score: fit with
// the class of the role, plus or minus the channel; ties in the order of the catalogue. No advice
// on law: what blocks or warns comes from the rules with their sources.
//   errors  INVALID_ARGUMENT FIELDS_INVALID without period
absl::StatusOr<v1::CompareFormsResponse> CompareForms(const law::LawData& law,
                                                      const Catalogs& catalogs,
                                                      const FormQuestion& question);

}  // namespace interim::contracting

#endif  // INTERIM_SERVICES_CONTRACTING_DOMAIN_FORMS_H_
