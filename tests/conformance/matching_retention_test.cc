// Data of a candidate who was not chosen may be used until its last day; the clock of this server
// is moved, so the test has a program of its own.
#include <string>

#include "interim/clock/v1/clock_service.pb.h"
#include "tests/conformance/matching_calls.h"

namespace interim::conformance {
namespace {

void MoveDays(int days) {
  const Person admin{.subject = "u-admin", .roles = {"admin"}};
  const auto now = Server().Call<clock::v1::Clock>("interim.clock.v1.ClockService/GetClock",
                                                   clock::v1::GetClockRequest(), admin);
  ASSERT_THAT(now, IsOk());
  clock::v1::SetClockRequest request;
  constexpr int kDaySeconds = 86400;
  request.mutable_offset()->set_seconds(now->offset().seconds() + days * kDaySeconds);
  ASSERT_THAT(
      Server().Call<clock::v1::Clock>("interim.clock.v1.ClockService/SetClock", request, admin),
      IsOk());
}

TEST(RetentionTest, LastDay_IsUsable_TheDayAfterIsNot) {
  const v1::Selection selection = Shortlisted();
  Must(Call<v1::Selection>("CloseProcedure", Named<v1::CloseProcedureRequest>(selection.name())));
  const auto get = Named<v1::GetCandidateRequest>(selection.entries(0).candidate());
  v1::Candidate candidate;
  ASSERT_TRUE(testing::WaitFor([&] {
    const auto found = Call<v1::Candidate>("GetCandidate", get);
    if (found.ok()) candidate = *found;
    return candidate.has_delete_date();
  }));
  const google::type::Date& last = candidate.delete_date();
  const auto is_last_day = [&] {
    const auto now = Server().Call<clock::v1::Clock>("interim.clock.v1.ClockService/GetClock",
                                                     clock::v1::GetClockRequest(),
                                                     {.subject = "u-admin", .roles = {"admin"}});
    return now.ok() && now->business_date().SerializeAsString() == last.SerializeAsString();
  };
  constexpr int kMostDays = 400;
  for (int day = 0; day < kMostDays && !is_last_day(); ++day) MoveDays(1);
  ASSERT_TRUE(is_last_day());
  EXPECT_THAT(Call<v1::Candidate>("GetCandidate", get), IsOk());
  MoveDays(1);
  const auto ended = Call<v1::Candidate>("GetCandidate", get);
  EXPECT_THAT(ended, StatusIs(absl::StatusCode::kFailedPrecondition, "RETENTION_ENDED"));
  EXPECT_THAT(ended, HasMetadata("candidate", candidate.name()));
  v1::UpdateCandidateRequest update;
  *update.mutable_candidate() = candidate;
  update.mutable_update_mask()->add_paths("days_per_week");
  EXPECT_THAT(Call<v1::Candidate>("UpdateCandidate", update), HasReason("RETENTION_ENDED"));
}

}  // namespace
}  // namespace interim::conformance
