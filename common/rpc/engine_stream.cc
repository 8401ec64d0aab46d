// Streams: imports (client stream) and Watch (server stream).
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "common/observe/log.h"
#include "common/rpc/engine.h"
#include "common/rpc/limits.h"
#include "common/rpc/replay.h"
#include "common/rpc/show.h"
#include "common/store/sha256.h"
#include "common/store/store_errors.h"

namespace interim::rpc {
namespace {

using google::protobuf::Message;

absl::Status AtMessage(const absl::Status& status, int number) {
  std::optional<ErrorSpec> spec = FindError(status);
  if (!spec.has_value()) return status;
  spec->metadata.emplace_back("message", absl::StrCat(number));
  return MakeError(*std::move(spec));
}

absl::Status WatchTimeOver() {
  return MakeError({.code = absl::StatusCode::kUnavailable,
                    .reason = "WATCH_TIME_OVER",
                    .message = "the stream had its time; open it again to go on",
                    .retry_after = absl::Milliseconds(100)});
}

}  // namespace

// Hands the messages of a client stream to the method, each checked; keeps a running hash of them.
class Engine::InboundMessages final : public InboundBase {
 public:
  InboundMessages(Engine& engine, const Method& method, CallState& state, ParseNext next)
      : engine_(engine), method_(method), state_(state), next_(next) {}

  absl::StatusOr<bool> NextInto(Message& message) override {
    if (state_.TimeLeft() <= absl::ZeroDuration()) {
      return MakeError({.code = absl::StatusCode::kDeadlineExceeded,
                        .reason = "DEADLINE_EXCEEDED",
                        .message = "no time left for the rest of the stream"});
    }
    message.Clear();
    absl::StatusOr<bool> more = next_(message);
    if (!more.ok()) return AtMessage(more.status(), count_ + 1);
    if (!*more) return false;
    if (++count_ > kMaxStreamMessages) {
      return MakeError({.code = absl::StatusCode::kInvalidArgument,
                        .reason = "TOO_MANY_MESSAGES",
                        .message = "split the import",
                        .metadata = {{"limit", absl::StrCat(kMaxStreamMessages)}}});
    }
    if (count_ == 1) {  // also when the rest of it is refused: the stream may go on without it
      const MessagePlan& plan = PlanOf(*message.GetDescriptor());
      state_.request_id = absl::AsciiStrToLower(StringOf(message, plan.request_id));
      state_.validate_only = BoolOf(message, plan.validate_only);
    }
    if (absl::Status checked = engine_.CleanAndCheck(method_, message, state_.origin);
        !checked.ok()) {
      return AtMessage(checked, count_);
    }
    hash_ = store::Sha256(absl::StrCat(hash_, CanonicalBytes(message)));
    return true;
  }

  const std::string& hash() const { return hash_; }

