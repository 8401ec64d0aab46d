// How questions look.
#ifndef INTERIM_SERVICES_CLI_ASSESS_SHOW_H_
#define INTERIM_SERVICES_CLI_ASSESS_SHOW_H_

#include <cstddef>
#include <string>

#include "interim/assessment/v1/assessment_service.pb.h"
#include "interim/assessment/v1/question.pb.h"
#include "services/cli/page/page.h"

namespace interim::cli {

// The heading of a question with the progress, the question, why it is asked and who can know it.
//   place  1 for the first question of this run
std::string QuestionText(const assessment::v1::Question& question,
                         const assessment::v1::NextQuestionsResponse& next, int place,
                         const PageStyle& style, const Speech& speech);

// One fact of a question: its label when the question settles several, its numbered choices (in
// columns when there are many), and what may be typed. `current` is the answer given before, or
// null.
std::string FactText(const assessment::v1::Question& question, const assessment::v1::FactSpec& spec,
                     const assessment::v1::Fact* current, const PageStyle& style,
                     const Speech& speech);

// What can be typed at every question.
std::string CommandsText(const PageStyle& style, const Speech& speech);

}  // namespace interim::cli

#endif  // INTERIM_SERVICES_CLI_ASSESS_SHOW_H_
