// Internal: values of errors and signals as a reader sees them in a text.
#ifndef INTERIM_COMMON_RPC_READER_TEXT_H_
#define INTERIM_COMMON_RPC_READER_TEXT_H_

#include "common/core/params.h"
#include "common/rpc/call.h"

namespace interim::rpc {

// The values for a text in `language`: a day ("2026-03-24") in words, a full resource name by its
// last id; all others as they are. Metadata of errors keeps the exact values.
TextParams ForReader(TextParams params, Language language);

}  // namespace interim::rpc

#endif  // INTERIM_COMMON_RPC_READER_TEXT_H_
