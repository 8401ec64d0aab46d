#ifndef INTERIM_SERVICES_ASSESSMENT_DOMAIN_FACTS_H_
#define INTERIM_SERVICES_ASSESSMENT_DOMAIN_FACTS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/core/date.h"
#include "common/core/error.h"
#include "interim/assessment/v1/fact.pb.h"
#include "services/assessment/domain/compiled_model.h"

namespace interim::assessment {

// The languages of all texts.
enum class Lang { kDutch, kEnglish };

// A text in one language.
const std::string& In(const model::Text& text, Lang lang);

// Adds what is wrong with one fact: FACT_UNKNOWN, VALUE_MISSING, KIND_WRONG, CHOICE_UNKNOWN,
// OUT_OF_RANGE, DATE_INVALID. `path` as in the request.
void CheckFact(const CompiledModel& model, const v1::Fact& fact, absl::string_view path,
               FieldErrors& errors);

// The fact in the one form in which it is stored and compared: codes in catalogue order, each once.
v1::Fact Canonical(const CompiledModel& model, const v1::Fact& fact);

// True when both have the same key and value. Both canonical.
bool SameFact(const v1::Fact& a, const v1::Fact& b);

// Makes a fact known. `fact` passed CheckFact; dates count from `reference`.
void SetKnown(const CompiledModel& model, const v1::Fact& fact, Date reference, FactVector& vector);

// Makes a fact one of several values. Not empty, all with the same key.
void SetDisputed(const CompiledModel& model, const std::vector<v1::Fact>& values, Date reference,
                 FactVector& vector);

// The fact whose value is range or choice `value` of `fact_index` (for CODES: of slot `slot`, added
// to or taken from `present`). For numbers and days the value of the range that is nearest to
// `present`; without one the end nearest to zero. `present` may be null.
v1::Fact FactWithValue(const CompiledModel& model, int fact_index, int slot, int value,
                       const v1::Fact* present, Date reference);

// The value as a person reads it: "11 months", "yes", "merger, site merger".
std::string FormatValue(const CompiledModel& model, const v1::Fact& fact, Lang lang);

// Sorts by catalogue order of the key.
void SortFacts(const CompiledModel& model, std::vector<v1::Fact>& facts);

}  // namespace interim::assessment

#endif  // INTERIM_SERVICES_ASSESSMENT_DOMAIN_FACTS_H_
