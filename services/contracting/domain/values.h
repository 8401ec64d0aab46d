// Reading optional values out of protobuf fields: what cannot be read counts as absent here;
// requests with malformed values were refused before.
#ifndef INTERIM_SERVICES_CONTRACTING_DOMAIN_VALUES_H_
#define INTERIM_SERVICES_CONTRACTING_DOMAIN_VALUES_H_

#include <optional>

#include "absl/time/time.h"
#include "common/core/date.h"
#include "common/core/decimal.h"
#include "common/core/money.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"
#include "google/type/decimal.pb.h"
#include "google/type/money.pb.h"
#include "interim/type/date_period.pb.h"

namespace interim::contracting {

// The value when `has` and well formed, else nothing.
std::optional<Date> FindDate(bool has, const google::type::Date& value);
std::optional<Decimal> FindDecimal(bool has, const google::type::Decimal& value);
std::optional<Money> FindMoney(bool has, const google::type::Money& value);
std::optional<DatePeriod> FindPeriod(bool has, const type::DatePeriod& value);

// UTC, whole milliseconds.
google::protobuf::Timestamp ToTimestamp(absl::Time time);

}  // namespace interim::contracting

#endif  // INTERIM_SERVICES_CONTRACTING_DOMAIN_VALUES_H_
