#ifndef INTERIM_COMMON_CORE_STATUS_MACROS_H_
#define INTERIM_COMMON_CORE_STATUS_MACROS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// Helpers to pass an error on to the caller. Both evaluate their expression once.

#define INTERIM_MACRO_CONCAT_INNER(a, b) a##b
#define INTERIM_MACRO_CONCAT(a, b) INTERIM_MACRO_CONCAT_INNER(a, b)

// Returns from the enclosing function when `expr` (an absl::Status) is an error.
// Variadic, so that commas inside the expression need no extra parentheses.
#define RETURN_IF_ERROR(...)                              \
  do {                                                    \
    ::absl::Status interim_macro_status_ = (__VA_ARGS__); \
    if (!interim_macro_status_.ok()) {                    \
      return interim_macro_status_;                       \
    }                                                     \
  } while (false)

#define INTERIM_ASSIGN_OR_RETURN_INNER(holder, lhs, ...) \
  auto holder = (__VA_ARGS__);                           \
  if (!holder.ok()) {                                    \
    return std::move(holder).status();                   \
  }                                                      \
  lhs = *std::move(holder)

// Evaluates an absl::StatusOr<T>; returns its error, or assigns its value to `lhs`, which may be a
// declaration: ASSIGN_OR_RETURN(auto contract, call.Load<Contract>(name));
#define ASSIGN_OR_RETURN(lhs, ...)                                                              \
  INTERIM_ASSIGN_OR_RETURN_INNER(INTERIM_MACRO_CONCAT(interim_macro_status_or_, __LINE__), lhs, \
                                 __VA_ARGS__)

#endif  // INTERIM_COMMON_CORE_STATUS_MACROS_H_
