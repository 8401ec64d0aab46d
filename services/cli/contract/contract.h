// `interim contract check|forms|costs|render|recheck|scan|relation|rules`: the contract pages for
// people.
#ifndef INTERIM_SERVICES_CLI_CONTRACT_CONTRACT_H_
#define INTERIM_SERVICES_CLI_CONTRACT_CONTRACT_H_

#include <string>

#include "services/cli/args.h"

namespace interim::cli {

// True for the words above; any other verb of contract is a method in words.
bool IsContractPage(const std::string& verb);
// Returns the exit code: 0 done, 1 refused, 2 wrong use.
int ContractCommand(const Args& args);

}  // namespace interim::cli

#endif  // INTERIM_SERVICES_CLI_CONTRACT_CONTRACT_H_
