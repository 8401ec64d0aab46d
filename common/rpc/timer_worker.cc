#include "common/rpc/timer_worker.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/random/random.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "common/observe/log.h"
#include "common/rpc/limits.h"
#include "common/rpc/message_plan.h"
#include "common/rpc/relay_payload.h"
#include "google/protobuf/descriptor.h"

namespace interim::rpc {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::Message;
using google::protobuf::MessageFactory;

constexpr std::size_t kClaimAtOnce = 20;
// Timers that wait for a peer run beside the relays, so that a slow one holds up no other timer.
constexpr absl::string_view kAskPrefix = "ask:";
constexpr int kSweepAtOnce = 1000;
constexpr absl::Duration kSweepEvery = absl::Minutes(10);

// Answers of a peer that no further try will change: the relay is given up and logged as an error.
bool IsFinal(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kOutOfRange:
    case absl::StatusCode::kUnimplemented:
      return ReasonOf(status) != "PEER_NOT_CONFIGURED";
    default:
      return false;
  }
}

struct RelayMessages {
  std::unique_ptr<Message> request;
  std::unique_ptr<Message> response;
};

std::optional<RelayMessages> MessagesOf(const RelayPayload& payload) {
  const DescriptorPool* pool = DescriptorPool::generated_pool();
  MessageFactory* factory = MessageFactory::generated_factory();
  std::string dotted = payload.method;
  std::replace(dotted.begin(), dotted.end(), '/', '.');
  const auto* method = pool->FindMethodByName(dotted);
  if (method == nullptr) return std::nullopt;
  RelayMessages messages{
      .request = std::unique_ptr<Message>(factory->GetPrototype(method->input_type())->New()),
      .response = std::unique_ptr<Message>(factory->GetPrototype(method->output_type())->New())};
  if (!messages.request->ParseFromString(payload.request)) return std::nullopt;
  SetString(*messages.request, PlanOf(*method->input_type()).request_id, payload.request_id);
  return messages;
}

}  // namespace

TimerWorker::TimerWorker(Engine& engine, ServiceTokens tokens, Metrics& metrics, Options options)
    : engine_(engine),
      tokens_(std::move(tokens)),
      options_(std::move(options)),
      handled_(metrics.AddCounter("timers_handled_total", "Timers and relays done")),
      failed_(metrics.AddCounter("timers_failed_total", "Timers and relays to be tried again")),
      refused_(metrics.AddCounter("relays_refused_total",
                                  "Relays given up: no further try would change the answer")),
      swept_(
          metrics.AddCounter("idempotency_swept_total", "Answers to retries that were forgotten")),
      pending_(metrics.AddGauge("outbox_pending", "Timers and relays claimed at the last look")) {}

TimerWorker::~TimerWorker() { Stop(); }

void TimerWorker::SetHandler(const std::string& kind, TimerHandler handler) {
  handlers_[kind] = std::move(handler);
}

void TimerWorker::Start() {
  thread_ = std::thread([this] { Run(); });
  for (int i = 0; i < options_.relay_threads; ++i) {
    relay_threads_.emplace_back([this] { RunRelays(); });
  }
}

void TimerWorker::Stop() {
  {
    MutexLock lock(mutex_);
    stopping_ = true;
    wake_.SignalAll();
    looked_.SignalAll();
    relay_wake_.SignalAll();
  }
  if (thread_.joinable()) thread_.join();
  for (std::thread& thread : relay_threads_) thread.join();
  relay_threads_.clear();
}

bool TimerWorker::Settled(absl::Duration limit) {
  const absl::Time until = absl::Now() + limit;
  MutexLock lock(mutex_);
  const std::int64_t seen = looks_begun_;
  woken_ = true;
  wake_.Signal();
  while (looks_done_ <= seen && !stopping_) {
    const absl::Duration left = until - absl::Now();
    if (left <= absl::ZeroDuration()) return false;
    looked_.WaitFor(mutex_, left);
  }
  return last_empty_ > seen;
}

void TimerWorker::Run() {
  while (true) {
    std::int64_t number = 0;
    {
      MutexLock lock(mutex_);
      number = ++looks_begun_;
    }
    const bool busy = Look();
    Sweep();
    MutexLock lock(mutex_);
    looks_done_ = number;
    if (!busy && relays_open_ == 0) last_empty_ = number;
    looked_.SignalAll();
    if (stopping_) return;
    // With the queue of relays full there is nothing to do but to wait for it.
    const bool full = relays_.size() >= kClaimAtOnce;
    if (full || (!busy && !woken_)) wake_.WaitFor(mutex_, options_.pause);
    woken_ = false;
    if (stopping_) return;
  }
}

