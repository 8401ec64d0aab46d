#include "common/rpc/clock_service.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "common/observe/log.h"
#include "common/rpc/wire_storage.pb.h"
#include "common/store/sha256.h"
#include "common/store/store_errors.h"
#include "interim/clock/v1/clock_service.pb.h"

namespace interim::clock::v1 {

void ValidateRequest(const SetClockRequest& request, interim::FieldErrors& errors) {
  constexpr std::int64_t kMaxSeconds = std::int64_t{100} * 366 * 24 * 3600;
  if (request.target_case() == SetClockRequest::TARGET_NOT_SET) {
    errors.Add("target", "REQUIRED", "give business_time or offset");
  }
  if (request.has_offset() &&
      (request.offset().seconds() > kMaxSeconds || request.offset().seconds() < -kMaxSeconds)) {
    errors.Add("offset", "OUT_OF_RANGE", "within 100 years");
  }
  if (request.has_business_time() && (request.business_time().seconds() > 2 * kMaxSeconds ||
                                      request.business_time().seconds() < 0)) {
    errors.Add("business_time", "OUT_OF_RANGE", "from 1970 on, within 200 years");
  }
}

}  // namespace interim::clock::v1

namespace interim::rpc {
namespace {

// Records of the server itself live apart from those of all organizations: no token names this one,
// because the wrapper refuses it.
constexpr absl::string_view kClockRecord = "clocks/business";
constexpr int kStoreTries = 5;

TenantId ServerTenant() { return *TenantId::Parse(kServerTenant); }

absl::Status ClockFixed() {
  return MakeError({.code = absl::StatusCode::kFailedPrecondition,
                    .reason = "CLOCK_FIXED",
                    .message = "the business clock cannot be moved with production settings"});
}

absl::Duration ToDuration(const google::protobuf::Duration& duration) {
  return absl::Seconds(duration.seconds()) + absl::Nanoseconds(duration.nanos());
}

}  // namespace

absl::Status ClockService::Restore() {
  absl::StatusOr<store::Record> record = store_.Get(ServerTenant(), kClockRecord);
  if (absl::IsNotFound(record.status())) return absl::OkStatus();
  RETURN_IF_ERROR(record.status());
  moved_ = true;
  storage::ClockOffset offset;
  if (!offset.ParseFromString(record->bytes)) return store::StoreDataLoss("clock offset");
  if (moves_ == Moves::kRefused && offset.nanos() != 0) {
    return MakeError(
        {.code = absl::StatusCode::kFailedPrecondition,
         .reason = "CLOCK_MOVED",
         .message = "this store belongs to a rehearsal: its business clock was moved"});
  }
  business_.SetOffset(absl::Nanoseconds(offset.nanos()));
  return absl::OkStatus();
}

clock::v1::Clock ClockService::Now() const {
  clock::v1::Clock now;
  const absl::Time time = business_.Now();
  now.mutable_business_time()->set_seconds(absl::ToUnixSeconds(time));
  now.mutable_business_time()->set_nanos(static_cast<std::int32_t>(
      absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(absl::ToUnixSeconds(time)))));
  const Date day = AmsterdamDate(time);
  now.mutable_business_date()->set_year(day.year());
  now.mutable_business_date()->set_month(day.month());
  now.mutable_business_date()->set_day(day.day());
  const std::int64_t nanos = absl::ToInt64Nanoseconds(business_.offset());
  now.mutable_offset()->set_seconds(nanos / 1000000000);
  now.mutable_offset()->set_nanos(static_cast<std::int32_t>(nanos % 1000000000));
  now.set_movable(moves_ == Moves::kAllowed);
  now.set_settled(settled_());
  return now;
}

absl::StatusOr<clock::v1::Clock> ClockService::GetClock(Call&, const clock::v1::GetClockRequest&) {
  return Now();
}

absl::Status ClockService::Store(absl::string_view actor, absl::Duration offset,
                                 absl::string_view request_id) {
  storage::ClockOffset stored;
  stored.set_nanos(absl::ToInt64Nanoseconds(offset));
  absl::Status status;
  for (int i = 0; i < kStoreTries; ++i) {
    const absl::StatusOr<store::Record> before = store_.Get(ServerTenant(), kClockRecord);
    if (!before.ok() && !absl::IsNotFound(before.status())) return before.status();
    store::Transaction transaction;
    transaction.reads.push_back(
        {std::string(kClockRecord), before.ok() ? before->version : std::int64_t{0}});
    store::Write write;
    write.record.collection = "clocks";
    write.record.id = std::string(kClockRecord);
    write.record.bytes = stored.SerializeAsString();
    transaction.writes.push_back(std::move(write));
    transaction.event = {.type = "clock.moved",
                         .resource = std::string(kClockRecord),
                         .actor = std::string(actor),
                         .method = "interim.clock.v1.ClockService/SetClock",
                         .request_id = std::string(request_id)};
    status = store_.Commit(ServerTenant(), transaction).status();
    if (!store::IsConflict(status)) return status;
  }
  return status;
}

absl::StatusOr<clock::v1::Clock> ClockService::SetClock(Call& call,
                                                        const clock::v1::SetClockRequest& request) {
  if (moves_ == Moves::kRefused) return ClockFixed();
  absl::Duration offset;
  if (request.has_offset()) {
    offset = ToDuration(request.offset());
  } else {
    const absl::Time target = absl::FromUnixSeconds(request.business_time().seconds()) +
                              absl::Nanoseconds(request.business_time().nanos());
    offset = target - system_.Now();
  }
  moved_ = true;  // before anything is stamped by the moved clock
  RETURN_IF_ERROR(Store(call.principal().subject, offset, call.request_id()));
  business_.SetOffset(offset);
  // For the caller's own trail, and so that a retry does not move the clock again.
  rpc::Commit commit = call.Begin("clock.moved");
  commit.About(kClockRecord);
  RETURN_IF_ERROR(call.Finish(std::move(commit)));
  LOG_INFO("clock_moved", {{"offset_seconds", absl::ToInt64Seconds(offset)}});
  return Now();
}

void MountClock(Server& server, ClockService& service) {
  Mounted& mounted = server.Mount("interim.clock.v1.ClockService");
  mounted.Unary("GetClock", service, &ClockService::GetClock);
  mounted.Unary("SetClock", service, &ClockService::SetClock);
}

}  // namespace interim::rpc
