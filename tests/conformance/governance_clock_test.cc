// What waits for a day; the clock of this server is moved, so the test has a program of its own.
#include "absl/time/civil_time.h"
#include "common/core/error.h"
#include "interim/clock/v1/clock_service.pb.h"
#include "tests/conformance/governance_calls.h"

namespace interim::conformance {
namespace {

void GoTo(int year, int month, int day) {
  clock::v1::SetClockRequest request;
  const absl::CivilSecond noon(year, month, day, 12, 0, 0);
  request.mutable_business_time()->set_seconds(
      absl::ToUnixSeconds(absl::FromCivil(noon, absl::UTCTimeZone())));
  ASSERT_THAT(Server().Call<clock::v1::Clock>("interim.clock.v1.ClockService/SetClock", request,
                                              {.subject = "u-admin", .roles = {"admin"}}),
              IsOk());
}

// Told on 31 March: a month later is 30 April, so 1 May may be the first day, and 4 May is for
// sure.
TEST(SuspensionTest, AfterAMonthEndThatDoesNotExist_TheDoubtIsTold) {
  GoTo(2027, 3, 31);
  const v1::Decision decision = DepartedFromAdvice();
  Must(
      Call<v1::Decision>("NotifyDecision", Named<v1::NotifyDecisionRequest>(decision.name()), kHr));
  const auto execute = [&decision] {
    return Call<v1::Decision>("ExecuteDecision", Named<v1::ExecuteDecisionRequest>(decision.name()),
                              kManager);
  };
  GoTo(2027, 4, 30);
  EXPECT_THAT(execute(), HasReason("EXECUTION_SUSPENDED"));
  GoTo(2027, 5, 1);
  EXPECT_THAT(execute(), StatusIs(absl::StatusCode::kFailedPrecondition, "EXECUTION_UNCERTAIN"));
  GoTo(2027, 5, 4);
  EXPECT_THAT(execute(), IsOk());
}

}  // namespace
}  // namespace interim::conformance
