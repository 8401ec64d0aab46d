// The call wrapper over the wire: the same request again, and others at the same moment.
// covers: X3
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "common/rpc/test_call.h"

namespace interim::rpctest {
namespace {

TEST_F(CallTest, SameRequestId_AnswersAgainWithoutActing) {
  const v1::Note note = Create();
  const v1::BumpNoteRequest request = Bump(note, 5);
  const auto first = server_.Call<v1::Note>(kBump, request);
  ASSERT_THAT(first, IsOk());
  server_.clock().Advance(absl::Minutes(5));
  rpc::Metadata trailers;
  const auto again = server_.Call<v1::Note>(kBump, request, {}, {.trailers = &trailers});
  ASSERT_THAT(again, IsOk());
  EXPECT_THAT(*again, EqualsProto(first->DebugString()));
  EXPECT_EQ(rpc::FindMetadata(trailers, "idempotent-replay"), "true");
  EXPECT_EQ(Get(note.name())->count(), 5);
  EXPECT_EQ(notes_.bump_runs, 1);
}

TEST_F(CallTest, SameRequestId_OtherRequest_IsRefused) {
  const v1::Note note = Create();
  v1::BumpNoteRequest request = Bump(note);
  ASSERT_THAT(server_.Call<v1::Note>(kBump, request), IsOk());
  request.set_by(2);
  EXPECT_THAT(server_.Call<v1::Note>(kBump, request),
              StatusIs(absl::StatusCode::kInvalidArgument, "REQUEST_ID_REUSED"));
  EXPECT_EQ(Get(note.name())->count(), 1);
}

TEST_F(CallTest, SameRequestId_OtherPerson_IsAnotherRequest) {
  const v1::Note note = Create();
  const v1::BumpNoteRequest request = Bump(note);
  ASSERT_THAT(server_.Call<v1::Note>(kBump, request), IsOk());
  ASSERT_THAT(server_.Call<v1::Note>(kBump, request, {.subject = "bert"}), IsOk());
  EXPECT_EQ(Get(note.name())->count(), 2);
}

TEST_F(CallTest, Replay_ChecksRoleAgain) {
  const v1::Note note = Create();
  const v1::BumpNoteRequest request = Bump(note);
  ASSERT_THAT(server_.Call<v1::Note>(kBump, request), IsOk());
  EXPECT_THAT(server_.Call<v1::Note>(kBump, request, {.roles = {"purchasing"}}),
              StatusIs(absl::StatusCode::kPermissionDenied, "METHOD_NOT_ALLOWED"));
}

TEST_F(CallTest, Replay_IsProjectedForTheRolesOfToday) {
  const v1::Note note = Create();
  const v1::BumpNoteRequest request = Bump(note);
  const auto as_rater =
      server_.Call<v1::Note>(kBump, request, {.subject = "rita", .roles = {"rater"}});
  ASSERT_THAT(as_rater, IsOk());
  EXPECT_EQ(as_rater->secret(), "hidden");
  const auto again = server_.Call<v1::Note>(kBump, request, {.subject = "rita"});
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->count(), 1) << "answered from the record";
  EXPECT_EQ(again->secret(), "");
}

TEST_F(CallTest, SameCreateAtOnce_MakesOneRecord_AndAllGetTheFirstAnswer) {
  for (const char* chosen : {"", "at-once"}) {
    v1::CreateNoteRequest request;
    request.set_parent("organizations/acme");
    request.mutable_note()->set_title("mine");
    request.set_note_id(chosen);
    request.set_request_id(NextRequestId());
    constexpr int kCallers = 8;
    std::vector<std::string> names(kCallers);
    std::vector<std::thread> threads;
    for (int i = 0; i < kCallers; ++i) {
      threads.emplace_back([&, i] {
        const auto note = server_.Call<v1::Note>(kCreate, request);
        EXPECT_THAT(note, IsOk());
        if (note.ok()) names[i] = note->name();
      });
    }
    for (std::thread& thread : threads) thread.join();
    for (const std::string& name : names) EXPECT_EQ(name, names[0]);
  }
}

TEST_F(CallTest, ErrorAfterFinish_CommitsNothingAndRecordsNothing) {
  const v1::Note note = Create();
  v1::BumpNoteRequest request = Bump(note);
  request.set_fail_late(true);
  EXPECT_THAT(server_.Call<v1::Note>(kBump, request), HasReason("NOTE_FULL"));
  EXPECT_EQ(Get(note.name())->etag(), "\"1\"");
  EXPECT_THAT(server_.Call<v1::Note>(kBump, request), HasReason("NOTE_FULL"));
  EXPECT_EQ(notes_.bump_runs, 2) << "an error is not answered from a record";
}

TEST_F(CallTest, ChangeInBetween_RunsMethodAgain) {
  const v1::Note note = Create();
  bool once = true;
  notes_.between = [&] {
    if (!once) return;
    once = false;
    // Somebody else, past the queue of this record: straight into the store.
    auto tenant = TenantId::Parse("acme");
    auto record = server_.store().Get(*tenant, note.name().substr(19));
    ASSERT_THAT(record, IsOk());
    store::Transaction transaction;
    transaction.reads.push_back({record->id, record->version});
    transaction.writes.push_back({.record = *record});
    transaction.event = {.type = "note.touched", .resource = record->id, .actor = "test"};
    ASSERT_THAT(server_.store().Commit(*tenant, transaction), IsOk());
  };
  const auto bumped = server_.Call<v1::Note>(kBump, Bump(note));
  ASSERT_THAT(bumped, IsOk());
  EXPECT_EQ(bumped->etag(), "\"3\"");
  EXPECT_EQ(bumped->count(), 1);
  EXPECT_EQ(notes_.bump_runs, 2);
}

TEST_F(CallTest, ChangeInEveryRun_EndsAsAborted) {
  const v1::Note note = Create();
  auto tenant = TenantId::Parse("acme");
  notes_.between = [&] {
    auto record = server_.store().Get(*tenant, note.name().substr(19));
    store::Transaction transaction;
    transaction.reads.push_back({record->id, record->version});
    transaction.writes.push_back({.record = *record});
    transaction.event = {.type = "note.touched", .resource = record->id, .actor = "test"};
    ASSERT_THAT(server_.store().Commit(*tenant, transaction), IsOk());
  };
  EXPECT_THAT(server_.Call<v1::Note>(kBump, Bump(note)),
              StatusIs(absl::StatusCode::kAborted, "CONCURRENT_CHANGE"));
  EXPECT_EQ(notes_.bump_runs, 5);
}

TEST_F(CallTest, ManyCallersOfOneRecord_LoseNothing) {
  const v1::Note note = Create();
  constexpr int kCallers = 8;
  constexpr int kEach = 10;
  std::vector<std::thread> threads;
  threads.reserve(kCallers);
  for (int i = 0; i < kCallers; ++i) {
    threads.emplace_back([&, i] {
      for (int j = 0; j < kEach; ++j) {
        v1::BumpNoteRequest request;
        request.set_name(note.name());
        request.set_by(1);
        EXPECT_THAT(server_.Call<v1::Note>(kBump, request, {.subject = absl::StrCat("p", i)}),
                    IsOk());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(Get(note.name())->count(), kCallers * kEach);
  EXPECT_EQ(notes_.bump_runs, kCallers * kEach) << "the queue of a record avoids reruns";
}

TEST_F(CallTest, SameRequestIdAtOnce_ActsOnce) {
  const v1::Note note = Create();
  const v1::BumpNoteRequest request = Bump(note);
  std::vector<std::thread> threads;
  threads.reserve(8);
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] { EXPECT_THAT(server_.Call<v1::Note>(kBump, request), IsOk()); });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(Get(note.name())->count(), 1);
}

TEST_F(CallTest, ChosenId_IsTakenOnce_AndChecked) {
  v1::CreateNoteRequest request;
  request.set_parent("organizations/acme");
  request.mutable_note()->set_title("mine");
  request.set_note_id("chosen");
  const auto note = server_.Call<v1::Note>(kCreate, request);
  ASSERT_THAT(note, IsOk());
  EXPECT_EQ(note->name(), "organizations/acme/notes/chosen");
  for (const bool only_checked : {true, false}) {
    request.set_validate_only(only_checked);
    const auto again = server_.Call<v1::Note>(kCreate, request);
    EXPECT_THAT(again, StatusIs(absl::StatusCode::kAlreadyExists, "RESOURCE_EXISTS"));
    EXPECT_THAT(again, HasMetadata("resource", note->name()));
  }
  request.set_note_id("Not/An-Id");
  EXPECT_THAT(server_.Call<v1::Note>(kCreate, request), HasField("note_id"));
}

TEST_F(CallTest, CreateTwiceWithSameRequestId_MakesOneRecord) {
  v1::CreateNoteRequest request;
  request.set_parent("organizations/acme");
  request.mutable_note()->set_title("only one");
  request.set_request_id(NextRequestId());
  const auto first = server_.Call<v1::Note>(kCreate, request);
  const auto second = server_.Call<v1::Note>(kCreate, request);
  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(first->name(), second->name());
}

}  // namespace
}  // namespace interim::rpctest
