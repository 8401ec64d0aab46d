// The call wrapper over the wire: what a client sees of load, decide, commit.
// covers: X3, X4
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/rpc/testing/notes_service.h"
#include "common/testing/in_process_server.h"
#include "common/testing/matchers.h"
#include "gtest/gtest.h"

namespace interim::rpctest {
namespace {

using testing::EqualsProto;
using testing::HasField;
using testing::HasMetadata;
using testing::HasReason;
using testing::IsOk;
using testing::NextRequestId;
using testing::Person;
using testing::StatusIs;

constexpr char kCreate[] = "interim.notes.v1.NotesService/CreateNote";
constexpr char kGet[] = "interim.notes.v1.NotesService/GetNote";
constexpr char kUpdate[] = "interim.notes.v1.NotesService/UpdateNote";
constexpr char kList[] = "interim.notes.v1.NotesService/ListNotes";
constexpr char kBump[] = "interim.notes.v1.NotesService/BumpNote";
constexpr char kAddPage[] = "interim.notes.v1.NotesService/AddPage";
constexpr char kEcho[] = "interim.notes.v1.NotesService/Echo";

class CallTest : public ::testing::Test {
 protected:
  v1::Note Create(const std::string& title = "first", const std::string& group = "") {
    v1::CreateNoteRequest request;
    request.set_parent("organizations/acme");
    request.mutable_note()->set_title(title);
    request.mutable_note()->set_group(group);
    request.mutable_note()->set_secret("hidden");
    request.set_request_id(NextRequestId());
    auto note = server_.Call<v1::Note>(kCreate, request);
    EXPECT_THAT(note, IsOk());
    return note.ok() ? *note : v1::Note();
  }
  v1::BumpNoteRequest Bump(const v1::Note& note, int by = 1) {
    v1::BumpNoteRequest request;
    request.set_name(note.name());
    request.set_by(by);
    request.set_request_id(NextRequestId());
    return request;
  }
  absl::StatusOr<v1::Note> Get(const std::string& name, const Person& person = {}) {
    v1::GetNoteRequest request;
    request.set_name(name);
    return server_.Call<v1::Note>(kGet, request, person);
  }

