// The contract pages: findings, forms, costs and rechecks as tables a manager can read.
#ifndef INTERIM_SERVICES_CLI_CONTRACT_PAGES_H_
#define INTERIM_SERVICES_CLI_CONTRACT_PAGES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/repeated_field.h"
#include "interim/contracting/v1/contracting_service.pb.h"
#include "interim/type/finding.pb.h"
#include "services/cli/page/page.h"

namespace interim::cli {

// kShort keeps what a decision needs; kFull shows all of it.
enum class PageLength { kShort, kFull };

// What the rules say: per finding the rule, its weight, the text, what was computed, what helps and
// the source; then the rules that do not apply, and why.
std::string CheckPage(const contracting::v1::CheckComplianceResponse& response, PageLength length,
                      const PageStyle& style, const Speech& speech);
// A table of findings alone. Points of the house formula are never among the values.
Grid FindingsGrid(const google::protobuf::RepeatedPtrField<type::Finding>& findings,
                  PageLength length, const Speech& speech);
// "let op: 1, weet: 3" by weight, heaviest first.
std::string CountsOf(const google::protobuf::RepeatedPtrField<type::Finding>& findings,
                     const Speech& speech);

// The forms in order of fit, the closed ones with why, and the rows of the comparison side by side:
// of the first three, or of all with kFull.
std::string FormsPage(const contracting::v1::CompareFormsResponse& response, PageLength length,
                      const PageStyle& style, const Speech& speech);

// Both sides line by line, the difference, break-even, what moves it and the rates.
std::string CostsPage(const contracting::v1::CostComparison& costs, PageLength length,
                      const PageStyle& style, const Speech& speech);

// Contracts that a change of rules touches, all pages in one response.
std::string RecheckPage(const contracting::v1::RecheckContractsResponse& response,
                        PageLength length, const PageStyle& style, const Speech& speech);

// The clauses in a text of somebody else: paragraphs between empty lines. A line that starts with
// '#', or a short paragraph without a full stop, is the heading of the next one; a heading without
// text is a clause by itself, so all of the text is read. Empty when the text holds nothing.
std::vector<contracting::v1::ScannedClause> ClausesOf(absl::string_view text);
// Per warning the clause, its weight, what is wrong and what to do, the words it was read in, the
// rule and the source. `clauses` are those sent, for their headings; empty for a contract.
std::string ScanPage(const contracting::v1::ScanClausesResponse& response,
                     const std::vector<contracting::v1::ScannedClause>& clauses,
                     const PageStyle& style, const Speech& speech);

// The working relation in words: the band, drift, the viewpoints for and against side by side with
// their basis, what is still asked, and what happened. Never a number of the house formula.
std::string RelationPage(const contracting::v1::WorkingRelation& relation, PageLength length,
                         const PageStyle& style, const Speech& speech);

// The dated figures of the rules that hold on a day ("2026-01-26") or later, or all with kFull;
// rows that an operator added are marked.
std::string RulesPage(const contracting::v1::ListRulesResponse& response, const std::string& day,
                      PageLength length, const PageStyle& style, const Speech& speech);

}  // namespace interim::cli

#endif  // INTERIM_SERVICES_CLI_CONTRACT_PAGES_H_
