#include "common/rpc/engine.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "absl/random/random.h"
#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "common/observe/log.h"
#include "common/rpc/limits.h"
#include "common/rpc/replay.h"
#include "common/rpc/show.h"
#include "common/store/sha256.h"
#include "common/store/store_errors.h"

namespace interim::rpc {
namespace {

using google::protobuf::Message;

constexpr absl::Duration kLongestQueueWait = absl::Seconds(5);
constexpr absl::Duration kSessionReserve = absl::Milliseconds(200);

// Full jitter: between half and all of the doubled pause.
void PauseBeforeRun(int run, absl::Duration left) {
  thread_local absl::InsecureBitGen chance;
  const absl::Duration pause = kRerunPause * (1 << run) * absl::Uniform(chance, 0.5, 1.0);
  std::this_thread::sleep_for(absl::ToChronoNanoseconds(std::min(pause, left)));
}

absl::Status StillWanted(const CallState& state) {
  if (state.TimeLeft() <= absl::ZeroDuration()) {
    return MakeError({.code = absl::StatusCode::kDeadlineExceeded,
                      .reason = "DEADLINE_EXCEEDED",
                      .message = "no time left; nothing was changed"});
  }
  if (state.Cancelled()) {
    return MakeError({.code = absl::StatusCode::kCancelled,
                      .reason = "CANCELLED",
                      .message = "the caller went away; nothing was changed"});
  }
  return absl::OkStatus();
}

}  // namespace

Engine::Engine(const CallServices& services, TokenVerifier& tokens, Metrics& metrics)
    : services_(services),
      tokens_(tokens),
      domain_(absl::StrCat(services.service, ".interim")),
      replays_(metrics.AddCounter("idempotent_replays_total", "Retries answered from the record")),
      denied_(metrics.AddCounter("authz_denied_total", "Calls refused by the access table")),
      reruns_(metrics.AddCounter("call_reruns_total", "Methods run again after a conflict")),
      metrics_(metrics) {}

CallResult Engine::Unary(const Method& method, Wire& wire, Parse parse,
                         std::unique_ptr<Message>& response) {
  const absl::Time start = absl::Now();
  const Run run(running_);
  method.metrics->Started();
  CallOrigin origin = Unknown();
  std::string request_id;
  absl::Status status = Admit(method, wire, origin);
  if (status.ok()) {
    std::unique_ptr<Message> request(method.spec.request->New());
    status = parse(*request) ? CleanAndCheck(method, *request, origin) : MalformedRequest();
    if (status.ok()) {
      CallState state(services_, origin, request.get());
      Prepare(method, state);
      request_id = state.request_id;
      status = RunUnary(method, wire, state, response);
    }
  }
  if (!status.ok()) response.reset();
  return Finish(method, origin, request_id, std::move(status), absl::Now() - start);
}

absl::Status Engine::RunUnary(const Method& method, Wire& wire, CallState& state,
                              std::unique_ptr<Message>& response) {
  const bool queued = method.mutating && !state.root.empty() && !state.validate_only;
  const RootQueue::Turn turn =
      queued
          ? queue_.Enter(absl::StrCat(state.origin.principal.organization.value(), "/", state.root),
                         std::min(state.TimeLeft(), kLongestQueueWait))
          : RootQueue::Turn();
  RETURN_IF_ERROR(RunAgainUntilCommitted(method, wire, state, response));
  if (response == nullptr) return absl::InternalError("a method returned no response");
  Show(method, state, *response);
  return absl::OkStatus();
}

absl::Status Engine::RunAgainUntilCommitted(const Method& method, Wire& wire, CallState& state,
                                            std::unique_ptr<Message>& response) {
  const TenantId& tenant = state.origin.principal.organization;
  const bool replayable = method.mutating && !state.request_id.empty() && !state.validate_only;
  const std::string hash = replayable ? store::Sha256(CanonicalBytes(*state.request)) : "";
  bool look = replayable;
  bool looked_again = false;
  for (int run = 0; run < kMaxRuns; ++run) {
    if (look) {
      ASSIGN_OR_RETURN(const bool answered, AnswerAgain(method, wire, state, hash, response));
      if (answered) return absl::OkStatus();
      look = false;
    }
    state.StartRun();
    Call call(state);
    absl::Status done = method.spec.unary(call, *state.request, response);
    if (replayable && !looked_again && absl::IsAlreadyExists(done)) {
      // What is there may be the work of the same request, committed since the first look.
      look = looked_again = true;
      continue;
    }
    RETURN_IF_ERROR(done);
    if (!state.staged.has_value()) return absl::OkStatus();
    RETURN_IF_ERROR(StillWanted(state));
    if (replayable) {
      state.staged->transaction.idempotency =
          MakeReplayRecord(method, state, *state.staged, hash, *response);
    }
    const absl::StatusOr<store::CommitResult> committed =
        services_.store->Commit(tenant, state.staged->transaction);
    if (committed.ok()) {
      FillCommitTimes(*response, committed->time);
      MoveSession(wire, state, state.staged->moves);
      return absl::OkStatus();
    }
    const bool conflict = store::IsConflict(committed.status());
    // Another call with this id has won, or the outcome is unknown: the record tells.
    look = replayable && !conflict;
    if (!conflict && !(look && (absl::IsAlreadyExists(committed.status()) ||
                                absl::IsUnavailable(committed.status())))) {
      return committed.status();
    }
    if (absl::IsUnavailable(committed.status()) && run > 0) return committed.status();
    reruns_.Add();
    RETURN_IF_ERROR(StillWanted(state));
    PauseBeforeRun(run, state.TimeLeft());
  }
  return ConcurrentChange();
}

absl::StatusOr<bool> Engine::AnswerAgain(const Method& method, Wire& wire, CallState& state,
                                         absl::string_view hash,
                                         std::unique_ptr<Message>& response) {
  ASSIGN_OR_RETURN(std::optional<Replayed> replayed, FindReplay(method, state, hash));
  if (!replayed.has_value()) return false;
  replays_.Add();
  wire.AddTrailer("idempotent-replay", "true");
  response = std::move(replayed->response);
  MoveSession(wire, state, replayed->moves);
  return true;
}

void Engine::MoveSession(Wire& wire, const CallState& state,
                         const std::vector<SessionMove>& moves) {
  if (state.origin.session.empty() || moves.empty()) return;
  absl::Status moved = absl::UnavailableError("no session store");
  if (services_.sessions != nullptr) {
    moved = services_.sessions->Move(state.origin.principal, state.origin.session, moves,
                                     std::min(state.TimeLeft(), kSessionReserve));
  }
  if (moved.ok()) return;
  wire.AddTrailer("session-stale", "true");
  LOG_WARNING("session_not_moved", {{"status", moved}});
}

void Engine::Show(const Method& method, const CallState& state, Message& response) {
  if (method.projected) ProjectResponse(*services_.access, state, response);
  const MessagePlan& plan = *state.plan;
  if (plan.read_mask != nullptr &&
      state.request->GetReflection()->HasField(*state.request, plan.read_mask)) {
    ApplyReadMask(*state.request, plan.read_mask, response);
  }
}

absl::Status Engine::Timer(const store::Timer& timer, const Principal& principal,
                           absl::string_view token, const TimerHandler& handler) {
  CallOrigin origin{.principal = principal,
                    .method = absl::StrCat("timer/", timer.kind),
                    .token = std::string(token),
                    .deadline = services_.system_clock->Now() + kMaxDeadline};
  CallState state(services_, origin, nullptr);
  state.timer = &timer;
  RootQueue::Turn turn = queue_.Enter(
      absl::StrCat(principal.organization.value(), "/", RootOf(timer.resource)), kLongestQueueWait);
  for (int run = 0; run < kMaxRuns; ++run) {
    state.StartRun();
    Call call(state);
    RETURN_IF_ERROR(handler(call, timer));
    if (!state.staged.has_value()) return services_.store->FinishTimer(timer);
    store::Transaction& transaction = state.staged->transaction;
    const bool set_again =
        std::any_of(transaction.timers.begin(), transaction.timers.end(), [&](const auto& write) {
          return write.timer.resource == timer.resource && write.timer.kind == timer.kind;
        });
    if (!set_again) {
      transaction.timers.push_back({.kind = store::TimerWrite::Kind::kCancel, .timer = timer});
    }
    const auto committed = services_.store->Commit(principal.organization, transaction);
    if (committed.ok()) return absl::OkStatus();
    if (!store::IsConflict(committed.status())) return committed.status();
    reruns_.Add();
    PauseBeforeRun(run, state.TimeLeft());
  }
  return ConcurrentChange();
}

}  // namespace interim::rpc
