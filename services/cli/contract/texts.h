// What the contract pages say, in Dutch and English.
#ifndef INTERIM_SERVICES_CLI_CONTRACT_TEXTS_H_
#define INTERIM_SERVICES_CLI_CONTRACT_TEXTS_H_

#include <string>
#include <vector>

#include "interim/type/localized_text.pb.h"
#include "services/cli/page/page.h"

namespace interim::cli {

// All texts: those of the pages, and the names of computed values and figures.
const std::vector<PageText>& ContractTexts();
const std::vector<PageText>& PageTexts();
const std::vector<PageText>& MorePageTexts();
const std::vector<PageText>& ValueTexts();

// The text in the language of the speech.
const std::string& In(const type::LocalizedText& text, const Speech& speech);

}  // namespace interim::cli

#endif  // INTERIM_SERVICES_CLI_CONTRACT_TEXTS_H_
