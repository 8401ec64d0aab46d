// covers: S2, S16, S24, S87, S105, S139, S141, S190, S197, S198, S199, S218, S219, X10
#include "services/matching/domain/ranking.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "common/rules/text_proto.h"
#include "common/type/convert.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace interim::matching {
namespace {

using ::testing::ElementsAre;

const MatchingModel& Model() {
  static const auto* const model = new MatchingModel(*rules::LoadTextProto<MatchingModel>(
      absl::StrCat(INTERIM_SOURCE_DIR, "/services/matching/data/model.textproto")));
  return *model;
}

Date Day(absl::string_view text) { return *Date::Parse(text); }

v1::Candidate Fits(const std::string& id = "c1") {
  v1::Candidate candidate;
  candidate.set_name(absl::StrCat("organizations/acme/candidates/", id));
  candidate.set_channel(v1::CHANNEL_DIRECT);
  candidate.add_role_codes("TRANS");
  candidate.add_skills("site integration");
  *candidate.mutable_available_date() = ToProto(Day("2026-02-02"));
  candidate.set_days_per_week(5);
  *candidate.mutable_hourly_rate() = ToProto(Money::Eur(15000));
  candidate.add_style_codes("AUTHORITATIVE");
  v1::TrackRecord* track = candidate.add_track_records();
  track->set_situation_code("TR-MERGER");
  track->set_role_code("TRANS");
  track->set_sector_code("INDUSTRY");
  track->set_mandate_level(3);
  track->set_result_evidence(v1::RESULT_EVIDENCE_CONFIRMED);
  track->set_has_handover(true);
  track->set_has_approved_plan(true);
  return candidate;
}

v1::Need Merger() {
  v1::Need need;
  need.add_situation_codes("TR-MERGER");
  need.set_role_code("TRANS");
  need.set_second_role_code("PLANT");
  need.set_sector_code("INDUSTRY");
  need.set_mandate_level(2);
  *need.mutable_start_date() = ToProto(Day("2026-02-02"));
  need.set_duration_months(11);
  *need.mutable_max_hourly_rate() = ToProto(Money::Eur(15000));
  need.add_skills("integratie vestiging");
  need.add_conflicting_parties("Borduurwerk BV");
  need.add_style_codes("AUTHORITATIVE");
  return need;
}

struct Compiled {
  Codes codes;
  Profile profile;
  CompiledNeed need;
};
Compiled Compile(const v1::Candidate& candidate, const v1::Need& need,
                 absl::string_view today = "2026-01-19") {
  Compiled compiled;
  compiled.profile = *CompileCandidate(Model(), candidate, compiled.codes);
  compiled.need = *CompileNeed(Model(), need, {}, Day(today), compiled.codes);
  return compiled;
}
std::uint32_t OutOf(const v1::Candidate& candidate, const v1::Need& need,
                    absl::string_view today = "2026-01-19") {
  const Compiled compiled = Compile(candidate, need, today);
  return KnockOuts(Model(), compiled.need, compiled.profile);
}
CriterionPoints PointsOf(const v1::Candidate& candidate, const v1::Need& need = Merger()) {
  const Compiled compiled = Compile(candidate, need);
  return ScorePoints(Model(), compiled.need, compiled.profile);
}

TEST(ModelTest, DataFile_IsSound) { EXPECT_EQ(CheckModel(Model()), absl::OkStatus()); }

TEST(NormalizeWordsTest, Titles_InBothLanguages_MeanTheSame) {
  EXPECT_THAT(NormalizeWords(Model(), "Interim Plant Manager a.i."),
              ElementsAre("fabriek", "manager"));
  EXPECT_EQ(NormalizeWords(Model(), "waarnemend fabriek manager"),
            NormalizeWords(Model(), "Acting Plant Manager"));
  EXPECT_EQ(NormalizeWords(Model(), "fusie"), NormalizeWords(Model(), "Merger"));
}

TEST(NormalizeWordsTest, Abbreviation_CountsOnlyInCapitals) {
  EXPECT_THAT(NormalizeWords(Model(), "plant or site"), ElementsAre("fabriek"));
  EXPECT_THAT(NormalizeWords(Model(), "overleg met OR"),
              ElementsAre("overleg", "met", "ondernemingsraad"));
}

TEST(KnockOutsTest, Fitting_PassesAll) { EXPECT_EQ(OutOf(Fits(), Merger()), 0u); }

TEST(KnockOutsTest, Rate_OneCentAboveTheMaximum_IsOut) {
  auto candidate = Fits();
  *candidate.mutable_hourly_rate() = ToProto(Money::Eur(15001));
  EXPECT_EQ(OutOf(candidate, Merger()), kOutRate);
}

TEST(KnockOutsTest, Availability_HasTwoWeeksOfGrace) {
  auto candidate = Fits();
  *candidate.mutable_available_date() = ToProto(Day("2026-02-16"));
  EXPECT_EQ(OutOf(candidate, Merger()), 0u);
  *candidate.mutable_available_date() = ToProto(Day("2026-02-17"));
  EXPECT_EQ(OutOf(candidate, Merger()), kOutAvailability);
}

TEST(KnockOutsTest, SecondRole_IsEnough) {
  auto candidate = Fits();
  candidate.set_role_codes(0, "PLANT");
  EXPECT_EQ(OutOf(candidate, Merger()), 0u);
  candidate.set_role_codes(0, "CFO");
  EXPECT_EQ(OutOf(candidate, Merger()), kOutRole);
}

TEST(KnockOutsTest, Shares_InTheClient_AreOutAndFormerEmploymentIsNot) {
  auto candidate = Fits();
  v1::Tie* tie = candidate.add_ties();
  tie->set_party(" borduurwerk bv ");
  tie->set_kind(v1::TIE_KIND_SHARES);
  EXPECT_EQ(OutOf(candidate, Merger()), kOutInterest);
  tie->set_kind(v1::TIE_KIND_FORMER_EMPLOYMENT);
  EXPECT_EQ(OutOf(candidate, Merger()), 0u);
  auto independent = Merger();
  independent.set_requires_independence(true);
  EXPECT_EQ(OutOf(candidate, independent), kOutInterest);
}

TEST(KnockOutsTest, Retention_LastDayMayStillBeUsed) {
  auto candidate = Fits();
  *candidate.mutable_delete_date() = ToProto(Day("2026-01-19"));
  EXPECT_EQ(OutOf(candidate, Merger(), "2026-01-19"), 0u);
  EXPECT_EQ(OutOf(candidate, Merger(), "2026-01-20"), kOutRetention);
}

TEST(KnockOutsTest, ChannelRegionAndDays_EachCount) {
  auto need = Merger();
  need.add_channel_codes("INTERIM_BUREAU");
  need.set_region_code("NL-NB");
  auto candidate = Fits();
  candidate.set_days_per_week(4);
  candidate.add_region_codes("NL-GR");
  EXPECT_EQ(OutOf(candidate, need), kOutChannel | kOutRegion | kOutDays);
}

TEST(KnockOutsTest, Agency_ThatIsNotRegistered_IsOut) {
  auto candidate = Fits();
  candidate.set_channel(v1::CHANNEL_SECONDMENT_AGENCY);
  candidate.set_supplier("organizations/acme/suppliers/s1");
  Compiled compiled = Compile(candidate, Merger());
  EXPECT_EQ(KnockOuts(Model(), compiled.need, compiled.profile), 0u);
  compiled.need.barred_suppliers = {compiled.profile.supplier};
  EXPECT_EQ(KnockOuts(Model(), compiled.need, compiled.profile), kOutSupplier);
  EXPECT_EQ(KnockOutCode(8), "SUPPLIER");
}

TEST(ScorePointsTest, BestOfEverything_IsFullExceptPoliticalSkill) {
  EXPECT_THAT(PointsOf(Fits()), ElementsAre(10000, 10000, 0, 10000, 6000, 10000, 10000));
}

TEST(ScorePointsTest, Result_Claimed_CountsLessThanConfirmedAndContradictedNothing) {
  auto candidate = Fits();
  candidate.mutable_track_records(0)->set_result_evidence(v1::RESULT_EVIDENCE_CLAIMED);
  EXPECT_EQ(PointsOf(candidate)[0], 8500);
  candidate.mutable_track_records(0)->set_result_evidence(v1::RESULT_EVIDENCE_CONTRADICTED);
  EXPECT_EQ(PointsOf(candidate)[0], 7500);
}

TEST(ScorePointsTest, AnotherKindOfAssignment_IsNotComparable) {
  auto candidate = Fits();
  candidate.mutable_track_records(0)->set_situation_code("PR-ERP");
  EXPECT_EQ(PointsOf(candidate)[0], 0);
}

TEST(ScorePointsTest, Mandate_BelowTheNeed_LosesItsPart) {
  auto candidate = Fits();
  candidate.mutable_track_records(0)->set_mandate_level(2);
  EXPECT_EQ(PointsOf(candidate)[0], 10000);
  candidate.mutable_track_records(0)->set_mandate_level(1);
  EXPECT_EQ(PointsOf(candidate)[0], 8500);
}

TEST(RankTest, EqualScores_GoByName_AndPagesJoin) {
  Codes codes;
  std::vector<Profile> owned;
  for (const char* id : {"c3", "c1", "c2"}) {
    owned.push_back(*CompileCandidate(Model(), Fits(id), codes));
  }
  std::vector<const Profile*> profiles;
  for (const Profile& profile : owned) profiles.push_back(&profile);
  const auto need = *CompileNeed(Model(), Merger(), {}, Day("2026-01-19"), codes);
  const auto weights = WeightsOf(SuggestedCriteria(Model(), "en"));
  const auto first = Rank(Model(), need, weights, profiles, {}, 2);
  ASSERT_GE(first.ranked.size(), 2u);
  EXPECT_EQ(first.total, 3);
  EXPECT_EQ(first.ranked[0].profile->name, "organizations/acme/candidates/c1");
  EXPECT_EQ(first.ranked[1].profile->name, "organizations/acme/candidates/c2");
  const auto second =
      Rank(Model(), need, weights, profiles,
           {.score_bp = first.ranked[1].score_bp, .name = first.ranked[1].profile->name}, 2);
  ASSERT_EQ(second.ranked.size(), 1u);
  EXPECT_EQ(second.ranked[0].profile->name, "organizations/acme/candidates/c3");
}

TEST(ExplainTest, Match_NamesFindingsAndWhatWouldHelp) {
  auto candidate = Fits();
  candidate.mutable_track_records(0)->set_result_evidence(v1::RESULT_EVIDENCE_CLAIMED);
  const Compiled compiled = Compile(candidate, Merger());
  std::map<std::string, int> asked;
  const auto match = Explain(Model(), compiled.need, SuggestedCriteria(Model(), "en"),
                             compiled.profile, [&](const std::string& key, const TextParams&) {
                               ++asked[key];
                               return key;
                             });
  EXPECT_EQ(match.criteria(0).finding(), v1::CriterionMatch::FINDING_UNPROVEN);
  EXPECT_EQ(match.criteria(2).finding(), v1::CriterionMatch::FINDING_UNPROVEN);
  EXPECT_THAT(match.improvements(),
              ElementsAre("improve.COMPARABLE_RESULT", "improve.SECTOR_EXPERIENCE"));
  EXPECT_EQ(match.criteria(1).evidence(), "evidence.KNOWLEDGE_FIT.found");
  EXPECT_EQ(match.criteria(1).asked_count(), 1);
  EXPECT_EQ(match.reverse_fit_size(), 0);
}

TEST(ExplainTest, NoSkillsAsked_SaysSo_AndTheOtherSideIsTold) {
  auto need = Merger();
  need.clear_skills();
  need.set_days_per_week(4);
  auto candidate = Fits();
  *candidate.mutable_available_date() = ToProto(Day("2026-02-03"));
  const Compiled compiled = Compile(candidate, need);
  const auto match =
      Explain(Model(), compiled.need, SuggestedCriteria(Model(), "en"), compiled.profile,
              [](const std::string& key, const TextParams&) { return key; });
  EXPECT_EQ(match.criteria(1).evidence(), "evidence.KNOWLEDGE_FIT.not_asked");
  EXPECT_THAT(match.reverse_fit_codes(), ElementsAre("FEWER_DAYS", "EARLIER_START"));
  EXPECT_THAT(match.reverse_fit(), ElementsAre("reverse.FEWER_DAYS", "reverse.EARLIER_START"));
}

}  // namespace
}  // namespace interim::matching
