#include "common/rpc/testing/notes_service.h"

#include <chrono>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "google/protobuf/util/field_mask_util.h"

namespace interim::rpc {

template <>
struct Resource<notes::v1::Note> {
  static constexpr absl::string_view kCollection = "notes";
  static constexpr absl::string_view kIdPrefix = "n";
  static constexpr absl::string_view kSessionField = "contract";
  static std::vector<store::IndexField> Index(const notes::v1::Note& note) {
    return {{"group", note.group()}};
  }
  static Relations RelationsOf(const notes::v1::Note& note, const Principal& principal) {
    Relations relations;
    if (note.author() == principal.subject) relations.push_back("author");
    if (!principal.party.empty() && note.supplier() == principal.party) {
      relations.push_back("supplier");
    }
    return relations;
  }
};

template <>
struct Resource<notes::v1::Page> {
  static constexpr absl::string_view kCollection = "notes/pages";
  static constexpr absl::string_view kIdPrefix = "p";
  static constexpr absl::string_view kSessionField = "";
  static std::vector<store::IndexField> Index(const notes::v1::Page&) { return {}; }
  static Relations RelationsOf(const notes::v1::Page&, const Principal&) { return {}; }
};

}  // namespace interim::rpc

namespace interim::notes::v1 {

// What annotations cannot say.
void ValidateRequest(const BumpNoteRequest& request, FieldErrors& errors) {
  if (request.by() < 0) errors.Add("by", "OUT_OF_RANGE", "must not be negative");
}

}  // namespace interim::notes::v1

namespace interim::rpctest {
namespace {

constexpr int kMaxCount = 100;

absl::Status NoteFull(const v1::Note& note) {
  return MakeError({.code = absl::StatusCode::kFailedPrecondition,
                    .reason = "NOTE_FULL",
                    .message = "the note cannot count that high",
                    .metadata = {{"note", note.name()}},
                    .preconditions = {{"LIMIT", note.name(), "at most 100"}}});
}

class NoteSource final : public rpc::WatchSource {
 public:
  NoteSource(rpc::Call& call, std::string name) : call_(call), name_(std::move(name)) {}

  absl::StatusOr<std::unique_ptr<google::protobuf::Message>> Poll() override {
    ASSIGN_OR_RETURN(rpc::Stored<v1::Note> note, call_.Load<v1::Note>(name_));
    if (note.version() == sent_) return nullptr;
    sent_ = note.version();
    return std::make_unique<v1::Note>(*note);
  }

