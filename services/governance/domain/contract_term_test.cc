// covers: S15, S146, S240
#include "services/governance/domain/contract_term.h"

#include <string>

#include "common/type/convert.h"
#include "gtest/gtest.h"
#include "services/governance/domain/mandate.h"
#include "services/governance/domain/test_engagement.h"

namespace interim::governance {
namespace {

namespace cv = ::interim::contracting::v1;
using testing::Day;
using testing::FromText;
using testing::TestEngagement;
using testing::TestPolicy;

// The test engagement runs from 2026-01-12 to 2026-12-11, as its contract does.
v1::Engagement WithContract() {
  v1::Engagement engagement = TestEngagement();
  engagement.set_contract("organizations/acme/contracts/c1");
  *engagement.mutable_contract_end_date() = engagement.end_date();
  return engagement;
}

v1::Engagement Followed(const v1::Engagement& engagement, const ContractTerm& term,
                        absl::string_view today = "2026-06-01") {
  const auto after = FollowTerm(TestPolicy(), engagement, term, Day(today));
  EXPECT_TRUE(after.ok()) << after.status();
  return after.ok() ? *after : v1::Engagement();
}

std::string End(const v1::Engagement& engagement) {
  return DateFromProto(engagement.end_date(), "end_date")->ToString();
}

TEST(FollowTermTest, SameLastDay_ChangesNothing) {
  const v1::Engagement before = WithContract();
  EXPECT_EQ(Followed(before, {.end = Day("2026-12-11")}).SerializeAsString(),
            before.SerializeAsString());
}

TEST(FollowTermTest, Extension_MovesEndAndHandover_ButStretchesNoMandate) {
  const v1::Engagement after = Followed(WithContract(), {.end = Day("2027-03-31")});
  EXPECT_EQ(End(after), "2027-03-31");
  EXPECT_EQ(*DateFromProto(after.handover_start_date(), ""), Day("2027-02-17"));
  EXPECT_EQ(*DateFromProto(after.contract_end_date(), ""), Day("2027-03-31"));
  EXPECT_EQ(*DateFromProto(after.mandate().valid_to_date(), ""), Day("2026-12-11"));
}

TEST(FollowTermTest, Notice_CutsTheMandate_AndKeepsTheFormerEnd) {
  const v1::Engagement after = Followed(
      WithContract(), {.end = Day("2026-06-30"), .is_over = true, .former_end = Day("2026-12-11")});
  EXPECT_EQ(End(after), "2026-06-30");
  EXPECT_EQ(*DateFromProto(after.mandate().valid_to_date(), ""), Day("2026-06-30"));
  EXPECT_EQ(*DateFromProto(after.former_end_date(), ""), Day("2026-12-11"));
  EXPECT_TRUE(after.is_contract_over());
}

TEST(FollowTermTest, ContractEndedBeforeTheStart_EndsOnTheFirstDay) {
  EXPECT_EQ(End(Followed(WithContract(), {.end = Day("2026-01-05")})), "2026-01-12");
}

TEST(FollowTermTest, EndOfItsOwn_IsCut_ButNotStretched) {
  v1::Engagement narrow = WithContract();
  *narrow.mutable_end_date() = ToProto(Day("2026-09-30"));
  *narrow.mutable_agreed_end_date() = narrow.end_date();
  const v1::Engagement longer = Followed(narrow, {.end = Day("2027-03-31")});
  EXPECT_EQ(End(longer), "2026-09-30");
  const v1::Engagement cut = Followed(longer, {.end = Day("2026-08-31")});
  EXPECT_EQ(End(cut), "2026-08-31");
  // The contract is extended again: back to what was agreed, no further.
  EXPECT_EQ(End(Followed(cut, {.end = Day("2026-09-15")})), "2026-09-15");
  EXPECT_EQ(End(Followed(cut, {.end = Day("2027-03-31")})), "2026-09-30");
  const v1::Engagement met = Followed(longer, {.end = Day("2026-09-30")});
  EXPECT_EQ(End(Followed(met, {.end = Day("2027-03-31")})), "2026-09-30");
}

TEST(FollowTermTest, OpenedBeforeItsContractWasRead_KeepsItsOwnEnd) {
  v1::Engagement old = WithContract();
  old.clear_contract_end_date();
  const v1::Engagement read = Followed(old, {.end = Day("2027-03-31")});
  EXPECT_EQ(End(read), "2026-12-11");
  EXPECT_EQ(End(Followed(read, {.end = Day("2027-04-30")})), "2026-12-11");
}

TEST(FollowTermTest, NoticeThatShortensNothing_IsNoEarlyEnd) {
  v1::Engagement narrow = WithContract();
  *narrow.mutable_end_date() = ToProto(Day("2026-06-30"));
  *narrow.mutable_agreed_end_date() = narrow.end_date();
  const v1::Engagement after =
      Followed(narrow, {.end = Day("2026-08-31"), .former_end = Day("2026-12-11")});
  EXPECT_EQ(End(after), "2026-06-30");
  EXPECT_FALSE(after.has_former_end_date());
  // One that does is remembered with the engagement's own end, also when it is read again.
  const ContractTerm early = {.end = Day("2026-05-31"), .former_end = Day("2026-12-11")};
  const v1::Engagement shorter = Followed(narrow, early);
  EXPECT_EQ(*DateFromProto(shorter.former_end_date(), ""), Day("2026-06-30"));
  EXPECT_EQ(Followed(shorter, early).SerializeAsString(), shorter.SerializeAsString());
}

TEST(FollowTermTest, LongestInterimTerm_IsTheLastThatIsFollowed) {
  EXPECT_EQ(End(Followed(WithContract(), {.end = Day("2028-01-11")})), "2028-01-11");
  const v1::Engagement stays = Followed(WithContract(), {.end = Day("2028-01-12")});
  EXPECT_EQ(End(stays), "2026-12-11");
  EXPECT_EQ(*DateFromProto(stays.contract_end_date(), ""), Day("2028-01-12"));
}

TEST(FollowTermTest, ExtensionDuringTheExit_ResumesTheWork_UnlessTheExitIsStillDue) {
  v1::Engagement exiting = WithContract();
  exiting.set_state(v1::ENGAGEMENT_STATE_EXITING);
  EXPECT_EQ(Followed(exiting, {.end = Day("2027-03-31")}, "2026-11-15").state(),
            v1::ENGAGEMENT_STATE_ACTIVE);
  EXPECT_EQ(Followed(exiting, {.end = Day("2026-12-18")}, "2026-11-15").state(),
            v1::ENGAGEMENT_STATE_EXITING);
}

TEST(TermOfTest, TheDayItEnded_GoesBeforeNoticeAndPeriod) {
  auto contract = FromText<cv::Contract>(R"pb(
    state: CONTRACT_STATE_ACTIVE
    period {
      start_date { year: 2026 month: 1 day: 12 }
      end_date { year: 2026 month: 12 day: 11 }
    }
  )pb");
  EXPECT_EQ(TermOf(contract)->end, Day("2026-12-11"));
  *contract.mutable_termination() = FromText<cv::Termination>(R"pb(
    end_date { year: 2026 month: 6 day: 30 }
    former_end_date { year: 2026 month: 12 day: 11 }
  )pb");
  EXPECT_EQ(TermOf(contract)->end, Day("2026-06-30"));
  EXPECT_FALSE(TermOf(contract)->is_over);
  EXPECT_EQ(TermOf(contract)->former_end, Day("2026-12-11"));
  contract.set_state(cv::CONTRACT_STATE_ENDED);
  *contract.mutable_end_date() = ToProto(Day("2026-05-31"));
  EXPECT_EQ(TermOf(contract)->end, Day("2026-05-31"));
  EXPECT_TRUE(TermOf(contract)->is_over);
}

TEST(TermOfTest, ContractWithoutDays_IsAnError) {
  EXPECT_EQ(TermOf(cv::Contract()).status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace interim::governance
