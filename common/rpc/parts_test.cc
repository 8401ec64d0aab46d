// Parts of the wrapper that need no server.
// covers: X3
#include <thread>

#include "absl/strings/str_cat.h"
#include "common/core/ids.h"
#include "common/rpc/channel_settings.h"
#include "common/rpc/client.h"
#include "common/rpc/page_token.h"
#include "common/rpc/peer_caller.h"
#include "common/rpc/reader_text.h"
#include "common/rpc/root_queue.h"
#include "common/rpc/status_codec.h"
#include "common/rpc/testing/notes.pb.h"
#include "common/rpc/validate.h"
#include "common/testing/matchers.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "grpcpp/support/validate_service_config.h"
#include "gtest/gtest.h"

namespace interim::rpc {
namespace {

using testing::HasField;
using testing::HasMetadata;
using testing::HasReason;
using testing::StatusIs;

TEST(ServiceConfigTest, IsValid) {
  for (const std::string& config :
       {RetryServiceConfig("interim.matching.v1.MatchingService"), RetryServiceConfig(""),
        PlainServiceConfig("interim.matching.v1.MatchingService"), PlainServiceConfig("")}) {
    EXPECT_EQ(grpc::experimental::ValidateServiceConfigJSON(config), "") << config;
  }
  EXPECT_NE(grpc::experimental::ValidateServiceConfigJSON("{\"methodConfig\":1}"), "");
}

TEST(StatusCodecTest, EverythingArrives) {
  const absl::Status sent = MakeError({.code = absl::StatusCode::kFailedPrecondition,
                                       .reason = "NOTE_FULL",
                                       .message = "no",
                                       .metadata = {{"note", "n1"}},
                                       .fields = {{"a.b", "BAD", "why"}},
                                       .preconditions = {{"STATE", "n1", "open"}},
                                       .retry_after = absl::Milliseconds(1500)});
  const google::rpc::Status wire =
      EncodeStatus(sent, {.domain = "x.interim", .locale = "nl-NL", .localized = "vol"});
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(wire.details(0).UnpackTo(&info));
  EXPECT_EQ(info.domain(), "x.interim");
  const absl::Status got = DecodeStatus(wire);
  const auto spec = FindError(got);
  ASSERT_TRUE(spec.has_value());
  EXPECT_EQ(spec->reason, "NOTE_FULL");
  EXPECT_THAT(got, HasField("a.b"));
  EXPECT_EQ(spec->fields[0].reason, "BAD");
  EXPECT_THAT(got, HasMetadata("note", "n1"));
  EXPECT_EQ(spec->preconditions[0].subject, "n1");
  EXPECT_EQ(spec->retry_after, absl::Milliseconds(1500));
  EXPECT_EQ(LocalizedOf(got), "vol");
  // Passed on by another service it keeps its domain and text.
  ASSERT_TRUE(EncodeStatus(got, {.domain = "y.interim"}).details(0).UnpackTo(&info));
  EXPECT_EQ(info.domain(), "x.interim");
}

TEST(StatusCodecTest, LargeStatus_FitsAndKeepsItsReason) {
  ErrorSpec spec{.code = absl::StatusCode::kInvalidArgument,
                 .reason = "FIELDS_INVALID",
                 .message = std::string(5000, 'm')};
  for (int i = 0; i < 20; ++i) {
    spec.fields.push_back({std::string(300, 'f'), "BAD", std::string(300, 'd')});
  }
  spec.metadata = {{"fieldCount", "20"}};
  const google::rpc::Status wire = EncodeStatus(MakeError(spec), {.domain = "x.interim"});
  EXPECT_LE(wire.ByteSizeLong(), 4096u);
  EXPECT_THAT(DecodeStatus(wire), HasReason("FIELDS_INVALID"));
  EXPECT_GE(FindError(DecodeStatus(wire))->fields.size(), 1u);
}

TEST(StatusCodecTest, InternalTellsNothing_UnavailableSaysWhenToRetry) {
  const google::rpc::Status wire = EncodeStatus(absl::InternalError("table users is broken"),
                                                {.domain = "x.interim", .request_id = "r1"});
  EXPECT_EQ(wire.message(), "internal error");
  EXPECT_THAT(DecodeStatus(wire), HasMetadata("requestId", "r1"));
  const absl::Status away =
      DecodeStatus(EncodeStatus(absl::UnavailableError("x"), {.domain = "x.interim"}));
  EXPECT_EQ(FindError(away)->retry_after, absl::Seconds(1));
}

TEST(ForReaderTest, DaysInWords_NamesByTheirLastId_TheRestAsItIs) {
  const TextParams params = {{"day", "2026-03-24"},
                             {"name", "organizations/acme/candidates/c1"},
                             {"no_day", "2026-02-30"},
                             {"count", "3"}};
  EXPECT_THAT(ForReader(params, Language::kDutch),
              ::testing::ElementsAre(
                  ::testing::Pair("day", "24 maart 2026"), ::testing::Pair("name", "c1"),
                  ::testing::Pair("no_day", "2026-02-30"), ::testing::Pair("count", "3")));
  EXPECT_EQ(ForReader(params, Language::kEnglish)[0].second, "24 March 2026");
}

TEST(PageTokenTest, BoundToItsScope) {
  notes::v1::ListNotesRequest request;
  request.set_parent("organizations/acme");
  const std::string scope = PageScope("acme", "m", request);
  request.set_page_size(7);
  request.set_page_token("x");
  EXPECT_EQ(PageScope("acme", "m", request), scope) << "the page itself does not count";
  const std::string token = MakePageToken(scope, "notes/n1");
  EXPECT_EQ(*ReadPageToken(scope, token), "notes/n1");
  EXPECT_THAT(ReadPageToken(PageScope("other", "m", request), token),
              HasReason("PAGE_TOKEN_INVALID"));
  request.set_group("g");
  EXPECT_THAT(ReadPageToken(PageScope("acme", "m", request), token),
              HasReason("PAGE_TOKEN_INVALID"));
  EXPECT_THAT(ReadPageToken(scope, token + "A"), HasReason("PAGE_TOKEN_INVALID"));
}

TEST(RootQueueTest, InOrderOfArrival_AndGivesUpInTime) {
  RootQueue queue;
  auto first = std::make_unique<RootQueue::Turn>(queue.Enter("a", absl::Seconds(1)));
  EXPECT_TRUE(*first);
  EXPECT_TRUE(queue.Enter("b", absl::ZeroDuration())) << "another record does not wait";
  EXPECT_FALSE(queue.Enter("a", absl::Milliseconds(10)));
  std::thread second([&] { EXPECT_TRUE(queue.Enter("a", absl::Seconds(10))); });
  first.reset();
  second.join();
  EXPECT_TRUE(queue.Enter("a", absl::ZeroDuration()));
}

TEST(ValidateTest, Update_NeedsOnlyMaskedFields) {
  notes::v1::UpdateNoteRequest request;
  request.mutable_note()->set_name("organizations/acme/notes/n1");
  request.mutable_update_mask()->add_paths("count");
  FieldErrors fine;
  CheckRequest(request, nullptr, fine);
  EXPECT_TRUE(fine.empty());
  request.mutable_update_mask()->add_paths("title");
  request.mutable_update_mask()->add_paths("nothing");
  FieldErrors errors;
  CheckRequest(request, nullptr, errors);
  EXPECT_THAT(errors.ToStatus(), HasField("note.title"));
  EXPECT_THAT(errors.ToStatus(), HasField("update_mask.paths[2]"));
}

TEST(ValidateTest, TextAtTheLimitPasses_OneMoreDoesNot) {
  notes::v1::BumpNoteRequest request;
  request.set_name("organizations/acme/notes/n1");
  request.add_tags(std::string(64 * 1024, 'x'));
  FieldErrors fine;
  CheckRequest(request, nullptr, fine);
  EXPECT_TRUE(fine.empty());
  request.mutable_tags(0)->push_back('x');
  FieldErrors errors;
  CheckRequest(request, nullptr, errors);
  EXPECT_THAT(errors.ToStatus(), HasField("tags[0]"));
}

TEST(DerivedUuidTest, IsAUuid4_TheSameForTheSameText) {
  EXPECT_TRUE(IsUuid4(DerivedUuid("a")));
  EXPECT_EQ(DerivedUuid("a"), DerivedUuid("a"));
  EXPECT_NE(DerivedUuid("a"), DerivedUuid("b"));
}

TEST(FindMethodTest, ByFullAndShortNames) {
  for (const char* name : {"interim.clock.v1.ClockService/SetClock", "ClockService.SetClock",
                           "clock.SetClock", "interim.clock.v1.ClockService.SetClock"}) {
    const auto found = FindMethod(name);
    ASSERT_TRUE(found.ok()) << name;
    EXPECT_EQ(found->method, "interim.clock.v1.ClockService/SetClock");
  }
  EXPECT_THAT(FindMethod("clock.Nothing"), StatusIs(absl::StatusCode::kNotFound, "METHOD_UNKNOWN"));
}

}  // namespace
}  // namespace interim::rpc
