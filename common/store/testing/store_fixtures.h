// Short ways to write transactions in tests and measurements of the store.
#ifndef INTERIM_COMMON_STORE_TESTING_STORE_FIXTURES_H_
#define INTERIM_COMMON_STORE_TESTING_STORE_FIXTURES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/core/tenant.h"
#include "common/store/store.h"

namespace interim::store::testing {

// The tenant of that name; the program ends when it is not a valid id.
TenantId Tenant(absl::string_view name);

// A record with collection and parent taken from the id.
Record MakeRecord(absl::string_view id, absl::string_view bytes,
                  std::vector<IndexField> index = {});

// Builds a transaction step by step. The event is about the first write unless About names another.
class Draft {
 public:
  explicit Draft(absl::string_view event_type = "thing.changed");

  // Writes a record that had `version` when it was read (0: absent).
  Draft& Put(absl::string_view id, std::int64_t version, absl::string_view bytes,
             std::vector<IndexField> index = {});
  Draft& PutRecord(const Record& record, std::int64_t version);
  Draft& Delete(absl::string_view id, std::int64_t version);
  // Names a record as read.
  Draft& Read(absl::string_view id, std::int64_t version);
  Draft& About(absl::string_view id);
  // Remembers `response` for the request of principal "ann", method "Change".
  Draft& Request(absl::string_view request_id, absl::string_view response);
  Draft& SetTimer(absl::string_view resource, absl::string_view kind, absl::Time due,
                  Timer::Clock clock = Timer::Clock::kBusiness, absl::string_view payload = "");
  Draft& CancelTimer(absl::string_view resource, absl::string_view kind);
  Draft& Inbox(absl::string_view stream, std::int64_t sequence);

  const Transaction& transaction() const { return transaction_; }
  Transaction& transaction() { return transaction_; }

 private:
  Transaction transaction_;
};

// The key that Draft::Request uses.
IdempotencyKey RequestKey(absl::string_view request_id);

}  // namespace interim::store::testing

#endif  // INTERIM_COMMON_STORE_TESTING_STORE_FIXTURES_H_