 private:
  rpc::Call& call_;
  const std::string name_;
  std::int64_t sent_ = 0;
};

}  // namespace

absl::StatusOr<v1::Note> Notes::CreateNote(rpc::Call& call, const v1::CreateNoteRequest& request) {
  v1::Note note = request.note();
  note.set_state(v1::Note::STATE_OPEN);
  note.set_author(call.principal().subject);
  return call.Create("", note, "note.created", request.note_id());
}

absl::StatusOr<v1::Note> Notes::GetNote(rpc::Call& call, const v1::GetNoteRequest& request) {
  ASSIGN_OR_RETURN(rpc::Stored<v1::Note> note, call.Load<v1::Note>(request.name()));
  return *note;
}

absl::StatusOr<v1::Note> Notes::UpdateNote(rpc::Call& call, const v1::UpdateNoteRequest& request) {
  ASSIGN_OR_RETURN(rpc::Stored<v1::Note> note, call.Load<v1::Note>(request.note().name()));
  v1::Note changed = *note;
  google::protobuf::util::FieldMaskUtil::MergeMessageTo(
      request.note(), request.update_mask(), google::protobuf::util::FieldMaskUtil::MergeOptions(),
      &changed);
  return call.Commit(note, changed, "note.updated");
}

absl::StatusOr<v1::ListNotesResponse> Notes::ListNotes(rpc::Call& call,
                                                       const v1::ListNotesRequest& request) {
  rpc::ListArgs args;
  if (!request.group().empty()) args.filters.push_back({"group", request.group()});
  ASSIGN_OR_RETURN(rpc::Page<v1::Note> page, call.List<v1::Note>(args));
  v1::ListNotesResponse response;
  for (v1::Note& note : page.items) *response.add_notes() = std::move(note);
  response.set_next_page_token(page.next_page_token);
  return response;
}

absl::StatusOr<v1::Note> Notes::BumpNote(rpc::Call& call, const v1::BumpNoteRequest& request) {
  ++bump_runs;
  if (refuse_bumps) return absl::UnavailableError("not now");
  ASSIGN_OR_RETURN(rpc::Stored<v1::Note> note, call.Load<v1::Note>(request.name()));
  if (between) between();
  if (note->count() + request.by() > kMaxCount) return NoteFull(*note);
  v1::Note changed = *note;
  changed.set_count(changed.count() + request.by());
  rpc::Commit commit = call.Begin("note.bumped");
  commit.Update(note, changed);
  commit.Rule("T01", "1");
  if (request.timer_seconds() > 0) {
    commit.SetTimer(note.id(), timer_kind, call.now() + absl::Seconds(request.timer_seconds()));
  }
  if (!request.relay_to().empty()) {
    v1::BumpNoteRequest relayed;
    relayed.set_name(request.relay_to());
    relayed.set_by(request.by());
    commit.Relay("interim.notes.v1.NotesService/BumpNote", relayed);
  }
  RETURN_IF_ERROR(call.Finish(std::move(commit)));
  if (request.fail_late()) return NoteFull(*note);
  return call.Committed(note.id(), changed);
}

absl::StatusOr<v1::Page> Notes::AddPage(rpc::Call& call, const v1::AddPageRequest& request) {
  ASSIGN_OR_RETURN(rpc::Stored<v1::Note> note, call.Load<v1::Note>(request.parent()));
  ASSIGN_OR_RETURN(auto pages, call.LoadChildren<v1::Page>(request.parent()));
  v1::Note changed = *note;
  changed.set_count(static_cast<int>(pages.size()) + 1);
  rpc::Commit commit = call.Begin("note.page_added");
  commit.Update(note, changed);
  const std::string name = commit.Create(note.id(), request.page());
  RETURN_IF_ERROR(call.Finish(std::move(commit)));
  return call.Committed(name, request.page());
}

absl::StatusOr<v1::EchoResponse> Notes::Echo(rpc::Call& call, const v1::EchoRequest& request) {
  const absl::Time end = absl::Now() + absl::Milliseconds(request.wait_ms());
  while (absl::Now() < end && !call.cancelled()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  if (request.fail_inside()) return absl::InternalError("the secret of the house");
  if (request.ask_peer()) {
    v1::EchoRequest asked = request;
    asked.set_ask_peer(false);
    return call.Ask<v1::EchoResponse>("interim.notes.v1.NotesService/Echo", asked);
  }
  v1::EchoResponse response;
  response.set_payload(request.answer_bytes() > 0
                           ? std::string(static_cast<std::size_t>(request.answer_bytes()), 'x')
                           : request.payload());
  response.set_organization(call.tenant().value());
  response.set_subject(call.principal().subject);
  response.set_language(call.language() == rpc::Language::kEnglish ? "en" : "nl");
  response.set_time_left_ms(absl::ToInt64Milliseconds(call.time_left()));
  response.set_session(std::string(call.session()));
  return response;
}

absl::StatusOr<v1::ImportNotesResponse> Notes::ImportNotes(
    rpc::Call& call, rpc::Inbound<v1::ImportNotesRequest>& inbound) {
  v1::ImportNotesResponse response;
  v1::ImportNotesRequest request;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, inbound.Next(request));
    if (!more) return response;
    v1::Note note = request.note();
    note.set_author(call.principal().subject);
    RETURN_IF_ERROR(call.Create("", note, "note.imported").status());
    response.set_imported_count(response.imported_count() + 1);
  }
}

absl::StatusOr<std::unique_ptr<rpc::WatchSource>> Notes::WatchNote(
    rpc::Call& call, const v1::WatchNoteRequest& request) {
  RETURN_IF_ERROR(call.Load<v1::Note>(request.name()).status());
  return std::make_unique<NoteSource>(call, request.name());
}

absl::Status Notes::OnTimer(rpc::Call& call, const store::Timer& timer) {
  ASSIGN_OR_RETURN(rpc::Stored<v1::Note> note, call.Load<v1::Note>(timer.resource));
  v1::Note changed = *note;
  changed.set_count(changed.count() + 1);
  return call.Commit(note, changed, "note.timer").status();
}

void MountNotes(rpc::Server& server, Notes& notes) {
  rpc::Mounted& mounted = server.Mount("interim.notes.v1.NotesService");
  mounted.Unary("CreateNote", notes, &Notes::CreateNote);
  mounted.Unary("GetNote", notes, &Notes::GetNote);
  mounted.Unary("UpdateNote", notes, &Notes::UpdateNote);
  mounted.Unary("ListNotes", notes, &Notes::ListNotes);
  mounted.Unary("BumpNote", notes, &Notes::BumpNote);
  mounted.Unary("AddPage", notes, &Notes::AddPage);
  mounted.Unary("Echo", notes, &Notes::Echo);
  mounted.ClientStream("ImportNotes", notes, &Notes::ImportNotes);
  mounted.Watch("WatchNote", notes, &Notes::WatchNote);
}

rpc::ServerSpec NotesSpec(Notes& notes) {
  return {.service = "interim.notes.v1.NotesService",
          .data_dir = "common/rpc/testing/data",
          .mount = [&notes](rpc::Server& server) -> absl::Status {
            MountNotes(server, notes);
            server.OnTimer("bump", [&notes](rpc::Call& call, const store::Timer& timer) {
              return notes.OnTimer(call, timer);
            });
            server.OnTimer("ask:bump", [&notes](rpc::Call& call, const store::Timer& timer) {
              if (notes.ask_peer) notes.ask_peer();
              return notes.OnTimer(call, timer);
            });
            return absl::OkStatus();
          }};
}

}  // namespace interim::rpctest
