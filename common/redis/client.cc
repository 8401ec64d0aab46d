#include "common/redis/client.h"

#include <hiredis/hiredis.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <utility>

#include "absl/container/inlined_vector.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/core/error.h"
#include "common/core/status_macros.h"
#include "common/observe/log.h"
#include "common/redis/breaker.h"
#include "common/redis/connection.h"
#include "common/redis/pool.h"

namespace interim::redis {
namespace {

using std::chrono::microseconds;
using std::chrono::steady_clock;

constexpr absl::Duration kRetryAfter = absl::Seconds(1);
constexpr std::int64_t kLogEveryMillis = 1000;

absl::Status Unavailable(absl::string_view kind) {
  return MakeError({.code = absl::StatusCode::kUnavailable,
                    .reason = "REDIS_UNAVAILABLE",
                    .message = "the session store does not answer",
                    .metadata = {{"kind", std::string(kind)}},
                    .retry_after = kRetryAfter});
}

std::string Sha1Hex(absl::string_view data) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  unsigned size = 0;
  EVP_Digest(data.data(), data.size(), digest.data(), &size, EVP_sha1(), nullptr);
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(digest.data()), size));
}

// Arguments as hiredis takes them.
struct Arguments {
  absl::InlinedVector<const char*, 24> data;
  absl::InlinedVector<std::size_t, 24> sizes;

  void Add(absl::string_view text) {
    data.push_back(text.data());
    sizes.push_back(text.size());
  }
  void Add(absl::Span<const absl::string_view> texts) {
    for (absl::string_view text : texts) Add(text);
  }
};

bool IsError(const redisReply* reply, absl::string_view prefix) {
  return reply->type == REDIS_REPLY_ERROR &&
         absl::StartsWith(absl::string_view(reply->str, static_cast<std::size_t>(reply->len)),
                          prefix);
}

bool IsTemporary(const redisReply* reply) {
  for (absl::string_view prefix : {"LOADING", "READONLY", "MASTERDOWN", "NOREPLICAS", "CLUSTERDOWN",
                                   "TRYAGAIN", "OOM", "BUSY", "MISCONF", "NOAUTH", "NOPERM"}) {
    if (IsError(reply, prefix)) return true;
  }
  return false;
}

}  // namespace

void Reply::Free::operator()(redisReply* reply) const { freeReplyObject(reply); }

bool ReplyView::IsNil() const { return reply_ == nullptr || reply_->type == REDIS_REPLY_NIL; }
bool ReplyView::IsArray() const { return reply_ != nullptr && reply_->type == REDIS_REPLY_ARRAY; }

absl::string_view ReplyView::text() const {
  if (reply_ == nullptr ||
      (reply_->type != REDIS_REPLY_STRING && reply_->type != REDIS_REPLY_STATUS)) {
    return "";
  }
  return absl::string_view(reply_->str, static_cast<std::size_t>(reply_->len));
}

std::int64_t ReplyView::integer() const {
  if (reply_ != nullptr && reply_->type == REDIS_REPLY_INTEGER) return reply_->integer;
  std::int64_t value = 0;
  return absl::SimpleAtoi(text(), &value) ? value : 0;
}

std::size_t ReplyView::size() const { return IsArray() ? reply_->elements : 0; }

ReplyView ReplyView::at(std::size_t index) const {
  return index < size() ? ReplyView(reply_->element[index]) : ReplyView();
}

Script::Script(std::string body) : body_(std::move(body)), sha1_(Sha1Hex(body_)) {}

struct Client::Impl {
  explicit Impl(Options from) : options(std::move(from)), pool(options) {
    if (options.metrics == nullptr) return;
    Metrics& metrics = *options.metrics;
    seconds = metrics.AddHistogram("redis_command_seconds", "Time of one Redis round trip.",
                                   Metrics::StorageBuckets());
    breaker_state =
        metrics.AddGauge("breaker_state", "0 closed, 1 open, 2 probing.", {{"peer", "redis"}});
    for (std::size_t i = 0; i < errors.size(); ++i) {
      errors[i] = metrics.AddCounter("redis_errors_total", "Failed Redis calls.",
                                     {{"kind", std::string(FailureName(static_cast<Failure>(i)))}});
    }
    refused =
        metrics.AddCounter("redis_errors_total", "Failed Redis calls.", {{"kind", "refused"}});
  }

  // The whole way of one call: breaker, connection, round trip, verdict. `fallback`, when given, is
  // sent on the same connection if Redis does not know the script.
  absl::StatusOr<Reply> Run(Arguments& args, Arguments* fallback, absl::Duration budget,
                            absl::Duration wait);
  absl::Status Failed(Failure failure, absl::string_view text, bool own_fault);
  absl::StatusOr<Reply> Judge(redisReply* reply);
  void LogOnce(absl::string_view kind, absl::string_view text);

  const Options options;
  Pool pool;
  Breaker breaker;
  std::atomic<std::int64_t> logged_at{0};
  Histogram seconds;
  Gauge breaker_state;
  std::array<Counter, 6> errors;
  Counter refused;
};

// One line a second is enough to see what is wrong; the metrics count the rest.
void Client::Impl::LogOnce(absl::string_view kind, absl::string_view text) {
  const std::int64_t now =
      std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now().time_since_epoch())
          .count();
  std::int64_t before = logged_at.load(std::memory_order_relaxed);
  if (before != 0 && now - before < kLogEveryMillis) return;
  if (!logged_at.compare_exchange_strong(before, now)) return;
  LOG_WARNING("redis_error", {{"kind", kind}, {"text", text}});
}

