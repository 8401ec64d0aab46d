// Short lists that live inside one row: index fields of a record, other writes of an event.
#ifndef INTERIM_COMMON_STORE_SQLITE_ROW_CODEC_H_
#define INTERIM_COMMON_STORE_SQLITE_ROW_CODEC_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/store/store.h"

namespace interim::store::sqlite {

// What a payload row belongs to; stored as a number.
enum class PayloadKind { kNone = 0, kPut = 1, kDelete = 2 };

// Texts are their length (4 bytes big endian) and bytes, integers 8 bytes big endian. The same list
// always gives the same bytes.
std::string EncodeFields(const std::vector<IndexField>& fields);
std::string EncodeOthers(const std::vector<OtherWrite>& others);

// False when `bytes` is not what the encoder writes; `out` is then undefined.
bool DecodeFields(absl::string_view bytes, std::vector<IndexField>& out);
bool DecodeOthers(absl::string_view bytes, std::vector<OtherWrite>& out);

}  // namespace interim::store::sqlite

#endif  // INTERIM_COMMON_STORE_SQLITE_ROW_CODEC_H_