bool TimerWorker::Look() {
  const CallServices& services = engine_.services();
  std::size_t room = 0;
  {
    MutexLock lock(mutex_);
    // With a slow peer nothing more is claimed than can be taken up before the claim lapses. Timers
    // that call no peer wait too: which kind is due is known only once it is claimed.
    if (relays_.size() >= kClaimAtOnce) return true;
    room = kClaimAtOnce - relays_.size();
  }
  absl::StatusOr<std::vector<store::Timer>> due =
      services.store->ClaimDue(services.business_clock->Now(), services.system_clock->Now(),
                               options_.lease, static_cast<int>(room));
  if (!due.ok()) {
    if (!absl::IsUnavailable(due.status())) LOG_ERROR("timers_unread", {{"status", due.status()}});
    return false;
  }
  pending_.Set(static_cast<double>(due->size()));
  for (const store::Timer& timer : *due) {
    Handle(timer);
    MutexLock lock(mutex_);
    if (stopping_) return false;
  }
  return !due->empty();
}

void TimerWorker::Handle(const store::Timer& timer) {
  if (!absl::StartsWith(timer.kind, kRelayPrefix) && !absl::StartsWith(timer.kind, kAskPrefix)) {
    return HandleNow(timer);
  }
  MutexLock lock(mutex_);
  relays_.push_back(timer);
  ++relays_open_;
  relay_wake_.Signal();
}

// Takes up claimed relays; what is left at a stop comes free again when its claim lapses.
void TimerWorker::RunRelays() {
  while (true) {
    store::Timer timer;
    {
      MutexLock lock(mutex_);
      while (relays_.empty() && !stopping_) relay_wake_.Wait(mutex_);
      if (stopping_) return;
      timer = std::move(relays_.front());
      relays_.pop_front();
    }
    HandleNow(timer);
    MutexLock lock(mutex_);
    --relays_open_;
  }
}

void TimerWorker::HandleNow(const store::Timer& timer) {
  const absl::StatusOr<TenantId> tenant = TenantId::Parse(timer.tenant);
  if (!tenant.ok()) return Retry(timer, tenant.status());
  absl::Status status;
  bool refused = false;
  if (absl::StartsWith(timer.kind, kRelayPrefix)) {
    status = Deliver(timer, *tenant, refused);
  } else if (const auto it = handlers_.find(timer.kind); it != handlers_.end()) {
    const Principal principal{
        .organization = *tenant, .subject = engine_.services().service, .roles = {"service"}};
    status = engine_.Timer(timer, principal, tokens_ ? tokens_(*tenant) : "", it->second);
  } else {
    status = absl::InternalError("no handler for this kind of timer");
  }
  if (!status.ok()) return Retry(timer, status);
  (refused ? refused_ : handled_).Add();
}

absl::Status TimerWorker::Deliver(const store::Timer& timer, const TenantId& tenant,
                                  bool& refused) {
  const CallServices& services = engine_.services();
  const std::optional<RelayPayload> payload = DecodeRelay(timer.payload);
  std::optional<RelayMessages> messages;
  if (payload.has_value()) messages = MessagesOf(*payload);
  if (!messages.has_value()) return absl::InternalError("a relay cannot be read");
  if (services.peers == nullptr) return absl::UnavailableError("no peers");
  const std::string token = tokens_ ? tokens_(tenant) : "";
  if (token.empty()) return absl::UnavailableError("no service token for the organization");
  absl::Status status =
      services.peers->Ask(payload->method, *messages->request, *messages->response,
                          {.token = token,
                           .traceparent = payload->traceparent,
                           .language = "nl",
                           .limit = options_.relay_limit});
  if (!status.ok() && !IsFinal(status)) return status;
  refused = !status.ok();
  if (refused) LOG_ERROR("relay_refused", {{"method", payload->method}, {"status", status}});
  return services.store->FinishTimer(timer);
}

void TimerWorker::Retry(const store::Timer& timer, const absl::Status& status) {
  failed_.Add();
  thread_local absl::InsecureBitGen chance;
  const int doublings = static_cast<int>(std::min<std::int64_t>(timer.attempts, 10));
  const absl::Duration pause =
      std::min(options_.first_retry * (1 << doublings), options_.last_retry) *
      absl::Uniform(chance, 0.75, 1.25);
  LOG_WARNING("timer_retry", {{"kind", timer.kind},
                              {"attempts", timer.attempts + 1},
                              {"status", status},
                              {"detail", status.message()},
                              {"pause", pause}});
  const CallServices& services = engine_.services();
  const absl::Time now = timer.clock == store::Timer::Clock::kBusiness
                             ? services.business_clock->Now()
                             : services.system_clock->Now();
  if (absl::Status moved = services.store->RetryTimer(timer, now + pause); !moved.ok()) {
    LOG_WARNING("timer_not_moved", {{"kind", timer.kind}, {"status", moved}});
  }
}

void TimerWorker::Sweep() {
  const CallServices& services = engine_.services();
  const absl::Time now = services.system_clock->Now();
  if (now < next_sweep_) return;
  next_sweep_ = now + kSweepEvery;
  // Rows are stamped by the business clock. Once it was moved, a row may look older than it is.
  if (options_.ages_are_true && !options_.ages_are_true()) return;
  const absl::StatusOr<int> swept =
      services.store->SweepIdempotency(now - kIdempotencyKept, kSweepAtOnce);
  if (!swept.ok()) return;
  swept_.Add(*swept);
  if (*swept == kSweepAtOnce) next_sweep_ = now;
}

}  // namespace interim::rpc
