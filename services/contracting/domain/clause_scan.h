// Reading clauses for known wordings. Words are compared, nothing is understood.
#ifndef INTERIM_SERVICES_CONTRACTING_DOMAIN_CLAUSE_SCAN_H_
#define INTERIM_SERVICES_CONTRACTING_DOMAIN_CLAUSE_SCAN_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/core/date.h"
#include "common/law/law_data.h"
#include "interim/contracting/v1/brief.pb.h"
#include "interim/contracting/v1/contract.pb.h"
#include "interim/contracting/v1/contract_form.pb.h"
#include "interim/contracting/v1/contracting_service.pb.h"
#include "services/contracting/domain/catalogs.h"

namespace interim::contracting {

struct ScanQuestion {
  std::vector<v1::ScannedClause> clauses;
  v1::ContractForm form = v1::CONTRACT_FORM_UNSPECIFIED;
  bool is_leading = false;
  // The day the clauses are agreed; without it, or without a form, no rule is asked.
  std::optional<Date> agreed;
};

// Warnings, heaviest first, then in the order of the clauses; what is missing comes last.
//   errors  those of law::EvaluateClauses
absl::StatusOr<v1::ScanClausesResponse> ScanClauses(const law::LawData& law,
                                                    const Catalogs& catalogs,
                                                    const ScanQuestion& question);

// The question for a contract: its clauses in its language, with the values filled in.
ScanQuestion ScanOf(const Catalogs& catalogs, const v1::Contract& contract, const v1::Brief& brief,
                    Date today);

// One sentence as words: lower case, without accents and marks.
std::vector<std::string> WordsOf(absl::string_view text);
// Whether the phrase stands in these words: "word~" is the start of a word, "*" at most six words.
//   returns  the first and one past the last word that matched
struct WordSpan {
  std::size_t begin = 0;
  std::size_t end = 0;
};
std::optional<WordSpan> FindPhrase(const std::vector<std::string>& words, absl::string_view phrase);

}  // namespace interim::contracting

#endif  // INTERIM_SERVICES_CONTRACTING_DOMAIN_CLAUSE_SCAN_H_
