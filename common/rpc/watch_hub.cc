#include "common/rpc/watch_hub.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "common/rpc/grpc_wire.h"

namespace interim::rpc {
namespace {

using google::protobuf::Message;

constexpr absl::Duration kPollPause = absl::Milliseconds(100);
constexpr std::size_t kMaxStreams = 2000;  // per server; a stream costs a few KiB

absl::Status ServerStopping() {
  return MakeError({.code = absl::StatusCode::kUnavailable,
                    .reason = "SERVER_STOPPING",
                    .message = "the server is stopping; open the stream again",
                    .retry_after = absl::Seconds(1)});
}

absl::Status TooManyStreams(std::size_t limit, absl::string_view whose) {
  return MakeError({.code = absl::StatusCode::kResourceExhausted,
                    .reason = "TOO_MANY_WATCHES",
                    .message = absl::StrCat("too many open streams of this ", whose),
                    .metadata = {{"limit", absl::StrCat(limit)}},
                    .retry_after = absl::Seconds(5)});
}

absl::Status WentAway() { return absl::CancelledError("the caller went away"); }

}  // namespace

// One stream. gRPC's callbacks and the hub's thread meet under `mutex_`; exactly one Finish.
class WatchReactor final : public grpc::ServerWriteReactor<grpc::ByteBuffer> {
 public:
  WatchReactor(WatchHub& hub, Engine& engine, const Method& method,
               const grpc::CallbackServerContext& context, const grpc::ByteBuffer& request)
      : hub_(hub), engine_(engine), method_(method), wire_(context), request_(request) {}

  // Here and not in OnDone, which may come while the hub's thread is still opening the stream.
  ~WatchReactor() override {
    if (placed_) hub_.GivePlace(opened_->tenant());
    if (counted_) engine_.FinishWatch(method_, end_.status, absl::Now() - start_);
  }

  // On the hub's thread. True when something was written and more may be ready.
  bool Step() {
    {
      MutexLock lock(mutex_);
      if (finished_ || writing_) return false;
    }
    if (opened_ == nullptr) {
      CallResult result = engine_.Watch(
          method_, wire_, [this](Message& message) { return ParseBytes(request_, message); },
          opened_);
      if (!result.status.ok()) {
        End(result);
        return false;
      }
      counted_ = true;
      if (!hub_.TakePlace(opened_->tenant())) {
        End({.status = TooManyStreams(hub_.per_tenant_, "organization"),
             .error = {.domain = DomainOfServer()}});
        return false;
      }
      placed_ = true;
    }
    absl::StatusOr<std::unique_ptr<Message>> next = opened_->Poll();
    if (!next.ok()) {
      End({.status = next.status(), .error = {.domain = DomainOfServer()}});
      return false;
    }
    if (*next == nullptr) return false;
    if (!WriteBytes(**next, response_)) {
      End({.status = ResponseTooLarge(), .error = {.domain = DomainOfServer()}});
      return false;
    }
    {
      MutexLock lock(mutex_);
      if (finished_) return false;
      writing_ = true;
    }
    StartWrite(&response_);
    return true;
  }

  // Finishes now, or after the write under way.
  void End(const CallResult& result) {
    {
      MutexLock lock(mutex_);
      if (finished_ || pending_end_) return;
      end_ = result;
      if (writing_) {
        pending_end_ = true;
        return;
      }
      finished_ = true;
    }
    Finish(ToGrpc(result));  // outside the lock: OnDone may follow at once
  }

  void OnWriteDone(bool ok) override {
    WatchHub& hub = hub_;
    bool finish = false;
    CallResult result;
    {
      MutexLock lock(mutex_);
      writing_ = false;
      if (!finished_ && (pending_end_ || !ok || cancelled_)) {
        if (!pending_end_) end_ = {.status = WentAway()};
        finished_ = finish = true;
        result = end_;
      }
    }
    if (finish) Finish(ToGrpc(result));
    hub.Wake();
  }

  void OnCancel() override {
    {
      MutexLock lock(mutex_);
      cancelled_ = true;
    }
    End({.status = WentAway()});
  }

  void OnDone() override { hub_.Remove(this); }  // may destroy this