 private:
  Engine& engine_;
  const Method& method_;
  CallState& state_;
  ParseNext next_;
  int count_ = 0;
  std::string hash_;
};

absl::Status Engine::CommitBatch(CallState& state, StagedCommit staged, absl::string_view hash,
                                 int batch) {
  const TenantId& tenant = state.origin.principal.organization;
  if (!state.request_id.empty()) {
    const store::IdempotencyKey key =
        ReplayKey(state.origin, absl::StrCat(state.request_id, "#", batch));
    ASSIGN_OR_RETURN(std::optional<store::IdempotencyRecord> record,
                     services_.store->FindIdempotency(tenant, key));
    if (record.has_value()) {
      replays_.Add();
      return record->request_hash == hash ? absl::OkStatus() : RequestIdReused(state.request_id);
    }
    staged.transaction.idempotency =
        store::IdempotencyRecord{.key = key,
                                 .request_hash = std::string(hash),
                                 .resource = staged.transaction.event.resource};
  }
  const absl::Status committed = services_.store->Commit(tenant, staged.transaction).status();
  if (store::IsConflict(committed)) return ConcurrentChange();
  const bool look = absl::IsAlreadyExists(committed) || absl::IsUnavailable(committed);
  if (!look || !staged.transaction.idempotency.has_value()) return committed;
  // The same stream has won, or the outcome is unknown: the record tells.
  const auto record = services_.store->FindIdempotency(tenant, staged.transaction.idempotency->key);
  if (!record.ok() || !record->has_value()) {
    return absl::IsUnavailable(committed) ? committed : ConcurrentChange();
  }
  return (*record)->request_hash == hash ? absl::OkStatus() : RequestIdReused(state.request_id);
}

CallResult Engine::ClientStream(const Method& method, Wire& wire, ParseNext next,
                                std::unique_ptr<Message>& response) {
  const absl::Time start = absl::Now();
  const Run run(running_);
  method.metrics->Started();
  CallOrigin origin = Unknown();
  std::string request_id;
  absl::Status status = Admit(method, wire, origin);
  if (status.ok()) {
    CallState state(services_, origin, nullptr);
    InboundMessages inbound(*this, method, state, next);
    int batch = 0;
    state.commit_now = [&](StagedCommit staged) {
      absl::Status committed = CommitBatch(state, std::move(staged), inbound.hash(), batch++);
      state.seen.clear();  // the next batch stands on its own
      state.relations.clear();
      return committed;
    };
    Call call(state);
    status = method.spec.stream(call, inbound, response);
    request_id = state.request_id;
    if (status.ok() && response != nullptr) Show(method, state, *response);
  }
  if (!status.ok()) response.reset();
  return Finish(method, origin, request_id, std::move(status), absl::Now() - start);
}

namespace {

class Opened final : public OpenedWatch {
 public:
  Opened(const CallServices& services, TokenVerifier& tokens, const Method& method,
         CallOrigin origin, std::unique_ptr<Message> request)
      : tokens_(tokens),
        method_(method),
        origin_(std::move(origin)),
        request_(std::move(request)),
        state_(services, origin_, request_.get()),
        call_(state_) {}

  absl::Status Open() {
    ASSIGN_OR_RETURN(source_, method_.spec.watch(call_, *request_));
    if (source_ == nullptr) return absl::InternalError("a watch method returned no source");
    return absl::OkStatus();
  }

  const TenantId& tenant() const override { return origin_.principal.organization; }

  absl::StatusOr<std::unique_ptr<Message>> Poll() override {
    // A stream ends with the time it was given, and with the token that opened it.
    if (state_.TimeLeft() <= absl::ZeroDuration()) return WatchTimeOver();
    RETURN_IF_ERROR(tokens_.Verify(origin_.token, state_.services.system_clock->Now()).status());
    ASSIGN_OR_RETURN(std::unique_ptr<Message> message, source_->Poll());
    if (message != nullptr && method_.projected) {
      ProjectResponse(*state_.services.access, state_, *message);
    }
    return message;
  }

  CallState& state() { return state_; }

 private:
  TokenVerifier& tokens_;
  const Method& method_;
  CallOrigin origin_;
  std::unique_ptr<Message> request_;
  CallState state_;
  Call call_;
  std::unique_ptr<WatchSource> source_;  // may use call_
};

}  // namespace

CallResult Engine::Watch(const Method& method, Wire& wire, Parse parse,
                         std::unique_ptr<OpenedWatch>& opened) {
  const absl::Time start = absl::Now();
  method.metrics->Started();
  CallOrigin origin = Unknown();
  absl::Status status = Admit(method, wire, origin);
  if (status.ok()) {
    std::unique_ptr<Message> request(method.spec.request->New());
    status = parse(*request) ? CleanAndCheck(method, *request, origin) : MalformedRequest();
    if (status.ok()) {
      CallOrigin kept = origin;
      kept.cancelled = nullptr;  // the wire may be gone before the stream is
      auto watch =
          std::make_unique<Opened>(services_, tokens_, method, std::move(kept), std::move(request));
      Prepare(method, watch->state());
      status = watch->Open();
      if (status.ok()) opened = std::move(watch);
    }
  }
  if (status.ok()) return {};
  return Finish(method, origin, "", std::move(status), absl::Now() - start);
}

void Engine::FinishWatch(const Method& method, const absl::Status& status, absl::Duration took) {
  method.metrics->Finished(status.code(), took);
  LOG_INFO("watch_end", {{"method", method.full_name}, {"status", status}, {"took_ms", took}});
}

}  // namespace interim::rpc
