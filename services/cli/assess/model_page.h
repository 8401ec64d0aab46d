// The model of the assessment as a page for a domain expert.
#ifndef INTERIM_SERVICES_CLI_ASSESS_MODEL_PAGE_H_
#define INTERIM_SERVICES_CLI_ASSESS_MODEL_PAGE_H_

#include <string>

#include "interim/assessment/v1/model_page.pb.h"
#include "services/cli/page/page.h"

namespace interim::cli {

// Markdown with a table of contents; every part a heading, every row its code, text, condition,
// details and source.
std::string ModelMarkdown(const assessment::v1::ModelPage& model, const Speech& speech);

}  // namespace interim::cli

#endif  // INTERIM_SERVICES_CLI_ASSESS_MODEL_PAGE_H_
