// What the assessment commands say, in Dutch and English.
#ifndef INTERIM_SERVICES_CLI_ASSESS_TEXTS_H_
#define INTERIM_SERVICES_CLI_ASSESS_TEXTS_H_

#include <vector>

#include "services/cli/page/page.h"

namespace interim::cli {

const std::vector<PageText>& AssessTexts();

}  // namespace interim::cli

#endif  // INTERIM_SERVICES_CLI_ASSESS_TEXTS_H_