 private:
  std::string DomainOfServer() const {
    return absl::StrCat(engine_.services().service, ".interim");
  }

  WatchHub& hub_;
  Engine& engine_;
  const Method& method_;
  StoredWire wire_;
  grpc::ByteBuffer request_;
  const absl::Time start_ = absl::Now();
  // Hub's thread only, until the end.
  std::unique_ptr<OpenedWatch> opened_;
  bool counted_ = false;  // the engine waits for FinishWatch
  bool placed_ = false;   // counts among the streams of its organization

  Mutex mutex_;
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool finished_ ABSL_GUARDED_BY(mutex_) = false;
  bool cancelled_ ABSL_GUARDED_BY(mutex_) = false;
  bool pending_end_ ABSL_GUARDED_BY(mutex_) = false;
  CallResult end_;             // set before finished_ or pending_end_
  grpc::ByteBuffer response_;  // of the write under way
};

WatchHub::WatchHub(Metrics& metrics, int per_tenant)
    : per_tenant_(static_cast<std::size_t>(per_tenant)),
      open_(metrics.AddGauge("watch_streams", "Open watch streams")) {}

void WatchHub::Start() {
  thread_ = std::thread([this] { Run(); });
}

WatchHub::~WatchHub() { Stop(); }

grpc::ServerWriteReactor<grpc::ByteBuffer>* WatchHub::Open(
    Engine& engine, const Method& method, const grpc::CallbackServerContext& context,
    const grpc::ByteBuffer& request) {
  auto reactor = std::make_shared<WatchReactor>(*this, engine, method, context, request);
  WatchReactor* borrowed = reactor.get();
  bool stopping = false;
  bool full = false;
  {
    MutexLock lock(mutex_);
    stopping = stopping_;
    full = reactors_.size() >= kMaxStreams;
    reactors_.push_back(std::move(reactor));  // kept until OnDone
    open_.Set(static_cast<double>(reactors_.size()));
  }
  if (stopping || full) {
    borrowed->End({.status = stopping ? ServerStopping() : TooManyStreams(kMaxStreams, "server"),
                   .error = {.domain = absl::StrCat(engine.services().service, ".interim")}});
  } else {
    Wake();
  }
  return borrowed;
}

void WatchHub::Wake() {
  MutexLock lock(mutex_);
  woken_ = true;
  wake_.Signal();
}

void WatchHub::Remove(const WatchReactor* reactor) {
  std::shared_ptr<WatchReactor> last;  // destroyed outside the lock
  MutexLock lock(mutex_);
  const auto it = std::find_if(reactors_.begin(), reactors_.end(),
                               [&](const auto& one) { return one.get() == reactor; });
  if (it == reactors_.end()) return;
  last = std::move(*it);
  reactors_.erase(it);
  open_.Set(static_cast<double>(reactors_.size()));
}

bool WatchHub::TakePlace(const TenantId& tenant) {
  MutexLock lock(mutex_);
  std::size_t& count = places_[tenant.value()];
  if (count >= per_tenant_) return false;
  ++count;
  return true;
}

void WatchHub::GivePlace(const TenantId& tenant) {
  MutexLock lock(mutex_);
  const auto it = places_.find(tenant.value());
  if (it != places_.end() && --it->second == 0) places_.erase(it);
}

void WatchHub::Run() {
  bool stopping = false;
  while (!stopping) {
    std::vector<std::shared_ptr<WatchReactor>> reactors;
    {
      MutexLock lock(mutex_);
      if (!woken_ && !stopping_) {
        if (reactors_.empty()) {
          wake_.Wait(mutex_);
        } else {
          wake_.WaitFor(mutex_, kPollPause);
        }
      }
      woken_ = false;
      stopping = stopping_;
      reactors = reactors_;
    }
    for (const std::shared_ptr<WatchReactor>& reactor : reactors) {
      if (stopping) {
        reactor->End({.status = ServerStopping()});
      } else {
        reactor->Step();
      }
    }
  }
}

void WatchHub::Stop() {
  {
    MutexLock lock(mutex_);
    stopping_ = true;
    wake_.SignalAll();
  }
  if (thread_.joinable()) thread_.join();
}

}  // namespace interim::rpc
