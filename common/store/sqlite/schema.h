// The tables, as a list of numbered steps that only go forward.
#ifndef INTERIM_COMMON_STORE_SQLITE_SCHEMA_H_
#define INTERIM_COMMON_STORE_SQLITE_SCHEMA_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/store/sqlite/connection.h"

namespace interim::store::sqlite {

// One step. A released step is never changed: its checksum is kept in the file. Expand first,
// contract two releases later, so that the release before still works on the new schema.
struct Migration {
  int version = 0;  // 1, 2, 3, ...
  std::string name;
  std::string sql;
};

// Every step this program knows.
const std::vector<Migration>& Migrations();

// Brings the file up to the last of `migrations`, each step in its own transaction.
//   errors  FAILED_PRECONDITION STORE_FOREIGN_FILE (another program's file), STORE_SCHEMA_NEWER (a
//           later release wrote it; metadata found, known), STORE_SCHEMA_CHANGED (a step is not the
//           one that was applied; metadata version), UNAVAILABLE STORE_UNAVAILABLE
absl::Status Migrate(Connection& connection, const std::vector<Migration>& migrations,
                     absl::Time now);

}  // namespace interim::store::sqlite

#endif  // INTERIM_COMMON_STORE_SQLITE_SCHEMA_H_
