// The services that the command line can call.
#ifndef INTERIM_SERVICES_CLI_SERVICES_H_
#define INTERIM_SERVICES_CLI_SERVICES_H_

namespace interim::cli {

// Makes the descriptions of all services part of the program: a method is found by its name, so
// nothing else would tell the linker that they are needed. Returns how many there are.
int LinkServices();

}  // namespace interim::cli

#endif  // INTERIM_SERVICES_CLI_SERVICES_H_
