// The call wrapper over the wire: what a client sees of load, decide, commit.
// covers: X3, X4
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "common/rpc/test_call.h"

namespace interim::rpctest {
namespace {

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
