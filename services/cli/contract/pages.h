// The contract pages: findings, forms, costs and rechecks as tables a manager can read.
#ifndef INTERIM_SERVICES_CLI_CONTRACT_PAGES_H_
#define INTERIM_SERVICES_CLI_CONTRACT_PAGES_H_

#include <string>

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

}  // namespace interim::cli

#endif  // INTERIM_SERVICES_CLI_CONTRACT_PAGES_H_
