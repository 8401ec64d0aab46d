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

v1::Candidate Read(const std::string& name) {
  return Must(Call<v1::Candidate>("GetCandidate", Named<v1::GetCandidateRequest>(name)));
}
// A selection that has placed its first entry.
v1::Selection Filled() {
  const v1::Selection selection = WithEvidence();
  Must(Call<v1::Selection>("DecideSelection", Deciding(selection), kSponsor));
  return Must(
      Call<v1::Selection>("RecordPlacement",
                          Named<v1::RecordPlacementRequest>(
                              selection.name(), "contract: 'organizations/acme/contracts/k1'"),
                          kService1));
}

TEST(RetentionTest, Placement_StartsTheTermOfTheOthers_AndNeverOfThePlaced) {
  const v1::Selection placed = Filled();
  EXPECT_TRUE(placed.has_end_date());
  const std::string manager = placed.entries(0).candidate();
  EXPECT_TRUE(Read(placed.entries(1).candidate()).has_delete_date());
  EXPECT_TRUE(Read(placed.entries(2).candidate()).has_delete_date());
  EXPECT_TRUE(Read(manager).is_placed());
  EXPECT_FALSE(Read(manager).has_delete_date());
  const v1::Selection other = Shortlisted();
  Must(Call<v1::Selection>("CloseProcedure", Named<v1::CloseProcedureRequest>(other.name())));
  EXPECT_FALSE(Read(manager).has_delete_date()) << "passed over elsewhere, and placed here";
}

TEST(RetentionTest, LastDayOfUse_OutlivesUpdateAndImport) {
  const v1::Selection selection = Shortlisted();
  Must(Call<v1::Selection>("CloseProcedure", Named<v1::CloseProcedureRequest>(selection.name())));
  v1::Candidate candidate = Read(selection.entries(1).candidate());
  const auto last = candidate.delete_date().SerializeAsString();
  ASSERT_NE(last, "");
  v1::UpdateCandidateRequest update;
  *update.mutable_candidate() = candidate;
  update.mutable_candidate()->clear_delete_date();
  update.mutable_candidate()->set_days_per_week(4);
  update.set_request_id(NextRequestId());
  EXPECT_EQ(Must(Call<v1::Candidate>("UpdateCandidate", update)).delete_date().SerializeAsString(),
            last);
  const std::string id = candidate.name().substr(candidate.name().rfind('/') + 1);
  bool sent = false;
  v1::ImportCandidatesRequest message;
  v1::ImportCandidatesResponse response;
  const rpc::CallOptions options{.token = Server().tokens().For(kHr)};
  EXPECT_THAT(
      Server().client().SendStream(
          std::string(kService) + "ImportCandidates",
          [&](google::protobuf::Message& out) {
            if (sent) return false;
            static_cast<v1::ImportCandidatesRequest&>(out) = Below<v1::ImportCandidatesRequest>(
                "organizations/acme",
                absl::StrCat("candidate_id: '", id, "' candidate { ", CandidateText(77), " }"));
            sent = true;
            return true;
          },
          message, response, options),
      IsOk());
  EXPECT_EQ(response.updated_count(), 1);
  EXPECT_EQ(Read(candidate.name()).delete_date().SerializeAsString(), last);
}

TEST(RetentionTest, LastDay_IsUsable_TheDayAfterIsNot) {
  const v1::Selection selection = Shortlisted();
  Must(Call<v1::Selection>("CloseProcedure", Named<v1::CloseProcedureRequest>(selection.name())));
  const auto get = Named<v1::GetCandidateRequest>(selection.entries(1).candidate());
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
