// A commit that fails, or whose answer is lost, as a caller sees it.
#include <memory>
#include <string>

#include "common/core/fake_clock.h"
#include "common/rpc/testing/notes_service.h"
#include "common/store/memory/memory_store.h"
#include "common/store/store_errors.h"
#include "common/store/testing/faulty_store.h"
#include "common/testing/in_process_server.h"
#include "common/testing/matchers.h"
#include "gtest/gtest.h"

namespace interim::rpctest {
namespace {

using store::testing::FaultyStore;
using testing::InProcessServer;
using testing::IsOk;
using testing::NextRequestId;
using testing::StatusIs;

constexpr char kCreate[] = "interim.notes.v1.NotesService/CreateNote";
constexpr char kBump[] = "interim.notes.v1.NotesService/BumpNote";

class CallFaultTest : public ::testing::Test {
 protected:
  CallFaultTest() {
    v1::CreateNoteRequest request;
    request.set_parent("organizations/acme");
    request.mutable_note()->set_title("first");
    note_ = *server_.Call<v1::Note>(kCreate, request);
  }

  v1::BumpNoteRequest Bump(bool with_request_id = true) {
    v1::BumpNoteRequest request;
    request.set_name(note_.name());
    request.set_by(1);
    if (with_request_id) request.set_request_id(NextRequestId());
    return request;
  }
  int Count() {
    v1::GetNoteRequest request;
    request.set_name(note_.name());
    return server_.Call<v1::Note>("interim.notes.v1.NotesService/GetNote", request)->count();
  }

  FakeClock clock_;
  std::unique_ptr<store::Store> memory_ = store::MemoryStore::Create(clock_);
  FaultyStore store_{*memory_};
  Notes notes_;
  InProcessServer server_{{.spec = NotesSpec(notes_), .store = &store_, .clock = &clock_}};
  v1::Note note_;
};

TEST_F(CallFaultTest, LostAnswer_IsFoundAgain_AndActsOnce) {
  store_.LoseAnswers(1, store::StoreUnavailable("lost"));
  const auto bumped = server_.Call<v1::Note>(kBump, Bump());
  ASSERT_THAT(bumped, IsOk());
  EXPECT_EQ(bumped->count(), 1);
  EXPECT_EQ(Count(), 1);
}

TEST_F(CallFaultTest, LostAnswer_WithoutRequestId_IsToldAsUnknown) {
  store_.LoseAnswers(1, store::StoreUnavailable("lost"));
  EXPECT_THAT(server_.Call<v1::Note>(kBump, Bump(false)),
              StatusIs(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"));
  EXPECT_EQ(Count(), 1) << "it was done once, and not again";
}

TEST_F(CallFaultTest, OneFailure_IsTriedAgain_LastingOnesAreTold) {
  store_.FailNext(FaultyStore::Operation::kCommit, 1, store::StoreUnavailable("busy"));
  EXPECT_THAT(server_.Call<v1::Note>(kBump, Bump()), IsOk());
  EXPECT_EQ(Count(), 1);
  store_.FailNext(FaultyStore::Operation::kCommit, 1000, store::StoreUnavailable("busy"));
  const v1::BumpNoteRequest request = Bump();
  EXPECT_THAT(server_.Call<v1::Note>(kBump, request),
              StatusIs(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"));
  EXPECT_EQ(Count(), 1);
  store_.FailNext(FaultyStore::Operation::kCommit, 0, absl::OkStatus());
  EXPECT_THAT(server_.Call<v1::Note>(kBump, request), IsOk()) << "the client's retry succeeds";
  EXPECT_EQ(Count(), 2);
}

}  // namespace
}  // namespace interim::rpctest
