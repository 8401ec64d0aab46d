// The advice on one screen.
#ifndef INTERIM_SERVICES_CLI_ASSESS_ADVICE_PAGE_H_
#define INTERIM_SERVICES_CLI_ASSESS_ADVICE_PAGE_H_

#include <string>

#include "interim/assessment/v1/advice.pb.h"
#include "services/cli/page/page.h"

namespace interim::cli {

// kScreen keeps the few entries of each list that matter most, and says how many more there are;
// kFull shows all, with the design of the pilot and the problem statement.
enum class AdviceLength { kScreen, kFull };

// The page; its texts are those of the advice, so ask for the advice in the same language.
std::string AdvicePage(const assessment::v1::Advice& advice, AdviceLength length,
                       const PageStyle& style, const Speech& speech);

// Two advices side by side, and what differs.
std::string ComparisonPage(const assessment::v1::Advice& now, const assessment::v1::Advice& then,
                           const PageStyle& style, const Speech& speech);

// "INTERIM" and the like.
std::string OutcomeCode(assessment::v1::AdviceOutcome outcome);

}  // namespace interim::cli

#endif  // INTERIM_SERVICES_CLI_ASSESS_ADVICE_PAGE_H_