  Notes notes_;
  testing::InProcessServer server_{{.spec = NotesSpec(notes_)}};
};

TEST_F(CallTest, Create_FillsNameEtagTimesAndState) {
  const v1::Note note = Create();
  EXPECT_EQ(note.name().rfind("organizations/acme/notes/n", 0), 0u) << note.name();
  EXPECT_EQ(note.etag(), "\"1\"");
  EXPECT_EQ(note.create_time().seconds(), absl::ToUnixSeconds(server_.clock().Now()));
  EXPECT_EQ(note.update_time().seconds(), note.create_time().seconds());
  EXPECT_EQ(note.author(), "anna");
  EXPECT_THAT(*Get(note.name()), EqualsProto(note.DebugString()));
}

TEST_F(CallTest, Commit_RaisesEtag_KeepsCreateTime) {
  const v1::Note note = Create();
  server_.clock().Advance(absl::Hours(1));
  const auto bumped = server_.Call<v1::Note>(kBump, Bump(note));
  ASSERT_THAT(bumped, IsOk());
  EXPECT_EQ(bumped->etag(), "\"2\"");
  EXPECT_EQ(bumped->create_time().seconds(), note.create_time().seconds());
  EXPECT_EQ(bumped->update_time().seconds(), note.create_time().seconds() + 3600);
  EXPECT_THAT(*Get(note.name()), EqualsProto(bumped->DebugString()));
}

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

TEST_F(CallTest, OutputOnlyInput_IsIgnored) {
  v1::CreateNoteRequest request;
  request.set_parent("organizations/acme");
  request.mutable_note()->set_title("mine");
  request.mutable_note()->set_author("somebody else");
  request.mutable_note()->set_state(v1::Note::STATE_CLOSED);
  request.mutable_note()->mutable_create_time()->set_seconds(1);
  const auto note = server_.Call<v1::Note>(kCreate, request);
  ASSERT_THAT(note, IsOk());
  v1::UpdateNoteRequest update;
  *update.mutable_note() = *note;
  update.mutable_note()->set_author("somebody else");
  update.mutable_update_mask()->add_paths("author");
  const auto after = server_.Call<v1::Note>(kUpdate, update);
  ASSERT_THAT(after, IsOk());
  EXPECT_NE(after->author(), "somebody else");
  EXPECT_EQ(after->create_time().seconds(), note->create_time().seconds());
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

TEST_F(CallTest, StaleEtag_IsAborted_FreshOneIsNot) {
  const v1::Note note = Create();
  v1::BumpNoteRequest request = Bump(note);
  request.set_etag(note.etag());
  ASSERT_THAT(server_.Call<v1::Note>(kBump, request), IsOk());
  request.set_request_id(NextRequestId());
  EXPECT_THAT(server_.Call<v1::Note>(kBump, request),
              StatusIs(absl::StatusCode::kAborted, "ETAG_MISMATCH"));
  EXPECT_EQ(Get(note.name())->count(), 1);
}

TEST_F(CallTest, EtagOfResourceInUpdate_IsCompared) {
  const v1::Note note = Create();
  v1::UpdateNoteRequest request;
  *request.mutable_note() = note;
  request.mutable_note()->set_title("second");
  request.mutable_update_mask()->add_paths("title");
  ASSERT_THAT(server_.Call<v1::Note>(kUpdate, request), IsOk());
  EXPECT_THAT(server_.Call<v1::Note>(kUpdate, request), HasReason("ETAG_MISMATCH"));
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

TEST_F(CallTest, ForeignTenant_AnswersAsAbsent) {
  const v1::Note note = Create();
  const Person stranger{.organization = "other"};
  const auto foreign = Get(note.name(), stranger);
  const auto absent = Get("organizations/acme/notes/nowhere");
  EXPECT_THAT(foreign, StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(absent, StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(foreign, HasMetadata("resource", note.name()));
  v1::CreateNoteRequest request;
  request.set_parent("organizations/acme");
  request.mutable_note()->set_title("intruder");
  EXPECT_THAT(server_.Call<v1::Note>(kCreate, request, stranger),
              StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
}

TEST_F(CallTest, OutsideParty_SeesOnlyItsOwnRecords) {
  v1::CreateNoteRequest request;
  request.set_parent("organizations/acme");
  request.mutable_note()->set_title("for s1");
  request.mutable_note()->set_supplier("suppliers/s1");
  const auto note = server_.Call<v1::Note>(kCreate, request);
  ASSERT_THAT(note, IsOk());
  Create("for nobody outside");
  const Person s1{.subject = "sam", .roles = {"supplier"}, .party = "suppliers/s1"};
  const Person s2{.subject = "sue", .roles = {"supplier"}, .party = "suppliers/s2"};
  EXPECT_THAT(Get(note->name(), s1), IsOk());
  EXPECT_THAT(Get(note->name(), s2), StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  v1::ListNotesRequest list;
  list.set_parent("organizations/acme");
  EXPECT_EQ(server_.Call<v1::ListNotesResponse>(kList, list, s1)->notes_size(), 1);
  EXPECT_EQ(server_.Call<v1::ListNotesResponse>(kList, list, s2)->notes_size(), 0);
  // Neither an etag nor a page token tells that there is something else.
  v1::UpdateNoteRequest update;
  update.mutable_note()->set_name(note->name());
  update.mutable_note()->set_title("probe");
  update.mutable_note()->set_etag("\"0\"");
  EXPECT_THAT(server_.Call<v1::Note>(kUpdate, update, s2), HasReason("RESOURCE_NOT_FOUND"));
  for (int i = 0; i < 5; ++i) Create("for nobody outside");
  list.set_page_size(1);
  const auto page = server_.Call<v1::ListNotesResponse>(kList, list, s1);
  ASSERT_THAT(page, IsOk());
  EXPECT_EQ(page->notes_size(), 1);
  EXPECT_EQ(page->next_page_token(), "") << "nothing of theirs follows";
}

TEST_F(CallTest, Projection_HidesFieldByRoleAndRelation) {
  const v1::Note note = Create();
  EXPECT_EQ(Get(note.name())->secret(), "hidden") << "the author sees it";
  EXPECT_EQ(Get(note.name(), {.subject = "bert"})->secret(), "");
  EXPECT_EQ(Get(note.name(), {.subject = "rita", .roles = {"rater"}})->secret(), "hidden");
  v1::ListNotesRequest list;
  list.set_parent("organizations/acme");
  const auto seen = server_.Call<v1::ListNotesResponse>(kList, list, {.subject = "bert"});
  ASSERT_EQ(seen->notes_size(), 1);
  EXPECT_EQ(seen->notes(0).secret(), "");
  EXPECT_EQ(seen->notes(0).title(), "first");
}

TEST_F(CallTest, Identity_MissingBadAndUnknownRole) {
  v1::GetNoteRequest request;
  request.set_name("organizations/acme/notes/n1");
  EXPECT_THAT(server_.client().Call<v1::Note>(kGet, request),
              StatusIs(absl::StatusCode::kUnauthenticated, "TOKEN_MISSING"));
  EXPECT_THAT(server_.client().Call<v1::Note>(kGet, request, {.token = "a.b.c"}),
              StatusIs(absl::StatusCode::kUnauthenticated, "TOKEN_INVALID"));
  EXPECT_THAT(Get("organizations/acme/notes/n1", {.roles = {"purchasing"}}),
              StatusIs(absl::StatusCode::kPermissionDenied, "METHOD_NOT_ALLOWED"));
}

TEST_F(CallTest, BadFields_AllAtOnce) {
  v1::BumpNoteRequest request;
  request.set_name("notes/n1");
  request.set_request_id("not-a-uuid");
  request.set_by(-1);
  request.set_expected_state(static_cast<v1::Note::State>(9));
  const auto result = server_.Call<v1::Note>(kBump, request);
  EXPECT_THAT(result, StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  for (const char* field : {"name", "request_id", "by", "expected_state"}) {
    EXPECT_THAT(result, HasField(field));
  }
  v1::CreateNoteRequest create;
  const auto empty = server_.Call<v1::Note>(kCreate, create);
  EXPECT_THAT(empty, HasField("parent"));
  EXPECT_THAT(empty, HasField("note"));
  create.mutable_note();
  EXPECT_THAT(server_.Call<v1::Note>(kCreate, create), HasField("note.title"));
}

TEST_F(CallTest, ManyBadFields_FirstTwentyAndTheirCount) {
  v1::BumpNoteRequest request;
  request.set_name("organizations/acme/notes/n1");
  for (int i = 0; i < 1001; ++i) request.add_tags("t");
  EXPECT_THAT(server_.Call<v1::Note>(kBump, request), HasField("tags"));
  request.clear_tags();
  for (int i = 0; i < 25; ++i) request.add_tags(std::string(64 * 1024 + 1, 'x'));
  const auto result = server_.Call<v1::Note>(kBump, request);
  EXPECT_THAT(result, HasMetadata("fieldCount", "25"));
  EXPECT_LE(FindError(result.status())->fields.size(), 20u);
  EXPECT_GE(FindError(result.status())->fields.size(), 10u);
}

TEST_F(CallTest, ValidateOnly_ChangesNothing) {
  v1::CreateNoteRequest request;
  request.set_parent("organizations/acme");
  request.mutable_note()->set_title("maybe");
  request.set_validate_only(true);
  request.set_request_id(NextRequestId());
  const auto tried = server_.Call<v1::Note>(kCreate, request);
  ASSERT_THAT(tried, IsOk());
  EXPECT_EQ(tried->etag(), "");
  EXPECT_THAT(Get(tried->name()), HasReason("RESOURCE_NOT_FOUND"));
  request.set_validate_only(false);
  EXPECT_THAT(server_.Call<v1::Note>(kCreate, request), IsOk()) << "the id is still free";
}

TEST_F(CallTest, Pages_ContinueAndAreBoundToTheirArguments) {
  for (int i = 0; i < 5; ++i) Create(absl::StrCat("note ", i), i == 0 ? "odd" : "");
  v1::ListNotesRequest request;
  request.set_parent("organizations/acme");
  request.set_page_size(2);
  std::vector<std::string> names;
  std::string second_token;
  do {
    const auto page = server_.Call<v1::ListNotesResponse>(kList, request);
    ASSERT_THAT(page, IsOk());
    ASSERT_LE(page->notes_size(), 2);
    for (const v1::Note& note : page->notes()) names.push_back(note.name());
    request.set_page_token(page->next_page_token());
    if (second_token.empty()) second_token = page->next_page_token();
  } while (!request.page_token().empty());
  EXPECT_EQ(names.size(), 5u);
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));

  const auto with = [&](const std::string& token, const std::string& group, const Person& person) {
    request.set_page_token(token);
    request.set_group(group);
    return server_.Call<v1::ListNotesResponse>(kList, request, person);
  };
  EXPECT_THAT(with(second_token, "", {}), IsOk());
  EXPECT_THAT(with(second_token, "odd", {}), HasReason("PAGE_TOKEN_INVALID"));
  EXPECT_THAT(with("garbage", "", {}), HasReason("PAGE_TOKEN_INVALID"));
  std::string tampered = second_token;
  tampered[tampered.size() - 2] = tampered[tampered.size() - 2] == 'A' ? 'B' : 'A';
  EXPECT_THAT(with(tampered, "", {}), HasReason("PAGE_TOKEN_INVALID"));
  request.set_page_size(-1);
  EXPECT_THAT(with("", "", {}), HasField("page_size"));
}

TEST_F(CallTest, ReadMask_KeepsNamedFieldsAndTheName) {
  const v1::Note note = Create();
  v1::GetNoteRequest request;
  request.set_name(note.name());
  request.mutable_read_mask()->add_paths("title");
  EXPECT_THAT(*server_.Call<v1::Note>(kGet, request),
              EqualsProto(absl::StrCat("name: '", note.name(), "' title: 'first'")));
  request.mutable_read_mask()->add_paths("nonsense");
  EXPECT_THAT(server_.Call<v1::Note>(kGet, request), HasField("read_mask.paths[1]"));
}

TEST_F(CallTest, Children_CountAgainstTheirRoot) {
  const v1::Note note = Create();
  v1::AddPageRequest request;
  request.set_parent(note.name());
  request.mutable_page()->set_text("hello");
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      EXPECT_THAT(server_.Call<v1::Page>(kAddPage, request, {.subject = absl::StrCat("p", i)}),
                  IsOk());
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(Get(note.name())->count(), 4);
  const auto page = server_.Call<v1::Page>(kAddPage, request);
  ASSERT_THAT(page, IsOk());
  EXPECT_EQ(page->name().rfind(note.name() + "/pages/p", 0), 0u);
  EXPECT_TRUE(page->has_create_time());
}

TEST_F(CallTest, InternalError_TellsARequestIdOnly) {
  v1::EchoRequest request;
  request.set_fail_inside(true);
  const auto result = server_.Call<v1::EchoResponse>(kEcho, request);
  EXPECT_THAT(result, StatusIs(absl::StatusCode::kInternal, "INTERNAL"));
  EXPECT_EQ(std::string(result.status().message()).find("secret"), std::string::npos);
  EXPECT_FALSE(FindError(result.status())->metadata.empty());
}

TEST_F(CallTest, ErrorText_FollowsLanguage) {
  const v1::Note note = Create();
  const Person stranger{.organization = "other"};
  v1::GetNoteRequest request;
  request.set_name(note.name());
  v1::EchoRequest echo;
  EXPECT_EQ(
      server_.Call<v1::EchoResponse>(kEcho, echo, {}, {.language = "en-GB,en;q=0.8"})->language(),
      "en");
  EXPECT_EQ(server_.Call<v1::EchoResponse>(kEcho, echo)->language(), "nl");
}

}  // namespace
}  // namespace interim::rpctest
