#include "services/contracting/domain/values.h"

#include "common/type/convert.h"
#include "google/protobuf/util/time_util.h"

namespace interim::contracting {
namespace {

template <class T>
std::optional<T> ValueOf(absl::StatusOr<T> value) {
  if (!value.ok()) return std::nullopt;
  return *std::move(value);
}

}  // namespace

std::optional<Date> FindDate(bool has, const google::type::Date& value) {
  if (!has) return std::nullopt;
  return ValueOf(DateFromProto(value, ""));
}

std::optional<Decimal> FindDecimal(bool has, const google::type::Decimal& value) {
  if (!has) return std::nullopt;
  return ValueOf(DecimalFromProto(value, ""));
}

std::optional<Money> FindMoney(bool has, const google::type::Money& value) {
  if (!has) return std::nullopt;
  return ValueOf(MoneyFromProto(value, ""));
}

std::optional<DatePeriod> FindPeriod(bool has, const type::DatePeriod& value) {
  if (!has) return std::nullopt;
  return ValueOf(DatePeriodFromProto(value, ""));
}

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  return google::protobuf::util::TimeUtil::MillisecondsToTimestamp(absl::ToUnixMillis(time));
}

}  // namespace interim::contracting
