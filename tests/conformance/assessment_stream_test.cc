// Many needs in one stream, over the wire.
// covers: S1, S36
#include <string>
#include <vector>

#include "common/core/error.h"
#include "tests/conformance/assessment_requests.h"

namespace interim::conformance {
namespace {

using testing::HasField;
using testing::HasReason;
using testing::StatusIs;

constexpr int kMany = 300;

v1::StreamAssessNeedsRequest Needs(int count) {
  auto request = Below<v1::StreamAssessNeedsRequest>();
  for (int i = 0; i < count; ++i) {
    v1::Need* need = request.add_needs();
    need->set_need_id("vacancy-" + std::to_string(i));
    for (const v1::Fact& fact : SiteMerger()) {
      if (fact.key() != "planned_months") *need->add_facts() = fact;
    }
    *need->add_facts() = Number("planned_months", 1 + i % 30);
  }
  return request;
}

// Reads until `more` says no.
absl::Status Read(const v1::StreamAssessNeedsRequest& request, std::vector<v1::AssessedNeed>& needs,
                  bool to_the_end = false, const Person& person = Hr()) {
  v1::StreamAssessNeedsResponse response;
  return Server().client().ReadStream(
      std::string(kService) + "StreamAssessNeeds", request, response,
      [&](const google::protobuf::Message& message) {
        const auto& part = static_cast<const v1::StreamAssessNeedsResponse&>(message);
        needs.insert(needs.end(), part.needs().begin(), part.needs().end());
        return to_the_end || part.remaining_count() > 0;
      },
      {.token = Server().tokens().For(person), .timeout = absl::Seconds(30)});
}

TEST(NeedStreamTest, EveryNeedIsAnswered_InOrder_AsAssessNeedWould) {
  const v1::StreamAssessNeedsRequest request = Needs(kMany);
  std::vector<v1::AssessedNeed> needs;
  ASSERT_THAT(Read(request, needs), IsOk());
  ASSERT_EQ(needs.size(), static_cast<std::size_t>(kMany));
  for (int i = 0; i < kMany; ++i) {
    EXPECT_EQ(needs[i].need_index(), i);
    EXPECT_EQ(needs[i].need_id(), "vacancy-" + std::to_string(i));
    EXPECT_EQ(needs[i].advice().outcome(),
              1 + i % 30 > 24 ? v1::ADVICE_OUTCOME_PERMANENT : v1::ADVICE_OUTCOME_INTERIM);
    EXPECT_TRUE(needs[i].advice().flips().empty()) << "basic unless asked";
  }
  auto single = Below<v1::AssessNeedRequest>();
  *single.mutable_facts() = request.needs(7).facts();
  single.set_view(v1::ADVICE_VIEW_BASIC);
  const auto alone = Call<v1::AssessNeedResponse>("AssessNeed", single);
  ASSERT_THAT(alone, IsOk());
  EXPECT_EQ(needs[7].advice().SerializeAsString(), alone->advice().SerializeAsString());
}

TEST(NeedStreamTest, FullView_HasFlips_AndDisputesAreTaken) {
  v1::StreamAssessNeedsRequest request = Needs(1);
  request.set_view(v1::ADVICE_VIEW_FULL);
  v1::DisputedFact* disputed = request.mutable_needs(0)->add_disputed_facts();
  *disputed->add_possible() = Number("recruitment_months", 2);
  *disputed->add_possible() = Number("recruitment_months", 8);
  std::vector<v1::AssessedNeed> needs;
  ASSERT_THAT(Read(request, needs), IsOk());
  ASSERT_EQ(needs.size(), 1u);
  EXPECT_FALSE(needs[0].advice().flips().empty());
  EXPECT_EQ(needs[0].advice().disagreements_size(), 1);
}

TEST(NeedStreamTest, LeftOpen_EndsByItself_AndSaysSo) {
  std::vector<v1::AssessedNeed> needs;
  EXPECT_THAT(Read(Needs(3), needs, true),
              StatusIs(absl::StatusCode::kOutOfRange, "STREAM_COMPLETE"));
  EXPECT_EQ(needs.size(), 3u);
}

TEST(NeedStreamTest, BadNeeds_AreRefusedBeforeAnythingIsComputed) {
  v1::StreamAssessNeedsRequest request = Needs(3);
  *request.mutable_needs(1)->add_facts() = Number("planned_months", 3);
  *request.mutable_needs(2)->add_facts() = Choice("weather", "sunny");
  std::vector<v1::AssessedNeed> needs;
  const absl::Status status = Read(request, needs);
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  EXPECT_THAT(status, HasField("needs[1].facts[18].key"));
  EXPECT_THAT(status, HasField("needs[2].facts[18].key"));
  EXPECT_TRUE(needs.empty());
  EXPECT_THAT(Read(Needs(0), needs), HasField("needs"));
  EXPECT_THAT(Read(Needs(4001), needs), HasField("needs"));
  request = Needs(1);
  request.mutable_needs(0)->set_need_id(std::string(65, 'x'));
  EXPECT_THAT(Read(request, needs), HasField("needs[0].need_id"));
  request = Needs(1);
  request.mutable_reference_date()->set_year(2026);
  EXPECT_THAT(Read(request, needs), HasField("reference_date"));
}

TEST(NeedStreamTest, Identity_IsChecked) {
  std::vector<v1::AssessedNeed> needs;
  const Person rater{.subject = "u-rater", .roles = {"rater"}};
  EXPECT_THAT(Read(Needs(1), needs, false, rater), StatusIs(absl::StatusCode::kPermissionDenied));
  Person stranger = Hr();
  stranger.organization = "globex";
  EXPECT_THAT(Read(Needs(1), needs, false, stranger),
              StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_TRUE(needs.empty());
}

}  // namespace
}  // namespace interim::conformance
