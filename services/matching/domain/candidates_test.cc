// covers: S197
#include "services/matching/domain/candidates.h"

#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "common/type/convert.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace interim::matching {
namespace {

constexpr char kSelection[] = "organizations/acme/selections/l1";

const law::LawData& Law() {
  static const auto* const law = new law::LawData(
      *law::LawData::Load(absl::StrCat(INTERIM_SOURCE_DIR, "/common/law/data"), {}));
  return *law;
}
Date Day(absl::string_view text) { return *Date::Parse(text); }

v1::Candidate Known() {
  v1::Candidate candidate;
  candidate.set_name("organizations/acme/candidates/c1");
  candidate.set_etag("7");
  candidate.set_given_name("Test");
  candidate.set_days_per_week(5);
  *candidate.mutable_hourly_rate() = ToProto(Money::Eur(15050));
  candidate.add_skills("integration");
  v1::TrackRecord* track = candidate.add_track_records();
  track->set_situation_code("TR-MERGER");
  track->set_result_evidence(v1::RESULT_EVIDENCE_CLAIMED);
  v1::Tie* tie = candidate.add_ties();
  tie->set_party("Rival NV");
  tie->set_kind(v1::TIE_KIND_SHARES);
  *candidate.mutable_delete_date() = ToProto(Day("2026-03-01"));
  return candidate;
}
std::string Refused(const v1::Candidate& after, OutsideParty party = OutsideParty::kSupplier) {
  const auto error = FindError(CheckOutsideChange(Known(), after, party));
  if (!error) return "";
  EXPECT_EQ(error->reason, "FIELD_NOT_YOURS");
  return error->metadata.back().second;
}
std::string LastUse(const v1::Candidate& candidate) {
  if (!candidate.has_delete_date()) return "none";
  return DateFromProto(candidate.delete_date(), "delete_date")->ToString();
}

TEST(MergeCandidateTest, EmptyMask_ReplacesListsAndAmounts) {
  v1::Candidate wanted;
  wanted.add_skills("lean");
  *wanted.mutable_hourly_rate() = ToProto(Money::Eur(16000));
  const auto after = MergeCandidate(Known(), wanted, {});
  EXPECT_THAT(after.skills(), ::testing::ElementsAre("lean"));
  EXPECT_EQ(MoneyFromProto(after.hourly_rate(), "rate")->cents(), 16000);
  EXPECT_EQ(after.given_name(), "Test");
  const auto same = MergeCandidate(Known(), PlainCandidate(Known()), {});
  EXPECT_EQ(same.track_records_size(), 1);
}

TEST(MergeCandidateTest, WhatTheServiceSets_Stays) {
  google::protobuf::FieldMask mask;
  mask.add_paths("delete_date");
  mask.add_paths("name");
  mask.add_paths("days_per_week");
  v1::Candidate wanted;
  wanted.set_days_per_week(4);
  const auto after = MergeCandidate(Known(), wanted, mask);
  EXPECT_EQ(after.days_per_week(), 4);
  EXPECT_EQ(after.name(), Known().name());
  EXPECT_EQ(LastUse(after), "2026-03-01");
  EXPECT_EQ(LastUse(ReplaceCandidate(Known(), wanted)), "2026-03-01");
}

TEST(CheckOutsideChangeTest, Availability_IsTheirs_ProofIsNot) {
  auto after = Known();
  after.set_days_per_week(4);
  after.add_skills("lean");
  after.add_region_codes("NL-NB");
  after.add_ties()->set_party("Else");
  EXPECT_EQ(Refused(after), "");
  after.mutable_track_records(0)->set_result_evidence(v1::RESULT_EVIDENCE_CONFIRMED);
  EXPECT_EQ(Refused(after), "track_records");
  after = Known();
  after.set_supplier("organizations/acme/suppliers/s9");
  EXPECT_EQ(Refused(after), "supplier");
  after = Known();
  after.clear_ties();
  after.add_ties()->set_party("Else");
  EXPECT_EQ(Refused(after), "ties");
}

TEST(CheckOutsideChangeTest, Consent_IsTheCandidatesOwn) {
  auto after = Known();
  *after.mutable_consent_date() = ToProto(Day("2026-01-19"));
  EXPECT_EQ(Refused(after), "consent_date");
  EXPECT_EQ(Refused(after, OutsideParty::kCandidate), "");
}

TEST(RetentionTest, PassedOver_FourWeeks_OrTwelveMonthsWithConsent) {
  auto candidate = Known();
  candidate.clear_delete_date();
  const Date end = Day("2026-01-19");
  EXPECT_EQ(LastUse(*AsPassedOver(Law(), candidate, kSelection, end)), "2026-02-16");
  *candidate.mutable_consent_date() = ToProto(Day("2026-01-10"));
  EXPECT_EQ(LastUse(*AsPassedOver(Law(), candidate, kSelection, end)), "2027-01-19");
}

TEST(RetentionTest, ChosenAndPlaced_AreNotBlockedByAnotherProcedure) {
  const Date end = Day("2026-01-19");
  const auto chosen = AsChosen(Known(), "organizations/acme/selections/l2");
  EXPECT_EQ(LastUse(chosen), "none");
  EXPECT_EQ(LastUse(*AsPassedOver(Law(), chosen, kSelection, end)), "none");
  const auto placed = AsPlaced(chosen);
  EXPECT_EQ(LastUse(*AsPassedOver(Law(), placed, kSelection, end)), "none");
  // Chosen and then not placed: the term runs from the end of that search.
  EXPECT_EQ(LastUse(*AsPassedOver(Law(), AsChosen(Known(), kSelection), kSelection, end)),
            "2026-02-16");
}

TEST(RetentionTest, TermThatHasPassed_IsNotRevived) {
  EXPECT_EQ(LastUse(*AsPassedOver(Law(), Known(), kSelection, Day("2026-03-02"))), "2026-03-01");
  EXPECT_EQ(LastUse(*AsPassedOver(Law(), Known(), kSelection, Day("2026-03-01"))), "2026-03-29");
  EXPECT_TRUE(CheckUsable(Known(), Day("2026-03-01")).ok());
  EXPECT_EQ(ReasonOf(CheckUsable(Known(), Day("2026-03-02"))), "RETENTION_ENDED");
}

TEST(RetentionTest, Consent_TakenAway_EndsTheUseAtOnce_AndGivenLengthensIt) {
  const Date today = Day("2026-01-20");
  const auto plain = *AsPassedOver(Law(), Known(), kSelection, Day("2026-01-19"));
  auto given = plain;
  *given.mutable_consent_date() = ToProto(today);
  const auto kept = *WithConsent(Law(), plain, given, today);
  EXPECT_EQ(LastUse(kept), "2027-01-19");
  auto taken = kept;
  taken.clear_consent_date();
  const auto ended = *WithConsent(Law(), kept, taken, today);
  EXPECT_EQ(LastUse(ended), "2026-01-19");
  EXPECT_EQ(ReasonOf(CheckUsable(ended, today)), "RETENTION_ENDED");
  EXPECT_EQ(LastUse(*WithConsent(Law(), AsPlaced(kept), AsPlaced(taken), today)), "none");
}

}  // namespace
}  // namespace interim::matching
