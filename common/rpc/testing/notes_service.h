// The service of notes.proto: one method for each thing that the call wrapper does.
#ifndef INTERIM_COMMON_RPC_TESTING_NOTES_SERVICE_H_
#define INTERIM_COMMON_RPC_TESTING_NOTES_SERVICE_H_

#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/rpc/server.h"
#include "common/rpc/testing/notes.pb.h"

namespace interim::rpctest {

namespace v1 = ::interim::notes::v1;

class Notes {
 public:
  absl::StatusOr<v1::Note> CreateNote(rpc::Call& call, const v1::CreateNoteRequest& request);
  absl::StatusOr<v1::Note> GetNote(rpc::Call& call, const v1::GetNoteRequest& request);
  absl::StatusOr<v1::Note> UpdateNote(rpc::Call& call, const v1::UpdateNoteRequest& request);
  absl::StatusOr<v1::ListNotesResponse> ListNotes(rpc::Call& call,
                                                  const v1::ListNotesRequest& request);
  absl::StatusOr<v1::Note> BumpNote(rpc::Call& call, const v1::BumpNoteRequest& request);
  absl::StatusOr<v1::Page> AddPage(rpc::Call& call, const v1::AddPageRequest& request);
  absl::StatusOr<v1::EchoResponse> Echo(rpc::Call& call, const v1::EchoRequest& request);
  absl::StatusOr<v1::ImportNotesResponse> ImportNotes(
      rpc::Call& call, rpc::Inbound<v1::ImportNotesRequest>& inbound);
  absl::StatusOr<std::unique_ptr<rpc::WatchSource>> WatchNote(rpc::Call& call,
                                                              const v1::WatchNoteRequest& request);
  absl::Status OnTimer(rpc::Call& call, const store::Timer& timer);

  // Runs of BumpNote so far, and what happens in each between load and commit; for tests.
  std::atomic<int> bump_runs{0};
  std::function<void()> between;
  std::atomic<bool> refuse_bumps{false};
  // Kind of the timer that BumpNote sets, and what "ask:bump" waits for before it bumps.
  std::string timer_kind = "bump";
  std::function<void()> ask_peer;
};

// Mounts all methods.
void MountNotes(rpc::Server& server, Notes& notes);

// A spec that mounts `notes` and handles timers of kind "bump" and, as one that asks a peer,
// "ask:bump".
rpc::ServerSpec NotesSpec(Notes& notes);

}  // namespace interim::rpctest

#endif  // INTERIM_COMMON_RPC_TESTING_NOTES_SERVICE_H_
