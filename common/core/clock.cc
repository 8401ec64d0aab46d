#include "common/core/clock.h"

#include "absl/time/civil_time.h"
#include "common/core/error.h"

namespace interim {
namespace {

struct LoadedZone {
  absl::TimeZone zone = absl::FixedTimeZone(3600);  // seconds east of UTC, used without zone data
  bool loaded = false;
};

const LoadedZone& Loaded() {
  static const LoadedZone kLoaded = [] {
    LoadedZone result;
    absl::TimeZone zone;
    if (absl::LoadTimeZone("Europe/Amsterdam", &zone)) {
      result.zone = zone;
      result.loaded = true;
    }
    return result;
  }();
  return kLoaded;
}

}  // namespace

const absl::TimeZone& AmsterdamTimeZone() { return Loaded().zone; }

absl::Status CheckTimeZone() {
  if (Loaded().loaded) return absl::OkStatus();
  return MakeError(
      {.code = absl::StatusCode::kFailedPrecondition,
       .reason = "TIME_ZONE_MISSING",
       .message = "Time zone Europe/Amsterdam is not on this machine; install tzdata."});
}

Date AmsterdamDate(absl::Time instant) {
  const absl::CivilDay day = absl::ToCivilDay(instant, AmsterdamTimeZone());
  return Date::FromEpochDays(day - absl::CivilDay(1970, 1, 1));
}

absl::Time StartOfAmsterdamDay(Date day) {
  return absl::FromCivil(absl::CivilDay(day.year(), day.month(), day.day()), AmsterdamTimeZone());
}

}  // namespace interim
