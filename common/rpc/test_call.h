// One notes server and what tests of the call wrapper ask of it.
#ifndef INTERIM_COMMON_RPC_TEST_CALL_H_
#define INTERIM_COMMON_RPC_TEST_CALL_H_

#include <string>

#include "common/rpc/testing/notes_service.h"
#include "common/testing/in_process_server.h"
#include "common/testing/matchers.h"
#include "gtest/gtest.h"

namespace interim::rpctest {

using testing::EqualsProto;
using testing::HasField;
using testing::HasMetadata;
using testing::HasReason;
using testing::IsOk;
using testing::NextRequestId;
using testing::Person;
using testing::StatusIs;

inline constexpr char kCreate[] = "interim.notes.v1.NotesService/CreateNote";
inline constexpr char kGet[] = "interim.notes.v1.NotesService/GetNote";
inline constexpr char kUpdate[] = "interim.notes.v1.NotesService/UpdateNote";
inline constexpr char kList[] = "interim.notes.v1.NotesService/ListNotes";
inline constexpr char kBump[] = "interim.notes.v1.NotesService/BumpNote";
inline constexpr char kAddPage[] = "interim.notes.v1.NotesService/AddPage";
inline constexpr char kEcho[] = "interim.notes.v1.NotesService/Echo";

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

}  // namespace interim::rpctest

#endif  // INTERIM_COMMON_RPC_TEST_CALL_H_
