// `interim assess`: the questionnaire, an advice on given facts, and the model for review.
#ifndef INTERIM_SERVICES_CLI_ASSESS_ASSESS_H_
#define INTERIM_SERVICES_CLI_ASSESS_ASSESS_H_

#include "services/cli/args.h"

namespace interim::cli {

// interim assess [--title=<line>] [--resume] [--session=<s>] [--assessment=<a>]
//                [--informant=<code>] [--known-by=<role>] [--full]
// interim assess --facts=<file> [--full]
// interim assess --explain-model [--model-version=<v>] [--out=<file>]
// Returns the exit code: 0 done, 1 refused, 2 wrong use, 3 stopped, to be resumed.
int AssessCommand(const Args& args);

}  // namespace interim::cli

#endif  // INTERIM_SERVICES_CLI_ASSESS_ASSESS_H_
