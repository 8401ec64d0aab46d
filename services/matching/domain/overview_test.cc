// covers: S16, S203
#include "services/matching/domain/overview.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/rules/text_proto.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/matching/domain/model.h"

namespace interim::matching {
namespace {

const MatchingModel& Model() {
  static const auto* const model = new MatchingModel(*rules::LoadTextProto<MatchingModel>(
      absl::StrCat(INTERIM_SOURCE_DIR, "/services/matching/data/model.textproto")));
  return *model;
}

Ranked Placed(const Profile& profile, const CriterionPoints& points) {
  const auto weights = WeightsOf(SuggestedCriteria(Model(), "en"));
  return {&profile, WeightedScore(points, weights), points};
}

TEST(StableWeightsTest, ThreeOrFewer_HaveNothingToLose) {
  const Profile profile;
  const std::vector<Ranked> three(3, Placed(profile, {10000}));
  EXPECT_TRUE(StableWeights(three, SuggestedCriteria(Model(), "en")).empty());
}

TEST(StableWeightsTest, Ranges_AreExactAtTheirEnds) {
  const Profile profile;
  // The three are full on the first criterion and the fourth on the second; suggested weights are
  // 3000 and 2000. With weight w on the first, the second keeps 2000 of the other 7000, so the
  // fourth has (10000 - w) * 2000 / 7000 and the three have w: equal at w = 2222.2.
  std::vector<Ranked> passing(3, Placed(profile, {10000, 0}));
  passing.push_back(Placed(profile, {0, 10000}));
  const auto stable = StableWeights(passing, SuggestedCriteria(Model(), "en"));
  ASSERT_EQ(stable.size(), 7u);
  EXPECT_EQ(stable[0].criterion_code(), "COMPARABLE_RESULT");
  EXPECT_EQ(stable[0].min_weight_bp(), 2223);
  EXPECT_EQ(stable[0].max_weight_bp(), 10000);
  // With weight w on the second, the first keeps 3000 of the other 8000: equal at w = 2727.3.
  EXPECT_EQ(stable[1].min_weight_bp(), 0);
  EXPECT_EQ(stable[1].max_weight_bp(), 2727);
  // The third takes from both alike.
  EXPECT_EQ(stable[2].min_weight_bp(), 0);
  EXPECT_EQ(stable[2].max_weight_bp(), 10000);
}

TEST(StableWeightsTest, AllWeightOnOne_CannotMove) {
  const Profile profile;
  auto criteria = SuggestedCriteria(Model(), "en");
  for (auto& criterion : criteria) criterion.set_weight_bp(0);
  criteria[0].set_weight_bp(kFullBp);
  const std::vector<Ranked> four(4, Placed(profile, {10000}));
  const auto stable = StableWeights(four, criteria);
  EXPECT_EQ(stable[0].min_weight_bp(), kFullBp);
  EXPECT_EQ(stable[0].max_weight_bp(), kFullBp);
}

TEST(CountFacetsTest, Values_AreCountedOncePerCandidate_MostFirst) {
  Codes codes;
  Profile first;
  first.channel = v1::CHANNEL_DIRECT;
  first.roles = {codes.Add("TRANS"), codes.Add("PLANT")};
  first.tracks = {Track{.sector = codes.Add("INDUSTRY")}, Track{.sector = codes.Add("INDUSTRY")}};
  Profile second = first;
  second.roles = {codes.Add("PLANT")};
  const auto facets = CountFacets({{&first, 1, {}}, {&second, 1, {}}}, codes);
  std::vector<std::string> shown;
  for (const v1::Facet& facet : facets) {
    shown.push_back(absl::StrCat(facet.field(), " ", facet.value(), " ", facet.match_count()));
  }
  EXPECT_THAT(shown, ::testing::ElementsAre("channel DIRECT 2", "sector INDUSTRY 2", "role PLANT 2",
                                            "role TRANS 1"));
}

}  // namespace
}  // namespace interim::matching
