// What this program was built from.
#ifndef INTERIM_COMMON_RPC_BUILD_INFO_H_
#define INTERIM_COMMON_RPC_BUILD_INFO_H_

#include <string>

namespace interim::rpc {

// Version of the suite, "0.1.0".
std::string BuildVersion();
// Root of the data files when a configuration names none: the installed share/interim beside the
// program when it is there, else the source tree.
std::string SourceDir();

}  // namespace interim::rpc

#endif  // INTERIM_COMMON_RPC_BUILD_INFO_H_
