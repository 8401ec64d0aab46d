// One hiredis connection. Internal to the client.
#ifndef INTERIM_COMMON_REDIS_CONNECTION_H_
#define INTERIM_COMMON_REDIS_CONNECTION_H_

#include <hiredis/hiredis.h>

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "common/redis/client.h"

namespace interim::redis {

using SteadyTime = std::chrono::steady_clock::time_point;

// Why a round trip failed.
enum class Failure { kNone, kConnect, kAuth, kTimeout, kBroken, kProtocol };
absl::string_view FailureName(Failure failure);

// Used by one thread at a time. After any failure it must be closed: a late answer would be taken
// for that of the next command.
class Connection {
 public:
  // Connects and signs in, within `limit`.
  //   returns  null with `failure` and `text` (for the log) set
  static std::unique_ptr<Connection> Open(const Options& options, std::chrono::microseconds limit,
                                          Failure& failure, std::string& text);

  // Sends one command and reads its answer within `limit` in all. The answer may be an error of
  // Redis.
  //   returns  null with `failure` and `text` set
  redisReply* RoundTrip(std::size_t count, const char** args, const std::size_t* sizes,
                        std::chrono::microseconds limit, Failure& failure, std::string& text);

  // True when the peer has closed it or bytes arrived that nobody asked for.
  bool IsStale() const;

 private:
  struct Free {
    void operator()(redisContext* context) const { redisFree(context); }
  };
  explicit Connection(redisContext* context) : context_(context) {}
  // Reads until one answer is complete.
  redisReply* ReadReply(SteadyTime end, Failure& failure, std::string& text);
  redisReply* Fail(Failure& failure, std::string& text) const;
  bool SetLimit(std::chrono::microseconds limit);

  std::unique_ptr<redisContext, Free> context_;
  std::chrono::microseconds limit_{0};  // as set on the socket
};

}  // namespace interim::redis

#endif  // INTERIM_COMMON_REDIS_CONNECTION_H_
