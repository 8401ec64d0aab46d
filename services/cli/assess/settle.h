// Where informants differ, and whose answer counts.
#ifndef INTERIM_SERVICES_CLI_ASSESS_SETTLE_H_
#define INTERIM_SERVICES_CLI_ASSESS_SETTLE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "interim/assessment/v1/fact.pb.h"
#include "interim/assessment/v1/question.pb.h"
#include "services/cli/assess/desk.h"
#include "services/cli/assess/interview.h"
#include "services/cli/page/page.h"

namespace interim::cli {

// Every fact on which informants differ: who says what, whether it matters to the advice, and whose
// answer counts when that was decided. Facts that matter come first; "" when nobody differs.
//   questions  where the labels of facts and choices stand
std::string DisagreementsPage(const std::vector<assessment::v1::FactStatus>& facts,
                              const std::vector<assessment::v1::Question>& questions,
                              const PageStyle& style, const Speech& speech);

// Shows the page, then asks for each fact that is not decided whose answer counts and why.
//   returns  how many were decided; stopping keeps those
//   errors   what the service answered
absl::StatusOr<int> SettleDisagreements(Desk& desk, const Console& console, const Speech& speech);

}  // namespace interim::cli

#endif  // INTERIM_SERVICES_CLI_ASSESS_SETTLE_H_
