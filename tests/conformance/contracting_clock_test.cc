// What happens by itself when days pass; the clock of this server is moved, so the test has a
// program of its own.
// covers: S15, S240
#include <functional>
#include <string>

#include "absl/time/clock.h"
#include "common/testing/matchers.h"
#include "gtest/gtest.h"
#include "interim/contracting/v1/contracting_service.pb.h"
#include "tests/conformance/contracting_calls.h"

namespace interim::conformance {
namespace {

const auto* const kServerEnd = ::testing::AddGlobalTestEnvironment(new ServerEnd);

// Waits until the timers that are due have fired.
void Settle() {
  const absl::Time limit = absl::Now() + absl::Seconds(20);
  for (;;) {
    const auto now =
        Server().Call<clock::v1::Clock>("interim.clock.v1.ClockService/GetClock",
                                        clock::v1::GetClockRequest(), Someone("a", "admin"));
    ASSERT_THAT(now, IsOk());
    if (now->settled()) return;
    ASSERT_LT(absl::Now(), limit) << "timers did not settle";
  }
}

void GoTo(int year, int month, int day) {
  SetDay(year, month, day);
  Settle();
}

// Decided on 4 March, ends on 6 March: nobody decides, so it is told the day after and ends.
TEST(ClockTest, PilotWithoutADecision_IsTold_AndEndsByItself) {
  GoTo(2026, 2, 2);
  const v1::Contract pilot = ActivePilot();
  GoTo(2026, 3, 4);
  EXPECT_FALSE(Read(pilot.name()).pilot().is_overdue());
  GoTo(2026, 3, 5);
  EXPECT_TRUE(Read(pilot.name()).pilot().is_overdue());
  EXPECT_EQ(Read(pilot.name()).state(), v1::CONTRACT_STATE_ACTIVE);
  GoTo(2026, 3, 7);
  EXPECT_EQ(Read(pilot.name()).state(), v1::CONTRACT_STATE_ENDED);
  EXPECT_THAT(DoContract("ExtendContract", Extension(Read(pilot.name()))),
              StatusIs(kPrecondition, "CONTRACT_NOT_IN_FORCE"));
}

TEST(ClockTest, Notice_EndsTheContractTheDayAfterItsNewLastDay) {
  GoTo(2026, 3, 9);
  const v1::Contract base = Active();
  const v1::Contract ending = Must(DoContract("TerminateContract", Notice(base), Board()));
  EXPECT_EQ(ending.termination().end_date().day(), 6);  // 9 March + 28 days = 6 April
  GoTo(2026, 4, 6);
  EXPECT_EQ(Read(base.name()).state(), v1::CONTRACT_STATE_ACTIVE);
  GoTo(2026, 4, 7);
  const v1::Contract ended = Read(base.name());
  EXPECT_EQ(ended.state(), v1::CONTRACT_STATE_ENDED);
  EXPECT_EQ(ended.end_date().day(), 6);
}

// An extension moves the end; without one the contract ends on its day.
TEST(ClockTest, Extension_MovesTheEnd) {
  GoTo(2026, 10, 1);
  const v1::Contract left = Active();
  const v1::Contract extended = Active();
  SignedByBoth(Submitted(Decided(Must(DoContract("ExtendContract", Extension(extended))))));
  GoTo(2026, 12, 12);
  EXPECT_EQ(Read(left.name()).state(), v1::CONTRACT_STATE_ENDED);
  EXPECT_EQ(Read(extended.name()).state(), v1::CONTRACT_STATE_ACTIVE);
  GoTo(2027, 1, 26);
  EXPECT_EQ(Read(extended.name()).state(), v1::CONTRACT_STATE_ENDED);
}

}  // namespace
}  // namespace interim::conformance
