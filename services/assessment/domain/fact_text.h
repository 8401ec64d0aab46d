#ifndef INTERIM_SERVICES_ASSESSMENT_DOMAIN_FACT_TEXT_H_
#define INTERIM_SERVICES_ASSESSMENT_DOMAIN_FACT_TEXT_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/core/date.h"
#include "services/assessment/domain/compiled_model.h"
#include "services/assessment/domain/known.h"

namespace interim::assessment {

// A fact as experts write it in the worked cases: "key: value" with yes or no, a whole number, a
// code, a day as 2026-01-12, or codes with ", " between them.
//   errors  INVALID_ARGUMENT: no such fact, no such value; the message names the line
absl::StatusOr<v1::Fact> ParseFact(const CompiledModel& model, absl::string_view line);

// The cases with the facts of those they are like written out.
//   errors  INVALID_ARGUMENT: a case is like one that does not exist, or that is like another
absl::StatusOr<std::vector<model::Case>> CompleteCases(std::vector<model::Case> cases);

// What is known in a worked case: its facts, and its disputes "key: value | value".
//   reference  used where the case names no day
absl::StatusOr<Known> KnownOfCase(const CompiledModel& model, const model::Case& row,
                                  Date reference);

}  // namespace interim::assessment

#endif  // INTERIM_SERVICES_ASSESSMENT_DOMAIN_FACT_TEXT_H_
