#include "common/redis/connection.h"

#include <sys/socket.h>
#include <sys/time.h>

#include <algorithm>
#include <cerrno>

namespace interim::redis {
namespace {

using std::chrono::microseconds;
using std::chrono::steady_clock;

timeval ToTimeval(microseconds limit) {
  const auto micros = std::max<microseconds::rep>(limit.count(), 1000);
  return {static_cast<time_t>(micros / 1000000), static_cast<suseconds_t>(micros % 1000000)};
}

microseconds Left(SteadyTime end) {
  return std::chrono::duration_cast<microseconds>(end - steady_clock::now());
}

}  // namespace

absl::string_view FailureName(Failure failure) {
  switch (failure) {
    case Failure::kNone:
      return "none";
    case Failure::kConnect:
      return "connect";
    case Failure::kAuth:
      return "auth";
    case Failure::kTimeout:
      return "timeout";
    case Failure::kBroken:
      return "broken";
    case Failure::kProtocol:
      break;
  }
  return "protocol";
}

std::unique_ptr<Connection> Connection::Open(const Options& options, microseconds limit,
                                             Failure& failure, std::string& text) {
  const SteadyTime end = steady_clock::now() + limit;
  redisContext* context =
      redisConnectWithTimeout(options.host.c_str(), options.port, ToTimeval(limit));
  std::unique_ptr<Connection> connection(new Connection(context));
  if (context == nullptr || context->err != 0) {
    failure = Failure::kConnect;
    text = context == nullptr ? "out of memory" : context->errstr;
    return nullptr;
  }
  redisEnableKeepAlive(context);
  if (options.password.empty()) return connection;
  const std::string user = options.user.empty() ? "default" : options.user;
  const char* args[] = {"AUTH", user.c_str(), options.password.c_str()};
  const std::size_t sizes[] = {4, user.size(), options.password.size()};
  redisReply* reply = connection->RoundTrip(3, args, sizes, Left(end), failure, text);
  if (reply == nullptr) return nullptr;
  const bool accepted = reply->type == REDIS_REPLY_STATUS;
  if (!accepted) {
    failure = Failure::kAuth;
    text.assign(reply->str, static_cast<std::size_t>(reply->len));
  }
  freeReplyObject(reply);
  return accepted ? std::move(connection) : nullptr;
}

redisReply* Connection::Fail(Failure& failure, std::string& text) const {
  text = context_->errstr;
  const bool timed_out = context_->err == REDIS_ERR_IO && (errno == EAGAIN || errno == EWOULDBLOCK);
  failure = timed_out                             ? Failure::kTimeout
            : context_->err == REDIS_ERR_PROTOCOL ? Failure::kProtocol
                                                  : Failure::kBroken;
  return nullptr;
}

bool Connection::SetLimit(microseconds limit) {
  if (limit == limit_) return true;
  limit_ = limit;
  return redisSetTimeout(context_.get(), ToTimeval(limit)) == REDIS_OK;
}

redisReply* Connection::RoundTrip(std::size_t count, const char** args, const std::size_t* sizes,
                                  microseconds limit, Failure& failure, std::string& text) {
  const SteadyTime end = steady_clock::now() + limit;
  if (!SetLimit(limit) ||
      redisAppendCommandArgv(context_.get(), static_cast<int>(count), args, sizes) != REDIS_OK) {
    return Fail(failure, text);
  }
  for (int done = 0; done == 0;) {
    if (redisBufferWrite(context_.get(), &done) != REDIS_OK) return Fail(failure, text);
    if (done == 0 && Left(end).count() <= 0) {
      failure = Failure::kTimeout;
      text = "not sent in time";
      return nullptr;
    }
  }
  return ReadReply(end, failure, text);
}

redisReply* Connection::ReadReply(SteadyTime end, Failure& failure, std::string& text) {
  // The first read waits for the whole limit, as set on the socket; an answer that trickles in gets
  // only what is left.
  for (bool first = true;; first = false) {
    if (!first) {
      const microseconds left = Left(end);
      if (left.count() <= 0) {
        failure = Failure::kTimeout;
        text = "answer not complete in time";
        return nullptr;
      }
      if (!SetLimit(left)) return Fail(failure, text);
    }
    void* reply = nullptr;
    if (redisBufferRead(context_.get()) != REDIS_OK ||
        redisReaderGetReply(context_->reader, &reply) != REDIS_OK) {
      return Fail(failure, text);
    }
    if (reply != nullptr) return static_cast<redisReply*>(reply);
  }
}

bool Connection::IsStale() const {
  char byte = 0;
  const ssize_t got = recv(context_->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return got >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK);
}

}  // namespace interim::redis