// `own_fault`: the caller gave it less time than a command gets, so this says nothing about Redis.
absl::Status Client::Impl::Failed(Failure failure, absl::string_view text, bool own_fault) {
  errors[static_cast<std::size_t>(failure)].Add();
  LogOnce(FailureName(failure), text);
  if (own_fault) {
    breaker.NoVerdict();
  } else {
    breaker.Failure(steady_clock::now());
  }
  breaker_state.Set(static_cast<int>(breaker.state()));
  return Unavailable(FailureName(failure));
}

absl::StatusOr<Reply> Client::Impl::Judge(redisReply* raw) {
  Reply reply(raw);
  if (raw->type != REDIS_REPLY_ERROR) return reply;
  refused.Add();
  LogOnce("refused", absl::string_view(raw->str, static_cast<std::size_t>(raw->len)));
  if (IsError(raw, "READONLY") || IsError(raw, "MASTERDOWN")) pool.DropAll();  // failed over
  if (IsTemporary(raw)) return Unavailable("refused");
  if (IsError(raw, "WRONGTYPE")) {
    return MakeError({.code = absl::StatusCode::kDataLoss,
                      .reason = "REDIS_DATA",
                      .message = "a session key holds something else"});
  }
  return MakeError({.code = absl::StatusCode::kInternal,
                    .reason = "REDIS_REFUSED",
                    .message = "the session store refused a command"});
}

absl::StatusOr<Reply> Client::Impl::Run(Arguments& args, Arguments* fallback, absl::Duration budget,
                                        absl::Duration wait) {
  if (budget <= absl::ZeroDuration()) {
    return MakeError({.code = absl::StatusCode::kDeadlineExceeded,
                      .reason = "REDIS_NO_TIME",
                      .message = "no time left to ask the session store"});
  }
  const SteadyTime start = steady_clock::now();
  if (!breaker.Allow(start)) return Unavailable("breaker");
  const bool short_of_time = budget < options.command_timeout;
  const microseconds limit(
      absl::ToInt64Microseconds(std::min(budget, options.command_timeout) + wait));
  Failure failure = Failure::kNone;
  std::string text;
  Pool::Loan loan = pool.Take(start + limit, failure, text);
  if (loan.connection == nullptr) {
    // A pool that is used up by slow answers is judged by those.
    return Failed(failure, text, short_of_time || text == "pool");
  }
  redisReply* reply = loan.connection->RoundTrip(args.data.size(), args.data.data(),
                                                 args.sizes.data(), limit, failure, text);
  if (reply != nullptr && fallback != nullptr && IsError(reply, "NOSCRIPT")) {
    freeReplyObject(reply);
    reply = loan.connection->RoundTrip(fallback->data.size(), fallback->data.data(),
                                       fallback->sizes.data(), limit, failure, text);
  }
  if (reply == nullptr) {
    pool.Discard(std::move(loan));
    if (failure == Failure::kBroken) pool.DropAll();  // Redis went away: so did the others
    return Failed(failure, text, short_of_time && failure == Failure::kTimeout);
  }
  pool.Return(std::move(loan));
  if (breaker.state() != Breaker::State::kClosed) {
    breaker.Success();
    breaker_state.Set(static_cast<int>(breaker.state()));
  } else {
    breaker.Success();
  }
  if (wait == absl::ZeroDuration()) seconds.Observe(absl::FromChrono(steady_clock::now() - start));
  return Judge(reply);
}

Client::Client(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Client::~Client() = default;

absl::StatusOr<std::unique_ptr<Client>> Client::Create(Options options) {
  if (options.host.empty() || options.port < 1 || options.port > 65535 || options.pool_size < 1 ||
      options.pool_size > 1024 || options.connect_timeout < absl::Milliseconds(1) ||
      options.command_timeout < absl::Milliseconds(1)) {
    return MakeError({.code = absl::StatusCode::kInvalidArgument,
                      .reason = "REDIS_OPTIONS_INVALID",
                      .message = "host, port, pool size or a time-out of Redis is out of range"});
  }
  return std::unique_ptr<Client>(new Client(std::make_unique<Impl>(std::move(options))));
}

absl::StatusOr<Reply> Client::Command(absl::Span<const absl::string_view> args,
                                      absl::Duration budget) {
  Arguments arguments;
  arguments.Add(args);
  return impl_->Run(arguments, nullptr, budget, absl::ZeroDuration());
}

absl::StatusOr<Reply> Client::Eval(const Script& script, absl::Span<const absl::string_view> keys,
                                   absl::Span<const absl::string_view> args,
                                   absl::Duration budget) {
  const std::string key_count = absl::StrCat(keys.size());
  Arguments by_hash;
  by_hash.Add("EVALSHA");
  by_hash.Add(script.sha1());
  Arguments by_body;
  by_body.Add("EVAL");
  by_body.Add(script.body());
  for (Arguments* arguments : {&by_hash, &by_body}) {
    arguments->Add(key_count);
    arguments->Add(keys);
    arguments->Add(args);
  }
  return impl_->Run(by_hash, &by_body, budget, absl::ZeroDuration());
}

absl::StatusOr<Reply> Client::Blocking(absl::Span<const absl::string_view> args,
                                       absl::Duration wait) {
  Arguments arguments;
  arguments.Add(args);
  return impl_->Run(arguments, nullptr, impl_->options.command_timeout, wait);
}

absl::Status Client::Ping(absl::Duration budget) { return Command({"PING"}, budget).status(); }

void Client::DropConnections() { impl_->pool.DropAll(); }
bool Client::breaker_open() const { return impl_->breaker.state() == Breaker::State::kOpen; }
std::int64_t Client::connections_opened() const { return impl_->pool.opened(); }
int Client::connections() const { return impl_->pool.open(); }

}  // namespace interim::redis
