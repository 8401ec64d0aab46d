#include "services/governance/domain/instant.h"

namespace interim::governance {

google::protobuf::Timestamp ToInstant(absl::Time time) {
  const std::int64_t micros = absl::ToUnixMicros(time);
  const std::int64_t seconds = absl::ToUnixSeconds(time);
  google::protobuf::Timestamp instant;
  instant.set_seconds(seconds);
  instant.set_nanos(static_cast<int>(micros - seconds * 1000000) * 1000);
  return instant;
}

absl::Time FromInstant(const google::protobuf::Timestamp& instant) {
  return absl::FromUnixSeconds(instant.seconds()) + absl::Nanoseconds(instant.nanos());
}

}  // namespace interim::governance
