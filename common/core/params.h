#ifndef INTERIM_COMMON_CORE_PARAMS_H_
#define INTERIM_COMMON_CORE_PARAMS_H_

#include <string>
#include <utility>
#include <vector>

namespace interim {

// Parameters of a text template: name without braces, value already formatted for the reader.
// A vector, not a map: the order is the caller's and stays the same in everything that is stored.
using TextParams = std::vector<std::pair<std::string, std::string>>;

}  // namespace interim

#endif  // INTERIM_COMMON_CORE_PARAMS_H_
